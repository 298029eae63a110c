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
from claimgraph.extraction.rules.marking import Marker
from claimgraph.extraction.rules.mentions import Mention
from claimgraph.extraction.rules.modality import ModalityReader
from claimgraph.extraction.rules.periods import PeriodMention
from claimgraph.extraction.rules.relations import name_of
from claimgraph.extraction.rules.scene import Scene, within
from claimgraph.extraction.rules.subjects import SubjectFinder
from claimgraph.extraction.rules.text import Span
from claimgraph.extraction.rules.timing import as_period

_GRAINS = frozenset(("day", "month", "year"))
_REACH = 24
_BREAKS = re.compile(r"[,，。;；:：\n]|维持|给予|显示|指出|翻倍|增长")
_THING = re.compile(r"(?:了|一|新|全|首|首款|多款)?[\u3400-\u9fff《“「]{2}| (?:the|a|an|its|their|new)(?![a-z])")
_PERIOD = re.compile("了?[0-9年月上下半季第一二三四度财中全 ]{0,12}")
_PASSIVE = re.compile("(?<=[年月日])由")
_BY_WHOM = 40
_RELATIVE = re.compile(r"[ ]*(?:which|that)(?: was| were| is| has been)? (?:first )?[a-z]+ ")
_OPENS = re.compile(r"[ ]*(?:founded|launched|established|started|created|released|opened) in [a-z0-9 ]{4,20}(?=,)")
_PARTED = re.compile(r"[ ]?(?:co-)?(?:founded|launched|established|created|started) (?:in|on) ")
_ACTS_NEXT = re.compile(r" (?:[a-z]+(?:s|ed)|has|had|is|was|will|now|also)(?![a-z])")
_SINCE = re.compile(r"自从?|从|since ")
_TOLD_NEXT = frozenset(("listing_date", "founded_date", "funding_date", "launch_date"))
_NEXT = 12
_APART = re.compile(r"[在于从自由被对向与和跟同据]$")


