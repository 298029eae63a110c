"""Which period a number holds for, and over what window.

The period nearest before the number in its clause, else one of its sentence, else one inherited from the passage (and said
to be so). Durations beside certain words are windows (上线5天, 30天留存, within a week), never periods.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

from claimgraph.claim import Period
from claimgraph.extraction.rules.period_dates import years_on
from claimgraph.extraction.rules.periods import PeriodMention
from claimgraph.extraction.rules.quantities import Amount
from claimgraph.extraction.rules.scene import Scene, within
from claimgraph.extraction.rules.spread import compound_span, slashed_year
from claimgraph.extraction.rules.tables import column_period
from claimgraph.extraction.rules.text import Span
from claimgraph.vocabulary import Metric

_REACH = 700
_INHERITABLE = frozenset(("quarter", "half", "year", "months", "month", "same"))


def period_mention(scene: Scene, amount: Amount) -> tuple[PeriodMention, bool] | None:
    """The mention that dates a number, and whether it was inherited from another sentence."""
    clause, sentence = scene.clause(amount.start), scene.sentence(amount.start)
    if earlier := _year_earlier(scene, amount, clause):
        return earlier, False
    if _PRICED.search(scene.lower, max(clause.start, amount.start - 16), amount.start):
        return None
    if headed := column_period(scene.lower, amount, list(scene.periods)):
        return headed, False
    if spanned := compound_span(scene, amount, sentence):
        return spanned, False
    if dealt := slashed_year(scene, amount, sentence):
        return dealt, False
    here = _dating(scene, amount, clause.start, amount.start)
    after = _following(scene, amount, clause, sentence)
    if here and not (after and _belongs_to_another(scene, here[-1], clause)):
        return here[-1], False
    if after:
        return _year_before(scene, after, amount) or after, False
    before = _dating(scene, amount, sentence.start, clause.start)
    if before:
        return before[-1], False
    return None


_PRICED = re.compile(r"目标价|(?<![a-z])(?:target price|price target|tp)(?![a-z])")


def _dating(scene: Scene, amount: Amount, start: int, end: int) -> list[PeriodMention]:
    """The mentions of a stretch that can date a number."""
    return [
        m
        for m in within(scene.periods, start, end)
        if not m.year_earlier and not _is_base(scene, m, amount) and not _set_apart(scene, m, amount)
    ]


def _following(scene: Scene, amount: Amount, clause: Span, sentence: Span) -> PeriodMention | None:
    """In English, the mention after a number in its clause, with no other number between."""
    if scene.text.chinese:
        return None
    after = _dating(scene, amount, amount.end, min(sentence.end, clause.end))
    if len(after) != 1 or _leads(scene, after[0], amount):
        after = [m for m in after if not within(scene.amounts, amount.end, m.start) and not _leads(scene, m, amount)]
    return after[0] if after else None


def _leads(scene: Scene, mention: PeriodMention, amount: Amount) -> bool:
    """Whether a mention stands before a number of its own and nearer to that: the 2006 peak of $13 billion."""
    own = within(scene.amounts, mention.end, mention.end + 26)
    gap = mention.start - amount.end
    return (
        bool(own)
        and own[0].start - mention.end < gap
        and not re.search(r"[,;.]", scene.lower[mention.end : own[0].start])
    )


def _year_before(scene: Scene, mention: PeriodMention, amount: Amount) -> PeriodMention | None:
    """In a report on a quarter, "compared with $629 million last year" is of the same quarter a year before."""
    words = scene.lower[mention.start : mention.end]
    clause = scene.clause(amount.start)
    if not (_YEAR_BEFORE.fullmatch(words) and _AGAINST.search(scene.lower, clause.start, amount.start)):
        return None
    told = [m for m in within(scene.periods, 0, amount.start) if m.grain in _REPORTED_ON and m.known and not m.aside]
    if not told or told[-1].first is None or told[-1].last is None:
        return None
    return replace(told[-1], first=years_on(told[-1].first, -1), last=years_on(told[-1].last, -1), basis="relative")


_YEAR_BEFORE = re.compile(r"(?:last|the prior|the previous) year")
_AGAINST = re.compile(r"(?<![a-z])(?:compared (?:with|to)|from|versus|vs\.?|against|than)(?![a-z])")


def _belongs_to_another(scene: Scene, mention: PeriodMention, clause: Span) -> bool:
    """Whether a mention stands behind a number of its own: from $640 million in 2023 to $455 million last year."""
    others = within(scene.amounts, clause.start, mention.start)
    return bool(others) and re.search(r"[,;]", scene.lower[others[-1].end : mention.start]) is None


def _set_apart(scene: Scene, mention: PeriodMention, amount: Amount) -> bool:
    """Whether a mention stands in brackets with a number of its own: £246.3m (H1 2025: £227.6m)."""
    lower = scene.lower
    opened = lower.rfind("(", max(0, mention.start - 60), mention.start)
    if opened < 0 or ")" in lower[opened : mention.start]:
        return False
    closed = lower.find(")", mention.end, mention.end + 80)
    if closed < 0 or opened < amount.start < closed:
        return False
    return bool(within(scene.amounts, opened, closed))


def _year_earlier(scene: Scene, amount: Amount, clause: Span) -> PeriodMention | None:
    """去年同期的6.9亿元, $352.6 million a year earlier: the level of the year before."""
    for mention in within(scene.periods, clause.start, amount.start):
        if mention.year_earlier and re.fullmatch(
            r"(?:的|为|是|仅|仅为|of|was|had|s|'s| )*", scene.lower[mention.end : amount.start]
        ):
            return mention
    for mention in within(scene.periods, amount.end, amount.end + 30):
        if (
            mention.year_earlier
            and re.fullmatch(_RECORDED, scene.lower[amount.end : mention.start])
            and amount.unit not in ("percent", "percentage_point", "multiple")
        ):
            return mention
    return None


_RECORDED = r"[ ]?(?:[a-z]+(?:ed|n|ade) )?(?:in |for |of |during |from )?(?:the )?"
_FROM = re.compile(
    r"(?:较|比|与|同|相比|扭转|落后|不及|[低高多少优]于"
    r"|than|from|against|versus|over|above|below|times|since|compared with|compared to)[ ]?"
    r"(?:in |that of |those of |the |the same period of )?$"
)


def _tells(scene: Scene, mention: PeriodMention) -> bool:
    """Whether a day is only that on which something was said: reported on Tuesday."""
    lower = scene.lower
    return bool(
        _TOLD_AFTER.match(lower, mention.end) or _TOLD_BEFORE.search(lower, max(0, mention.start - 14), mention.start)
    )


def _belongs_to_base(scene: Scene, mention: PeriodMention, amount: Amount) -> bool:
    """Whether a mention dates the level a change began from, and our number is the one it led to: 由去年1.75%收窄至1.55%."""
    if not _BEGAN.search(scene.lower, max(0, mention.start - 3), mention.start):
        return False
    between = within(scene.amounts, mention.end, amount.start)
    return bool(between) and between[0].start - mention.end <= 1


_MOVED = re.compile(r"[增减升降涨跌高低多少]")
_REGAINED = re.compile(r"(?:恢复[到至]|重返|相当于|达到)$")
_TOLD_AFTER = re.compile(
    r"[ ]?(?:reported|said|announced|posted|unveiled|disclosed|filed|released|晚间?|[早上下]午)?[ ]?"
    r"(?:reported|said|announced|posted|disclosed|filed|公布|发布|宣布|披露|表示)"
)
_TOLD_BEFORE = re.compile(r"(?:said|reported|announced|disclosed|posted|released|told)[ ]$")
_SAME = re.compile(
    r"(?:same|corresponding|comparable|equivalent) (?:quarter|period|month|half|time|stage)(?: of| in)? $"
)
_SET = re.compile(r"(?:set|given|announced|issued|guided|forecast|made) (?:back )?in $")
_SET_AT = re.compile(r"(?:制定|设定|定下|确定|提出|公布|给出|预期|预计|宣布|订立)的")
_FOUNDING = re.compile(r"成立|创立|创办|创建|组建|founded|established|set up|went public|launched in|born in|since")


def _is_base(scene: Scene, mention: PeriodMention, amount: Amount) -> bool:
    """Whether a mention dates another thing: the base of a comparison, or the foundation of the subject."""
    compared = _FROM.search(scene.lower, max(0, mention.start - 22), mention.start) is not None
    own = 0 <= amount.start - mention.end <= 3 and not _MOVED.search(scene.lower, mention.end, amount.start)
    own = own and (
        amount.unit not in ("percent", "percentage_point", "multiple")
        or scene.lower[mention.end : amount.start] == "的"
    )
    if _SET.search(scene.lower, max(0, mention.start - 12), mention.start) or _SET_AT.match(scene.lower, mention.end):
        return True
    if compared and not own:
        return True
    if _REGAINED.search(scene.lower, max(0, mention.start - 5), mention.start) and amount.unit == "percent":
        return True
    if mention.grain == "day" and _tells(scene, mention):
        return True
    if _belongs_to_base(scene, mention, amount):
        return True
    if _SAME.search(scene.lower, max(0, mention.start - 40), mention.start):
        return not own
    clause = scene.clause(mention.start)
    return amount.start > clause.end and _FOUNDING.search(scene.lower, clause.start, clause.end) is not None


def inherited(scene: Scene, amount: Amount, metric: Metric | None) -> PeriodMention | None:
    """The period of the passage: the last quarter, half or year spoken of before, or the month a text is about."""
    if not _runs_over_time(scene, amount, metric) or _is_base_level(scene, amount):
        return None
    sentence = scene.sentence(amount.start)
    near = [
        m
        for m in within(scene.periods, max(0, sentence.start - _REACH), sentence.start)
        if m.grain in _INHERITABLE
        and m.known
        and not (m.year_earlier or m.aside or m.as_of)
        and not _is_base(scene, m, amount)
        and not _set_apart(scene, m, amount)
    ]
    lead = next((m for m in scene.periods if m.grain in _INHERITABLE and m.known and not m.as_of), None)
    if lead is not None and not _ahead(scene, lead):
        near = [m for m in near if not _ahead(scene, m)]
    if not near or lead is None:
        return None
    whole = scene.lower.rfind("。", 0, amount.start)
    beside = (
        scene.text.chinese and near[-1].start > whole >= 0 and "\n" not in scene.lower[near[-1].start : amount.start]
    )
    mention = near[-1] if beside else _reported(near, lead)
    if metric is None and not (lead.grain in _REPORTING and mention.grain in _REPORTING):
        return None
    if scene.text.plain.count("\n", mention.end, amount.start) and mention.grain not in _REPORTED_ON:
        return mention if (lead.first, lead.last) == (mention.first, mention.last) else None
    return mention


def _ahead(scene: Scene, mention: PeriodMention) -> bool:
    """Whether a quarter or half was not over when the text was published; a forecast of it is no frame for what follows."""
    published = scene.published.last if scene.published else None
    return (
        published is not None
        and mention.grain in _REPORTED_ON
        and mention.last is not None
        and mention.last > published
    )


def _is_base_level(scene: Scene, amount: Amount) -> bool:
    """Whether a number is the level that a change began from, and the text does not say of when; a revised target is
    of one period before and after."""
    clause = scene.clause(amount.start)
    start = amount.cue_start if 0 <= amount.cue_start < amount.start else amount.start
    if not _BEGAN.search(scene.lower, max(clause.start, start - 10), start):
        return False
    return _REVISED.search(scene.lower, clause.start, clause.end) is None


_BEGAN = re.compile(r"(?:从|由|自|(?<![a-z])from)[ ]?(?:原来|此前|之前)?的?$")
_REVISED = re.compile(
    r"[上下]修|[上下]调|调[高低升]|目标|预期|预估|指引|rais|lift|cut |lower|target|goal|forecast|guidance|outlook"
)


def _runs_over_time(scene: Scene, amount: Amount, metric: Metric | None) -> bool:
    """Whether a number of this kind holds for a span of time, as flows, shares and their changes do."""
    if metric is None:
        large = amount.value >= _LARGE
        return amount.per_unit is None and (
            amount.unit in _CHANGES or (large and amount.unit not in _TIME | _ATTRIBUTES)
        )
    if metric.id in _OF_A_MOMENT:
        return False
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
_REPORTED_ON = frozenset(("quarter", "half", "months"))
_REPORTING = _REPORTED_ON | {"month"}
_TIME = frozenset(("second", "minute", "hour", "day", "week", "month", "year"))
_CHANGES = frozenset(("percent", "percentage_point"))
_LARGE = 10000
_ATTRIBUTES = frozenset(
    ("pixel", "kilogram", "gram", "millimetre", "centimetre", "inch", "nanometre", "gigabyte", "points")
)
_PRICES = frozenset(("stock_move", "funding_raised", "acquisition_price", "investment_amount", "dividend"))
_OF_A_MOMENT = _PRICES | {"downloads", "content_views", "traffic_support"}


def as_period(mention: PeriodMention | None, basis: str | None = None) -> Period | None:
    """The mention as a period of the claim model; None where its dates are not known."""
    if mention is None or mention.first is None or mention.last is None:
        return None
    return Period(mention.first, mention.last, mention.as_of, basis or mention.basis)


def months(first: date | None, last: date | None) -> int | None:
    """The length of a period of whole months."""
    if first is None or last is None or first.day != 1:
        return None
    return (last.year - first.year) * 12 + last.month - first.month + 1


_ISO = {
    "second": "PT{}S",
    "minute": "PT{}M",
    "hour": "PT{}H",
    "day": "P{}D",
    "week": "P{}D",
    "month": "P{}M",
    "year": "P{}Y",
}
_WINDOW_BEFORE = re.compile(
    r"(?:用了?|仅用|只用|花了?|历时|上线|发布|开售|上映|开播|公测|推出|首"
    r"|仅|短短|不到|过去|近|最近|未来|此后|后|在|within|in|in just|in only"
    r"|in its first|its first|first|after|over|the first|for|past|last|next"
    r"|just)(?:仅|后|的|不到|约)?[ ]?$"
)
_WINDOW_AFTER = re.compile(
    r"(?:内|之内|以内|后|就|便|即|的?(?:用户)?留存|的?(?:累计)?(?:播放|下载"
    r"|销)|累计|时间|[ -](?:of|after|since|retention|following|later))"
)


def iso_duration(amount: Amount) -> str | None:
    """A duration as ISO 8601: P5D, P6M, PT30S."""
    if amount.low is None or amount.unit not in _ISO:
        return None
    number = amount.low * (7 if amount.unit == "week" else 1)
    return _ISO[amount.unit].format(f"{number.normalize():f}")


def is_window(scene: Scene, amount: Amount) -> bool:
    """Whether a duration says over what time something was counted."""
    if iso_duration(amount) is None:
        return False
    lower = scene.lower
    return bool(
        _WINDOW_AFTER.match(lower, max(amount.end, amount.cue_end))
        or _WINDOW_BEFORE.search(lower, max(0, amount.start - 14), amount.start)
    )


def window_of(scene: Scene, amount: Amount, label: Span | None, windows: dict[int, str]) -> str | None:
    """The window of a number: the duration before it in its clause that was found to be one."""
    clause = scene.clause(amount.start)
    start = min(clause.start, label.start - 12) if label else clause.start
    near = [
        other
        for other in within(scene.amounts, max(0, start), amount.start)
        if other.start in windows and other.start >= clause.start
    ]
    return windows[near[-1].start] if near else None
