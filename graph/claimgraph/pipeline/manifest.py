"""What a build was made of, so that the next one touches only what changed: digests of files and of named graphs."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from hashlib import sha256
from pathlib import Path

import claimgraph

NAME = "manifest.json"


@dataclass(frozen=True, slots=True)
class Manifest:
    """The inputs and outputs of one build. `ground` covers whatever every source depends on: code, vocabulary, entities."""

    corpus: str
    base: str
    ground: str
    files: Mapping[str, str]
    graphs: Mapping[str, str]
    version: str = field(default_factory=lambda: claimgraph.__version__)

    @classmethod
    def read(cls, folder: Path) -> Manifest | None:
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

    def changed_since(self, previous: Manifest | None) -> frozenset[str]:
        """The sources whose file is new or differs; all of them when the ground changed."""
        if previous is None or (previous.ground, previous.version) != (self.ground, self.version):
            return frozenset(self.files)
        return frozenset(id for id, digest in self.files.items() if previous.files.get(id) != digest)


def files_digest(paths: Iterable[Path]) -> str:
    """One digest of several files: their names and bytes."""
    whole = sha256()
    for path in sorted(paths):
        whole.update(f"{path.name}\0{sha256(path.read_bytes()).hexdigest()}\n".encode())
    return whole.hexdigest()


def graph_digest(lines: Iterable[str]) -> str:
    """The digest of one named graph: of its N-Quads lines in the order of their code points."""
    whole = sha256()
    for line in sorted(lines):
        whole.update(line.encode())
        whole.update(b"\n")
    return whole.hexdigest()
