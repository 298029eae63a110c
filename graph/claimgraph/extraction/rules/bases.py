"""Which dates of a text are not of the number beside them: the base of a comparison, a foundation, the day of telling."""

from __future__ import annotations

import re
from functools import cache

from claimgraph.extraction.cues import Cues
from claimgraph.extraction.rules.periods import PeriodMention
from claimgraph.extraction.rules.quantities import Amount
from claimgraph.extraction.rules.scene import Scene, within

BEGAN = re.compile(
    r"(?:从|由|自|(?<![a-z])from)[ ]?(?:原来|此前|之前|原本|原先|原有|最初)?的?(?:每[^\d,，。]{1,8})?"
    r"(?: about | roughly | around )?$"
)


def set_apart(scene: Scene, mention: PeriodMention, amount: Amount) -> bool:
    """Whether a mention stands in brackets with a number of its own: £246.3m (H1 2025: £227.6m)."""
    lower = scene.lower
    opened = lower.rfind("(", max(0, mention.start - 60), mention.start)
    if opened < 0 or ")" in lower[opened : mention.start]:
        return False
    closed = lower.find(")", mention.end, mention.end + 80)
    if closed < 0 or opened < amount.start < closed:
        return False
    return bool(within(scene.amounts, opened, closed))


_FROM = re.compile(
    r"(?:(?<=%) on(?= (?:last|the previous|the prior) $| $)|(?<=percent) on(?= $)"
    r"|较|比|与|同|相比|扭转|落后|不及|[低高多少优]于"
    r"|than|from|against|versus|over|above|below|times|since|compared with|compared to)[ ]?"
    r"(?:in |that of |those of |the |the same period of )?$"
)


def _tells(scene: Scene, mention: PeriodMention) -> bool:
    """Whether a day is only that on which something was said: reported on Tuesday."""
    lower = scene.lower
    return bool(
        _TOLD_AFTER.match(lower, mention.end) or _TOLD_BEFORE.search(lower, max(0, mention.start - 14), mention.start)
    )


def _in_citation(scene: Scene, mention: PeriodMention) -> bool:
    """Whether a day stands in the words that name a source: according to a report by the Herald on May 6."""
    return any(c.start < mention.start and mention.end <= c.end for c in scene.citations_of(mention.start))


def _belongs_to_base(scene: Scene, mention: PeriodMention, amount: Amount) -> bool:
    """Whether a mention dates the level a change began from, and our number is the one it led to: 由去年1.75%收窄至1.55%."""
    if not BEGAN.search(scene.lower, max(0, mention.start - 3), mention.start):
        return False
    between = within(scene.amounts, mention.end, amount.start)
    return bool(between) and between[0].start - mention.end <= 1


@cache
def _releases(cues: Cues) -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    """A date before what came out then (9月发布的模型), after it (launched in May), or of its announcement."""
    verb = cues.pattern("comes-out")
    return (
        re.compile(rf"[^,。;\d\n]{{0,6}}{verb}的"),
        re.compile(rf"{verb} (?:it |them |the app |the model )?(?:back |only |just )?(?:in |on )?(?:early |late )?$"),
        re.compile(rf"[,，]?[^,，。;；\n]{{0,24}}{verb}"),
    )


def _dates_release(scene: Scene, mention: PeriodMention, amount: Amount) -> bool:
    """Whether a mention before a number dates what came out then, of which the number tells as it is."""
    if amount.start < mention.end:
        return False
    attributive, after, announced = _releases(scene.lexicon.cues)
    if attributive.match(scene.lower, mention.end, amount.start):
        return True
    if after.search(scene.lower, max(0, mention.start - 40), mention.start):
        return re.search(r"[,，;；。]|\. ", scene.lower[mention.end : amount.start]) is not None
    told = announced.match(scene.lower, mention.end, amount.start) if mention.grain == "day" else None
    return told is not None and not mention.as_of and not within(scene.amounts, mention.end, told.end())


