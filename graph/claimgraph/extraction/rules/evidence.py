"""How well a text bears out that a would-be name is one: the grades, from a lone capital to an entity of the corpus.

A grade is a word; names of a higher grade are better known. Who grades is `latin_names` and `names`.
"""

from __future__ import annotations

from collections.abc import Iterable

GRADES = ("lone", "placed", "inside", "repeated", "acts", "form", "listed", "entity")
"""Least first.

lone: a capital word where all words have one (head of a sentence, heading, cell). placed: a Chinese word where a subject
would stand. inside: a capital, or a word that no dictionary has, in running text. repeated: that more than once.
acts: owns something, or does what firms do. form: a firm's tail, share code, quotation marks, apposition, title beside it.
listed: a well-known firm or source. entity: declared by the corpus.
"""


def strength(evidence: str) -> int:
    """How high a grade is; 0 for the least and for what is no grade.

    >>> strength("form") > strength("inside"), strength("")
    (True, 0)
    """
    return GRADES.index(evidence) if evidence in GRADES else 0


def best(grades: Iterable[str]) -> str:
    """The highest of these grades.

    >>> best(["lone", "acts", "inside"])
    'acts'
    """
    return max(grades, key=strength, default="lone")
