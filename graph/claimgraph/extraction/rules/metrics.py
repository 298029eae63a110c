"""Which metric of the vocabulary a labelled number is a number of: by unit, cue, period, direction of change.

Several metrics may share a label (收入 is revenue with money, a share of it with 占 and a percentage, its growth with 同比);
the choice is made here and nowhere else.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from claimgraph.extraction.lexicon import Lexicon
from claimgraph.extraction.rules.fold import fold, lower
from claimgraph.extraction.rules.quantities import Amount
from claimgraph.vocabulary import Metric

_TIME = frozenset(("second", "minute", "hour", "day", "week", "month", "year"))
_LENGTH = {"year": "P1Y", "half": "P6M", "quarter": "P3M", "month": "P1M", "months": "P9M"}
_SMALL = 1000
_OF_FIRMS = frozenset(("revenue", "profit", "loss", "funding"))
_PIECES = "units_sold"
_VALUE, _TIMES = "company_value", {"revenue": "revenue_multiple", "profit": "pe_ratio"}
_RATES = frozenset(("second", "minute", "hour", "month", "year", "share", "user"))


def dimension(amount: Amount) -> str:
    """What sort of number it is: money, count, ratio, duration, rank, score, power, resolution or other."""
    unit = amount.unit
    if len(unit) == 3 and unit.isupper():
        return "money"
    if unit in ("percent", "multiple", "percentage_point", "basis_point"):
        return "ratio"
    if unit in _TIME:
        return "duration"
    return {"count": "count", "rank": "rank", "points": "score", "watt": "power", "pixel": "resolution"}.get(
        unit, "other"
    )


def small_sum(amount: Amount) -> bool:
    """Whether a sum of money is one that people pay or a share is worth, not one that a firm earns."""
    return dimension(amount) == "money" and amount.scale == 1 and amount.value < _SMALL


class MetricChooser:
    """Chooses among metrics by the facts of the vocabulary."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._metrics = lexicon.terms.metrics
        self._narrower = lexicon.narrower
        self._cues = {metric.id: _any(metric.requires_cue) for metric in self._metrics.values() if metric.requires_cue}
        self._vetoes = {
            metric.id: _any(metric.excludes_cue) for metric in self._metrics.values() if metric.excludes_cue
        }
        of_shares = re.compile(lexicon.cues.pattern("of-shares"))
        self._per_share = {
            m.id for m in self._metrics.values() if any(of_shares.search(lower(fold(label.text))) for label in m.labels)
        }
        self._growth: dict[str, list[Metric]] = {}
        for metric in self._metrics.values():
            if metric.growth_of:
                self._growth.setdefault(metric.growth_of, []).append(metric)

    def fits(self, metric: Metric, amount: Amount, context: str) -> bool:
        """Whether this number can be a value of that metric, in these words."""
        kind = dimension(amount)
        if metric.grouping or metric.dimension == "date":
            return False
        if kind == "score" and metric.dimension in ("score", "ratio"):
            return self._cued(metric, context)
        if kind == "count" and metric.dimension == "score" and amount.scale == 1 and not amount.counter:
            return self._cued(metric, context)
        if metric.dimension != kind or (kind != "money" and amount.unit not in metric.units):
            return False
        if amount.per_unit in _RATES and metric.per_units and amount.per_unit not in metric.per_units:
            return False
        if amount.per_unit == "share" and metric.id not in self._per_share:
            return False
        if small_sum(amount) and metric.id not in self._per_share and self._of_firms(metric):
            return False
        if amount.per_unit in ("second", "minute", "hour") and not metric.per_units and kind == "money":
            return False
        if metric.per_units and amount.per_unit is None and kind == "money" and "price" in metric.id:
            return False
        return self._cued(metric, context)

    def _of_firms(self, metric: Metric) -> bool:
        """Whether a metric is a sum that a firm earns, loses or raises in some time."""
        return metric.measure == "Flow" and bool(_OF_FIRMS & {metric.id, *metric.broader})

    def of_shares(self, ids: Iterable[str]) -> Metric | None:
        """The metric that tells one of these levels for a single share (net profit: earnings per share)."""
        levels = {id for level in ids for id in (level, *self._metrics[level].broader)}
        return next(
            (self._metrics[id] for id in sorted(self._per_share) if levels & set(self._metrics[id].broader)), None
        )

    def _cued(self, metric: Metric, context: str) -> bool:
        needed, veto = self._cues.get(metric.id), self._vetoes.get(metric.id)
        return not (needed and not needed.search(context)) and not (veto and veto.search(context))

    def level(self, ids: Iterable[str], amount: Amount, context: str) -> Metric | None:
        """Of the metrics that share a label the one that fits; the more demanding, then the first declared."""
        fitting = [self._metrics[id] for id in ids if self.fits(self._metrics[id], amount, context)]
        fitting.sort(key=lambda metric: (not metric.requires_cue, metric.period_length is not None, not metric.broader))
        return fitting[0] if fitting else None

    def for_period(self, metric: Metric, grain: str | None, length: int | None) -> Metric:
        """The narrower metric that names the length of the period (revenue in a quarter: quarterly revenue)."""
        wanted = {12: "P1Y", 6: "P6M", 3: "P3M", 1: "P1M", 9: "P9M"}.get(length or 0)
        wanted = wanted or (None if length and grain == "months" else _LENGTH.get(grain or ""))
        if not wanted or metric.period_length:
            return metric
        for narrower in self._narrower.get(metric.id, ()):
            if narrower.period_length == wanted and not narrower.requires_cue and not narrower.cumulative:
                return narrower
        return metric

    def of_part(self, metric: Metric) -> Metric:
        """The narrower metric that tells a part of this one: of revenue, and of its growth on the year."""
        above = {metric.id, *metric.broader}
        if metric.requires_cue or metric.cumulative or metric.per_units or metric.id.startswith("segment_"):
            return metric
        for id in above:
            for narrower in self._narrower.get(id, ()):
                same = narrower.dimension == metric.dimension and narrower.measure == metric.measure
                if same and narrower.id.startswith("segment_") and narrower.growth_base in (None, metric.growth_base):
                    return narrower
        return metric

    def of_pieces(self, growth: Metric) -> tuple[Metric, Metric] | None:
        """Pieces sold and the change of their number, for a change of revenue on the year."""
        sold = self._metrics.get(_PIECES)
        change = sold and sold.growth_metric and self._metrics.get(sold.growth_metric)
        if not sold or not change or "revenue_growth" not in (growth.id, *growth.broader):
            return None
        return (sold, change) if growth.growth_base == change.growth_base else None

    def for_rate(self, metric: Metric, amount: Amount) -> Metric:
        """The narrower metric that is counted by this denominator (a price per month: monthly price)."""
        if amount.per_unit and not metric.per_units:
            for narrower in self._narrower.get(metric.id, ()):
                if (
                    amount.per_unit in narrower.per_units
                    and amount.unit in narrower.units
                    and not narrower.requires_cue
                ):
                    return narrower
        return metric

    def by_unit(self, amount: Amount, context: str) -> Metric | None:
        """The metric that only its unit shows: a rank, an Elo score."""
        if amount.unit == "rank":
            return self._metrics.get("ranking_position")
        return None

    def by_rate(self, amount: Amount) -> Metric | None:
        """The one price that is counted so: a sum for every second, a sum for every month."""
        found = [
            metric
            for metric in self._metrics.values()
            if amount.per_unit in metric.per_units
            and amount.unit in metric.units
            and "price" in metric.id.split("_")
            and not metric.requires_cue
        ]
        return found[0] if len(found) == 1 and found[0].dimension == "money" else None

    def growth(self, metric: Metric, base: str | None, amount: Amount) -> Metric | None:
        """The metric that is the change of this one, against that base (yoy, qoq, mom)."""
        if amount.unit not in ("percent", "multiple"):
            return None
        if metric.growth_of or metric.dimension == "ratio":
            return metric if metric.growth_of and self._unit(metric, amount) else None
        for of in self._upwards(metric):
            named = [m for m in self._growth.get(of.id, []) if base is None or m.growth_base == base]
            default = of.growth_metric and self._metrics.get(of.growth_metric)
            if default and (base is None or default.growth_base in (base, "other")):
                return default if self._unit(default, amount) else None
            if base is not None and named:
                return named[0] if self._unit(named[0], amount) else None
        return None

    def qoq_of(self, metric: Metric, amount: Amount, base: str) -> Metric | None:
        """Change against the period before: told of the level's own narrower metrics too (revenue: quarterly revenue)."""
        levels = list(self._upwards(metric))
        for of in [*levels, *(narrower for level in levels for narrower in self._narrower.get(level.id, ()))]:
            for growth in self._growth.get(of.id, []):
                if growth.growth_base == base and self._unit(growth, amount):
                    return growth
        return None

    @staticmethod
    def _unit(metric: Metric, amount: Amount) -> bool:
        return amount.unit in metric.units

    def _upwards(self, metric: Metric) -> Iterable[Metric]:
        yield metric
        if metric.id in self._per_share:
            return
        for broader in metric.broader:
            if (
                broader in self._metrics
                and self._metrics[broader].dimension == metric.dimension
                and "segment" not in metric.id
            ):
                yield self._metrics[broader]

    def ratio(self, metric: Metric, amount: Amount) -> Metric | None:
        """The metric that sets this one against that of another entity."""
        ratio = metric.ratio_metric and self._metrics.get(metric.ratio_metric)
        return ratio if ratio and amount.unit in (*ratio.units, "percent", "multiple") else None

    def times(self, level: Metric, beside: Iterable[Metric]) -> Metric | None:
        """How many times its revenue or its profit a company is worth, where a value and one of these are named."""
        valued = any(_VALUE in (metric.id, *metric.broader) for metric in beside)
        multiple = _TIMES.get(next((id for id in (level.id, *level.broader) if id in _TIMES), ""))
        return self._metrics.get(multiple) if valued and multiple else None

    def share(self, metric: Metric, amount: Amount) -> Metric | None:
        """The metric that is a share of this one."""
        share = metric.share_metric and self._metrics.get(metric.share_metric)
        return share if share and amount.unit in share.units else None

    def after(self, metric: Metric, window: str | None) -> Metric:
        """The narrower metric that names this window (retention after thirty days)."""
        if window and window != metric.default_window:
            above = metric.broader[:1] if metric.default_window else ()
            for narrower in [n for of in (metric.id, *above) for n in self._narrower.get(of, ())]:
                if narrower.default_window == window:
                    return narrower
        return metric


def _any(words: Iterable[str]) -> re.Pattern[str]:
    return re.compile("|".join(re.escape(lower(fold(word))) for word in words))
