"""What a person decided about values, what claims imply, how forecasts fared, and the quads of all that."""

from __future__ import annotations

import random
from datetime import date
from decimal import Decimal
from pathlib import Path

import pyoxigraph as ox
import pytest

from agreement_claims import (
    EXPECTED,
    TARGET,
    derived,
    entity,
    event,
    figure,
    kinds,
    only,
    relation,
    words,
)  # fmt: skip
from claimgraph.agreement import to_quads
from claimgraph.claim import Modality
from claimgraph.corpus.model import Decisions, Place, Verdict
from claimgraph.wording import Names

BASE = "https://w3id.org/claimgraph/test/"
PLACE = Place(Path("decisions.yaml"), 7)


# -- what a person decided --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "review"), [("contradiction", "confirmed"), ("revision", "explained"), ("agreement", "dismissed")]
)
def test_a_verdict_stands_whatever_is_added(kind: str, review: str) -> None:
    claims = [figure("a", 20), figure("b", 35)]
    verdict = Verdict((claims[0].id, claims[1].id), kind, PLACE, "asked the company")
    for added in ((), (figure("c", 20),), (figure("c", 50), figure("d", 35))):
        result = derived(*claims, *added, decisions=Decisions(verdicts=(verdict,)))
        row = only(row for row in result.disagreements if {claim.id for claim in claims} <= set(row.claims))
        assert (row.review, row.verdict) == (review, "asked the company")
        assert result.slots[0].disputed is (review != "dismissed")


@pytest.mark.parametrize(
    ("verdicts", "code"),
    [
        ([Verdict(("feed", "beef"), "revision", PLACE)], "unknown-claim"),
        (
            [
                Verdict(("{a}", "{b}"), "revision", PLACE),
                Verdict(("{b}", "{a}"), "contradiction", Place(Path("decisions.yaml"), 9)),
            ],
            "contradictory-decisions",
        ),
        ([Verdict(("{a}", "{c}"), "revision", PLACE)], "verdict-without-disagreement"),
    ],
)
def test_decisions_that_cannot_be_followed_are_findings(verdicts: list[Verdict], code: str) -> None:
    claims = {"a": figure("a", 20), "b": figure("b", 35), "c": figure("c", 20, metric="gmv")}
    ids = {f"{{{name}}}": claim.id for name, claim in claims.items()}
    real = tuple(Verdict(tuple(ids.get(id, id) for id in row.claims), row.kind, row.place) for row in verdicts)
    (finding,) = derived(*claims.values(), decisions=Decisions(verdicts=real)).findings
    assert finding.code == code
    assert finding.place.startswith("decisions.yaml:")
    assert finding.remedy


# -- implied values ---------------------------------------------------------------------------------------------------

RATIO = {"about": "kling", "relative_to": "pixverse", "period": "2025"}


def test_ratios_multiply_and_meet_what_is_stated() -> None:
    claims = [
        figure("a", "6.4", "6.4 times", metric="arpu_ratio", unit="multiple", **RATIO),
        figure("b", "15.4", "15.4%", metric="download_ratio", unit="percent", **RATIO),
        figure("c", "~1", "about level", metric="revenue_ratio", unit="multiple", **RATIO),
    ]
    result = derived(*claims)
    (implied,) = [row for row in result.implied if row.slot.metric == "revenue_ratio"]
    assert implied.low is not None
    assert implied.high is not None
    assert implied.low <= Decimal("0.9856") <= implied.high
    assert implied.premises == tuple(sorted(claim.id for claim in claims[:2]))
    (agreement,) = result.agreements
    assert (agreement.claims, agreement.implied) == ((claims[2].id,), (implied.id,))
    assert agreement.support.origins == 1


def test_a_multiple_of_another_gives_the_other() -> None:
    level = {"metric": "monthly_active_users", "unit": "count"}
    claims = [
        figure("a", 20370000, "2037万", about="jimeng", period="as of 2025-09", **level),
        figure(
            "a",
            13,
            "13倍",
            about="jimeng",
            metric="mau_ratio",
            unit="multiple",
            relative_to="kling",
            period="as of 2025-09",
        ),
        figure("b", ">12000000", "1200万", about="kling", period="as of 2026-01", **level),
    ]
    result = derived(*claims)
    (implied,) = [row for row in result.implied if row.slot.subject == "kling"]
    assert implied.low is not None
    assert implied.high is not None
    assert implied.low <= Decimal(20370000) / 13 <= implied.high
    row = only(result.disagreements)
    assert (row.kind_notation, row.implied, row.subject) == ("contradiction", (implied.id,), "kling")


