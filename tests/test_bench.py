"""The benchmarks run, at a tiny size: their answers must agree with rdflib and pySHACL, whatever their speed."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

PROGRAM = Path(__file__).parents[1] / "scripts" / "bench" / "run.py"


def bench(*words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, str(PROGRAM), *words], capture_output=True, text=True, check=False)


@pytest.mark.parametrize(
    ("name", "figures"),
    [
        ("build", {"beside Graph.add", "beside raw bulk_load of the text", "values to N-Quads text"}),
        ("query", {"q01-claims-of-a-product", "q13-average-by-month", "as_rdflib() beside rdflib"}),
        ("turtle", {"beside rdflib's serializer"}),
        ("shapes", {"beside pySHACL", "one changed source"}),
        ("open", {"open a store and answer", "peak memory"}),
        ("memory", {"claims streamed to disk", "peak memory"}),
    ],
)
def test_a_benchmark_runs_and_says_what_it_found(name: str, figures: set[str]) -> None:
    done = bench(name, "--size", "1k", "--json")
    assert "Traceback" not in done.stderr, done.stderr
    found = [json.loads(line) for line in done.stdout.splitlines()]
    assert figures <= {figure["name"] for figure in found}, done.stderr
    assert all(figure["value"] > 0 for figure in found)


def test_generated_claims_are_the_same_every_time_and_keep_to_the_shapes() -> None:
    code = """
import hashlib
from material import Material
from claimgraph.validation import validate
material = Material.of(20_000)
assert not validate(material.store()).results
print(hashlib.sha256(material.text()).hexdigest(), len({claim.id for claim in material.claims}), len(material.claims))
"""
    command = [sys.executable, "-c", f"import sys; sys.path.insert(0, {str(PROGRAM.parent)!r}){code}"]
    answers = {subprocess.run(command, capture_output=True, text=True, check=True).stdout for _ in range(2)}
    assert len(answers) == 1
    _, different, whole = answers.pop().split()
    assert different == whole


def test_a_misspelt_benchmark_is_refused_with_the_names_there_are() -> None:
    done = bench("bild")
    assert done.returncode == 2
    assert "build" in done.stderr
    assert "Traceback" not in done.stderr
