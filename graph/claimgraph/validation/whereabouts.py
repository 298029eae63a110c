"""The named graph that a finding is to be looked for in, which names the source whose file is at fault."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from pyoxigraph import BlankNode, NamedNode

from claimgraph.validation.algebra import THIS, VALUE, Edge, InGraph, Select, Term, Values, Var
from claimgraph.validation.evaluation import Evaluation, batches
from claimgraph.validation.paths import RDF_TYPE, Predicate
from claimgraph.validation.report import Finding

_GRAPH, _PREDICATE, _OTHER = Var("graph"), Var("predicate"), Var("other")
Row = tuple[Term, ...]


def located(evaluation: Evaluation, findings: Iterable[Finding], preferred: Sequence[str]) -> list[Finding]:
    """The findings with their graphs: where the offending triple stands, else where the focus node has its type,
    else where it is a subject, else an object. Among several, a preferred graph, then the first by name."""
    found = list(findings)
    edges = (
        ((THIS, _PREDICATE, VALUE), Edge(THIS, _PREDICATE, VALUE), _triple),
        ((THIS,), Edge(THIS, RDF_TYPE, _OTHER), _focus),
        ((THIS,), Edge(THIS, _PREDICATE, _OTHER), _focus),
        ((THIS,), Edge(_OTHER, _PREDICATE, THIS), _focus),
    )
    for variables, edge, key in edges:
        lost = {row: None for finding in found if finding.graph is None and (row := key(finding)) is not None}
        if lost:
            graphs = _graphs(evaluation, variables, edge, sorted(lost, key=str), preferred)
            found = [
                replace(finding, graph=graphs.get(key(finding) or ())) if finding.graph is None else finding
                for finding in found
            ]
    return found


def _graphs(
    evaluation: Evaluation, variables: tuple[Var, ...], edge: Edge, rows: Sequence[Row], preferred: Sequence[str]
) -> Mapping[Row, str]:
    """The graph of each row that stands in one."""
    standing: dict[Row, set[str]] = {}
    for batch in batches(rows):
        patterns = (Values(variables, tuple(batch)), InGraph(_GRAPH, edge))
        for answer in evaluation.rows(Select((*variables, _GRAPH), patterns)):
            row = tuple(answer[variable.name] for variable in variables)
            standing.setdefault(row, set()).add(answer["graph"].value)
    return {row: min(names & set(preferred) or names) for row, names in standing.items()}


def _triple(finding: Finding) -> Row | None:
    if not isinstance(finding.path, Predicate) or finding.value is None or isinstance(finding.value, BlankNode):
        return None
    return finding.focus, NamedNode(finding.path.iri), finding.value


def _focus(finding: Finding) -> Row | None:
    return (finding.focus,)