_THROUGHOUT = re.compile(r"over the (?:(?:same )?(?:period|quarter|month|year|half)|(?:[a-z]+ )+(?:month|week)s)")
_MOVED = re.compile(r"[增减升降涨跌高低多少]")
_REGAINED = re.compile(r"(?:恢复[到至]|重返|相当于|达到)$")
_TOLD_AFTER = re.compile(
    r"(?:[(]\d{1,2}[)]日?)?[ ]?(?:reported|said|announced|posted|unveiled|disclosed|filed|released|晚间?|[早上下]午)?[ ]?"
    r"(?:reported|said|announced|posted|disclosed|filed|公布|发布|宣布|披露|表示)"
)
_TOLD_BEFORE = re.compile(r"(?:said|reported|announced|disclosed|posted|released|told)[ ]$")
_SAME = re.compile(
    r"(?:same|corresponding|comparable|equivalent) (?:quarter|period|month|half|time|stage)(?: of| in)? $"
)
_SET = re.compile(r"(?:set|given|announced|issued|guided|forecast|made) (?:back )?in $")
_SET_AT = re.compile(r"时的?(?:预测|预估)|(?:制定|设定|定下|确定|提出|公布|给出|预期|预计|宣布|订立)的")


@cache
def _founding(cues: Cues) -> re.Pattern[str]:
    return re.compile(cues.pattern("founding"))


def is_base(scene: Scene, mention: PeriodMention, amount: Amount) -> bool:
    """Whether a mention dates another thing: the base of a comparison, or the foundation of the subject."""
    compared = _FROM.search(scene.lower, max(0, mention.start - 22), mention.start) is not None
    compared = compared and not _THROUGHOUT.search(scene.lower, max(0, mention.start - 5), mention.end)
    own = 0 <= amount.start - mention.end <= 3 and not _MOVED.search(scene.lower, mention.end, amount.start)
    own = own and not scene.lower.startswith((",", "，"), mention.end)
    own = own and (
        amount.unit not in ("percent", "percentage_point", "basis_point", "multiple")
        or scene.lower[mention.end : amount.start] == "的"
    )
    if _SET.search(scene.lower, max(0, mention.start - 12), mention.start) or _SET_AT.match(scene.lower, mention.end):
        return True
    if compared and not own:
        return True
    if _REGAINED.search(scene.lower, max(0, mention.start - 5), mention.start) and amount.unit == "percent":
        return True
    if mention.grain == "day" and (_tells(scene, mention) or _in_citation(scene, mention)):
        return True
    if _belongs_to_base(scene, mention, amount) or _dates_release(scene, mention, amount):
        return True
    if _SAME.search(scene.lower, max(0, mention.start - 40), mention.start):
        return not own
    clause = scene.clause(mention.start)
    return (
        amount.start > clause.end
        and _founding(scene.lexicon.cues).search(scene.lower, clause.start, clause.end) is not None
    )


@cache
def _present(cues: Cues) -> re.Pattern[str]:
    return re.compile(rf"(?<![度初]){cues.pattern('at-present')}(?! {cues.pattern('future')})")


@cache
def _perfect(cues: Cues) -> re.Pattern[str]:
    return re.compile("|".join(cue.template or "(?!)" for cue in cues.templates("tells-now")))


def is_present(scene: Scene, amount: Amount) -> bool:
    """Whether the clause tells a number as of now (目前有200人, it now serves): no earlier date of the text is its own."""
    clause = scene.sentence(amount.start) if scene.text.chinese else scene.clause(amount.start)
    found = list(_present(scene.lexicon.cues).finditer(scene.lower, clause.start, amount.start))
    if not found and not scene.text.chinese:
        return tells_now(scene, amount)
    return bool(found) and not within(scene.periods, found[-1].end(), amount.start)


def tells_now(scene: Scene, amount: Amount) -> bool:
    """Whether a perfect right before a number, in a clause without a date, tells it as of now: has taken in, 已突破."""
    start = scene.clause(amount.start).start
    found = list(_perfect(scene.lexicon.cues).finditer(scene.lower, start, amount.start))
    return bool(found) and not within(scene.periods, start, amount.start)


def is_base_level(scene: Scene, amount: Amount) -> bool:
    """Whether a number is the level that a change began from, and the text does not say of when; a revised target is
    of one period before and after."""
    clause = scene.clause(amount.start)
    start = amount.cue_start if 0 <= amount.cue_start < amount.start else amount.start
    if not BEGAN.search(scene.lower, max(clause.start, start - 16), start):
        return False
    return _REVISED.search(scene.lower, clause.start, clause.end) is None


_REVISED = re.compile(
    r"[上下]修|[上下]调|调[高低升]|目标|预期|预估|指引|rais|lift|cut |lower|target|goal|forecast|guidance|outlook"
)


def is_future(scene: Scene, mention: PeriodMention) -> bool:
    """Whether a period ends after the text was published."""
    published = scene.published.last if scene.published else None
    return published is not None and mention.last is not None and mention.last > published
