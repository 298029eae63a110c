"""What a person decided about disagreements, laid over what was computed, build after build."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from claimgraph.agreement.model import Disagreement, Finding
from claimgraph.corpus.model import Verdict

__all__ = ["with_verdicts"]


def with_verdicts(
    disagreements: Iterable[Disagreement], verdicts: Sequence[Verdict], known: Iterable[str]
) -> tuple[list[Disagreement], list[Finding]]:
    """The disagreements with their review: confirmed, explained (another kind), dismissed (`agreement`), or open.

    A verdict speaks of every disagreement that holds all its claims. Verdicts that name claims that are gone, that
    contradict one another, or that meet no disagreement are findings.
    """
    findings = _unusable(verdicts, set(known))
    usable = [verdict for verdict in verdicts if id(verdict) not in findings]
    by_claim: dict[str, list[int]] = {}
    for number, verdict in enumerate(usable):
        by_claim.setdefault(verdict.claims[0], []).append(number)
    met: set[int] = set()
    reviewed = []
    for node in disagreements:
        members = set(node.claims)
        candidates = {number for claim in node.claims for number in by_claim.get(claim, ())}
        numbers = sorted(number for number in candidates if members.issuperset(usable[number].claims))
        met.update(numbers)
        reviewed.append(_reviewed(node, [usable[number] for number in numbers]))
    idle = [row for number, row in enumerate(usable) if number not in met and row.kind != "agreement"]
    return reviewed, [*findings.values(), *map(_without_disagreement, idle)]


def _without_disagreement(verdict: Verdict) -> Finding:
    text = f"the verdict on {', '.join(verdict.claims)} meets no disagreement"
    remedy = "delete it, or name the claims that disagree"
    return Finding("verdict-without-disagreement", text, str(verdict.place), remedy)


def _unusable(verdicts: Sequence[Verdict], known: set[str]) -> dict[int, Finding]:
    """Findings by verdict: it names what does not exist, or says otherwise than an earlier one of the same claims."""
    found: dict[int, Finding] = {}
    first: dict[frozenset[str], Verdict] = {}
    for verdict in verdicts:
        missing = [claim for claim in verdict.claims if claim not in known]
        earlier = first.setdefault(frozenset(verdict.claims), verdict)
        if missing or not verdict.claims:
            found[id(verdict)] = Finding(
                "unknown-claim",
                f"a verdict names {', '.join(missing) or 'no claim'}, which is not in this corpus",
                str(verdict.place),
                "the claim was changed or deleted: look up its new id, or delete the verdict",
            )
        elif earlier.kind != verdict.kind:
            found[id(verdict)] = Finding(
                "contradictory-decisions",
                f"the same claims are decided to be {earlier.kind} and {verdict.kind}",
                str(verdict.place),
                f"keep this or {earlier.place}",
            )
    return found


def _reviewed(node: Disagreement, verdicts: Sequence[Verdict]) -> Disagreement:
    """The node under the verdict that names most of its claims; the first among equals."""
    if not verdicts:
        return node
    verdict = max(verdicts, key=lambda row: len(row.claims))
    review = (
        "dismissed"
        if verdict.kind == "agreement"
        else "confirmed"
        if verdict.kind == node.kind_notation
        else "explained"
    )
    explained_as = verdict.kind if review == "explained" else None
    return replace(node, review=review, verdict=verdict.why, explained_as=explained_as)
