"""Where a name that no corpus knows and a quantity claim the same digits: 3,900 Gigawatt, DAUs 421 mln, 4.6% Percentage.

A number with a unit, a currency or a scale is a quantity; the name keeps the words before it, or is none.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from itertools import islice

from claimgraph.extraction.rules.amounts import Amount
from claimgraph.extraction.rules.mentions import Mention


def told_apart(
    amounts: Iterable[Amount], mentions: Iterable[Mention], lower: str
) -> tuple[list[Amount], tuple[Mention, ...]]:
    """The amounts that are no parts of names, and the mentions without the digits that are amounts."""
    kept: list[Amount] = []
    names = dict(enumerate(mentions))
    starts = sorted((mention.start, index) for index, mention in names.items())
    place = 0
    for amount in sorted(amounts, key=lambda a: a.start):
        while place < len(starts) and names[starts[place][1]].end <= amount.start:
            place += 1
        touched = []
        for start, index in islice(starts, place, None):
            if start >= amount.end:
                break
            if names[index].named and names[index].end > amount.start:
                touched.append(index)
        if not touched:
            kept.append(amount)
        elif _is_sure(amount, lower) and all(_gives_way(names[index]) for index in touched):
            kept.append(amount)
            for index in touched:
                names[index] = _before(names[index], amount, lower)
    return kept, tuple(mention for mention in names.values() if mention.start < mention.end)


def _gives_way(mention: Mention) -> bool:
    """Whether a name can lose its digits; that of an edition is nothing without them: 512GB版本."""
    return mention.how == "name" and not mention.name.endswith(("版本", "版"))


def _is_sure(amount: Amount, lower: str) -> bool:
    """Whether digits are a quantity whatever name they stand in: with a unit, a currency or a scale word."""
    if amount.reason is not None or amount.style == "chinese":
        return False
    written = lower[amount.start : amount.end]
    letter = written[-1:].isalpha() and written[-2:-1].isdigit() and amount.unit != "percent"
    return (amount.unit != "count" or amount.scale > 1) and not (letter and not amount.currency_sign)


def _before(mention: Mention, amount: Amount, lower: str) -> Mention:
    """What of a name stands before a quantity; an empty stretch where nothing does."""
    end = min(mention.end, max(mention.start, amount.start))
    while end > mention.start and not lower[end - 1].isalnum():
        end -= 1
    return replace(mention, end=end, name=mention.name[: end - mention.start].strip())
