"""Relations between entities, by the templates that the lexicon declares: 背靠X的Y, X旗下的Y, "a round led by X".

A template without {s} speaks of the subject of its clause, one without {o} and without (?P<text>...) of that of its owner.
Both ends must be names, or words that mean one; what is asked, or said of nobody, is no relation.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from claimgraph.claim import Modality
from claimgraph.extraction.cues import Cues
from claimgraph.extraction.draft import Draft
from claimgraph.extraction.rules.attribution import attributed
from claimgraph.extraction.rules.confidence import confidence_of
from claimgraph.extraction.rules.ends import Ends, sorted_so, suits
from claimgraph.extraction.rules.marking import Marked, Marker
from claimgraph.extraction.rules.mentions import Mention, with_entity
from claimgraph.extraction.rules.modality import ModalityReader
from claimgraph.extraction.rules.reliance import Reliance
from claimgraph.extraction.rules.scene import Scene, within
from claimgraph.extraction.rules.subjects import SubjectFinder
from claimgraph.extraction.rules.templates import CLOSE, OPEN, Template, Templates
from claimgraph.extraction.rules.text import Span

_LONGEST = 1200
_NEAR = 60
_OF_MANY = "(?:模型)?家族|概念股|《"
_SEAT = rf"(?:, (?:[A-Z][\w.]+|{OPEN}\d+{CLOSE}))?-based"
_POSTS = frozenset(("ledBy", "employedBy", "partnerAt"))
_FORMER = re.compile(r"(?:(?<![目此日之以年月天周先提当])前|(?<!来)原|(?i:(?<![a-z])former |(?<![a-z])ex-))\Z")
_INVESTORS = frozenset(("roundLedBy", "investedInBy"))
_NAMED = (None, "explicit", "prior_clause")
_ONE_OF_TWO = {"partnerOf": "acquiredBy", "investedInBy": "roundLedBy"}


@dataclass(frozen=True, slots=True)
class _Found:
    """A template that matches, where, and between whom; `how` tells how the `end` that its words leave out was found."""

    template: Template
    span: Span
    subjects: list[Mention]
    objects: list[Mention]
    words: str | None
    how: str | None = None
    end: str = "s"


@dataclass(frozen=True, slots=True)
class _Stage:
    """One scene with those who judge its mentions."""

    scene: Scene
    subjects: SubjectFinder
    reliance: Reliance


class RelationReader:
    """Reads relations by the templates of a lexicon."""

    def __init__(self, cues: Cues, modality: ModalityReader) -> None:
        self._templates, self._marker, self._ends = Templates(cues), Marker(cues), Ends(cues)
        self._modality, self._cues = modality, cues
        self._denied = re.compile(cues.pattern("denied"))
        noun = cues.pattern("relation-modified")
        self._modified = re.compile(rf"(?<={CLOSE})(?: (?i:{noun}) (?:{OPEN}|[A-Z])|{_OF_MANY}|{_SEAT})")
        self._ahead = re.compile(cues.pattern("intended"))

    def read(self, scene: Scene, subjects: SubjectFinder) -> Iterator[Draft]:
        """The relations of a scene, in order, each pair and predicate once in a sentence."""
        stage = _Stage(scene, subjects, Reliance(scene, subjects, self._cues))
        told = [
            list(self._found(stage, self._marker.mark(scene, sentence)))
            for sentence in scene.text.sentences
            if 4 < sentence.end - sentence.start <= _LONGEST and scene.text.plain[sentence.end - 1] not in "?？"
        ]
        of_rounds = [found for all_found in told for found in all_found if found.template.predicate in _INVESTORS]
        stage.reliance.investors |= {mention.identity for found in of_rounds for mention in found.objects}
        sure = [found for found in of_rounds if found.how in _NAMED]
        stage.reliance.raising |= {mention.identity for found in sure for mention in found.subjects}
        for all_found in told:
            yield from self._of_sentence(stage, all_found)

    def _of_sentence(self, stage: _Stage, all_found: list[_Found]) -> Iterator[Draft]:
        """The relations of a sentence: of two readings the one whose words name both ends, or that says more."""
        drafts = [
            (draft, found.how is not None)
            for found in (self._invested(stage, one) for one in all_found)
            for draft in self._drafts(stage, found)
        ]
        named = {(draft.predicate, _end(draft, "object")) for draft, understood in drafts if not understood}
        told = {(draft.predicate, frozenset(_ends(draft))) for draft, _ in drafts}
        seen: set[tuple[object, ...]] = set()
        for draft, understood in sorted(drafts, key=lambda pair: (pair[1], pair[0].state != "claim")):
            key = (draft.predicate, *_ends(draft))
            doubled = understood and (draft.predicate, _end(draft, "object")) in named
            less = (_ONE_OF_TWO.get(draft.predicate or ""), frozenset(_ends(draft))) in told
            if key not in seen and not doubled and not less:
                seen.add(key)
                yield draft

    @staticmethod
    def _invested(stage: _Stage, found: _Found) -> _Found:
        """Where nobody is understood, or one of those who invest, the firm that leads the sentence instead."""
        investors = stage.reliance.investors
        aside = [m for m in found.subjects if m.identity in investors or stage.reliance.is_owner(m)]
        if found.how is None or (found.subjects and not aside):
            return found
        if found.template.predicate not in _INVESTORS and not found.subjects:
            return found
        if leader := stage.reliance.leader(found.span.start, investors):
            return replace(found, subjects=[leader], how="prior_clause")
        place = found.span.start
        earlier = stage.reliance.leader(place, investors, back=1) or stage.reliance.main_firm(place, investors)
        return replace(found, subjects=[earlier] if earlier else [], how="zero")

    # --- the ends -------------------------------------------------------------------------------------------------

    def _found(self, stage: _Stage, marked: Marked) -> Iterator[_Found]:
        for template in self._templates.of(marked.text):
            for match in template.matches(marked.text):
                if self._modified.match(marked.text, match.end()) or self._is_past(marked, match, template):
                    continue
                groups = match.groupdict()
                span = marked.span(match.start(), match.end())
                ends = {name: self._ends.of(stage.scene, marked, match, template, name) for name in ("s", "o")}
                words = _words(stage.scene, marked, match) if groups.get("text") else None
                how = None
                if not groups.get("s"):
                    ends["s"], how = self._understood(stage, ends["o"], span, template, "s")
                elif not groups.get("o") and words is None:
                    ends["o"], how = self._understood(stage, ends["s"], span, template, "o")
                end = "s" if not groups.get("s") else "o"
                yield _Found(template, span, ends["s"], ends["o"], words, how, end)

    @staticmethod
    def _is_past(marked: Marked, match: re.Match[str], template: Template) -> bool:
        """Whether a post was held before, so that nobody holds it: 前[甲公司]副总裁乙."""
        return template.predicate in _POSTS and _FORMER.search(marked.text, 0, match.start()) is not None

    def _understood(
        self, stage: _Stage, given: list[Mention], span: Span, template: Template, end: str
    ) -> tuple[list[Mention], str]:
        """Of whom a clause speaks whose other end is given, and how that was found."""
        if not given and not template.describes:
            return [], ""
        found = stage.subjects.find(given[0].start if given else span.start, None, None)
        if found is None or any(found.mention.identity == other.identity for other in given):
            return [], ""
        if found.how == "topic" or (found.how == "zero" and not _is_theme(stage.subjects, found.mention)):
            return [], ""
        if found.mention.sort in ("person", "market", "place") or span.start <= found.mention.start < span.end:
            return [], ""
        fits = end == "s" or found.mention.sort in ("organization", "any")
        return ([self._marker.firm(found.mention)] if fits else []), found.how

    # --- drafts ---------------------------------------------------------------------------------------------------

    def _drafts(self, stage: _Stage, found: _Found) -> Iterator[Draft]:
        relation = stage.scene.lexicon.terms.relations.get(found.template.predicate)
        domain, range_ = (relation.domain, relation.range) if relation else ("Entity", "Entity")
        for subject in found.subjects:
            first = self._resolved(stage, subject, found, None)
            if first is None or not suits(stage.scene, first, domain):
                continue
            if found.words is not None and not found.objects:
                yield self._draft(stage, found, first, None)
            for other in found.objects:
                second = self._resolved(stage, other, found, first)
                if second is not None and second.identity != first.identity:
                    if "o" not in found.template.words and not suits(stage.scene, second, range_):
                        continue
                    yield self._draft(stage, found, first, second)

    def _resolved(self, stage: _Stage, mention: Mention, found: _Found, other: Mention | None) -> Mention | None:
        """The mention, a noun or pronoun through its antecedent; None where its sort does not suit the template."""
        scene, sorts = stage.scene, found.template.sorts.get("o" if other else "s", ())
        if not mention.named and not mention.name:
            meant = None if _described(scene, mention) else self._meant(stage, mention, found, other)
            if meant is None:
                return None
            mention = self._marker.firm(meant)
        return mention if sorted_so(scene, mention, sorts) else None

    @staticmethod
    def _meant(stage: _Stage, mention: Mention, found: _Found, other: Mention | None) -> Mention | None:
        """Whom a noun or pronoun means: nobody whom the template names at one of its ends already."""
        taken = {m.identity for m in (*found.subjects, *found.objects, *((other,) if other else ())) if m.name}
        later = other is not None and mention.start > other.start
        meant = None if later and mention.how != "pronoun" else stage.subjects.antecedent(mention)
        if meant is not None and meant.identity not in taken:
            return meant
        if other is None:
            return stage.reliance.leader(mention.start, taken, back=1) if meant else None
        earlier = within(stage.scene.mentions, max(0, mention.start - _NEAR), mention.start)
        earlier = [m for m in earlier if m.named and m.identity not in taken]
        return with_entity(mention, earlier[-1]) if earlier else None

    def _draft(self, stage: _Stage, found: _Found, subject: Mention, other: Mention | None) -> Draft:
        scene, span = stage.scene, found.span
        sentence = scene.sentence(span.start)
        shown = [m for m in (subject, other) if m and m.named and sentence.start <= m.start < sentence.end]
        how = "explicit" if subject.named and span.start <= subject.start < span.end else "zero"
        matched = span
        span = Span(min([span.start, *(m.start for m in shown)]), max([span.end, *(m.end for m in shown)]))
        first, last = scene.text.raw_span(span.start, span.end)
        reason = self._doubt(stage, found, subject, other)
        presumed = found.template.presumes
        return Draft(
            kind="relation",
            subject=subject.entity,
            subject_text=_printed(scene, subject),
            predicate=found.template.predicate,
            object=other.entity if other else None,
            object_text=_printed(scene, other) if other else found.words,
            modality=Modality.ACTUAL if presumed else self._mood(scene, matched),
            attribution=tuple(
                c.agent.entity if c.agent and c.agent.entity else c.words
                for c in attributed(scene, span.end - 1)
                if not span.start <= c.start < span.end
            ),
            negated=not presumed and self._is_denied(scene, max(sentence.start, matched.start - 6), matched.end),
            printed=scene.text.raw[first:last],
            start=first,
            end=last,
            evidence_start=first,
            evidence_end=last,
            rule=found.template.id,
            state="unmapped" if reason else "claim",
            reason=reason,
            resolution=how,
            confidence=confidence_of(how),
        )

    @staticmethod
    def _doubt(stage: _Stage, found: _Found, subject: Mention, other: Mention | None) -> str | None:
        """Why a person should look before it is a claim."""
        ends = [subject, other] if other else [subject]
        for end in ends:
            if doubt := stage.reliance.of_name(end):
                return doubt
            if not (end.named and found.span.start <= end.start < found.span.end) and not found.how:
                return stage.reliance.of_anaphor(found.template.predicate, end, found.span, ends)
        if not found.how:
            return None
        understood = subject if found.end == "s" or other is None else other
        given = [*found.subjects, *found.objects]
        return stage.reliance.of_understood(found.template.predicate, understood, found.how, found.span, given)

    def _is_denied(self, scene: Scene, start: int, end: int) -> bool:
        return self._denied.search(scene.lower, start, end) is not None

    def _mood(self, scene: Scene, span: Span) -> Modality:
        """The modality up to the end of what a template matched; what is only meant to be done is expected."""
        read = self._modality.read(scene.lower, scene.clause(span.start), span.end)
        clause = scene.clause(span.start)
        if read is Modality.ACTUAL and self._ahead.search(scene.lower, max(clause.start, span.start - 24), span.end):
            return Modality.EXPECTED
        return read


def _is_theme(subjects: SubjectFinder, mention: Mention) -> bool:
    """Whether a text is about this, so that a sentence which names nobody can be said of it."""
    theme = subjects.salience.protagonist
    return subjects.prevails(mention) or (theme is not None and theme.identity == mention.identity)


def _described(scene: Scene, mention: Mention) -> bool:
    """Whether a noun only says what the name right after it is: 视频平台Wolke."""
    after = scene.text.plain[mention.end : mention.end + 1]
    return mention.how == "noun" and ((after.isascii() and after.isupper()) or after in "“「《")


def _end(draft: Draft, name: str) -> str | None:
    entity, words = (draft.subject, draft.subject_text) if name == "subject" else (draft.object, draft.object_text)
    return entity or words


def _ends(draft: Draft) -> tuple[str | None, str | None]:
    return _end(draft, "subject"), _end(draft, "object")


def _printed(scene: Scene, mention: Mention) -> str:
    """A name as it stands there, what a noun or pronoun means by its name."""
    return scene.text.printed(mention.start, mention.end) if mention.named else name_of(scene, mention)


def name_of(scene: Scene, mention: Mention) -> str:
    """What a mention is called, as the text prints it."""
    text = scene.text
    if mention.named and mention.name == text.plain[mention.start : mention.end]:
        return text.printed(mention.start, mention.end)
    place = text.plain.find(mention.name)
    return text.printed(place, place + len(mention.name)) if place >= 0 else mention.name


def _words(scene: Scene, marked: Marked, match: re.Match[str]) -> str:
    first, last = match.span("text")
    span = marked.span(first, last) if last > first else None
    return scene.text.printed(span.start, span.end) if span else ""
