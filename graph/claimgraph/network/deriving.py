"""What was derived from claims, as a store describes it: support of slots, implied values, disagreements."""

from __future__ import annotations

from collections.abc import Collection

from claimgraph.network.nodes import Node, bounds, count, day, local_name, term, text, texts
from claimgraph.network.register import Register
from claimgraph.network.testimony import Disagreement, Implied, Slot


def slot(iri: str, node: Node) -> Slot:
    """The support of one slot."""
    return Slot(local_name(iri), count(node, "articles"), count(node, "texts"), count(node, "origins"))


def implied(iri: str, node: Node, register: Register) -> Implied | None:
    """One computed value; None where it does not say of whom and what."""
    about, says, relative = text(node, "about"), term(node, "metric"), text(node, "relativeTo")
    if about is None or says is None:
        return None
    return Implied(
        id=local_name(iri),
        about=register.agent(about),
        says=says,
        modality=(term(node, "modality") or "Actual").lower(),
        formula=text(node, "formula") or "",
        premises=tuple(map(local_name, texts(node, "wasDerivedFrom"))),
        bounds=bounds(node),
        start=day(node, "periodStart"),
        end=day(node, "periodEnd"),
        as_of=term(node, "periodKind") == "AsOf",
        window=text(node, "window"),
        relative_to=register.agent(relative) if relative else None,
        scope=tuple(texts(node, "scope")),
        slot=term(node, "slot"),
    )


def disagreement(iri: str, node: Node, implied: Collection[str]) -> Disagreement:
    """One disagreement with its members; those among `implied` (IRIs) are computed, the others stated."""
    members = texts(node, "member")
    return Disagreement(
        id=local_name(iri),
        kind=term(node, "kind"),
        why=text(node, "why") or "",
        severity=term(node, "severity"),
        verdict=term(node, "verdict"),
        explained_as=term(node, "explainedAs"),
        statements=tuple(local_name(member) for member in members if member not in implied),
        implied=tuple(local_name(member) for member in members if member in implied),
    )
