"""Every named question gives on the AI-video corpus what its files say, quickly, without a row twice, in every engine."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from itertools import chain

import pytest

from claimgraph import vocabulary
from claimgraph.claim import Claim, EventClaim, MetricClaim, Modality, OpinionClaim, RelationClaim
from claimgraph.corpus import Corpus, read_corpus
from claimgraph.errors import QueryError
from claimgraph.queries import ask, ask_named, named_queries
from claimgraph.queries.catalogue import parse_query
from claimgraph.queries.parameters import bind
from claimgraph.store import ClaimStore
from claimgraph.vocabulary import PREFIXES

WORDS = vocabulary.load()
VALUES = {
    "entity": "kling",
    "source": "seed-three-paths",
    "metric": "annual_revenue",
    "text": "kling",
    "agent": "latepost",
}
QUERIES = named_queries()


@pytest.fixture(scope="module")
def corpus() -> Corpus:
    return read_corpus("ai-video")


def rows(store: ClaimStore, name: str, **values: str) -> list[dict[str, str]]:
    answer = ask_named(store, name, values)
    return [dict(zip(answer.columns, texts, strict=True)) for texts in answer.texts()]


def needed(name: str) -> dict[str, str]:
    """A value for every parameter that must be given."""
    wanted = [parameter for parameter in QUERIES[name].parameters if parameter.required]
    return {parameter.name: VALUES.get(parameter.name, VALUES.get(parameter.type, "")) for parameter in wanted}


# -- what the files say ----------------------------------------------------------------------------------------------


def below(metric: str) -> set[str]:
    """A metric and all narrower ones."""
    found = {metric}
    while fresh := {id for id, one in WORDS.metrics.items() if found & set(one.broader)} - found:
        found |= fresh
    return found


def relations(corpus: Corpus, *predicates: str) -> list[RelationClaim]:
    found = (claim for claim in corpus.claims if isinstance(claim, RelationClaim))
    return [claim for claim in found if not predicates or claim.predicate in predicates]


def metrics(corpus: Corpus) -> list[MetricClaim]:
    return [claim for claim in corpus.claims if isinstance(claim, MetricClaim)]


def touching(claims: Iterable[RelationClaim], entity: str) -> int:
    return sum(entity in (claim.about, claim.object) for claim in claims)


def agents(corpus: Corpus, claim: Claim) -> list[str | None]:
    """Everybody in the chain, the publisher of what was read first."""
    return [corpus.sources[claim.source].source.publisher, *(hop.agent for hop in claim.attribution)]


def origins(corpus: Corpus) -> set[str | None]:
    return {claim.origin(corpus.sources[claim.source].source.publisher) for claim in corpus.claims}


def latest(corpus: Corpus) -> int:
    """How many actual values hold for the latest period of their entity and metric."""
    dated = [
        claim
        for claim in metrics(corpus)
        if claim.modality is Modality.ACTUAL and not claim.negated and claim.period and claim.period.end
    ]
    ends: dict[tuple[str, str], object] = {}
    for claim in sorted(dated, key=lambda claim: claim.period.end):  # type: ignore[union-attr, arg-type, return-value]
        ends[claim.about, claim.metric] = claim.period and claim.period.end
    return sum(claim.period is not None and ends[claim.about, claim.metric] == claim.period.end for claim in dated)


def names(corpus: Corpus, text: str) -> set[tuple[str, str, str]]:
    return {
        (entity.id, label.text, label.language)
        for entity in corpus.entities.values()
        for label in entity.labels
        if text in label.text.casefold()
    }


def owned(corpus: Corpus) -> int:
    kinds = ("ownedBy", "developedBy", "subsidiaryOf", "acquiredBy", "majorShareholder", "businessUnitOf", "backedBy")
    return len({
        (claim.about, claim.predicate, claim.object or claim.object_text, claim.negated)
        for claim in relations(corpus, *kinds)
    })  # fmt: skip


def near(corpus: Corpus, start: str) -> int:
    """Distinct one-step and two-step ways from an entity."""
    steps = [
        (claim.about, claim.predicate, claim.object)
        for claim in relations(corpus)
        if claim.object and not claim.negated
    ]
    ways = {(a, p, b) for x, p, y in steps for a, b in ((x, y), (y, x)) if a != b}
    one = {(p, b) for a, p, b in ways if a == start}
    two = {(p, b, q, c) for p, b in one for a, q, c in ways if a == b and c not in (start, b)}
    return len(one) + len(two)


def programmes(corpus: Corpus) -> int:
    known = {entity.id for entity in corpus.entities.values() if entity.kind == "Programme"}
    named = sum((claim.about in known) + (claim.object in known) for claim in relations(corpus))
    return named + sum(claim.about in known for claim in corpus.claims if isinstance(claim, MetricClaim | EventClaim))


def used(corpus: Corpus) -> set[str]:
    events = {claim.event for claim in corpus.claims if isinstance(claim, EventClaim)}
    return events | {claim.metric for claim in metrics(corpus)}


ROWS: dict[str, Callable[[Corpus], int]] = {
    "claims-about": lambda corpus: sum(claim.about == "kling" for claim in corpus.claims),
    "claims-of-source": lambda corpus: len(corpus.sources["seed-three-paths"].claims),
    "claims-on-metric": lambda corpus: sum(claim.metric == "annual_revenue" for claim in metrics(corpus)),
    "competitors": lambda corpus: touching(
        relations(corpus, "competesWith", "outperforms", "catchingUpWith", "comparableRevenue"), "kling"
    ),
    "entities": lambda corpus: len(corpus.entities),
    "find-entity": lambda corpus: len(names(corpus, "kling")),
    "forecasts": lambda corpus: sum(claim.modality is not Modality.ACTUAL for claim in metrics(corpus)),
    "investors": lambda corpus: len(relations(corpus, "investedInBy", "roundLedBy", "majorShareholder")),
    "latest-values": latest,
    "launches": lambda corpus: sum(isinstance(claim, EventClaim) for claim in corpus.claims),
    "neighbourhood": lambda corpus: near(corpus, "kling"),
    "opinions": lambda corpus: sum(isinstance(claim, OpinionClaim) for claim in corpus.claims),
    "origins": lambda corpus: len(origins(corpus) - {None}),
    "owners": owned,
    "partners": lambda corpus: touching(
        relations(corpus, "partnerOf", "customerOf", "integratedWith", "licensesFrom", "usedBy", "backedBy"), "kling"
    ),
    "people": lambda corpus: len(
        relations(corpus, "employedBy", "workedAt", "memberOf", "partnerAt", "foundedBy", "ledBy")
    ),
    "prices": lambda corpus: sum(claim.metric in below("price") for claim in metrics(corpus)),
    "programmes": programmes,
    "rankings": lambda corpus: sum(claim.quantity.unit == "rank" for claim in metrics(corpus)),
    "retention": lambda corpus: sum(claim.metric in below("retention_rate") for claim in metrics(corpus)),
    "revenue": lambda corpus: sum(
        claim.metric in below("revenue") and claim.quantity.unit == "USD" for claim in metrics(corpus)
    ),
    "said-by": lambda corpus: sum(agents(corpus, claim).count("latepost") for claim in corpus.claims),
    "sources": lambda corpus: len(corpus.sources),
    "sources-by-reach": lambda corpus: sum(bool(file.claims) for file in corpus.sources.values()),
    "statistics": lambda corpus: 11,
    "timeline": lambda corpus: sum(
        claim.about == "kling" and bool(claim.date if isinstance(claim, EventClaim) else claim.period)
        for claim in corpus.claims
        if isinstance(claim, MetricClaim | EventClaim)
    ),
    "undated-claims": lambda corpus: sum(claim.period is None for claim in metrics(corpus)),
    "unused-metrics": lambda corpus: len(WORDS.metrics.keys() - used(corpus)),
    "unverified-evidence": lambda corpus: len(
        {claim.source for claim in corpus.claims if claim.evidence is None or not claim.evidence.verified}
    ),
    "who-said-it": lambda corpus: sum(
        len(agents(corpus, claim))
        for claim in metrics(corpus)
        if (claim.about, claim.metric) == ("kling", "annual_revenue")
    ),
}


@pytest.mark.parametrize("name", sorted(ROWS))
def test_a_question_has_as_many_rows_as_the_files_say(name: str, ai_video: ClaimStore, corpus: Corpus) -> None:
    expected = ROWS[name](corpus)
    assert expected > 0
    assert len(rows(ai_video, name, **needed(name))) == expected


NODES = {
    "agreements": ("SELECT (COUNT(*) AS ?n) { ?x a cg:Agreement }", "agreement"),
    "support": ("SELECT (COUNT(*) AS ?n) { ?x a cg:Slot }", "slot"),
    "disagreements": ("SELECT (COUNT(*) AS ?n) { ?x a cg:Disagreement ; cg:member ?c . ?c a cg:Claim }", "claim"),
    "implied-values": ("SELECT (COUNT(*) AS ?n) { ?x a cg:ImpliedValue ; prov:wasDerivedFrom ?c }", "premise"),
    "forecast-book": ("SELECT (COUNT(*) AS ?n) { ?x a cg:ForecastEntry }", "forecast"),
    "forecast-records": ("SELECT (COUNT(*) AS ?n) { ?x a cg:ForecastRecord }", "origin"),
    "not-compared": ("SELECT (COUNT(*) AS ?n) { ?x a cg:NotCompared ; cg:member ?c }", "claim"),
}


@pytest.mark.parametrize("name", sorted(NODES))
def test_a_question_on_what_was_derived_misses_no_node(name: str, ai_video: ClaimStore) -> None:
    query, column = NODES[name]
    [count] = list(ai_video.query(query))  # type: ignore[arg-type]
    found = rows(ai_video, name)
    assert len(found) == int(count["n"].value) > 0
    assert all(row[column] for row in found)


def test_every_question_is_held_against_something() -> None:
    assert set(QUERIES) == {*ROWS, *NODES, "copies", "metrics"}


def test_metrics_in_use_are_those_of_the_files(ai_video: ClaimStore, corpus: Corpus) -> None:
    found = {
        row["metric"].removeprefix("metric:"): int(row["claims"].replace(",", "")) for row in rows(ai_video, "metrics")
    }
    for id in {claim.metric for claim in metrics(corpus)}:
        assert found[id] == sum(claim.metric == id for claim in metrics(corpus))


def test_copies_hold_every_declared_one(ai_video: ClaimStore, corpus: Corpus) -> None:
    groups: dict[str, set[str]] = {}
    for row in rows(ai_video, "copies"):
        groups.setdefault(row["group"], set()).add(row["title"])
    files = [file.source for file in corpus.sources.values() if file.source.copy_of]
    assert files
    for source in files:
        original = corpus.sources[source.copy_of or ""].source
        assert any({source.title, original.title} <= titles for titles in groups.values()), source.id


KNOWN: list[tuple[str, dict[str, str], dict[str, str]]] = [
    ("owners", {"owner": "快手"}, {"owned": "Kling AI", "relation": "ownedBy", "ownerLabel": "Kuaishou Technology"}),
    ("who-said-it", {"entity": "可灵", "metric": "annual_revenue"}, {"hop": "1", "agent": "LatePost", "role": "Originator"}),
    ("retention", {}, {"window": "P30D", "about": "Sora app", "low": "1", "high": "1", "saidBy": "Olivia Moore"}),
    ("retention", {}, {"window": "P30D", "about": "TikTok", "low": "32"}),
    ("claims-on-metric", {"metric": "monthly_active_users", "entity": "kling"}, {"low": "12,000,000", "high": ""}),
    ("launches", {"entity": "kling", "event": "launch_date"}, {"dateLow": "2024-06-06", "dateHigh": "2024-06-06"}),
    ("revenue", {"entity": "kling"}, {"low": "140,000,000", "modality": "Expected", "saidBy": "LatePost"}),
    ("said-by", {"agent": "olivia-moore"}, {"role": "Originator", "capacity": "partner"}),
    ("entities", {"kind": "Company"}, {"english": "Kuaishou Technology", "class": "Company"}),
    ("entities", {"kind": "Organization"}, {"english": "Kuaishou Technology", "class": "Company"}),
    ("find-entity", {"text": "可灵"}, {"label": "Kling AI", "kind": "Product", "language": "zh-hans"}),
    ("competitors", {"entity": "kling"}, {"relation": "comparableRevenue", "object": "PixVerse"}),
    ("people", {"organization": "kuaishou"}, {"person": "Cheng Yixiao", "relation": "employedBy"}),
    ("investors", {"company": "aishi"}, {"relation": "roundLedBy", "investorLabel": "Fortune Capital"}),
    ("rankings", {}, {"about": "Seedance 1.0", "low": "1", "high": "1", "period": "2025-06-30"}),
    ("programmes", {}, {"what": "traffic_support", "printed": "1億"}),
    ("opinions", {"entity": "kling", "aspect": "strategy"}, {"aspectLabel": "Strategy"}),
    ("statistics", {}, {"what": "sources", "number": "234"}),
    ("sources", {}, {"published": "2026-01-26", "publisher": "Keji Xinzhi"}),
    ("support", {"entity": "kling"}, {"metricLabel": "revenue", "disputed": "true"}),
    ("agreements", {"entity": "kling", "metric": "monthly_active_users"}, {"low": "12,000,000", "high": ""}),
    ("disagreements", {"entity": "kling", "kind": "unit-or-currency-error"}, {"severity": "Grave"}),
    ("timeline", {"entity": "kling"}, {"first": "2024-06-06", "kind": "event", "label": "launch"}),
    ("forecast-book", {"entity": "kling", "outcome": "Missed"}, {"saidBy": "JPMorgan", "dueOn": "2025-06-30"}),
    ("forecast-records", {}, {"saidBy": "JPMorgan"}),
    ("implied-values", {"entity": "kling"}, {"modality": "Actual"}),
    ("not-compared", {"entity": "kling"}, {"missing": "period"}),
    ("neighbourhood", {"entity": "kling"}, {"hops": "1", "reached": "Kuaishou Technology"}),
    ("neighbourhood", {"entity": "kling"}, {"hops": "2", "via": "AI video generation"}),
]  # fmt: skip


@pytest.mark.parametrize(("name", "values", "expected"), KNOWN)
def test_known_rows_are_there(
    name: str, values: dict[str, str], expected: dict[str, str], ai_video: ClaimStore
) -> None:
    found = rows(ai_video, name, **values)
    assert any(expected.items() <= row.items() for row in found), found[:10]


@pytest.mark.parametrize("name", sorted(QUERIES))
def test_no_row_is_repeated_and_the_columns_are_those_announced(name: str, ai_video: ClaimStore) -> None:
    answer = ask_named(ai_video, name, needed(name))
    assert answer.columns == QUERIES[name].columns
    found = [tuple(map(str, row)) for row in answer.rows()]
    assert len(found) == len(set(found))


@pytest.mark.parametrize("name", sorted(QUERIES))
def test_an_answer_takes_less_than_half_a_second(name: str, ai_video: ClaimStore) -> None:
    def once() -> float:
        start = time.thread_time()
        list(ask_named(ai_video, name, needed(name)).rows())
        return time.thread_time() - start

    assert min(once() for _ in range(3)) < 0.5


@pytest.mark.parametrize("name", sorted(QUERIES))
def test_an_empty_store_has_no_answer_and_no_error(name: str) -> None:
    values = {key: f"https://example.org/{value}" if key != "text" else value for key, value in needed(name).items()}
    with ClaimStore.memory() as store:
        found = list(ask_named(store, name, values).rows())
    assert len(found) == (11 if name == "statistics" else 0)


@pytest.mark.parametrize("name", sorted(QUERIES))
def test_rdflib_gives_the_same_rows(name: str, ai_video: ClaimStore) -> None:
    query = QUERIES[name]
    from rdflib import Literal, URIRef

    bound = {
        key: URIRef(term.value) if hasattr(term, "value") and "://" in term.value else Literal(term.value)
        for key, term in bind(ai_video, query, needed(name)).items()
    }
    answer = ai_video.as_rdflib().query(query.text, initNs=PREFIXES, initBindings=bound)
    assert len(list(answer)) == len(rows(ai_video, name, **needed(name)))


def test_a_claim_whose_speaker_is_unknown_does_not_multiply() -> None:
    """A source without a publisher has claims without an origin; no other name may stand in its place."""
    base, cg, source = "https://example.org/x/", PREFIXES["cg"], "https://example.org/x/source/s"
    lines = [f'<{base}entity/{id}> <{PREFIXES["skos"]}prefLabel> "{id}"@en' for id in ("one", "two", "three")] + [
        f"<{base}entity/{id}> <{PREFIXES['rdf']}type> <{cg}Entity>" for id in ("one", "two", "three")
    ]
    claim = f"<{base}claim/c>"
    lines += [
        f"{claim} <{PREFIXES['rdf']}type> <{cg}{kind}>" for kind in ("Claim", "MetricClaim")
    ] + [
        f"{claim} <{cg}about> <{base}entity/one>", f"{claim} <{cg}statedIn> <{source}>",
        f'{claim} <{cg}paraphrase> "one: users 5."@en',
        f"{claim} <{cg}modality> <{cg}Actual>", f"{claim} <{cg}metric> <{PREFIXES['metric']}registered_users>",
        f"{claim} <{cg}unit> <{PREFIXES['unit']}NUM>", f'{claim} <{cg}printed> "5"',
        f'<{source}> <{PREFIXES["dcterms"]}title> "A page"@en', f"<{source}> <{PREFIXES['rdf']}type> <{cg}Source>",
    ]  # fmt: skip
    with ClaimStore.memory() as store:
        store.load_nquads("".join(f"{line} <{source}> .\n" for line in lines))
        for name, values in (("claims-about", {"entity": "one"}), ("claims-on-metric", {"metric": "registered_users"})):
            assert [row["saidBy"] for row in rows(store, name, **values)] == [""]
        assert [row["publisher"] for row in rows(store, "sources")] == [""]


def test_optional_parameters_narrow_the_answer(ai_video: ClaimStore) -> None:
    for name, query in QUERIES.items():
        for parameter in query.parameters:
            if not parameter.optional or parameter.type not in ("entity", "metric"):
                continue
            everything = rows(ai_video, name, **needed(name))
            known = {row.get("about") for row in everything}
            value = VALUES[parameter.type] if "Kling AI" in known or parameter.type == "metric" else "kuaishou"
            assert len(rows(ai_video, name, **needed(name), **{parameter.name: value})) < len(everything), name


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("# title: A\n# columns: x\nSELECT ?x {}", "lacks description"),
        ("# title: A\n# description: B\n# columns: x\n# param y (thing): what\nSELECT ?x {}", "not a parameter"),
    ],
)
def test_a_head_that_is_not_right_is_refused(text: str, problem: str) -> None:
    with pytest.raises(QueryError, match=problem):
        parse_query("mine", text)


@pytest.mark.parametrize(
    ("name", "values", "remedy"),
    [
        ("owner", {}, "did you mean owners"),
        ("claims-about", {}, "needs entity"),
        ("claims-about", {"entity": "klng"}, "did you mean kling"),
        ("claims-about", {"entity": "kling", "entitty": "x"}, "did you mean entity"),
        ("claims-on-metric", {"metric": "anual_revenue"}, "did you mean annual_revenue"),
        ("claims-of-source", {"source": "seed-three-path"}, "did you mean seed-three-paths"),
        ("disagreements", {"kind": "contradicton"}, "did you mean Contradiction"),
    ],
)
def test_a_wrong_word_is_answered_with_the_nearest(
    name: str, values: dict[str, str], remedy: str, ai_video: ClaimStore
) -> None:
    with pytest.raises(QueryError, match=remedy):
        ask_named(ai_video, name, values)


def test_every_question_can_be_listed_and_used() -> None:
    words = list(chain.from_iterable((query.title, query.description) for query in QUERIES.values()))
    assert all(words)
    assert len({query.title for query in QUERIES.values()}) == len(QUERIES)


FAULTS = [
    ("", "the query is empty"),
    ("SELEC ?s { ?s ?p ?o }", "line 1, column 1: SELEC begins no query; did you mean SELECT?"),
    ("DELETE WHERE { ?s ?p ?o }", "line 1, column 1: DELETE changes data"),
    ("SELECT ?s { ?s ?p ?o }}", "line 1, column 23: this } closes nothing"),
    ("SELECT ?s {\n  ?s ?p ?o", "line 1, column 11: this { is never closed"),
    (
        "SELECT * {\n ?s ?p ?o .\n OPTIONL { ?o ?p ?s } }",
        "line 3, column 2: OPTIONL is no word of SPARQL; did you mean",
    ),
    ("SELECT * { ?s ?p ?o FILTER(CONTANS(?o, 'a')) }", "did you mean CONTAINS?"),
    ("SELECT * { ?s ?p }", "line 1, column 18: expected"),
    ("SELECT * { ?s ?p ?o } LIMIT x", "line 1, column 29: expected a number"),
    (
        "SELECT * { ?s a cg:Claim . ?s cg:about }",
        "line 1, column 40: expected one of a number, a prefixed name, a variable, an IRI",
    ),
    ("PREFIX foo <urn:x> ASK {}", "line 1, column 11: expected"),
    ("SELECT * { ?s <http://example.org/a b> ?o }", "an IRI stands in <> and holds no space"),
    ("SELECT (COUNT(?s) AS ?n) ?s { ?s ?p ?o }", "grouped or aggregated"),
    ("ASK { FILTER(" + "!" * 20_000 + "true) }", "take the query apart"),
    ("ASK " + "{" * 20_000 + "?s ?p ?o" + "}" * 20_000, "line 1, column 505: more than 500 brackets stand open"),
    ("ASK {\n" + " UNION ".join(["{ ?s ?p ?o }"] * 20_000) + "}", "line 2, column"),
]


@pytest.mark.parametrize(("sparql", "said"), FAULTS, ids=[said[:40] for _, said in FAULTS])
def test_a_wrong_query_is_told_where_it_is_wrong_and_what_was_expected(sparql: str, said: str) -> None:
    with ClaimStore.memory() as store, pytest.raises(QueryError) as fault:
        ask(store, sparql)
    assert said in str(fault.value)
    assert len(str(fault.value).splitlines()) <= 2


def test_words_inside_strings_and_names_are_no_faults() -> None:
    sparql = "PREFIX f: <urn:optionl/> SELECT ?filtre { VALUES ?filtre { 'SELEC (' f:optionl } # }}} \n }"
    with ClaimStore.memory() as store:
        assert len(list(ask(store, sparql).rows())) == 2
