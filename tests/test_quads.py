"""Values written as quads and read back are the same values, whatever text they hold."""

from dataclasses import replace

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import strategies
from claimgraph import vocabulary
from claimgraph.claim import Entity, Hop, Label, MetricClaim, Period, Quantity, Source
from claimgraph.quads import Iris, QuadWriter, from_quads, to_quads
from claimgraph.wording import Names, sentence

VOCABULARY = vocabulary.load()
IRIS = Iris.of("demo")


def write(entities=(), sources=(), claims=()) -> str:
    names = Names({entity.id: entity for entity in entities}, VOCABULARY)
    writer = QuadWriter(IRIS, names, {source.id: source for source in sources})
    return "".join(to_quads(writer, entities, sources, claims))


def read(text: str, *, through_store: bool = True):
    if through_store:
        store = ox.Store()
        store.load(text.encode(), format=ox.RdfFormat.N_QUADS)
        quads = iter(store)
    else:
        quads = ox.parse(text.encode(), format=ox.RdfFormat.N_QUADS)
    return from_quads(quads, IRIS.base, VOCABULARY)


@settings(deadline=None, max_examples=150)
@given(claim=strategies.claims(), publisher=st.none() | st.just("kr36"))
def test_a_claim_comes_back_as_it_went(claim, publisher) -> None:
    source = Source("one", "One", publisher=publisher)
    if not claim.attribution and publisher is None:
        publisher = None
    back = read(write((), (source,), (claim,)))
    assert back.claims == (claim,)
    assert back.claims[0].id == claim.id


@settings(deadline=None, max_examples=80)
@given(entity=strategies.entities, source=strategies.sources)
def test_an_entity_and_a_source_come_back_as_they_went(entity, source) -> None:
    back = read(write((entity,), (source,)))
    assert back.entities == (entity,)
    assert back.sources == (source,)


@settings(deadline=None, max_examples=40)
@given(claims=st.lists(strategies.claims(), max_size=6, unique_by=lambda claim: claim.id))
def test_no_blank_node_and_one_graph_per_source(claims) -> None:
    source = Source("one", "One")
    for quad in ox.parse(write((), (source,), claims).encode(), format=ox.RdfFormat.N_QUADS):
        assert isinstance(quad.subject, ox.NamedNode)
        assert not isinstance(quad.object, ox.BlankNode)
        shared = any(kind in quad.subject.value for kind in ("/activity/", "/membership/", "/role/"))
        assert quad.graph_name == ox.NamedNode(IRIS.graph("entities") if shared else IRIS.source("one"))


@settings(deadline=None, max_examples=40)
@given(claims=st.lists(strategies.claims(), max_size=6, unique_by=lambda claim: claim.id))
def test_no_triple_stands_in_two_graphs(claims) -> None:
    sources = (Source("one", "One"), Source("two", "Two"))
    moved = [replace(claim, source="two") for claim in claims]
    quads = set(ox.parse(write((), sources, claims + moved).encode(), format=ox.RdfFormat.N_QUADS))
    assert len(quads) == len({quad.triple for quad in quads})


def claim(**changes) -> MetricClaim:
    values = {
        "source": "one", "about": "kling", "metric": "monthly_active_users",
        "quantity": Quantity(None, None, "count", "1200萬"), "period": Period.parse("as of 2026-01"),
    }  # fmt: skip
    return MetricClaim(**{**values, **changes})


def test_the_chain_names_every_hop_and_ends_at_the_origin() -> None:
    said = claim(attribution=(Hop("forbes"), Hop("olivia-moore", "partner", "a16z")))
    text = write((), (Source("one", "One", publisher="kr36"),), (said,))
    store = ox.Store()
    store.load(text.encode(), format=ox.RdfFormat.N_QUADS)
    rows = store.query(
        """PREFIX cg: <https://w3id.org/claimgraph/ns#> PREFIX prov: <http://www.w3.org/ns/prov#>
        SELECT ?hop ?agent ?role ?hops ?origin { ?c cg:hops ?hops ; cg:origin ?origin ; prov:qualifiedAttribution ?a .
        ?a cg:hop ?hop ; prov:agent ?agent ; cg:role ?role } ORDER BY ?hop""",
        use_default_graph_as_union=True,
    )
    chain = [(row["hop"].value, row["agent"].value.rsplit("/")[-1], row["role"].value.rsplit("#")[-1]) for row in rows]
    assert chain == [("0", "kr36", "Relayer"), ("1", "forbes", "Relayer"), ("2", "olivia-moore", "Originator")]


def test_a_generic_source_is_anonymous_in_the_chain() -> None:
    insiders = Entity("insiders", "Organization", (Label("insiders", "en"),), anonymous=True)
    text = write((insiders,), (Source("one", "One", publisher="kr36"),), (claim(attribution=(Hop("insiders"),)),))
    assert "/ns#Anonymous>" in text


@pytest.mark.parametrize("field", ["note", "paraphrase"])
def test_notes_and_paraphrases_leave_the_id_as_it_is(field) -> None:
    assert claim().id == replace(claim(), **{field: "other words"}).id


def test_what_is_said_changes_the_id() -> None:
    ids = {claim().id, claim(negated=True).id, claim(about="jimeng").id, claim(period=None).id, claim(window="P30D").id}
    assert len(ids) == 5


def test_a_paraphrase_is_composed_where_none_was_written() -> None:
    names = Names({"kling": Entity("kling", "Product", (Label("Kling", "en"),))}, VOCABULARY)
    said = claim(attribution=(Hop("latepost"),))
    assert sentence(said, names) == (
        "Kling: monthly active users an unstated amount (1200萬) as of January 2026, according to latepost."
    )
