"""Asking: named questions and SPARQL of one's own, with the prefixes of the project known and errors that help."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path

import pyoxigraph as ox

from claimgraph.errors import QueryError
from claimgraph.queries.answers import Answer
from claimgraph.queries.catalogue import NamedQuery, named_queries
from claimgraph.queries.faults import form_fault, readable
from claimgraph.queries.parameters import bind
from claimgraph.store import NODE_PREFIXES, ClaimStore, Term
from claimgraph.vocabulary import CG, METRIC, PREFIXES, load, suggest

_HERE = Path(__file__).parent
_SKIPPED = re.compile(
    r"""(?P<skip>\#[^\n]*|"{3}.*?"{3}|'{3}.*?'{3}|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|<[^<>"{}|^`\\\s]*>)"""
    r"""|(?P<declared>\bPREFIX\s+(?P<new>[\w.-]*):)|(?<![\w?$:@-])(?P<prefix>[A-Za-z][\w.-]*)?:(?P<local>[\w%-]*(?:\.+[\w%-]+)*)""",
    re.S | re.I,
)


def ask(
    store: ClaimStore, sparql: str, *, bindings: Mapping[str, Term] | None = None, graphs: Sequence[str] | None = None
) -> Answer:
    """The answer to a SPARQL query. Raises QueryError with line, column and the nearest valid name."""
    if fault := form_fault(sparql):
        raise QueryError(fault)
    _check_names(store, sparql, store.prefixes())
    return _answer(store, sparql, bindings, graphs)


def ask_named(
    store: ClaimStore, name: str, values: Mapping[str, str], *, graphs: Sequence[str] | None = None
) -> Answer:
    """The answer to a named question, its parameters given as text. Its names are known, so no vocabulary is read."""
    query = find_query(name)
    return _answer(store, query.text, bind(store, query, values), graphs)


def _answer(
    store: ClaimStore, sparql: str, bindings: Mapping[str, Term] | None, graphs: Sequence[str] | None
) -> Answer:
    prefixes = store.prefixes()
    try:
        return Answer.of(store.query(sparql, bindings=bindings, prefixes=prefixes, graphs=graphs), prefixes)
    except QueryError as error:
        raise QueryError(readable(str(error), sparql)) from None


def find_query(name: str) -> NamedQuery:
    """The question with that name. Raises QueryError with the nearest one."""
    queries = named_queries()
    if name in queries:
        return queries[name]
    nearest = suggest(name, queries)
    hint = f"did you mean {nearest}?" if nearest else "`claimgraph query --list` shows them"
    raise QueryError(f"no question is called {name!r}, and no file either; {hint}")


def absent(store: ClaimStore, sparql: str) -> tuple[str, ...]:
    """What a query names of the corpus that the store does not hold, each with its place and the nearest name.

    Not an error: whoever asks whether something is there is answered. It tells why an answer is empty.
    """
    prefixes = store.prefixes()
    declared = {found["new"] for found in _SKIPPED.finditer(sparql) if found["declared"]}
    known = {kind: prefixes[kind] for kind in NODE_PREFIXES if kind in prefixes and kind not in declared}
    hints: dict[str, str] = {}
    for found in _names(sparql):
        kind, local = found["prefix"], found["local"]
        name = f"{kind}:{local}"
        if local and kind in known and name not in hints and not _held(store, known[kind] + local):
            nearest = _nearest_node(store, known[kind], local)
            hint = f"; did you mean {kind}:{nearest}?" if nearest else ""
            hints[name] = f"{_place(sparql, found.start())}: the store has no {name}{hint}"
    return tuple(hints.values())


def _nearest_node(store: ClaimStore, namespace: str, local: str) -> str | None:
    """The nearest name of an entity or a source; the hashes of claims and slots resemble nothing."""
    term = {"entity": f"{CG}Entity", "source": f"{CG}Source"}.get(namespace.rstrip("/").rsplit("/", 1)[-1])
    if term is None:
        return None
    nodes = store.quads(None, ox.NamedNode(f"{PREFIXES['rdf']}type"), ox.NamedNode(term))
    return suggest(local, {str(quad.subject.value).removeprefix(namespace) for quad in nodes
                           if isinstance(quad.subject, ox.NamedNode)})  # fmt: skip


def _check_names(store: ClaimStore, sparql: str, prefixes: Mapping[str, str]) -> None:
    """Refuses prefixes nobody declared, and terms of ours that neither the vocabulary nor the store has."""
    declared = {found["new"] for found in _SKIPPED.finditer(sparql) if found["declared"]}
    for found in _names(sparql):
        prefix, local = found["prefix"] or "", found["local"]
        if prefix == "_" or prefix in declared:
            continue
        place = _place(sparql, found.start())
        if prefix.lower() in ("http", "https"):
            raise QueryError(f"{place}: an IRI stands in <> and holds no space; write %20 for one")
        if prefix not in prefixes:
            nearest = suggest(prefix, prefixes)
            hint = f"did you mean {nearest}:?" if nearest else f"known are {', '.join(sorted(PREFIXES))}"
            raise QueryError(f"{place}: unknown prefix {prefix}: - declare it with PREFIX; {hint}")
        iri = prefixes[prefix] + local
        if prefixes[prefix] in (CG, METRIC) and local and not _known(store, iri):
            nearest = _nearest(local, _locals(prefixes[prefix]))
            hint = f"; did you mean {prefix}:{nearest}?" if nearest else ""
            raise QueryError(f"{place}: the vocabulary has no {prefix}:{local}{hint}")


def _names(sparql: str) -> Iterator[re.Match[str]]:
    return (found for found in _SKIPPED.finditer(sparql) if not found["skip"] and not found["declared"])


def _known(store: ClaimStore, iri: str) -> bool:
    return iri in load().terms or _held(store, iri)


def _held(store: ClaimStore, iri: str) -> bool:
    """Whether the store holds a statement with this node, or a graph of this name."""
    node = ox.NamedNode(iri)
    patterns = ((node, None, None), (None, None, node), (None, node, None), (None, None, None, node))
    return any(next(iter(store.quads(*pattern)), None) for pattern in patterns)


def _nearest(name: str, known: frozenset[str]) -> str | None:
    """The nearest name; a property, which begins in lower case, is taken for a property before it is taken for a class."""
    alike = [candidate for candidate in known if candidate[:1].isupper() == name[:1].isupper()]
    return suggest(name, alike) or suggest(name, known)


@cache
def _locals(namespace: str) -> frozenset[str]:
    return frozenset(iri.removeprefix(namespace) for iri in load().terms if iri.startswith(namespace))


def _place(sparql: str, offset: int) -> str:
    line = sparql.count("\n", 0, offset) + 1
    return f"line {line}, column {offset - sparql.rfind(chr(10), 0, offset)}"
