"""What a build was made of, so that the next one touches only what changed: digests of files and of named graphs."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from functools import cache
from hashlib import sha256
from pathlib import Path

import claimgraph
from claimgraph.vocabulary import packaged

NAME = "manifest.json"


@dataclass(frozen=True, slots=True)
class Inputs:
    """What a build reads. `ground` is what every source depends on: this program, the vocabulary, the entities."""

    ground: str
    files: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Changes:
    """What differs from the build before: sources to write, sources to drop; `all` when there is nothing to build upon."""

    all: bool
    written: frozenset[str]
    dropped: frozenset[str]


@dataclass(frozen=True, slots=True)
class Manifest:
    """The inputs of one build and the digest of each named graph it wrote.

    `read` is one digest of all that was read, empty where that included texts; `beside` are the digests of the files
    that stand beside the store.
    """

    corpus: str
    base: str
    ground: str
    files: Mapping[str, str]
    graphs: Mapping[str, str]
    read: str = ""
    beside: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, folder: Path) -> Manifest | None:
        """The manifest of an earlier build, or None where there is none that can be used."""
        try:
            return cls(**json.loads((folder / NAME).read_text(encoding="utf-8")))
        except (OSError, ValueError, TypeError):
            return None

    def write(self, folder: Path) -> None:
        text = json.dumps(asdict(self), ensure_ascii=False, indent=1, sort_keys=True)
        (folder / NAME).write_text(text + "\n", encoding="utf-8")

    @property
    def digest(self) -> str:
        """The canonical digest of the dataset: of its named graphs, each by the digest of its sorted N-Quads."""
        lines = "".join(f"{graph} {digest}\n" for graph, digest in sorted(self.graphs.items()))
        return sha256(lines.encode()).hexdigest()


def changes(inputs: Inputs, base: str, previous: Manifest | None) -> Changes:
    """What to write, given the build before."""
    if previous is None or (previous.ground, previous.base) != (inputs.ground, base):
        return Changes(True, frozenset(inputs.files), frozenset())
    written = {id for id, digest in inputs.files.items() if previous.files.get(id) != digest}
    return Changes(False, frozenset(written), frozenset(previous.files.keys() - inputs.files.keys()))


def ground_digest(vocabulary_files: Iterable[Path], entities: str) -> str:
    """One digest of what every source depends on."""
    whole = sha256(program_digest().encode())
    for path in sorted(vocabulary_files):
        whole.update(f"{path.name} {sha256(path.read_bytes()).hexdigest()}\n".encode())
    whole.update(entities.encode())
    return whole.hexdigest()


@cache
def program_digest() -> str:
    """One digest of this program and its ontology, as they were when they were first asked for."""
    whole = sha256(f"claimgraph {claimgraph.__version__}\n".encode())
    package = Path(claimgraph.__file__).parent
    for root in (package, packaged("ontology")):
        for path in sorted(root.rglob("*")):
            name = path.relative_to(root).as_posix()
            if path.is_file() and path.suffix != ".pyc" and not name.startswith("corpora/"):
                whole.update(f"{name} {sha256(path.read_bytes()).hexdigest()}\n".encode())
    return whole.hexdigest()
