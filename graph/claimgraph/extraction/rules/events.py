"""Events with a date: launches, foundations, listings, rounds, shut-downs, told by the labels of the date metrics.

An event needs a date, a label and a subject in one clause; without one of them nothing is drafted.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator

from claimgraph.claim import Modality
from claimgraph.extraction.cues import alternation
from claimgraph.extraction.draft import Draft
from claimgraph.extraction.lexicon import Lexicon
from claimgraph.extraction.rules.attribution import agents_of
from claimgraph.extraction.rules.confidence import confidence_of
from claimgraph.extraction.rules.fold import fold, lower
from claimgraph.extraction.rules.mentions import Mention
from claimgraph.extraction.rules.modality import ModalityReader
from claimgraph.extraction.rules.periods import PeriodMention
from claimgraph.extraction.rules.relations import name_of
from claimgraph.extraction.rules.scene import Scene, within
from claimgraph.extraction.rules.subjects import SubjectFinder
from claimgraph.extraction.rules.text import Span
from claimgraph.extraction.rules.timing import as_period

_GRAINS = frozenset(("day", "month", "year"))


class EventReader:
    """Reads events by the labels of a lexicon."""

    def __init__(self, lexicon: Lexicon, modality: ModalityReader) -> None:
        self._kinds: dict[str, str] = {}
        for metric in lexicon.terms.metrics.values():
            if metric.dimension == "date" and not metric.grouping:
                for label in metric.labels:
                    if len(label.text) > 1:
                        self._kinds.setdefault(lower(fold(label.text)), metric.id)
        self._label = re.compile(alternation(self._kinds))
        self._domains = {m.id: m.domain for m in lexicon.terms.metrics.values() if m.dimension == "date"}
        self._modality = modality
        self._not_event = re.compile(lexicon.cues.pattern("not-an-event"))
        self._ahead = re.compile(lexicon.cues.pattern("intended", "future"))

    def read(self, scene: Scene, subjects: SubjectFinder) -> Iterator[Draft]:
        """The dated events of a scene, in order."""
        for period in scene.periods:
            if period.grain in _GRAINS and period.known and not period.as_of and not period.year_earlier:
                yield from self._of(scene, subjects, period)

    def _of(self, scene: Scene, subjects: SubjectFinder, period: PeriodMention) -> Iterator[Draft]:
        clause = scene.clause(period.start)
        label = self._near(scene, period, clause)
        if label is None:
            return
        modifier = re.match(r"的", scene.lower[label.end() : label.end() + 1])
        if modifier:
            found = [m for m in within(scene.mentions, label.end(), label.end() + 24) if m.named]
            named = found[:1] + [
                m for a, m in itertools.pairwise(found) if re.fullmatch("、|和|与|及", scene.lower[a.end : m.start])
            ]
        else:
            named = self._subject(scene, subjects, label, clause)
        for mention in named:
            if mention.sort not in ("person", "place", "publication", "market"):
                yield self._draft(scene, period, label, mention, clause)

    def _near(self, scene: Scene, period: PeriodMention, clause: Span) -> re.Match[str] | None:
        """The event word beside a date: a little after it, or a little before it in English."""
        after = [
            label
            for label in self._label.finditer(scene.lower, period.end, min(clause.end, period.end + 14))
            if not self._not_event.match(scene.lower, label.end())
        ]
        if after and not within(scene.amounts, period.end, after[0].start()):
            return after[0]
        before = list(self._label.finditer(scene.lower, max(clause.start, period.start - 16), period.start))
        if before and re.fullmatch(
            r"(?:于|[ ](?:in|on|early in|late in)?[ ]?(?:early |late )?)", scene.lower[before[-1].end() : period.start]
        ):
            return before[-1]
        return None

    @staticmethod
    def _subject(scene: Scene, subjects: SubjectFinder, label: re.Match[str], clause: Span) -> list[Mention]:
        object_after = [m for m in within(scene.mentions, label.end(), min(clause.end, label.end() + 8)) if m.named]
        if object_after and scene.text.chinese:
            return object_after[:1]
        before = [
            m
            for m in within(scene.mentions, clause.start, label.start())
            if m.named and m.start not in subjects.excluded and scene.lower[m.start - 1 : m.start] not in ("在", "于")
        ]
        return before[-1:] if scene.text.chinese else before[:1]

    def _mood(self, scene: Scene, clause: Span, label: re.Match[str]) -> Modality:
        """The modality of an event; what is only planned in its clause is expected."""
        read = self._modality.read(scene.lower, clause, label.start())
        ahead = self._ahead.search(scene.lower, clause.start, label.start())
        return Modality.EXPECTED if ahead and read is Modality.ACTUAL else read

    def _draft(
        self, scene: Scene, period: PeriodMention, label: re.Match[str], mention: Mention, clause: Span
    ) -> Draft:
        first, last = scene.text.raw_span(period.start, period.end)
        evidence = scene.text.raw_span(clause.start, max(clause.end, mention.end))
        return Draft(
            kind="event",
            subject=mention.entity,
            subject_text=name_of(scene, mention),
            metric=self._kinds[label[0]],
            metric_text=scene.text.printed(label.start(), label.end()),
            period=as_period(period),
            unit=period.grain,
            modality=self._mood(scene, clause, label),
            attribution=agents_of(scene, label.start()),
            printed=scene.text.raw[first:last],
            start=first,
            end=last,
            evidence_start=evidence[0],
            evidence_end=evidence[1],
            rule="event",
            resolution="explicit",
            confidence=confidence_of("explicit"),
        )
