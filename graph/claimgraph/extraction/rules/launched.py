"""The product that a sentence puts on the market, of which its prices are told: 甲公司发布乙手机,售价为2599元.

Reads Chinese only; whether a number is a price is told by its metric, whom all others are said of is decided in `subjects`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

from claimgraph.extraction.cues import Cues
from claimgraph.extraction.rules.mentions import Mention
from claimgraph.extraction.rules.scene import Scene, within
from claimgraph.vocabulary import Metric

_THINGS = frozenset(("product", "work", "any"))
_PRICES = frozenset(("price", "api_price", "price_change"))


@cache
def _released(cues: Cues) -> re.Pattern[str]:
    """What stands between the verb of a launch and the name of the thing; compiled once."""
    return re.compile(
        rf"{cues.pattern('puts-on-sale')}[了]?(?:旗下|全新|新款|最新|首款|新一代|的)*[^,，。;:：]{{0,20}}[《“「\"]?$"
    )


def launched(scene: Scene, excluded: Mapping[int, str], start: int, metric: Metric | None) -> Mention | None:
    """What the sentence of a price puts on the market before it; None for any other number."""
    if not scene.text.chinese or metric is None or metric.id not in _PRICES:
        return None
    released, clause = _released(scene.lexicon.cues), scene.clause(start)
    for mention in reversed(within(scene.mentions, scene.sentence(start).start, clause.start)):
        if not mention.named or mention.sort not in _THINGS or excluded.get(mention.start) not in (None, "object"):
            continue
        if released.search(scene.lower, scene.clause(mention.start).start, mention.start):
            return mention
    return None
