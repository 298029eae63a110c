"""The verbs whose answers people read, as they are run from a terminal."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from claimgraph.cli import run
from small_market import SOURCES, build_market


@pytest.fixture(scope="module")
def market(tmp_path_factory: pytest.TempPathFactory) -> str:
    return str(build_market(tmp_path_factory.mktemp("market")))


@pytest.fixture
def ask(market: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> object:
    monkeypatch.setenv("CLAIMGRAPH_STORE", market)

    def answer(*words: str) -> tuple[int, str, str]:
        code = run(list(words))
        said = capsys.readouterr()
        return code, said.out, said.err

    return answer


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (("show", "可灵"), "140 million USD 3/2/1 – LatePost itself"),
        (("show", "kling", "--metric", "revenue"), "DISPUTED"),
        (("show", "kling", "--format", "markdown"), "# Kling · 可灵 · 可靈 (Product)"),
        (("compare", "kling", "sora"), "over 12 million"),
        (("compare", "kling", "sora", "-m", "downloads", "--period", "2025"), "not stated"),
        (("compare", "kling", "--over-time", "-m", "revenue", "--format", "markdown"), "| 2024 | 2025 |"),
        (("compare", "kling", "sora", "--format", "html"), "<!DOCTYPE html>"),
        (("disagreements",), "GRAVE"),
        (("disagreements", "--kind", "contradiction", "--about", "Kling"), "verdicts:"),
        (("forecasts",), "Broker House"),
        (("path", "kuaishou", "openai"), "Kuaishou → Kling → Sora → OpenAI (3 steps)"),
        (("path", "kling", "odd"), "No claim connects kling with odd."),
        (("timeline", "kling"), "launch: 6 June 2024"),
        (("show", "kling", "--as-of", "2026-01-31"), "10 claims in 4 articles (3 different texts)"),
    ],
)
def test_a_verb_answers_on_standard_output(ask: object, words: tuple[str, ...], expected: str) -> None:
    code, out, err = ask(*words)  # type: ignore[operator]
    assert (code, err) == (0, "")
    assert expected in out


@pytest.mark.parametrize(
    "words",
    [
        ("show", "kling"), ("compare", "kling", "sora"), ("disagreements",), ("forecasts",), ("timeline", "kling"),
        ("path", "kuaishou", "openai"),
    ],
)  # fmt: skip
def test_every_verb_speaks_json(ask: object, words: tuple[str, ...]) -> None:
    code, out, _ = ask(*words, "--format", "json")  # type: ignore[operator]
    assert code == 0
    assert json.loads(out)


def test_a_matrix_for_spreadsheets(ask: object) -> None:
    _, out, _ = ask("compare", "kling", "sora", "-m", "revenue", "--format", "csv")  # type: ignore[operator]
    [head, row] = list(csv.reader(io.StringIO(out)))
    assert dict(zip(head, row, strict=True))["Kling"] == "140 million USD"


@pytest.mark.parametrize(
    ("words", "remedy"),
    [
        (("show", "klng"), "did you mean kling?"),
        (("show", "kling", "--metric", "revenu"), "did you mean revenue?"),
        (("show", "kling", "--format", "jsn"), "did you mean json?"),
        (("show", "kling", "--as-of", "yesterday"), "2026-01-31"),
        (("compare", "kling", "sora", "--over-time"), "one entity"),
        (("compare", "kling", "--period", "soon"), "2025-Q3"),
        (("disagreements", "--kind", "contradicton"), "did you mean contradiction?"),
        (("disagreements", "--about", "opnai"), "did you mean openai?"),
        (("forecasts", "--about", "opnai"), "did you mean openai?"),
        (("path", "kling", "opnai"), "did you mean openai?"),
        (("timeline", "klng"), "did you mean kling?"),
        (("show", "kling", "--store", "nowhere"), "claimgraph build"),
    ],
)
def test_a_wrong_word_is_one_line_with_a_remedy(ask: object, words: tuple[str, ...], remedy: str) -> None:
    code, out, err = ask(*words)  # type: ignore[operator]
    assert (code, out) == (2, "")
    assert remedy in err
    assert err.count("\n") == 1


def test_diff_tells_what_changed(ask: object, market: str, tmp_path: Path) -> None:
    later = build_market(tmp_path, {name: text for name, text in SOURCES.items() if name != "rival"})
    code, out, _ = ask("diff", market, str(later))  # type: ignore[operator]
    assert code == 0
    assert "Lost (5)" in out
    assert "Settled" in out
    code, out, _ = ask("diff", market, market)  # type: ignore[operator]
    assert (code, out) == (0, "Nothing changed.\n")
    code, out, _ = ask("diff", market, str(later), "--as-of", "2026-01-31", "--format", "json")  # type: ignore[operator]
    assert json.loads(out)["lost"] == []


def test_an_entity_of_which_nothing_is_claimed_has_no_empty_heading(ask: object) -> None:
    code, out, _ = ask("show", "latepost", "--metric", "downloads")  # type: ignore[operator]
    assert code == 0
    assert "Nothing is claimed of it." in out
    assert "Sources" not in out
