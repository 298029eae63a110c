"""The RDF serializations, each sorted and streamed by section or by named graph."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import cache
from itertools import groupby
from typing import IO, Any

import pyoxigraph as ox

from claimgraph.errors import FormatError
from claimgraph.formats.reading_order import Section, sections
from claimgraph.formats.selection import Selection, iri_prefixes, sorted_graphs
from claimgraph.store import ClaimStore
from claimgraph.turtle import Terms, blocks, header
from claimgraph.vocabulary import PREFIXES, packaged

HEADING = f"\n# {'-' * 20} ".encode()
"""What each section of Turtle begins with; no line of a statement does."""

_XML_ILLEGAL = re.compile("[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def turtle(store: ClaimStore, selection: Selection, output: IO[bytes]) -> None:
    """Turtle for readers: entities, sources, claims by source, derivations; one block per subject."""
    prefixes = iri_prefixes(store, selection)
    terms = Terms(prefixes)
    output.write(header(prefixes).encode())
    for section in sections(store, selection):
        output.write(turtle_section(section, terms))


def turtle_section(section: Section, terms: Terms) -> bytes:
    """A section under its heading; nothing where it is empty."""
    if not section.lines:
        return b""
    return HEADING + "\n".join([f"{section.title}\n", *section.blocks(terms)]).encode()


def trig(store: ClaimStore, selection: Selection, output: IO[bytes]) -> None:
    """TriG: the named graphs, entities first, then sources, then derivations."""
    prefixes = iri_prefixes(store, selection)
    terms = Terms(prefixes)
    output.write(header(prefixes).encode())
    for graph in sorted_graphs(selection):
        lines = sorted(selection.lines(store, graph))
        if lines:
            output.write(f"\n{terms.shorten(f'<{graph}>')} {{\n".encode())
            output.writelines(block.encode() for _, block in blocks(lines, terms))
            output.write(b"}\n")


def ntriples(store: ClaimStore, selection: Selection, output: IO[bytes]) -> None:
    """N-Triples in reading order; a triple stated in several graphs is written once per section."""
    for section in sections(store, selection):
        output.writelines(f"{line}\n".encode() for line in section.ordered())


def nquads(store: ClaimStore, selection: Selection, output: IO[bytes]) -> None:
    """N-Quads, sorted by named graph and line."""
    for graph in sorted_graphs(selection):
        output.writelines(f"{line[:-1]}<{graph}> .\n".encode() for line in sorted(selection.lines(store, graph)))


def rdfxml(store: ClaimStore, selection: Selection, output: IO[bytes]) -> None:
    """RDF/XML of the triples. Raises FormatError on characters that XML cannot hold."""

    def triples() -> Iterator[ox.Triple]:
        for section in sections(store, selection):
            text = "".join(f"{line}\n" for line in section.ordered())
            for quad in ox.parse(text.encode(), format=ox.RdfFormat.N_TRIPLES):
                if isinstance(quad.object, ox.Literal) and _XML_ILLEGAL.search(quad.object.value):
                    raise FormatError(
                        f"RDF/XML cannot hold the control character in {quad.predicate.value} of {quad.subject}: "
                        "export as Turtle, or remove the character from the source file"
                    )
                yield quad.triple

    ox.serialize(triples(), output, format=ox.RdfFormat.RDF_XML, prefixes=iri_prefixes(store, selection))


@cache
def context() -> dict[str, Any]:
    """The published JSON-LD context, ontology/context.jsonld."""
    loaded: dict[str, Any] = json.loads((packaged("ontology") / "context.jsonld").read_text(encoding="utf-8"))
    return loaded["@context"]  # type: ignore[no-any-return]


def jsonld(store: ClaimStore, selection: Selection, output: IO[bytes]) -> None:
    """JSON-LD, one object per named graph, with the published context inline so that it reads without a network."""
    writer = _JsonLd()
    output.write(f'{{"@context": {_json(writer.context)},\n"@graph": ['.encode())
    separator = "\n"
    for graph in sorted_graphs(selection):
        lines = sorted(selection.lines(store, graph))
        if lines:
            output.write(f'{separator}{{"@id": {_json(graph)}, "@graph": [\n'.encode())
            output.write(",\n".join(_json(node) for node in writer.nodes(lines)).encode())
            output.write(b"]}")
            separator = ",\n"
    output.write(b"\n]}\n")


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


class _JsonLd:
    """Nodes of one document, compacted with the context: known terms short and typed, everything else in full."""

    def __init__(self) -> None:
        self.context = context()
        self._terms = {
            self._expand(term["@id"]): (name, term.get("@type"), term.get("@language"))
            for name, term in context().items()
            if isinstance(term, dict)
        }

    def _expand(self, name: str) -> str:
        prefix, _, rest = name.partition(":")
        return PREFIXES[prefix] + rest if prefix in PREFIXES else name

    def nodes(self, lines: list[str]) -> Iterator[dict[str, Any]]:
        quads = ox.parse("".join(f"{line}\n" for line in lines).encode(), format=ox.RdfFormat.N_TRIPLES)
        for subject, about in groupby(quads, key=lambda quad: quad.subject):
            node: dict[str, Any] = {"@id": subject.value}
            for quad in about:
                key, value = self._statement(quad.predicate.value, quad.object)
                node.setdefault(key, []).append(value)
            yield {
                key: value[0] if isinstance(value, list) and len(value) == 1 else value for key, value in node.items()
            }

    def _statement(self, predicate: str, value: Any) -> tuple[str, Any]:
        if predicate == f"{PREFIXES['rdf']}type":
            return "@type", value.value
        name, kind, language = self._terms.get(predicate, (predicate, None, None))
        if isinstance(value, ox.NamedNode):
            return (name, value.value) if kind == "@id" else (predicate if kind else name, {"@id": value.value})
        datatype = value.datatype.value
        if kind and kind != "@id" and datatype == self._expand(kind):
            return name, value.value
        if value.language:
            plain = language == value.language
            return (name, value.value) if plain else (name, {"@value": value.value, "@language": value.language})
        if datatype == f"{PREFIXES['xsd']}string" and kind is None and language is None:
            return name, value.value
        return (predicate if kind == "@id" else name), {"@value": value.value, "@type": datatype}
