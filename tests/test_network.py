"""The network room: folding, laying out and exploring, over real stores."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import networkx as nx
import pytest

from browser.generated import QuadList, corpus, typed
from claimgraph import vocabulary
from claimgraph.claim import (
    Entity,
    EventClaim,
    Hop,
    Label,
    MetricClaim,
    Modality,
    OpinionClaim,
    PartialDate,
    Period,
    Quantity,
    RelationClaim,
    Source,
)  # fmt: skip
from claimgraph.errors import QueryError
from claimgraph.network import centrality, communities, paths, project, read, to_network
from claimgraph.quads import Iris, QuadWriter, to_quads
from claimgraph.store import ClaimStore
from claimgraph.wording import Names


def stored(quads: QuadList) -> ClaimStore:
    store = ClaimStore.memory()
    store.load_nquads([quads.nquads()])
    return store


def small() -> QuadList:
    """Kling, its owner, a rival, an investor and a loner."""
    quads = QuadList()
    quads.vocabulary()
    quads.entity("kling", "Product", [("Kling", "en"), ("可灵", "zh-hans"), ("可靈", "zh-hant")], [("Keling", "en")])
    for id, kind in (("kuaishou", "Company"), ("sora", "Product"), ("tencent", "Investor"), ("loner", "Person")):
        quads.entity(id, kind, [(id.title(), "en")])
    quads.source("one", "One", "https://example.org/1", "sora")
    quads.source("two", "Two", "https://example.org/2", "sora")
    relate(quads, "c1", "kling", "ownedBy", "kuaishou", source="one", chain=["sora", "tencent"])
    relate(quads, "c2", "kling", "ownedBy", "kuaishou", source="two", chain=["sora"])
    relate(quads, "c3", "kling", "competesWith", "sora", source="one")
    relate(quads, "c4", "kling", "investedInBy", "tencent", source="one", negated=True)
    relate(quads, "c5", "sora", "investedInBy", "tencent", source="one", negated=True)
    relate(quads, "c6", "sora", "investedInBy", "tencent", source="two")
    quads.claim("m1", "Metric", "kling", "one", ["sora"], cg_metric="metric:downloads", cg_low=typed("12", "decimal"))
    quads.claim("o1", "Opinion", "kling", "two", [], cg_aspect="cg:Strength", cg_mentions="base:entity/sora")
    quads.disagreement("d", ["c3"])
    return quads


def relate(quads, id, about, relation, other, *, source, chain=(), negated=False) -> None:
    values = {"rdf_predicate": f"cg:{relation}", "rdf_object": f"base:entity/{other}"}
    quads.claim(id, "Relation", about, source, chain, **values, cg_negated=typed(str(negated).lower(), "boolean"))


def test_entities_become_nodes_with_kind_names_and_counts() -> None:
    graph = to_network(stored(small()))
    assert sorted(graph) == ["kling", "kuaishou", "loner", "sora", "tencent"]
    kling = graph.nodes["kling"]
    assert kling["kind"] == "Product"
    assert kling["labels"] == {"en": "Kling", "zh-hans": "可灵", "zh-hant": "可靈"}
    assert kling["badges"] == {"metric": 1, "opinion": 1, "relation": 4}
    assert (kling["claims"], kling["sources"]) == (6, 2)
    assert (graph.nodes["sora"]["claims"], graph.nodes["loner"]["claims"]) == (4, 0)
    assert graph.nodes["kuaishou"]["kind"] == "Company"


def test_relation_claims_fold_into_one_edge_with_who_said_so() -> None:
    graph = to_network(stored(small()))
    assert graph.number_of_edges() == 4
    assert graph.edges["kling", "kuaishou", "ownedBy"] == {
        "claims": ("c1", "c2"),
        "said_by": ("sora", "tencent"),
        "sources": ("one", "two"),
        "disputed": False,
        "negated": False,
    }
    assert graph.edges["kling", "sora", "competesWith"]["disputed"]
    assert graph.edges["kling", "tencent", "investedInBy"]["negated"]
    contested = graph.edges["sora", "tencent", "investedInBy"]
    assert (contested["disputed"], contested["negated"]) == (True, False)


def test_a_disagreement_tells_its_kind_its_reason_and_its_members() -> None:
    quads = small()
    quads.disagreement("e", ["c1", "m1"], kind="Revision", why="It gave another figure later.", implied=["i1"])
    quads.implied("i1", "kling", "downloads", formula="downloads = a × b", low=7, premises=["m1"])
    testimony = read(stored(quads))
    found = next(each for each in testimony.disagreements if each.id == "e")
    assert (found.kind, found.why, found.dismissed) == ("Revision", "It gave another figure later.", False)
    assert (found.statements, found.implied) == (("c1", "m1"), ("i1",))
    assert [each.id for each in testimony.statements if each.disputed] == ["c1", "c3", "m1"]
    (computed,) = testimony.implied
    assert (computed.about, computed.says, computed.formula) == ("kling", "downloads", "downloads = a × b")
    assert (computed.bounds.low, computed.premises) == (7, ("m1",))


def test_what_was_dismissed_is_not_disputed() -> None:
    quads = small()
    quads.disagreement("e", ["c1"], kind="Contradiction", verdict="Dismissed")
    quads.disagreement("f", ["c5", "c6"], kind="Contradiction", verdict="Dismissed")
    store = stored(quads)
    graph, statements = to_network(store), {each.id: each for each in read(store).statements}
    assert not graph.edges["kling", "kuaishou", "ownedBy"]["disputed"]
    assert not graph.edges["sora", "tencent", "investedInBy"]["disputed"], "a settled denial contradicts nobody"
    assert (statements["c1"].disputed, statements["c1"].dismissed) == (False, True)
    quads.disagreement("g", ["c1"], kind="Contradiction", verdict="Confirmed")
    assert to_network(stored(quads)).edges["kling", "kuaishou", "ownedBy"]["disputed"]


def test_a_slot_tells_its_support() -> None:
    quads = small()
    quads.slot("s1", ["m1"], articles=3, texts=2, origins=1)
    testimony = read(stored(quads))
    assert [each.slot for each in testimony.statements if each.id in ("c1", "m1")] == [None, "s1"]
    slot = testimony.slots["s1"]
    assert (slot.articles, slot.texts, slot.origins) == (3, 2, 1)


def test_sources_kinds_and_surroundings_narrow_the_network() -> None:
    store = stored(small())
    assert to_network(store, sources=["two"]).edges["kling", "kuaishou", "ownedBy"]["claims"] == ("c2",)
    assert sorted(to_network(store, kinds=["Product"])) == ["kling", "sora"]
    assert sorted(to_network(store, around="kuaishou")) == ["kling", "kuaishou"]
    assert sorted(to_network(store, around="可靈", hops=0)) == ["kling"]
    assert sorted(to_network(store, around="KELING", hops=2)) == ["kling", "kuaishou", "sora", "tencent"]


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"around": "klinge"}, "did you mean kling"),
        ({"kinds": ["Produkt"]}, "did you mean Product"),
        ({"sources": ["on"]}, "did you mean one"),
        ({"around": "kling", "hops": -1}, "hops"),
        ({"around": "loner", "kinds": ["Product"]}, "not among the kinds"),
    ],
)
def test_what_is_not_there_is_named_with_what_is_near(settings, message) -> None:
    with pytest.raises(QueryError, match=message):
        to_network(stored(small()), **settings)


def test_the_number_of_queries_does_not_grow_with_the_graph(monkeypatch) -> None:
    asked: list[str] = []
    for size in (20, 300):
        store = stored(corpus(size, size * 3))
        answer = store.query
        monkeypatch.setattr(store, "query", lambda sparql, answer=answer: asked.append(sparql) or answer(sparql))
        to_network(store)
    assert len(asked) == 2 * len(set(asked)) <= 20


def test_what_a_build_writes_is_read_in_full() -> None:
    quantity = Quantity(Decimal(12), None, "USD", "over 12", low_exclusive=True)
    common = {"source": "s", "about": "a"}
    claims = (
        MetricClaim(
            **common, metric="annual_revenue", quantity=quantity, period=Period.parse("2025-Q3"), relative_to="b",
            attribution=(Hop("b"), Hop("c", capacity="partner")), modality=Modality.EXPECTED, scope=(("region", "EU"),),
        ),
        RelationClaim(**common, predicate="ownedBy", object="b"),
        RelationClaim(**common, predicate="describedAs", object=None, object_text="a leader"),
        EventClaim(**common, event="launch_date", date=PartialDate("2024-06"), printed="June", participant="c"),
        OpinionClaim(**common, aspect="strength", paraphrase="It is quick.", mentions=("b",)),
    )  # fmt: skip
    entities = [Entity(id, "Company", (Label(id.upper(), "en"),)) for id in "abc"]
    source = Source("s", "S", url="https://example.org/", publisher="c", published=PartialDate("2026-01"))
    names = Names({entity.id: entity for entity in entities}, vocabulary.load())
    writer = QuadWriter(Iris.of("demo"), names, {"s": source})
    with ClaimStore.memory() as store:
        store.load_nquads(to_quads(writer, entities, [source], claims))
        testimony = read(store)
    assert {entity.id: entity.kind for entity in testimony.entities.values()} == dict.fromkeys("abc", "Company")
    assert testimony.sources["s"].published == PartialDate("2026-01")
    assert sorted(statement.id for statement in testimony.statements) == sorted(claim.id for claim in claims)
    metric = next(s for s in testimony.statements if s.kind == "metric")
    assert (metric.bounds.low, metric.bounds.high, metric.bounds.low_exclusive) == (12, None, True)
    assert [(voice.agent, voice.capacity) for voice in metric.chain] == [("c", None), ("b", None), ("c", "partner")]
    assert (metric.modality, metric.scope, metric.relative_to) == ("expected", ("region: EU",), "b")
    assert (metric.start, metric.end) == (Period.parse("2025-Q3").start, Period.parse("2025-Q3").end)
    event = next(s for s in testimony.statements if s.kind == "event")
    assert (str(event.start), str(event.end), event.others) == ("2024-06-01", "2024-06-30", ("c",))
    opinion = next(s for s in testimony.statements if s.kind == "opinion")
    assert (opinion.text, opinion.touches) == ("It is quick.", ("a", "b"))
    assert {s.text for s in testimony.statements if s.kind == "relation"} == {None, "a leader"}


# -- exploration ------------------------------------------------------------------------------------------------------


def related(*triples: tuple[str, str, str]) -> nx.MultiDiGraph:
    quads = QuadList()
    for id in sorted({end for subject, _, other in triples for end in (subject, other)}):
        quads.entity(id, "Company", [(id, "en")])
    quads.source("s", "S", "https://example.org/", "a")
    for number, (subject, relation, other) in enumerate(triples):
        denied = relation.startswith("not ")
        relate(quads, f"c{number}", subject, relation.removeprefix("not "), other, source="s", negated=denied)
    return to_network(stored(quads))


def test_a_path_tells_the_claims_on_the_way() -> None:
    graph = related(("a", "ownedBy", "m"), ("b", "partnerOf", "m"), ("b", "ownedBy", "m"))
    (path,) = paths(graph, "a", "b")
    assert path.entities == ("a", "m", "b")
    assert [(s.subject, s.predicate, s.object) for s in path.steps[0]] == [("a", "ownedBy", "m")]
    assert [s.predicate for s in path.steps[1]] == ["ownedBy", "partnerOf"]
    assert path.claims == ("c0", "c2", "c1")


def test_a_path_goes_round_a_hub() -> None:
    spokes = [(f"x{number}", "availableOn", "store") for number in range(30)]
    graph = related(
        ("a", "availableOn", "store"),
        ("b", "availableOn", "store"),
        ("a", "partnerOf", "m"),
        ("m", "partnerOf", "b"),
        *spokes,
    )
    first, second = paths(graph, "a", "b", limit=2)
    assert first.entities == ("a", "m", "b")
    assert second.entities == ("a", "store", "b")
    assert first.cost < second.cost


def test_denied_relations_connect_nothing() -> None:
    graph = related(("a", "not ownedBy", "m"), ("b", "ownedBy", "m"))
    assert paths(graph, "a", "b") == ()


def test_paths_are_bounded_and_refuse_strangers() -> None:
    chain = [(f"n{number}", "ownedBy", f"n{number + 1}") for number in range(9)]
    graph = related(*chain, ("a", "ownedBy", "n0"))
    assert paths(graph, "n0", "n9", longest=6) == ()
    assert len(paths(graph, "n0", "n9", longest=9)[0].entities) == 10
    assert paths(graph, "a", "a") == ()
    with pytest.raises(QueryError, match="nobody"):
        paths(graph, "a", "nobody")


def test_communities_and_centrality_see_the_bridge() -> None:
    left = [(f"l{i}", "partnerOf", f"l{j}") for i in range(5) for j in range(i)]
    right = [(f"r{i}", "partnerOf", f"r{j}") for i in range(5) for j in range(i)]
    graph = related(*left, *right, ("l0", "partnerOf", "bridge"), ("bridge", "partnerOf", "r0"), ("a", "ownedBy", "l1"))
    groups = communities(graph)
    assert any(
        {f"l{i}" for i in range(5)} <= set(group) and not any(name.startswith("r") for name in group)
        for group in groups
    )
    assert groups == communities(graph)
    central = centrality(graph)
    assert central["bridge"].betweenness > central["l3"].betweenness
    assert central["l0"].degree == 5


def test_the_corpus_of_a_checkout_projects_without_loss() -> None:
    built = Path(__file__).parents[1] / "build" / "ai-video"
    if not (built / "store").is_dir():
        pytest.skip("the corpus is not built here: run scripts/demo")
    with ClaimStore.open(built) as store:
        testimony = read(store)
        (row,) = list(store.query("SELECT (COUNT(DISTINCT ?c) AS ?n) { ?c a cg:Claim ; cg:statedIn ?s }"))
    assert len(testimony.statements) == int(row["n"].value)
    graph = project(testimony)
    folded = {claim for _, _, data in graph.edges(data=True) for claim in data["claims"]}
    assert folded == {s.id for s in testimony.statements if s.kind == "relation" and s.object}
