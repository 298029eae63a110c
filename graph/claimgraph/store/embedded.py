"""The store on this machine: Oxigraph in a folder or in memory.

Opens, locks, loads and dumps; every fault of the engine becomes a StoreError or QueryError with place and remedy.
"""

from __future__ import annotations

import contextlib
import errno
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import IO, Any, Final

import pyoxigraph as ox

from claimgraph.errors import QueryError, StoreError
from claimgraph.store.chunks import opened, slices
from claimgraph.store.contract import Answer, Chunks, ClaimStore, Question, Subject, graph_name
from claimgraph.vocabulary import PREFIXES

FORMATS: Final[dict[str, ox.RdfFormat]] = {
    ".ttl": ox.RdfFormat.TURTLE,
    ".turtle": ox.RdfFormat.TURTLE,
    ".trig": ox.RdfFormat.TRIG,
    ".nt": ox.RdfFormat.N_TRIPLES,
    ".nq": ox.RdfFormat.N_QUADS,
    ".jsonld": ox.RdfFormat.JSON_LD,
    ".json": ox.RdfFormat.JSON_LD,
    ".rdf": ox.RdfFormat.RDF_XML,
    ".xml": ox.RdfFormat.RDF_XML,
}
_SLICE: Final = 64 << 20
_WRITERS: set[Path] = set()  # folders open for writing in this process: its own locks are invisible to it


class EmbeddedStore(ClaimStore):
    """Oxigraph in this process."""

    def __init__(self, engine: ox.Store, place: str, *, writable: bool, folder: Path | None = None) -> None:
        self._engine: ox.Store | None = engine
        self._folder = folder
        self.place = place
        self.writable = writable
        if folder is not None and writable:
            _WRITERS.add(folder)

    # -- opening ------------------------------------------------------------------------------------------------------

    @classmethod
    def from_folder(cls, where: Path, *, writable: bool) -> EmbeddedStore:
        """The store in a folder, or in its `store` folder. Raises StoreError."""
        folder = _store_folder(where)
        _refuse_locked(folder)
        try:
            engine = ox.Store(folder) if writable else ox.Store.read_only(str(folder))
        except OSError as error:
            raise StoreError(_opening_fault(folder, error)) from error
        return cls(engine, str(where), writable=writable, folder=folder)

    @classmethod
    def in_new_folder(cls, folder: Path) -> EmbeddedStore:
        """An empty store in a folder that does not exist or is empty. Raises StoreError."""
        if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
            raise StoreError(f"{folder} exists and is not empty: name a new folder, or remove this one")
        try:
            folder.mkdir(parents=True, exist_ok=True)
            return cls(ox.Store(folder), str(folder), writable=True, folder=folder.resolve())
        except OSError as error:
            raise StoreError(_writing_fault(str(folder), error)) from error

    @classmethod
    def from_file(cls, path: Path) -> EmbeddedStore:
        """An RDF file, loaded into memory, read-only. Raises StoreError."""
        format = FORMATS.get(path.suffix.lower())
        if format is None:
            raise StoreError(f"{path} is no RDF file that can be opened: its name must end in {' '.join(FORMATS)}")
        engine = ox.Store()
        try:
            engine.bulk_load(path=path, format=format, base_iri=path.resolve().as_uri())
        except SyntaxError as error:
            line = f":{error.lineno}" if error.lineno else ""
            raise StoreError(f"{path}{line}: {error.msg or error}. Correct the file, or export it anew") from error
        except (OSError, ValueError) as error:
            raise StoreError(f"{path} cannot be read: {error}. Check the file and its permissions") from error
        return cls(engine, str(path), writable=False)

    def close(self) -> None:
        if self._engine is not None and self.writable and self._folder is not None:
            with contextlib.suppress(OSError):
                self._engine.flush()
        if self._folder is not None:
            _WRITERS.discard(self._folder)
        self._engine = None

    @property
    def engine(self) -> ox.Store:
        """Oxigraph itself, for what needs its speed and nothing of the contract. Raises StoreError once closed."""
        if self._engine is None:
            raise StoreError(f"{self.place} is closed: open it again")
        return self._engine

    # -- asking -------------------------------------------------------------------------------------------------------

    def _answer(self, question: Question) -> Answer:
        options: dict[str, Any] = {"prefixes": _plain(question.prefixes)}
        if question.base is not None:
            options["base_iri"] = question.base
        if question.functions:
            options["custom_functions"] = dict(question.functions)
        if question.default is not None and not question.own_dataset:
            options["default_graph"] = list(question.default)
            options["named_graphs"] = None if question.named is None else list(question.named)
        elif not question.own_dataset:  # the union would override FROM
            options["use_default_graph_as_union"] = True
        try:
            return self.engine.query(question.sparql, **options)
        except (SyntaxError, ValueError, RuntimeError) as error:
            raise QueryError(str(error)) from error
        except OSError as error:
            raise StoreError(f"{self.place} cannot be read: {error}. Build it anew") from error

    def quads(
        self,
        subject: Subject | None = None,
        predicate: ox.NamedNode | None = None,
        object: Subject | ox.Literal | None = None,
        graph: Subject | ox.DefaultGraph | None = None,
    ) -> Iterator[ox.Quad]:
        return self.engine.quads_for_pattern(subject, predicate, object, graph)

    def graphs(self) -> list[str]:
        return sorted(name.value for name in self.engine.named_graphs())

    def __len__(self) -> int:
        return len(self.engine)

    # -- writing ------------------------------------------------------------------------------------------------------

    def load_nquads(self, chunks: Chunks, *, trusted: bool = False) -> None:
        with self._write() as engine, opened(chunks) as stream:
            if self._folder is None:
                engine.bulk_load(stream, ox.RdfFormat.N_QUADS, lenient=trusted)
                return
            for part, before in slices(stream, _SLICE):  # one bulk load keeps gigabytes waiting for its last file
                with _counting_from(before):
                    engine.bulk_load(part, ox.RdfFormat.N_QUADS, lenient=trusted)

    def replace_graph(self, graph: str, chunks: Chunks) -> None:
        name = graph_name(graph)
        with self._write() as engine, opened(chunks) as stream:
            fresh = ox.Store()  # the engine rewrites literals: only stored quads compare with stored quads
            fresh.bulk_load(stream, ox.RdfFormat.N_QUADS, to_graph=name)
            if others := [str(other) for other in fresh.named_graphs() if other != name]:
                raise StoreError(f"{self.place}: a statement for {graph} names another graph, {min(others)}")
            stale = [quad for quad in engine.quads_for_pattern(None, None, None, name) if quad not in fresh]
            engine.bulk_extend(fresh)
            for quad in stale:
                engine.remove(quad)

    def drop_graph(self, graph: str) -> None:
        with self._write() as engine:
            engine.remove_graph(graph_name(graph))

    def _update(self, sparql: str, prefixes: Mapping[str, str]) -> None:
        try:
            self.engine.update(sparql, prefixes=_plain(prefixes))
        except (SyntaxError, ValueError) as error:
            raise QueryError(str(error)) from error
        except (OSError, RuntimeError) as error:
            raise StoreError(_writing_fault(self.place, error)) from error

    def add(self, quads: Iterable[ox.Quad]) -> None:
        with self._write() as engine:
            engine.extend(quads)

    def remove(self, quads: Iterable[ox.Quad]) -> None:
        with self._write() as engine:
            for quad in quads:
                engine.remove(quad)

    def flush(self) -> None:
        with self._write() as engine:
            engine.flush()

    def optimize(self) -> None:
        with self._write() as engine:
            engine.optimize()

    @contextlib.contextmanager
    def _write(self) -> Iterator[ox.Store]:
        self._writing()
        try:
            yield self.engine
        except SyntaxError as error:
            line = f" (line {error.lineno} of the input)" if error.lineno else ""
            raise StoreError(f"{self.place}: {error.msg or error}{line}. Correct the N-Quads") from error
        except (OSError, RuntimeError) as error:
            raise StoreError(_writing_fault(self.place, error)) from error

    # -- taking out ---------------------------------------------------------------------------------------------------

    def dump(self, output: IO[bytes] | Path, format: ox.RdfFormat, *, graph: str | None = None) -> None:
        name = None if graph is None else graph_name(graph)
        try:
            if name is None and not format.supports_datasets:
                ox.serialize((quad.triple for quad in self.engine), output, format, prefixes=PREFIXES)
            else:
                self.engine.dump(output, format, from_graph=name, prefixes=PREFIXES)
        except (OSError, ValueError) as error:
            raise StoreError(_writing_fault(str(output), error)) from error

    def backup(self, folder: Path) -> None:
        if self._folder is None:
            raise StoreError(f"{self.place} has no files to copy: dump it instead")
        if folder.exists():
            raise StoreError(f"{folder} exists: name a new folder for the copy")
        try:
            self.engine.backup(folder)
        except (OSError, RuntimeError) as error:
            raise StoreError(_writing_fault(str(folder), error)) from error


