"""How large things are drawn: marks by claims, letters by importance, and the room that a mark and its label need."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from math import sqrt

_LINE, _MOST_LINES = 15.0, 4
_WIDE = frozenset("WFA")


@dataclass(frozen=True, slots=True)
class Measure:
    """One node: radius of its mark, height of its letters, and the box that holds both."""

    radius: int
    letters: int
    width: int
    height: int


def label_lines(text: str) -> str:
    """The text as a label: up to four lines, cut where four are not enough. A Chinese sign is nearly two letters wide.

    >>> label_lines("Kling"), label_lines("The Walt Disney Company"), label_lines("快" * 20)
    ('Kling', 'The Walt\\nDisney Company', '快快快快快快快快\\n快快快快快快快快\\n快快快快')
    """
    lines: list[str] = []
    while len(lines) < _MOST_LINES - 1 and _width(text) > _LINE:
        line, text = _broken(text)
        lines.append(line)
    return "\n".join([*lines, text if _width(text) <= _LINE else _beginning(text, _LINE - 1) + "…"])


def _broken(text: str) -> tuple[str, str]:
    """Two lines: at the space that leaves them most alike, else where the first is full."""
    spaces = [at for at, character in enumerate(text) if character == " " and _width(text[:at]) <= _LINE]
    if spaces:
        at = min(spaces, key=lambda at: (max(_width(text[:at]), min(_width(text[at + 1 :]), _LINE + 1)), -at))
        if _width(text[:at]) > _LINE / 3 or _width(text[at + 1 :]) <= _LINE:
            return text[:at], text[at + 1 :]
    first = _beginning(text, _LINE)
    return first, text[len(first) :].lstrip()


def _beginning(text: str, room: float) -> str:
    """As much of the text as fits."""
    total = 0.0
    for index, character in enumerate(text):
        total += _letters(character)
        if total > room:
            return text[:index].rstrip()
    return text


def measure(claims: int, labels: Iterable[str]) -> Measure:
    """The size of a node with so many claims, whichever of its labels is shown."""
    radius = round(min(30.0, 8 + 1.9 * sqrt(claims)))
    letters = 14 + (claims > 8) + 2 * (claims > 25) + 2 * (claims > 60)
    lines = [label.split("\n") for label in labels]
    widest = max((_width(line) for label in lines for line in label), default=0.0)
    return Measure(
        radius=radius,
        letters=letters,
        width=round(max(2.0 * radius, widest * letters * 0.56) + 14),
        height=round(2.0 * radius + letters * 1.25 * max(map(len, lines), default=1) + 12),
    )


def _width(text: str) -> float:
    """The width of a text in letters."""
    return sum(map(_letters, text))


def _letters(character: str) -> float:
    """The width of a character in letters."""
    return 1.8 if unicodedata.east_asian_width(character) in _WIDE else 1.0
