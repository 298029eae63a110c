"""Relations between entities, by the templates that the lexicon declares: 背靠X的Y, X旗下的Y, "a round led by X".

A template without {s} speaks of the subject of its clause, one without {o} and without (?P<text>...) of that of its owner.
Both ends must be names, or words that mean one; what is asked, or said of nobody, is no relation.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from claimgraph.claim import Modality
from claimgraph.extraction.cues import Cues
from claimgraph.extraction.draft import Draft
from claimgraph.extraction.rules.attribution import attributed
from claimgraph.extraction.rules.confidence import confidence_of
from claimgraph.extraction.rules.marking import Marked, Marker
from claimgraph.extraction.rules.mentions import Mention, with_entity
from claimgraph.extraction.rules.modality import ModalityReader
from claimgraph.extraction.rules.name_forms import ordinary
from claimgraph.extraction.rules.scene import Scene, within
from claimgraph.extraction.rules.subjects import SubjectFinder
from claimgraph.extraction.rules.templates import CLOSE, OPEN, Template, Templates
from claimgraph.extraction.rules.text import Span

_LONGEST = 1200
_INVESTORS = frozenset(("roundLedBy", "investedInBy"))
_ITEM = re.compile(rf"(?:{OPEN}\d+{CLOSE}(?:'s|’s)? ?)?{OPEN}(\d+){CLOSE}")
_GLOSS = re.compile("[(][^()]*[)]")
_BETWEEN = re.compile("(?:(?!、|以?及|和|与|,|\0).)+")
_TELLS = re.compile("领投|跟投|参投|投资方")
_BROUGHT = re.compile("由|获得?|被")
_QUOTES = '“”"「」《》 '
_WHOLE = re.compile(rf"[{_QUOTES}]*(?:{OPEN}\d+{CLOSE}(?:'s|’s)? ?)?{OPEN}(\d+){CLOSE}[{_QUOTES}]*")
_BARE = re.compile(r"[的了在是为被把将等其该这那此并且也还则都已曾从]|^[一二三四五六七八九十两几多数\d]|\d$")
_SORTS_OF_KIND = {
    "Agent": frozenset(("organization", "person", "publication", "any")),
    "Organization": frozenset(("organization", "publication", "any")),
    "Person": frozenset(("person", "any")),
    "Programme": frozenset(("programme", "any")),
    "MarketSegment": frozenset(("market",)),
    "Offering": frozenset(("product", "programme", "any")),
}
_PERSONAL = re.compile(r"[A-Z][\w'’.-]*(?: (?:de|da|van|von|bin|al)|(?: [A-Z][\w'’.-]*)){1,3}|[\u3400-\u9fff·]{2,12}")


@dataclass(frozen=True, slots=True)
class _Found:
    """A template that matches, where, and between whom."""

    template: Template
    span: Span
    subjects: list[Mention]
    objects: list[Mention]
    words: str | None
    understood: bool = False


class RelationReader:
    """Reads relations by the templates of a lexicon."""

    def __init__(self, cues: Cues, modality: ModalityReader) -> None:
        self._templates, self._marker = Templates(cues), Marker(cues)
        self._modality = modality
        self._denied = re.compile(cues.pattern("denied"))
        self._ahead = re.compile(cues.pattern("intended"))
        self._not_name = re.compile(cues.pattern("name-stop"))
        self._lead = re.compile(f".*{cues.pattern('introducer', 'relation-investor-kind')}")
        self._more = re.compile(f"(?:{'|'.join(map(re.escape, cues.words('org-tail-sure')))})+")
        self._tail = re.compile(f"(?:{'|'.join(map(re.escape, cues.words('org-tail-sure')))})$")

    def read(self, scene: Scene, subjects: SubjectFinder) -> Iterator[Draft]:
        """The relations of a scene, in order, each pair and predicate once in a sentence."""
        for sentence in scene.text.sentences:
            if not 4 < sentence.end - sentence.start <= _LONGEST or scene.text.plain[sentence.end - 1] in "?？":
                continue
            seen: set[tuple[object, ...]] = set()
            all_found = list(self._found(scene, subjects, self._marker.mark(scene, sentence)))
            investors = {
                m.identity for found in all_found if found.template.predicate in _INVESTORS for m in found.objects
            }
            for found in all_found:
                if found.understood and any(m.identity in investors for m in found.subjects):
                    continue
                for draft in self._drafts(scene, subjects, found):
                    ends = (draft.subject or draft.subject_text, draft.object or draft.object_text)
                    if (draft.predicate, *ends) not in seen:
                        seen.add((draft.predicate, *ends))
                        yield draft

    # --- the ends -------------------------------------------------------------------------------------------------

    def _found(self, scene: Scene, subjects: SubjectFinder, marked: Marked) -> Iterator[_Found]:
        for template in self._templates.of(marked.text):
            for match in template.matches(marked.text):
                groups = match.groupdict()
                span = marked.span(match.start(), match.end())
                ends = {name: self._ends(scene, marked, match, template, name) for name in ("s", "o")}
                words = _words(scene, marked, match) if groups.get("text") else None
                if not groups.get("s"):
                    ends["s"] = self._understood(scene, subjects, ends["o"], span, template, "s")
                elif not groups.get("o") and words is None:
                    ends["o"] = self._understood(scene, subjects, ends["s"], span, template, "o")
                yield _Found(template, span, ends["s"], ends["o"], words, not groups.get("s"))

    def _ends(self, scene: Scene, marked: Marked, match: re.Match[str], template: Template, name: str) -> list[Mention]:
        """The mentions in a gap, and the names that only the template tells."""
        text = _GLOSS.sub(lambda gloss: "\0" * len(gloss[0]), match.groupdict().get(name) or "")
        if not template.bare:
            return [marked.mentions[int(item[1])] for item in _ITEM.finditer(text)]
        found: list[Mention] = []
        for item in _BETWEEN.finditer(text):
            if whole := _WHOLE.fullmatch(item[0]):
                mention = marked.mentions[int(whole[1])]
                if name not in template.words or re.search(template.words[name], mention.name.lower()):
                    found.append(mention)
                continue
            span = marked.span(match.start(name) + item.start(), match.start(name) + item.end())
            if bare := self._bare(scene, span, template.sorts.get(name, ())):
                found.append(bare)
        return found

    def _bare(self, scene: Scene, span: Span, sorts: tuple[str, ...]) -> Mention | None:
        """A name that only stands in the place of one; None where the words are ordinary ones."""
        name = _BROUGHT.split(scene.text.plain[span.start : span.end].strip(_QUOTES))[-1]
        if ordinary(name) or self._not_name.fullmatch(name) or len(name) < 2 or _TELLS.search(name):
            return None
        if sorts[:1] != ("person",):
            lead = self._lead.match(name)
            name = name[lead.end() :] if lead and len(name) - lead.end() > 1 else name
            if (
                ordinary(name)
                or _BARE.search(name)
                or (self._not_name.search(name[2:]) and not self._tail.search(name))
            ):
                return None
        known = [m for m in within(scene.mentions, span.start, span.end) if m.entity]
        if known and self._tail.fullmatch(name[known[0].end - span.start :]):
            return known[0]
        place = scene.text.plain.find(name, span.start)
        if sorts[:1] != ("person",) and (more := self._more.match(scene.text.plain, span.end)):
            name = scene.text.plain[place : more.end()]
        return Mention(place, place + len(name), "name", sorts[0] if sorts else "any", None, name)

    def _understood(
        self, scene: Scene, subjects: SubjectFinder, given: list[Mention], span: Span, template: Template, end: str
    ) -> list[Mention]:
        """Of whom a clause speaks whose other end is given."""
        if not given and not template.describes:
            return []
        found = subjects.find(given[0].start if given else span.start, None, None)
        if found is None or any(found.mention.identity == other.identity for other in given):
            return []
        if found.how == "topic" or (found.how == "zero" and not _is_theme(subjects, found.mention)):
            return []
        if found.mention.sort == "person" or span.start <= found.mention.start < span.end:
            return []
        suits = end == "s" or found.mention.sort in ("organization", "any")
        return [self._marker.firm(found.mention)] if suits else []

    # --- drafts ---------------------------------------------------------------------------------------------------

    def _drafts(self, scene: Scene, subjects: SubjectFinder, found: _Found) -> Iterator[Draft]:
        relation = scene.lexicon.terms.relations.get(found.template.predicate)
        domain, range_ = (relation.domain, relation.range) if relation else ("Entity", "Entity")
        for subject in found.subjects:
            first = self._resolved(scene, subjects, subject, found.template.sorts.get("s", ()), None)
            if first is None or not _suits(scene, first, domain):
                continue
            if found.words is not None and not found.objects:
                yield self._draft(scene, found, first, None)
            for other in found.objects:
                second = self._resolved(scene, subjects, other, found.template.sorts.get("o", ()), first)
                if second is not None and second.identity != first.identity:
                    if "o" not in found.template.words and not _suits(scene, second, range_):
                        continue
                    yield self._draft(scene, found, first, second)

    def _resolved(
        self, scene: Scene, subjects: SubjectFinder, mention: Mention, sorts: tuple[str, ...], other: Mention | None
    ) -> Mention | None:
        """The mention, a noun or pronoun through its antecedent; None where its sort does not suit the template."""
        if not mention.named and not mention.name:
            if other is not None:
                earlier = [
                    m
                    for m in within(scene.mentions, max(0, mention.start - 60), mention.start)
                    if m.named and m.identity != other.identity
                ]
                mention = with_entity(mention, earlier[-1]) if earlier else mention
            else:
                found = subjects.antecedent(mention)
                mention = found if found else mention
            if not mention.name and mention.entity is None:
                return None
            mention = self._marker.firm(mention)
        if sorts and mention.sort not in sorts:
            return None
        if (
            mention.sort == "any"
            and "person" in sorts
            and "organization" not in sorts
            and not _PERSONAL.fullmatch(mention.name)
        ):
            return None
        return None if mention.sort == "place" and "place" not in sorts else mention

    def _draft(self, scene: Scene, found: _Found, subject: Mention, other: Mention | None) -> Draft:
        span, sentence = found.span, scene.sentence(found.span.start)
        shown = [m for m in (subject, other) if m and m.named and sentence.start <= m.start < sentence.end]
        how = "explicit" if subject.named and span.start <= subject.start < span.end else "zero"
        matched = span
        span = Span(min([span.start, *(m.start for m in shown)]), max([span.end, *(m.end for m in shown)]))
        first, last = scene.text.raw_span(span.start, span.end)
        return Draft(
            kind="relation",
            subject=subject.entity,
            subject_text=_printed(scene, subject),
            predicate=found.template.predicate,
            object=other.entity if other else None,
            object_text=_printed(scene, other) if other else found.words,
            modality=self._mood(scene, matched),
            attribution=tuple(
                c.agent.entity if c.agent and c.agent.entity else c.words
                for c in attributed(scene, span.end - 1)
                if not span.start <= c.start < span.end
            ),
            negated=self._denied.search(scene.lower, max(sentence.start, matched.start - 6), matched.end) is not None,
            printed=scene.text.raw[first:last],
            start=first,
            end=last,
            evidence_start=first,
            evidence_end=last,
            rule=found.template.id,
            resolution=how,
            confidence=confidence_of(how),
        )

    def _mood(self, scene: Scene, span: Span) -> Modality:
        """The modality up to the end of what the template matched; what is only meant to be done is expected."""
        read = self._modality.read(scene.lower, scene.clause(span.start), span.end)
        clause = scene.clause(span.start)
        if read is Modality.ACTUAL and self._ahead.search(scene.lower, max(clause.start, span.start - 24), span.end):
            return Modality.EXPECTED
        return read


def _is_theme(subjects: SubjectFinder, mention: Mention) -> bool:
    """Whether a text is about this, so that a sentence which names nobody can be said of it."""
    theme = subjects.salience.protagonist
    return subjects.prevails(mention) or (theme is not None and theme.identity == mention.identity)


def _suits(scene: Scene, mention: Mention, kind: str) -> bool:
    """Whether a mention can stand at an end of a relation that asks for this kind of entity."""
    if kind == "Entity":
        return True
    if mention.entity:
        return scene.lexicon.is_kind(mention.entity, kind)
    if kind == "Person" and mention.sort == "any":
        return _PERSONAL.fullmatch(mention.name) is not None
    return mention.sort in _SORTS_OF_KIND.get(kind, frozenset((mention.sort,)))


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
