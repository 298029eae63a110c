"""Reads a text in one script and one width: every character replaced by at most one other, so that offsets hold.

Traditional Chinese becomes simplified, full-width forms become plain, digits of any script become 0-9. The pairs are data
(fold_table.txt, written by scripts/make_fold_table.py); nothing here knows a character of them.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files

_TABLE, _BLANK = "fold_table.txt", "\u2423"


@cache
def _pairs() -> dict[int, str]:
    """Code point -> the one character it is read as."""
    text = (files(__package__) / _TABLE).read_text(encoding="utf-8")
    return {int(pair[:-1], 16): pair[-1].replace(_BLANK, " ") for pair in text.split()}


def fold(text: str) -> str:
    """The text in simplified characters and plain width, code point for code point.

    >>> fold("月活突破１２００萬，達1.4億美元")
    '月活突破1200万,达1.4亿美元'
    """
    return text.translate(_pairs())


def lower(text: str) -> str:
    """Lower case where that keeps the length (it does not for İ and its like)."""
    small = text.lower()
    if len(small) == len(text):
        return small
    return "".join([low if len(low := character.lower()) == 1 else character for character in text])
