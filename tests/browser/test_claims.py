"""The panel of the network page in a real browser: numbers by metric, values computed, and why claims are disputed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from browser.generated import QuadList, typed
from claimgraph.drawing import draw
from claimgraph.store import ClaimStore

pytestmark = pytest.mark.browser
Opener = Callable[..., Any]
WHY = "Kling, downloads in 2025: 5 against 9: both are stated as facts of the same thing and time."


def downloads(quads: QuadList, id: str, number: int, year: int, source: str, origin: str, metric: str = "downloads"):
    values = {"cg_low": typed(number, "decimal"), "cg_high": typed(number, "decimal"), "cg_unit": "unit:NUM"}
    period = {"cg_periodStart": typed(f"{year}-01-01", "date"), "cg_periodEnd": typed(f"{year}-12-31", "date")}
    quads.claim(id, "Metric", "kling", source, [origin], cg_metric=f"metric:{metric}", **values, **period)


def disputed() -> QuadList:
    """Two origins on one number of 2025, a plain one of 2026, a computed one, and relations on which sources differ."""
    quads = QuadList()
    quads.vocabulary()
    for id, kind in (("kling", "Product"), ("kuaishou", "Company"), ("tencent", "Company"), ("sora", "Product")):
        quads.entity(id, kind, [(id.title(), "en")])
    for id in ("one", "two", "three"):
        quads.source(id, id.title(), f"https://example.org/{id}", "kuaishou")
    downloads(quads, "m1", 5, 2025, "one", "kuaishou")
    downloads(quads, "m2", 9, 2025, "two", "tencent")
    downloads(quads, "m3", 12, 2026, "one", "kuaishou")
    downloads(quads, "m4", 3, 2024, "one", "sora", metric="retention")
    quads.slot("s25", ["m1", "m2"], articles=4, texts=3, origins=2)
    quads.slot("s26", ["m3"], articles=1, texts=1, origins=1)
    quads.implied("i1", "kling", "downloads", formula="downloads = share × total", low=7, premises=["m1", "m3"])
    quads.disagreement("d1", ["m1", "m2"], kind="Contradiction", why=WHY, implied=["i1"])
    quads.disagreement("d2", ["m3"], kind="Revision", why="It was found to be none.", verdict="Dismissed")
    for id, owner, source in (("r1", "kuaishou", "one"), ("r2", "tencent", "two")):
        quads.claim(
            id, "Relation", "kling", source, ["sora"], rdf_predicate="cg:ownedBy", rdf_object=f"base:entity/{owner}"
        )
    quads.disagreement("d3", ["r1", "r2"], kind="ScopeDifference", severity="Minor", why="One belongs to the other.")
    relation = {"rdf_predicate": "cg:partnerOf", "rdf_object": "base:entity/sora"}
    quads.claim("r3", "Relation", "kling", "one", ["kuaishou"], **relation)
    quads.claim("r4", "Relation", "kling", "two", ["sora"], **(relation | {"cg_negated": typed("true", "boolean")}))
    quads.claim("o1", "Opinion", "sora", "three", ["sora"], cg_aspect="cg:Strength")
    return quads


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    with ClaimStore.memory() as store:
        store.load_nquads([disputed().nquads()])
        return draw(store, tmp_path_factory.mktemp("disputed") / "network.html")


@pytest.fixture
def page(open_page: Opener, file: Path) -> Iterator[Any]:
    return open_page(file)


def select(page: Any, id: str) -> None:
    page.fill("#search", id)
    page.press("#search", "Enter")


def select_relation(page: Any, says: str, other: str) -> None:
    page.evaluate(
        """([says, other]) => { const edge = claimgraph.edges.find(e => e.relation === says && e.to.id === other);
        network.body.emitter.emit('click', { nodes: [], edges: [edge.id] }); }""",
        [says, other],
    )


def claim_of(page: Any, value: str) -> Any:
    return page.locator("#panel .claim").filter(has=page.locator(".value", has_text=value))


def test_a_disputed_claim_says_why_and_what_it_stands_against(page: Any) -> None:
    select(page, "kling")
    (note,) = claim_of(page, "5").locator(".dispute").all()
    assert "disputed: contradiction" in note.inner_text()
    assert WHY in note.inner_text()
    against = note.locator("li").all_inner_texts()
    assert len(against) == 2
    assert "against 9: Tencent" in against[0]
    assert "against 7" in against[1]
    assert claim_of(page, "12").locator(".dispute").count() == 0, "a dismissed disagreement marks nothing"
    assert "found to be none" not in page.content()


def test_what_can_be_the_same_number_does_not_stand_against_it(open_page: Opener, tmp_path: Path) -> None:
    quads = disputed()
    low = {"cg_low": typed(4, "decimal"), "cg_unit": "unit:NUM", "cg_metric": "metric:downloads"}
    quads.claim("m5", "Metric", "kling", "three", ["sora"], **low)
    quads.slot("s25", ["m5"], articles=4, texts=3, origins=2)
    quads.disagreement("d1", ["m5"])
    with ClaimStore.memory() as store:
        store.load_nquads([quads.nquads()])
        page = open_page(draw(store, tmp_path / "network.html"))
    select(page, "kling")
    note = page.locator("#panel .claim").filter(has=page.locator(".value", has_text="5")).locator(".dispute")
    assert "at least 4" not in note.inner_text()
    assert "against 9" in note.inner_text()


def test_a_link_leads_to_the_claim_on_the_other_side(page: Any) -> None:
    select(page, "kling")
    claim_of(page, "5").locator(".dispute .link").first.click()
    assert "9" in page.evaluate("document.activeElement.querySelector('.value').textContent")
    page.keyboard.press("ArrowDown")
    assert "claim" in page.evaluate("document.activeElement.className")
    claim_of(page, "5").locator(".dispute .link").last.click()
    assert "computed" in page.evaluate("document.activeElement.className")


def test_a_reason_stands_open_once(page: Any) -> None:
    select(page, "kling")
    opened = page.evaluate("[...document.querySelectorAll('#panel .dispute')].map(note => [note.innerText, note.open])")
    assert len(opened) == 5, "two numbers, one computed value, two relations"
    assert [is_open for _, is_open in opened] == [True, False, False, True, False]


def test_a_disputed_relation_says_why(page: Any) -> None:
    select_relation(page, "ownedBy", "kuaishou")
    assert page.inner_text("#panel .kind") == "Relation, disputed"
    note = page.inner_text("#panel .dispute")
    assert "disputed: scope difference" in note
    assert "One belongs to the other." in note
    page.click("#panel .dispute .link")
    assert "Tencent" in page.evaluate("document.activeElement.innerText")
    assert page.inner_text("#panel h2") == "Kling"


def test_a_relation_stated_and_denied_says_by_how_many(page: Any) -> None:
    select_relation(page, "partnerOf", "sora")
    assert "1 claim states it, 1 denies it." in page.inner_text("#panel")


def test_numbers_stand_under_one_heading_per_metric_newest_first(page: Any) -> None:
    select(page, "kling")
    assert page.locator("#panel .metric h4").all_inner_texts() == ["Downloads\n3", "Retention\n1"]
    first = page.locator("#panel .metric").first
    assert first.locator(".slot").all_inner_texts() == [
        "in 2026\n1 article, 1 text, 1 origin",
        "in 2025\n4 articles, 3 texts, 2 origins",
    ]
    assert first.locator(".value").all_inner_texts() == ["12", "5", "9"]
    assert "downloads" not in first.locator(".claim .what").first.inner_text()


def test_computed_values_follow_with_their_formula(page: Any) -> None:
    select(page, "kling")
    heads = page.locator("#panel h3").all_inner_texts()
    assert [head.split("\n")[0].lower() for head in heads] == ["numbers", "computed, not stated", "relations"]
    line = page.locator("#panel .computed")
    assert "downloads = share × total" in line.inner_text()
    assert line.locator(".chip").first.inner_text() == "computed"
    line.locator(".who .link").first.click()
    assert page.evaluate("document.activeElement.dataset.claim") is not None


def test_a_computed_value_goes_with_the_sources_it_rests_on(page: Any) -> None:
    page.locator("#sources label", has_text="One").locator("input").uncheck()
    select(page, "kling")
    assert page.locator("#panel .computed").count() == 0
    assert page.locator("#panel .metric .value").all_inner_texts() == ["9"]


def test_the_legend_counts_disagreements_and_closes_kinds_of_them(page: Any) -> None:
    assert page.inner_text("#disputes-count") == "2"
    assert page.locator("#disputes li").all_inner_texts() == ["contradiction\n1", "scope difference\n1"]
    page.locator("#disputes input").first.uncheck()
    select(page, "kling")
    assert page.locator("#panel .metric .dispute").count() == 0
    assert page.locator("#panel .dispute").count() == 2
    assert page.inner_text("#disputes-count") == "2"


def test_the_gravest_disagreements_are_a_place_to_begin(page: Any) -> None:
    rows = page.locator("#panel .disputed button")
    assert rows.count() == 2
    assert rows.first.inner_text() == "Kling, downloads\ncontradiction"
    rows.first.click()
    assert page.inner_text("#panel h2") == "Kling"
    assert page.evaluate("document.activeElement.querySelector('.dispute') !== null")


def test_a_graph_without_disagreements_speaks_of_none(open_page: Opener, tmp_path: Path) -> None:
    quads = QuadList()
    quads.entity("a", "Company", [("A", "en")])
    with ClaimStore.memory() as store:
        store.load_nquads([quads.nquads()])
        page = open_page(draw(store, tmp_path / "network.html"))
    assert not page.is_visible("#disputes-section")
    assert page.locator("#panel .disputed").count() == 0
