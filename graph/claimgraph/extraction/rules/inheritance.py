"""The period that a number takes over from an earlier sentence: what the passage, or the whole text, reports on."""

from __future__ import annotations

import re
from functools import cache

from claimgraph.extraction.cues import Cues
from claimgraph.extraction.rules.bases import is_base, is_base_level, is_present, set_apart, tells_now
from claimgraph.extraction.rules.periods import PeriodMention
from claimgraph.extraction.rules.quantities import Amount
from claimgraph.extraction.rules.scene import Scene, within
from claimgraph.vocabulary import Metric

_REACH = 700
_REPORT_REACH = 1000
_HEAD = 200
_INHERITABLE = frozenset(("quarter", "half", "year", "months", "month", "same"))
REPORTED_ON = frozenset(("quarter", "half", "months"))


def inherited(scene: Scene, amount: Amount, metric: Metric | None) -> PeriodMention | None:
    """The period of the passage: the last quarter, half or year spoken of before, or the month a text is about."""
    if not _runs_over_time(scene, amount, metric) or is_base_level(scene, amount):
        return None
    if is_present(scene, amount) or tells_now(scene, amount):
        return None
    sentence = scene.sentence(amount.start)
    near = [
        m
        for m in within(scene.periods, max(0, sentence.start - _REPORT_REACH), sentence.start)
        if m.grain in (_INHERITABLE if m.start >= sentence.start - _REACH else REPORTED_ON)
        and m.known
        and not (m.year_earlier or m.aside or m.as_of)
        and not is_base(scene, m, amount)
        and not set_apart(scene, m, amount)
    ]
    lead = next(
        (
            m
            for m in scene.periods
            if m.grain in _INHERITABLE and m.known and not m.as_of and not is_base(scene, m, amount)
        ),
        None,
    )
    if lead is not None and not _ahead(scene, lead):
        near = [m for m in near if not _ahead(scene, m)]
    if lead is not None and lead.grain in _REPORTING and lead.start < _HEAD:
        near = [m for m in near if not _before(m, lead)]
    if metric is not None and not near and lead is not None and _announced(scene, lead, amount):
        return lead
    if not near or lead is None:
        return None
    whole = max(scene.lower.rfind(stop, 0, amount.start) for stop in "。\n")
    beside = scene.text.chinese and near[-1].start > whole
    mention = near[-1] if beside else _reported(near, lead)
    if metric is None and not (_reports(scene, lead) and mention.grain in _REPORTING | {lead.grain}):
        return None
    if scene.text.plain.count("\n", mention.end, amount.start) and mention.grain not in REPORTED_ON:
        of_lead = (lead.first, lead.last) == (mention.first, mention.last) and not _long_over(scene, mention)
        return mention if of_lead else None
    return mention


def _announced(scene: Scene, lead: PeriodMention, amount: Amount) -> bool:
    """Whether a number of the first words of a text goes before the quarter that it reports on: quarterly profit tripled."""
    ahead = amount.end <= lead.start <= amount.end + _HEAD and amount.start < _HEAD
    results = _results(scene.lexicon.cues).search(scene.lower, 0, lead.end) is not None
    return (
        results and ahead and lead.grain in REPORTED_ON and not (lead.aside or lead.year_earlier or _ahead(scene, lead))
    )


def _reports(scene: Scene, lead: PeriodMention) -> bool:
    """Whether a text reports on the period that it begins with: a part of a year, or a year whose results it gives."""
    if lead.grain in _REPORTING:
        return lead.grain != "month" or (lead.start < _HEAD and not _long_over(scene, lead))
    results = _results(scene.lexicon.cues).search(scene.lower, 0, lead.end + _HEAD)
    return lead.grain == "year" and lead.start < _HEAD and results is not None


def _long_over(scene: Scene, mention: PeriodMention) -> bool:
    """Whether a month lies so far back that a text does not report on it."""
    published = scene.published.first if scene.published else None
    if published is None or mention.last is None or mention.grain != "month":
        return False
    return (published - mention.last).days > _REPORTED_WITHIN


