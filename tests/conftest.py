"""What several test modules share: a lexicon without entities, a real SPARQL server on a free port of this machine."""

from __future__ import annotations

import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from claimgraph.extraction import Lexicon

if TYPE_CHECKING:
    from claimgraph.store import ClaimStore

ServerStarter = Callable[..., str]


@pytest.fixture(scope="session")
def bare() -> Lexicon:
    """Metrics and cues, and not one entity."""
    return Lexicon.load()


@pytest.fixture
def start_sparql_server(monkeypatch: pytest.MonkeyPatch) -> Iterator[ServerStarter]:
    """Starts `oxigraph serve` with further options and returns its root address; stopped when the test ends."""
    program = shutil.which("oxigraph", path=str(Path(sys.executable).parent)) or shutil.which("oxigraph")
    if program is None:
        pytest.skip("the `oxigraph` server program is not installed: pip install oxigraph")
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    running: list[subprocess.Popen[bytes]] = []

    def start(*options: str) -> str:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        address = f"http://127.0.0.1:{port}"
        command = [program, "serve", "--bind", f"127.0.0.1:{port}", *options]
        running.append(subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL))
        _wait_for(address, running[-1])
        return address

    yield start
    for server in running:
        server.kill()
        server.wait()


@pytest.fixture
def sparql_server(start_sparql_server: ServerStarter) -> str:
    """The address of an empty server whose default graph is not the union."""
    return start_sparql_server()


def _wait_for(address: str, server: subprocess.Popen[bytes], seconds: float = 30.0) -> None:
    end = time.monotonic() + seconds
    while time.monotonic() < end and server.poll() is None:
        try:
            with urllib.request.urlopen(f"{address}/query?query=ASK%7B%7D", timeout=5):
                return
        except (OSError, urllib.error.URLError):
            time.sleep(0.05)
    pytest.fail(f"the SPARQL server at {address} did not start")


@pytest.fixture(scope="session")
def build_of_ai_video(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The AI-video corpus, built once for all tests; the folder must not be changed."""
    from claimgraph.pipeline import build

    place = tmp_path_factory.mktemp("build") / "ai-video"
    report = build("ai-video", place)
    assert report.holds, report.faults()
    return place


@pytest.fixture(scope="session")
def ai_video(build_of_ai_video: Path) -> Iterator[ClaimStore]:
    """The store of that build, open for reading."""
    from claimgraph.store import ClaimStore

    with ClaimStore.open(build_of_ai_video) as store:
        yield store
