"""Who said it first: the end of the attribution chain, the company itself for its own figures, the copied text for a copy.

Two articles that cite one report share an origin; a company's own disclosure is one origin however many relay it; what a
copy says without naming anybody was said by the text it copies.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from claimgraph.agreement.rules import Rules
from claimgraph.claim import Claim, Modality, RelationClaim, Source

__all__ = ["Origins", "SourceFacts"]

_NEVER = 0
_OWN_KINDS = frozenset({"earnings", "press-release"})  # their unattributed facts are the company's own disclosure


@dataclass(frozen=True, slots=True)
class SourceFacts:
    """What comparing needs of a source: its copy group, who speaks in it, and when it can have been published."""

    id: str
    text: str
    voice: str
    first: int
    last: int
    relayer: bool
    kind: str | None


class Origins:
    """Finds the origin of any claim. `groups` gives each source its copy group, `roots` the text a copy goes back to."""

    __slots__ = ("_facts", "_own", "_spokespeople")

    def __init__(self, sources: Iterable[Source], groups: Mapping[str, str], roots: Mapping[str, str]) -> None:
        known = {source.id: source for source in sources}
        relayers = _relayers(known.values())
        self._facts = {id: self._facts_of(source, known, groups, roots, relayers) for id, source in known.items()}
        self._spokespeople: dict[str, str] = {}
        self._own: dict[str, str] = {}

    @staticmethod
    def _facts_of(
        source: Source,
        known: Mapping[str, Source],
        groups: Mapping[str, str],
        roots: Mapping[str, str],
        relayers: frozenset[str],
    ) -> SourceFacts:
        root = known.get(roots.get(source.id, source.id), source)
        voice = root.publisher or f"source:{root.id}"
        when = source.published
        return SourceFacts(
            source.id, groups.get(source.id, source.id), voice,
            when.first.toordinal() if when else _NEVER, when.last.toordinal() if when else 10**7,
            voice in relayers, root.kind,
        )  # fmt: skip

    def learn(self, claims: Iterable[Claim], rules: Rules) -> None:
        """Takes from relation claims who speaks for which organisation, and which organisation owns what."""
        for claim in claims:
            if not isinstance(claim, RelationClaim) or claim.negated or claim.object is None:
                continue
            if claim.modality is not Modality.ACTUAL:
                continue
            if claim.predicate in rules.speaks_for:
                person, body = (
                    (claim.about, claim.object) if claim.predicate == "employedBy" else (claim.object, claim.about)
                )
                self._spokespeople[person] = min(body, self._spokespeople.get(person, body))
            elif claim.predicate in rules.ownership and claim.predicate != "versionOf":
                self._own[claim.about] = min(claim.object, self._own.get(claim.about, claim.object))

    def source(self, id: str) -> SourceFacts:
        """What is known of a source; one that nobody described stands for itself."""
        facts = self._facts.get(id)
        if facts is None:
            facts = self._facts[id] = SourceFacts(id, id, f"source:{id}", _NEVER, 10**7, False, None)
        return facts

    def of(self, claim: Claim) -> tuple[str, bool]:
        """The origin of a claim, and whether it is only the relayer of texts whose author is not known."""
        facts = self.source(claim.source)
        if not claim.attribution:
            if facts.kind in _OWN_KINDS and claim.modality is Modality.ACTUAL:
                return self.owner(claim.about), False
            return facts.voice, facts.relayer
        last = claim.attribution[-1]
        speaker = last.organization or self._spokespeople.get(last.agent, last.agent)
        if self._same_house(last.agent, claim.about) or self._same_house(speaker, claim.about):
            return self.owner(claim.about), False
        return last.agent, False

    def owner(self, entity: str) -> str:
        """The organisation at the top of what an entity belongs to; a circle ends where it began."""
        seen = {entity}
        while (above := self._own.get(entity)) is not None and above not in seen:
            seen.add(above)
            entity = above
        return entity

    def owners(self) -> Mapping[str, str]:
        """Each entity and what it directly belongs to."""
        return self._own

    def _same_house(self, speaker: str, subject: str) -> bool:
        """Whether the speaker is the subject, the organisation the subject belongs to, or a part of it."""
        return self.owner(speaker) == self.owner(subject)


def _relayers(sources: Iterable[Source]) -> frozenset[str]:
    """Publishers that bring others' texts: an unattributed figure of theirs has an author who is not named."""
    return frozenset(
        source.publisher for source in sources if source.publisher and (source.kind == "repost" or source.copy_of)
    )
