"""Which period a number holds for, and over what window.

The period nearest before the number in its clause, else one of its sentence, else one inherited from the passage (and said
to be so). Durations beside certain words are windows (上线5天, 30天留存, within a week), never periods.
"""

from __future__ import annotations

import re
from datetime import date

from claimgraph.claim import Period
from claimgraph.extraction.rules.periods import PeriodMention
from claimgraph.extraction.rules.quantities import Amount
from claimgraph.extraction.rules.scene import Scene, within
from claimgraph.extraction.rules.text import Span
from claimgraph.vocabulary import Metric

_REACH = 700
_INHERITABLE = frozenset(("quarter", "half", "year", "months", "month", "same"))


def period_mention(scene: Scene, amount: Amount) -> tuple[PeriodMention, bool] | None:
    """The mention that dates a number, and whether it was inherited from another sentence."""
    clause, sentence = scene.clause(amount.start), scene.sentence(amount.start)
    if earlier := _year_earlier(scene, amount, clause):
        return earlier, False
    here = [
        m
        for m in within(scene.periods, clause.start, amount.start)
        if not m.year_earlier and not _is_base(scene, m, amount)
    ]
    if here:
        return here[-1], False
    stop = clause.end if scene.text.chinese else min(sentence.end, clause.end)
    after = [
        m for m in within(scene.periods, amount.end, stop) if not m.year_earlier and not _is_base(scene, m, amount)
    ]
    after = after if len(after) == 1 else [m for m in after if not within(scene.amounts, amount.end, m.start)]
    if after and not scene.text.chinese:
        return after[0], False
    before = [
        m
        for m in within(scene.periods, sentence.start, clause.start)
        if not m.year_earlier and not _is_base(scene, m, amount)
    ]
    if before:
        return before[-1], False
    return None


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
            and re.fullmatch(r"[ ]?(?:in |for |of |during |from )?(?:the )?", scene.lower[amount.end : mention.start])
            and amount.unit not in ("percent", "percentage_point", "multiple")
        ):
            return mention
    return None


_FROM = re.compile(
    r"(?:较|比|与|同|相比|than|from|against|versus|over|since|compared with)[ ]?(?:in |that of |the same period of )?$"
)
_FOUNDING = re.compile(r"成立|创立|创办|创建|组建|founded|established|set up|went public|launched in|born in|since")


def _is_base(scene: Scene, mention: PeriodMention, amount: Amount) -> bool:
    """Whether a mention dates another thing: the base of a comparison, or the foundation of the subject."""
    compared = _FROM.search(scene.lower, max(0, mention.start - 22), mention.start) is not None
    own = 0 <= amount.start - mention.end <= 3 and amount.unit not in ("percent", "percentage_point", "multiple")
    if compared and not own:
        return True
    clause = scene.clause(mention.start)
    return amount.start > clause.end and _FOUNDING.search(scene.lower, clause.start, clause.end) is not None


def inherited(scene: Scene, amount: Amount, metric: Metric | None) -> PeriodMention | None:
    """The period of the passage, for flows and their changes: the last quarter, half or year spoken of before."""
    if (
        metric is None
        or metric.measure not in ("Flow", "RatioMeasure")
        or not (metric.measure == "Flow" or metric.growth_of or "margin" in metric.id or "share" in metric.id)
    ):
        return None
    if metric.id in (
        "stock_move",
        "downloads",
        "content_views",
        "funding_raised",
        "acquisition_price",
        "investment_amount",
        "traffic_support",
    ):
        return None
    sentence = scene.sentence(amount.start)
    near = within(scene.periods, max(0, sentence.start - _REACH), sentence.start)
    for mention in reversed(near):
        if _is_base(scene, mention, amount):
            continue
        if mention.grain in _INHERITABLE and mention.known and not mention.year_earlier and not mention.as_of:
            gap = scene.text.plain.count("\n", mention.end, amount.start)
            if gap and mention.grain not in ("quarter", "half", "months"):
                return None
            return mention
    return None


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
