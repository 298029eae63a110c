"""Read and write graphs: Turtle, TriG, N-Triples, N-Quads, JSON-LD, RDF/XML; claims as GraphML, GEXF, CSV and Parquet.

Every format is deterministic: the same graph gives the same bytes. Writing streams to any binary output; a file is
written beside its place and moved there when it is whole.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from claimgraph.errors import FormatError
from claimgraph.formats import networks, serializations, tables
from claimgraph.formats.rewriting import Changed, rewritten
from claimgraph.formats.selection import Selection, everything, one_source, part, surroundings
from claimgraph.store import ClaimStore
from claimgraph.vocabulary import suggest

__all__ = [
    "FORMATS",
    "Changed",
    "Format",
    "Selection",
    "everything",
    "export",
    "format_of",
    "one_source",
    "part",
    "rewritten",
    "surroundings",
    "write",
]

Writer = Callable[[ClaimStore, Selection, IO[bytes]], None]


@dataclass(frozen=True, slots=True)
class Format:
    """A file format: its name on the command line, its suffixes and who writes it."""

    name: str
    suffixes: tuple[str, ...]
    media_type: str
    write: Writer


FORMATS: Mapping[str, Format] = {
    format.name: format
    for format in (
        Format("turtle", (".ttl", ".turtle"), "text/turtle", serializations.turtle),
        Format("trig", (".trig",), "application/trig", serializations.trig),
        Format("ntriples", (".nt",), "application/n-triples", serializations.ntriples),
        Format("nquads", (".nq",), "application/n-quads", serializations.nquads),
        Format("jsonld", (".jsonld", ".json"), "application/ld+json", serializations.jsonld),
        Format("rdfxml", (".rdf", ".xml"), "application/rdf+xml", serializations.rdfxml),
        Format("graphml", (".graphml",), "application/graphml+xml", networks.graphml),
        Format("gexf", (".gexf",), "application/gexf+xml", networks.gexf),
        Format("csv", (".csv",), "text/csv", tables.csv),
        Format("parquet", (".parquet",), "application/vnd.apache.parquet", tables.parquet),
    )
}


def format_of(name: str | None, path: Path | None = None) -> Format:
    """The format with that name, or with that file's suffix. Raises FormatError with the nearest valid name."""
    if name:
        found = FORMATS.get(name) or next((f for f in FORMATS.values() if f".{name}" in f.suffixes), None)
        if found is None:
            nearest = suggest(name, FORMATS)
            hint = f"; did you mean {nearest}?" if nearest else ""
            raise FormatError(f"unknown format {name!r}{hint} Formats: {', '.join(FORMATS)}")
        return found
    suffix = path.suffix.lower() if path else ""
    for format in FORMATS.values():
        if suffix in format.suffixes:
            return format
    raise FormatError(f"no format has the suffix {suffix!r}: name one with --format ({', '.join(FORMATS)})")


def write(store: ClaimStore, output: IO[bytes], format: Format, selection: Selection | None = None) -> None:
    """Writes the selected part of the graph (all of it by default) to an open binary output."""
    format.write(store, everything(store) if selection is None else selection, output)


def export(store: ClaimStore, path: Path, format: Format, selection: Selection | None = None) -> None:
    """Writes a file, whole or not at all. Raises FormatError where it cannot be written."""
    partial = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        with partial.open("wb") as output:
            write(store, output, format, selection)
        partial.replace(path)
    except OSError as error:
        raise FormatError(f"cannot write {path}: {error.strerror or error}; nothing was changed there") from None
    finally:
        partial.unlink(missing_ok=True)
