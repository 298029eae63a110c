"""Drafts claims with a language model: asked sentence by sentence, believed only as far as the gate goes.

The model copies words; offsets, scales and units are computed here. The article is data between marks that it cannot hold.
Where the model and the rules read the same, the rules' draft stands; where they differ, a person sees both.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from hashlib import sha256
from importlib.resources import files
from string import Template

from claimgraph.claim import PartialDate
from claimgraph.extraction.answers import NoAnswerError, Parsed, parse, schema
from claimgraph.extraction.draft import Draft, Reading
from claimgraph.extraction.endpoint import Conversation, LanguageModel, Usage
from claimgraph.extraction.gate import Gate, Outcome, Proposal, Verdict
from claimgraph.extraction.lexicon import Lexicon
from claimgraph.extraction.rules.text import Text

__all__ = ["LanguageModel", "ModelReport", "read_with_model"]

_PROMPT = "language_model.md"
_CHUNK, _BEFORE, _MOST_IDS = 1_200, 400, 80


@dataclass(frozen=True, slots=True)
class ModelReport:
    """The reading of rules and model together, every verdict of the gate, and lines that tell what happened."""

    reading: Reading
    verdicts: tuple[Verdict, ...]
    notes: tuple[str, ...]
    usage: Usage


def read_with_model(
    text: str, lexicon: Lexicon, reading: Reading, model: LanguageModel, *, published: PartialDate | None = None
) -> ModelReport:
    """The rules' reading of a text, completed by a model. Raises ExtractionError where the endpoint gives no answers."""
    gate = Gate(text, lexicon, reading, published)
    notes: list[str] = []
    with Conversation(model) as conversation:
        asking = _Asking(text, lexicon, reading, gate, conversation, notes)
        proposals = [proposal for chunk in asking.chunks() for proposal in asking.proposals(chunk)]
        usage = conversation.usage
    verdicts = gate.judge(proposals)
    return ModelReport(_completed(reading, verdicts), verdicts, (*_told(model, usage, verdicts), *notes), usage)


@dataclass(frozen=True, slots=True)
class _Chunk:
    """A stretch of whole sentences, with the places where they begin."""

    start: int
    end: int
    sentences: tuple[tuple[int, int], ...]