def test_quarters_are_held_against_their_year() -> None:
    quarters = [figure("a", 100, period=f"2025-Q{number}") for number in (1, 2, 3, 4)]
    assert not kinds(*quarters, figure("b", 400))
    row = only(derived(*quarters, figure("b", 700)).disagreements)
    assert (row.kind_notation, len(row.implied)) == ("contradiction", 1)


def test_a_share_of_the_owner_finds_a_lost_unit() -> None:
    claims = [
        relation("a", "hailuo", "ownedBy", "minimax"),
        figure("a", 53437000, "53,437,000", about="minimax"),
        figure("b", "32.6", "32.6%", about="hailuo", metric="share_of_parent_revenue", unit="percent"),
        figure("c", 174000000, "$174 million", about="hailuo"),
    ]
    row = only(derived(*claims).disagreements)
    assert (row.kind_notation, row.subject, len(row.implied)) == ("unit-or-currency-error", "hailuo", 1)


def test_growth_is_held_against_the_values() -> None:
    claims = [
        figure("a", 120, period="2025"), figure("a", 100, period="2024"),
        figure("b", 20, "20%", metric="revenue_growth_yoy", unit="percent"),
    ]  # fmt: skip
    assert not kinds(*claims)
    assert kinds(*claims[:2], figure("b", 40, "40%", metric="revenue_growth_yoy", unit="percent")) == ["contradiction"]


def test_a_divisor_that_may_be_zero_is_a_finding_and_no_number() -> None:
    level = {"metric": "monthly_active_users", "unit": "count", "period": "as of 2025-09"}
    claims = [
        figure("a", 100, about="jimeng", **level),
        figure(
            "a",
            "0..2",
            about="jimeng",
            metric="mau_ratio",
            unit="multiple",
            relative_to="kling",
            period="as of 2025-09",
        ),
    ]
    result = derived(*claims)
    assert not result.implied
    assert [row.code for row in result.findings] == ["zero-divisor"]
    assert "jimeng mau_ratio" in result.findings[0].place


def test_units_that_do_not_fit_are_a_finding_and_no_number() -> None:
    claims = [figure("a", 100, metric="gross_profit", unit="USD"), figure("b", 1000, unit="CNY")]
    result = derived(*claims)
    assert not result.implied
    assert [row.code for row in result.findings] == ["incompatible-units"]


# -- forecasts --------------------------------------------------------------------------------------------------------


def test_the_forecast_book_waits_matches_and_scores() -> None:
    claims = [
        figure("a", 140, modality=EXPECTED, by=["latepost"]),
        figure("b", 100, modality=EXPECTED, by=["ubs"]),
        figure("b", 90, modality=TARGET, by=["kuaishou"]),
        figure("c", 100),
        figure("c", 90, period="2024", modality=EXPECTED, by=["ubs"]),
        figure("c", 300, period="2030", modality=EXPECTED, by=["ubs"]),
    ]
    result = derived(*claims, as_of=date(2026, 6, 1))
    states = {(row.origin, row.slot.period): row.state for row in result.forecasts}
    assert states == {
        ("latepost", "2025-01-01/2025-12-31"): "missed", ("ubs", "2025-01-01/2025-12-31"): "met",
        ("kuaishou", "2025-01-01/2025-12-31"): "met", ("ubs", "2024-01-01/2024-12-31"): "due",
        ("ubs", "2030-01-01/2030-12-31"): "open",
    }  # fmt: skip
    (missed,) = [row for row in result.forecasts if row.origin == "latepost"]
    assert (missed.error, missed.relative) == (Decimal(-40), Decimal("-0.285714"))
    (ubs,) = [row for row in result.records if row.origin == "ubs"]
    assert (ubs.open, ubs.due, ubs.met, ubs.missed, ubs.median_error) == (1, 1, 1, 0, Decimal(0))


