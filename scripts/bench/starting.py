"""What a user waits for before anything happens: importing the package, and a small question from the shell."""

from __future__ import annotations

import json
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import redirect_stdout
from importlib import import_module
from io import TextIOWrapper
from pathlib import Path

from measuring import Figure, alone, process

QUESTION = ("query", "statistics")
RUNS = 7


def run(size: int) -> Iterator[Figure]:
    """Starts claimgraph on the AI-video corpus, whatever the size."""
    python = _seconds("-c", "pass")
    yield Figure("import claimgraph", _seconds("-c", "import claimgraph") - python, "s", at_most=0.15)
    with tempfile.TemporaryDirectory() as folder:
        place = _built(Path(folder))
        words = (*QUESTION, "--store", str(place))
        whole = _seconds("-m", "claimgraph", *words)
        yield Figure("claimgraph query statistics", whole, "s", at_most=0.6, note=f"Python alone {python:.3f} s")
        own = statistics.median(alone("starting.py", *words)["own"] for _ in range(RUNS))
        yield Figure("of which our own code", own, "s", at_most=0.2)


def _seconds(*words: str) -> float:
    """The median CPU seconds of a Python that does this."""
    return statistics.median(process([sys.executable, *words]).cpu for _ in range(RUNS))


def _built(folder: Path) -> Path:
    built = Path(__file__).parents[2] / "build" / "ai-video"
    if (built / "store").is_dir():
        return built
    process([sys.executable, "-m", "claimgraph", "build", "ai-video", "--out", str(folder / "ai-video")])
    return folder / "ai-video"


def own_seconds(words: list[str]) -> float:
    """CPU seconds of a command when everything foreign that it imports is there already."""
    listed = process([sys.executable, "-c", _LIST, *words]).output.splitlines()[-1]
    for name in json.loads(listed):
        import_module(name)
    began = time.process_time()
    _ask(words)
    return time.process_time() - began


_LIST = """
import json, os, sys
out, sys.stdout = sys.stdout, open(os.devnull, "w", encoding="utf-8")
from claimgraph.cli import run
assert run(sys.argv[1:]) == 0
foreign = [name for name in sys.modules if not name.startswith(("claimgraph", "_", "__"))]
print(json.dumps(foreign), file=out)
"""


def _ask(words: list[str]) -> None:
    with tempfile.TemporaryFile() as file, redirect_stdout(TextIOWrapper(file, encoding="utf-8")):
        from claimgraph.cli import run as command

        assert command(words) == 0


if __name__ == "__main__":
    print(json.dumps({"own": own_seconds(sys.argv[1:])}))
