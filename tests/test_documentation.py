"""The README is true: its commands run, its Python prints what it says, its map names every room, its files exist."""

import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from claimgraph.corpus import new_corpus
from claimgraph.pipeline import apply_decisions, build, ingest

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
ROOMS = sorted(
    path.stem if path.is_file() else path.name
    for path in (ROOT / "graph/claimgraph").iterdir()
    if (path.suffix == ".py" or (path / "__init__.py").is_file()) and not path.name.startswith("__")
)


def blocks(language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", README, re.S)


def test_the_python_of_the_readme_prints_what_it_says(build_of_ai_video: Path, tmp_path: Path) -> None:
    (block,) = blocks("python")
    expected = [line.removeprefix("# -> ") for line in block.splitlines() if line.startswith("# -> ")]
    assert expected
    (tmp_path / "build").mkdir()
    (tmp_path / "build/ai-video").symlink_to(build_of_ai_video)
    done = subprocess.run([sys.executable, "-c", block], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines() == expected


@pytest.mark.parametrize(
    "line", [line for block in blocks("sh") for line in block.splitlines() if line.startswith("claimgraph ")]
)
def test_the_commands_of_the_readme_run(line: str, build_of_ai_video: Path, tmp_path: Path) -> None:
    (tmp_path / "build").mkdir()
    (tmp_path / "build/ai-video").symlink_to(build_of_ai_video)
    words = shlex.split(line.split("  #")[0])[1:]
    done = subprocess.run(
        [sys.executable, "-m", "claimgraph", *words], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr


DEMO = (ROOT / "scripts/demo").read_text(encoding="utf-8")


def test_the_demo_installs_every_extra_that_the_commands_of_the_readme_name() -> None:
    """`extract` reads pages and PDF, `--llm` asks a model, `export` writes Parquet: none may end in "not installed"."""
    installed = re.search(r"environment\.sh\" ?(.*)", DEMO)
    assert installed
    code = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "graph/claimgraph").rglob("*.py"))
    named = set(re.findall(r"MissingExtraError\(\"[^\"]+\", \"(\w+)\"", code))
    assert named >= {"documents", "parquet", "llm"}
    assert set(installed[1].split()) == named - {"ner"}  # names are found without it too


@pytest.mark.parametrize("line", re.findall(r"^  \.venv/bin/claimgraph (.*)$", DEMO, re.M))
def test_the_commands_that_the_demo_suggests_run(line: str, build_of_ai_video: Path) -> None:
    words = [*shlex.split(line), "--store", str(build_of_ai_video)]
    done = subprocess.run([sys.executable, "-m", "claimgraph", *words], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stdout


def test_the_corpus_of_the_readme_can_be_built(tmp_path: Path) -> None:
    entities, source, _ = blocks("yaml")
    corpus = new_corpus(tmp_path / "mine", "My market")
    (corpus / "entities.yaml").write_text(entities, encoding="utf-8")
    (corpus / "sources" / "some-article.yaml").write_text(source, encoding="utf-8")
    report = build(corpus, tmp_path / "out")
    assert report.holds
    assert dict(report.claims) == {"metric": 1, "relation": 1}


def test_the_decisions_of_the_readme_are_understood(tmp_path: Path) -> None:
    corpus = new_corpus(tmp_path / "mine", "My market")
    (tmp_path / "decisions.yaml").write_text(blocks("yaml")[2], encoding="utf-8")
    article = tmp_path / "article.txt"
    article.write_text(
        "KlingAI, rival of Zhipu, had 12 million monthly active users in January 2026.", encoding="utf-8"
    )
    list(ingest([str(article)], corpus))
    applied = list(apply_decisions(corpus, tmp_path / "decisions.yaml"))
    assert "Zhipu: created as zhipu" in applied[0].what
    faults = [one.fault for one in applied if one.fault]
    assert len(faults) == 4  # the drafts and the entity of another article
    assert not [fault for fault in faults if "is none" in fault or "is missing" in fault]


def test_what_the_readme_shows_is_what_is_printed(build_of_ai_video: Path) -> None:
    shown = [block.splitlines() for block in blocks("console") if "\n..." in block]
    assert shown
    for first, *lines in shown:
        words = shlex.split(first.removeprefix("$ claimgraph "))
        done = subprocess.run(
            [sys.executable, "-m", "claimgraph", *words, "--store", str(build_of_ai_video)],
            capture_output=True, text=True, check=True,
        )  # fmt: skip
        assert "\n".join(line for line in lines if line != "...") in done.stdout


def test_the_map_names_every_room() -> None:
    house = re.search(r"```text\n(.*?)```", README, re.S)
    assert house
    missing = [room for room in ROOMS if not re.search(rf"^\s*{room}\b", house[1], re.M)]
    assert not missing, f"the README's map lacks {missing}"


def test_links_of_the_readme_lead_somewhere() -> None:
    for target in re.findall(r"\]\(((?!https?:)[^)#]+)\)", README):
        assert (ROOT / target).exists(), target


def test_no_module_is_too_long() -> None:
    long = {
        str(path.relative_to(ROOT)): lines
        for path in (ROOT / "graph").rglob("*.py")
        if (lines := len(path.read_text(encoding="utf-8").splitlines())) > 400
    }
    assert not long, f"to be divided by what they do: {long}"


def test_the_context_is_that_of_the_vocabulary() -> None:
    sys.path.insert(0, str(ROOT / "scripts"))
    try:
        import make_context
    finally:
        sys.path.remove(str(ROOT / "scripts"))
    assert (ROOT / "ontology/context.jsonld").read_text(encoding="utf-8") == make_context.text()
