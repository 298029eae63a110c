"""Entities that were decided to be one are one in the graph: every claim that names any of them names the first.

The corpus's files stay as they are; deleting the decision undoes it at the next build.
"""

from __future__ import annotations

from dataclasses import replace

from claimgraph.claim import Claim, EventClaim, Hop, MetricClaim, OpinionClaim, RelationClaim, Source
from claimgraph.corpus import Corpus, SourceFile
from claimgraph.resolution import unify


def united(corpus: Corpus) -> Corpus:
    """The corpus with its `same` decisions carried out."""
    if not corpus.decisions.same:
        return corpus
    entities = unify(corpus.entities, [decision.entities for decision in corpus.decisions.same])
    ids = {id: entity.id for id, entity in entities.items() if id != entity.id}
    kept = {id: entity for id, entity in entities.items() if id not in ids}
    return replace(corpus, entities=kept, sources={id: _file(file, ids) for id, file in corpus.sources.items()})


def _file(file: SourceFile, ids: dict[str, str]) -> SourceFile:
    claims = tuple(_claim(claim, ids) for claim in file.claims)
    lines = {new.id: file.lines[old.id] for old, new in zip(file.claims, claims, strict=True)}
    return replace(file, source=_source(file.source, ids), claims=claims, lines=lines)


def _source(source: Source, ids: dict[str, str]) -> Source:
    publisher = ids.get(source.publisher or "", source.publisher)
    return replace(source, publisher=publisher, creators=tuple(ids.get(id, id) for id in source.creators))


def _claim(claim: Claim, ids: dict[str, str]) -> Claim:
    chain = tuple(_hop(hop, ids) for hop in claim.attribution)
    claim = replace(claim, about=ids.get(claim.about, claim.about), attribution=chain)
    match claim:
        case MetricClaim():
            return replace(claim, relative_to=ids.get(claim.relative_to or "", claim.relative_to))
        case RelationClaim():
            return replace(claim, object=ids.get(claim.object or "", claim.object))
        case EventClaim():
            return replace(claim, participant=ids.get(claim.participant or "", claim.participant))
        case OpinionClaim():
            return replace(claim, mentions=tuple(ids.get(id, id) for id in claim.mentions))
        case _:
            return claim


def _hop(hop: Hop, ids: dict[str, str]) -> Hop:
    return replace(
        hop,
        agent=ids.get(hop.agent, hop.agent),
        organization=ids.get(hop.organization or "", hop.organization),
    )
