"""How the text commits itself to a number: actual, expected, a target, an estimate, a possibility.

Reads the cue nearest before the number in its clause, a noun of aims right after it, else what the clause before committed
itself to; a number of a time to come is expected, and what another is compared with is not.
"""

from __future__ import annotations

import re
from datetime import date, timedelta

from claimgraph.claim import Modality, Period
from claimgraph.extraction.cues import Cues
from claimgraph.extraction.rules.quantities import Amount
from claimgraph.extraction.rules.scene import Scene, within
from claimgraph.extraction.rules.text import Span

_KINDS = (
    ("modality-target", Modality.TARGET),
    ("modality-expected", Modality.EXPECTED),
    ("modality-estimated", Modality.ESTIMATED),
    ("modality-possible", Modality.POSSIBLE),
)
_REACH = 200
_NEAR = 12
_FILED = timedelta(days=1)


class ModalityReader:
    """Reads modality by the cues of a lexicon."""

    def __init__(self, cues: Cues) -> None:
        self._cues = [(modality, re.compile(cues.pattern(means))) for means, modality in _KINDS]
        self._blocked = re.compile(cues.pattern("modality-not-target"))
        self._aim_after = re.compile(
            rf"(?:的|[ -])?(?:全年|年度|annual |full-year |revenue |sales |delivery )?{cues.pattern('modality-aim-after')}"
        )
        self._future_after = re.compile(rf"[^,，。;；\d]{{0,8}}{cues.pattern('modality-future-after')}")
        self._consensus = re.compile("|".join(cue.template or "(?!)" for cue in cues.templates("modality")))
        self._foretells = re.compile(rf"{cues.pattern('foretells')}[,，]$")
        self._base_word = re.compile(rf"{cues.pattern('change-base')}[ ]?(?:the )?$")
        self._goes_on = re.compile(rf"[ ]*{cues.pattern('goes-on')}")
        self._base = re.compile(
            rf"{cues.pattern('change-base')}[^,，。;；\d]{{0,12}}(?:\d{{2,4}}年[^,，。;；\d]{{0,8}})?$"
        )

    def read(self, lower: str, clause: Span, start: int) -> Modality:
        """The modality of what starts at `start` in this clause, by the cues before it there."""
        head = self._blocked.sub(lambda match: "\0" * len(match[0]), lower[max(clause.start, start - _REACH) : start])
        best, place = Modality.ACTUAL, -1
        for modality, pattern in self._cues:
            for match in pattern.finditer(head):
                if match.start() > place:
                    best, place = modality, match.start()
        return best

    def of_number(self, scene: Scene, amount: Amount, period: Period | None) -> Modality:
        """The modality of a number, by its clause, what follows it, the clauses before and its period."""
        clause = scene.clause(amount.start)
        if self._aim_after.match(scene.lower, amount.end):
            return Modality.TARGET
        if self._consensus.match(scene.lower, amount.end):
            return Modality.EXPECTED
        is_base = self._base.search(scene.lower, clause.start, amount.start) is not None
        if is_base and (period is None or self._is_past(scene, period)):
            return Modality.ACTUAL
        found = self.read(scene.lower, clause, amount.start)
        if found is Modality.ACTUAL and self._future_after.match(scene.lower, amount.end, clause.end):
            return Modality.EXPECTED
        if (
            found is Modality.ACTUAL
            and not is_base
            and self._foretells.search(scene.lower, max(0, clause.start - _NEAR), clause.start)
        ):
            found = Modality.EXPECTED
        if found is Modality.ACTUAL and not is_base:
            found = self._from_before(scene, clause, amount)
        if found is Modality.ACTUAL and period is not None and self._is_future(scene, period):
            return Modality.EXPECTED
        return found

    def _from_before(self, scene: Scene, clause: Span, amount: Amount) -> Modality:
        """What the clauses before in the sentence committed themselves to, where this one names no time nor subject."""
        if self._names_own(scene, Span(clause.start, amount.start)):
            return Modality.ACTUAL
        if not scene.text.chinese and not self._goes_on.match(scene.lower, clause.start):
            return Modality.ACTUAL
        sentence = scene.sentence(amount.start)
        for before in reversed([c for c in scene.clauses_of(sentence) if c.start < clause.start]):
            found = self.read(scene.lower, before, before.end)
            if found is not Modality.ACTUAL:
                return found
            if not scene.text.chinese or self._names_own(scene, before):
                return Modality.ACTUAL
        return Modality.ACTUAL

    def _names_own(self, scene: Scene, stretch: Span) -> bool:
        """Whether a stretch names a subject, or a time that is no base of comparison."""
        named = any(mention.named for mention in within(scene.mentions, stretch.start, stretch.end))
        return named or any(
            not self._base_word.search(scene.lower, stretch.start, period.start)
            for period in within(scene.periods, stretch.start, stretch.end)
        )

    @staticmethod
    def _is_future(scene: Scene, period: Period) -> bool:
        """Whether a period begins later than the day after publication; what a text tells of that day has been."""
        published = _last_day(scene)
        return published is not None and period.start is not None and period.start > published + _FILED

    @staticmethod
    def _is_past(scene: Scene, period: Period) -> bool:
        published = _last_day(scene)
        return published is None or (period.end is not None and period.end <= published)


def _last_day(scene: Scene) -> date | None:
    return scene.published.last if scene.published else None
