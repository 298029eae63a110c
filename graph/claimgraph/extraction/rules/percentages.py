"""Percentages told without a number (mid-single digits) and points by which a percentage moved."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from claimgraph.claim import Precision
from claimgraph.extraction.rules.amounts import Amount, overlaps
from claimgraph.extraction.rules.fractions import VAGUE, vague_share

__all__ = ["PERCENT", "masked", "points_of_percent", "vague_percentages"]

PERCENT = re.compile(r"[ -]?(?:percent|per cent|percentage)(?! points?)(?:s)?(?![a-z])|%")
_MOVED = re.compile(
    r"(?:up|down|by|rose|fell|gained|lost|added|widened|narrowed|slipped|climbed)(?: about| nearly| some)? $"
)


def points_of_percent(lower: str, amounts: list[Amount]) -> list[Amount]:
    """Points by which a percentage moved (79.4%, up 2.3 points) are percentage points."""
    for index in range(1, len(amounts)):
        amount, last = amounts[index], amounts[index - 1]
        near = last.unit == "percent" and amount.start - last.end < 40 and "." not in lower[last.end : amount.start]
        if amount.unit == "points" and near and _MOVED.search(lower, max(0, amount.start - 18), amount.start):
            amounts[index] = replace(amount, unit="percentage_point")
    return amounts


_LONG = 80


def masked(lower: str, blocked: list[tuple[int, int]]) -> str:
    """The text with blanks for long stretches that are not to be read; places stay the same."""
    pieces, place = [], 0
    for start, end in blocked:
        if end - start > _LONG and start >= place:
            pieces += [lower[place:start], " " * (end - start)]
            place = end
    return "".join([*pieces, lower[place:]]) if pieces else lower


def vague_percentages(lower: str, blocked: list[tuple[int, int]]) -> Iterator[Amount]:
    """Percentages told by their digits: mid-single digits, high teens, 中个位数百分比."""
    for match in VAGUE.finditer(lower):
        if not overlaps(blocked, match.start(), match.end()):
            if match["few"]:
                yield from _few(lower, match)
                continue
            low, high = vague_share(match)
            end = PERCENT.match(lower, match.end())
            yield Amount(
                match.start(),
                end.end() if end else match.end(),
                low,
                high,
                "percent",
                style="word",
                precision=Precision.VAGUE,
                comparator="range",
            )


def _few(lower: str, match: re.Match[str]) -> Iterator[Amount]:
    """A few per cent; other nouns after such words are read with their number words."""
    end = PERCENT.match(lower, match.end())
    if end:
        low, high = Decimal(2), Decimal(9)
        yield Amount(match.start(), end.end(), low, high, "percent", style="word", precision=Precision.VAGUE)
