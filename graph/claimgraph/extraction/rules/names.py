"""Names that no corpus knows: 《works》, speakers, and Chinese names told by their tail, their place or repetition.

Finds where such a name stands and guesses its sort; it never says who that is. Capitalised words are read in `latin_names`.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace

from claimgraph.extraction.cues import Cues, alternation
from claimgraph.extraction.rules.common_words import ordinary
from claimgraph.extraction.rules.known_names import KnownNames
from claimgraph.extraction.rules.latin_names import LatinNames
from claimgraph.extraction.rules.name_forms import (
    DEALT,
    RANKED,
    Name,
    aged,
    coded,
    enumerated,
    in_cell,
    quoted,
    registered,
)
from claimgraph.extraction.rules.text import Text

_HAN = "\u3400-\u9fff"
_WORK = re.compile(r"《([^《》\n]{1,30})》")
_MIXED = re.compile(rf"[{_HAN}]{{1,4}}(?=[A-Z]{{1,3}}\d)")


class NameFinder:
    """Finds unknown names by the cues of a lexicon."""

    def __init__(
        self, cues: Cues, ordinary: frozenset[str] = frozenset(), labels: frozenset[str] = frozenset()
    ) -> None:
        self.listed = KnownNames(cues)
        self._latin = LatinNames(cues, ordinary, self.listed)
        self._labels = "|".join(sorted(labels))
        self._measured = re.compile(alternation(labels))
        titles = cues.words("title")
        self._tails = cues.words("org-tail")
        chinese_titles = alternation(title for title in titles if title[0] > "z")
        self._person = re.compile(
            rf"(?:{chinese_titles}|制作人|主编|教授|律师)(?:兼[{_HAN}]{{2,6}})?(?P<name>[{_HAN}]{{2,3}}?)"
            rf"(?=说|表示|称|透露|在|认为|指出|介绍|坦言|强调|[,，:：“、。]|则|也"
            rf"|曾)"
        )
        self._source_tail = re.compile(f"(?:{'|'.join(cues.words('source-tail'))})$")
        self._sure = frozenset(cues.words("org-tail-sure"))
        self._stop = re.compile(cues.pattern("name-stop"))
        self._verb = re.compile(cues.pattern("subject-verb"))
        self._introduced = re.compile(rf"(?:{cues.pattern('introducer')})")

    def find(self, text: Text) -> list[Name]:
        """The unknown names, in order; every later mention of a name once found is found too."""
        found = [
            *self._latin.find(text),
            *(Name(*cell, "product") for cell in in_cell(text)),
            *self._works(text),
            *(self._persons(text) if text.chinese else ()),
        ]
        known = self.listed.find(text)
        chinese = (self._chinese_names(text, known) if text.chinese else {}) | known
        taken = {name.start for name in found}
        found += [name for name in _occurrences(text, chinese) if name.start not in taken]
        sorts = {name.called: name.sort for name in reversed(found) if name.sort not in ("any", "place")}
        found = [replace(name, sort=sorts.get(name.called, name.sort)) for name in found]
        return sorted(found, key=lambda name: (name.start, -name.end))

    def _works(self, text: Text) -> Iterator[Name]:
        for match in _WORK.finditer(text.plain):
            before = text.lower[max(0, match.start() - 12) : match.start()]
            report = re.search(r"(?:根据|据|报告|研报|题为|发布|援引|题)$|在题为$", before) or re.search(
                "报告|白皮书|展望|蓝皮书", match[1]
            )
            yield Name(match.start(1), match.end(1), match[1], match[1], "publication" if report else "work")

    def _persons(self, text: Text) -> Iterator[Name]:
        """Who speaks after a title: 董事长岳凌在业绩会上表示."""
        for match in self._person.finditer(text.plain):
            name = match["name"]
            if not ordinary(name) and not self._stop.search(name):
                yield Name(match.start("name"), match.end("name"), name, name, "person")

    # --- Chinese --------------------------------------------------------------------------------------------------

    def _chinese_names(self, text: Text, known: Mapping[str, object]) -> dict[str, tuple[str, str]]:
        """Every Chinese name of the text: how it is written -> what it is called in full, and its sort.

        A would-be name that begins with a known one and is not an organization of its own is none (苹果共出货).
        """
        counted: Counter[str] = Counter()
        sorts: dict[str, str] = {}
        for candidate, sort, weight in [
            *((self._own_part(name, known), sort, weight) for name, sort, weight in coded(text)),
            *aged(text),
            *registered(text),
            *quoted(text),
            *self._dealt(text),
            *self._tailed(text),
            *self._placed(text),
            *self._after_introducer(text),
        ]:
            counted[candidate] += weight
            sorts.setdefault(candidate, sort)
        names = {name for name, weight in counted.items() if weight >= 2 or text.plain.count(name) > 1}
        for member in enumerated(text, names | set(known)):
            names.add(member)
            sorts.setdefault(member, "any")
        names -= {n for n in names if n not in known and n.startswith(tuple(known)) and not self._is_firm(n)}
        short = {
            brief: name
            for name in names
            for brief in self._briefs(name)
            if text.plain.count(brief) > text.plain.count(name)
        }
        sorts |= {name: "publication" for name in names if self._source_tail.search(name)}
        written = {name: (name, sorts[name]) for name in names}
        written |= {brief: (name, sorts[name]) for brief, name in short.items() if brief not in written}
        for name in sorted(names, key=len):
            longer = [
                other
                for other in names
                if other != name and other.startswith(name) and self._is_tail(other[len(name) :])
            ]
            if longer:
                written[name] = (min(longer, key=len), sorts[min(longer, key=len)])
        return written

    def _own_part(self, name: str, known: Mapping[str, object]) -> str:
        """What is left of the words before a share code when those that describe the firm are cut: 潮玩品牌[泡泡玛特]."""
        own = name.rsplit("的", 1)[-1]
        ends = [m.end() for m in self._introduced.finditer(own) if len(own) - m.end() > 1]
        own = own[max(ends, default=0) :]
        return next((firm for firm in known if own.endswith(firm)), own) if len(own) > 1 else name

    def _is_firm(self, name: str) -> bool:
        return name.endswith(self._tails) and not self._source_tail.search(name)

    def _is_tail(self, rest: str) -> bool:
        return rest in self._tails or any(rest.startswith(tail) for tail in self._tails)

    def _briefs(self, name: str) -> Iterator[str]:
        for tail in self._tails:
            if name.endswith(tail) and 2 <= len(name) - len(tail) <= 6 and not ordinary(name[: -len(tail)]):
                yield name[: -len(tail)]

    def _tailed(self, text: Text) -> Iterator[tuple[str, str, int]]:
        """晨光科技, 晶垣微电子: a word with the tail of an organization, from the last boundary before it."""
        for clause in text.clauses:
            for tail in re.finditer("|".join(map(re.escape, self._tails)), text.plain[clause.start : clause.end]):
                end = clause.start + tail.end()
                start = _word_start(text.plain, clause.start, clause.start + tail.start())
                introduced = [
                    m.end() for m in self._introduced.finditer(text.plain, start, clause.start + tail.start())
                ]
                start = max([start, *introduced])
                if tail[0] in self._sure and re.fullmatch(
                    rf"(?![以在由对向从与和据按为将])[{_HAN}]{{2,3}}",
                    text.plain[clause.start : clause.start + tail.start()],
                ):
                    start = clause.start
                head = text.plain[start : clause.start + tail.start()]
                if 2 <= len(head) <= 6 and not self._stop.search(head) and not _COMMON.search(head):
                    led = start == clause.start or bool(introduced)
                    acts = (
                        self._verb.match(text.plain, end)
                        or _DATED.match(text.plain, end)
                        or self._measured.match(text.plain, end)
                    )
                    repeated = led and text.plain.count(text.plain[start:end]) > 1
                    if (
                        (ordinary(head) and tail[0] not in self._sure and not (acts and (introduced or repeated)))
                        or re.search("[A-Za-z]$", head)
                        or ordinary(head + tail[0])
                    ):
                        continue
                    described = tail[0] == "公司" and _DESCRIBED.search(text.plain, max(0, start - 3), start)
                    if described or self._holds_firm(head) or head in self._labels:
                        continue
                    short = len(head) == 2 and tail[0] in self._sure - _VAGUE_TAILS
                    strong = (led and (bool(acts) or tail[0] in self._sure)) or short
                    yield text.plain[start:end], "organization", 2 if strong else 1

    def _holds_firm(self, head: str) -> bool:
        """Whether what stands before a tail names a firm and goes on: 汇川证券料[公司]."""
        return any((place := head.find(tail)) > 0 and place + len(tail) < len(head) for tail in self._sure)

    def _dealt(self, text: Text) -> Iterator[tuple[str, str, int]]:
        """麦芒、极光分别占19%和12%: the members of a list that numbers are dealt out to."""
        for match in [*DEALT.finditer(text.plain), *RANKED.finditer(text.plain)]:
            members = [m for m in re.split("[、和与及]", match["names"]) if not m.isascii()]
            if not any(
                m in self._labels
                or self._stop.search(m)
                or _MEASURE.search(m)
                or len(m) < 2
                or re.search(r"[\d一二三四五六七八九十百千万亿两]", m)
                for m in members
            ):
                yield from ((member, "any", 2) for member in members)

    def _placed(self, text: Text) -> Iterator[tuple[str, str, int]]:
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
                if _PERIOD.match(candidate):
                    break
                if ordinary(candidate) or candidate in self._labels:
                    continue
                if _TODAY.match(rest):
                    yield candidate, "any", 2
                    break
                opened = bool(re.match(r"\d|20\d\d|第?[一二三四]季|上半年|下半年|\(|（", rest))
                measured = self._measured.match(rest) is not None
                if opened or measured or self._verb.match(rest):
                    owned = rest.startswith("的") and self._measured.match(rest, 1) is not None
                    counted = owned or re.match(r"以?[^,，。]{0,6}\d", rest) is not None
                    yield candidate, "any", 2 if opened or counted else 1
                    break

    def _after_introducer(self, text: Text) -> Iterator[tuple[str, str, int]]:
        for match in self._introduced.finditer(text.plain):
            if quoted := re.match(
                rf"[“「\"]([{_HAN}A-Za-z0-9]{{2,8}})[”」\"]", text.plain[match.end() : match.end() + 12]
            ):
                yield quoted[1], "product", 2
            rest = text.plain[match.end() : match.end() + 8]
            for length in range(2, min(7, len(rest))):
                candidate = rest[:length]
                if (
                    not re.fullmatch(rf"[{_HAN}]+", candidate)
                    or self._stop.search(candidate)
                    or _COMMON.search(candidate)
                ):
                    break
                if ordinary(candidate):
                    continue
                if self._verb.match(rest[length:]) or re.match(rf"[^{_HAN}]", rest[length:]):
                    yield candidate, "product" if match[0] in ("旗下", "车型", "产品", "芯片", "应用") else "any", 1
                    break


_COMMON = re.compile(
    r"[的了在和与及由对向从被将把是为于以而但若即则也都就又并且或其这那该此每各某第之所着过们个不没无未很更最已曾正还再只仅约近超逾达至到比较按据因使让给破"
    r"一二三四五六七八九十两几多少全同年月日季时期间前后内外中上下左右增减升降涨跌高低大小新旧]"
)
_VAGUE_TAILS = frozenset(("公司", "集团", "资本", "生物", "有限公司"))
_DESCRIBED = re.compile(r"[大家类个型]$|领先|知名|头部|最大")
_TODAY = re.compile(r"[今昨前](?:\(\d{1,2}\)|[日天晚早]|年|收)|(?:本|上)?(?:周|月)\(?\d{1,2}\)?日")
_DATED = re.compile(r"[昨今近日于\d(（]|上周|上月|同期|去年")
_PERIOD = re.compile(r"(?:\d\d)?[QqHh]\d|FY\d")
_MEASURE = re.compile(r"[0-9率价数量额费比度宽期长耗润本分票条值型式版级速幅次人力深重温压]$")
_BOUND = re.compile(
    r"[的了在和与及由对向从被将把是为于以而但若即则据称与、,，。:：;；()（）“”「」《》\s和中是年月日%\d]"
)


def _word_start(plain: str, first: int, end: int) -> int:
    """Where the word before `end` begins: after the last boundary character, at most eight characters back."""
    place = end
    while place > max(first, end - 8) and not _BOUND.match(plain[place - 1]):
        place -= 1
    return place


def _whole(name: str) -> str:
    """A name as a pattern; Latin letters do not run on."""
    return rf"(?<![A-Za-z]){re.escape(name)}(?![A-Za-z])" if name.isascii() else re.escape(name)


def _occurrences(text: Text, written: dict[str, tuple[str, str]]) -> Iterator[Name]:
    """Every place where one of these names stands, the longest at each place."""
    if not written:
        return
    pattern = re.compile("|".join(sorted(map(_whole, written), key=len, reverse=True)))
    for match in pattern.finditer(text.plain):
        called, sort = written[match[0]]
        model = re.match(r"[A-Z]{1,3}\d{1,2}(?![\d.])|[A-Z]\d?(?![A-Za-z])", text.plain[match.end() : match.end() + 5])
        end = match.end() + (model.end() if model else 0)
        name = text.plain[match.start() : end]
        yield Name(match.start(), end, name, name if model else called, "product" if model else sort)
