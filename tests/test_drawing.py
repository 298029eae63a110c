"""The network page as a file: complete, closed, compact and the same every time. What it does is tested in tests/browser."""

from __future__ import annotations

import json
import os
import re
import runpy
import subprocess
import sys
from base64 import b64encode
from hashlib import sha256
from html.parser import HTMLParser
from pathlib import Path

import networkx as nx
import pytest

from browser.generated import QuadList, corpus, typed
from claimgraph.drawing import draw
from claimgraph.drawing.harden import mended
from claimgraph.errors import FormatError, QueryError
from claimgraph.store import ClaimStore

HOSTILE = Path(__file__).parent / "data" / "hostile" / "corpus.nq"


class Page(HTMLParser):
    """What a browser would see of a page: its elements and the text of its scripts and styles."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.inside: dict[str, list[str]] = {"script": [], "style": [], "title": [], "h1": []}
        self._open: str | None = None
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag in self.inside:
            self._open = tag
            self.inside[tag].append("")

    def handle_endtag(self, tag: str) -> None:
        self._open = None if tag == self._open else self._open

    def handle_data(self, data: str) -> None:
        if self._open:
            self.inside[self._open][-1] += data

    def data(self) -> dict:
        place = [attrs.get("id") for tag, attrs in self.elements if tag == "script"].index("claimgraph-data")
        return json.loads(self.inside["script"][place])


def page(data: bytes, folder: Path, **settings) -> str:
    with ClaimStore.memory() as store:
        store.load_nquads([data])
        return draw(store, folder / "network.html", **settings).read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def made_up(tmp_path_factory) -> str:
    return page(corpus(200, 900).nquads(), tmp_path_factory.mktemp("page"), title="Made up & <drawn>")


@pytest.fixture(scope="module")
def hostile(tmp_path_factory) -> str:
    return page(HOSTILE.read_bytes(), tmp_path_factory.mktemp("hostile"), title='"><script>alert(1)</script>')


@pytest.mark.parametrize("which", ["made_up", "hostile"])
def test_nothing_in_the_page_points_outside(which, request) -> None:
    seen = Page(request.getfixturevalue(which))
    for tag, attributes in seen.elements:
        assert tag not in ("link", "img", "iframe", "object", "embed", "base", "form", "audio", "video")
        assert not {"src", "href", "srcset", "action", "style"} & set(attributes), (tag, attributes)
        assert not [name for name in attributes if name.startswith("on")]
    assert not [text for text in seen.inside["style"] if "@import" in text or re.search(r"url\((?!\"?data:)", text)]


@pytest.mark.parametrize("which", ["made_up", "hostile"])
def test_only_our_own_scripts_may_run(which, request) -> None:
    seen = Page(request.getfixturevalue(which))
    (rules,) = [a["content"] for tag, a in seen.elements if a.get("http-equiv") == "Content-Security-Policy"]
    assert rules.startswith("default-src 'none'; script-src 'sha256-")
    assert "unsafe" not in rules
    kinds = [attributes.get("type", "") for tag, attributes in seen.elements if tag == "script"]
    for kind, text in zip(kinds, seen.inside["script"], strict=True):
        known = b64encode(sha256(text.encode()).digest()).decode() in rules
        assert known == (kind != "application/json")
    assert len(kinds) == 4
    assert all(b64encode(sha256(text.encode()).digest()).decode() in rules for text in seen.inside["style"])


def test_the_page_is_html_of_today(made_up) -> None:
    assert made_up.startswith('<!doctype html>\n<html lang="en">')
    seen = Page(made_up)
    assert seen.inside["title"] == ["Made up & <drawn>"]
    assert [text.strip() for text in seen.inside["h1"]] == ["Made up & <drawn>"]
    assert made_up.isascii() or "utf-8" in made_up[:200]


def test_the_page_reads_no_markup_from_data(made_up) -> None:
    ours = [text for text in Page(made_up).inside["script"] if "vis.js" not in text[:4000] and not text.startswith("{")]
    assert len(ours) == 2
    for text in ours:
        assert not re.search(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\b|new Function", text)


def test_every_entity_relation_and_claim_is_in_the_page(made_up) -> None:
    data = Page(made_up).data()
    assert (len(data["entities"]), len(data["claims"])) == (200, 900)
    assert len(data["texts"]) == len(set(data["texts"]))
    folded = [claim for edge in data["edges"] for claim in edge[3]]
    assert len(folded) == len(set(folded)) == sum(1 for row in data["claims"] if row[0] == 1 and row[9] >= 0)
    assert 0 < len(data["first"]) <= 40


def test_two_processes_draw_the_same_bytes(tmp_path) -> None:
    source = tmp_path / "graph.nq"
    source.write_bytes(corpus(80, 300).nquads())
    program = (
        "import sys; from claimgraph.store import ClaimStore; from claimgraph.drawing import draw;"
        "draw(ClaimStore.open(sys.argv[1]), sys.argv[2])"
    )
    for seed in ("1", "2"):
        arguments = [sys.executable, "-c", program, str(source), str(tmp_path / f"{seed}.html")]
        subprocess.run(arguments, env=os.environ | {"PYTHONHASHSEED": seed}, check=True)
    assert (tmp_path / "1.html").read_bytes() == (tmp_path / "2.html").read_bytes()


def test_around_keeps_a_neighbourhood_and_names_it(tmp_path) -> None:
    data = corpus(60, 300).nquads()
    seen = Page(page(data, tmp_path, around="alias-0", hops=1))
    whole = Page(page(data, tmp_path))
    assert 1 < len(seen.data()["entities"]) < len(whole.data()["entities"])
    assert "and its surroundings" in seen.inside["title"][0]
    assert "e0" in [row[0] for row in seen.data()["entities"]]
    with pytest.raises(QueryError, match="no entity"):
        page(data, tmp_path, around="nobody at all")


def test_the_first_view_is_bounded_whatever_is_asked(tmp_path) -> None:
    data = corpus(700, 6000).nquads()
    assert len(Page(page(data, tmp_path, limit=100_000)).data()["first"]) == 300
    assert len(Page(page(data, tmp_path, limit=0)).data()["first"]) == 1


def test_a_page_that_cannot_be_written_says_where(tmp_path) -> None:
    (tmp_path / "taken").mkdir()
    with ClaimStore.memory() as store, pytest.raises(FormatError, match="taken"):
        draw(store, tmp_path / "taken")


def test_the_page_carries_no_path_of_this_machine(made_up) -> None:
    assert str(Path.home()) not in made_up
    assert str(Path(__file__).parents[1]) not in made_up


def test_what_a_node_costs(tmp_path) -> None:
    small, large = (len(page(corpus(size, size * 4).nquads(), tmp_path).encode()) for size in (100, 600))
    assert small < 860_000
    assert (large - small) / 500 < 700, "bytes per entity with its four claims"


# -- hardening --------------------------------------------------------------------------------------------------------


def as_pyvis_writes() -> str:
    from pyvis.network import Network

    network = Network(directed=True, cdn_resources="in_line")
    network.from_nx(nx.path_graph(2))
    network.options = {"physics": {"enabled": False}}
    return network.generate_html(notebook=False)


@pytest.mark.parametrize(
    ("part", "named"),
    [
        ("<html>", "doctype"),
        ("<h1></h1>", "headings"),
        ("<!-- <link", "loader"),
        ("https://cdn.jsdelivr.net/npm/bootstrap@5.0.0-beta3/dist/css", "style sheet"),
        ("https://cdn.jsdelivr.net/npm/bootstrap@5.0.0-beta3/dist/js", "script from a CDN"),
        ("function neighbourhoodHighlight(params)", "highlighting"),
        ('<style type="text/css">', "style of the frame"),
        ('<div id="mynetwork" class="card-body">', "frame"),
    ],
)
def test_a_page_pyvis_writes_otherwise_is_refused(part, named) -> None:
    known = as_pyvis_writes()
    assert "jsdelivr" in known
    assert "jsdelivr" not in mended(known)
    with pytest.raises(FormatError, match=named):
        mended(known.replace(part, part.replace("<", "[").replace("https", "ftp").replace("neighbour", "neighbor")))


@pytest.mark.parametrize(
    "addition",
    [
        '<script src="https://elsewhere.example/x.js"></script>',
        "<script>popup.innerHTML = x</script>",
        '<img src="https://elsewhere.example/x.png">',
        '<b onclick="x()">',
    ],
)
def test_a_page_with_something_foreign_is_refused(addition) -> None:
    with pytest.raises(FormatError, match="pyvis wrote"):
        mended(as_pyvis_writes().replace("</body>", f"{addition}</body>"))


def test_what_was_derived_reaches_the_page(tmp_path) -> None:
    quads = QuadList()
    for id in ("a", "b"):
        quads.entity(id, "Company", [(id, "en")])
    quads.source("s", "S", "https://example.org/", "a")
    quads.claim("c1", "Relation", "a", "s", ["b", "a"], rdf_predicate="cg:ownedBy", rdf_object="base:entity/b")
    quads.claim("c2", "Metric", "a", "s", ["b"], cg_metric="metric:downloads", cg_low=typed(5, "decimal"))
    quads.slot("slot", ["c2"], articles=3, texts=2, origins=1)
    quads.implied("i", "a", "downloads", formula="downloads = x ÷ y", low="16.09970674486", premises=["c2"])
    quads.disagreement("d", ["c1", "c2"], kind="EstimateSpread", why="They differ.", implied=["i"])
    quads.disagreement("e", ["c1"], kind="Contradiction", why="It was found to be none.", verdict="Dismissed")
    seen = page(quads.nquads(), tmp_path)
    data = Page(seen).data()
    text = data["texts"].__getitem__
    assert [text(voice) for voice in data["claims"][0][8]] == ["a", "b"]
    assert [row[13] for row in data["claims"]] == [-1, 0]
    assert list(map(text, data["slots"])) == ["3 articles, 2 texts, 1 origin"]
    (disagreement,) = data["disagreements"]
    assert (text(disagreement[0]), disagreement[1], text(disagreement[2])) == (
        "estimate spread",
        "EstimateSpread",
        "They differ.",
    )
    assert disagreement[4:] == [[0, 1], [0], [None, [5.0, None, "NUM"], [16.09970674486, 16.09970674486, "NUM"]]]
    (implied,) = data["implied"]
    assert (text(implied[2]), text(implied[6]), implied[7]) == ("16.1", "downloads = x ÷ y", [1])
    assert "found to be none" not in seen


def test_the_hostile_corpus_is_what_its_program_writes() -> None:
    made = runpy.run_path(str(HOSTILE.with_name("build.py")))["hostile"]().nquads()
    assert HOSTILE.read_bytes() == b"".join(sorted(made.splitlines(keepends=True)))
