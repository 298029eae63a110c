"""SPARQL constraints of shapes, asked of many focus nodes at once instead of one by one (SHACL, sections 5 and A).

SHACL runs the query once per focus node with $this already bound. The same answer for a whole batch comes from naming
the batch at the head of every group that uses $this. Where that would not be the same (LIMIT, sub-queries inside
EXISTS), the query is asked node by node.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from pyoxigraph import Literal, Store

from claimgraph.store.sparql import Token, tokens
from claimgraph.validation.algebra import Term, Values
from claimgraph.validation.chaining import chained
from claimgraph.validation.paths import SH, Path
from claimgraph.validation.shapes_graph import ShapesGraph

_FORBIDDEN = frozenset(("MINUS", "VALUES", "SERVICE"))
_PLACE = re.compile(r"at \d+:\d+")
_ONE_BY_ONE = frozenset(("LIMIT", "OFFSET"))
_UNSUPPORTED = frozenset(("shapesGraph", "currentShape", "failure"))
_UNDERSTOOD = frozenset(("select", "message", "prefixes", "deactivated"))


@dataclass(frozen=True, slots=True)
class SparqlConstraint:
    """sh:sparql: the solutions of the SELECT are findings. `heads` are the places for a batch; None: node by node."""

    select: str
    prefixes: tuple[tuple[str, str], ...]
    messages: tuple[Literal, ...]
    heads: tuple[int, ...] | None
    component = SH + "SPARQLConstraintComponent"

    def of_batch(self, batch: Values) -> str:
        """The query for all nodes of the batch."""
        pieces, position = [], 0
        for head in self.heads or ():
            pieces += [self.select[position:head], f" {batch} "]
            position = head
        return "".join([*pieces, self.select[position:]])

    def says(self) -> str:
        return "a query of the shape finds this node"


def read_sparql(graph: ShapesGraph, shape: Term, path: Path | None) -> Sequence[SparqlConstraint]:
    """The SPARQL constraints of a shape; ValidationError for a query that is wrong or that SHACL does not allow."""
    return [
        _read(graph, shape, node, path) for node in graph.values(shape, "sparql") if not graph.flag(node, "deactivated")
    ]


def _read(graph: ShapesGraph, shape: Term, node: Term, path: Path | None) -> SparqlConstraint:
    for predicate in graph.predicates(node):
        if predicate.startswith(SH) and predicate.removeprefix(SH) not in _UNDERSTOOD:
            raise graph.refusal(shape, f"sh:{predicate.removeprefix(SH)} of a sh:sparql constraint is not supported")
    written = graph.only(node, "select")
    if not isinstance(written, Literal):
        raise graph.refusal(shape, "a sh:sparql constraint needs sh:select; sh:ask is for components")
    prefixes = dict(_prefixes(graph, shape, node))
    select = chained(_with_path(written.value, path))
    try:
        _check(select)
        Store().query(select, prefixes=prefixes)
    except ValueError as error:
        raise graph.refusal(shape, f"sh:select cannot be used: {error}") from error
    except SyntaxError as error:
        place = (_PLACE.search(str(error)) or [""])[0]
        why = f"sh:select is no SPARQL, or has a prefix that sh:prefixes does not declare; look {place} of the query"
        raise graph.refusal(shape, why) from error
    return SparqlConstraint(select, tuple(sorted(prefixes.items())), graph.texts(node, "message"), _heads(select))


def _prefixes(graph: ShapesGraph, shape: Term, node: Term) -> Iterator[tuple[str, str]]:
    """What the ontologies named by sh:prefixes declare (SHACL, section 5.2.1)."""
    for ontology in graph.values(node, "prefixes"):
        for declaration in graph.values(ontology, "declare"):
            prefix, namespace = graph.only(declaration, "prefix"), graph.only(declaration, "namespace")
            if not isinstance(prefix, Literal) or not isinstance(namespace, Literal):
                raise graph.refusal(shape, "a sh:declare needs one sh:prefix and one sh:namespace, both literals")
            yield prefix.value, namespace.value


def _with_path(select: str, path: Path | None) -> str:
    """The query with $PATH replaced by the shape's path."""
    pieces, position = [], 0
    for token in tokens(select):
        if token.kind == "variable" and token.text == "PATH" and path is not None:
            pieces += [select[position : token.start], str(path)]
            position = token.end
    return "".join([*pieces, select[position:]])


def _check(select: str) -> None:
    """ValueError for what may not stand in a query with bound variables (SHACL, appendix A)."""
    found = tokens(select)
    words = {token.text for token in found if token.kind == "word"}
    variables = {token.text for token in found if token.kind == "variable"}
    if words & _FORBIDDEN:
        raise ValueError(f"{', '.join(sorted(words & _FORBIDDEN))} may not be used with $this bound from outside")
    if variables & _UNSUPPORTED or "PATH" in variables:
        wrong = sorted(variables & (_UNSUPPORTED | {"PATH"}))
        raise ValueError(f"${', $'.join(wrong)} is not supported here")
    heads = [index for index, token in enumerate(found) if token.kind == "word" and token.text == "SELECT"]
    for index in heads:
        _check_projection(found, index)
    if any(one.text == "COUNT" and after.text != "DISTINCT" for one, after in zip(found, found[2:], strict=False)):
        raise ValueError("a triple may stand in several graphs and would be counted in each; write COUNT(DISTINCT ...)")
    for one, other in pairwise(found):
        if one.text == "AS" and other.kind == "variable" and other.text == "this":
            raise ValueError("$this may not be assigned with AS")


def _check_projection(found: Sequence[Token], select: int) -> None:
    """Every SELECT, outer or nested, has to give $this."""
    for token in found[select + 1 :]:
        if token.kind == "mark" and token.text == "{":
            break
        if token.kind == "variable" and token.text == "this":
            return
        if token.kind == "mark" and token.text == "*" and select == 0:
            return
    raise ValueError("every SELECT in it has to name $this among its variables")


def _heads(select: str) -> tuple[int, ...] | None:
    """Where the batch has to be named: after the `{` of every group outside EXISTS that uses $this; None: nowhere."""
    found = tokens(select)
    if any(token.kind == "word" and token.text in _ONE_BY_ONE for token in found):
        return None
    heads: set[int] = set()
    groups: list[tuple[int, bool]] = []  # where the group begins, whether it stands inside EXISTS
    for index, token in enumerate(found):
        if token.kind == "mark" and token.text == "{":
            inside = bool(groups) and groups[-1][1]
            groups.append((token.end, inside or (index > 0 and found[index - 1].text == "EXISTS")))
            if len(groups) == 1:
                heads.add(token.end)
        elif token.kind == "mark" and token.text == "}":
            groups.pop()
        elif token.kind == "word" and token.text == "SELECT" and groups:
            if groups[-1][1]:
                return None
            groups[-1] = (-1, False)  # the group of a sub-query holds nothing else; its own WHERE takes the batch
        elif token.kind == "variable" and token.text == "this" and groups:
            start, inside = groups[-1]
            if not inside and start >= 0:
                heads.add(start)
    return tuple(sorted(heads))
