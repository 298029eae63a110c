"""What is at odds between slots: near measures, parts and wholes, totals, deals, charts, dates and relations."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from agreement_claims import ESTIMATED, EXPECTED, TARGET, derived, entity, event, figure, kinds, only, relation, source
from claimgraph.claim import Claim, MetricClaim, PartialDate
from claimgraph.corpus.model import Decisions, Place, RelationDecision

COUNT = {"unit": "count"}


# -- between slots ----------------------------------------------------------------------------------------------------


def test_near_measures_are_a_difference_of_definition() -> None:
    claims = (
        figure("a", 140000000, modality=EXPECTED),
        figure("b", 240000000, metric="annualised_run_rate", period="as of 2025-12"),
    )
    assert kinds(*claims) == ["definition-difference"]


def test_a_part_does_not_exceed_its_whole() -> None:
    downloads = {"metric": "downloads", "unit": "count"}
    inside = figure("a", 1000000, period="2025-10-01..2025-10-05", **downloads)
    assert kinds(inside, figure("b", 627000, "627,000", period="2025-10-01..2025-10-07", **downloads)) == [
        "contradiction"
    ]
    assert not kinds(inside, figure("b", 1627000, "1,627,000", period="2025-10-01..2025-10-07", **downloads))
    scoped = figure("a", 30, metric="downloads", unit="count", scope=(("region", "US"),))
    assert kinds(scoped, figure("b", 20, **downloads)) == ["scope-difference"]


def test_a_running_total_does_not_fall() -> None:
    total = {"metric": "registered_users", "unit": "count"}
    earlier = figure("a", 600000000, "600 million", period="as of 2025-12", **total)
    assert kinds(earlier, figure("b", 200000000, "200 million", period="as of 2026-01", **total)) == ["contradiction"]
    assert not kinds(earlier, figure("b", 700000000, "700 million", period="as of 2026-01", **total))
    assert not kinds(earlier, figure("b", ">500000000", "over 500 million", period="as of 2026-01", **total))


def test_an_old_total_does_not_leap() -> None:
    def total(source: str, value: float, period: str) -> MetricClaim:
        return figure(source, value, f"{value:,}", metric="videos_generated", period=period, **COUNT)

    old = total("a", 7000000, "as of 2024-07"), total("b", 51000000, "as of 2025-03")
    assert only(derived(*old, total("c", 168000000, "as of 2025-04")).disagreements).rule == "rule-total-leapt"
    assert not kinds(*old, total("c", 60000000, "as of 2025-04"))
    assert not kinds(*old, total("c", 168000000, "as of 2025-09"))
    assert not kinds(old[1], total("c", 168000000, "as of 2025-04"))


def test_talks_wait_for_the_deal_that_follows() -> None:
    talks = figure("a", 1100000000, "1.1 billion", metric="funding_raised", period="2025-08", modality=TARGET)
    deal = figure("b", 900000000, "900 million", metric="funding_raised", period="2025-11")
    assert kinds(talks, deal) == ["forecast-vs-actual"]


# -- events and relations ---------------------------------------------------------------------------------------------


def test_dates_agree_within_their_precision() -> None:
    assert not kinds(event("a", "2025-09"), event("b", "2025-09-30"), event("c", "2025", "late 2025"))


@pytest.mark.parametrize(
    ("claims", "kind"),
    [
        ([event("a", "2024-10"), event("b", "2025-09-30")], "contradiction"),
        ([event("a", "2025", "early 2025"), event("b", "2025-09-30")], "contradiction"),
        (
            [event("a", "2022", "2022年初", kind="founded_date"), event("b", "2022-11", kind="founded_date")],
            "contradiction",
        ),
        ([event("a", "2026-03", modality=EXPECTED), event("b", "2026-05-01")], "forecast-vs-actual"),
        (
            [event("a", "2024-04-27", kind="announcement_date"), event("b", "2024-07", kind="launch_date")],
            "definition-difference",
        ),
        (
            [event("a", "2025-04-19", kind="announcement_date"), event("b", "2025-02-25", kind="open_sourced")],
            "contradiction",
        ),
    ],
)
def test_dates_that_do_not_are_told_apart(claims: list[Claim], kind: str) -> None:
    assert kinds(*claims) == [kind]


def test_events_that_recur_are_not_compared() -> None:
    assert not kinds(event("a", "2024-10", kind="funding_date"), event("b", "2025-09", kind="funding_date"))


def test_two_owners_contradict_and_belonging_explains() -> None:
    owners = relation("a", "kling", "ownedBy", "kuaishou"), relation("b", "kling", "ownedBy", "tencent")
    assert kinds(*owners) == ["contradiction"]
    assert kinds(*owners, relation("c", "kuaishou", "subsidiaryOf", "tencent")) == ["scope-difference"]


def test_denied_and_two_way_relations_contradict() -> None:
    assert kinds(relation("a", "x", "acquiredBy", "y"), relation("b", "x", "acquiredBy", "y", negated=True)) == [
        "contradiction"
    ]
    assert kinds(relation("a", "x", "outperforms", "y"), relation("b", "y", "outperforms", "x")) == ["contradiction"]
    assert not kinds(relation("a", "x", "competesWith", "y"), relation("b", "y", "competesWith", "x"))


def test_a_circle_of_ownership_is_a_finding() -> None:
    claims = [relation("a", one, "ownedBy", other) for one, other in (("x", "y"), ("y", "z"), ("z", "x"))]
    (finding,) = derived(*claims).findings
    assert (finding.code, finding.place) == ("ownership-circle", "x")
    assert "x -> y -> z -> x" in finding.message
    decided = Decisions(relations=(RelationDecision("z", "ownedBy", "x", False, Place(Path("decisions.yaml"), 1)),))
    assert not derived(*claims, decisions=decided).findings


def test_one_place_of_a_chart_is_held_by_one() -> None:
    rank = {"metric": "ranking_position", "unit": "rank", "period": "as of 2025-06", "scope": (("chart", "Arena"),)}
    assert kinds(figure("a", 1, about="kling", **rank), figure("b", 1, about="vidu", **rank)) == ["contradiction"]
    assert not kinds(figure("a", 1, about="kling", **rank), figure("b", 2, about="vidu", **rank))


# -- one figure, two measures -----------------------------------------------------------------------------------------


def test_one_figure_as_two_measures_is_found_beside_the_nearest_pair() -> None:
    """The guidance for a year comes back as the run rate of a month, though a later run rate stands nearer to the year."""
    rate = {"metric": "annualised_run_rate"}
    claims = (
        figure("a", 140000000, "140 million", modality=EXPECTED),
        figure("b", 125000000, "125 million", modality=EXPECTED, by=["ubs"]),
        figure("c", 125000000, "125 million", period="as of 2025-08", **rate),
        figure("d", 240000000, "240 million", period="as of 2025-12", **rate),
        figure("e", 140000000, "140 million", modality=EXPECTED),
    )
    nodes = [set(row.claims) for row in derived(*claims).disagreements if row.kind == "DefinitionDifference"]
    assert {claims[1].id, claims[2].id} in nodes
    assert {claims[0].id, claims[3].id, claims[4].id} in nodes


def test_a_round_figure_is_shared_by_chance() -> None:
    claims = (
        figure("a", 100000000, "100 million", modality=EXPECTED),
        figure("b", 100000000, "100 million", metric="annualised_run_rate", period="as of 2025-08"),
    )
    assert not kinds(*claims)


@pytest.mark.parametrize(("bound", "kind"), [(">100000", ["definition-difference"]), (">125000", [])])
def test_a_bound_far_below_a_near_total_counts_something_else(bound: str, kind: list[str]) -> None:
    customers = figure("a", 130000, "130,000", metric="enterprise_customers", period="as of 2025-09", **COUNT)
    developers = figure("b", bound, bound[1:], metric="developer_customers", period="as of 2025-09", **COUNT)
    assert kinds(customers, developers) == kind


# -- windows, charts, copies ------------------------------------------------------------------------------------------


def within(source: str, value: float, window: str, period: str | None = None) -> MetricClaim:
    return figure(source, value, f"{value:,}", metric="downloads", period=period, window=window, **COUNT)


@pytest.mark.parametrize(
    ("one", "other", "kind"),
    [
        (within("a", 1000000, "P5D"), within("b", 627000, "P7D"), ["contradiction"]),
        (within("a", 1000000, "P5D"), within("b", 627000, "P1W"), ["contradiction"]),
        (within("a", 1000000, "P5D"), within("b", 1627000, "P7D"), []),
        (within("a", 1000000, "P5D", "2025-01-01..2025-01-05"), within("b", 627000, "P7D", "2025-03-01..2025-03-07"), []),
        (within("a", 1000000, "P5D"), within("b", 627000, "P1M"), []),
    ],
)  # fmt: skip
def test_fewer_days_from_one_beginning_do_not_count_more(one: MetricClaim, other: MetricClaim, kind: list[str]) -> None:
    assert kinds(one, other) == kind


@pytest.mark.parametrize(("place", "kind"), [(7, []), (71, []), (101, ["scope-difference"])])
def test_nobody_stands_lower_in_a_part_of_a_chart_than_in_the_whole(place: int, kind: list[str]) -> None:
    rank = {"metric": "ranking_position", "unit": "rank", "period": "as of 2026-01"}
    whole = figure("a", 71, scope=(("chart", "US store"),), **rank)  # type: ignore[arg-type]
    part = figure("b", place, scope=(("chart", "US store games"),), **rank)  # type: ignore[arg-type]
    assert kinds(whole, part) == kind


def test_a_copy_that_gives_the_month_for_the_day_must_keep_the_place() -> None:
    rank = {"metric": "ranking_position", "unit": "rank"}
    claims = figure("a", 100, period="as of 2026-01-14", **rank), figure("b", 108, period="as of 2026-01", **rank)
    assert not kinds(*claims)
    copied = derived(*claims, sources=[source("a"), source("b", copy_of="a")])
    assert only(copied.disagreements).rule == "rule-copy"


# -- deals ------------------------------------------------------------------------------------------------------------

VALUATION = {"metric": "valuation"}


@pytest.mark.parametrize(("period", "kind"), [("as of 2025-12", ["estimate-spread"]), ("as of 2026-06", [])])
def test_an_estimate_is_held_against_the_deal_of_those_weeks(period: str, kind: list[str]) -> None:
    deal = figure("a", 500, period="as of 2025-11", **VALUATION)
    assert kinds(deal, figure("b", 830, period=period, modality=ESTIMATED, **VALUATION)) == kind


def test_one_deal_is_not_dated_to_two_years_unless_the_later_is_the_day_of_writing() -> None:
    then = figure("a", 1500000000, "1.5 billion", period="as of 2023-06", **VALUATION)
    misdated = figure("b", 1500000000, "1.5 billion", period="as of 2024-06", **VALUATION)
    still = figure("b", 1500000000, "1.5 billion", period="as of 2026-02", **VALUATION)
    assert only(derived(then, misdated).disagreements).rule == "rule-dated-twice"
    assert not kinds(then, still)
    raised = {"metric": "funding_raised"}
    assert not kinds(figure("a", 15, period="2023-06", **raised), figure("b", 15, period="2024-06", **raised))


def test_rounds_a_year_apart_do_not_bear_one_name() -> None:
    def named(id: str, value: int, period: str, name: str, metric: str = "funding_raised") -> MetricClaim:
        return figure(id, value, metric=metric, period=period, scope=(("round", name),))

    first = named("a", 270, "as of 2024-12", "Series C (December 2024)", "valuation")
    assert only(derived(first, named("b", 900, "2025-11", "Series C")).disagreements).rule == "rule-one-name"
    assert not kinds(first, named("b", 900, "2025-11", "Series D"))
    assert not kinds(first, named("b", 900, "2025-01", "Series C"))


# -- growth over years ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("rate", "kind"), [(40, ["estimate-spread"]), (52, [])])
def test_growth_per_year_leads_from_the_first_value_to_the_last(rate: int, kind: list[str]) -> None:
    size = {"metric": "market_size", "modality": EXPECTED}
    claims = (
        figure("a", 5960000000, "5.96 billion", period="2023", **size),  # type: ignore[arg-type]
        figure("a", 110750000000, "110.75 billion", period="2030", **size),  # type: ignore[arg-type]
        figure("a", rate, f"{rate}%", metric="cagr", unit="percent", period="2023-01..2030-12", modality=EXPECTED),
    )
    result = derived(*claims)
    assert [row.kind_notation for row in result.disagreements] == kind
    (implied,) = [row for row in result.implied if row.slot.metric == "cagr"]
    assert set(implied.premises) == {claims[0].id, claims[1].id}
    assert implied.low is not None
    assert implied.high is not None
    assert float(implied.low) < 100 * ((110.75 / 5.96) ** (1 / 7) - 1) < float(implied.high)


# -- reasons ----------------------------------------------------------------------------------------------------------


def test_reasons_can_be_read_aloud() -> None:
    claims = (
        figure("a", "17000000..18500000", "1700-1850万", unit="CNY", period="2025-Q3"),
        figure("b", 29000000, "29 million", unit="CNY", period="2025-Q3"),
        event("a", "2024-02", "2024年2月", kind="announcement_date"),
        event("b", "2024-12-09", "12/9", kind="launch_date"),
        relation("a", "kling", "ownedBy", "kuaishou"),
        relation("b", "kling", "ownedBy", "tencent"),
        figure("a", 10, metric="max_clip_seconds", unit="second"),
        figure("b", 16, metric="max_clip_seconds", unit="second"),
    )
    reasons = [row.why for row in derived(*claims).disagreements]
    assert len(reasons) == 4
    assert all("–" not in why and "¥" not in why and "年" not in why for why in reasons)
    text = " ".join(reasons)
    for words in (
        "revenue in the third quarter of 2025: 17 to 18.5 million CNY (paper-a) against 29 million CNY (paper-b)",
        "announcement, February 2024 (paper-a), against launch, 9 December 2024 (paper-b)",
        "kling: owned by kuaishou (paper-a), against owned by tencent (paper-b)",
        "10 seconds (paper-a) against 16 seconds (paper-b)",
    ):
        assert words in text


def test_three_values_are_listed_and_no_sentence_says_both() -> None:
    row = only(
        derived(
            *(figure(name, value, period="2024") for name, value in zip("abc", (20, 30, 45), strict=True))
        ).disagreements
    )
    assert ": 20 USD (paper-a), 30 USD (paper-b) and 45 USD (paper-c): each is stated as a fact" in row.why
    assert not re.search(r"\b(both|two)\b", row.why)


def test_one_voice_with_two_figures_is_told_apart_by_where_it_is_heard() -> None:
    row = only(
        derived(
            figure("a", 540000, "540,000", by=["ubs"]), figure("b", 5400000, "5.4 million", by=["ubs"])
        ).disagreements
    )
    assert "540,000 USD (ubs in paper-a) against 5.4 million USD (ubs in paper-b)" in row.why


# -- near times -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("one", "other", "kind"),
    [
        ({"period": None}, {"period": None}, ["estimate-spread"]),
        ({"period": None}, {"period": "2026"}, ["estimate-spread"]),
        ({"period": None}, {"period": "2032"}, []),
        ({"period": "2025"}, {"period": "2026"}, []),
        ({"period": None, "scope": (("region", "China"),)}, {"period": None}, []),
    ],
)
def test_estimates_of_no_stated_time_are_held_against_each_other_only_far_apart(
    one: dict[str, str], other: dict[str, str], kind: list[str]
) -> None:
    size = {"metric": "market_size", "about": "ai-video"}
    claims = figure("a", 140_000_000_000, **size, **one), figure("b", 25_000_000_000, **size, **other)
    assert kinds(*claims) == kind
    assert not kinds(claims[0], figure("b", 60_000_000_000, **size, **other))
    early = source("a", published=PartialDate("2023-01-10"))
    assert not kinds(*claims, sources=[early, source("b")])


def test_a_count_of_no_stated_time_may_be_an_old_one() -> None:
    users = {"metric": "registered_users", "unit": "count"}
    assert not kinds(
        figure("a", 6_000_000, period=None, **users), figure("b", 60_000_000, period="as of 2026-01", **users)
    )


@pytest.mark.parametrize(
    ("value", "month", "kind"), [("30", "2026-03", ["contradiction"]), ("12", "2026-03", []), ("30", "2025-12", [])]
)
def test_a_range_for_a_year_holds_the_levels_within_it(value: str, month: str, kind: list[str]) -> None:
    year = figure("a", "10..20", "10 to 20", period="2026", metric="api_price_per_second")
    assert kinds(year, figure("b", value, period=f"as of {month}", metric="api_price_per_second")) == kind
    assert not kinds(year, figure("a", value, period=f"as of {month}", metric="api_price_per_second"))


@pytest.mark.parametrize(
    ("scope", "month", "value", "kind"),
    [
        ("native app", "2025-06", 57, ["scope-difference"]),
        ("native app", "2025-06", 40, []),
        ("native app", "2025-09", 57, []),
        ("plug-in", "2025-06", 57, []),
    ],
)
def test_no_month_doubles_a_level_so_the_wider_scope_counts_something_else(
    scope: str, month: str, value: int, kind: list[str]
) -> None:
    users = {"metric": "monthly_active_users", "unit": "count"}
    narrow = figure("a", 27_000_000, period="as of 2025-05", scope=(("form", "house native app"),), **users)
    wide = figure("b", value * 1_000_000, period=f"as of {month}", scope=(("form", scope),), **users)
    assert kinds(narrow, wide) == kind


def test_the_segment_of_a_products_name_is_held_against_the_product() -> None:
    entities = {"prod": entity("prod", "Product", "Prod"), "comp": entity("comp")}
    segment = {"about": "comp", "metric": "segment_revenue"}
    claims = relation("a", "prod", "ownedBy", "comp"), figure("a", 140, about="prod")
    assert kinds(*claims, figure("b", 300, scope=(("segment", "Prod"),), **segment), entities=entities) == [
        "scope-difference"
    ]
    for other in (
        figure("b", 300, scope=(("segment", "Shops"),), **segment),
        figure("b", 140, scope=(("segment", "Prod"),), **segment),
        figure("b", 300, scope=(("segment", "Prod"),), period="2024", **segment),
    ):
        assert not kinds(*claims, other, entities=entities)
