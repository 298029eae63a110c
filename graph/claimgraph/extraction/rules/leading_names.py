"""Chinese names told by their place: at the head of a clause before a date, verb or metric, or after what introduces one.

Gives candidates with what speaks for each; which are kept is decided in `chinese_names`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from claimgraph.extraction.rules.common_words import in_word, is_word, ordinary, strange
from claimgraph.extraction.rules.name_words import (
    COMMON,
    HAN,
    MEASURE,
    ROUND,
    TODAY,
    TRAILING,
    Candidate,
    NameWords,
)
from claimgraph.extraction.rules.text import Text

_LATIN_HEAD = re.compile(r"[A-Za-z]+(?P<rest>[^A-Za-z]*)")
_TOLD = re.compile(r"[^,，。;；]{0,6}\d")
_OPENED = re.compile(
    rf"{ROUND.pattern}|20\d\d年|\d{{1,2}}月|第?[一二三四]季|上半年|下半年|\(|（|[\d,.]+[万亿]?[家台部辆股人名元]"
)
_PERIOD = re.compile(r"单.\Z|(?:\d\d)?[QqHh]\d|FY\d")


class LeadingNames:
    """Finds names by where they stand."""

    def __init__(self, words: NameWords, classed: Callable[[str], object]) -> None:
        self._words, self._classed = words, classed

    def at_heads(self, text: Text) -> Iterator[Candidate]:
        """What stands at the head of a clause, before a date, a verb or a metric."""
        for clause in text.clauses:
            head = text.plain[clause.start : min(clause.end, clause.start + 14)]
            head = head.lstrip("“「(")
            for length in range(2, min(7, len(head))):
                candidate, rest = head[:length], head[length:]
                if not re.fullmatch(rf"[{HAN}A-Za-z][{HAN}A-Za-z0-9]+", candidate) or MEASURE.search(candidate):
                    continue
                if (candidate[-1].isascii() and not re.fullmatch(rf"[{HAN}]{{2,4}}AI", candidate)) or (
                    candidate[0].isascii() and not candidate[1].isascii()
                ):
                    continue
                if self._words.stop.search(candidate) or COMMON.search(candidate) or self._words.verb.search(candidate):
                    break
                if rest[0] == "则" and in_word(head, length):
                    continue
                if (mixed := _LATIN_HEAD.fullmatch(candidate)) and (len(mixed["rest"]) < 2 or ordinary(mixed["rest"])):
                    continue
                if _PERIOD.match(candidate):
                    break
                if ROUND.match(candidate[-1] + rest):
                    continue
                if text.plain[clause.start + length - 1 : clause.start + length + 1] in self._words.labels:
                    continue
                if candidate in self._words.labels or (
                    ordinary(candidate) and not self._known_by_deeds(text, candidate, rest)
                ):
                    continue
                if TODAY.match(rest):
                    yield Candidate(candidate, "any", "inside")
                    break
                opened = bool(_OPENED.match(rest))
                measured = self._words.measured.match(rest) is not None
                if opened or measured or self._words.verb.match(rest):
                    owned = rest.startswith("的") and self._words.measured.match(rest, 1) is not None
                    counted = owned or re.match(r"以?[^,，。]{0,6}\d", rest) is not None
                    acts = self._words.deed.match(rest) is not None and strange(candidate)
                    grade = "acts" if acts else "inside" if opened or counted else "placed"
                    yield Candidate(TRAILING.sub("", candidate), "any", grade)
                    break

    def _known_by_deeds(self, text: Text, candidate: str, rest: str) -> bool:
        """Whether three characters, two of which are an ordinary word, are named again and do what firms do."""
        acts = self._words.deed.match(rest) or TODAY.match(rest)
        if len(candidate) > 2 and ROUND.match(rest) and not is_word(candidate):
            return True
        return len(candidate) == 3 and not is_word(candidate) and bool(acts) and text.plain.count(candidate) > 1

    def introduced(self, text: Text) -> Iterator[Candidate]:
        """What stands in quotes or before a verb, a metric or a day right after what introduces a name."""
        for match in self._words.introduced.finditer(text.plain):
            if in_word(text.plain, match.start()) or in_word(text.plain, match.end()):
                continue
            if quoted := re.match(
                rf"[“「\"]([{HAN}A-Za-z0-9]{{2,8}})[”」\"]", text.plain[match.end() : match.end() + 12]
            ):
                yield Candidate(quoted[1], "product", "form")
            rest = text.plain[match.end() : match.end() + 8]
            for length in range(2, min(7, len(rest))):
                candidate = rest[:length]
                if (
                    not re.fullmatch(rf"[{HAN}]+", candidate)
                    or self._words.stop.search(candidate)
                    or COMMON.search(candidate)
                ):
                    break
                if self._words.introduced.fullmatch(candidate):
                    break
                if ordinary(candidate) and not self._spoken_of(text, candidate):
                    continue
                after = rest[length:]
                measured = self._words.measured.match(text.plain, match.end() + length) if length > 2 else None
                if measured or self._words.verb.match(after) or TODAY.match(after) or re.match(rf"[^{HAN}]", after):
                    thing = match[0] in ("旗下", "车型", "产品", "芯片", "应用", "工具", "软件", "手游")
                    acts = self._words.deed.match(after) is not None and strange(candidate)
                    told = measured is not None and _TOLD.match(text.plain, measured.end()) is not None
                    grade = "acts" if acts else "inside" if told else "placed"
                    yield Candidate(TRAILING.sub("", candidate), "product" if thing else "any", grade)
                    break

    def _spoken_of(self, text: Text, candidate: str) -> bool:
        """Whether ordinary words in a row are named again, right before the words of a metric: 云笔记月活."""
        if len(candidate) < 3 or is_word(candidate) or self._classed(candidate):
            return False
        places = [m.end() for m in re.finditer(re.escape(candidate), text.plain)]
        return len(places) > 1 and any(self._words.measured.match(text.plain, place) for place in places)
