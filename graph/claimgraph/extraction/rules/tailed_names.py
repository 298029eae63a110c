"""Chinese names told by the tail of an organization: 晨光科技, 晶垣微电子.

Gives candidates with what speaks for each; which are kept is decided in `chinese_names`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from claimgraph.extraction.rules.common_words import in_word, is_word, ordinary, strange
from claimgraph.extraction.rules.name_words import (
    COMMON,
    HAN,
    LEADING,
    Candidate,
    NameWords,
)
from claimgraph.extraction.rules.text import Text

_JOINTS = ("、", "和", "与", "及", "等")
_VAGUE_TAILS = frozenset(("公司", "集团", "资本", "生物", "有限公司"))
_DESCRIBED = re.compile(r"[大家类个型]$|领先|知名|头部|最大")
_DATED = re.compile(r"[昨今近日于\d(（]|上周|上月|同期|去年")
_BOUND = re.compile(
    r"[的了在和与及由对向从被将把是为于以而但若即则据称占与、,，。:：;；()（）“”「」《》\s和中是年月日%\d]"
)
_BRIEF = re.compile(rf"(?![以在由对向从与和据按为将占])[{HAN}]{{2,3}}")
_MAKER = re.compile(rf"[{HAN}]{{2,8}}[厂商](?=(?P<own>[{HAN}]{{2,4}})$)")


class TailedNames:
    """Finds names by their tails."""

    def __init__(self, words: NameWords) -> None:
        self._words = words

    def find(self, text: Text) -> Iterator[Candidate]:
        """晨光科技, 晶垣微电子: a word with the tail of an organization, from the last boundary before it."""
        for clause in text.clauses:
            for tail in self._words.tail.finditer(text.plain[clause.start : clause.end]):
                end = clause.start + tail.end()
                start = _word_start(text.plain, clause.start, clause.start + tail.start())
                introduced = [
                    m.end() for m in self._words.introduced.finditer(text.plain, start, clause.start + tail.start())
                ]
                start = max([start, *introduced])
                if text.plain[end : end + 1] in ("类", "型", "级") or _runs_on(text.plain, end):
                    continue
                first = text.plain.rfind("、", clause.start, start) + 1 or clause.start
                if tail[0] in self._words.sure and _BRIEF.fullmatch(text.plain, first, clause.start + tail.start()):
                    start = first
                start = _past_maker(text.plain, start, clause.start + tail.start())
                head = text.plain[start : clause.start + tail.start()]
                if 2 <= len(head) <= 6 and not self._words.stop.search(head) and not COMMON.search(head):
                    led = start == clause.start or bool(introduced)
                    acts = (
                        self._words.verb.match(text.plain, end)
                        or self._words.deed.match(text.plain, end)
                        or (introduced and start == introduced[-1])
                        or _DATED.match(text.plain, end)
                        or self._words.measured.match(text.plain, end)
                    )
                    repeated = led and text.plain.count(text.plain[start:end]) > 1
                    if (
                        (ordinary(head) and tail[0] not in self._words.sure and not (acts and (introduced or repeated)))
                        or re.search("[A-Za-z]$", head)
                        or (ordinary(head + tail[0]) and not (led and acts and _is_unit(head, tail[0])))
                    ):
                        continue
                    if (
                        longer := self._words.measured.match(text.plain, clause.start + tail.start())
                    ) and longer.end() > end:
                        continue
                    described = tail[0] == "公司" and _DESCRIBED.search(text.plain, max(0, start - 3), start)
                    if described or self._holds_firm(head) or head in self._words.labels:
                        continue
                    alone = head not in self._words.tails and not self._words.is_tail(text.plain[end : end + 2])
                    told = strange(head) and alone and (len(head) < 4 or tail[0] in self._words.sure)
                    short = len(head) == 2 and tail[0] in self._words.sure - _VAGUE_TAILS
                    strong = (led and (bool(acts) or tail[0] in self._words.sure)) or short
                    listed = text.plain[start - 1 : start] in _JOINTS or text.plain[end : end + 1] in _JOINTS
                    grade = "form" if strong else "inside" if told or (listed and not ordinary(head)) else "placed"
                    yield Candidate(LEADING.sub("", text.plain[start:end]), "organization", grade)

    def _holds_firm(self, head: str) -> bool:
        """Whether what stands before a tail names a firm and goes on: 汇川证券料[公司]."""
        return any((place := head.find(tail)) > 0 and place + len(tail) < len(head) for tail in self._words.sure)


def _past_maker(plain: str, start: int, end: int) -> int:
    """Past what a firm makes, where that stands before a name that no ordinary word is in: 电芯厂[远峦]能源."""
    made = _MAKER.match(plain[start:end])
    return start + made.end() if made and strange(made["own"]) else start


def _is_unit(head: str, tail: str) -> bool:
    """Whether ordinary words with the tail of a group can be a part of a firm: 国际数字商业集团."""
    return tail == "集团" and len(head) > 3


def _runs_on(plain: str, end: int) -> bool:
    """Whether what seems a tail ends inside a word or is a verb: 电商[业]务, 甲投资的8亿元."""
    invests = plain.startswith("投资", end - 2) and re.match(r"[的了]{0,2}[约近超]?\d", plain[end : end + 4])
    return bool(invests) or (in_word(plain, end) and not is_word(plain[end : end + 2]))


def _word_start(plain: str, first: int, end: int) -> int:
    """Where the word before `end` begins: after the last boundary character, at most eight characters back."""
    place = end
    while place > max(first, end - 8) and not _BOUND.match(plain[place - 1]):
        place -= 1
    return place
