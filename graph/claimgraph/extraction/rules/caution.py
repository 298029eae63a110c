"""What keeps a number that was read from being proposed as a claim: a reading must be well founded in every part.

Gives the reason, never another reading; what is held back goes to a person with everything that was read.
"""

from __future__ import annotations

import re

from claimgraph.extraction.cues import Cues
from claimgraph.extraction.rules.binding import Binding
from claimgraph.extraction.rules.doubts import Doubts
from claimgraph.extraction.rules.metric_caution import MetricCaution
from claimgraph.extraction.rules.quantities import Amount
from claimgraph.extraction.rules.referents import Subject
from claimgraph.extraction.rules.scene import Scene, within
from claimgraph.extraction.rules.subject_caution import SubjectCaution
from claimgraph.extraction.rules.subjects import SubjectFinder
from claimgraph.vocabulary import Metric

_PASSED = re.compile(r"(?:从|由|领先|仅次于|高于|超过|past|overtook|behind|from)[^,，。]{0,2}$")
_DEALT_OUT, _DEALT_BEFORE = re.compile(r"[ ]?/[ ]?\d"), re.compile(r"\d[%亿万元]{0,3}[ ]?/[ ]?$")
_UNNAMED = frozenset(("zero", "topic"))
_DESCRIBES = re.compile(r"的[ ]?[^,，。;；的\d]{2,14}[,，]")
_TOLD_YUAN = re.compile(r"人民币[^。]{0,3}下同")
_PER_SHARE = re.compile(r"[^,.;，。；]{0,12}(?:per (?:[a-z]+ )?share|a share|每股)")


class Caution:
    """Judges the readings of one scene."""

    def __init__(self, scene: Scene, subjects: SubjectFinder, cues: Cues) -> None:
        self._scene = scene
        self._doubts = Doubts(scene, subjects, cues)
        self._of_subject, self._of_metric = SubjectCaution(scene, self._doubts, cues), MetricCaution(scene, cues)
        self._person = re.compile(rf"[ ]?{cues.pattern('person-pronoun', 'person-possessive')}")
        self._class = re.compile(rf"的[^,，。]{{0,6}}?{cues.pattern('class-after')}")
        self._threshold = re.compile(rf"[ ]?(?:的)?{cues.pattern('threshold')}")
        strange = re.search(cues.pattern("other-yuan"), scene.lower) if scene.text.traditional else None
        self._other_currency = strange is not None and not _TOLD_YUAN.search(scene.lower)

    def against(self, amount: Amount, binding: Binding, metric: Metric | None, subject: Subject | None) -> str | None:
        """Why a reading is no claim yet; None where nothing speaks against it."""
        if metric is None:
            return "no metric of the vocabulary fits the phrase"
        if subject is None:
            return "no subject is named"
        return (
            self._of_subject.against(amount, subject)
            or self._of_subject.against_place(amount, binding, subject)
            or self._doubts.unread(amount, binding, metric, subject)
            or self._of_metric.against(amount, binding, metric, subject)
            or self._against_unit(amount)
            or self._against_number(amount, binding, subject.how)
        )

    def doubts(self, amount: Amount, subject: Subject) -> tuple[str, ...]:
        """What makes one doubt of a subject without ruling it out."""
        return self._doubts.about(amount, subject)

    def _against_unit(self, amount: Amount) -> str | None:
        printed = self._scene.lower[amount.start : amount.end]
        if amount.unit == "CNY" and self._other_currency and "元" in printed and "人民" not in printed:
            return "its currency is not told"
        if len(amount.unit) == 3 and amount.per_unit is None and _PER_SHARE.match(self._scene.lower, amount.end):
            return "it may be the value of one share"
        return None

    def _against_number(self, amount: Amount, binding: Binding, how: str) -> str | None:
        """Why this number may be that of another: the rank of a rival, a ratio to somebody unnamed, a person's own."""
        plain = self._scene.lower
        if amount.bare and "/" in (plain[amount.start - 1 : amount.start], plain[amount.end : amount.end + 1]):
            return "it may be part of a fraction"
        if _DEALT_OUT.match(plain, amount.end) or _DEALT_BEFORE.search(plain, max(0, amount.start - 12), amount.start):
            return "several numbers are told in one, each of something else"
        if self._threshold.match(plain, amount.end):
            return "it is a threshold, not a value"
        if amount.unit == "rank" and _PASSED.search(plain, max(0, amount.start - 6), amount.start):
            return "it may be the place that another held"
        if amount.unit == "rank" and self._class.match(plain, amount.end):
            return "it may only tell of which class something is"
        if amount.unit == "rank" and self._introduces(amount):
            return "it may be the place of the name after it"
        if how in _UNNAMED and _DESCRIBES.match(plain, amount.end):
            return "it may describe what follows"
        if amount.unit == "multiple" and binding.rule == "ratio" and how != "explicit":
            return "what it is compared with is not told"
        if self._person.match(self._scene.lower, self._scene.clause(amount.start).start, amount.start):
            return "somebody else is spoken of"
        return None

    def _introduces(self, amount: Amount) -> bool:
        """Whether a name follows a rank at once: 第五名《...》."""
        after = within(self._scene.mentions, amount.end, amount.end + 3)
        return (
            bool(after)
            and after[0].named
            and not re.search(r"[,，。;；的]", self._scene.lower[amount.end : after[0].start])
        )