@pytest.mark.parametrize(
    ("modality", "expected", "came", "state", "error"),
    [
        (EXPECTED, "100", ">100", "met", (None, "0", None)),
        (EXPECTED, "140", ">100", "due", (None, "-0.285714", None)),
        (EXPECTED, "100", ">120", "missed", (None, "0.2", None)),
        (EXPECTED, "100", "<80", "missed", (None, None, "-0.2")),
        (EXPECTED, "100", "<200", "due", (None, None, "1")),
        (EXPECTED, ">100", "80", "missed", (None, None, "-0.2")),
        (EXPECTED, ">100", "120", "met", (None, None, "0.2")),
        (EXPECTED, ">100", ">120", "met", (None, None, None)),
        (EXPECTED, ">100", ">80", "due", (None, None, None)),
        (EXPECTED, ">100", "<80", "missed", (None, None, "-0.2")),
        (EXPECTED, "90..110", "105", "met", ("0.05", None, None)),
        (EXPECTED, "90..110", "150", "missed", ("0.5", None, None)),
        (EXPECTED, "<50", "60", "missed", (None, "0.2", None)),
        (EXPECTED, "0", "5", "missed", (None, None, None)),
        (TARGET, "100", ">100", "met", (None, "0", None)),
        (TARGET, "140", ">100", "due", (None, "-0.285714", None)),
        (TARGET, "100", ">120", "met", (None, "0.2", None)),
        (TARGET, "90..110", "150", "met", ("0.5", None, None)),
        (TARGET, ">100", "80", "missed", (None, None, "-0.2")),
        (TARGET, "100", "<80", "missed", (None, None, "-0.2")),
    ],
)
def test_a_forecast_is_judged_by_what_its_bounds_leave_open(
    modality: Modality, expected: str, came: str, state: str, error: tuple[str | None, str | None, str | None]
) -> None:
    result = derived(figure("a", expected, modality=modality, by=["ubs"]), figure("b", came), as_of=date(2026, 6, 1))
    (row,) = result.forecasts
    assert row.state == state
    assert row.actual_claims
    assert tuple(None if share is None else Decimal(share) for share in error) == (
        row.relative, row.relative_low, row.relative_high,
    )  # fmt: skip
    (record,) = result.records
    assert (record.median_error is None) == (row.relative is None)


def test_a_forecast_that_only_computed_figures_answer_names_them() -> None:
    quarters = [figure("a", 100, period=f"2025-Q{number}") for number in (1, 2, 3, 4)]
    wanted = figure("b", 390, modality=EXPECTED, by=["ubs"])
    result = derived(*quarters, wanted, as_of=date(2026, 6, 1))
    [row] = result.forecasts
    assert (row.state, row.actual_claims) == ("met", ())
    assert set(row.actual_implied) == {value.id for value in result.implied if value.slot == row.slot}
    names = Names({"kling": entity("kling", "Product")}, words())
    assert f"actual> <{BASE}implied/{row.actual_implied[0]}>" in to_quads(result, BASE, names)["forecasts"]


# -- quads ------------------------------------------------------------------------------------------------------------


def test_quads_are_the_same_bytes_each_time_and_have_no_blank_node() -> None:
    claims = [figure("a", 20), figure("b", 35), event("a", "2024-10"), event("b", "2025-09")]
    names = Names({"kling": entity("kling", "Product")}, words())
    one = to_quads(derived(*claims), BASE, names)
    two = to_quads(derived(*random.Random(7).sample(claims, 4)), BASE, names)
    assert one == two
    assert set(one) == {"copies", "slots", "agreements", "implied", "forecasts"}
    for name, text in one.items():
        assert text.splitlines() == sorted(text.splitlines())
        for quad in ox.parse(text, format=ox.RdfFormat.N_QUADS):
            assert quad.graph_name.value == f"{BASE}graph/{name}"
            assert not isinstance(quad.subject, ox.BlankNode)
            assert not isinstance(quad.object, ox.BlankNode)


def test_every_term_that_is_written_is_in_the_vocabulary() -> None:
    claims = [
        figure("a", 20, by=["ubs"], modality=EXPECTED),
        figure("b", 35),
        figure("c", 36, period=None),
        event("a", "2024-10"),
        event("b", "2025-09"),
    ]
    texts = to_quads(derived(*claims), BASE, Names({}, words()))
    terms = {
        term.value
        for text in texts.values()
        for quad in ox.parse(text, format=ox.RdfFormat.N_QUADS)
        for term in (quad.predicate, quad.object)
        if isinstance(term, ox.NamedNode) and term.value.startswith("https://w3id.org/claimgraph/ns#")
    }
    assert terms
    assert terms <= words().terms
