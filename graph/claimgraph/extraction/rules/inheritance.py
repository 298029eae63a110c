"""The period that a number takes over from an earlier sentence: what the passage, or the whole text, reports on."""

from __future__ import annotations

import re
from functools import cache

from claimgraph.extraction.cues import Cues
from claimgraph.extraction.rules.bases import is_base, is_base_level, is_present, set_apart
from claimgraph.extraction.rules.periods import PeriodMention
from claimgraph.extraction.rules.quantities import Amount
from claimgraph.extraction.rules.scene import Scene, within
from claimgraph.vocabulary import Metric

_REACH = 700
_HEAD = 200
_INHERITABLE = frozenset(("quarter", "half", "year", "months", "month", "same"))
REPORTED_ON = frozenset(("quarter", "half", "months"))


def inherited(scene: Scene, amount: Amount, metric: Metric | None) -> PeriodMention | None:
    """The period of the passage: the last quarter, half or year spoken of before, or the month a text is about."""
    if not _runs_over_time(scene, amount, metric) or is_base_level(scene, amount) or is_present(scene, amount):
        return None
    sentence = scene.sentence(amount.start)
    near = [
        m
        for m in within(scene.periods, max(0, sentence.start - _REACH), sentence.start)
        if m.grain in _INHERITABLE
        and m.known
        and not (m.year_earlier or m.aside or m.as_of)
        and not is_base(scene, m, amount)
        and not set_apart(scene, m, amount)
    ]
    lead = next((m for m in scene.periods if m.grain in _INHERITABLE and m.known and not m.as_of), None)
    if lead is not None and not _ahead(scene, lead):
        near = [m for m in near if not _ahead(scene, m)]
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
        return mention if (lead.first, lead.last) == (mention.first, mention.last) else None
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
        return True
    results = _results(scene.lexicon.cues).search(scene.lower, 0, lead.end + _HEAD)
    return lead.grain == "year" and lead.start < _HEAD and results is not None


@cache
def _results(cues: Cues) -> re.Pattern[str]:
    return re.compile(cues.pattern("results"))


def _ahead(scene: Scene, mention: PeriodMention) -> bool:
    """Whether a quarter or half was not over when the text was published; a forecast of it is no frame for what follows."""
    published = scene.published.last if scene.published else None
    return (
        published is not None and mention.grain in REPORTED_ON and mention.last is not None and mention.last > published
    )


def _runs_over_time(scene: Scene, amount: Amount, metric: Metric | None) -> bool:
    """Whether a number of this kind holds for a span of time, as flows, shares and their changes do."""
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
_LARGE = 10000
_ATTRIBUTES = frozenset(
    ("pixel", "kilogram", "gram", "millimetre", "centimetre", "inch", "nanometre", "gigabyte", "points")
)
_PRICES = frozenset(("stock_move", "funding_raised", "acquisition_price", "investment_amount", "dividend"))
_OF_A_MOMENT = _PRICES | {"downloads", "content_views", "traffic_support"}
