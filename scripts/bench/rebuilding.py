"""The whole journey from YAML to a published build, and again after one source of many was edited.

Of the edited source first the title is changed, then one of its figures: with that a claim, its slot and what is compared
in it become others.
"""

from __future__ import annotations

import re
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
        source = corpus / "sources" / "report-0.yaml"
        _edit(source, r"title: Report", "title: Corrected report")
        titled = seconds(lambda: _build(corpus, out, 1))
        _edit(source, r"(\n  value: ['\"]?[<>~]*)(\d)", r"\g<1>1\2")
        corrected = seconds(lambda: _build(corpus, out, 1))
        unchanged = seconds(lambda: _build(corpus, out, 0))
    yield Figure("build from nothing", first, "s", note=f"{len(material.world.sources)} sources")
    yield Figure("after one title changed", titled / first, "of its time", at_most=0.5)
    yield Figure("after one figure changed", corrected / first, "of its time", at_most=0.5)
    yield Figure("after nothing changed", unchanged / first, "of its time", at_most=0.05)


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


def _edit(path: Path, pattern: str, replacement: str) -> None:
    text, edits = re.subn(pattern, replacement, path.read_text(encoding="utf-8"), count=1)
    assert edits, f"{path} holds no {pattern}"
    path.write_text(text, encoding="utf-8")


def _build(corpus: Path, out: Path, expected: int) -> None:
    report = build(corpus, out)
    assert report.holds, report.faults()
    assert report.changed == expected, f"{report.changed} sources written, not {expected}"
