"""Relations between entities, by declared templates: 背靠X的Y, X旗下的Y, "a round led by X".

In a template {s} and {o} are the two ends, with the sorts they may have ({o:organization}); {o*} is a list of them. A
template without {s} takes the subject of its clause. The words between are a regular expression over the folded text, in
which every mention stands as its number in brackets.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from claimgraph.extraction.cues import Cues
from claimgraph.extraction.draft import Draft
from claimgraph.extraction.rules.attribution import attributed
from claimgraph.extraction.rules.confidence import confidence_of
from claimgraph.extraction.rules.mentions import Mention, with_entity
from claimgraph.extraction.rules.modality import ModalityReader
from claimgraph.extraction.rules.scene import Scene, within
from claimgraph.extraction.rules.subjects import SubjectFinder
from claimgraph.extraction.rules.text import Span

_OPEN, _CLOSE = "\u27e6", "\u27e7"
_GAP = re.compile(r"\{(?P<end>[so])(?P<list>\*?)(?::(?P<sorts>[a-z|]+))?\}")
_ONE = rf"{_OPEN}\d+{_CLOSE}"
_GLOSS = r"(?:[(（][^)）]{1,8}[)）])?"
_LIST = (
    rf"(?:{_ONE})?{_ONE}{_GLOSS}(?:[“”\"《》]?(?:、|和|与|及|以及|,| and "
    rf"|, and |, )[“”\"《》]?(?:{_ONE})?{_ONE}{_GLOSS})*"
)
_NUMBER = re.compile(rf"(?:{_OPEN}\d+{_CLOSE})?{_OPEN}(\d+){_CLOSE}")
_DENIED = re.compile(r"不会|不再|没有|未能|尚未|并未|并非|否认|denied|not |never |no longer")


@dataclass(frozen=True, slots=True)
class _Template:
    id: str
    predicate: str
    pattern: re.Pattern[str]
    sorts: dict[str, tuple[str, ...]]


class RelationReader:
    """Reads relations by the templates of a lexicon."""

    def __init__(self, cues: Cues, modality: ModalityReader) -> None:
        self._templates = [
            _compiled(cue.id, cue.means.split(":")[1], cue.template)
            for cue in cues.templates("relation")
            if cue.template
        ]
        self._modality = modality

    def read(self, scene: Scene, subjects: SubjectFinder) -> Iterator[Draft]:
        """The relations of a scene, in order, each pair and predicate once in a sentence."""
        for sentence in scene.text.sentences:
            mentions = within(scene.mentions, sentence.start, sentence.end)
            if not mentions or sentence.end - sentence.start > 1200:
                continue
            marked, places = _marked(scene, sentence, mentions)
            seen: set[tuple[object, ...]] = set()
            for template in self._templates:
                for match in template.pattern.finditer(marked):
                    for draft in self._drafts(scene, subjects, template, match, mentions, places):
                        key = (draft.predicate, draft.subject or draft.subject_text, draft.object or draft.object_text)
                        if key not in seen:
                            seen.add(key)
                            yield draft

    def _drafts(
        self,
        scene: Scene,
        subjects: SubjectFinder,
        template: _Template,
        match: re.Match[str],
        mentions: list[Mention],
        places: list[int],
    ) -> Iterator[Draft]:
        groups = match.groupdict()
        start, end = places[match.start()], places[match.end() - 1] + 1
        ends = {name: self._mentions(groups.get(name), mentions) for name in ("s", "o")}
        words = _words(scene, match, places) if groups.get("text") else None
        for missing, given in (("s", "o"), ("o", "s")):
            if missing not in groups and (missing == "s" or words is None):
                anchor = ends[given][0].start if ends[given] else start
                found = subjects.find(anchor, None, None)
                suits = found is not None and (missing == "s" or found.mention.sort in ("organization", "any"))
                ends[missing] = [found.mention] if found and suits else []
        for subject in ends["s"]:
            first = self._resolved(scene, subjects, subject, template.sorts.get("s", ()), None)
            if first is None:
                continue
            if words is not None and not ends["o"]:
                yield self._draft(scene, template, first, None, words, Span(start, end))
            for other in ends["o"]:
                second = self._resolved(scene, subjects, other, template.sorts.get("o", ()), first)
                if second is not None and second.identity != first.identity:
                    yield self._draft(scene, template, first, second, words, Span(start, end))

    @staticmethod
    def _mentions(text: str | None, mentions: list[Mention]) -> list[Mention]:
        return [mentions[int(number)] for number in _NUMBER.findall(text or "")]

    @staticmethod
    def _resolved(
        scene: Scene, subjects: SubjectFinder, mention: Mention, sorts: tuple[str, ...], other: Mention | None
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
        if sorts and mention.sort not in sorts and not (mention.sort == "any" and "any" in sorts):
            return None
        return None if mention.sort == "place" and "place" not in sorts else mention

    def _draft(
        self, scene: Scene, template: _Template, subject: Mention, other: Mention | None, words: str | None, span: Span
    ) -> Draft:
        sentence = scene.sentence(span.start)
        shown = [m for m in (subject, other) if m and m.named and sentence.start <= m.start < sentence.end]
        span = Span(min([span.start, *(m.start for m in shown)]), max([span.end, *(m.end for m in shown)]))
        first, last = scene.text.raw_span(span.start, span.end)
        clause = scene.clause(span.start)
        how = "explicit" if subject.named and span.start <= subject.start < span.end else "zero"
        return Draft(
            kind="relation",
            subject=subject.entity,
            subject_text=_printed(scene, subject),
            predicate=template.predicate,
            object=other.entity if other else None,
            object_text=_printed(scene, other) if other else words,
            modality=self._modality.read(scene.lower, clause, span.start),
            attribution=tuple(
                c.agent.entity if c.agent and c.agent.entity else c.words
                for c in attributed(scene, span.end - 1)
                if not span.start <= c.start < span.end
            ),
            negated=_DENIED.search(scene.lower, max(0, span.start - 6), span.end) is not None,
            printed=scene.text.raw[first:last],
            start=first,
            end=last,
            evidence_start=first,
            evidence_end=last,
            rule=template.id,
            resolution=how,
            confidence=confidence_of(how),
        )


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


def _words(scene: Scene, match: re.Match[str], places: list[int]) -> str:
    first, last = match.span("text")
    return scene.text.printed(places[first], places[last - 1] + 1) if last > first else ""


def _compiled(id: str, predicate: str, template: str) -> _Template:
    sorts: dict[str, tuple[str, ...]] = {}

    def gap(match: re.Match[str]) -> str:
        sorts[match["end"]] = tuple((match["sorts"] or "").split("|")) if match["sorts"] else ()
        return f"(?P<{match['end']}>{_LIST if match['list'] else _ONE})"

    return _Template(id, predicate, re.compile(_GAP.sub(gap, template), re.IGNORECASE), sorts)


def _marked(scene: Scene, sentence: Span, mentions: list[Mention]) -> tuple[str, list[int]]:
    """The sentence with every mention replaced by its number, and for every place of it the place in the text."""
    pieces: list[str] = []
    places: list[int] = []
    place = sentence.start
    for number, mention in enumerate(mentions):
        pieces.append(scene.text.plain[place : mention.start])
        places.extend(range(place, mention.start))
        mark = f"{_OPEN}{number}{_CLOSE}"
        pieces.append(mark)
        places.extend([mention.start] * (len(mark) - 1) + [mention.end - 1])
        place = mention.end
    pieces.append(scene.text.plain[place : sentence.end])
    places.extend(range(place, sentence.end))
    return "".join(pieces), places
