"""What speaks against the metric of a reading: words that tell too little, a change that seems a level, a part of the whole.

Judges the binding of a number alone; its subject and its unit are judged elsewhere.
"""

from __future__ import annotations

import re

from claimgraph.extraction.cues import Cues
from claimgraph.extraction.rules.binding import Binding
from claimgraph.extraction.rules.fold import fold, lower
from claimgraph.extraction.rules.mentions import Mention
from claimgraph.extraction.rules.metrics import dimension
from claimgraph.extraction.rules.narrowing import Narrowing
from claimgraph.extraction.rules.quantities import Amount
from claimgraph.extraction.rules.referents import Subject
from claimgraph.extraction.rules.scene import Scene, within
from claimgraph.vocabulary import Metric

_OF_WORKS = frozenset(("CreativeWork", "Product", "Model", "Feature"))
_OF_WHOLES = frozenset(("money", "count", "ratio"))
_RAISED = frozenset(("funding", "funding_raised"))
_UNNAMED = frozenset(("zero", "topic"))
_RISE_IN = re.compile(
    r" (?:increase|rise|jump|gain|surge|growth|decline|drop|decrease|fall|improvement)(?: \([^)]{0,40}\))? in "
    r"(?!the (?:first|second|third|fourth|quarter|year|period|month)|20\d\d|q[1-4]"
    r"|[a-z]+(?:ember|ary|ober|ch|il|ust)(?![a-z]))"
)
_GROWTH = re.compile(r"(?<![a-z])(?:growth|additions|gains|losses) (?:was|were|came to|of|reached|hit) (?:about )?$")
_OF_LEVELS = frozenset(("label", "carried", "chained", "growth", "verb"))
_VALUED = frozenset(("company_value", "valuation", "market_cap"))
_PEOPLE = frozenset(("users", "customers", "employees", "subscribers", "members", "people"))
_CHANGE_OF = re.compile(
    r"(?<![a-z])(?:gain|loss|drop|fall|decline|rise|increase|decrease|jump) of (?:about |some |nearly )?$"
)
_PIECES = "unit_sales_growth"


class MetricCaution:
    """Judges the metrics of one scene."""

    def __init__(self, scene: Scene, cues: Cues) -> None:
        self._scene = scene
        self._narrowing = Narrowing(scene, cues)
        self._named = [m for m in scene.mentions if m.named]
        self._weak = re.compile(cues.pattern("weak-label"))
        self._leads = re.compile(rf"[ ]?(?:has |have |also )?(?:{cues.pattern('leads-round')})")
        self._things = frozenset(cues.words("thing-counter"))
        self._based = re.compile(cues.pattern("base-yoy", "base-qoq", "base-mom") + r"[ ]?[+-]?$")
        self._adding = re.compile(cues.pattern("adding") + r"[^,;，。]{0,12}$")
        self._goods = re.compile(cues.pattern("goods"))
        self._rival_base = re.compile(cues.pattern("other-base"))
        self._share = re.compile(cues.pattern("share"))

    def against(self, amount: Amount, binding: Binding, metric: Metric, subject: Subject) -> str | None:
        """Why a number may be none of its metric; None where nothing speaks against it."""
        if subject.how in _UNNAMED and self._of_firm(metric, subject.mention):
            return "it may be told of the firm"
        if subject.mention.sort == "work" and not _OF_WORKS & set(metric.domain):
            return "a work has no such metric"
        if subject.mention.sort == "market" and _VALUED & {metric.id, *metric.broader}:
            return "a market has no such metric"
        told_by_verb = binding.rule == "verb" and metric.dimension == "money" and "price" in metric.id
        if metric.grouping or told_by_verb or self._weak.fullmatch(lower(fold(binding.words))):
            return f"{binding.words!r} alone does not tell what is counted"
        if dimension(amount) != "ratio" and self._based.search(
            self._scene.lower, max(0, amount.start - 12), amount.start
        ):
            return "it may be what was added since, not what there is"
        if _RAISED & {metric.id, *metric.broader} and self._leads.match(self._scene.lower, subject.mention.end):
            return "it may be what another raised"
        if amount.counter in self._things and _PEOPLE & set(metric.id.split("_")):
            return f"{amount.counter!r} counts no people"
        if metric.dimension not in _OF_WHOLES or binding.label is None:
            return None
        if binding.rule == "label" and metric.dimension == "ratio" and not metric.growth_of and self._moved(amount):
            return "it may be a change, not what there is"
        if binding.rule == "share" and not self._share.search(self._scene.lower, *self._reach(amount)):
            return "whether it is a share is not told"
        if binding.label.start < amount.start and _RISE_IN.match(self._scene.lower, amount.end):
            return "it may be told of the words after it"
        if dimension(amount) == "count" and _GROWTH.search(self._scene.lower, binding.label.start, amount.start):
            return "it may be what was added, not what there is"
        if binding.rule in _OF_LEVELS and self._added(amount, metric):
            return "it may be what was added, not what there is"
        if binding.rule == "growth" and self._rival_base.search(self._scene.lower, *self._head(amount)):
            return "it may be measured against something else than a period before"
        if binding.rule == "growth" and binding.level and not self._grows(binding.level, metric):
            return f"the change is told of {binding.words!r}, for which the vocabulary has none"
        part = metric.id.startswith("segment_")
        words = self._narrowing.of_part(binding.label) if part else self._narrowing.of(binding.label)
        words = "" if binding.rule == "verb" else words
        if _PIECES in (metric.id, metric.growth_metric) and self._goods.fullmatch(words):
            return None
        if part and words in lower(fold(subject.mention.name)):
            return None
        if words and not (words == "growth" and binding.rule == "growth"):
            return f"{words!r} beside {binding.words!r} may make it something else"
        return None

    def _of_firm(self, metric: Metric, mention: Mention) -> bool:
        """Whether a metric is said of firms or of their parts, and its subject is a thing in a text that names a firm."""
        firms = any(m.sort == "organization" for m in self._named)
        of_firms = "Organization" in metric.domain and "Product" not in metric.domain
        return firms and mention.sort == "product" and (of_firms or metric.id.startswith("segment_"))

    def _added(self, amount: Amount, metric: Metric) -> bool:
        """Whether a level, or another told in the same sentence before it, is that of what came on top."""
        numbers = within(self._scene.amounts, self._scene.sentence(amount.start).start, amount.start)
        earlier = [a for a in numbers if a.unit == "count" and dimension(amount) in ("count", "ratio")]
        told = [amount] if metric.measure == "Level" else []
        return any(
            self._adding.search(self._scene.lower, max(0, a.start - 30), a.start) is not None
            for a in [*told, *([] if self._scene.text.chinese else earlier)]
        )

    def _moved(self, amount: Amount) -> bool:
        """Whether a noun of change leads a number: a 59% share, for a gain of 0.4%."""
        return _CHANGE_OF.search(self._scene.lower, max(0, amount.start - 24), amount.start) is not None

    def _head(self, amount: Amount) -> tuple[int, int]:
        return self._scene.clause(amount.start).start, amount.start

    def _reach(self, amount: Amount) -> tuple[int, int]:
        clause = self._scene.clause(amount.start)
        return clause.start, clause.end

    @staticmethod
    def _grows(level: Metric, growth: Metric) -> bool:
        """Whether a metric is declared as the change of this level, or of the one whose period it names."""
        if growth.growth_of is None or growth.growth_of == level.id or level.growth_metric == growth.id:
            return True
        return level.period_length is not None or growth.growth_base in ("qoq", "mom")
