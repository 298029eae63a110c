"""The network page in a real browser: what it counts, finds, filters, tells and withstands."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from browser.generated import corpus
from claimgraph.drawing import draw
from claimgraph.store import ClaimStore

pytestmark = pytest.mark.browser
HOSTILE = Path(__file__).parents[1] / "data" / "hostile" / "corpus.nq"
Opener = Callable[..., Any]


def drawn(data: bytes, path: Path, **settings: Any) -> Path:
    with ClaimStore.memory() as store:
        store.load_nquads([data])
        return draw(store, path, **settings)


@pytest.fixture(scope="module")
def made_up(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return drawn(corpus(500, 2500).nquads(), tmp_path_factory.mktemp("made-up") / "network.html", title="Made up")


@pytest.fixture
def page(open_page: Opener, made_up: Path) -> Iterator[Any]:
    return open_page(made_up)


def counts(page: Any) -> list[int]:
    return [int(number.replace(",", "")) for number in re.findall(r"[\d,]*\d", page.inner_text("#counts"))]


def click_entity(page: Any, id: str) -> None:
    x, y = page.evaluate("id => { const p = claimgraph.place(id); return [p.x, p.y]; }", id)
    box = page.locator("#mynetwork").bounding_box()
    page.mouse.click(box["x"] + x, box["y"] + y)


def test_it_says_how_much_of_the_graph_it_shows(page: Any) -> None:
    entities, all_entities, relations, all_relations, told, all_told = counts(page)
    shown = page.evaluate("claimgraph.counts()")
    assert (entities, relations, told) == (shown["entities"], shown["relations"], shown["claims"])
    assert (all_entities, all_told) == (500, 2500)
    assert 0 < entities < all_entities
    assert 0 < relations < all_relations
    assert 0 < told < all_told


def test_what_is_counted_is_what_is_drawn(page: Any) -> None:
    nodes, lines = page.evaluate("[nodes.length, edges.length]")
    entities, _, relations, *_ = counts(page)
    assert (nodes, lines) == (entities, relations)
    page.click("#all-view")
    assert page.evaluate("[nodes.length, edges.length]") == [500, counts(page)[3]]
    assert counts(page)[4] == 2500
    page.click("#main-view")
    assert counts(page)[0] == entities


def test_no_two_boxes_overlap_in_the_first_view_nor_in_the_whole(page: Any) -> None:
    overlapping = """() => { const found = []; const list = claimgraph.entities.filter(e => nodes.get(e.index));
        const at = list.map(e => network.getPosition(e.index));
        for (let i = 0; i < list.length; i++) for (let j = 0; j < i; j++) {
          const a = list[i], b = list[j];
          const dx = Math.abs(at[i].x - at[j].x), topA = at[i].y - a.radius, topB = at[j].y - b.radius;
          const across = dx < (a.width + b.width) / 2 - 3;
          if (across && topA < topB + b.height - 12 && topB < topA + a.height - 12) found.push([a.id, b.id]);
        } return found; }"""
    assert page.evaluate(overlapping) == []
    page.click("#all-view")
    assert page.evaluate(overlapping) == []


def test_a_click_lists_the_claims_of_an_entity(page: Any) -> None:
    id = page.evaluate("claimgraph.drawn().sort((a, b) => a.localeCompare(b))[0]")
    click_entity(page, id)
    entity = page.evaluate(
        "id => { const e = claimgraph.entities.find(e => e.id === id); return [e.names[0], e.claims.length]; }", id
    )
    assert page.inner_text("#panel h2") == entity[0]
    assert f"{entity[1]} claims" in page.inner_text("#panel")
    lines = page.locator("#panel .claim")
    assert lines.count() == min(entity[1], lines.count())
    assert lines.count() > 0
    assert "·" in lines.first.locator(".who").inner_text()


def test_every_source_link_is_safe_to_follow(page: Any) -> None:
    page.evaluate("document.querySelector('#panel .most button').click()")
    links = page.evaluate("[...document.querySelectorAll('#panel .claim a')].map(a => [a.protocol, a.rel, a.target])")
    assert links
    assert all(link == ["https:", "noopener noreferrer", "_blank"] for link in links)


def test_a_click_on_a_relation_lists_its_claims(page: Any) -> None:
    says = page.evaluate("""() => { const edge = claimgraph.edges.find(e => edges.get(e.id));
        network.body.emitter.emit('click', { nodes: [], edges: [edge.id] }); return edge.says; }""")
    assert says in page.inner_text("#panel h2")
    assert page.locator("#panel .claim").count() >= 1


def test_expanding_draws_the_neighbours_and_says_how_many(page: Any) -> None:
    before = set(page.evaluate("claimgraph.drawn()"))
    page.evaluate("document.querySelector('#panel .most button').click()")
    promised = int(re.findall(r"\d+", page.inner_text("#expand"))[0])
    page.click("#expand")
    after = set(page.evaluate("claimgraph.drawn()"))
    assert before < after
    assert len(after - before) == promised
    assert f"{promised} entities added" in page.inner_text("#told")
    assert page.locator("#expand").is_disabled()


def test_search_finds_what_is_not_drawn_in_any_language_and_says_so(page: Any) -> None:
    find = "claimgraph.entities.find(e => !claimgraph.drawn().includes(e.id) && e.names[1].length > 4)"
    id, names = page.evaluate(f"(e => [e.id, e.names])({find})")
    page.fill("#search", names[1])
    assert "not drawn yet" in page.inner_text("#hits li >> nth=0")
    page.press("#search", "Enter")
    assert id in page.evaluate("claimgraph.drawn()")
    assert page.inner_text("#panel h2") == names[0]
    assert "was not drawn yet" in page.inner_text("#told")
    page.fill("#search", "no entity is called like this")
    assert "No entity has such a name" in page.inner_text("#hits")


def test_filters_by_kind_and_by_source_change_drawing_counts_and_claims(page: Any) -> None:
    kinds = page.locator("#kinds input")
    before = counts(page)
    kinds.first.uncheck()
    assert counts(page)[0] < before[0]
    page.locator("#kinds input").first.check()
    assert counts(page) == before
    page.click("#sources-none")
    assert counts(page)[0] == 0
    assert page.is_visible("#nothing")
    page.locator("#sources input").first.check()
    assert 0 < counts(page)[4] < before[4]
    page.click("#sources-all")
    assert counts(page) == before


def test_names_change_language(page: Any) -> None:
    page.select_option("#language", "1")
    names = page.evaluate("[nodes.get()[0].id, nodes.get()[0].label]")
    assert names[1].replace("\n", "") == page.evaluate("id => claimgraph.entities[id].names[1]", names[0])


def test_the_table_holds_the_same_claims_and_sorts(page: Any) -> None:
    page.click("#show-table")
    assert "of 2,500 claims" in page.inner_text("#table-count")
    page.click("#table th:nth-child(4) button")
    ascending = page.locator("#table tbody td:nth-child(4)").all_inner_texts()
    assert page.get_attribute("#table th:nth-child(4)", "aria-sort") == "ascending"
    page.click("#table th:nth-child(4) button")
    assert page.get_attribute("#table th:nth-child(4)", "aria-sort") == "descending"
    assert page.locator("#table tbody td:nth-child(4)").all_inner_texts() != ascending
    numbers = page.evaluate("""claimgraph.claims.map(c => c.number).filter(n => n !== null)""")
    assert len(numbers) > 100
    page.fill("#table-search", "retention")
    rows = page.locator("#table tbody tr").all_inner_texts()
    assert rows
    assert all("retention" in row.lower() for row in rows)
    page.locator("#table tbody .link").first.click()
    assert page.is_visible("#graph-view")
    assert page.locator("#panel h2").count() == 1


def test_the_page_can_be_walked_by_keys_alone(page: Any) -> None:
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.id") == "search"
    page.keyboard.type("a")
    page.keyboard.press("ArrowDown")
    assert page.get_attribute("#search", "aria-activedescendant") == "hit-1"
    page.keyboard.press("Enter")
    name = page.inner_text("#panel h2")
    assert name
    page.keyboard.press("Escape")
    assert page.inner_text("#panel h2") == "Most spoken of"
    assert page.evaluate("document.activeElement.id") == "mynetwork"
    page.keyboard.press("ArrowRight")
    selected = page.inner_text("#panel h2")
    page.keyboard.press("ArrowRight")
    assert page.inner_text("#panel h2") != selected
    page.keyboard.press("Enter")
    assert "claim" in page.evaluate("document.activeElement.className")
    page.keyboard.press("ArrowDown")
    assert page.evaluate("[...document.querySelectorAll('#panel .claim')].indexOf(document.activeElement)") == 1


def test_tab_reaches_every_control_once(page: Any) -> None:
    seen = []
    for _ in range(60):
        page.keyboard.press("Tab")
        seen.append(page.evaluate("document.activeElement.id || document.activeElement.className"))
    for control in ("search", "show-graph", "show-table", "language", "mynetwork", "zoom-in", "all-view"):
        assert control in seen


def test_every_control_has_a_name(page: Any) -> None:
    unnamed = page.evaluate("""[...document.querySelectorAll('button, input, select')]
        .filter(control => !(control.innerText || control.ariaLabel || control.labels?.length)).map(c => c.outerHTML)""")
    assert unnamed == []


def test_two_pages_of_one_graph_are_the_same_file(tmp_path: Path) -> None:
    data = corpus(120, 500).nquads()
    first, second = drawn(data, tmp_path / "a.html"), drawn(data, tmp_path / "b.html")
    assert first.read_bytes() == second.read_bytes()


@pytest.mark.parametrize("entities", [500, 2000, 5000])
def test_it_never_freezes(open_page: Opener, tmp_path: Path, entities: int) -> None:
    path = drawn(corpus(entities, entities * 4).nquads(), tmp_path / "network.html")
    start = time.monotonic()
    page = open_page(path)
    page.evaluate("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")
    assert time.monotonic() - start < 12, "first paint"
    assert page.evaluate("nodes.length") <= 300
    pan = """() => new Promise(done => { const start = performance.now(); let frames = 0;
        const step = () => { network.moveTo({ offset: { x: 3, y: 1 }, animation: false }); frames += 1;
          if (frames < 20) requestAnimationFrame(step); else done((performance.now() - start) / frames); };
        requestAnimationFrame(step); })"""
    assert page.evaluate(pan) < 250, "milliseconds per frame"
    page.click("#all-view")
    assert page.evaluate("nodes.length") == entities
    assert path.stat().st_size < 800_000 + entities * 700


def test_nothing_hostile_runs_or_loads(open_page: Opener, tmp_path: Path) -> None:
    page = open_page(drawn(HOSTILE.read_bytes(), tmp_path / "network.html", title="<script>window.__pwned=0</script>"))
    page.click("#all-view")
    everything = page.evaluate("claimgraph.entities.map(e => e.id)")
    box = page.locator("#mynetwork").bounding_box()
    for id in everything:
        x, y = page.evaluate("id => { const p = claimgraph.place(id); return [p.x, p.y]; }", id)
        page.mouse.move(box["x"] + x, box["y"] + y)
        page.evaluate(
            """id => { const e = claimgraph.entities.find(e => e.id === id);
            for (const name of ['hoverNode', 'click']) network.body.emitter.emit(name,
              { node: e.index, nodes: [e.index], edges: [], pointer: { DOM: { x: 9, y: 9 } } }); }""",
            id,
        )
    for number in range(page.evaluate("claimgraph.edges.length")):
        page.evaluate(
            """n => { for (const name of ['hoverEdge', 'click']) network.body.emitter.emit(name,
            { edge: `e${n}`, nodes: [], edges: [`e${n}`], pointer: { DOM: { x: 9, y: 9 } } }); }""",
            number,
        )
    for typed in ("<", "script", "__proto__", "href", "漢"):
        page.fill("#search", typed)
        page.wait_for_timeout(20)
    page.click("#show-table")
    assert page.evaluate("document.querySelectorAll('#table tbody tr').length") == page.evaluate(
        "claimgraph.claims.length"
    )
    assert page.evaluate("window.__pwned") is None
    assert (
        page.evaluate("document.querySelectorAll('img, iframe, #stage script, #panel script, #hits script').length")
        == 0
    )
    links = page.evaluate("[...document.querySelectorAll('a')].map(a => a.href)")
    assert links
    assert all(link.startswith(("http://", "https://")) for link in links)
    assert page.title() == "<script>window.__pwned=0</script>"


def test_hostile_texts_are_shown_as_text(open_page: Opener, tmp_path: Path) -> None:
    page = open_page(drawn(HOSTILE.read_bytes(), tmp_path / "network.html"))
    page.fill("#search", "onerror")
    page.press("#search", "Enter")
    assert page.inner_text("#panel h2") == "<img src=x onerror=window.__pwned=1>"
    shown = page.evaluate("document.body.innerText")
    assert not re.search("[\u202a-\u202e\u2066-\u2069\u2028\u2029]", shown)


def test_an_empty_graph_is_a_page_that_says_so(open_page: Opener, tmp_path: Path) -> None:
    page = open_page(drawn(b"", tmp_path / "network.html"))
    assert counts(page) == [0, 0, 0, 0, 0, 0]
    assert page.is_visible("#nothing")