@cache
def _results(cues: Cues) -> re.Pattern[str]:
    return re.compile(cues.pattern("results"))


def _ahead(scene: Scene, mention: PeriodMention) -> bool:
    """Whether a quarter or half was not over when the text was published; a forecast of it is no frame for what follows."""
    published = scene.published.last if scene.published else None
    return (
        published is not None and mention.grain in REPORTED_ON and mention.last is not None and mention.last > published
    )


def _before(mention: PeriodMention, lead: PeriodMention) -> bool:
    """Whether a year was over before the period that a text reports on began: the report only looks back at it."""
    return mention.grain == "year" and mention.last is not None and lead.first is not None and mention.last < lead.first


def _clause(scene: Scene, amount: Amount) -> tuple[int, int]:
    clause = scene.clause(amount.start)
    return clause.start, clause.end


@cache
def _traded(cues: Cues) -> re.Pattern[str]:
    return re.compile(cues.pattern("traded"))


@cache
def _averaged(cues: Cues) -> re.Pattern[str]:
    return re.compile(cues.pattern("averaged"))


def _runs_over_time(scene: Scene, amount: Amount, metric: Metric | None) -> bool:
    """Whether a number of this kind holds for a span of time, as flows, shares and their changes do."""
    start = max(scene.clause(amount.start).start, amount.start - _NEAR)
    averaged = amount.per_unit is None and amount.unit not in _RATIOS
    if averaged and _averaged(scene.lexicon.cues).search(scene.lower, start, amount.start):
        return True
    if (
        metric is None
        and amount.unit in _CHANGES
        and _traded(scene.lexicon.cues).search(scene.lower, *_clause(scene, amount))
    ):
        return False
    if metric is None:
        large = amount.value >= _LARGE
        return amount.per_unit is None and (
            amount.unit in _CHANGES or (large and amount.unit not in _TIME | _ATTRIBUTES)
        )
    if metric.id in _OF_A_MOMENT or ("price" in metric.id and metric.measure != "RatioMeasure"):
        return False
    if metric.id == "price_change":
        return _YEARLY.search(scene.lower, scene.clause(amount.start).start, amount.start) is not None
    if metric.measure == "Flow" or metric.growth_of:
        return True
    if metric.measure == "RatioMeasure":
        return "margin" in metric.id or "share" in metric.id
    return "active_users" in metric.id or metric.id == "ranking_position"


def _reported(near: list[PeriodMention], lead: PeriodMention) -> PeriodMention:
    """The last mention that is no longer than the period a text begins with: a report on a quarter goes on about it after
    a look at the year. A month inside that quarter or half is a detail of it."""
    fitting = [m for m in near if _LENGTH[m.grain] <= _LENGTH[lead.grain]] or near
    last = fitting[-1]
    if last.grain == "month" and last.first and last.last and lead.grain in ("quarter", "half"):
        for mention in reversed(fitting[:-1]):
            if mention.grain == lead.grain and mention.first and mention.last:
                return mention if mention.first <= last.first and last.last <= mention.last else last
    return last


_LENGTH = {"month": 1, "quarter": 2, "half": 3, "months": 4, "year": 5, "same": 5}
_REPORTING = REPORTED_ON | {"month"}
_TIME = frozenset(("second", "minute", "hour", "day", "week", "month", "year"))
_YEARLY = re.compile(r"同比|按年|年增|year[- ](?:over|on)[- ]year")
_CHANGES = frozenset(("percent", "percentage_point", "basis_point"))
_REPORTED_WITHIN = 75
_RATIOS = frozenset(("multiple", "points"))
_LARGE = 10000
_NEAR = 16
_ATTRIBUTES = frozenset(
    ("pixel", "kilogram", "gram", "millimetre", "centimetre", "inch", "nanometre", "gigabyte", "points")
)
_PRICES = frozenset(("stock_move", "funding_raised", "acquisition_price", "investment_amount", "dividend"))
_OF_A_MOMENT = _PRICES | {"downloads", "content_views", "traffic_support"}
