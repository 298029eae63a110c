"""The document as a value, and what can be told from its text alone: language, script, date line, credits, boilerplate."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from hashlib import sha256
from pathlib import Path

from claimgraph.claim import PartialDate

_HERE = Path(__file__).parent
_HAN = re.compile(r"[\u3400-\u9fff]")
_TRADITIONAL = frozenset(
    "這個們來時會後國說對為與無從動點業開關產電視頻機們學實現發應價費億萬漲據報導獨過還進術創專體運營經濟數據"
)
_SIMPLIFIED = frozenset(
    "这个们来时会后国说对为与无从动点业开关产电视频机学实现发应价费亿万涨据报导独过还进术创专体运营经济数"
)
_MONTHS = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"]
_DATE_LINES = (
    re.compile(r"(?<!\d)(?P<y>20\d\d)[-/.年]\s?(?P<m>\d{1,2})[-/.月]\s?(?P<d>\d{1,2})(?!\d)日?"),
    re.compile(
        rf"(?P<month>{'|'.join(m[:3] for m in _MONTHS)})[a-z]*\.? (?P<d>\d{{1,2}})(?:st|nd|rd|th)?,? (?P<y>20\d\d)"
    ),
    re.compile(
        rf"(?<!\d)(?P<d>\d{{1,2}})(?:st|nd|rd|th)? (?P<month>{'|'.join(m[:3] for m in _MONTHS)})[a-z]*\.?,? (?P<y>20\d\d)"
    ),
)
_DATE_ALONE = 40
"""A date counts as the document's own only in a line that holds little else."""


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
    sample = text[:20_000]
    han = len(_HAN.findall(sample))
    if han * 8 < len(sample.split()) or not han:
        return "en"
    traditional = sum(character in _TRADITIONAL and character not in _SIMPLIFIED for character in sample)
    simplified = sum(character in _SIMPLIFIED and character not in _TRADITIONAL for character in sample)
    return "zh-hant" if traditional > simplified else "zh-hans"


def date_line(text: str) -> PartialDate | None:
    """The date in one of the first lines, where it stands nearly alone: a date in running text is not the document's."""
    for line in text[:2_000].split("\n")[:8]:
        for pattern in _DATE_LINES:
            found = pattern.search(line)
            if found and len(line) - len(found[0]) <= _DATE_ALONE and (day := _day(found)):
                return day
    return None


def _day(found: re.Match[str]) -> PartialDate | None:
    groups = found.groupdict()
    month = groups.get("m") or [name[:3] for name in _MONTHS].index(groups["month"]) + 1
    try:
        return PartialDate(date(int(groups["y"]), int(month), int(groups["d"])).isoformat())
    except ValueError:
        return None


@cache
def _patterns(name: str) -> tuple[re.Pattern[str], ...]:
    """The patterns of a file beside this one: one regular expression per line, `#` begins a comment."""
    lines = (_HERE / name).read_text(encoding="utf-8").splitlines()
    return tuple(re.compile(line) for line in lines if line and not line.startswith("#"))


def credits(text: str) -> tuple[str, ...]:
    """The names to which short lines at the beginning or the end credit the text."""
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    found = dict.fromkeys(
        match["name"].strip(" :：.。，,)）")
        for line in (*lines[:6], *lines[-6:])
        if len(line) <= 160
        for pattern in _patterns("credits.txt")
        for match in pattern.finditer(line)
    )
    return tuple(name for name in found if name)


def boilerplate(text: str) -> tuple[tuple[int, int], ...]:
    """Spans of paragraphs that are notices of the platform and no part of the article."""
    return tuple(
        (start, end)
        for start, end in _paragraphs(text)
        if any(pattern.search(text, start, end) for pattern in _patterns("boilerplate.txt"))
    )


def _paragraphs(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    for line in text.split("\n"):
        if line.strip():
            yield start, start + len(line)
        start += len(line) + 1
