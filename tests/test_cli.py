"""The command line as a person uses it: results on standard output, one clear line per error, the right exit code."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from claimgraph.cli import run


@pytest.fixture
def cg(build_of_ai_video: Path, monkeypatch: pytest.MonkeyPatch, capfdbinary: pytest.CaptureFixture[bytes]):
    """Runs one command on the built corpus; gives its exit code, output and error text."""
    monkeypatch.setenv("CLAIMGRAPH_STORE", str(build_of_ai_video))

    def call(*words: str) -> tuple[int, str, str]:
        code = run(list(words))
        sys.stdout.flush()
        out, err = capfdbinary.readouterr()
        return code, out.decode(), err.decode()

    return call


def test_a_question_by_name(cg) -> None:
    code, out, err = cg("query", "who-said-it", "-p", "entity=可灵", "--format", "csv")
    assert (code, err) == (0, "")
    rows = out.splitlines()
    assert rows[0].startswith("printed,period,modality,hop,agent")
    assert any(",LatePost,Originator," in row for row in rows)


@pytest.mark.parametrize(
    ("format", "start"),
    [
        ("table", "number"),
        ("csv", "number\r\n"),
        ("tsv", "?number\n"),
        ("json", "{"),
        ("xml", "<?xml"),
        ("markdown", "| number"),
    ],
)
def test_every_format_of_a_select(cg, format, start) -> None:
    code, out, _ = cg("query", "-q", "SELECT (COUNT(*) AS ?number) { ?s a cg:Source }", "--format", format)
    assert code == 0
    assert out.startswith(start)
    assert "234" in out


def test_ask_construct_describe(cg) -> None:
    assert cg("query", "-q", "ASK { entity:kling a cg:Product }", "--format", "csv")[1] == "true\n"
    code, out, _ = cg("query", "-q", "CONSTRUCT { ?s cg:copyOf ?o } WHERE { ?s cg:copyOf ?o }", "--format", "turtle")
    assert code == 0
    assert out.startswith("@prefix cg:")
    assert cg("query", "-q", "DESCRIBE entity:kling", "--format", "turtle")[1].count("skos:prefLabel") == 1


def test_sparql_from_a_file_and_from_standard_input(build_of_ai_video: Path, tmp_path: Path, cg) -> None:
    query = "SELECT ?o { entity:kling skos:prefLabel ?o } ORDER BY ?o"
    (tmp_path / "q.rq").write_text(query)
    from_file = cg("query", str(tmp_path / "q.rq"), "--format", "json")[1]
    piped = subprocess.run(
        [sys.executable, "-m", "claimgraph", "query", "-", "--store", str(build_of_ai_video), "--format", "json"],
        input=query, capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert json.loads(piped.stdout) == json.loads(from_file)


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("query", "-q", "SELECT * { ?s cg:metrik ?o }"), "line 1, column 15: the vocabulary has no cg:metrik; did you"),
        (("query", "-q", "SELECT * { ?s scema:url ?o }"), "unknown prefix scema: - declare it with PREFIX; did you"),
        (("query", "-q", "SELECT * {\n  ?s ?p }"), "line 2, column"),
        (("query", "who-sad-it"), "did you mean who-said-it?"),
        (("query", "who-said-it"), "who-said-it needs entity: claimgraph query who-said-it -p entity=ENTITY"),
        (("query", "who-said-it", "-p", "entity=Klingg"), "no entity is called 'Klingg'; did you mean kling?"),
        (("query", "who-said-it", "-p", "entity=kling", "-p", "metric=anual_revenue"), "did you mean annual_revenue?"),
        (("query", "who-said-it", "-p", "enty=kling"), "has no parameter 'enty'; did you mean entity?"),
        (("query", "statistics", "--format", "jsn"), "unknown format 'jsn'; did you mean json?"),
        (("query", "missing.rq"), "missing.rq: No such file"),
        (("query", "--store", "nowhere", "statistics"), "nowhere does not exist: run `claimgraph build`"),
        (("export", "x.ttl", "--source", "no-such-source"), "no source is called 'no-such-source'; `claimgraph"),
        (("export", "x.docx"), "no format has the suffix '.docx'"),
        (("build", "no-such-corpus"), "no-such-corpus: no such corpus"),
        (("verify", "--texts", "nowhere"), "no folder of texts at nowhere"),
    ],
)  # fmt: skip
def test_an_error_is_one_clear_line_and_exit_2(cg, words, message) -> None:
    code, out, err = cg(*words)
    assert code == 2
    assert out == ""
    assert message in err
    assert len(err.splitlines()) <= 2
    assert "Traceback" not in err


@pytest.mark.parametrize(
    ("pattern", "hint"),
    [
        ("?c cg:about entity:klingg", "line 1, column 24: the store has no entity:klingg; did you mean entity:kling?"),
        ("?c cg:statedIn source:seed-three-path", "no source:seed-three-path; did you mean source:seed-three-paths?"),
        ("claim:0123456789abcdef ?p ?o", "the store has no claim:0123456789abcdef"),
        ("?c cg:about entity:sora-2.5", "the store has no entity:sora-2.5"),
    ],
)
def test_a_node_that_is_not_there_is_told_beside_the_empty_answer(cg, pattern, hint) -> None:
    code, out, err = cg("query", "-q", f"SELECT * {{ {pattern} }}", "--format", "csv")
    assert code == 0
    assert len(out.splitlines()) == 1  # the head alone
    assert hint in err
    assert len(err.splitlines()) == 1


def test_nodes_that_are_there_and_prefixes_of_ones_own_are_not_remarked_on(cg) -> None:
    assert cg("query", "-q", "SELECT * { ?c cg:about entity:kling ; cg:statedIn source:seed-three-paths }")[2] == ""
    assert cg("query", "-q", "PREFIX entity: <urn:mine:> SELECT * { entity:nobody ?p ?o }")[2] == ""
    assert cg("query", "-q", 'SELECT ("entity:nobody" AS ?text) {} # entity:nobody')[2] == ""


def test_usage_errors_are_exit_2(cg) -> None:
    assert cg("frobnicate")[0] == 2
    assert cg("draw", "--hops", "0")[0] == 2
    assert cg("query", "-p", "x", "statistics")[0] == 2


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("frobnicate",), "No such command 'frobnicate'"),
        (("draw", "--hops", "0"), "--hops"),
        (("draw", "--hops", "many"), "--hops"),
        (("show",), "Missing argument"),
        (("show", "kling", "sora-2"), "unexpected extra argument"),
        (("show", "kling", "--metrc", "downloads"), "--metrc"),
        (("compare", "--period"), "--period"),
    ],
)
def test_an_error_of_usage_is_told_in_two_lines(cg, words, message) -> None:
    code, out, err = cg(*words)
    assert (code, out) == (2, "")
    assert err.startswith("claimgraph: ")
    assert message in err
    assert len(err.splitlines()) == 2
    assert "--help` shows" in err


def test_no_word_at_all_shows_the_verbs(cg) -> None:
    code, out, err = cg()
    assert (code, out) == (2, "")
    assert "disagreements" in err


def test_export_to_standard_output_and_to_a_file(cg, tmp_path: Path) -> None:
    code, out, _ = cg("export", "-", "--around", "kling", "--format", "turtle")
    assert code == 0
    (tmp_path / "graph").mkdir()
    assert cg("export", str(tmp_path / "k.ttl"), "--around", "Kling AI")[0] == 0
    assert (tmp_path / "k.ttl").read_text() == out


def test_export_of_a_construct(cg, tmp_path: Path) -> None:
    (tmp_path / "c.rq").write_text(
        "CONSTRUCT { ?a cg:partnerOf ?b } WHERE { ?c rdf:predicate cg:partnerOf ; rdf:subject ?a ; rdf:object ?b }"
    )
    assert cg("export", str(tmp_path / "p.nt"), "--construct", str(tmp_path / "c.rq"))[0] == 0
    assert all("partnerOf" in line for line in (tmp_path / "p.nt").read_text().splitlines())


def test_build_says_what_it_made(tmp_path: Path, cg, monkeypatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert cg("new", "mine", "--title", "My market")[0] == 0
    (tmp_path / "mine/entities.yaml").write_text("acme: {kind: Company, labels: {en: Acme}}\n")
    (tmp_path / "mine/sources/first.yaml").write_text(
        "url: https://example.org/1\ntitle: First\npublisher: Daily\nlanguage: en\npublished: 2026-01\nkind: news\n"
        "claims:\n- {about: acme, metric: annual_revenue, value: 5M USD, printed: $5 million, period: 2025}\n"
    )
    code, out, _ = cg("build", "mine")
    assert code == 0
    assert out.splitlines()[0] == "My market"
    assert "1 sources" in out or "1 source" in out
    assert (tmp_path / "build/mine/graph.ttl").is_file()
    monkeypatch.delenv("CLAIMGRAPH_STORE")
    assert "5 million" in cg("query", "claims-about", "-p", "entity=acme", "--format", "csv")[1]


def test_verify_checks_texts_by_their_digest(cg, tmp_path: Path) -> None:
    (tmp_path / "other.txt").write_text("not one of them")
    code, out, err = cg("verify", "--texts", str(tmp_path))
    assert (code, out) == (2, "")
    assert "nothing was checked: no text at hand for seed-three-paths" in err


def test_a_closed_pipe_is_no_error(build_of_ai_video: Path) -> None:
    command = f"{sys.executable} -m claimgraph export - --store {build_of_ai_video} | head -1"
    done = subprocess.run(["bash", "-c", f"set -o pipefail; {command}"], capture_output=True, text=True, check=False)
    assert done.stderr == ""
    assert done.stdout.startswith("@prefix")


def test_help_fits_a_terminal(cg, monkeypatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    code, out, _ = cg("--help")
    assert code == 0
    for verb in ("build", "query", "export", "draw", "verify", "new"):
        assert verb in out
    assert max(map(len, out.splitlines())) <= 80
