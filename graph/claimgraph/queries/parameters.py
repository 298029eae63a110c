"""Words of the command line -> terms: an entity by any of its names, a metric by id or label, dates and numbers checked."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal, InvalidOperation

import pyoxigraph as ox

from claimgraph.errors import QueryError
from claimgraph.queries.catalogue import NamedQuery, Parameter
from claimgraph.store import ClaimStore, Term
from claimgraph.vocabulary import CG, METRIC, PREFIXES, load, suggest

_LABELS = tuple(ox.NamedNode(f"{PREFIXES['skos']}{name}") for name in ("prefLabel", "altLabel", "hiddenLabel"))
_TYPE = ox.NamedNode(f"{PREFIXES['rdf']}type")


def bind(store: ClaimStore, query: NamedQuery, values: Mapping[str, str]) -> dict[str, Term]:
    """The terms for a question's variables. Raises QueryError for what is missing, unknown or not of its type."""
    known = {parameter.name: parameter for parameter in query.parameters}
    for name in values:
        if name not in known:
            nearest = suggest(name, known)
            hint = f"; did you mean {nearest}?" if nearest else ""
            raise QueryError(f"{query.name} has no parameter {name!r}{hint} Ask it as: {query.usage()}")
    missing = [p.name for p in query.parameters if p.required and p.name not in values]
    if missing:
        raise QueryError(f"{query.name} needs {', '.join(missing)}: {query.usage()}")
    bound = {}
    for parameter in query.parameters:
        value = values.get(parameter.name, parameter.default)
        if value is not None:
            bound[parameter.name] = term(store, parameter, value)
    return bound


def term(store: ClaimStore, parameter: Parameter, value: str) -> Term:
    """One word as the term its parameter's type asks for."""
    if value.startswith(("http://", "https://")) and parameter.type not in ("text", "date", "integer", "decimal"):
        return ox.NamedNode(value)
    return _READERS[parameter.type](store, value)


def entity(store: ClaimStore, name: str) -> ox.NamedNode:
    """The entity with that id, or with that label in any language (case does not matter)."""
    entities = {
        quad.subject.value: quad.subject
        for quad in store.quads(None, _TYPE, ox.NamedNode(f"{CG}Entity"))
        if isinstance(quad.subject, ox.NamedNode)
    }
    by_id = {iri.rsplit("/", 1)[-1]: node for iri, node in entities.items()}
    if name in by_id:
        return by_id[name]
    wanted = name.casefold()
    labels: dict[str, ox.NamedNode] = {}
    for predicate in _LABELS:
        for quad in store.quads(None, predicate):
            node = entities.get(getattr(quad.subject, "value", ""))
            if node is not None and isinstance(quad.object, ox.Literal):
                labels.setdefault(quad.object.value.casefold(), node)
    if wanted in labels:
        return labels[wanted]
    nearest = suggest(name.lower(), by_id) or suggest(wanted, labels)
    hint = f"did you mean {nearest}?" if nearest else "`claimgraph query entities` lists them"
    raise QueryError(f"no entity is called {name!r}; {hint}")


def metric(store: ClaimStore, name: str) -> ox.NamedNode:
    """The metric with that id or label."""
    metrics = load().metrics
    if name in metrics:
        return ox.NamedNode(metrics[name].iri)
    labels = {label.text.casefold(): found.iri for found in metrics.values() for label in found.labels}
    if name.casefold() in labels:
        return ox.NamedNode(labels[name.casefold()])
    node = ox.NamedNode(METRIC + name) if name.isidentifier() else None
    if node and next(iter(store.quads(None, ox.NamedNode(f"{CG}metric"), node)), None):
        return node
    nearest = suggest(name, metrics)
    hint = f"did you mean {nearest}?" if nearest else "`claimgraph query metrics` lists them"
    raise QueryError(f"unknown metric {name!r}; {hint}")


def source(store: ClaimStore, name: str) -> ox.NamedNode:
    """The source with that id."""
    if name.startswith(("http://", "https://")):
        return ox.NamedNode(name)
    sources = {graph.rsplit("/", 1)[-1]: graph for graph in store.graphs() if "/source/" in graph}
    if name in sources:
        return ox.NamedNode(sources[name])
    nearest = suggest(name, sources)
    hint = f"did you mean {nearest}?" if nearest else "`claimgraph query sources` lists them"
    raise QueryError(f"no source is called {name!r}; {hint}")


def _vocabulary_term(store: ClaimStore, name: str) -> ox.NamedNode:
    """A term of the vocabulary: `Contradiction`, `contradiction`, `cg:Contradiction`, a unit as `USD` or `unit:CCY_USD`."""
    units = load().units
    if name in units:
        return ox.NamedNode(units[name].iri)
    prefix, colon, rest = name.partition(":")
    if colon and prefix in PREFIXES and prefix != "cg":
        return ox.NamedNode(PREFIXES[prefix] + rest)
    spelled = "".join(part[:1].upper() + part[1:] for part in name.removeprefix("cg:").split("-"))
    terms = {iri.removeprefix(CG): iri for iri in load().terms if iri.startswith(CG)}
    for candidate in (name.removeprefix("cg:"), spelled):
        if candidate in terms:
            return ox.NamedNode(terms[candidate])
    nearest = suggest(name, terms)
    raise QueryError(f"the vocabulary has no {name!r}" + (f"; did you mean {nearest}?" if nearest else ""))


def _relation(store: ClaimStore, name: str) -> ox.NamedNode:
    relations = load().relations
    if name in relations:
        return ox.NamedNode(relations[name].iri)
    nearest = suggest(name, relations)
    raise QueryError(f"no relation {name!r}" + (f"; did you mean {nearest}?" if nearest else ""))


def _typed(type: str, check: Callable[[str], object], example: str) -> Callable[[ClaimStore, str], ox.Literal]:
    def read(store: ClaimStore, value: str) -> ox.Literal:
        try:
            check(value)
        except (ValueError, InvalidOperation):
            raise QueryError(
                f"{value!r} is not {'an' if type[0] in 'aei' else 'a'} {type}; write it as {example}"
            ) from None
        return ox.Literal(value, datatype=ox.NamedNode(f"{PREFIXES['xsd']}{type}"))

    return read


_READERS: Mapping[str, Callable[[ClaimStore, str], Term]] = {
    "entity": entity,
    "metric": metric,
    "source": source,
    "relation": _relation,
    "term": _vocabulary_term,
    "text": lambda store, value: ox.Literal(value),
    "date": _typed("date", date.fromisoformat, "2026-01-31"),
    "integer": _typed("integer", int, "10"),
    "decimal": _typed("decimal", Decimal, "0.5"),
}
