"""How the network page looks in a real browser: it can be read in light and dark, and fits screens of every width."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from browser.generated import corpus
from claimgraph.drawing import draw
from claimgraph.store import ClaimStore

pytestmark = pytest.mark.browser
Opener = Callable[..., Any]


@pytest.fixture(scope="module")
def made_up(tmp_path_factory: pytest.TempPathFactory) -> Path:
    with ClaimStore.memory() as store:
        store.load_nquads([corpus(300, 1500).nquads()])
        return draw(store, tmp_path_factory.mktemp("look") / "network.html")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_follows_the_reader_s_colour_scheme(open_page: Opener, made_up: Path, scheme: str) -> None:
    page = open_page(made_up, color_scheme=scheme)
    red, green, blue = page.evaluate("getComputedStyle(document.body).backgroundColor.match(/\\d+/g).map(Number)")
    assert (red + green + blue > 600) == (scheme == "light")


CONTRASTS = """() => {
  const parts = (colour) => colour.match(/[\\d.]+/g).map(Number);
  const linear = (part) => part / 255 <= 0.04045 ? part / 255 / 12.92 : ((part / 255 + 0.055) / 1.055) ** 2.4;
  const light = ([r, g, b]) => 0.2126 * linear(r) + 0.7152 * linear(g) + 0.0722 * linear(b);
  const ratio = (a, b) => { const [low, high] = [light(a), light(b)].sort((x, y) => x - y);
    return (high + 0.05) / (low + 0.05); };
  const behind = (node) => { for (let at = node; at; at = at.parentElement) {
    const colour = parts(getComputedStyle(at).backgroundColor); if (colour[3] !== 0) return colour; } };
  const seen = [...document.querySelectorAll('body *')].filter(node => node.checkVisibility()
    && [...node.childNodes].some(child => child.nodeType === 3 && child.data.trim()));
  const texts = seen.map(node => [node.outerHTML.slice(0, 90), ratio(parts(getComputedStyle(node).color), behind(node))]);
  const tones = claimgraph.tones(), hex = (text) => [1, 3, 5].map(at => parseInt(text.slice(at, at + 2), 16));
  for (const name of ['ink', 'soft', 'faint', 'bad', 'accent'])
    texts.push([name, ratio(hex(tones[name]), hex(tones.paper))]);
  return texts; }"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("fragment", ["", "entity=e0", "view=table"])
def test_every_word_can_be_read(open_page: Opener, made_up: Path, scheme: str, fragment: str) -> None:
    page = open_page(made_up, color_scheme=scheme, fragment=fragment)
    texts = page.evaluate(CONTRASTS)
    assert len(texts) > 50
    assert [text for text in texts if text[1] < 4.5] == []


STICKING_OUT = """() => ['#panel', '.bar', '.filters', '.tools'].flatMap(name => {
  const room = document.querySelector(name), edge = room.getBoundingClientRect().right + 1;
  return [...room.querySelectorAll('*')].filter(node => node.checkVisibility() && !node.closest('.unseen'))
    .filter(node => node.getBoundingClientRect().right > edge
      || (getComputedStyle(node).overflowX === 'hidden' && node.scrollWidth > node.clientWidth + 1))
    .map(node => node.outerHTML); })"""


@pytest.mark.parametrize("width", [400, 800, 1280])
def test_nothing_is_cut_or_sticks_out_of_its_room(open_page: Opener, made_up: Path, width: int) -> None:
    for fragment in ("", "entity=e0"):
        assert open_page(made_up, width=width, fragment=fragment).evaluate(STICKING_OUT) == []


def test_it_fits_a_telephone(open_page: Opener, made_up: Path) -> None:
    page = open_page(made_up, width=400, height=800)
    assert page.evaluate("document.documentElement.scrollWidth") <= 400
    assert page.locator("#mynetwork canvas").bounding_box()["height"] > 300
