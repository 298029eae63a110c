"""The whole journey from YAML to a published build, and again after one source of many was edited."""

from __future__ import annotations

import tempfile
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from material import Material
from measuring import Figure, seconds

from claimgraph.claim import Claim
from claimgraph.corpus import dump_entities, dump_source, new_corpus
from claimgraph.pipeline import build


def run(size: int) -> Iterator[Figure]:
    material = Material.of(size)
    with tempfile.TemporaryDirectory() as folder:
        corpus, out = Path(folder) / "bench", Path(folder) / "build"
        write_corpus(material, corpus)
        first = seconds(lambda: _build(corpus, out, len(material.world.sources)))
        _edit(corpus / "sources" / "report-0.yaml")
        second = seconds(lambda: _build(corpus, out, 1))
        unchanged = seconds(lambda: _build(corpus, out, 0))
    yield Figure("build from nothing", first, "s", note=f"{len(material.world.sources)} sources")
    yield Figure("after one source changed", second / first, "of its time")
    yield Figure("after nothing changed", unchanged / first, "of its time")


def write_corpus(material: Material, folder: Path) -> None:
    """The claims as an analyst would have written them."""
    new_corpus(folder)
    for example in (folder / "sources").glob("*.yaml"):
        example.unlink()
    (folder / "entities.yaml").write_text(dump_entities(material.world.entities), encoding="utf-8")
    claims: dict[str, list[Claim]] = defaultdict(list)
    for claim in material.claims:
        claims[claim.source].append(claim)
    for source in material.world.sources:
        text = dump_source(source, claims[source.id])
        (folder / "sources" / f"{source.id}.yaml").write_text(text, encoding="utf-8")


def _edit(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("title: Report", "title: Corrected report", 1), encoding="utf-8")


def _build(corpus: Path, out: Path, expected: int) -> None:
    report = build(corpus, out)
    assert report.holds, report.faults()
    assert report.changed == expected, f"{report.changed} sources written, not {expected}"
