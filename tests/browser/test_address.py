"""The address of the network page: it holds what is selected and open, gives it back, and lets nothing else in."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, quote, urlsplit

import pytest

from browser.generated import corpus
from claimgraph.drawing import draw
from claimgraph.store import ClaimStore

pytestmark = pytest.mark.browser
Opener = Callable[..., Any]
TOLD = """() => ({ selected: claimgraph.state.selected?.id ?? null, view: claimgraph.state.view,
  relation: claimgraph.state.selectedEdge?.id ?? null,
  language: document.getElementById('language').value, kinds: [...claimgraph.state.closedKinds].sort(),
  sources: [...claimgraph.state.closedSources].sort(), disputes: [...claimgraph.state.closedDisputes],
  heading: document.querySelector('#panel h2').textContent, counts: claimgraph.counts() })"""


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    quads = corpus(120, 600)
    quads.disagreement("d1", ["c1", "c2"], kind="Contradiction", why="They differ.")
    with ClaimStore.memory() as store:
        store.load_nquads([quads.nquads()])
        return draw(store, tmp_path_factory.mktemp("address") / "network.html")


def settled(page: Any) -> str:
    """The address once it has been written."""
    page.wait_for_timeout(250)
    return urlsplit(page.url).fragment


def choose(page: Any, name: str) -> None:
    page.fill("#search", name)
    page.press("#search", "Enter")


def test_an_untouched_page_has_a_plain_address(open_page: Opener, file: Path) -> None:
    assert settled(open_page(file)) == ""


def test_everything_chosen_is_in_the_address_and_comes_back(open_page: Opener, file: Path) -> None:
    page = open_page(file)
    choose(page, "alias-3")
    page.select_option("#language", "2")
    page.locator("#kinds input").nth(1).uncheck()
    page.locator("#sources input").nth(0).uncheck()
    page.locator("#disputes input").first.uncheck()
    page.click("#show-table")
    address, told = settled(page), page.evaluate(TOLD)
    chosen = parse_qs(address, keep_blank_values=True)
    assert chosen["entity"] == ["e3"]
    assert (chosen["language"], chosen["view"]) == (["zh-hant"], ["table"])
    assert len(chosen["without-kind"]) == len(chosen["without-source"]) == len(chosen["without-disagreement"]) == 1
    again = open_page(file, fragment=address)
    assert again.evaluate(TOLD) == told
    assert again.is_visible("#table-view")
    assert settled(again) == address


def test_a_relation_has_an_address(open_page: Opener, file: Path) -> None:
    page = open_page(file)
    page.evaluate("""() => { const edge = claimgraph.edges.find(e => edges.get(e.id));
        network.body.emitter.emit('click', { nodes: [], edges: [edge.id] }); }""")
    address, told = settled(page), page.evaluate(TOLD)
    assert told["relation"]
    assert open_page(file, fragment=address).evaluate(TOLD) == told


def test_one_open_source_of_many_makes_a_short_address(open_page: Opener, file: Path) -> None:
    page = open_page(file)
    page.click("#sources-none")
    assert settled(page) == "only-source="
    assert open_page(file, fragment="only-source=").evaluate("claimgraph.counts().entities") == 0
    page.locator("#sources input").first.check()
    address, told = settled(page), page.evaluate(TOLD)
    assert len(address) < 40
    assert open_page(file, fragment=address).evaluate(TOLD) == told


def test_what_is_not_drawn_at_first_is_drawn_when_its_address_is_opened(open_page: Opener, file: Path) -> None:
    hidden = open_page(file).evaluate("claimgraph.entities.find(e => !claimgraph.drawn().includes(e.id)).id")
    page = open_page(file, fragment=f"entity={hidden}")
    assert hidden in page.evaluate("claimgraph.drawn()")
    assert page.evaluate("claimgraph.state.selected.id") == hidden


def test_back_and_forward_walk_through_what_was_chosen(open_page: Opener, file: Path) -> None:
    page = open_page(file)
    for name in ("alias-3", "alias-5"):
        choose(page, name)
        settled(page)
    page.click("#show-table")
    settled(page)
    page.go_back()
    assert (page.evaluate(TOLD)["selected"], page.evaluate(TOLD)["view"]) == ("e5", "graph")
    page.go_back()
    assert page.evaluate(TOLD)["selected"] == "e3"
    page.go_back()
    assert page.evaluate(TOLD)["selected"] is None
    assert page.inner_text("#panel h2") == "Most spoken of"
    page.go_forward()
    page.wait_for_timeout(250)
    assert page.evaluate(TOLD)["selected"] == "e3"
    assert settled(page) == "entity=e3", "going back writes no new step"


@pytest.mark.parametrize(
    "fragment",
    [
        "entity=nobody&language=xx&view=else&without-kind=None&only-source=nowhere&without-disagreement=x",
        "entity=__proto__&relation=constructor&language=toString&without-kind=__proto__",
        f"entity={quote('<img src=x onerror=window.__pwned=1>')}&relation={quote('a~b~<script>window.__pwned=1</script>')}",
        "entity=%E0%A4%A&view=%&language=%FF&=&&&",
        "x" * 20_000,
    ],
)
def test_what_the_page_does_not_know_is_as_if_it_were_not_there(open_page: Opener, file: Path, fragment: str) -> None:
    plain = open_page(file).evaluate(TOLD)
    page = open_page(file, fragment=fragment)
    assert page.evaluate(TOLD) == plain
    assert page.evaluate("window.__pwned") is None
    assert page.locator("img").count() == 0
    page.evaluate("location.hash = 'entity=e3'")
    page.wait_for_function("claimgraph.state.selected?.id === 'e3'")
