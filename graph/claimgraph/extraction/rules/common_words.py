"""Ordinary words of Chinese and English: what is one, or is made of them, is no name by its form alone.

Only looks words up in the tables that scripts/make_word_table.py writes; whether a text uses one as a name is graded
in `latin_names` and `names`.
"""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files

_PART = re.compile(r"[-&/'’.]")
_ENDING = re.compile(r"(?:'s|’s|s|es|ed|d|ing|ly|er|ers)$")


@cache
def _table(name: str) -> frozenset[str]:
    return frozenset((files(__package__) / name).read_text(encoding="utf-8").split())


def ordinary(candidate: str) -> bool:
    """Whether a would-be Chinese name is an ordinary word, or ordinary words in a row.

    >>> ordinary("能力"), ordinary("读取速度"), ordinary("晶垣")
    (True, True, False)
    """
    words = _table("common_words.txt")
    if candidate in words:
        return True
    for cut in range(2, len(candidate) - 1):
        if candidate[:cut] in words and (candidate[cut:] in words or ordinary(candidate[cut:])):
            return True
    return len(candidate) == 3 and (candidate[:2] in words or candidate[1:] in words)


def is_word(candidate: str) -> bool:
    """Whether a would-be Chinese name is one ordinary word."""
    return candidate in _table("common_words.txt")


def strange(candidate: str) -> bool:
    """Whether no two neighbouring characters make an ordinary Chinese word.

    >>> strange("棠峪"), strange("生能源")
    (True, False)
    """
    words = _table("common_words.txt")
    return not any(candidate[place : place + 2] in words for place in range(len(candidate) - 1))


def in_word(plain: str, place: int) -> bool:
    """Whether a place lies inside an ordinary Chinese word.

    >>> in_word("国产品牌", 3), in_word("公司晶垣", 2)
    (True, False)
    """
    return 0 < place < len(plain) and plain[place - 1 : place + 1] in _table("common_words.txt")


def ordinary_english(name: str) -> bool:
    """Whether each word of a would-be name is one that English has, in whatever form.

    >>> ordinary_english("Headline"), ordinary_english("Read-across"), ordinary_english("Qorvane Memory")
    (True, True, False)
    """
    return all(_is_english(part) for word in name.lower().split() for part in _PART.split(word) if part)


def _is_english(word: str) -> bool:
    words = _table("common_words_en.txt")
    return word.isalpha() and (len(word) < 3 or word in words or _ENDING.sub("", word) in words)
