"""Which period a number holds for, by the words of its own sentence.

The period nearest before the number in its clause, else one of its sentence; what it inherits from the passage is found in
`inheritance`, and durations that are windows in `windows`.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from functools import cache

from claimgraph.claim import Period
from claimgraph.extraction.cues import Cues
from claimgraph.extraction.rules.bases import is_base, is_base_level, is_present, set_apart
from claimgraph.extraction.rules.inheritance import REPORTED_ON
from claimgraph.extraction.rules.period_dates import years_on
from claimgraph.extraction.rules.periods import PeriodMention
from claimgraph.extraction.rules.quantities import Amount
from claimgraph.extraction.rules.scene import Scene, within
from claimgraph.extraction.rules.spread import compound_span, quarter_of_run, slashed_year
from claimgraph.extraction.rules.tables import column_period
from claimgraph.extraction.rules.text import Span
from claimgraph.vocabulary import Metric


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
    if dealt := quarter_of_run(scene, amount, sentence):
        return dealt, False
    here = _dating(scene, amount, clause.start, amount.start)
    after = _following(scene, amount, clause, sentence)
    if is_base_level(scene, amount):
        return (level, False) if (level := _of_level(scene, amount, after, clause)) else None
    if here and not (after and _belongs_to_another(scene, here[-1], clause)):
        return here[-1], False
    if after:
        return _year_before(scene, after, amount) or after, False
    if is_present(scene, amount):
        return None
    before = _dating(scene, amount, sentence.start, clause.start)
    if before and not _speaks_anew(scene, before[-1], amount):
        return before[-1], False
    if other := _other_words(scene, amount):
        return period_mention(scene, other)
    day = _traded_day(scene, amount, sentence)
    return (day, True) if day else None


def _traded_day(scene: Scene, amount: Amount, sentence: Span) -> PeriodMention | None:
    """The day of the sentence before, for a price at which shares closed and what is told after it."""
    if not scene.text.chinese or _AGAINST_PRICE.search(scene.lower, sentence.start, amount.start):
        return None
    if not _closed(scene.lexicon.cues).search(scene.lower, sentence.start, amount.start):
        return None
    paragraph = scene.lower.rfind("\n", 0, amount.start) + 1
    near = within(scene.periods, max(paragraph, sentence.start - _LAST), sentence.start)
    return near[-1] if near and near[-1].grain == "day" and not near[-1].aside else None


@cache
def _closed(cues: Cues) -> re.Pattern[str]:
    return re.compile(cues.pattern("closed"))


_LAST = 80
_AGAINST_PRICE = re.compile(r"[较比][^,，\d]{0,6}$")


def _speaks_anew(scene: Scene, mention: PeriodMention, amount: Amount) -> bool:
    """Whether another source begins to speak between a date and a number."""
    return scene.text.chinese and bool(within(scene.citations, mention.end, amount.start))


def _other_words(scene: Scene, amount: Amount) -> Amount | None:
    """The number that a second one only puts in other words: $178 million, or 27 cents a share."""
    near = within(scene.amounts, max(0, amount.start - 60), amount.start)
    return near[-1] if near and _OR.fullmatch(scene.lower, near[-1].end, amount.start) else None


_OR = re.compile(r"(?: a share)?,? or (?:about |roughly |around |nearly )?")

_PRICED = re.compile(r"目标价|(?<![a-z])(?:target price|price target|tp)(?![a-z])")


def _dating(scene: Scene, amount: Amount, start: int, end: int) -> list[PeriodMention]:
    """The mentions of a stretch that can date a number."""
    return [
        m
        for m in within(scene.periods, start, end)
        if not m.year_earlier and not is_base(scene, m, amount) and not set_apart(scene, m, amount)
    ]


def _following(scene: Scene, amount: Amount, clause: Span, sentence: Span) -> PeriodMention | None:
    """In English, the mention after a number in its clause, with no other number between."""
    if scene.text.chinese:
        return None
    after = _dating(scene, amount, amount.end, min(sentence.end, clause.end))
    after = [m for m in after if not _of_compared(scene, m, amount) and not _of_next(scene, m, amount)]
    if len(after) != 1 or _leads(scene, after[0], amount):
        after = [m for m in after if _reaches_back(scene, m, amount) and not _leads(scene, m, amount)]
    return after[0] if after else None


def _of_level(scene: Scene, amount: Amount, after: PeriodMention | None, clause: Span) -> PeriodMention | None:
    """The mention right after the level that a change began from, also one that dates only what is compared."""
    if after is None:
        near = within(scene.periods, amount.end, min(clause.end, amount.end + _BESIDE))
        after = next((m for m in near if _DATED.fullmatch(scene.lower, amount.end, m.start)), None)
    return after if after and not within(scene.amounts, amount.end, after.start) else None


_BESIDE = 40
_DATED = re.compile(r"(?: [a-z]+)? (?:in|during|for) ")


def _reaches_back(scene: Scene, mention: PeriodMention, amount: Amount) -> bool:
    """Whether nothing stands between a number and a mention after it but the level that it led to: 7% to 35 units in May."""
    between = within(scene.amounts, amount.end, mention.start)
    return not between or (len(between) == 1 and scene.lower[amount.end : between[0].start].strip() == "to")


def _of_compared(scene: Scene, mention: PeriodMention, amount: Amount) -> bool:
    """Whether a mention after a number dates another that it is compared with: 12 times its $270 million in 2024."""
    between = within(scene.amounts, amount.end, mention.start)
    return bool(between) and (
        mention.as_of
        or (
            _BEFORE.match(scene.lower, mention.start) is not None
            and _AGAINST.search(scene.lower, amount.end, between[-1].start) is not None
        )
        or _MULTIPLE.match(scene.lower, amount.end) is not None
        or (amount.unit == "multiple" and _AGAINST.search(scene.lower, amount.end, between[-1].start) is not None)
    )


def _of_next(scene: Scene, mention: PeriodMention, amount: Amount) -> bool:
    """Whether another predicate with a number of its own stands before a mention: at $166.63 and have lost a third."""
    between = within(scene.amounts, amount.end, mention.start)
    return bool(between) and _PREDICATE.search(scene.lower, amount.end, between[-1].start) is not None


_BEFORE = re.compile(r"the (?:previous|prior|preceding) ")
_PREDICATE = re.compile(r" and (?:has|have|had|is|are|was|were) ")
_MULTIPLE = re.compile(r"(?: [a-z]+)? (?:times|of) (?:the|its|their|that) ")


def _leads(scene: Scene, mention: PeriodMention, amount: Amount) -> bool:
    """Whether a mention stands before a number of its own and nearer to that: the 2006 peak of $13 billion."""
    own = within(scene.amounts, mention.end, mention.end + 26)
    gap = mention.start - amount.end
    return (
        bool(own)
        and own[0].start - mention.end < gap
        and not re.search(r"[,;.]| from ", scene.lower[mention.end : own[0].start])
    )


def _year_before(scene: Scene, mention: PeriodMention, amount: Amount) -> PeriodMention | None:
    """In a report on a quarter, "compared with $629 million last year" is of the same quarter a year before."""
    words = scene.lower[mention.start : mention.end]
    clause = scene.clause(amount.start)
    if not (_YEAR_BEFORE.fullmatch(words) and _AGAINST.search(scene.lower, clause.start, amount.start)):
        return None
    told = [m for m in within(scene.periods, 0, amount.start) if m.grain in REPORTED_ON and m.known and not m.aside]
    if not told or told[-1].first is None or told[-1].last is None:
        return None
    return replace(told[-1], first=years_on(told[-1].first, -1), last=years_on(told[-1].last, -1), basis="relative")


_YEAR_BEFORE = re.compile(r"(?:last|the prior|the previous) year")
_AGAINST = re.compile(r"(?<![a-z])(?:compared (?:with|to)|from|versus|vs\.?|against|than)(?![a-z])")


def _belongs_to_another(scene: Scene, mention: PeriodMention, clause: Span) -> bool:
    """Whether a mention stands behind a number of its own: from $640 million in 2023 to $455 million last year."""
    others = within(scene.amounts, clause.start, mention.start)
    return bool(others) and re.search(r"[,;]", scene.lower[others[-1].end : mention.start]) is None


def _year_earlier(scene: Scene, amount: Amount, clause: Span) -> PeriodMention | None:
    """去年同期的6.9亿元, $352.6 million a year earlier: the level of the year before."""
    for mention in within(scene.periods, clause.start, amount.start):
        if mention.year_earlier and re.fullmatch(
            r"(?:的|为|是|仅|仅为|of|was|had|s|'s| )*", scene.lower[mention.end : amount.start]
        ):
            return mention
        if mention.year_earlier and _told_of(scene, mention, amount):
            return mention
    for mention in within(scene.periods, amount.end, amount.end + 30):
        if (
            mention.year_earlier
            and re.fullmatch(_RECORDED, scene.lower[amount.end : mention.start])
            and amount.unit not in ("percent", "percentage_point", "basis_point", "multiple")
        ):
            return mention
    return None


def _told_of(scene: Scene, mention: PeriodMention, amount: Amount) -> bool:
    """Whether the words between the year before and a number only say what it is: 去年同期净亏损7980万元."""
    between = scene.lower[mention.end : amount.start]
    compared = is_base(scene, mention, amount) or mention.aside
    return not compared and _NOUN.fullmatch(between) is not None and _CHANGED.search(between) is None


def until_now(scene: Scene, mention: PeriodMention | None, metric: Metric | None) -> PeriodMention | None:
    """The year under way ends with the publication for what a share has gained in it."""
    published = scene.published
    if mention is None or metric is None or metric.id != "stock_move" or mention.grain != "year":
        return mention
    if published is None or published.precision != "day" or not mention.first or not mention.last:
        return mention
    return replace(mention, last=published.last) if mention.first <= published.last < mention.last else mention


_NOUN = re.compile(r"(?:的|经调整|归母)?[\u3400-\u9fff]{0,6}")
_CHANGED = re.compile(r"[增减升降涨跌高低多少扩缩]|提|相比|持平|下滑|改善")
_RECORDED = r"(?:,? or [^,;.()]{1,24},?)?[ ]?(?:[a-z]+(?:ed|n|ade) )?(?:in |for |of |during |from )?(?:the )?"


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
