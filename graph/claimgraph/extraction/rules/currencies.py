"""Which money is meant where the writing leaves it open: a bare 元, a bare ¥, a second amount without its currency.

A bare 元 is the local money in Taiwan and Hong Kong, where the text names that and no renminbi. Reads no number itself.
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


_YEN = re.compile(r"日[元圆]|(?<![a-z])(?:yen|jpy)(?![a-z])")
_CHINESE_MONEY = re.compile(r"人民币|(?<![a-z])(?:rmb|cny|renminbi|yuan)(?![a-z])|(?<![日美港欧加澳韩])元")


def local_money(text: Text, amounts: list[Amount], taiwan: re.Pattern[str]) -> list[Amount]:
    """The amounts, those in bare 元 or ¥ in the currency of the place; `taiwan` are the words of its market."""
    if unit := _currency(text, taiwan):
        amounts = [replace(a, unit=unit) if _says_only_yuan(text, a) else a for a in amounts]
    if "¥" in text.lower and _YEN.search(text.lower) and not _CHINESE_MONEY.search(text.lower):
        amounts = [replace(a, unit="JPY") if text.lower.startswith("¥", a.start) else a for a in amounts]
    return carried_money(text, amounts)


_LINKED = re.compile(
    r"[^,，。;；:：\n]*|[^。;；:：\n]*[,，][ ]?(?:但|而)?(?:较|比|高于|低于|超过|不及|从|由|仅次于|(?:去|上|前)年"
    r"|(?:up|down) from|from|against|versus|vs\.?|compared|higher than|lower than|more than|less than|above|below)"
    r"[^,，。;；\n]*"
)
_LEVEL = re.compile(
    r"(?:从|由|自|较|比|于|至|到|达|为|、|和|与|及|做到|峰值|目标|预期|预估|预测|的|同期"
    r"|(?<![a-z])(?:from|to|of|than|with|and|or|against|versus|vs\.?|the|was|by))[ ]?(?:约|近|接近|将近|超|超过|逾|不到"
    r"|about |around |nearly |over |more than |some |roughly )?[ ]?$"
)
_NOUNLESS = re.compile(
    r"[ ]?(?:$|[,，。;；、)）\]\n]|\.(?!\d)|(?:左右|上下|以上|以下|提[升高]|[增降减上下][至到长少加调升降]|大关|的)"
    r"|(?:a (?:year|quarter|month)|(?:one )?year|in|last|the|this|that|for|at|from|to|and|or|versus|vs|previously|earlier"
    r"|before|expected|estimated|forecast|booked|reported|recorded)(?![a-z]))"
)
_SMALLEST = 10**4


def carried_money(text: Text, amounts: list[Amount]) -> list[Amount]:
    """The amounts; a bare scaled number set beside money (to $352 million from 300 million) is of that money."""
    carried: list[Amount] = []
    for amount in amounts:
        last = next((a for a in reversed(carried) if a.unit not in _RATIOS), None)
        if last is not None and _is_second_sum(text.lower, last, amount):
            amount = replace(amount, unit=last.unit)
        carried.append(amount)
    return carried


_RATIOS = frozenset(("percent", "percentage_point", "basis_point", "multiple"))


def _is_second_sum(lower: str, last: Amount, amount: Amount) -> bool:
    """Whether a number without a noun of its own continues the money before it in the same clause."""
    money = len(last.unit) == 3 and last.unit.isupper() and last.reason is None and last.value >= _SMALLEST
    bare = amount.unit == "count" and not amount.counter and amount.reason is None and amount.scale >= _SMALLEST
    between = lower[last.end : amount.start]
    if not (money and bare and 0 < len(between) <= 60 and _NOUNLESS.match(lower, max(amount.end, amount.cue_end))):
        return False
    return _LINKED.fullmatch(between) is not None and _LEVEL.search(between) is not None


def _says_only_yuan(text: Text, amount: Amount) -> bool:
    written = text.lower[amount.start : amount.end]
    return amount.unit == "CNY" and not amount.currency_sign and _BARE.search(written) is not None


def _currency(text: Text, taiwan: re.Pattern[str]) -> str | None:
    if not _traditional(text.raw[:4000]) or _RENMINBI.search(text.lower):
        return None
    if _TAIWAN.search(text.lower):
        return "TWD"
    if _HONG_KONG.search(text.lower) and _HONG_KONG_WORDS.search(text.lower):
        return "HKD"
    if not _HONG_KONG.search(text.lower) and taiwan.search(text.lower):
        return "TWD"
    return None


def _traditional(sample: str) -> bool:
    """Whether several characters are of the traditional script alone."""
    return sum(a != b and "\u4e00" <= a <= "\u9fff" for a, b in zip(sample, fold(sample), strict=True)) >= 3
