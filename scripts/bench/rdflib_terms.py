"""Triples as somebody writes them with rdflib: a URIRef or Literal made of text, term by term."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TypeAlias

import pyoxigraph as ox
from rdflib import Literal, URIRef

Plain: TypeAlias = tuple[str, str, str, str | None, str | None]
Triple: TypeAlias = tuple[URIRef, URIRef, URIRef | Literal]


def plain(quads: Iterable[ox.Quad]) -> Iterator[Plain]:
    """Subject, predicate and object as text; the datatype is "" for an IRI; then the language."""
    for quad in quads:
        subject, value = quad.subject, quad.object
        assert isinstance(subject, ox.NamedNode), "claims have no blank nodes"
        if isinstance(value, ox.Literal):
            datatype = None if value.language else value.datatype.value
            yield subject.value, quad.predicate.value, value.value, datatype, value.language
        else:
            assert isinstance(value, ox.NamedNode)
            yield subject.value, quad.predicate.value, value.value, "", None


def terms(rows: Iterable[Plain]) -> Iterator[Triple]:
    """The same as rdflib's terms, each made anew."""
    for subject, predicate, value, datatype, language in rows:
        if datatype == "":
            yield URIRef(subject), URIRef(predicate), URIRef(value)
        else:
            kind = URIRef(datatype) if datatype else None
            yield URIRef(subject), URIRef(predicate), Literal(value, datatype=kind, lang=language)


def triples(quads: Iterable[ox.Quad]) -> Iterator[Triple]:
    return terms(plain(quads))