class _Asking:
    """The questions about one text."""

    def __init__(
        self, text: str, lexicon: Lexicon, reading: Reading, gate: Gate, conversation: Conversation, notes: list[str]
    ) -> None:
        self._text, self._lexicon, self._reading, self._gate = text, lexicon, reading, gate
        self._conversation, self._notes = conversation, notes
        self._plain = Text(text)
        self._rule = f"model {conversation.model.model}"
        self._mark = _mark(text)
        matches = [
            (self._plain.raw_span(m.start, m.end)[0], m) for m in lexicon.matches(self._plain.plain, self._plain.lower)
        ]
        self._entities = [(place, match.entity) for place, match in matches if match.entity]
        self._metrics = [(place, match.metric) for place, match in matches if match.metric]

    def chunks(self) -> Iterator[_Chunk]:
        """Whole sentences up to a size; stretches with neither a number nor two names are not asked about."""
        sentences = [self._plain.raw_span(sentence.start, sentence.end) for sentence in self._plain.sentences]
        group: list[tuple[int, int]] = []
        for sentence in sentences:
            if group and sentence[1] - group[0][0] > _CHUNK:
                yield from self._worth(group)
                group = []
            group.append(sentence)
        if group:
            yield from self._worth(group)

    def _worth(self, sentences: list[tuple[int, int]]) -> Iterator[_Chunk]:
        chunk = _Chunk(sentences[0][0], sentences[-1][1], tuple(sentences))
        numbers = any(
            chunk.start <= draft.start < chunk.end and draft.unit is not None for draft in self._reading.quantities
        )
        names = {entity for place, entity in self._entities if chunk.start <= place < chunk.end}
        if numbers or len(names) > 1:
            yield chunk

    def proposals(self, chunk: _Chunk) -> list[Proposal]:
        """What the model proposes for a stretch; what the gate rejects is asked once more, with its reasons."""
        messages = self._messages(chunk)
        answered = self._answer(chunk, messages)
        if answered is None:
            return [proposal for half in _halves(chunk) for proposal in self.proposals(half)]
        reply, parsed = answered
        verdicts = self._gate.judge(parsed.proposals)
        rejected = [verdict for verdict in verdicts if verdict.outcome is Outcome.REJECT]
        if not rejected:
            return list(parsed.proposals)
        passed = [
            p for p, verdict in zip(parsed.proposals, verdicts, strict=True) if verdict.outcome is not Outcome.REJECT
        ]
        refused = [
            p for p, verdict in zip(parsed.proposals, verdicts, strict=True) if verdict.outcome is Outcome.REJECT
        ]
        again = self._answer(chunk, [*messages, _said(reply), _asked(_reasons(refused, rejected))], once=True)
        return [*passed, *(again[1].proposals if again else refused)]

    def _answer(
        self, chunk: _Chunk, messages: Sequence[Mapping[str, str]], once: bool = False
    ) -> tuple[str, Parsed] | None:
        """An answer and its proposals; None where it was cut off and the stretch can be halved."""
        answer = self._conversation.ask(messages, self._schema(chunk))
        try:
            parsed = parse(answer.text, self._rule)
        except NoAnswerError as error:
            if answer.cut and len(chunk.sentences) > 1 and not once:
                return None
            if once:
                self._notes.append(f"  {chunk.start}..{chunk.end}: {error}; what it proposed before is not kept")
                return answer.text, Parsed(())
            return self._answer(
                chunk, [*messages, _said(answer.text[:_CHUNK]), _asked(f"{error}. Answer again.")], once=True
            )
        self._notes += [f"  {chunk.start}..{chunk.end}: not usable: {what}" for what in parsed.unusable]
        return answer.text, parsed

    # --- the question ---------------------------------------------------------------------------------------------

    def _messages(self, chunk: _Chunk) -> list[Mapping[str, str]]:
        prompt = Template(_prompt()).substitute(
            mark=self._mark,
            entities="\n".join(self._entity_lines(chunk)),
            metrics="\n".join(self._metric_lines(chunk)),
            relations="\n".join(
                f"{relation.id}: {relation.label}" for relation in self._lexicon.terms.relations.values()
            ),
        )
        before = self._text[max(0, chunk.start - _BEFORE) : chunk.start].strip()
        earlier = f"Earlier lines, only for names:\n{self._mark}\n{before}\n{self._mark}\n\n" if before else ""
        article = f"{earlier}The lines to read:\n{self._mark}\n{self._text[chunk.start : chunk.end]}\n{self._mark}"
        return [{"role": "system", "content": prompt}, _asked(article)]

    def _schema(self, chunk: _Chunk) -> Mapping[str, object]:
        return schema(self._subjects(chunk), self._metric_ids(chunk), list(self._lexicon.terms.relations))

    def _subjects(self, chunk: _Chunk) -> list[str]:
        """The entities named up to the end of the stretch, the latest first."""
        named = dict.fromkeys(entity for place, entity in reversed(self._entities) if place < chunk.end)
        return list(named)[:_MOST_IDS]

    def _metric_ids(self, chunk: _Chunk) -> list[str]:
        """The metrics named in the stretch, those the rules read there, and what is told by the same words."""
        named = [metric for place, metric in self._metrics if chunk.start <= place < chunk.end]
        named += [
            draft.metric for draft in self._reading.claims if draft.metric and chunk.start <= draft.start < chunk.end
        ]
        metrics = self._lexicon.terms.metrics
        near = [
            other
            for id in dict.fromkeys(named)
            if (metric := metrics.get(id))
            for other in (id, metric.growth_metric, metric.ratio_metric, metric.share_metric)
            if other in metrics
        ]
        return [id for id in dict.fromkeys(near) if id][:_MOST_IDS]

    def _entity_lines(self, chunk: _Chunk) -> Iterator[str]:
        for id in self._subjects(chunk):
            labels = dict.fromkeys(" ".join(label.text.split()) for label in self._lexicon.entities[id].labels)
            yield f"{id}: {', '.join(labels)}"

    def _metric_lines(self, chunk: _Chunk) -> Iterator[str]:
        for id in self._metric_ids(chunk):
            metric = self._lexicon.terms.metrics[id]
            labels = dict.fromkeys(label.text for label in metric.labels if label.rank != "hidden")
            yield f"{id}: {', '.join(labels)}; {', '.join(metric.units)}"


