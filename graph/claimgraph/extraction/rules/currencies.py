"""Which money a bare 元 means: in Taiwan and Hong Kong the local one, where the text names it and no renminbi.

Changes the currency of amounts that say only 元; reads no number itself.
"""

from __future__ import annotations

import re
from dataclasses import replace

from claimgraph.extraction.rules.amounts import Amount
from claimgraph.extraction.rules.fold import fold
from claimgraph.extraction.rules.text import Text

_RENMINBI = re.compile(r"人民币|rmb|cny|renminbi")
_TAIWAN = re.compile(r"新台币|台币|nt\$|(?<![a-z])(?:twd|ntd)(?![a-z])")
_HONG_KONG = re.compile(r"港元|港币|港仙|\d仙|hk\$|(?<![a-z])hkd(?![a-z])")
_HONG_KONG_WORDS = re.compile(r"按年|按季|按月|录得|急挫|\d仙|港仙|派息|滙|收报")
_BARE = re.compile(r"元|块")


def local_money(text: Text, amounts: list[Amount]) -> list[Amount]:
    """The amounts, those in bare 元 in the currency of the place the text is written in."""
    unit = _currency(text)
    if unit is None:
        return amounts
    return [replace(a, unit=unit) if _says_only_yuan(text, a) else a for a in amounts]


def _says_only_yuan(text: Text, amount: Amount) -> bool:
    written = text.lower[amount.start : amount.end]
    return amount.unit == "CNY" and not amount.currency_sign and _BARE.search(written) is not None


def _currency(text: Text) -> str | None:
    if not _traditional(text.raw[:4000]) or _RENMINBI.search(text.lower):
        return None
    if _TAIWAN.search(text.lower):
        return "TWD"
    if _HONG_KONG.search(text.lower) and _HONG_KONG_WORDS.search(text.lower):
        return "HKD"
    return None


def _traditional(sample: str) -> bool:
    """Whether several characters are of the traditional script alone."""
    return sum(a != b and "\u4e00" <= a <= "\u9fff" for a, b in zip(sample, fold(sample), strict=True)) >= 3
