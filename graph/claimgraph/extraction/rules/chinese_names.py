"""Chinese names that no corpus knows, told by their tail, what introduces them, their place in a clause or a list.

Gathers candidates with what speaks for each, and keeps those that enough speaks for; where they stand is found in `names`.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from claimgraph.extraction.cues import Cues, alternation
from claimgraph.extraction.rules.common_words import in_word, is_word, ordinary, strange
from claimgraph.extraction.rules.evidence import best, strength
from claimgraph.extraction.rules.name_forms import (
    DEALT,
    RANKED,
    aged,
    coded,
    enumerated,
    quoted,
    registered,
)
from claimgraph.extraction.rules.placed_names import PlacedNames
from claimgraph.extraction.rules.text import Text

_HAN = "\u3400-\u9fff"
_NAME = rf"(?P<name>[{_HAN}]{{2,8}}?)"
_START = r"(?:(?<=[\s,，。;；:：“”「」()（）、●•·的])|^)"


@dataclass(frozen=True, slots=True)
class Candidate:
    """A would-be name: how it is written, its sort, and the evidence that one place gives."""

    name: str
    sort: str
    evidence: str


class ChineseNames:
    """Finds unknown Chinese names by the cues of a lexicon."""

    def __init__(self, cues: Cues, labels: frozenset[str]) -> None:
        self._labels = labels
        self._between = PlacedNames(cues, labels)
        self._measured = re.compile(alternation(labels))
        self._tails = cues.words("org-tail")
        self._tail = re.compile("|".join(map(re.escape, self._tails)))
        self._source_tail = re.compile(f"(?:{'|'.join(cues.words('source-tail'))})$")
        self._sure = frozenset(cues.words("org-tail-sure"))
        self._stop = re.compile(cues.pattern("name-stop"))
        self._verb = re.compile(cues.pattern("subject-verb"))
        self._beside: list[tuple[re.Pattern[str], str, str]] = [
            (
                re.compile(cue.template.format(name=_NAME, start=_START), re.MULTILINE),
                cue.means.split(":")[1],
                cue.means.split(":")[2],
            )
            for cue in cues.templates("name")
            if cue.template
        ]
        self._deed = re.compile(alternation(word for word in cues.words("deed") if not word.isascii()))
        self._introduced = re.compile(rf"(?:{cues.pattern('introducer')})")

    def find(self, text: Text, known: Mapping[str, object]) -> dict[str, tuple[str, str, str]]:
        """Every Chinese name of the text: how it is written -> what it is called in full, its sort, its evidence.

        A would-be name that begins with a known one and is not an organization of its own is none (苹果共出货).
        """
        sorts: dict[str, str] = {}
        grades: dict[str, list[str]] = defaultdict(list)
        for candidate in self._candidates(text, known):
            if candidate.name in self._labels:
                continue
            grades[candidate.name].append(candidate.evidence)
            sorts.setdefault(candidate.name, candidate.sort)
        graded = {name: self._graded(text, name, found) for name, found in grades.items()}
        names = {name for name, grade in graded.items() if grade != "lone"}
        for member in enumerated(text, names | set(known)):
            if self._stopped(member) or member in self._labels:
                continue
            names.add(member)
            sorts.setdefault(member, "any")
            graded[member] = best([graded.get(member, "lone"), "inside"])
        names -= {n for n in names if n not in known and n.startswith(tuple(known)) and not self._is_firm(n)}
        names -= {n for n in names for k in known if n != k and n.endswith(k) and ordinary(n.removesuffix(k))}
        names -= {n for n in names if self._only_describes(text, n, names | set(known))}
        sorts |= {name: "publication" for name in names if self._source_tail.search(name)}
        return self._written(text, names, {name: (sorts[name], graded[name]) for name in names})

    @staticmethod
    def _graded(text: Text, name: str, found: list[str]) -> str:
        """The evidence of a name by all its places; lone where it stands once and only its place speaks for it."""
        grade = best(found)
        if strength(grade) > strength("repeated"):
            return grade
        if text.plain.count(name) > 1:
            return "repeated"
        return grade if grade != "placed" or len(found) > 1 else "lone"

    def _written(
        self, text: Text, names: set[str], told: Mapping[str, tuple[str, str]]
    ) -> dict[str, tuple[str, str, str]]:
        """The names and their short forms, each with what it is called at its fullest."""
        written = {name: (name, *told[name]) for name in names}
        for name in sorted(names):
            for brief in self._briefs(name):
                if brief not in written and text.plain.count(brief) > text.plain.count(name):
                    written[brief] = (name, *told[name])
        for name in sorted(names, key=len):
            longer = [
                other
                for other in names
                if other != name and other.startswith(name) and self._is_tail(other[len(name) :])
            ]
            if longer:
                full = min(longer, key=lambda other: (len(other), text.plain.find(other)))
                written[name] = (full, told[full][0], best([told[name][1], told[full][1]]))
        return written

    def _candidates(self, text: Text, known: Mapping[str, object]) -> Iterator[Candidate]:
        for name, sort, _ in coded(text):
            yield Candidate(self._own_part(name, known), sort, "form")
        for name, sort, _ in registered(text):
            yield Candidate(_OF_ANOTHER.sub("", name), sort, "form")
        for name, sort, _ in [*aged(text), *quoted(text)]:
            yield Candidate(name, sort, "form")
        yield from (Candidate(*found) for found in self._between.find(text, _COMMON))
        yield from self._dealt(text)
        yield from self._tailed(text)
        yield from self._placed(text)
        yield from self._after_introducer(text)
        yield from self._described(text, known)

    @staticmethod
    def _only_describes(text: Text, name: str, others: set[str]) -> bool:
        """Whether what ends as a firm always stands right before a name: 宁波软件公司[澄湖科技]宣布."""
        if not name.endswith(("公司", "企业")) or name.endswith("有限公司"):
            return False
        ends = [m.end() for m in re.finditer(re.escape(name), text.plain)]
        beside = tuple(other for other in others if other != name)
        return all(text.plain.startswith(beside, end) for end in ends)

    def _own_part(self, name: str, known: Mapping[str, object]) -> str:
        """What is left of the words before a share code when those that describe the firm are cut: 潮玩品牌[泡泡玛特]."""
        own = name.rsplit("的", 1)[-1]
        ends = [m.end() for m in self._introduced.finditer(own) if len(own) - m.end() > 1]
        own = own[max(ends, default=0) :]
        return next((firm for firm in known if own.endswith(firm)), own) if len(own) > 1 else name

    def _is_firm(self, name: str) -> bool:
        return name.endswith(self._tails) and not self._source_tail.search(name)

    def _without_tail(self, name: str) -> str:
        return next((name.removesuffix(tail) for tail in self._tails if name.endswith(tail)), name)

    def _stopped(self, member: str) -> bool:
        """Whether a member of a list holds a word that no name does, its tail aside."""
        head = self._without_tail(member)
        return bool(self._stop.search(head) or _COMMON.search(head))

    def _is_tail(self, rest: str) -> bool:
        return rest in self._tails or any(rest.startswith(tail) for tail in self._tails)

    def _briefs(self, name: str) -> Iterator[str]:
        for tail in self._tails:
            if name.endswith(tail) and 2 <= len(name) - len(tail) <= 6 and not ordinary(name[: -len(tail)]):
                yield name[: -len(tail)]

    def _tailed(self, text: Text) -> Iterator[Candidate]:
        """晨光科技, 晶垣微电子: a word with the tail of an organization, from the last boundary before it."""
        for clause in text.clauses:
            for tail in self._tail.finditer(text.plain[clause.start : clause.end]):
                end = clause.start + tail.end()
                start = _word_start(text.plain, clause.start, clause.start + tail.start())
                introduced = [
                    m.end() for m in self._introduced.finditer(text.plain, start, clause.start + tail.start())
                ]
                start = max([start, *introduced])
                if text.plain[end : end + 1] in ("类", "型", "级") or _runs_on(text.plain, end):
                    continue
                first = text.plain.rfind("、", clause.start, start) + 1 or clause.start
                if tail[0] in self._sure and _BRIEF.fullmatch(text.plain, first, clause.start + tail.start()):
                    start = first
                start = _past_maker(text.plain, start, clause.start + tail.start())
                head = text.plain[start : clause.start + tail.start()]
                if 2 <= len(head) <= 6 and not self._stop.search(head) and not _COMMON.search(head):
                    led = start == clause.start or bool(introduced)
                    acts = (
                        self._verb.match(text.plain, end)
                        or self._deed.match(text.plain, end)
                        or (introduced and start == introduced[-1])
                        or _DATED.match(text.plain, end)
                        or self._measured.match(text.plain, end)
                    )
                    repeated = led and text.plain.count(text.plain[start:end]) > 1
                    if (
                        (ordinary(head) and tail[0] not in self._sure and not (acts and (introduced or repeated)))
                        or re.search("[A-Za-z]$", head)
                        or (ordinary(head + tail[0]) and not (led and acts and _is_unit(head, tail[0])))
                    ):
                        continue
                    if (longer := self._measured.match(text.plain, clause.start + tail.start())) and longer.end() > end:
                        continue
                    described = tail[0] == "公司" and _DESCRIBED.search(text.plain, max(0, start - 3), start)
                    if described or self._holds_firm(head) or head in self._labels:
                        continue
                    alone = head not in self._tails and not self._is_tail(text.plain[end : end + 2])
                    told = strange(head) and alone and (len(head) < 4 or tail[0] in self._sure)
                    short = len(head) == 2 and tail[0] in self._sure - _VAGUE_TAILS
                    strong = (led and (bool(acts) or tail[0] in self._sure)) or short
                    listed = text.plain[start - 1 : start] in _JOINTS or text.plain[end : end + 1] in _JOINTS
                    grade = "form" if strong else "inside" if told or (listed and not ordinary(head)) else "placed"
                    yield Candidate(_LEADING.sub("", text.plain[start:end]), "organization", grade)

    def _holds_firm(self, head: str) -> bool:
        """Whether what stands before a tail names a firm and goes on: 汇川证券料[公司]."""
        return any((place := head.find(tail)) > 0 and place + len(tail) < len(head) for tail in self._sure)

    def _dealt(self, text: Text) -> Iterator[Candidate]:
        """麦芒、极光分别占19%和12%: the members of a list that numbers are dealt out to."""
        for match in [*DEALT.finditer(text.plain), *RANKED.finditer(text.plain)]:
            members = [m for m in re.split("[、和与及]", match["names"]) if not m.isascii()]
            if not any(
                m in self._labels
                or self._stop.search(self._without_tail(m))
                or _MEASURE.search(m)
                or len(m) < 2
                or re.search(r"[\d一二三四五六七八九十百千万亿两]", m)
                for m in members
            ):
                yield from (Candidate(member, "any", "inside") for member in members)

    def _placed(self, text: Text) -> Iterator[Candidate]:
        """What stands at the head of a clause, before a date, a verb or a metric."""
        for clause in text.clauses:
            head = text.plain[clause.start : min(clause.end, clause.start + 14)]
            head = head.lstrip("“「(")
            for length in range(2, min(7, len(head))):
                candidate, rest = head[:length], head[length:]
                if not re.fullmatch(rf"[{_HAN}A-Za-z][{_HAN}A-Za-z0-9]+", candidate) or _MEASURE.search(candidate):
                    continue
                if (candidate[-1].isascii() and not re.fullmatch(rf"[{_HAN}]{{2,4}}AI", candidate)) or (
                    candidate[0].isascii() and not candidate[1].isascii()
                ):
                    continue
                if self._stop.search(candidate) or _COMMON.search(candidate) or self._verb.search(candidate):
                    break
                if rest[0] == "则" and in_word(head, length):
                    continue
                if (mixed := _LATIN_HEAD.fullmatch(candidate)) and (len(mixed["rest"]) < 2 or ordinary(mixed["rest"])):
                    continue
                if _PERIOD.match(candidate):
                    break
                if _ROUND.match(candidate[-1] + rest):
                    continue
                if text.plain[clause.start + length - 1 : clause.start + length + 1] in self._labels:
                    continue
                if candidate in self._labels or (
                    ordinary(candidate) and not self._known_by_deeds(text, candidate, rest)
                ):
                    continue
                if _TODAY.match(rest):
                    yield Candidate(candidate, "any", "inside")
                    break
                opened = bool(_OPENED.match(rest))
                measured = self._measured.match(rest) is not None
                if opened or measured or self._verb.match(rest):
                    owned = rest.startswith("的") and self._measured.match(rest, 1) is not None
                    counted = owned or re.match(r"以?[^,，。]{0,6}\d", rest) is not None
                    acts = self._deed.match(rest) is not None and strange(candidate)
                    grade = "acts" if acts else "inside" if opened or counted else "placed"
                    yield Candidate(_TRAILING.sub("", candidate), "any", grade)
                    break

    def _known_by_deeds(self, text: Text, candidate: str, rest: str) -> bool:
        """Whether three characters, two of which are an ordinary word, are named again and do what firms do."""
        acts = self._deed.match(rest) or _TODAY.match(rest)
        if len(candidate) > 2 and _ROUND.match(rest) and not is_word(candidate):
            return True
        return len(candidate) == 3 and not is_word(candidate) and bool(acts) and text.plain.count(candidate) > 1

    def _after_introducer(self, text: Text) -> Iterator[Candidate]:
        for match in self._introduced.finditer(text.plain):
            if in_word(text.plain, match.start()) or in_word(text.plain, match.end()):
                continue
            if quoted := re.match(
                rf"[“「\"]([{_HAN}A-Za-z0-9]{{2,8}})[”」\"]", text.plain[match.end() : match.end() + 12]
            ):
                yield Candidate(quoted[1], "product", "form")
            rest = text.plain[match.end() : match.end() + 8]
            for length in range(2, min(7, len(rest))):
                candidate = rest[:length]
                if (
                    not re.fullmatch(rf"[{_HAN}]+", candidate)
                    or self._stop.search(candidate)
                    or _COMMON.search(candidate)
                ):
                    break
                if self._introduced.fullmatch(candidate):
                    break
                if ordinary(candidate) and not self._spoken_of(text, candidate):
                    continue
                after = rest[length:]
                measured = self._measured.match(text.plain, match.end() + length) if length > 2 else None
                if measured or self._verb.match(after) or _TODAY.match(after) or re.match(rf"[^{_HAN}]", after):
                    thing = match[0] in ("旗下", "车型", "产品", "芯片", "应用", "工具", "软件", "手游")
                    acts = self._deed.match(after) is not None and strange(candidate)
                    told = measured is not None and _TOLD.match(text.plain, measured.end()) is not None
                    grade = "acts" if acts else "inside" if told else "placed"
                    yield Candidate(_TRAILING.sub("", candidate), "product" if thing else "any", grade)
                    break

    def _spoken_of(self, text: Text, candidate: str) -> bool:
        """Whether ordinary words in a row are named again, right before the words of a metric: 云笔记月活."""
        if len(candidate) < 3 or is_word(candidate) or self._between.classed(candidate):
            return False
        places = [m.end() for m in re.finditer(re.escape(candidate), text.plain)]
        return len(places) > 1 and any(self._measured.match(text.plain, place) for place in places)

    def _described(self, text: Text, known: Mapping[str, object]) -> Iterator[Candidate]:
        """A name beside the words that only names have beside them: X是一家, 据X统计, 由X代工, X创始人, 1. X(."""
        for pattern, sort, evidence in self._beside:
            for match in pattern.finditer(text.plain):
                name = self._own_part(_TRAILING.sub("", _LEADING.sub("", match["name"])), known)
                if len(name) < 2 or name in self._labels or self._stop.search(name) or _COMMON.search(name):
                    continue
                if evidence == "named":
                    yield Candidate(name, sort, "form")
                    continue
                if is_word(name) or (ordinary(name) and text.plain.count(name) < 2) or name.endswith(_CLASSES):
                    continue
                yield Candidate(name, sort, evidence)


_COMMON = re.compile(
    r"[的了在和与及由对向从被将把是为于以而但若即则也都就又并且或其这那该此每各某第之所着过们个不没无未很更最已曾正还再只仅约近超逾达至到比较按据因使让给破"
    r"一二三四五六七八九十两几多少全同年月日季时期间前后内外中上下左右增减升降涨跌高低大小新旧]"
)
_JOINTS = ("、", "和", "与", "及", "等")
_LATIN_HEAD = re.compile(r"[A-Za-z]+(?P<rest>[^A-Za-z]*)")
_TRAILING = re.compile(
    r"(?<=..)(?:继续|同时|今|昨|起|访查|调查|统计|另外|另|则|亦|已|再|均|仍|共|合计|累计|手头|旗下|方面|分别|同期)$"
)
_OF_ANOTHER = re.compile(
    r"^.*(?:子公司|母公司|参股公司|公司|收购|持有|投资|评估|参股|控股|入股|增资|设立|成立|收到|成为|作为|现为|前身为|关于|分析|调研)(?=.{4,}有限)"
)
_TOLD = re.compile(r"[^,，。;；]{0,6}\d")
_CLASSES = ("公司", "企业", "机构", "平台", "品牌", "厂商", "行业", "市场", "官方", "项目", "团队", "家族")
_ROUND = re.compile(r"(?:(?:Pre-)?[A-H][+＋]*|天使\+?|种子)轮")
_OPENED = re.compile(
    rf"{_ROUND.pattern}|20\d\d年|\d{{1,2}}月|第?[一二三四]季|上半年|下半年|\(|（|[\d,.]+[万亿]?[家台部辆股人名元]"
)
_LEADING = re.compile(
    r"^(?:评估|收购|持有|投资|参股|控股|参考|参照|按照|根据|依据|包括|另有|还有|此外|连同|例如|譬如|如|对话|专访|采访|访问|报道|记者|连线|独家|其中|而|但|据|前|原|时任|今日|近日|用(?!友)|使用|通过)"
)
_VAGUE_TAILS = frozenset(("公司", "集团", "资本", "生物", "有限公司"))
_DESCRIBED = re.compile(r"[大家类个型]$|领先|知名|头部|最大")
_TODAY = re.compile(r"[今昨前](?:\(\d{1,2}\)|[日天晚早]|年|收)|(?:本|上)?(?:周|月)\(?\d{1,2}\)?日")
_DATED = re.compile(r"[昨今近日于\d(（]|上周|上月|同期|去年")
_PERIOD = re.compile(r"单.\Z|(?:\d\d)?[QqHh]\d|FY\d")
_MEASURE = re.compile(r"[0-9率价数量额费比度宽期长耗润本分票条值型式版级速幅次人力深重温压]$")
_BOUND = re.compile(
    r"[的了在和与及由对向从被将把是为于以而但若即则据称占与、,，。:：;；()（）“”「」《》\s和中是年月日%\d]"
)


_BRIEF = re.compile(rf"(?![以在由对向从与和据按为将占])[{_HAN}]{{2,3}}")
_MAKER = re.compile(rf"[{_HAN}]{{2,8}}[厂商](?=(?P<own>[{_HAN}]{{2,4}})$)")


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
