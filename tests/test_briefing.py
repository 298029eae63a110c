"""Briefings say who claims what, through whom, how well supported, and whether it holds."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claimgraph import briefing
from claimgraph.agreement import Support
from claimgraph.briefing.model import Voice
from claimgraph.briefing.reports import Cell, SlotReport
from claimgraph.briefing.writing.lines import table, wrap
from claimgraph.errors import FormatError, QueryError
from claimgraph.pipeline import as_of
from claimgraph.queries.answers import display_width
from claimgraph.store import ClaimStore
from small_market import SOURCES, build_market

OWNED = {
    id: f"publisher: {name}\npublished: 2026-01-1{day}\nkind: news\nclaims:\n"
    f"- {{about: kling, relation: ownedBy, object: {owner}}}\n"
    for id, name, day, owner in (("one", "latepost", 1, "kuaishou"), ("two", "broker", 2, "openai"))
}


@pytest.fixture(scope="module")
def market(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ClaimStore]:
    with ClaimStore.open(build_market(tmp_path_factory.mktemp("market"))) as store:
        yield store


def slot(store: ClaimStore, entity: str, metric: str, period: str) -> SlotReport:
    for report in briefing.show(store, entity).metrics:
        if report.metric == metric:
            return next(slot for slot in report.slots if slot.period == period)
    raise AssertionError(f"no {metric}")


# -- show --------------------------------------------------------------------------------------------------------------


def test_a_reprint_is_no_second_text_and_a_relay_no_second_origin(market: ClaimStore) -> None:
    revenue = slot(market, "可灵", "revenue", "in 2025")
    best = revenue.figures[0]
    assert (best.value, best.low, best.high, best.unit) == (
        "140 million USD",
        Decimal(140_000_000),
        Decimal(140_000_000),
        "USD",
    )
    assert best.support == Support(articles=3, texts=2, origins=1)
    assert [voice.text for voice in best.voices] == ["LatePost itself, and relayed by Portal and Weekly (2 texts)"]
    assert best.printed == ("1.4億美元", "140 million")


def test_a_disputed_value_says_so_and_why(market: ClaimStore) -> None:
    portrait = briefing.show(market, "kling")
    revenue = slot(market, "kling", "revenue", "in 2025")
    assert revenue.state == "disputed"
    whys = [dispute.why for dispute in portrait.disputes if dispute.id in revenue.disputes]
    assert any("90 million" in why and "140 million" in why for why in whys)
    assert slot(market, "kling", "monthly_active_users", "as of January 2026").state == "one origin"


def test_numbers_come_newest_first_and_undated_ones_last(market: ClaimStore) -> None:
    revenue = next(report for report in briefing.show(market, "kling").metrics if report.metric == "revenue")
    assert [slot.period for slot in revenue.slots] == ["in 2025", "in 2024"]
    users = next(report for report in briefing.show(market, "sora").metrics if report.metric == "registered_users")
    assert [slot.period for slot in users.slots] == ["period not stated"]


def test_a_person_speaks_in_a_role(market: ClaimStore) -> None:
    retention = slot(market, "sora", "retention_rate", "period not stated")
    assert retention.place == "within 30 days"
    assert retention.figures[0].voices[0].text == "Olivia Moore (partner, The Fund), relayed by Weekly"


def test_who_only_speaks_is_shown_with_what_it_says(market: ClaimStore) -> None:
    portrait = briefing.show(market, "latepost")
    assert (portrait.claims, portrait.metrics, portrait.relations) == (0, (), ())
    assert any("140 million USD" in row.text and row.label == "Kling" for row in portrait.says)
    assert {source.publisher for source in portrait.sources} >= {"LatePost", "Weekly"}  # itself, and through another
    text = briefing.write(portrait, "table")
    assert "Nothing is claimed of it; it says or passes on" in text
    assert "140 million USD" in text
    assert "What it says or passes on" in briefing.write(portrait, "markdown")
    assert briefing.show(market, "kling").says == ()


def test_relations_read_from_their_own_side(market: ClaimStore) -> None:
    from_kling = {(row.label, row.text) for row in briefing.show(market, "kling").relations}
    from_kuaishou = {row.text for row in briefing.show(market, "kuaishou").relations}
    assert ("competes with", "Sora") in from_kling
    assert {"Kuaishou", "Sora"} == {text for _, text in from_kling}
    assert from_kuaishou == {"Kling"}
    [relation] = briefing.show(market, "kuaishou").relations
    assert relation.label != next(
        row.label for row in briefing.show(market, "kling").relations if row.text == "Kuaishou"
    )


def test_a_portrait_of_one_metric_has_no_other(market: ClaimStore) -> None:
    portrait = briefing.show(market, "kling", ["revenue"])
    assert [report.metric for report in portrait.metrics] == ["revenue"]
    assert (portrait.relations, portrait.events, portrait.opinions) == ((), (), ())
    assert briefing.show(market, "kling", ["annual_revenue"]).metrics[0].metric == "revenue"


def test_the_text_answers_how_much_who_says_so_through_whom_and_do_they_agree(market: ClaimStore) -> None:
    text = briefing.write(briefing.show(market, "kling"))
    place = text.index("in 2025")
    answer = text[place : place + 700]
    for part in (
        "DISPUTED",
        "140 million USD 3/2/1 – LatePost itself, and relayed by",
        "90 million USD 1/1/1 – Daily",
        "grave",
    ):
        assert part in answer, answer
    assert "可灵" in text.splitlines()[0]


@pytest.mark.parametrize("entity", ["kling", "sora", "kuaishou", "odd"])
def test_no_line_is_wider_than_eighty_columns_but_an_address(market: ClaimStore, entity: str) -> None:
    texts = [
        briefing.write(briefing.show(market, entity)),
        briefing.write(briefing.timeline(market, entity)),
        briefing.write(briefing.disagreements(market, about=entity)),
        briefing.write(briefing.forecasts(market, about=entity)),
        briefing.write(briefing.compare(market, [entity, "kling"])),
    ]
    for line in "".join(texts).splitlines():
        assert display_width(line) <= 80 or "http" in line or "claims: [" in line, line


def test_every_form_of_a_portrait_holds_its_claims(market: ClaimStore) -> None:
    portrait = briefing.show(market, "kling")
    values = json.loads(briefing.write(portrait, "json"))
    assert values["metrics"][0]["slots"][0]["figures"][0]["low"] == 140_000_000
    assert values["metrics"][0]["slots"][0]["figures"][0]["support"] == {"articles": 3, "texts": 2, "origins": 1}
    assert "| in 2025 | 140 million USD | 3/2/1 |" in briefing.write(portrait, "markdown")


def test_markup_in_a_name_stays_text(market: ClaimStore) -> None:
    markdown = briefing.write(briefing.show(market, "odd"), "markdown")
    html = briefing.write(briefing.compare(market, ["odd", "kling"]), "html")
    assert "<b>Odd" not in markdown + html
    assert "&lt;b&gt;Odd &amp; Co&lt;/b&gt;|=1" in html
    assert not re.search(r"<(script|link|img|iframe)|src=|https?://", html)


# -- compare -----------------------------------------------------------------------------------------------------------


def cell(matrix: briefing.Matrix, metric: str, column: int) -> Cell:
    return next(row for row in matrix.rows if row.metric == metric).cells[column]


def test_a_field_holds_the_best_supported_value_and_its_marks(market: ClaimStore) -> None:
    matrix = briefing.compare(market, ["kling", "sora"], metrics=["revenue", "monthly_active_users"])
    assert matrix.columns == ("Kling", "Sora")
    revenue = cell(matrix, "revenue", 0)
    assert (revenue.value, revenue.support, revenue.marks) == ("140 million USD", Support(3, 2, 1), ("disputed",))
    assert cell(matrix, "monthly_active_users", 0).value == "over 12 million"
    assert cell(matrix, "monthly_active_users", 1).marks == ("stale",)


def test_what_came_stands_before_what_was_to_come(tmp_path: Path) -> None:
    told = {
        id: f"publisher: {name}\npublished: 2025-02-0{day}\nkind: news\nclaims:\n- {{about: kling, metric: annual_revenue, "
        f"value: '{value} USD', printed: x, period: 2024, modality: {modality}}}\n"
        for id, name, day, value, modality in (
            ("a", "broker", 1, "140000000", "expected"), ("b", "fund", 2, "140000000", "target"),
            ("c", "latepost", 3, ">=100000000", "actual"),
        )
    }  # fmt: skip
    with ClaimStore.open(build_market(tmp_path, told)) as store:
        revenue = cell(briefing.compare(store, ["kling"], metrics=["revenue"]), "revenue", 0)
    assert (revenue.value, revenue.support) == ("at least 100 million USD", Support(1, 1, 1))


def test_a_voice_heard_from_itself_and_through_others_reads_as_a_sentence() -> None:
    voice = Voice("delta", "Delta", itself=True, through=("Beta", "Gamma"), relayed_by=("Alpha",), articles=2, texts=2)
    assert voice.text == "Delta itself, and quoted by Beta and Gamma, relayed by Alpha"
    heard = Voice("delta", "Delta", itself=False, through=("Beta",), relayed_by=("Alpha",), articles=1, texts=1)
    assert heard.text == "Delta, quoted by Beta, relayed by Alpha"


def test_one_is_not_counted_as_many(market: ClaimStore) -> None:
    assert "1 claim in 1 article (1 different text) from 1 origin; no disagreement." in briefing.write(
        briefing.show(market, "odd")
    ).replace("\n  ", " ")


def test_a_blank_says_why_it_is_blank(market: ClaimStore) -> None:
    matrix = briefing.compare(
        market, ["kling", "sora"], metrics=["monthly_active_users", "registered_users", "downloads"], during="2026-01"
    )
    assert cell(matrix, "monthly_active_users", 1).state == "not in period"
    assert cell(matrix, "registered_users", 1).state == "period unknown"
    assert cell(matrix, "downloads", 1).state == "not stated"
    text = briefing.write(matrix)
    assert all(f"– {state}" in text for state in ("not in period", "period unknown", "not stated"))


def test_an_entity_nothing_is_claimed_of_has_its_name_in_the_matrix(market: ClaimStore) -> None:
    matrix = briefing.compare(market, ["kling", "broker"])
    assert matrix.columns == ("Kling", "Broker House")
    assert matrix.title == "Kling against Broker House"


def test_a_metric_nobody_states_keeps_its_row(market: ClaimStore) -> None:
    matrix = briefing.compare(market, ["kling"], metrics=["github_stars"])
    assert [(row.metric, row.cells[0].state) for row in matrix.rows] == [("github_stars", "not stated")]


def test_without_metrics_the_rows_are_those_that_can_be_compared(market: ClaimStore) -> None:
    matrix = briefing.compare(market, ["kling", "sora"])
    assert all(sum(cell.state == "stated" for cell in row.cells) == 2 for row in matrix.rows)
    assert matrix.left_out > 0


def test_one_entity_over_time_has_a_column_for_each_period(market: ClaimStore) -> None:
    matrix = briefing.compare(market, ["kling"], metrics=["revenue"], over_time=True)
    assert matrix.columns == ("2024", "2025")
    assert [cell.value for cell in matrix.rows[0].cells] == ["60 million USD", "140 million USD"]
    with pytest.raises(QueryError, match="one entity"):
        briefing.compare(market, ["kling", "sora"], over_time=True)


def test_the_asked_period_itself_comes_before_its_parts(market: ClaimStore) -> None:
    matrix = briefing.compare(market, ["kling"], metrics=["revenue"], during="2024-01..2025-12")
    assert cell(matrix, "revenue", 0).period == "in 2025"
    assert (
        cell(briefing.compare(market, ["kling"], metrics=["revenue"], during="2024"), "revenue", 0).value
        == "60 million USD"
    )


def test_the_table_for_spreadsheets_has_bounds_and_no_formulas(market: ClaimStore) -> None:
    matrix = briefing.compare(market, ["kling", "odd"], metrics=["monthly_active_users"])
    [head, row] = list(csv.reader(io.StringIO(briefing.write(matrix, "csv"))))
    fields = dict(zip(head, row, strict=True))
    assert (fields["Kling low"], fields["Kling high"], fields["Kling unit"]) == ("12000000", "", "count")
    assert fields["Kling support"] == "articles 2, texts 1, origins 1"
    assert not any(value.startswith(("=", "+", "@")) for value in row)


def test_json_and_markdown_of_a_matrix(market: ClaimStore) -> None:
    matrix = briefing.compare(market, ["kling", "sora"], metrics=["revenue"])
    [row] = json.loads(briefing.write(matrix, "json"))["rows"]
    assert row["cells"][0]["disputed"] is True
    assert len(row["cells"][0]["claims"]) == 3
    assert "140 million USD !" in briefing.write(matrix, "markdown")


# -- disagreements and forecasts ---------------------------------------------------------------------------------------


def test_disagreements_have_members_and_the_grave_ones_come_first(market: ClaimStore) -> None:
    reports = briefing.disagreements(market)
    graves = [report.dispute.grave for report in reports]
    assert graves == sorted(graves, reverse=True)
    [contradiction] = briefing.disagreements(market, kind="contradiction", about="kling")
    assert {saying.source.publisher for saying in contradiction.sayings} == {"LatePost", "Portal", "Weekly", "Daily"}
    assert {saying.claim for saying in contradiction.sayings} == set(contradiction.dispute.claims)
    assert briefing.disagreements(market, about="odd") == ()


def test_a_verdict_written_as_shown_is_kept(market: ClaimStore, tmp_path: Path) -> None:
    text = briefing.write(briefing.disagreements(market, kind="contradiction"))
    line = next(line for line in text.splitlines() if line.strip().startswith("- {claims:"))
    decision = line.strip().replace("kind: contradiction", "kind: agreement").replace("why: ...", "why: a misprint")
    with ClaimStore.open(build_market(tmp_path, decisions=f"verdicts:\n{decision}\n")) as decided:
        [report] = briefing.disagreements(decided, kind="contradiction")
        assert (report.dispute.verdict, report.dispute.note) == ("dismissed", "a misprint")
        assert "verdict: dismissed – a misprint" in briefing.write((report,))
        assert briefing.write((report,)).startswith("No disagreement stands; 1 dismissed.")
        assert "1 disagreement, 1 of them grave: 1 contradiction." in text
        assert not any(row.kind == "contradiction" for row in briefing.show(decided, "kling").disputes)
        assert report in briefing.diff(market, decided).settled


def test_a_dispute_explained_as_two_parts_is_none_of_the_same_thing(market: ClaimStore, tmp_path: Path) -> None:
    [report] = briefing.disagreements(market, kind="contradiction")
    claims = ", ".join(report.dispute.claims)
    decisions = f"verdicts:\n- {{claims: [{claims}], kind: scope-difference, why: with and without the app}}\n"
    with ClaimStore.open(build_market(tmp_path, decisions=decisions)) as decided:
        [explained] = briefing.disagreements(decided, kind="contradiction")
        assert "verdict: explained as scope-difference – with and without the app" in briefing.write((explained,))
        with as_of(decided, date(2026, 12, 31)) as earlier:
            assert [row.dispute for row in briefing.disagreements(earlier, kind="contradiction")] == [explained.dispute]


def test_two_owners_explained_as_parts_are_both_plain_and_undisputed(tmp_path: Path) -> None:
    with ClaimStore.open(build_market(tmp_path / "plain", OWNED)) as store:
        [route] = briefing.path(store, "kling", "kuaishou")
        assert [stretch.disputed for [stretch] in route.stretches] == [True]
        [report] = briefing.disagreements(store)
    verdict = f"{{claims: [{', '.join(report.dispute.claims)}], kind: scope-difference, why: half each}}"
    with ClaimStore.open(build_market(tmp_path / "decided", OWNED, f"verdicts:\n- {verdict}\n")) as store:
        [route] = briefing.path(store, "kling", "kuaishou")
        assert [stretch.disputed for [stretch] in route.stretches] == [False]
        owners = store.query("SELECT ?o { <https://w3id.org/claimgraph/market/entity/kling> cg:ownedBy ?o }")
        assert len(list(owners)) == 2  # type: ignore[arg-type]


def test_the_forecast_book_tells_errors_and_records(market: ClaimStore) -> None:
    book = briefing.forecasts(market)
    missed, waiting = book.forecasts
    assert (missed.outcome, missed.origin, missed.value) == ("missed", "Broker House", "expected 200 million USD")
    assert missed.error is not None
    assert missed.error < 0
    assert (waiting.outcome, waiting.subject, waiting.actual) == ("open", "Sora", "")
    [record] = book.records
    assert (record.origin, record.missed, record.met, record.due, record.open) == ("Broker House", 1, 0, 0, 1)
    assert [line.subject for line in briefing.forecasts(market, about="sora").forecasts] == ["Sora"]
    assert "Broker House" in briefing.write(book)


def test_one_expectation_of_several_voices_is_one_forecast_with_all_of_them(tmp_path: Path) -> None:
    value = "metric: annual_revenue, value: 200 USD, printed: '200', period: 2025, modality: expected"
    claims = f"claims:\n- {{about: kling, {value}, by: [%s]}}\n"
    header = f"publisher: latepost\npublished: 2025-01-1%d\nkind: news\n{claims}"
    voices = {"one": header % (1, "broker"), "two": header % (2, "kuaishou"), "three": header % (3, "openai")}
    with ClaimStore.open(build_market(tmp_path, voices)) as store:
        written = briefing.write(briefing.forecasts(store, about="kling"))
    assert written.startswith("1 forecast from 3 voices: ")
    assert written.count("expected 200 USD") == 1
    assert "Broker House, in" in written
    assert "OpenAI, in" in written


# -- path and time line ------------------------------------------------------------------------------------------------


def test_a_route_names_every_claim_on_the_way(market: ClaimStore) -> None:
    [route] = briefing.path(market, "kuaishou", "openai")
    assert route.entities == ("Kuaishou", "Kling", "Sora", "OpenAI")
    assert [stretch.subject for [stretch] in route.stretches] == ["kling", "kling", "sora"]
    assert all(stretch.sayings for [stretch] in route.stretches)
    assert briefing.path(market, "kling", "odd") == ()


def test_an_entity_is_not_connected_with_itself(market: ClaimStore) -> None:
    with pytest.raises(QueryError, match="kling and 可灵 are one entity, kling: name two"):
        briefing.path(market, "kling", "可灵")


def test_a_time_line_is_in_order_and_counts_what_has_no_time(market: ClaimStore) -> None:
    timeline = briefing.timeline(market, "kling")
    assert [moment.last for moment in timeline.moments] == sorted(moment.last for moment in timeline.moments)
    assert timeline.moments[0].label == "launch"
    assert timeline.undated == 0
    assert briefing.timeline(market, "sora").undated == 2
    values = json.loads(briefing.write(timeline, "json"))
    assert {"first", "last", "kind", "label", "value", "voices", "disputed", "sources"} <= values["moments"][0].keys()
    assert {moment.what for moment in briefing.timeline(market, "kling", ["revenue"]).moments} == {"revenue"}


# -- changes between builds --------------------------------------------------------------------------------------------


def test_a_build_does_not_differ_from_itself(market: ClaimStore) -> None:
    assert briefing.diff(market, market).nothing
    assert briefing.write(briefing.diff(market, market)) == "Nothing changed.\n"


def test_changes_are_told_as_claims(market: ClaimStore, tmp_path: Path) -> None:
    sources = {name: text for name, text in SOURCES.items() if name != "undated"}
    sources["rival"] = sources["rival"].replace(
        "value: 60000000 USD, printed: 60 million", "value: 70000000 USD, printed: 70 million"
    )
    sources["actual"] = (
        "publisher: openai\npublished: 2032-02-01\nkind: earnings\nclaims:\n"
        "- {about: sora, metric: annual_revenue, value: 51000000 USD, printed: 51 million, period: 2031}\n"
    )
    with ClaimStore.open(build_market(tmp_path, sources)) as later:
        changes = briefing.diff(market, later)
        back = briefing.diff(later, market)
    assert [saying.source.id for saying in changes.new] == ["actual"]
    assert [saying.source.id for saying in changes.lost] == ["undated"]
    [revised] = changes.revised
    assert ("60 million" in revised.before.text, "70 million" in revised.after.text) == (True, True)
    assert [(line.subject, line.outcome) for line in changes.fulfilled] == [("Sora", "met")]
    assert ([row.claim for row in back.new], [row.claim for row in back.lost]) == (
        [row.claim for row in changes.lost],
        [row.claim for row in changes.new],
    )
    assert "before: Kling: annual revenue 60 million USD in 2024." in briefing.write(changes)


def test_a_new_dispute_and_a_settled_one_are_named(market: ClaimStore, tmp_path: Path) -> None:
    sources = {name: text for name, text in SOURCES.items() if name != "rival"}
    with ClaimStore.open(build_market(tmp_path, sources)) as earlier:
        changes, back = briefing.diff(earlier, market), briefing.diff(market, earlier)
    assert "contradiction" in {report.dispute.kind for report in changes.disputed}
    assert {report.dispute.id for report in back.settled} >= {
        report.dispute.id for report in changes.disputed if report.dispute.kind == "contradiction"
    }


# -- what is not there -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("ask", "remedy"),
    [
        (lambda store: briefing.show(store, "klng"), "did you mean kling"),
        (lambda store: briefing.show(store, "kling", ["revenu"]), "did you mean revenue"),
        (lambda store: briefing.compare(store, ["kling"], during="last year"), "not a period"),
        (lambda store: briefing.disagreements(store, kind="contradicton"), "did you mean contradiction"),
        (lambda store: briefing.path(store, "kling", "opnai"), "did you mean openai"),
    ],
)
def test_an_unknown_name_is_answered_with_the_nearest(market: ClaimStore, ask: object, remedy: str) -> None:
    with pytest.raises(QueryError, match=remedy) as failure:
        ask(market)  # type: ignore[operator]
    assert "\n" not in str(failure.value)


def test_a_format_that_does_not_fit_is_refused(market: ClaimStore) -> None:
    with pytest.raises(FormatError, match="did you mean json"):
        briefing.write(briefing.show(market, "kling"), "jsn")


def test_an_exported_graph_gives_the_same_portrait(market: ClaimStore, tmp_path: Path) -> None:
    place = build_market(tmp_path)
    with ClaimStore.open(place / "graph.ttl") as exported:
        assert briefing.write(briefing.show(exported, "kling")) == briefing.write(briefing.show(market, "kling"))


def test_the_question_of_the_corpus_is_answered(ai_video: ClaimStore) -> None:
    portrait = briefing.show(ai_video, "可灵", ["revenue"])
    revenue = portrait.metrics[0]
    year = next(slot for slot in revenue.slots if slot.period == "in 2025")
    best = year.figures[0]
    assert (best.value, best.modality) == ("expected 140 million USD", "expected")
    assert best.support.origins < best.support.articles
    latepost = next(voice for voice in best.voices if voice.agent == "latepost")
    assert (latepost.articles, latepost.texts, latepost.itself) == (3, 1, False)


# -- lines of text -----------------------------------------------------------------------------------------------------


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet="ab 可灵，。(x)\n\x1b🎬", max_size=120), st.integers(8, 40))
def test_wrapped_lines_keep_every_word_and_fit(text: str, width: int) -> None:
    lines = wrap(text, "- ", "  ", width)
    assert all(display_width(line) <= width for line in lines)
    kept = "".join(line[2:] for line in lines).replace(" ", "")
    assert kept == "".join(text.replace("\x1b", "�").split())


def test_a_table_wraps_its_cells() -> None:
    lines = table(["name", "says"], [["可灵", "a long sentence that does not fit"]], width=24)
    assert lines[2].startswith("可灵  ")
    assert all(display_width(line) <= 24 for line in lines)