@cache
def _prompt() -> str:
    return (files(__package__) / _PROMPT).read_text(encoding="utf-8")


def _mark(text: str) -> str:
    """A mark that the text does not hold: it comes from a digest of the text itself."""
    mark, salt = "", text
    while not mark or mark in text:
        salt = sha256(salt.encode("utf-8", "surrogatepass")).hexdigest()
        mark = f"ARTICLE-{salt[:16]}"
    return mark


def _asked(content: str) -> Mapping[str, str]:
    return {"role": "user", "content": content}


def _said(content: str) -> Mapping[str, str]:
    return {"role": "assistant", "content": content}


def _reasons(refused: Iterable[Proposal], verdicts: Iterable[Verdict]) -> str:
    """What was refused and why, as the question for a second answer."""
    rows = [
        {"quote": proposal.quote, "value_quote": proposal.value_quote, "refused": list(verdict.reasons)}
        for proposal, verdict in zip(refused, verdicts, strict=True)
    ]
    asked = (
        "These entries were refused. Answer again with these entries only, corrected, or leave out what is not there."
    )
    return f"{asked}\n{json.dumps(rows, ensure_ascii=False)}"


def _halves(chunk: _Chunk) -> Iterator[_Chunk]:
    middle = len(chunk.sentences) // 2
    for part in (chunk.sentences[:middle], chunk.sentences[middle:]):
        yield _Chunk(part[0][0], part[-1][1], part)


# --- two readings as one ------------------------------------------------------------------------------------------------


def _completed(reading: Reading, verdicts: Sequence[Verdict]) -> Reading:
    """The rules' drafts, with the model's in the place of those that were open; every quantity still stands once."""
    drafts = {_key(draft): draft for draft in reading.drafts}
    for verdict in verdicts:
        if verdict.outcome is not Outcome.REVIEW:
            continue
        other = verdict.other
        if other is None:
            drafts[_key(verdict.draft)] = _proposed(verdict)
        elif other.state == "claim":
            drafts[_key(other)] = replace(other, reason=f"for review: the model reads {_reading_of(verdict)}")
        else:
            drafts.pop(_key(other), None)
            drafts[_key(verdict.draft)] = _proposed(verdict)
    return Reading(tuple(sorted(drafts.values(), key=lambda draft: (draft.start, draft.end, draft.kind))))


def _key(draft: Draft) -> tuple[object, ...]:
    if draft.kind == "metric":
        return draft.kind, draft.start, draft.end
    return draft.kind, draft.evidence_start, draft.subject, draft.predicate, draft.metric, draft.object, draft.start


def _proposed(verdict: Verdict) -> Draft:
    draft = verdict.draft
    named = draft.metric is not None and (draft.subject or draft.subject_text) is not None
    state = "claim" if draft.kind != "metric" or named else "unmapped"
    start = draft.start if draft.end else draft.evidence_start
    end = draft.end or draft.evidence_end
    return replace(draft, state=state, start=start, end=end, reason=f"for review: {'; '.join(verdict.reasons)}")


def _reading_of(verdict: Verdict) -> str:
    draft = verdict.draft
    what = draft.metric or draft.predicate or draft.metric_text or draft.kind
    return f"{draft.subject or draft.subject_text} {what} as {draft.modality} ({'; '.join(verdict.reasons)})"


def _told(model: LanguageModel, usage: Usage, verdicts: Sequence[Verdict]) -> Iterator[str]:
    counts = {outcome: sum(verdict.outcome is outcome for verdict in verdicts) for outcome in Outcome}
    passed = (
        f"{counts[Outcome.ACCEPT]} as the rules, {counts[Outcome.REVIEW]} for review, {counts[Outcome.REJECT]} refused"
    )
    yield f"{model.model}: {usage}; {passed}"
    for verdict in verdicts:
        if verdict.outcome is Outcome.REJECT:
            yield f"  refused: {_reading_of(verdict)}"
