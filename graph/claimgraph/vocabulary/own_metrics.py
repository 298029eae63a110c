"""Checks the metrics that a corpus adds: a label that no metric would ever bear is told, and not read in silence."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from claimgraph.errors import FormatError
from claimgraph.vocabulary.names import CG, METRIC, PREFIXES, iri, local_name, suggest

__all__ = ["check"]

_LABELS = tuple(iri(name) for name in ("skos:prefLabel", "skos:altLabel", "skos:hiddenLabel"))
_NEEDED = {"dimension": "cg:dimension cg:CountDimension", "allowedUnit": "cg:allowedUnit unit:NUM"}

Nodes = Mapping[str, Mapping[str, Any]]


def check(path: Path, added: Iterable[Any], nodes: Nodes, known: frozenset[str]) -> None:
    """Raises FormatError where the triples `added` by a file cannot be what was meant.

    `nodes` are all terms with their properties; `known` the properties that the packaged vocabulary knows.
    """
    triples = list(added)
    faults = [*_properties(triples, known), *_metrics({triple.subject.value for triple in triples}, nodes)]
    if faults:
        raise FormatError("\n".join(f"{path}: {fault}" for fault in faults))


def _properties(triples: list[Any], known: frozenset[str]) -> Iterator[str]:
    for property in sorted({triple.predicate.value for triple in triples} - known - set(_LABELS)):
        for prefix in ("cg", "skos"):
            if property.startswith(PREFIXES[prefix]):
                names = {local_name(other) for other in (*known, *_LABELS) if other.startswith(PREFIXES[prefix])}
                near = suggest(local_name(property), names)
                yield f"{prefix}:{local_name(property)} is no property{f'; did you mean {prefix}:{near}?' if near else ''}"


def _metrics(subjects: set[str], nodes: Nodes) -> Iterator[str]:
    known = {node for node, properties in nodes.items() if _is_metric(properties)}
    for node in sorted(subject for subject in subjects if subject.startswith(METRIC)):
        name = f"metric:{node.removeprefix(METRIC)}"
        if node not in known:
            near = suggest(node.removeprefix(METRIC), {other.removeprefix(METRIC) for other in known})
            meant = f"did you mean metric:{near}? A" if near else "a"
            yield f"{name} is no metric; {meant} new one says `a cg:Metric`"
        else:
            for property, example in _NEEDED.items():
                if CG + property not in nodes[node]:
                    yield f"{name} says no cg:{property}; write for instance `{example}`"


def _is_metric(properties: Mapping[str, Any]) -> bool:
    return any(kind.value == f"{CG}Metric" for kind in properties.get(iri("rdf:type"), ()))
