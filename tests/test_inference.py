"""Plain relations from uncontested claims, what follows from them by rule, and partnerships."""

from __future__ import annotations

import time
from collections.abc import Iterable
from pathlib import Path

import pyoxigraph as ox
import pytest

from agreement_claims import TARGET, derived, entity, relation, source, words
from claimgraph.agreement import to_quads
from claimgraph.claim import Claim, Entity, Period
from claimgraph.corpus.model import Decisions, Place, RelationDecision, Verdict
from claimgraph.errors import QueryError
from claimgraph.inference import Rule, infer, read_rules
from claimgraph.quads import Iris, QuadWriter
from claimgraph.store import ClaimStore
from claimgraph.vocabulary import CG, vocabulary_files
from claimgraph.wording import Names

BASE = "https://w3id.org/claimgraph/test/"
PLACE = Place(Path("decisions.yaml"), 4)
ENTITIES = [
    entity("kling", "Product", "Kling"),
    entity("app", "Product", "App"),
    entity("kuaishou"),
    entity("tencent"),
    entity("holding"),
    entity("xiaomi", name="Xiaomi"),
    entity("studio", name="Studio"),
]


def built(*claims: Claim, decisions: Decisions | None = None, entities: Iterable[Entity] = ENTITIES) -> ClaimStore:
    """A store with the vocabulary, these claims and what is derived from them."""
    known = {row.id: row for row in entities}
    sources = {claim.source: source(claim.source) for claim in claims}
    names = Names(known, words())
    writer = QuadWriter(Iris(BASE), names, sources)
    store = ClaimStore.memory()
    graph = ox.NamedNode("https://w3id.org/claimgraph/ns")
    for path in vocabulary_files():
        store.add(ox.Quad(*quad.triple, graph) for quad in ox.parse(path=path, format=ox.RdfFormat.TURTLE))
    store.load_nquads(
        "".join(
            [*map(writer.entity, known.values()), *map(writer.source, sources.values()), *map(writer.claim, claims)]
        )
    )
    result = derived(*claims, sources=sources.values(), entities=known, decisions=decisions)
    for name, text in to_quads(result, BASE, names).items():
        store.replace_graph(f"{BASE}graph/{name}", text)
    infer(store, BASE, decisions.relations if decisions else ())
    return store


def plain(store: ClaimStore) -> set[tuple[str, str, str]]:
    """The plain relations between entities, by local names."""
    prefix = f"{BASE}entity/"
    return {
        (
            quad.subject.value.removeprefix(prefix),
            quad.predicate.value.removeprefix(CG),
            quad.object.value.removeprefix(prefix),
        )
        for quad in store.quads(graph=ox.NamedNode(f"{BASE}graph/relations"))
        if isinstance(quad.subject, ox.NamedNode)
        and isinstance(quad.object, ox.NamedNode)
        and quad.subject.value.startswith(prefix)
        and quad.object.value.startswith(prefix)
    }


def test_an_uncontested_relation_is_a_plain_triple_with_what_follows() -> None:
    found = plain(
        built(relation("a", "kling", "ownedBy", "kuaishou"), relation("b", "kuaishou", "subsidiaryOf", "holding"))
    )
    assert found == {
        ("kling", "ownedBy", "kuaishou"), ("kuaishou", "subsidiaryOf", "holding"), ("kuaishou", "owns", "kling"),
        ("kling", "belongsTo", "kuaishou"), ("kuaishou", "belongsTo", "holding"), ("kling", "belongsTo", "holding"),
    }  # fmt: skip


def test_symmetric_relations_hold_both_ways() -> None:
    assert plain(built(relation("a", "kling", "competesWith", "app"))) == {
        ("kling", "competesWith", "app"),
        ("app", "competesWith", "kling"),
    }


@pytest.mark.parametrize(
    "claims",
    [
        [relation("a", "kling", "ownedBy", "kuaishou"), relation("b", "kling", "ownedBy", "tencent")],
        [relation("a", "kling", "ownedBy", "kuaishou"), relation("b", "kling", "ownedBy", "kuaishou", negated=True)],
        [relation("a", "kling", "ownedBy", "kuaishou", modality=TARGET)],
        [relation("a", "kling", "ownedBy", "kuaishou", negated=True)],
    ],
)
def test_contested_denied_and_planned_relations_give_no_plain_triple(claims: list[Claim]) -> None:
    assert not plain(built(*claims))


