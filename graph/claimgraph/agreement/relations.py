"""Relations that cannot all hold: two owners, both ways, denied; one chart place held by two; circles of ownership."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal

from claimgraph.agreement.board import Board
from claimgraph.agreement.judging import Judge
from claimgraph.agreement.model import Disagreement, Finding, Reading, SlotKey
from claimgraph.agreement.origins import Origins
from claimgraph.agreement.readings import days_of
from claimgraph.claim import RelationClaim
from claimgraph.wording import Names

__all__ = ["Relations", "circles", "disagreeing_ranks", "disagreeing_relations", "read_relations"]

Triple = tuple[str, str, str]
Relations = dict[Triple, list[tuple[RelationClaim, Reading]]]

_PLAN = frozenset({"target", "expected", "possible"})


def read_relations(claims: Iterable[RelationClaim], origins: Origins) -> Relations:
    """The claims of each relation between two entities; plans count as said, not as held."""
    found: Relations = {}
    for claim in claims:
        if claim.object is not None:
            found.setdefault((claim.about, claim.predicate, claim.object), []).append((claim, _reading(claim, origins)))
    return found


def _reading(claim: RelationClaim, origins: Origins) -> Reading:
    source, (origin, relayed) = origins.source(claim.source), origins.of(claim)
    return Reading(
        claim.id,
        claim.source,
        source.text,
        origin,
        claim.modality.value,
        "relation",
        0.0,
        0.0,
        0.0,
        0.0,
        claim.object or "",
        source.first,
        source.last,
        claim.negated,
        relayed,
    )


def disagreeing_relations(relations: Relations, judge: Judge) -> list[Disagreement]:
    """Denied relations, relations with two objects where there is one, and relations claimed both ways."""
    found: list[Disagreement] = []
    objects: dict[tuple[str, str], list[Triple]] = {}
    belongs = _belongs(relations, judge)
    for triple, rows in sorted(relations.items()):
        stated = [row for row in rows if row[0].modality.value not in _PLAN]
        denied, held = [row for row in stated if row[0].negated], [row for row in stated if not row[0].negated]
        if denied and held:
            found += _node(judge, [(triple, held), (triple, denied)], {"OneDenied"}, "denied")
        if held:
            objects.setdefault(triple[:2], []).append(triple)
    for (_, predicate), triples in sorted(objects.items()):
        if predicate in judge.rules.single_valued | judge.rules.mainly_one and len(triples) > 1:
            found += _rivals(judge, triples, relations, belongs)
    for one, predicate, other in sorted(relations):
        if predicate in judge.rules.one_way and one < other and (back := (other, predicate, one)) in relations:
            sides = [(triple, _held(relations[triple])) for triple in ((one, predicate, other), back)]
            if all(rows for _, rows in sides) and _together(sides[0][1], sides[1][1]):
                found += _node(judge, sides, {"BothWays"}, "both-ways")
    return found


Said = Sequence[tuple[RelationClaim, Reading]]


def _held(rows: Said) -> Said:
    return [row for row in rows if not row[0].negated and row[0].modality.value not in _PLAN]


def _rivals(
    judge: Judge, triples: Sequence[Triple], relations: Relations, belongs: Mapping[str, frozenset[str]]
) -> Iterator[Disagreement]:
    """One disagreement for the objects that do not belong together, one for those that do."""
    sides = {triple: _held(relations[triple]) for triple in triples}
    kin: dict[Triple, None] = {}
    rivals: dict[Triple, None] = {}
    for i, one in enumerate(triples):
        for other in triples[i + 1 :]:
            if _together(sides[one], sides[other]):
                related = one[2] in belongs.get(other[2], ()) or other[2] in belongs.get(one[2], ())
                (kin if related or _namesake(judge.phrases.names, one[2], other[2]) else rivals).update(
                    {one: None, other: None}
                )
    if rivals:
        usual = {"MainlyOne"} if triples[0][1] in judge.rules.mainly_one else set()
        yield from _node(judge, [(triple, sides[triple]) for triple in rivals], {"TwoObjects"} | usual, "two-objects")
    if kin:
        yield from _node(judge, [(triple, sides[triple]) for triple in kin], {"TwoObjects", "Kin"}, "two-objects-kin")


def _together(ones: Said, others: Said) -> bool:
    """Whether some of both are said of one scope and of times that meet, and not only as one sequence of one source."""
    return any(one.scope == other.scope and _meet(one, other) for one, _ in ones for other, _ in others)


def _meet(one: RelationClaim, other: RelationClaim) -> bool:
    if one.period is None or other.period is None:
        return True
    starts, ends = (one.period.start, other.period.start), (one.period.end, other.period.end)
    return not any(a and b and a > b for a, b in ((starts[0], ends[1]), (starts[1], ends[0])))


def _namesake(names: Names, one: str, other: str) -> bool:
    """Whether one name is the other with words added: Alibaba, Alibaba Cloud."""
    a, b = sorted((names.entity(one).lower().split(), names.entity(other).lower().split()), key=len)
    return bool(a) and b[: len(a)] == a


def _belongs(relations: Relations, judge: Judge) -> Mapping[str, frozenset[str]]:
    """What each entity is claimed to be part of, at any distance."""
    above: dict[str, set[str]] = {}
    for one, predicate, other in relations:
        if predicate in judge.rules.ownership and predicate not in ("developedBy", "versionOf"):
            above.setdefault(one, set()).add(other)
    closed: dict[str, frozenset[str]] = {}
    for entity in above:
        seen: set[str] = set()
        waiting = [entity]
        while waiting:
            for parent in above.get(waiting.pop(), ()):
                if parent not in seen:
                    seen.add(parent)
                    waiting.append(parent)
        closed[entity] = frozenset(seen)
    return closed


def _node(judge: Judge, sides: Sequence[tuple[Triple, Said]], features: set[str], name: str) -> Iterator[Disagreement]:
    rule = judge.rule(frozenset(features))
    if rule is None:
        return
    names, vocabulary = judge.phrases.names, judge.phrases.names.vocabulary
    subject, predicate, _ = sides[0][0]
    relation = vocabulary.relations.get(predicate)
    texts = []
    for (one, _, other), rows in sides:
        denied = "not " if rows and rows[0][0].negated else ""
        owner = "" if one == subject else f"{names.entity(one)}, "
        texts.append(
            f"{owner}{denied}{relation.label if relation else predicate} {names.entity(other)} "
            f"({judge.phrases.voices(reading for _, reading in rows)})"
        )
    keys = sorted({SlotKey(one, predicate, None, relative_to=other) for (one, _, other), _ in sides})
    why = f"{names.entity(subject)}: {', against '.join(texts)}: {rule.because}."
    yield Disagreement(
        "|".join([name, *(key.id for key in keys)]), rule.kind, subject, predicate, tuple(keys),
        tuple(sorted({reading.claim for _, rows in sides for _, reading in rows})), (),
        judge.severity(rule, Decimal(1), None), why, rule.id,
    )  # fmt: skip


def circles(relations: Relations, judge: Judge) -> Iterator[Finding]:
    """Each circle of ownership: who belongs to whom until the first is reached again."""
    above: dict[str, list[str]] = {}
    for one, predicate, other in sorted(relations):
        if (
            predicate in judge.rules.ownership
            and predicate in judge.rules.one_way
            and _held(relations[one, predicate, other])
        ):
            above.setdefault(one, []).append(other)
    for circle in _rings(above):
        yield Finding(
            "ownership-circle", f"{' -> '.join((*circle, circle[0]))} belong to one another in a circle", circle[0],
            "find the claim that has it the wrong way round, and decide it in decisions.yaml",
        )  # fmt: skip


def _rings(above: Mapping[str, Sequence[str]]) -> Iterator[tuple[str, ...]]:
    """The strongly connected parts with more than one member, or with a loop, each as one path through it."""
    seen: set[str] = set()
    for start in sorted(above):
        if start in seen:
            continue
        back = _path(start, start, above)
        if back:
            seen.update(back)
            smallest = back.index(min(back))
            yield tuple(back[smallest:] + back[:smallest])


def _path(start: str, goal: str, above: Mapping[str, Sequence[str]]) -> list[str]:
    """The shortest way from an entity up to itself; empty where there is none."""
    ways, known = [[start]], {start}
    while ways:
        longer = []
        for way in ways:
            for parent in above.get(way[-1], ()):
                if parent == goal:
                    return way
                if parent not in known:
                    known.add(parent)
                    longer.append([*way, parent])
        ways = longer
    return []


def disagreeing_ranks(board: Board, judge: Judge, metric: str = "ranking_position") -> list[Disagreement]:
    """Places of charts that two entities hold at one time: in one chart, or the first place in two of one house."""
    houses: dict[tuple[str, str], list[tuple[SlotKey, Reading]]] = {}
    for key in sorted(key for key in board.slots if key.metric == metric and key.period):
        names = [("", key.relative_to)] if key.relative_to else list(key.scope)
        for reading in board.slots[key]:
            if reading.low == reading.high and reading.modality == "actual" and not reading.negated:
                for kind, name in names:
                    houses.setdefault((kind, name), []).append((key, reading))
    found: dict[str, Disagreement] = {}
    for rows in houses.values():
        for i, (key, one) in enumerate(rows):
            for other_key, other in rows[i + 1 :]:
                if key.subject == other_key.subject or one.low != other.low or not _one_time(key, other_key):
                    continue
                features = {"OneRank"} | ({"OtherChart"} if key.scope != other_key.scope else set())
                if "OtherChart" in features and one.low != 1:
                    continue
                node = judge.across(frozenset(features), [(key, [one]), (other_key, [other])], "one-rank")
                if node is not None:
                    found.setdefault(node.key, node)
    return list(found.values())


def _one_time(one: SlotKey, other: SlotKey) -> bool:
    days = [days_of(key.period or "") for key in (one, other)]
    if days[0] is None or days[1] is None:
        return one.period == other.period
    return days[0][0] <= days[1][1] and days[1][0] <= days[0][1]
