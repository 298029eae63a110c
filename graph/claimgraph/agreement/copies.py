"""Which sources carry one text: by decision, declaration, overlap of texts, credit line, or claims that coincide.

Every source belongs to exactly one group, itself if alone, and each membership says how it was found. What a person
decided overrides everything else; declarations that run in a circle are a finding.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from claimgraph.agreement.coincidence import coinciding, marks
from claimgraph.agreement.credits import credited
from claimgraph.agreement.model import CopyMember, Finding
from claimgraph.agreement.rules import Rules
from claimgraph.agreement.shingles import overlapping
from claimgraph.claim import Claim, Entity, Source, content_id
from claimgraph.corpus.model import CopyDecision
from claimgraph.extraction.rules.fold import fold

__all__ = ["Copies", "find_copies"]


@dataclass(frozen=True, slots=True)
class Link:
    """`copy` carries the text of `original` (or the other way round, where `directed` is false)."""

    copy: str
    original: str
    found: str
    detail: str = ""
    directed: bool = False


@dataclass(frozen=True, slots=True)
class Copies:
    """The groups: for each source its group and the text it goes back to, and how each membership was found."""

    groups: Mapping[str, str]
    roots: Mapping[str, str]
    members: tuple[CopyMember, ...]
    findings: tuple[Finding, ...] = ()


@dataclass(slots=True)
class _Union:
    """Disjoint sets with the links that joined them."""

    parent: dict[str, str]
    links: list[Link] = field(default_factory=list)

    def find(self, id: str) -> str:
        while self.parent[id] != id:
            self.parent[id] = self.parent[self.parent[id]]
            id = self.parent[id]
        return id

    def join(self, link: Link) -> None:
        one, other = self.find(link.copy), self.find(link.original)
        self.links.append(link)
        if one != other:
            self.parent[max(one, other)] = min(one, other)


def find_copies(
    sources: Sequence[Source],
    claims: Iterable[Claim],
    rules: Rules,
    *,
    decisions: Sequence[CopyDecision] = (),
    texts: Mapping[str, str] | None = None,
    entities: Mapping[str, Entity] | None = None,
) -> Copies:
    """The copy groups of the sources. `texts` are the stored texts that are at hand, by source id.

    `claims` are gone through more than once.
    """
    known = {source.id: source for source in sources}
    findings: list[Finding] = []
    declared = list(_declared(known, findings))
    decided, apart = _decided(decisions, known, findings)
    held = {id: text for id, text in (texts or {}).items() if id in known}
    found = [Link(one, other, "text-overlap", f"{share:.2f}") for one, other, share in overlapping(held, fold)]
    found += [Link(*row, directed=True) for row in credited(known, claims, rules, held, entities or {})]
    bare = marks(claims, known.keys() - held.keys())
    found += [Link(one, other, "coinciding-claims", detail) for one, other, detail in coinciding(bare, known)]
    union = _Union({id: id for id in known})
    for link in (*decided, *declared, *found):
        if link.found == "decided" or frozenset((link.copy, link.original)) not in apart:
            union.join(link)
    findings += _held_apart(apart, union)
    return _grouped(known, union, tuple(findings))


def _declared(known: Mapping[str, Source], findings: list[Finding]) -> Iterable[Link]:
    for source in known.values():
        if source.copy_of is None:
            continue
        if source.copy_of not in known:
            findings.append(
                Finding(
                    "unknown-original",
                    f"copy-of names {source.copy_of}, which is no source of this corpus",
                    source.id,
                    "correct the id or delete the line",
                )
            )
        elif circle := _circle(source.id, known):
            if source.id == min(circle):
                findings.append(
                    Finding(
                        "copy-circle",
                        f"{' -> '.join((*circle, circle[0]))} are declared copies in a circle",
                        source.id,
                        "delete copy-of from the one that was first",
                    )
                )
            yield Link(source.id, source.copy_of, "declared")
        else:
            yield Link(source.id, source.copy_of, "declared", directed=True)


def _circle(start: str, known: Mapping[str, Source]) -> tuple[str, ...]:
    """The declarations that lead from a source back to itself; empty when they end."""
    path = [start]
    while (original := known[path[-1]].copy_of) is not None and original in known:
        if original == start:
            return tuple(path)
        if original in path:
            return ()
        path.append(original)
    return ()


def _decided(
    decisions: Sequence[CopyDecision], known: Mapping[str, Source], findings: list[Finding]
) -> tuple[list[Link], frozenset[frozenset[str]]]:
    """What was decided: links, and pairs that are not copies. Contradictory decisions are a finding; the first stands."""
    links: list[Link] = []
    answers: dict[frozenset[str], CopyDecision] = {}
    for decision in decisions:
        pair = frozenset((decision.source, decision.of))
        if missing := sorted(pair - set(known)):
            text = f"a decision on copies names {', '.join(missing)}, which is no source"
            findings.append(
                Finding("unknown-source", text, str(decision.place), "correct the id or delete the decision")
            )
            continue
        earlier = answers.setdefault(pair, decision)
        if earlier.copy is not decision.copy:
            text = f"{decision.source} and {decision.of} are decided to be a copy and not to be one"
            remedy = f"keep this or {earlier.place}"
            findings.append(Finding("contradictory-decisions", text, str(decision.place), remedy))
        elif decision is earlier and decision.copy:
            links.append(Link(decision.source, decision.of, "decided", decision.why or "", directed=True))
    return links, frozenset(pair for pair, decision in answers.items() if not decision.copy)


def _held_apart(apart: Iterable[frozenset[str]], union: _Union) -> Iterable[Finding]:
    for pair in sorted(apart, key=sorted):
        one, other = sorted(pair)
        if union.find(one) == union.find(other):
            yield Finding(
                "not-kept-apart",
                f"{one} and {other} are decided to be different texts, but others join them",
                f"{one}, {other}",
                "decide on the sources between them as well",
            )


def _grouped(known: Mapping[str, Source], union: _Union, findings: tuple[Finding, ...]) -> Copies:
    together: dict[str, list[str]] = {}
    for id in sorted(known):
        together.setdefault(union.find(id), []).append(id)
    originals = {link.copy: link.original for link in reversed(union.links) if link.directed}
    how: dict[str, Link] = {}
    for link in union.links:
        how.setdefault(link.copy, link)
    for link in union.links:
        how.setdefault(link.original, link)
    groups: dict[str, str] = {}
    roots: dict[str, str] = {}
    members = []
    for ids in together.values():
        first = _first(ids, known, originals)
        group = content_id("copies", first)
        for id in ids:
            groups[id], roots[id] = group, first
            found = how.get(id)
            members.append(
                CopyMember(group, id, "single")
                if found is None or len(ids) == 1
                else CopyMember(group, id, *_said(found, id, first))
            )
    return Copies(groups, roots, tuple(sorted(members)), findings)


def _said(link: Link, id: str, first: str) -> tuple[str, str]:
    other = link.original if link.copy == id else link.copy
    detail = f"{other}: {link.detail}" if link.detail else other
    return link.found, "the text the others copy" if id == first and link.directed else detail


def _first(ids: Sequence[str], known: Mapping[str, Source], originals: Mapping[str, str]) -> str:
    """The text the others go back to: what copies point at and copies nothing; then the earliest; then the first id."""
    pointed = {originals[id] for id in ids if id in originals}

    def rank(id: str) -> tuple[bool, bool, bool, int, str]:
        source = known[id]
        when = source.published.last.toordinal() if source.published else 10**7
        return id in originals, id not in pointed, source.kind == "repost", when, id

    return min(ids, key=rank)