def test_decisions_settle_what_is_contested() -> None:
    claims = [relation("a", "kling", "ownedBy", "kuaishou"), relation("b", "kling", "ownedBy", "tencent")]
    chosen = Decisions(relations=(RelationDecision("kling", "ownedBy", "kuaishou", True, PLACE, "asked"),))
    assert ("kling", "ownedBy", "kuaishou") in plain(built(*claims, decisions=chosen))
    assert ("kling", "ownedBy", "tencent") not in plain(built(*claims, decisions=chosen))
    rejected = Decisions(relations=(RelationDecision("kling", "ownedBy", "kuaishou", False, PLACE),))
    assert not plain(built(claims[0], decisions=rejected))
    dismissed = Decisions(verdicts=(Verdict((claims[0].id, claims[1].id), "agreement", PLACE),))
    assert {("kling", "ownedBy", "kuaishou"), ("kling", "ownedBy", "tencent")} <= plain(
        built(*claims, decisions=dismissed)
    )


def test_a_circle_of_ownership_ends_and_nothing_owns_itself() -> None:
    claims = [
        relation("a", "kuaishou", "subsidiaryOf", "holding"),
        relation("a", "holding", "subsidiaryOf", "tencent"),
        relation("a", "tencent", "subsidiaryOf", "kuaishou"),
    ]
    assert all(one != other for one, _, other in plain(built(*claims)))


def test_a_partnership_is_a_node_with_parties_product_kind_and_claims() -> None:
    claims = [
        relation("a", "kling", "ownedBy", "kuaishou"),
        relation("a", "kling", "partnerOf", "xiaomi", period=Period.parse("2025-06")),
        relation("b", "kling", "partnerOf", "xiaomi", period=Period.parse("2025-03")),
        relation("c", "studio", "customerOf", "kling"),
    ]
    rows = list(
        built(*claims).query("""
            SELECT ?label ?kind ?since (COUNT(DISTINCT ?party) AS ?parties) (COUNT(DISTINCT ?claim) AS ?claims) WHERE {
              ?p a cg:Partnership ; rdfs:label ?label ; cg:kind ?kind ; cg:partner ?party ; cg:member ?claim ;
                 cg:partnershipProduct ?product ; prov:wasDerivedFrom ?claim .
              ?party a cg:Partner . FILTER(STRENDS(STR(?product), "/kling"))
              OPTIONAL { ?p cg:since ?since }
            } GROUP BY ?label ?kind ?since ORDER BY ?label""")  # type: ignore[arg-type]
    )
    found = [
        (
            row["label"].value,
            row["kind"].value.removeprefix(CG),
            row["since"] and row["since"].value,
            row["parties"].value,
            row["claims"].value,
        )
        for row in rows
    ]
    assert found == [
        ("Kuaishou and Studio (Kling)", "CustomerPartnership", None, "2", "1"),
        ("Kuaishou and Xiaomi (Kling)", "BusinessPartnership", "2025-03-01", "2", "2"),
    ]


def test_inference_is_the_same_when_run_again_and_leaves_other_graphs_alone() -> None:
    store = built(relation("a", "kling", "ownedBy", "kuaishou"), relation("b", "kling", "partnerOf", "xiaomi"))
    before = {str(quad) for quad in store.quads()}
    result = infer(store, BASE)
    assert {str(quad) for quad in store.quads()} == before
    assert result.triples == sum(result.added.values()) > 0
    assert set(result.added) == {rule.name for rule in read_rules()}


def test_a_rule_that_cannot_be_run_is_named() -> None:
    for query, message in (
        ("CONSTRUCT { ?a } WHERE", "rule 99-mine"),
        ("SELECT * WHERE { ?a ?b ?c }", "is no CONSTRUCT"),
    ):
        with pytest.raises(QueryError, match=message):
            infer(ClaimStore.memory(), BASE, rules=[Rule("99-mine", "mine", query, False)])


def test_thousands_of_partnerships_take_seconds() -> None:
    firms = [entity(f"firm{number}", name=f"Firm {number}") for number in range(1200)]
    claims = [relation("a", f"firm{number}", "partnerOf", f"firm{number + 1}") for number in range(1199)]
    store = built(*claims, entities=firms)
    began = time.process_time()
    infer(store, BASE)
    assert time.process_time() - began < 5
    assert len(list(store.quads(predicate=ox.NamedNode(f"{CG}partner")))) == 2 * len(claims)
