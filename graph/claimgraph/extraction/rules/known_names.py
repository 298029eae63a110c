"""Names that no form gives away: firms and apps called by ordinary words (苹果, vivo), newsrooms and research houses.

Finds those that the lexicon lists, with the tail of an organization behind them; all other names are found in `names`.
"""

from __future__ import annotations

import re

from claimgraph.extraction.cues import Cues
from claimgraph.extraction.rules.fold import fold
from claimgraph.extraction.rules.text import Text

_TAIL = "(?:有限公司|公司|集团|控股|科技|股份|汽车|手机|证券|电影|游戏|音乐)?"


class KnownNames:
    """The listed names of a lexicon."""

    def __init__(self, cues: Cues) -> None:
        self._firms, self._sources = frozenset(cues.words("known-firm")), frozenset(cues.words("known-source"))
        self._things = frozenset(cues.words("known-thing"))
        spelt = {word for word in [*self._firms, *self._sources, *self._things] if not word.isascii()}
        small = set(cues.words("small-name"))
        self._han = re.compile(f"(?P<name>{'|'.join(_longest_first(spelt))}){_TAIL}", re.IGNORECASE)
        self._small = re.compile(rf"(?<![A-Za-z])(?:{'|'.join(_longest_first(small))})(?![A-Za-z])")

    def is_source(self, name: str) -> bool:
        """Whether a name is that of a newsroom, a statistics office or a research house.

        >>> from claimgraph.extraction.cues import load_cues
        >>> KnownNames(load_cues()).is_source("Counterpoint")
        True
        """
        return fold(name).lower() in self._sources

    def is_firm(self, name: str) -> bool:
        """Whether a name in Latin letters is that of a well-known firm (IBM, LG).

        >>> from claimgraph.extraction.cues import load_cues
        >>> KnownNames(load_cues()).is_firm("IBM")
        True
        """
        return name.lower() in self._firms

    def find(self, text: Text) -> dict[str, tuple[str, str, str]]:
        """Every listed name of the text as it is written -> what it is called, its sort, and that it is listed."""
        written: dict[str, tuple[str, str, str]] = {}
        for match in self._han.finditer(text.plain) if text.chinese else ():
            name = match["name"]
            thing = "product" if name.lower() in self._things else "organization"
            written[match[0]] = (name, "publication" if name.lower() in self._sources else thing, "listed")
        written |= {match[0]: (match[0], "organization", "listed") for match in self._small.finditer(text.plain)}
        return written


def _longest_first(words: set[str]) -> list[str]:
    return sorted(map(re.escape, words), key=lambda word: (-len(word), word))
