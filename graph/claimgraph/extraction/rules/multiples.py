"""Multiples told without their word: 8.5 times forward earnings, against 11 for a rival or an industry median of 19."""

from __future__ import annotations

import re
from dataclasses import replace

from claimgraph.extraction.rules.amounts import Amount

_AGAINST = re.compile(
    r"[^.;。；\n]{0,60}(?<![a-z])(?:against|versus|vs\.?|compared (?:with|to)|than|from)[ ]"
    r"(?:about |around |some |only |just )?(?:(?:an?|the|its) [a-z\d -]{0,30}(?:of|at) )?"
)
_ENDS = re.compile(r"[ ]?(?:$|[,;)\n]|\.(?!\d)|(?:for|at|in|among|a year|last|previously|before|on)(?![a-z]))")
_HIGHEST = 500


def carried_multiples(lower: str, amounts: list[Amount]) -> list[Amount]:
    """The amounts; a bare number without a noun that is only set against a multiple is a multiple too."""
    carried: list[Amount] = []
    for amount in amounts:
        last = carried[-1] if carried else None
        if last and last.unit == "multiple" and amount.bare and amount.style == "digits" and not amount.reason:
            near = amount.value < _HIGHEST and _AGAINST.fullmatch(lower, last.end, amount.start)
            if near and _ENDS.match(lower, amount.end):
                amount = replace(amount, unit="multiple")
        carried.append(amount)
    return carried
