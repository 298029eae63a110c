"""What a text says of itself: the line that dates it, its byline, its credits, and paragraphs that are no part of it.

The patterns are data: one regular expression per line in the .txt files beside this module.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from datetime import date
from functools import cache
from pathlib import Path

from claimgraph.claim import PartialDate

_HERE = Path(__file__).parent
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = r"(?i:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}\.?"
_DATES = (
    r"(?P<y>20\d\d)\s?[-/.年]\s?(?P<m>\d{1,2})\s?[-/.月]\s?(?P<d>\d{1,2})(?!\d)\s?日?",
    rf"(?P<month>{_MONTH}) (?P<d>\d{{1,2}})(?:st|nd|rd|th)?,? (?P<y>20\d\d)(?!\d)",
    rf"(?P<d>\d{{1,2}})(?:st|nd|rd|th)? (?P<month>{_MONTH}),? (?P<y>20\d\d)(?!\d)",
)
_EDGE_LINES, _LONGEST_LINE, _LONGEST_NOTICE = 6, 160, 400
_HEAD = 4_000
_BREAK = re.compile(r"\r\n|\n|\r")
_DATE_LINES = (
    ("datelines.txt", "a line at the top of the text"),
    ("updatelines.txt", "a line at the top of the text that tells when it was changed"),
)


def dated(text: str) -> tuple[PartialDate | None, str | None]:
    """The date of one of the first lines that does nothing but date the text, and what line that is.

    A line that tells when the text was last changed counts where none tells when it was published; a date in running
    text is not its date.
    """
    lines = [unicodedata.normalize("NFKC", line[:300]) for line in head_lines(text)]
    for name, origin in _DATE_LINES:
        for line in lines:
            for pattern in _dated(name):
                if (found := pattern.match(line)) and (day := _day(found)):
                    return day, origin
    return None, None


def byline(text: str) -> str | None:
    """The author that one of the first lines names, or one of the last."""
    for line in (*head_lines(text)[:_EDGE_LINES], *_lines(text[-_HEAD:])[-_EDGE_LINES:]):
        for pattern in _patterns("bylines.txt"):
            if len(line) <= _LONGEST_LINE and (found := pattern.search(line)):
                return found["name"]
    return None


def head_lines(text: str) -> list[str]:
    """The first lines of a text that hold anything."""
    return _lines(text[:_HEAD])[: _EDGE_LINES + 2]


def credits(text: str) -> tuple[str, ...]:
    """The names to which short lines at the beginning or the end credit the text."""
    head, tail = _lines(text[:_HEAD])[:_EDGE_LINES], _lines(text[-_HEAD:])[-_EDGE_LINES:]
    found = dict.fromkeys(
        credit_name(match["name"])
        for line in (*head, *tail)
        if len(line) <= _LONGEST_LINE
        for pattern in _patterns("credits.txt")
        for match in pattern.finditer(line)
    )
    return tuple(name for name in found if name)


def credit_name(words: str) -> str:
    """The name in the words of a credit line, without what runs on after it."""
    for pattern in _patterns("creditends.txt"):
        words = pattern.sub("", words)
    return words.strip(" :：.。，,)）")


def boilerplate(text: str, begin: int = 0) -> tuple[tuple[int, int], ...]:
    """Spans of paragraphs from `begin` on that are notices of the platform and no part of the article, in code points."""
    return tuple(
        (start, end)
        for start, end in _paragraphs(text)
        if start >= begin
        and end - start <= _LONGEST_NOTICE
        and any(p.search(text[start:end]) for p in _patterns("boilerplate.txt"))
    )


def _lines(text: str) -> list[str]:
    return [line.strip() for line in _BREAK.split(text) if line.strip() and line.strip() != "![]()"]


def _paragraphs(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    for line in text.split("\n"):
        if line.strip():
            yield start, start + len(line)
        start += len(line) + 1


@cache
def _patterns(name: str) -> tuple[re.Pattern[str], ...]:
    """The patterns of a file beside this one: one regular expression per line, `#` begins a comment."""
    return tuple(re.compile(line) for line in _rows(name))


@cache
def _dated(name: str) -> tuple[re.Pattern[str], ...]:
    """The patterns of a file, each with every way to write a date."""
    return tuple(re.compile(row.replace("{date}", day)) for row in _rows(name) for day in _DATES)


def _rows(name: str) -> list[str]:
    lines = (_HERE / name).read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]


def _day(found: re.Match[str]) -> PartialDate | None:
    groups = found.groupdict()
    month = groups.get("m") or _MONTHS.index(groups["month"][:3].lower()) + 1
    try:
        return PartialDate(date(int(groups["y"]), int(month), int(groups["d"])).isoformat())
    except ValueError:
        return None
