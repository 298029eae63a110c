"""Finds quoted words in a text: exactly, after folding script, width, case, kinds of punctuation and blanks.

Never fuzzy: one changed digit or name and the quote is not there. Offsets are computed here, in code points of the text as
given, so that nobody else has to count.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from functools import lru_cache

from claimgraph.extraction.rules.fold import fold, lower

_CLASSES = {
    '"': "“”„‟«»「」『』《》〈〉〝〞＂'‘’‚‛`´′″",
    "-": "–—―‒−‐‑－",
    ",": "，、﹐",
    ".": "。．｡",
    ":": "：∶",
    ";": "；",
    "~": "～〜∼",
    "(": "（【〔[{",
    ")": "）】〕]}",
    "·": "・•‧",
    "!": "！",
    "?": "？",
}
_PUNCTUATION = {ord(sign): one for one, signs in _CLASSES.items() for sign in signs}
_BLANK = re.compile("[\\s\u200b-\u200f\u2060\ufeff\u00ad\u202a-\u202e]+")
_LATIN = re.compile(r"[a-z0-9]")
_MOST_HITS = 200


@lru_cache(maxsize=10_000)
def plain(words: str) -> str:
    """Words as they are compared.

    >>> plain("月活 突破１２００萬，") == plain("月活突破1200万,"), plain("1.4億") == plain("14億")
    (True, False)
    """
    return _BLANK.sub("", lower(fold(words)).translate(_PUNCTUATION))


class QuoteFinder:
    """The places of quotes in one text."""

    def __init__(self, text: str) -> None:
        self.text = text
        folded = lower(fold(text)).translate(_PUNCTUATION)
        blanks = [(blank.start(), blank.end()) for blank in _BLANK.finditer(folded)]
        self._offsets: list[int] = []
        place = 0
        for start, end in [*blanks, (len(folded), len(folded))]:
            self._offsets.extend(range(place, start))
            place = end
        self._plain = _BLANK.sub("", folded)

    def find(self, quote: str, within: tuple[int, int] | None = None) -> Iterator[tuple[int, int]]:
        """Every place where the quote stands, as a half-open span of the text; `within` limits where."""
        wanted = plain(quote)
        if not wanted:
            return
        first, last = (0, len(self._plain)) if within is None else self._inside(*within)
        place = self._plain.find(wanted, first, last)
        for _ in range(_MOST_HITS):
            if place < 0:
                return
            yield self._offsets[place], self._offsets[place + len(wanted) - 1] + 1
            place = self._plain.find(wanted, place + 1, last)

    def has_word(self, word: str, within: tuple[int, int]) -> bool:
        """Whether a name stands there as a whole: letters and digits must not run on across its edges."""
        for start, end in self.find(word, within):
            before, after = self.text[max(0, start - 1) : start], self.text[end : end + 1]
            if not (_runs_on(before, self.text[start]) or _runs_on(self.text[end - 1], after)):
                return True
        return False

    def _inside(self, start: int, end: int) -> tuple[int, int]:
        return bisect_left(self._offsets, start), bisect_left(self._offsets, end)


def _runs_on(one: str, other: str) -> bool:
    """Whether two neighbours belong to one Latin word, or to one number."""
    pair = [bool(part) and bool(_LATIN.match(part.lower())) for part in (one, other)]
    return all(pair) and one.isdigit() == other.isdigit()