@contextlib.contextmanager
def _counting_from(lines: int) -> Iterator[None]:
    """Lets a fault in a slice say its line in the whole text."""
    try:
        yield
    except SyntaxError as error:
        if lines:
            error.lineno = (error.lineno or 1) + lines
            error.msg = f"{error.msg} (counted from line {lines + 1})"
        raise


def _store_folder(where: Path) -> Path:
    for folder in (where, where / "store"):
        if (folder / "CURRENT").is_file():
            return folder.resolve()
    if where.exists():
        raise StoreError(f"{where} holds no store: name a folder that `claimgraph build` wrote, or an RDF file")
    raise StoreError(f"{where} does not exist: run `claimgraph build`, or name another folder, file or address")


def _refuse_locked(folder: Path) -> None:
    """Raises StoreError while somebody writes to the store: what a reader saw beside a writer would be undefined."""
    fault = StoreError(f"{folder} is being written by another process: wait until it ends, or stop it")
    if folder in _WRITERS:
        raise fault
    try:
        import fcntl

        with (folder / "LOCK").open("rb") as lock:
            fcntl.lockf(lock, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except ImportError:  # no such locks on this system: the engine's own check remains
        return
    except OSError as error:
        if error.errno in (errno.EACCES, errno.EAGAIN) and (folder / "LOCK").exists():
            raise fault from error


def _opening_fault(folder: Path, error: OSError) -> str:
    if "lock" in str(error).lower():
        return f"{folder} is locked by another process: wait until it ends, or open it for reading"
    return f"{folder} cannot be opened: {error}. Check its permissions, or build it anew"


def _writing_fault(place: str, error: Exception) -> str:
    text = str(error)
    if getattr(error, "errno", None) == errno.ENOSPC or "No space left" in text:
        return f"{place}: the disk is full ({text}). Free some space and run again; what stood before is untouched"
    if getattr(error, "errno", None) in (errno.EACCES, errno.EROFS, errno.EPERM):
        return f"{place} cannot be written ({text}). Choose a folder that you may write to"
    return f"{place} cannot be written: {text}. Check the folder and run again"


def _plain(prefixes: Mapping[str, str]) -> dict[str, str]:
    return prefixes if isinstance(prefixes, dict) else dict(prefixes)
