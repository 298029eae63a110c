"""The document as a value: its text as stored, and what the page, or the text itself, says of where it comes from."""

from __future__ import annotations

import re
from dataclasses import dataclass
from hashlib import sha256

from claimgraph.claim import PartialDate

_HAN = re.compile(r"[\u3400-\u9fff]")
_TRADITIONAL = frozenset(
    "這個們來時會後國說對為與無從動點業開關產電視頻機學實現發應價費億萬漲據報導獨過還進術創專體運營經濟數"
)
_SIMPLIFIED = frozenset(
    "这个们来时会后国说对为与无从动点业开关产电视频机学实现发应价费亿万涨据报导独过还进术创专体运营经济数"
)
_SAMPLE = 20_000


@dataclass(frozen=True, slots=True)
class Document:
    """One document. `published_from` tells where the date was found; `credits` are names that the text is credited to.

    `boilerplate` holds spans of the text, in code points, that are no part of the article: notices, sharing, copyright.
    """

    text: str
    location: str
    media_type: str = "text/plain"
    title: str | None = None
    author: str | None = None
    publisher: str | None = None
    published: PartialDate | None = None
    published_from: str | None = None
    url: str | None = None
    language: str | None = None
    credits: tuple[str, ...] = ()
    boilerplate: tuple[tuple[int, int], ...] = ()

    @property
    def digest(self) -> str:
        """`sha256:` and the digest of the text as UTF-8."""
        return f"sha256:{sha256(self.text.encode()).hexdigest()}"


def script_of(text: str) -> str:
    """`zh-hant`, `zh-hans` or `en`: the script that the characters tell.

    >>> script_of("這個產業"), script_of("这个产业"), script_of("Kling said"), script_of("")
    ('zh-hant', 'zh-hans', 'en', 'en')
    """
    sample = text[:_SAMPLE]
    han = len(_HAN.findall(sample))
    if han * 8 < len(sample.split()) or not han:
        return "en"
    traditional = sum(character in _TRADITIONAL and character not in _SIMPLIFIED for character in sample)
    simplified = sum(character in _SIMPLIFIED and character not in _TRADITIONAL for character in sample)
    return "zh-hant" if traditional > simplified else "zh-hans"
