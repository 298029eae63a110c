"""An accepted draft -> a claim: the values of the draft under the ids of a corpus, with evidence sliced from the text."""

from __future__ import annotations

import calendar
from collections.abc import Container
from dataclasses import dataclass
from typing import Any

from claimgraph.claim import (
    Claim,
    EventClaim,
    Evidence,
    Hop,
    MetricClaim,
    OpinionClaim,
    PartialDate,
    Period,
    Polarity,
    Quantity,
    RelationClaim,
)
from claimgraph.errors import ExtractionError
from claimgraph.evidence import slice_digest
from claimgraph.extraction.draft import Draft
from claimgraph.extraction.rules.fold import fold, lower

__all__ = ["Judgement", "accepted", "judged"]


@dataclass(frozen=True, slots=True)
class Judgement:
    """What only a person says of an opinion: what it is about, for or against, and its content in own words."""

    aspect: str
    says: str
    polarity: Polarity = Polarity.NEUTRAL


def accepted(
    draft: Draft,
    text: str,
    source: str,
    *,
    entities: Container[str],
    recorded_by: str,
    judgement: Judgement | None = None,
) -> Claim:
    """The claim that a draft makes in a source with this text.

    Raises ExtractionError where the draft names nobody the corpus knows, or leaves open what a claim must say.
    """
    about = _entity(draft.subject, draft.subject_text, "subject", entities)
    common: dict[str, Any] = {
        "source": source,
        "about": about,
        "modality": draft.modality,
        "negated": draft.negated,
        "attribution": tuple(Hop(_entity(agent, agent, "source", entities)) for agent in draft.attribution),
        "period": draft.period,
        "scope": draft.scope,
        "evidence": _evidence(draft, text),
        "recorded_by": recorded_by,
    }
    match draft.kind:
        case "metric":
            return _metric(draft, common, entities)
        case "relation":
            return _relation(draft, common, entities)
        case "event":
            return _event(draft, common)
        case "opinion":
            return _opinion(draft, common, judgement or judged(draft), text)
    raise ExtractionError(f"a draft of kind {draft.kind!r} makes no claim: metric, relation, event or opinion does")


def judged(draft: Draft, says: str | None = None) -> Judgement | None:
    """What a person has said of an opinion in its draft, or says now; None as long as its content is not told."""
    says = says or draft.says
    if not (draft.aspect and says and says.strip()):
        return None
    return Judgement(draft.aspect, says.strip(), Polarity(draft.polarity or "neutral"))


def _entity(id: str | None, words: str | None, role: str, entities: Container[str]) -> str:
    if id is not None and id in entities:
        return id
    if not (id or words):
        raise ExtractionError(f"the draft has no {role}: name an entity")
    raise ExtractionError(f"the {role} {words or id!r} is no entity of the corpus: create one, or merge it with one")


def _evidence(draft: Draft, text: str) -> Evidence:
    start, end = draft.evidence_start, draft.evidence_end
    printed = (draft.start, draft.end) if draft.end > draft.start and start <= draft.start <= draft.end <= end else None
    return Evidence(start, end, printed and printed[0], printed and printed[1], slice_digest(text, start, end))


def _metric(draft: Draft, common: dict[str, Any], entities: Container[str]) -> Claim:
    if draft.metric is None:
        raise ExtractionError(f"{draft.printed!r} has no metric: map {draft.metric_text or 'its phrase'!r} to one")
    if draft.unit is None:
        raise ExtractionError(f"{draft.printed!r} has no unit: edit its value")
    quantity = Quantity(
        draft.low, draft.high, draft.unit, draft.printed, low_exclusive=draft.low_exclusive,
        high_exclusive=draft.high_exclusive, precision=draft.precision, per_unit=draft.per_unit,
    )  # fmt: skip
    relative_to = (
        _entity(draft.relative_to, draft.relative_to, "entity compared with", entities) if draft.relative_to else None
    )
    return MetricClaim(**common, metric=draft.metric, quantity=quantity, window=draft.window, relative_to=relative_to)


def _relation(draft: Draft, common: dict[str, Any], entities: Container[str]) -> Claim:
    if draft.predicate is None:
        raise ExtractionError("the draft names no relation")
    if draft.object is None and draft.object_text is None:
        raise ExtractionError(f"{draft.predicate} has no object")
    object_ = _entity(draft.object, draft.object_text, "object", entities)
    return RelationClaim(**common, predicate=draft.predicate, object=object_)


def _event(draft: Draft, common: dict[str, Any]) -> Claim:
    if draft.metric is None:
        raise ExtractionError("the draft names no kind of event")
    date = partial_date(draft.period) if draft.period else None
    return EventClaim(
        **{**common, "period": None}, event=draft.metric, date=date, printed=draft.printed, precision=draft.precision
    )


def _opinion(draft: Draft, common: dict[str, Any], judgement: Judgement | None, text: str) -> Claim:
    """The claim of an opinion, whose content a person tells; words of the article are not one's own."""
    if judgement is None or not judgement.says.strip():
        raise ExtractionError(
            f"an opinion of {common['about']}: its content waits to be told; write `says`, one sentence in own words, "
            "and `opinion`, its aspect"
        )
    if lower(fold(judgement.says)).strip(' .。"“”') in lower(fold(text)):
        raise ExtractionError(f"an opinion of {common['about']}: `says` repeats the article; tell it in own words")
    return OpinionClaim(
        **{**common, "paraphrase": judgement.says}, aspect=judgement.aspect, polarity=judgement.polarity
    )


def partial_date(period: Period) -> PartialDate | None:
    """The day, month or year that a period is; None for any other stretch.

    >>> partial_date(Period.parse("2025-03")), partial_date(Period.parse("2025-Q1"))
    (PartialDate(text='2025-03'), None)
    """
    start, end = period.start, period.end
    if start is None or end is None:
        return None
    if start == end:
        return PartialDate(start.isoformat())
    if (start.month, start.day, end.month, end.day) == (1, 1, 12, 31) and start.year == end.year:
        return PartialDate(f"{start.year}")
    whole_month = start.day == 1 and end.day == calendar.monthrange(end.year, end.month)[1]
    return PartialDate(start.isoformat()[:7]) if whole_month and start.replace(day=end.day) == end else None
