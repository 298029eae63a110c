"""Which values agree, which do not, in what way and why; how many voices stand behind each."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agreement_claims import (
    ESTIMATED,
    EXPECTED,
    TARGET,
    derived,
    entity,
    event,
    figure,
    kinds,
    only,
    relation,
    source,
    words,
)  # fmt: skip
from claimgraph.agreement import Comparison, to_quads
from claimgraph.claim import Claim, MetricClaim, Modality, PartialDate
from claimgraph.corpus.model import Decisions, Place, Rate, Verdict
from claimgraph.wording import Names

BASE = "https://w3id.org/claimgraph/test/"
PLACE = Place(Path("decisions.yaml"), 7)


# -- inside a slot ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (figure("a", ">12000000", "over 12 million"), figure("b", 15000000, "15 million")),
        (figure("a", "~70", "about 70%", unit="percent"), figure("b", 68, "68%", unit="percent")),
        (figure("a", 140000000, "1.4億"), figure("b", 138000000, "1.38亿")),
        (figure("a", 53400000, "5340万"), figure("b", 53437000, "53,437,000")),
        (figure("a", 35000000000, "350 亿"), figure("b", "35050000000", "35.05 billion")),
        (figure("a", "30..50"), figure("b", 40)),
        (figure("a", "<100"), figure("b", "40..60")),
    ],
)
def test_values_that_can_both_hold_agree(one: MetricClaim, other: MetricClaim) -> None:
    result = derived(one, other)
    assert not result.disagreements
    assert [row.claims for row in result.agreements] == [tuple(sorted((one.id, other.id)))]


@pytest.mark.parametrize(
    ("one", "other", "kind"),
    [
        (figure("a", 2460000, "2.46 million"), figure("b", 3460000, "3.46 million"), "contradiction"),
        (figure("a", 540000, "540,000"), figure("b", 5400000, "5.4 million"), "unit-or-currency-error"),
        (figure("a", 12000, "1.2万"), figure("b", 120000000, "1.2亿"), "unit-or-currency-error"),
        (
            figure("a", 250000000, "2.5亿", unit="CNY"),
            figure("b", 250000000, "$250m", unit="USD"),
            "unit-or-currency-error",
        ),
        (figure("a", 72000000, "72 million"), figure("b", 503000000, "503 million"), "unit-or-currency-error"),
        (
            figure("a", 65, unit="HKD", metric="target_price"),
            figure("b", 80, unit="HKD", metric="target_price"),
            "estimate-spread",
        ),
        (
            figure("a", 20, modality=ESTIMATED, by=["ubs"]),
            figure("b", 35, modality=ESTIMATED, by=["hsbc"]),
            "estimate-spread",
        ),
        (figure("a", 20, modality=EXPECTED, by=["ubs"]), figure("b", 35, modality=EXPECTED, by=["ubs"]), "revision"),
        (figure("a", 20, by=["filing"]), figure("b", 35, by=["filing"]), "revision"),
        (figure("a", 140, modality=EXPECTED), figure("b", 152), "forecast-vs-actual"),
        (figure("a", 140, modality=TARGET), figure("b", 100), "forecast-vs-actual"),
        (figure("a", 20, negated=True), figure("b", 20), "contradiction"),
        (figure("a", 23, note="year to date"), figure("b", 5, note="after the report"), "definition-difference"),
    ],
)
def test_values_that_cannot_are_told_apart(one: MetricClaim, other: MetricClaim, kind: str) -> None:
    row = only(derived(one, other).disagreements)
    assert row.kind_notation == kind
    assert row.claims == tuple(sorted((one.id, other.id)))


def test_a_disagreement_says_why_with_values_and_voices() -> None:
    entities = {
        row.id: row
        for row in (
            entity("kling", "Product", "Kling"),
            entity("ubs", name="UBS"),
            entity("paper-b", "Publication", "The Bee"),
        )
    }
    row = only(derived(figure("a", 20000000, by=["ubs"]), figure("b", 35000000), entities=entities).disagreements)
    assert row.why == (
        "Kling, revenue in 2025: 20 million USD (UBS) against 35 million USD (The Bee): "
        "each is stated as a fact of the same thing and time."
    )
    assert (row.spread, row.low, row.high, row.severity) == (
        Decimal("0.5455"),
        Decimal(20000000),
        Decimal(35000000),
        "Grave",
    )


def test_one_source_that_gives_both_means_two_parts() -> None:
    both = [
        figure("a", 14, metric="model_parameters", unit="count"),
        figure("a", 2, metric="model_parameters", unit="count"),
    ]
    assert kinds(*both, figure("b", 14, metric="model_parameters", unit="count")) == ["scope-difference"]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"period": "2025-Q1"}, {"period": "2025-Q2"}),
        ({"period": "2025"}, {"period": None}),
        ({"period": None}, {"period": None}),
        ({"scope": (("segment", "ads"),)}, {"scope": (("segment", "shops"),)}),
        ({"relative_to": "jimeng"}, {"relative_to": "vidu"}),
        ({"window": "P7D"}, {"window": "P30D"}),
        ({"unit": "USD"}, {"unit": "CNY"}),
        ({"about": "kling"}, {"about": "vidu"}),
    ],
)
def test_other_periods_scopes_currencies_and_subjects_are_never_one(one: dict[str, str], other: dict[str, str]) -> None:
    assert not kinds(figure("a", 20, **one), figure("b", 35, **other))


@pytest.mark.parametrize("spelling", ["2025-Q3", "2025-07..2025-09", "2025-07-01..2025-09-30"])
def test_a_quarter_is_one_slot_however_it_is_spelt(spelling: str) -> None:
    result = derived(figure("a", 20, period="2025-Q3"), figure("b", 20, period=spelling))
    assert len(result.slots) == 1


def test_levels_are_compared_by_month_and_flows_by_span() -> None:
    level = {"metric": "monthly_active_users", "unit": "count"}
    assert (
        len(derived(figure("a", 20, period="as of 2025-03", **level), figure("b", 20, period="2025-03", **level)).slots)
        == 1
    )
    assert (
        len(
            derived(
                figure("a", 20, period="as of 2025-09-30", **level), figure("b", 20, period="as of 2025-09", **level)
            ).slots
        )
        == 1
    )
    assert (
        len(
            derived(
                figure("a", 20, metric="gmv", period="2025-09"), figure("b", 20, metric="gmv", period="2025-Q3")
            ).slots
        )
        == 2
    )


def test_an_unknown_period_is_listed_as_not_compared() -> None:
    result = derived(figure("a", 20), figure("b", 35, period=None))
    assert [row.reason for row in result.not_compared] == ["period"]
    assert "no period is stated" in result.not_compared[0].why


def test_currencies_are_compared_only_by_a_dated_rate() -> None:
    claims = figure("a", 100000000, unit="USD"), figure("b", 790000000, "790 million", unit="CNY")
    assert [row.reason for row in derived(*claims).not_compared] == ["currency"]
    rate = Rate("USD", "CNY", Decimal("7.1"), PartialDate("2025-12-31"), PLACE)
    result = derived(*claims, decisions=Decisions(rates=(rate,)))
    assert [row.kind_notation for row in result.disagreements] == ["contradiction"]
    agreed = derived(claims[0], figure("b", 710000000, "710 million", unit="CNY"), decisions=Decisions(rates=(rate,)))
    assert agreed.agreements[0].rate == "7.1 CNY for 1 USD on 2025-12-31"


# -- origins and support ----------------------------------------------------------------------------------------------


def test_support_counts_articles_texts_and_origins() -> None:
    sources = [source("a"), source("b", copy_of="a"), source("c"), source("d")]
    claims = [
        figure("a", 20),
        figure("b", 20),
        figure("c", 20, by=["latepost"]),
        figure("d", 20, by=["reuters", "latepost"]),
    ]
    (agreement,) = derived(*claims, sources=sources).agreements
    assert (agreement.support.articles, agreement.support.texts, agreement.support.origins) == (4, 3, 2)


def test_a_company_and_its_people_are_one_origin() -> None:
    own = relation("d", "kling", "ownedBy", "kuaishou"), relation("d", "jin-bing", "employedBy", "kuaishou")
    claims = [figure("a", 20, by=["kuaishou"]), figure("b", 20, by=["jin-bing"]), figure("c", 20)]
    sources = [source("a"), source("b"), source("c", kind="earnings"), source("d")]
    result = derived(*claims, *own, sources=sources)
    assert {result.origins[claim.id] for claim in claims} == {"kuaishou"}
    assert result.agreements[0].support.origins == 1


@given(st.permutations(range(6)), st.permutations(range(4)))
@settings(max_examples=25, deadline=None)
def test_the_order_of_sources_and_claims_does_not_matter(order: list[int], order_of_sources: list[int]) -> None:
    claims = [
        figure("a", 20), figure("b", 35), figure("c", 21, by=["ubs"], modality=EXPECTED), figure("d", ">18"),
        event("a", "2024-10"), event("b", "2025-09"),
    ]  # fmt: skip
    sources = [source("a"), source("b", copy_of="a"), source("c"), source("d")]
    expected = derived(*claims, sources=sources)
    assert derived(*[claims[i] for i in order], sources=[sources[i] for i in order_of_sources]) == expected


@given(st.lists(st.sampled_from([18, 20, 35, 200]), min_size=1, max_size=4), st.integers(0, 3))
@settings(max_examples=40, deadline=None)
def test_a_reprint_never_raises_origins_or_texts(values: list[int], copied: int) -> None:
    ids = "abcd"[: len(values)]
    claims = [figure(id, value) for id, value in zip(ids, values, strict=True)]
    original = ids[copied % len(ids)]
    reprint = figure("z", values[copied % len(ids)])
    before = derived(*claims, sources=map(source, ids)).slots[0].support
    after = derived(*claims, reprint, sources=[*map(source, ids), source("z", copy_of=original)]).slots[0].support
    assert (after.articles, after.texts, after.origins) == (before.articles + 1, before.texts, before.origins)


@given(
    st.lists(st.tuples(st.sampled_from("abcd"), st.sampled_from([18, 20, 35])), min_size=2, max_size=8),
    st.sampled_from("abcd"),
)
@settings(max_examples=40, deadline=None)
def test_removing_a_source_removes_what_it_said_and_nothing_else(said: list[tuple[str, int]], gone: str) -> None:
    claims = [figure(id, value, metric=metric) for id, value in set(said) for metric in ("revenue", "receipts")]
    sources = [source(id) for id in "abcd"]
    whole = Comparison.of(sources, claims, words())
    whole.replace_source(gone, ())
    left = [claim for claim in claims if claim.source != gone]
    expected = Comparison.of(sources, left, words()).derive()
    result = whole.derive()
    assert (result.slots, result.agreements, result.disagreements) == (
        expected.slots,
        expected.agreements,
        expected.disagreements,
    )


@st.composite
def any_claims_of_a(draw: st.DrawFn) -> list[Claim]:
    """What one source may say: figures of several measures and times, dates and relations."""
    figures = st.builds(
        lambda value, metric, period: figure("a", value, metric=metric, period=period, unit="USD"),
        st.sampled_from([18, 20, 35, 200, 20000000]),
        st.sampled_from(["revenue", "receipts", "annualised_run_rate", "valuation", "operating_cost_per_day"]),
        st.sampled_from(["2025", "2025-Q3", "as of 2025-09", "2025-09", None]),
    )
    dates = st.builds(lambda day: event("a", day), st.sampled_from(["2024-10", "2025-09-30"]))
    makers = st.builds(
        lambda maker: relation("a", "sora", "outperforms", maker), st.sampled_from(["kling", "vidu", "veo"])
    )
    found: list[Claim] = draw(st.lists(st.one_of(figures, dates, makers), max_size=6, unique_by=lambda row: row.id))
    return found


@given(any_claims_of_a(), any_claims_of_a())
@settings(max_examples=40, deadline=None)
def test_a_source_that_changed_is_as_if_it_had_always_said_so(before: list[Claim], after: list[Claim]) -> None:
    others: list[Claim] = [
        figure("b", 19), figure("c", 35, period="2025-Q3"), figure("c", 2, metric="operating_cost_per_day"),
        figure("b", 24, metric="annualised_run_rate", period="as of 2025-12"), event("b", "2025-09"),
        figure("c", 20, metric="valuation", period="as of 2025-09"), relation("b", "kling", "outperforms", "sora"),
    ]  # fmt: skip
    sources = [source(id) for id in "abc"]
    changed = Comparison.of(sources, [*others, *before], words())
    touched = changed.replace_source("a", after)
    anew = Comparison.of(sources, [*others, *after], words()).derive()
    partly = changed.derive_slots(touched)
    assert {row.id for row in partly.agreements} <= {row.id for row in anew.agreements}
    assert {row.id for row in partly.disagreements} <= {row.id for row in anew.disagreements}
    assert changed.derive() == anew


def test_a_change_of_one_source_is_compared_in_its_slots_only() -> None:
    claims = [figure(id, 20, about=about) for id in "ab" for about in ("kling", "vidu", "sora")]
    comparison = Comparison.of(map(source, "ab"), claims, words())
    comparison.derive()
    touched = comparison.replace_source("b", [figure("b", 35, about="kling")])
    partly = comparison.derive_slots(key for key in touched if key.subject == "kling")
    assert [row.subject for row in partly.disagreements] == ["kling"]
    assert {row.kind for row in comparison.derive().disagreements} == {row.kind for row in partly.disagreements}


def test_deriving_again_changes_nothing_and_a_part_is_as_the_whole_has_it() -> None:
    rate = Rate("USD", "CNY", Decimal("7.1"), PartialDate("2025-12-31"), PLACE)
    claims = [
        figure("a", 100000000, unit="USD"), figure("b", 790000000, "790 million", unit="CNY"),
        *(figure("a", 10, period=f"2024-Q{number}") for number in (1, 2, 3, 4)), figure("b", 70, period="2024"),
    ]  # fmt: skip
    verdict = Verdict((claims[0].id, claims[1].id), "revision", PLACE)
    decisions = Decisions(rates=(rate,), verdicts=(verdict,))
    comparison = Comparison.of([source("a"), source("b")], claims, words(), decisions=decisions)
    whole = comparison.derive()
    assert comparison.derive() == whole
    partly = comparison.derive_slots(slot.key for slot in whole.slots)
    assert sorted(row.id for row in partly.disagreements) == sorted(row.id for row in whole.disagreements)
    assert {row.review for row in partly.disagreements} == {"open", "explained"}
    assert comparison.derive() == whole


PERIODS = [
    None,
    "2025",
    "2025-Q3",
    "2025-09",
    "as of 2025-09",
    "as of 2025-09-30",
    "2025-07-01..2025-09-05",
    "0001",
    "9999-12",
    "as of 9999",
]
METRICS = [
    "revenue",
    "monthly_active_users",
    "registered_users",
    "downloads",
    "valuation",
    "mau_ratio",
    "revenue_growth_yoy",
    "gross_margin",
    "gross_profit",
    "ranking_position",
    "max_clip_seconds",
    "share_of_parent_revenue",
    "made_up_metric",
    "revenue_target",
    "arpu",
]


@st.composite
def any_figures(draw: st.DrawFn) -> MetricClaim:
    low, high = sorted(draw(st.tuples(*[st.decimals(-(10**20), 10**20, allow_nan=False, places=2)] * 2)))
    value = draw(st.sampled_from([str(low), f"{low}..{high}", f">{low}", f"<{high}", "0", "~5", ">0", "1e300"]))
    return figure(
        draw(st.sampled_from("abcd")),
        value,
        draw(st.sampled_from(["", "12", "about 5 million", "三千万", "0.0"])) or None,
        about=draw(st.sampled_from(["kling", "vidu"])),
        metric=draw(st.sampled_from(METRICS)),
        period=draw(st.sampled_from(PERIODS)),
        unit=draw(st.sampled_from(["USD", "CNY", "count", "percent", "multiple", "rank"])),
        negated=draw(st.booleans()),
        modality=draw(st.sampled_from(list(Modality))),
        relative_to=draw(st.sampled_from([None, "vidu", "kling"])),
        scope=draw(st.sampled_from([(), (("region", "US"),), (("region", "US west"),), (("basis", "gross"),)])),
        note=draw(st.sampled_from([None, "peak", "year to date"])),
        by=draw(st.sampled_from([(), ("ubs",), ("kling",)])),
    )


@given(st.lists(any_figures(), max_size=14))
@settings(max_examples=100, deadline=None)
def test_whatever_is_claimed_something_sound_is_derived(figures: list[MetricClaim]) -> None:
    claims = [*figures, relation("a", "kling", "ownedBy", "vidu"), event("a", "0001"), event("b", "9999-12-31")]
    result = derived(*claims, sources=[source("a"), source("b", copy_of="a"), source("c"), source("d", published=None)])
    known = {claim.id for claim in claims}
    for row in (*result.agreements, *result.disagreements):
        assert len(row.claims) + len(row.implied) >= 2
        assert set(row.claims) <= known
    assert len({row.id for row in result.disagreements}) == len(result.disagreements)
    for implied in result.implied:
        assert set(implied.premises) <= known
    for text in to_quads(result, BASE, Names({}, words())).values():
        assert sum(1 for _ in ox.parse(text, format=ox.RdfFormat.N_QUADS)) == text.count("\n")