class EventReader:
    """Reads events by the labels of a lexicon."""

    def __init__(self, lexicon: Lexicon, modality: ModalityReader) -> None:
        self._kinds: dict[str, str] = {}
        for metric in lexicon.terms.metrics.values():
            if metric.dimension == "date" and not metric.grouping:
                for label in metric.labels:
                    if len(label.text) > 1:
                        self._kinds.setdefault(lower(fold(label.text)), metric.id)
        forms = lexicon.cues.templates("event")
        self._forms = {f"form{number}": cue.means.split(":")[1] for number, cue in enumerate(forms)}
        told = [f"(?P<form{number}>{cue.template})" for number, cue in enumerate(forms)]
        self._label = re.compile("|".join([*told, alternation(self._kinds)]))
        self._domains = {m.id: m.domain for m in lexicon.terms.metrics.values() if m.dimension == "date"}
        self._modality = modality
        self._not_event = re.compile(lexicon.cues.pattern("not-an-event"))
        self._brings = re.compile(lexicon.cues.pattern("relation-release"))
        self._marker = Marker(lexicon.cues)
        thing = lexicon.cues.pattern("event-thing")
        self._kind = re.compile(rf"了?[^,，。;；\d]{{0,14}}?{thing}[“「《]?(?=[A-Za-z\u3400-\u9fff])")
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
            found = self._described(scene, label)
            named = found[:1] + [
                m for a, m in itertools.pairwise(found) if re.fullmatch("、|和|与|及", scene.lower[a.end : m.start])
            ]
        else:
            named = self._subject(scene, subjects, label, scene.clause(label.start()))
        for mention in named:
            if mention.sort not in ("person", "place", "publication", "market"):
                yield self._draft(scene, period, label, mention, clause)

    def _is_report(self, scene: Scene, start: int) -> bool:
        """Whether what was published is a report: 发布2025年中期报告."""
        period = _PERIOD.match(scene.lower, start)
        return self._not_event.match(scene.lower, period.end() if period else start) is not None

    def _described(self, scene: Scene, label: re.Match[str]) -> list[Mention]:
        """The names that an event describes: 3月发布的云朵; none where a report was published."""
        found = [m for m in within(scene.mentions, label.end(), label.end() + _REACH) if m.named]
        if not found:
            return []
        words = scene.lower[label.end() + 1 : found[0].start]
        return [] if _BREAKS.search(words) or self._not_event.search(words) else found

    def _near(self, scene: Scene, period: PeriodMention, clause: Span) -> re.Match[str] | None:
        """The event word beside a date: a little after it, or a little before it in English."""
        reach = _BY_WHOM if scene.lower[period.end : period.end + 1] == "由" else 14
        after = [
            label
            for label in self._label.finditer(scene.lower, period.end, min(clause.end, period.end + reach))
            if not self._is_report(scene, label.end())
        ]
        if after and not within(scene.amounts, period.end, after[0].start()):
            return after[0]
        if label := self._told_next(scene, period, clause):
            return label
        before = list(self._label.finditer(scene.lower, max(clause.start, period.start - 16), period.start))
        if before and re.fullmatch(
            r"(?:于|[ ](?:in|on|early in|late in)?[ ]?(?:early |late )?)", scene.lower[before[-1].end() : period.start]
        ):
            return before[-1]
        return None

    def _told_next(self, scene: Scene, period: PeriodMention, clause: Span) -> re.Match[str] | None:
        """The event word of the clause after a date that stands alone: 1月9日,云朵在港交所挂牌."""
        alone = scene.text.chinese and not scene.lower[clause.start : period.start].strip()
        if not alone or scene.lower[period.end : period.end + 1] != "," or clause.end > period.end + 1:
            return None
        following = scene.clause(period.end + 1)
        if within(scene.periods, following.start, following.end):
            return None
        labels = list(self._label.finditer(scene.lower, following.start, following.end))
        sure = [m for m in labels if self._kind_of(m) in _TOLD_NEXT and not self._is_report(scene, m.end())]
        return sure[0] if sure and len(labels) == len(sure) else None

    def _kind_of(self, label: re.Match[str]) -> str:
        """Which event a word tells."""
        return self._forms[label.lastgroup] if label.lastgroup else self._kinds[label[0]]

    def _subject(self, scene: Scene, subjects: SubjectFinder, label: re.Match[str], clause: Span) -> list[Mention]:
        """What began or ended: named after the verb, else who acts before it; none where an unknown thing follows."""
        reach = 8 if scene.text.chinese else _REACH
        after = [m for m in within(scene.mentions, label.end(), min(clause.end, label.end() + reach)) if m.named]
        if after and (scene.text.chinese or self._brings.fullmatch(label[0])):
            return after[:1]
        if scene.text.chinese and (kind := self._kind.match(scene.lower, label.end(), clause.end)):
            return [m for m in within(scene.mentions, kind.end(), kind.end() + 1) if m.named][:1]
        if self._brings.fullmatch(label[0]) and _THING.match(scene.lower, label.end(), clause.end):
            return []
        before = [
            m
            for m in within(scene.mentions, clause.start, _agent(scene, clause, label))
            if m.named and m.start not in subjects.excluded and not _APART.search(scene.lower, m.start - 1, m.start)
        ]
        chosen = before[-1:] if scene.text.chinese else before[:1] or self._beside(scene, clause)
        chosen = chosen or self._opened(scene, label, clause)
        chosen = chosen or self._pointed(scene, subjects, Span(clause.start, label.start()))
        if scene.text.chinese and self._brings.fullmatch(label[0]):
            chosen = [mention for mention in chosen if mention.sort != "organization"]
        return [self._marker.firm(mention) for mention in chosen]

    @staticmethod
    def _pointed(scene: Scene, subjects: SubjectFinder, span: Span) -> list[Mention]:
        """Whom a noun or pronoun of a clause means, where that is whom the text is about."""
        nouns = [m for m in within(scene.mentions, span.start, span.end) if not m.named and m.sort != "market"]
        meant = subjects.antecedent(nouns[-1]) if nouns else None
        main = [main.identity for main in (subjects.salience.protagonist, subjects.salience.firm) if main]
        return [meant] if meant is not None and meant.identity in main else []

    @staticmethod
    def _beside(scene: Scene, clause: Span) -> list[Mention]:
        """English: the name that a clause without one explains: Koto, which was launched in 2013; Founded in 2018, Koto."""
        if _RELATIVE.match(scene.lower, clause.start):
            return [m for m in within(scene.mentions, max(0, clause.start - 60), clause.start) if m.named][-1:]
        if _PARTED.match(scene.lower, clause.start):
            beside = within(scene.mentions, max(0, clause.start - 60), clause.start)
            named = [m for m in beside if m.named and m.end >= clause.start - 2]
            if named:
                return named[-1:]
        if _OPENS.match(scene.lower, clause.start):
            return [m for m in within(scene.mentions, clause.end, clause.end + 4) if m.named][:1]
        return []

    @staticmethod
    def _opened(scene: Scene, label: re.Match[str], clause: Span) -> list[Mention]:
        """Whom a clause that opens a sentence speaks of: Founded in 2018 by .., Koto said; 自2024年面世以来,云朵.."""
        sentence = scene.sentence(label.start())
        if _SINCE.match(scene.lower, clause.start):
            return [m for m in within(scene.mentions, clause.end, clause.end + _NEXT) if m.named][:1]
        if label.start() > sentence.start:
            return []
        later = within(scene.mentions, label.end(), sentence.end)
        acts = [m for m in later if m.named and _ACTS_NEXT.match(scene.lower, m.end)]
        return [m for m in acts if m.sort in ("organization", "any") and scene.lower[m.start - 2 : m.start] == ", "][:1]

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
            metric=self._kind_of(label),
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


def _agent(scene: Scene, clause: Span, label: re.Match[str]) -> int:
    """Where the words for who did it begin, in the passive: 由乙创办; else the place of the verb."""
    passive = _PASSIVE.search(scene.lower, clause.start, label.start())
    return passive.start() if passive else label.start()
