"""Writes corpus.nq: run `python tests/data/hostile/build.py`."""

from __future__ import annotations

import sys
from pathlib import Path

import pyoxigraph as ox

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parents[1]))

from browser.generated import QuadList, typed  # noqa: E402

TEXTS = (
    "<img src=x onerror=window.__pwned=1>",
    "</script><script>window.__pwned=2</script>",
    '<a href="javascript:window.__pwned=3">href</a>',
    "<svg/onload=window.__pwned=4>",
    "\"><iframe src='https://evil.example/frame'></iframe>",
    "<!--head--><!--body--><!--scripts--><style>@import url(https://evil.example/a.css)</style>",
    "<b>bold</b> & &lt;amp; {{7*7}} ${window.__pwned=5} `x`",
    "left \u202eright to left\u202c \u2066isolated\u2069 \u200fmark\u200e",
    "line\u2028separator\u2029paragraph \u0085 next",
    "control \x01\x07\x1b[31m characters\x7f",
    "w" * 3000,
    "漢" * 800,
    "__proto__",
    "constructor",
    "עברית <b>mixed</b> العربية",
    "' onmouseover='window.__pwned=6' x='",
)
ADDRESSES = (
    "javascript:window.__pwned=7",
    "JaVaScRiPt:window.__pwned=8",
    "data:text/html,<script>window.__pwned=9</script>",
    "file:///etc/passwd",
    'https://evil.example/"onclick="window.__pwned=10',
    "https://evil.example/<script>window.__pwned=11</script>",
    "//evil.example/x",
    "https://good.example/page?a=1&b=%3Cscript%3E",
    "\u2028javascript:window.__pwned=12",
    "vbscript:msgbox",
)


def hostile() -> QuadList:
    """The whole corpus: entities with hostile names, all related, all with claims of every kind."""
    quads = QuadList()
    quads.vocabulary()
    kinds = ("Product", "Company", "Person", "Model")
    ids = [f"h{number}" for number in range(len(TEXTS))]
    for number, (id, text) in enumerate(zip(ids, TEXTS, strict=True)):
        labels = [(text, "en"), (text + " 简", "zh-hans"), (text + " 繁", "zh-hant")]
        quads.entity(id, kinds[number % len(kinds)], labels, [("alias " + text, "en")])
    quads.entity("%3Cimg%20src=x%20onerror=alert(1)%3E", "<script>".strip("<>"), [("odd identifier", "en")])
    for number, address in enumerate(ADDRESSES):
        quads.source(f"s{number}", TEXTS[number], address, ids[number])
    for number, (id, text) in enumerate(zip(ids, TEXTS, strict=True)):
        _claims(quads, number, id, ids, text)
    quads.disagreement("d", ["r1", "m1", "o1"])
    return quads


def _claims(quads: QuadList, number: int, id: str, ids: list[str], text: str) -> None:
    source, chain = f"s{number % len(ADDRESSES)}", [ids[(number + 1) % len(ids)], ids[(number + 2) % len(ids)]]
    literal, other = ox.Literal(text), f"base:entity/{ids[(number + 1) % len(ids)]}"
    relation = {"rdf_predicate": "cg:partnerOf", "rdf_object": other, "rdf_subject": f"base:entity/{id}"}
    quads.claim(f"r{number}", "Relation", id, source, chain, **relation)
    described = {"rdf_predicate": "cg:describedAs", "rdf_object": ox.Literal(text, language="en")}
    quads.claim(f"x{number}", "Relation", id, source, chain, **described)
    metric = {"cg_metric": "metric:revenue", "cg_unit": "unit:CCY_USD", "cg_printed": literal, "cg_scope": literal}
    quads.claim(f"m{number}", "Metric", id, source, chain, **metric)
    quads.claim(f"n{number}", "Metric", id, source, chain, **(metric | {"cg_low": typed("5", "decimal")}))
    quads.claim(f"v{number}", "Event", id, source, chain, cg_event="metric:launch_date", cg_printed=literal)
    opinion = {
        "cg_aspect": "cg:Strength",
        "cg_polarity": "cg:Positive",
        "cg_paraphrase": ox.Literal(text, language="en"),
    }
    quads.claim(f"o{number}", "Opinion", id, source, chain, **opinion)


if __name__ == "__main__":
    (HERE / "corpus.nq").write_bytes(b"".join(sorted(hostile().nquads().splitlines(keepends=True))))
