"""Turtle that people read and that diffs cleanly: sorted, one block per subject, few prefixes, no blank node.

Works on the text of N-Triples lines, so that a line costs a few dictionary look-ups and the engine does the escaping.
Every literal keeps its lexical form: what is shortened (integers, booleans, decimals with a point) reads back the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from claimgraph.vocabulary import PREFIXES

if TYPE_CHECKING:
    from pyoxigraph import Triple

_TYPE = f"<{PREFIXES['rdf']}type>"
_SAFE_LOCAL = re.compile(r"[A-Za-z0-9_](?:[A-Za-z0-9_-]*[A-Za-z0-9_-])?")
_XSD = PREFIXES["xsd"]
_SHORT_LITERAL = {
    f"{_XSD}integer": re.compile(r"[+-]?[0-9]+"),
    f"{_XSD}decimal": re.compile(r"[+-]?[0-9]*\.[0-9]+"),
    f"{_XSD}boolean": re.compile(r"true|false"),
}
_CACHE_LIMIT = 200_000


class Terms(dict[str, str]):
    """N-Triples terms -> Turtle terms, remembered; emptied when it grows large.

    >>> terms = Terms({"cg": "https://w3id.org/claimgraph/ns#", "xsd": "http://www.w3.org/2001/XMLSchema#"})
    >>> terms["<https://w3id.org/claimgraph/ns#low>"], terms['"5"^^<http://www.w3.org/2001/XMLSchema#integer>']
    ('cg:low', '5')
    >>> terms['"5"^^<http://www.w3.org/2001/XMLSchema#decimal>'], terms['"a"@en'], terms["<urn:x>"]
    ('"5"^^xsd:decimal', '"a"@en', '<urn:x>')
    """

    def __init__(self, prefixes: Mapping[str, str]) -> None:
        super().__init__()
        self._prefixes = {namespace: prefix for prefix, namespace in prefixes.items()}

    def __missing__(self, term: str) -> str:
        if len(self) > _CACHE_LIMIT:
            self.clear()
        short = self[term] = self.shorten(term)
        return short

    def shorten(self, term: str) -> str:
        """The Turtle form of a term, not remembered."""
        if term[0] == "<":
            return self._name(term)
        if term[-1] != ">":
            return term
        quoted, _, datatype = term.rpartition("^^")
        form = _SHORT_LITERAL.get(datatype[1:-1])
        if form and form.fullmatch(quoted, 1, len(quoted) - 1):
            return quoted[1:-1]
        return f"{quoted}^^{self[datatype]}"

    def _name(self, iri: str) -> str:
        cut = max(iri.rfind("/"), iri.rfind("#")) + 1
        prefix = self._prefixes.get(iri[1:cut])
        if prefix is not None:
            name = iri[cut:-1]
            if (name.isalnum() and name.isascii()) or _SAFE_LOCAL.fullmatch(name):
                return f"{prefix}:{name}"
        return iri


def header(prefixes: Mapping[str, str]) -> str:
    """The prefix declarations, sorted."""
    return "".join(f"@prefix {prefix}: <{namespace}> .\n" for prefix, namespace in sorted(prefixes.items()))


def blocks(lines: Iterable[str], terms: Terms) -> Iterator[tuple[str, str]]:
    """Every subject with its Turtle block, from distinct N-Triples lines in order; `rdf:type` comes first in its block."""
    subject = last = ""
    types: list[str] = []
    rest: list[str] = []
    for line in lines:
        this, predicate, object = line.split(" ", 2)
        if this != subject:
            if subject:
                yield subject, _block(terms.shorten(subject), types, rest)
            subject, last, types, rest = this, "", [], []
        term = terms[object[:-2]] if object[-3] == ">" else object[:-2]
        if predicate == last:
            rest[-1] += f", {term}"
        elif predicate == _TYPE:
            types.append(term)
        else:
            last = predicate
            rest.append(f"{terms[predicate]} {term}")
    if subject:
        yield subject, _block(terms.shorten(subject), types, rest)


def _block(subject: str, types: list[str], rest: list[str]) -> str:
    if types:
        rest.insert(0, "a " + ", ".join(types))
    return f"{subject}\n    " + " ;\n    ".join(rest) + " .\n"


def triples_turtle(triples: Iterable[Triple], prefixes: Mapping[str, str] = PREFIXES) -> str:
    """Sorted Turtle of any triples, such as those of a CONSTRUCT; only the prefixes in use are declared."""
    lines = sorted({f"{triple.subject} {triple.predicate} {triple.object} ." for triple in triples})
    terms = Terms(prefixes)
    body = "".join(f"\n{block}" for _, block in blocks(lines, terms))
    used = {prefix: namespace for prefix, namespace in prefixes.items() if f"<{namespace}" in "".join(lines)}
    return header(used) + body
