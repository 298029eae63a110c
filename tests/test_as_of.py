"""The store as of a day holds what was published by then, and everything derived from that alone."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from io import BytesIO
from pathlib import Path

import pyoxigraph as ox
import pytest

from claimgraph import briefing
from claimgraph.agreement import Support
from claimgraph.errors import StoreError
from claimgraph.pipeline import as_of
from claimgraph.store import ClaimStore
from claimgraph.validation import validate
from small_market import build_market

LAST, BASE = date(2026, 12, 31), "https://w3id.org/claimgraph/market/"


@pytest.fixture(scope="module")
def market(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ClaimStore]:
    with ClaimStore.open(build_market(tmp_path_factory.mktemp("market"))) as store:
        yield store


def sources(store: ClaimStore) -> set[str]:
    found = store.query("SELECT ?s { ?s a cg:Source }")
    return {row["s"].value.rsplit("/", 1)[-1] for row in found}  # type: ignore[union-attr]


def column(store: ClaimStore, query: str) -> set[str]:
    return {str(row[0]) for row in store.query(query)}  # type: ignore[union-attr]


def revenue_support(store: ClaimStore) -> Support:
    [report] = briefing.show(store, "kling", ["revenue"]).metrics
    [slot] = [slot for slot in report.slots if slot.period == "in 2025"]
    return slot.support


@pytest.mark.parametrize(
    ("day", "known"),
    [
        (date(2025, 2, 28), set()),
        (date(2025, 3, 1), {"forecast"}),
        (date(2026, 1, 10), {"forecast", "late"}),
        (date(2026, 1, 31), {"forecast", "late", "reprint", "relay"}),
        (date(2026, 12, 30), {"forecast", "late", "reprint", "relay", "rival"}),
        (LAST, {"forecast", "late", "reprint", "relay", "rival", "yearly"}),
        (date(2100, 1, 1), {"forecast", "late", "reprint", "relay", "rival", "yearly"}),
    ],
)
def test_a_source_counts_once_it_was_surely_published(market: ClaimStore, day: date, known: set[str]) -> None:
    with as_of(market, day) as earlier:
        assert sources(earlier) == known
        claims = column(earlier, "SELECT ?s { ?c a cg:Claim ; cg:statedIn ?s }")
        assert {claim.strip("<>").rsplit("/", 1)[-1] for claim in claims} == known


def test_what_is_derived_is_derived_anew(market: ClaimStore) -> None:
    with as_of(market, date(2026, 1, 31)) as january, as_of(market, date(2026, 2, 1)) as february:
        assert briefing.disagreements(january, kind="contradiction") == ()
        assert [row.kind for row in briefing.disagreements(february, kind="contradiction")] == ["contradiction"]
        assert revenue_support(january) == Support(4, 3, 2)
        assert revenue_support(february) == Support(5, 4, 3)
        changes = briefing.diff(january, february)
    assert {saying.source.id for saying in changes.new} == {"rival"}
    assert changes.lost == changes.revised == ()


def test_a_forecast_is_open_until_its_time_has_passed(market: ClaimStore) -> None:
    def outcomes(day: date) -> list[str]:
        with as_of(market, day) as earlier:
            return [line.outcome for line in briefing.forecasts(earlier, about="kling").forecasts]

    assert outcomes(date(2025, 12, 31)) == ["open"]
    assert outcomes(date(2026, 1, 1)) == ["due"]
    assert outcomes(date(2026, 1, 10)) == ["missed"]


def test_relations_are_inferred_from_what_was_known(market: ClaimStore) -> None:
    owned = "SELECT ?o { <https://w3id.org/claimgraph/market/entity/sora> cg:ownedBy ?o }"
    with as_of(market, date(2026, 1, 11)) as before, as_of(market, date(2026, 1, 12)) as after:
        assert column(before, owned) == set()
        assert len(column(after, owned)) == 1


def test_the_last_day_gives_the_build_itself_but_for_what_has_no_date(market: ClaimStore) -> None:
    with as_of(market, LAST) as whole:
        for kind in (
            "cg:Disagreement",
            "cg:Agreement",
            "cg:ForecastEntry",
            "cg:ImpliedValue",
            "cg:CopyGroup",
            "cg:Entity",
        ):
            nodes = f"SELECT ?x {{ ?x a {kind} }}"
            there = column(market, nodes)
            undated = column(
                market, f"SELECT ?x {{ ?x a {kind} ; cg:member <https://w3id.org/claimgraph/market/source/undated> }}"
            )
            assert column(whole, nodes) == there - undated


def test_the_corpus_as_of_its_last_day_is_the_corpus(ai_video: ClaimStore) -> None:
    dated = column(ai_video, "SELECT ?s { ?s a cg:Source ; cg:publishedTo ?day }")
    with as_of(ai_video, date(2100, 1, 1)) as whole:
        assert column(whole, "SELECT ?s { ?s a cg:Source }") == dated
        claims = "SELECT ?c { ?c a cg:Claim ; cg:statedIn ?s . ?s cg:publishedTo ?day }"
        assert column(whole, claims) == column(ai_video, claims)
        if len(dated) == len(column(ai_video, "SELECT ?s { ?s a cg:Source }")):
            nodes = "SELECT ?x { ?x a cg:Disagreement }"
            assert column(whole, nodes) == column(ai_video, nodes)


def test_the_shapes_hold_on_an_earlier_day(market: ClaimStore) -> None:
    with as_of(market, date(2026, 1, 31)) as earlier:
        assert validate(earlier).results == ()


def test_an_earlier_day_is_the_same_bytes_every_time(market: ClaimStore) -> None:
    def lines() -> list[bytes]:
        output = BytesIO()
        with as_of(market, date(2026, 2, 1)) as earlier:
            earlier.dump(output, ox.RdfFormat.N_QUADS)
        return sorted(output.getvalue().splitlines())

    assert lines() == lines()


def test_decisions_hold_on_an_earlier_day(tmp_path: Path, market: ClaimStore) -> None:
    [report] = briefing.disagreements(market, kind="contradiction")
    claims = ", ".join(report.dispute.claims)
    decisions = (
        f"verdicts:\n- {{claims: [{claims}], kind: agreement, why: a misprint}}\n"
        "copy-of:\n- {source: relay, of: late, why: word for word}\n"
        "relations:\n- {about: sora, relation: ownedBy, object: openai, accepted: false}\n"
    )
    with ClaimStore.open(build_market(tmp_path, decisions=decisions)) as decided, as_of(decided, LAST) as earlier:
        [kept] = briefing.disagreements(earlier, kind="contradiction")
        assert (kept.dispute.verdict, kept.dispute.note) == ("dismissed", "a misprint")
        assert revenue_support(earlier) == revenue_support(decided) == Support(5, 3, 3)
        assert column(earlier, "SELECT ?o { <https://w3id.org/claimgraph/market/entity/sora> cg:ownedBy ?o }") == set()


def test_rates_and_what_is_no_copy_hold_on_an_earlier_day(tmp_path: Path) -> None:
    head = "published: 2026-01-1{day}\nkind: news\nclaims:\n"
    told = {
        id: f"publisher: {name}\n" + head.format(day=day) + "".join(
            f"- {{about: kling, metric: annual_revenue, value: {value}{number} {unit}, printed: '{number} of {unit}', "
            f"period: {2010 + number}}}\n" for number in range(8)
        )
        for id, name, day, value, unit in (
            ("one", "latepost", 1, 10, "USD"), ("two", "broker", 2, 10, "USD"), ("three", "fund", 3, 70, "CNY"),
        )
    }  # fmt: skip
    decisions = (
        "not-copy-of:\n- {source: two, of: one, why: they asked the same}\n"
        "rates:\n- {currency: USD, to: CNY, rate: 7, on: 2026-01-05}\n"
    )
    groups = "SELECT DISTINCT ?g { ?s cg:copyGroup ?g }"
    converted = "SELECT ?a { ?a a cg:Agreement ; skos:note ?n FILTER(STRSTARTS(?n, 'converted')) }"
    with ClaimStore.open(build_market(tmp_path / "plain", told)) as plain:
        assert len(column(plain, groups)) == 2
    with ClaimStore.open(build_market(tmp_path / "decided", told, decisions)) as store, as_of(store, LAST) as earlier:
        assert len(column(earlier, groups)) == len(column(store, groups)) == 3
        assert column(earlier, converted) == column(store, converted) != set()
        with as_of(earlier, date(2026, 1, 12)) as twice:
            assert len(column(twice, groups)) == 2


def test_an_exported_graph_can_go_back_too(market: ClaimStore, tmp_path: Path) -> None:
    place = build_market(tmp_path)
    with ClaimStore.open(place / "graph.ttl") as exported, as_of(exported, date(2026, 1, 31)) as earlier:
        assert sources(earlier) == {"forecast", "late", "reprint", "relay"}
        assert revenue_support(earlier) == Support(4, 3, 2)


def test_a_store_without_claims_cannot_go_back() -> None:
    with ClaimStore.memory() as empty, pytest.raises(StoreError, match="claimgraph build"):
        as_of(empty, date(2026, 1, 1))
