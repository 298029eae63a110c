"""Whether a build still stands: nothing that it was made of has changed since, and its files are as they were written."""

from __future__ import annotations

from hashlib import file_digest, sha256
from pathlib import Path

from claimgraph.pipeline.manifest import Manifest, program_digest
from claimgraph.pipeline.report import BuildReport

__all__ = ["file_digests", "read_digest", "standing"]

_BESIDE = ("graph.ttl", "network.html", "report.json", "report.txt")
_DECISIONS = "decisions.yaml"
_READ = ("corpus.yaml", "entities.yaml", _DECISIONS, "metrics.ttl")


def read_digest(folder: Path) -> str:
    """One digest of all that a build of this corpus reads, the program and the vocabulary among it."""
    whole = sha256(program_digest().encode())
    sources = sorted(path for path in (folder / "sources").glob("*") if path.suffix in (".yaml", ".yml"))
    for path in (*(folder / name for name in _READ), *sources):
        if path.is_file():
            whole.update(f"\n{path.name} {sha256(path.read_bytes()).hexdigest()}".encode())
    return whole.hexdigest()


def file_digests(folder: Path) -> dict[str, str]:
    """The digest of each file that stands beside the store of a build."""
    return {name: _digest(folder / name) for name in _BESIDE if (folder / name).is_file()}


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return file_digest(file, "sha256").hexdigest()


def standing(place: Path, read: str, folder: Path) -> BuildReport | None:
    """The report of the build at `place`, where it was made of just this; else None."""
    manifest = Manifest.of(place)
    if manifest is None or manifest.read != read or manifest.beside != file_digests(place):
        return None
    if not (place / "store" / "CURRENT").is_file():
        return None
    report = BuildReport.read(place)
    return report if report is not None and _from_here(report, folder) else None


def _from_here(report: BuildReport, folder: Path) -> bool:
    """A finding on a decision begins with its file and line: the same corpus in another place has another."""
    places = (finding.partition(": ")[0] for finding in report.findings)
    return all(place.startswith(f"{folder / _DECISIONS}:") for place in places if f"{_DECISIONS}:" in place)
