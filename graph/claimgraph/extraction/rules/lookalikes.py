"""Digits that look like a quantity and are something else, or another quantity than their letters say.

Parts of names (Sora2, H100), lines of a picture (4K), pence (186p), occasions (a million times).
"""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal
from functools import lru_cache

from claimgraph.extraction.rules.amounts import Amount

_NAME_HEAD = re.compile(r"(?:[a-z]|[a-z]-|[a-z]\.|\d\.|#|@|_)\Z")
_CURRENCY_HEAD = re.compile(r"(?:rmb|cny|usd|hkd|eur|gbp|us|hk|nt|jpy|krw|inr|sgd|aud|cad|rs|rm|chf|twd|to|q)\Z")


_SCALED_HEAD = re.compile(
    r"(?<![a-z])\d[\d.,]*[ ]?(?:k|m|b|bn|mn|tn|thousand|million|billion|trillion|x|gb|tb|kg|km|mm|w|kw|mw|gw|p|s|h)-$"
)


# A word in Latin letters before a sum of money in a Chinese text, with no blank between them: 每千tokens0.02元.
_PRICED = re.compile(r"\d[\d,.]*[ ]?[万亿]?(?:元|美元|美金|港元|日元|欧元|块|分)")
_WORD_HEAD = re.compile(r"[a-z]{4}\Z")


def part_of_name(lower: str, amount: Amount) -> str | None:
    """Whether a number is stuck to letters: Sora2, H100, GPT-4, v1.5, 5G, 3D."""
    if amount.style != "digits":
        return None
    head = lower[max(0, amount.start - 4) : amount.start]
    hyphen = head.endswith("-") and re.match(r"[ ]?(?:%|percent|pct|[$€£¥])", lower[amount.end : amount.end + 9])
    ranged = _SCALED_HEAD.search(lower, max(0, amount.start - 16), amount.start)
    ranged = ranged or (_PRICED.match(lower, amount.start) if _WORD_HEAD.search(head) else None)
    if _NAME_HEAD.search(head) and not _CURRENCY_HEAD.search(head) and not hyphen and not ranged:
        return "part of a name"
    if re.match(r"\.\d", lower[amount.end : amount.end + 2]):
        return "a version or an address"
    tail = lower[amount.end : amount.end + 3]
    if amount.scale == 1 and re.match(r"[a-z][a-z0-9-]?", tail) and not _UNIT_TAIL.match(lower, amount.end):
        return "part of a name"
    return None


_UNIT_TAIL = re.compile(
    r"(?:x|p|s|w|h|k|m|b|t|ms|min|mins|hr|hrs|kw|mw|gw|wh|kwh|mwh|gwh|twh|gb|mg|mcg|cc|pb|kb|kbps|mbps|gbps|kpa|nits?|teu"
    r"|tb|mb|km|cm|mm|nm|kg|ml|oz|lb|lbs|hz|mhz|ghz|fps|hp|mah|"
    r"bn|mn|tn|mln|bln|trn|mil|pp|ppt|ppts|pps|bps|bp|pts|pcts?|percent|percentage"
    r"|usd|rmb|cny|hkd|eur|gbp|yuan|dollars|won|yen|euros?|"
    r"million|billion|trillion|thousand|hundred|days?|weeks?|months?|years?"
    r"|hours?|minutes?|seconds?|secs?|sec|times|fold|tops|"
    r"sqm|pixels|users|cents|tons?|tonnes?|meters?|miles|acres|feet|barrels"
    r"|points?|st|nd|rd|th|am|pm|yrs?|yr|inch|mu)(?![a-z0-9])"
)


LINE_COUNTS = frozenset(map(Decimal, (144, 240, 360, 480, 540, 720, 900, 1080, 1440, 2160, 4320)))
_LINES = {2: 1440, 4: 2160, 8: 4320}
_RESOLUTION = re.compile(r"[ ]?(?!users|people|units|downloads|views|fans|yuan|元|美元|人|个|用户|次)")


def picture_lines(lower: str, amount: Amount) -> Amount | None:
    """2K, 4K and 8K as lines of a picture."""
    lines = _LINES.get(int(amount.value / 1000)) if amount.value in (2000, 4000, 8000) else None
    if not lines or not lower.endswith("k", 0, amount.end) or amount.end - amount.start != 2:
        return None
    if lower[max(0, amount.start - 1) : amount.start] in ("$", "¥", "€", "£") or not _RESOLUTION.match(
        lower, amount.end
    ):
        return None
    return replace(amount, low=Decimal(lines), high=Decimal(lines), unit="pixel")


def occasions(lower: str, amount: Amount) -> Amount:
    """How often something was done is a count, not a multiple: played 3 million times."""
    if amount.unit != "multiple" or amount.value < _OFTEN or not lower.endswith("times", 0, amount.end):
        return amount
    return replace(amount, unit="count")


_OFTEN = 10_000
_CLOSED = re.compile(r"\s?\)(?=[ ]?(?:%|$|[\n|]))")


def bracketed(lower: str, amount: Amount) -> Amount:
    """A number in brackets as accounts write a loss: $(15,786), (3.4)%, a cell that holds (37,431)."""
    closed = _CLOSED.match(lower, amount.end)
    if closed is None or not lower.endswith("(", 0, amount.start) or amount.style != "digits" or amount.low is None:
        return amount
    if not re.search(r"[.,]", lower[amount.start : amount.end]) or amount.high is None:
        return amount
    return replace(amount, start=amount.start - 1, end=closed.end(), low=-amount.high, high=-amount.low)


@lru_cache(maxsize=4)
def _counts_in_pounds(lower: str) -> bool:
    """Whether a text speaks of British money."""
    return _POUNDS.search(lower) is not None


_POUNDS = re.compile(r"£|(?<![a-z])(?:gbp|stg|pence|sterling)(?![a-z])|\d p per share")


def pence(lower: str, amount: Amount) -> Amount | None:
    """186p in a text that counts in pounds."""
    if (
        not re.match(r"p(?![a-z0-9])", lower[amount.end : amount.end + 2])
        or amount.value in LINE_COUNTS
        or not _counts_in_pounds(lower)
    ):
        return None
    price = amount.value / 100
    return replace(amount, end=amount.end + 1, unit="GBP", low=price, high=price)
