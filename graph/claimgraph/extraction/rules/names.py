"""Names that no corpus knows: 《works》, speakers, listed names, and those that `latin_names` and `chinese_names` gather.

Finds where such a name stands and guesses its sort; it never says who that is.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace

from claimgraph.extraction.cues import Cues, alternation
from claimgraph.extraction.rules.chinese_names import ChineseNames
from claimgraph.extraction.rules.common_words import is_word, ordinary
from claimgraph.extraction.rules.known_names import KnownNames
from claimgraph.extraction.rules.latin_names import LatinNames
from claimgraph.extraction.rules.name_forms import Name, in_cell, past_number, with_surnames
from claimgraph.extraction.rules.text import Text

_HAN = "\u3400-\u9fff"
_WORK = re.compile(r"《([^《》\n]{1,30})》")
_SPEAKER = re.compile(rf"^(?P<name>[{_HAN}]{{2,4}})[:：]", re.MULTILINE)
_TURNS = 2
_MODEL = re.compile(
    r"[A-Z]{1,3}\d{1,2}(?![\d.])|[A-Z]\d?(?![A-Za-z轮+])"
    r"|[ ]?\d\.\d(?![\d%万亿千百倍元美港分秒年天次寸英成折个级小时升亩]|[ ]?(?:%|million|billion))"
)


class NameFinder:
    """Finds unknown names by the cues of a lexicon."""

    def __init__(
        self, cues: Cues, measured: frozenset[str] = frozenset(), labels: frozenset[str] = frozenset()
    ) -> None:
        self.listed = KnownNames(cues)
        self._latin = LatinNames(cues, measured, self.listed)
        self._chinese = ChineseNames(cues, labels)
        titles = cues.words("title")
        chinese_titles = alternation(title for title in titles if title[0] > "z")
        self._person = re.compile(
            rf"{chinese_titles}(?:兼[{_HAN}]{{2,6}}?)?[:：]?(?P<name>[{_HAN}]{{2,3}}?)(?={cues.pattern('person-verb')}|[,，:：“(（、。])"
        )
        self._surnames = "".join(cues.words("surname"))
        self._courtesy = re.compile(
            rf"(?<![{_HAN}])[{self._surnames}](?:先生|女士|小姐)|(?<=的)[{self._surnames}](?:先生|女士)"
        )
        self._stop = re.compile(cues.pattern("name-stop"))

    def find(self, text: Text) -> list[Name]:
        """The unknown names, in order; every later mention of a name once found is found too."""
        found = [
            *with_surnames(list(self._latin.find(text)), self.listed.is_firm),
            *(Name(*cell, "product", "form") for cell in in_cell(text)),
            *self._works(text),
            *(self._persons(text) if text.chinese else ()),
        ]
        known = self.listed.find(text)
        unknown = self._chinese.find(text, known) if text.chinese else {}
        chinese = {name: told for name, told in unknown.items() if "+" not in name} | known
        speakers = {
            name.text: (name.text, "person", "form") for name in found if name.sort == "person" and _is_han(name.text)
        }
        found += _occurrences(text, chinese | speakers)
        sorts = {name.called: name.sort for name in reversed(found) if name.sort not in ("any", "place")}
        found = [replace(name, sort=sorts.get(name.called, name.sort)) for name in found]
        return _apart(found)

    def _works(self, text: Text) -> Iterator[Name]:
        for match in _WORK.finditer(text.plain):
            before = text.lower[max(0, match.start() - 12) : match.start()]
            report = re.search(r"(?:根据|据|报告|研报|题为|发布|援引|题)$|在题为$", before) or re.search(
                "报告|白皮书|展望|蓝皮书", match[1]
            )
            yield Name(match.start(1), match.end(1), match[1], match[1], "publication" if report else "work", "form")

    def _persons(self, text: Text) -> Iterator[Name]:
        """Who speaks after a title, or before a colon at the head of lines: 董事长岳凌在业绩会上表示."""
        for match in self._courtesy.finditer(text.plain):
            yield Name(match.start(), match.end(), match[0], match[0], "person", "form")
        lines = Counter(match["name"] for match in _SPEAKER.finditer(text.plain))
        for match in [*self._person.finditer(text.plain), *_SPEAKER.finditer(text.plain)]:
            name = match["name"]
            called = name[0] in self._surnames and not is_word(name)
            if match.re is _SPEAKER and (lines[name] < _TURNS or is_word(name)):
                continue
            if called or (not ordinary(name) and not self._stop.search(name)):
                yield Name(match.start("name"), match.end("name"), name, name, "person", "form")


def _whole(name: str) -> str:
    """A name as a pattern; Latin letters do not run on."""
    return rf"(?<![A-Za-z]){re.escape(name)}(?![A-Za-z])" if name.isascii() else re.escape(name)


def _is_han(name: str) -> bool:
    return not name.isascii() and re.fullmatch(f"[{_HAN}]+", name) is not None


def _apart(names: list[Name]) -> list[Name]:
    """The names in order, none inside another that begins before it or is longer."""
    kept: list[Name] = []
    for name in sorted(names, key=lambda name: (name.start, -name.end)):
        if not kept or name.start >= kept[-1].end:
            kept.append(name)
    return kept


def _occurrences(text: Text, written: Mapping[str, tuple[str, str, str]]) -> Iterator[Name]:
    """Every place where one of these names stands, the longest at each place."""
    if not written:
        return
    pattern = re.compile("|".join(sorted(map(_whole, written), key=len, reverse=True)))
    for match in pattern.finditer(text.plain):
        called, sort, evidence = written[match[0]]
        model = _MODEL.match(text.plain, match.end())
        end = model.end() if model else past_number(text.plain, match.start(), match.end())
        name = text.plain[match.start() : end]
        yield Name(
            match.start(),
            end,
            name,
            name if end > match.end() else called,
            "product" if end > match.end() else sort,
            evidence,
        )
