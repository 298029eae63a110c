"""Chinese names that no corpus knows, told by their tail, what introduces them, their place in a clause or a list.

Gathers candidates with what speaks for each, and keeps those that enough speaks for; where they stand is found in `names`.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping

from claimgraph.extraction.cues import Cues
from claimgraph.extraction.rules.common_words import is_word, ordinary
from claimgraph.extraction.rules.evidence import best, strength
from claimgraph.extraction.rules.leading_names import LeadingNames
from claimgraph.extraction.rules.name_forms import (
    DEALT,
    RANKED,
    aged,
    coded,
    enumerated,
    quoted,
    registered,
)
from claimgraph.extraction.rules.name_words import (
    COMMON,
    HAN,
    LEADING,
    MEASURE,
    TRAILING,
    Candidate,
    NameWords,
)
from claimgraph.extraction.rules.placed_names import PlacedNames
from claimgraph.extraction.rules.tailed_names import TailedNames
from claimgraph.extraction.rules.text import Text

_NAME = rf"(?P<name>[{HAN}]{{2,8}}?)"
_START = r"(?:(?<=[\s,，。;；:：“”「」()（）、●•·的])|^)"


class ChineseNames:
    """Finds unknown Chinese names by the cues of a lexicon."""

    def __init__(self, cues: Cues, labels: frozenset[str]) -> None:
        self._words = NameWords(cues, labels)
        self._between = PlacedNames(cues, labels)
        self._tailed, self._leading = TailedNames(self._words), LeadingNames(self._words, self._between.classed)
        self._source_tail = re.compile(f"(?:{'|'.join(cues.words('source-tail'))})$")
        self._beside: list[tuple[re.Pattern[str], str, str]] = [
            (
                re.compile(cue.template.format(name=_NAME, start=_START), re.MULTILINE),
                cue.means.split(":")[1],
                cue.means.split(":")[2],
            )
            for cue in cues.templates("name")
            if cue.template
        ]

    def find(self, text: Text, known: Mapping[str, object]) -> dict[str, tuple[str, str, str]]:
        """Every Chinese name of the text: how it is written -> what it is called in full, its sort, its evidence.

        A would-be name that begins with a known one and is not an organization of its own is none (苹果共出货).
        """
        sorts: dict[str, str] = {}
        grades: dict[str, list[str]] = defaultdict(list)
        for candidate in self._candidates(text, known):
            if candidate.name in self._words.labels:
                continue
            grades[candidate.name].append(candidate.evidence)
            sorts.setdefault(candidate.name, candidate.sort)
        graded = {name: self._graded(text, name, found) for name, found in grades.items()}
        names = {name for name, grade in graded.items() if grade != "lone"}
        for member in enumerated(text, names | set(known)):
            if self._stopped(member) or member in self._words.labels:
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
                if other != name and other.startswith(name) and self._words.is_tail(other[len(name) :])
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
        yield from (Candidate(*found) for found in self._between.find(text, COMMON))
        yield from self._dealt(text)
        yield from self._tailed.find(text)
        yield from self._leading.at_heads(text)
        yield from self._leading.introduced(text)
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
        ends = [m.end() for m in self._words.introduced.finditer(own) if len(own) - m.end() > 1]
        own = own[max(ends, default=0) :]
        return next((firm for firm in known if own.endswith(firm)), own) if len(own) > 1 else name

    def _is_firm(self, name: str) -> bool:
        return name.endswith(self._words.tails) and not self._source_tail.search(name)

    def _stopped(self, member: str) -> bool:
        """Whether a member of a list holds a word that no name does, its tail aside."""
        head = self._words.without_tail(member)
        return bool(self._words.stop.search(head) or COMMON.search(head))

    def _briefs(self, name: str) -> Iterator[str]:
        for tail in self._words.tails:
            if name.endswith(tail) and 2 <= len(name) - len(tail) <= 6 and not ordinary(name[: -len(tail)]):
                yield name[: -len(tail)]

    def _dealt(self, text: Text) -> Iterator[Candidate]:
        """麦芒、极光分别占19%和12%: the members of a list that numbers are dealt out to."""
        for match in [*DEALT.finditer(text.plain), *RANKED.finditer(text.plain)]:
            members = [m for m in re.split("[、和与及]", match["names"]) if not m.isascii()]
            if not any(
                m in self._words.labels
                or self._words.stop.search(self._words.without_tail(m))
                or MEASURE.search(m)
                or len(m) < 2
                or re.search(r"[\d一二三四五六七八九十百千万亿两]", m)
                for m in members
            ):
                yield from (Candidate(member, "any", "inside") for member in members)

    def _described(self, text: Text, known: Mapping[str, object]) -> Iterator[Candidate]:
        """A name beside the words that only names have beside them: X是一家, 据X统计, 由X代工, X创始人, 1. X(."""
        for pattern, sort, evidence in self._beside:
            for match in pattern.finditer(text.plain):
                name = self._own_part(TRAILING.sub("", LEADING.sub("", match["name"])), known)
                if len(name) < 2 or name in self._words.labels or self._words.stop.search(name) or COMMON.search(name):
                    continue
                if evidence == "named":
                    yield Candidate(name, sort, "form")
                    continue
                if is_word(name) or (ordinary(name) and text.plain.count(name) < 2) or name.endswith(_CLASSES):
                    continue
                yield Candidate(name, sort, evidence)


_OF_ANOTHER = re.compile(
    r"^.*(?:子公司|母公司|参股公司|公司|收购|持有|投资|评估|参股|控股|入股|增资|设立|成立|收到|成为|作为|现为|前身为|关于|分析|调研)(?=.{4,}有限)"
)
_CLASSES = ("公司", "企业", "机构", "平台", "品牌", "厂商", "行业", "市场", "官方", "项目", "团队", "家族")
