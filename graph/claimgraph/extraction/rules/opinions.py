"""What named speakers judge: a stub for a person to tell in own words, never the sentence itself.

A stub says of whom, by whom, where it stands and, as a guess, what aspect it judges and whether for or against. Statements
that hold a number are claims already, and those without a word of judgement are left alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from claimgraph.extraction.cues import Cues
from claimgraph.extraction.draft import Draft
from claimgraph.extraction.rules.attribution import attributed
from claimgraph.extraction.rules.confidence import confidence_of
from claimgraph.extraction.rules.mentions import Mention
from claimgraph.extraction.rules.modality import ModalityReader
from claimgraph.extraction.rules.relations import name_of
from claimgraph.extraction.rules.scene import Citation, Scene, within
from claimgraph.extraction.rules.subjects import SubjectFinder
from claimgraph.extraction.rules.text import Span

_ASPECTS = ("challenge", "weakness", "strength", "strategy", "forecast", "trend", "positioning")
_JUDGED = frozenset(("organization", "product", "work", "programme", "market", "any"))
_SHORTEST = {True: 8, False: 24}


class OpinionReader:
    """Reads opinions by the cues of a lexicon."""

    def __init__(self, cues: Cues, modality: ModalityReader) -> None:
        self._aspects = [(aspect, re.compile(cues.pattern(f"aspect-{aspect}"))) for aspect in _ASPECTS]
        self._for, self._against = (re.compile(cues.pattern(f"polarity-{way}")) for way in ("positive", "negative"))
        self._not = re.compile(rf"{cues.pattern('denied')}[^,;，。]{{0,6}}$")
        self._modality = modality

    def read(self, scene: Scene, subjects: SubjectFinder) -> Iterator[Draft]:
        """The stubs of a scene, one for a sentence at most, in order."""
        for sentence in scene.text.sentences:
            said = self._said(scene, sentence)
            if said is None or any(
                amount.reason is None for amount in within(scene.amounts, said[1].start, said[1].end)
            ):
                continue
            speaker, span = said
            aspect = self._aspect(scene, span)
            about = self._about(scene, subjects, speaker, span)
            if aspect and about:
                yield self._draft(scene, about, aspect, span)

    @staticmethod
    def _said(scene: Scene, sentence: Span) -> tuple[Citation, Span] | None:
        """Who of a name speaks in a sentence, and the part of it that is said; None where it is too short to judge."""
        for citation in within(scene.citations, sentence.start, sentence.end):
            if citation.agent is None:
                continue
            after = Span(citation.end, sentence.end)
            span = after if citation.scope.start > sentence.start else Span(sentence.start, sentence.end)
            if citation.start - sentence.start > after.end - after.start:
                span = Span(sentence.start, citation.start)
            if span.end - span.start >= _SHORTEST[scene.text.chinese]:
                return citation, span
        return None

    def _aspect(self, scene: Scene, span: Span) -> str | None:
        """The aspect whose words are the most, the earlier named of two."""
        counts = [
            (len(pattern.findall(scene.lower, span.start, span.end)), aspect) for aspect, pattern in self._aspects
        ]
        best = max(counts, key=lambda count: count[0])
        return best[1] if best[0] else None

    def _polarity(self, scene: Scene, span: Span) -> str:
        """For, against, or neutral where both or neither is told; a denied word counts for the other side."""
        balance = 0
        for way, pattern in ((1, self._for), (-1, self._against)):
            for match in pattern.finditer(scene.lower, span.start, span.end):
                denied = self._not.search(scene.lower, span.start, match.start())
                balance += -way if denied else way
        return "positive" if balance > 0 else "negative" if balance < 0 else "neutral"

    @staticmethod
    def _about(scene: Scene, subjects: SubjectFinder, speaker: Citation, span: Span) -> Mention | None:
        """Of whom it is said: the first thing named in it, else whom the passage speaks of."""
        named = [
            m
            for m in within(scene.mentions, span.start, span.end)
            if m.named and m.sort in _JUDGED and not speaker.start <= m.start < speaker.end
        ]
        if named:
            return named[0]
        found = subjects.find(span.start + (span.end - span.start) // 2, None, None)
        if found is None or found.how == "topic" or found.mention.sort not in _JUDGED:
            return None
        return found.mention

    def _draft(self, scene: Scene, about: Mention, aspect: str, span: Span) -> Draft:
        sentence = scene.sentence(span.start)
        first, last = scene.text.raw_span(sentence.start, sentence.end)
        how = "explicit" if span.start <= about.start < span.end else "zero"
        return Draft(
            kind="opinion",
            subject=about.entity,
            subject_text=name_of(scene, about),
            modality=self._modality.read(scene.lower, Span(span.start, span.end), span.end),
            attribution=tuple(
                c.agent.entity if c.agent and c.agent.entity else c.words for c in attributed(scene, span.start)
            ),
            start=first,
            end=first,
            evidence_start=first,
            evidence_end=last,
            rule="opinion",
            state="claim",
            reason="tell in own words what is said",
            resolution=how,
            confidence=confidence_of(how),
            aspect=aspect,
            polarity=self._polarity(scene, span),
        )
