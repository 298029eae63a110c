"""The graph for network tools: GraphML and GEXF, entities and metrics as nodes, every claim an edge with its values."""

from __future__ import annotations

import re
from collections.abc import Iterator
from io import BytesIO
from typing import IO, TYPE_CHECKING

import pyoxigraph as ox

from claimgraph.formats.selection import VOCABULARY_GRAPH, Selection
from claimgraph.formats.tables import rows
from claimgraph.store import ClaimStore
from claimgraph.vocabulary import CG, METRIC, PREFIXES

if TYPE_CHECKING:
    from networkx import MultiDiGraph

_XML_ILLEGAL = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_MODIFIED = re.compile(rb' lastmodifieddate="[^"]*"')
_EDGE_COLUMNS = (
    "claim", "kind", "metric", "low", "high", "unit", "per_unit", "printed", "precision", "period_start",
    "period_end", "window", "scope", "modality", "negated", "relation", "event", "date_low", "date_high", "aspect",
    "polarity", "paraphrase", "origin_label", "chain", "source", "source_url", "source_published", "disputed",
)  # fmt: skip
_LANGUAGES = ("en", "zh-hans", "zh-hant")


def claims_network(store: ClaimStore, selection: Selection) -> MultiDiGraph[str]:
    """Entities and metrics as nodes; each claim an edge: from its subject to what it names, or to the metric it tells."""
    import networkx as nx

    graph: MultiDiGraph[str] = nx.MultiDiGraph()
    labels, kinds = _labels(store), _kinds(store)
    for row in rows(store, selection):
        subject, object = row["about"], _other_end(row)
        for node in (subject, object):
            if node not in graph:
                graph.add_node(node, **_node(node, kinds.get(node, "Description"), labels))
        values = {column: _clean(row[column]) for column in _EDGE_COLUMNS if row[column]}
        graph.add_edge(subject, object, key=row["claim"].rsplit("/", 1)[-1], **values, label=_label(row))
    return graph


def _other_end(row: dict[str, str]) -> str:
    """What the claim connects its subject with."""
    return (
        row["object"] or row["metric"] or row["event"] or row["participant"]
        or _clean(row["object_label"]) or f"opinion: {row['aspect']}"
    )  # fmt: skip


def _label(row: dict[str, str]) -> str:
    return _clean(row["relation"] or row["printed"] or row["aspect"])


def _node(id: str, kind: str, labels: dict[str, dict[str, str]]) -> dict[str, str]:
    known = labels.get(id, {})
    label = known.get("en") or next(iter(known.values()), id)
    named = {f"label_{language.replace('-', '_')}": known.get(language, "") for language in _LANGUAGES}
    return {"label": _clean(label), "kind": kind, **{name: _clean(text) for name, text in named.items()}}


def _labels(store: ClaimStore) -> dict[str, dict[str, str]]:
    """Preferred labels by local id and language."""
    found: dict[str, dict[str, str]] = {}
    for quad in store.quads(None, ox.NamedNode(f"{PREFIXES['skos']}prefLabel")):
        if isinstance(quad.object, ox.Literal) and quad.object.language in _LANGUAGES:
            id = getattr(quad.subject, "value", "").rsplit("/", 1)[-1]
            found.setdefault(id, {})[quad.object.language] = quad.object.value
    return found


def _kinds(store: ClaimStore) -> dict[str, str]:
    """The most special class of each entity, and Metric for metrics."""
    kinds: dict[str, str] = {}
    general = {"Entity", "Organization"}
    for subject, kind in sorted(_typed(store)):
        if kind not in general or subject not in kinds:
            kinds[subject.rsplit("/", 1)[-1]] = kind
    return kinds


def _typed(store: ClaimStore) -> Iterator[tuple[str, str]]:
    for quad in store.quads(None, ox.NamedNode(f"{PREFIXES['rdf']}type")):
        subject, kind = getattr(quad.subject, "value", ""), getattr(quad.object, "value", "")
        in_vocabulary = getattr(quad.graph_name, "value", "") == VOCABULARY_GRAPH
        if kind.startswith(CG) and (not in_vocabulary or subject.startswith(METRIC)):
            yield subject, kind.removeprefix(CG) if not in_vocabulary else "Metric"


def _clean(text: str) -> str:
    """Text that XML 1.0 can hold."""
    return _XML_ILLEGAL.sub("\N{REPLACEMENT CHARACTER}", text)


def graphml(store: ClaimStore, selection: Selection, output: IO[bytes]) -> None:
    """GraphML as Gephi, yEd, Cytoscape and networkx read it."""
    import networkx as nx

    nx.write_graphml_xml(_sorted(claims_network(store, selection)), output, named_key_ids=True)


def gexf(store: ClaimStore, selection: Selection, output: IO[bytes]) -> None:
    """GEXF as Gephi reads it, without the day it was written."""
    import networkx as nx

    whole = BytesIO()
    nx.write_gexf(_sorted(claims_network(store, selection)), whole, version="1.2draft")
    output.write(_MODIFIED.sub(b"", whole.getvalue()))


def _sorted(graph: MultiDiGraph[str]) -> MultiDiGraph[str]:
    """The same graph with nodes and edges in the order of their ids."""
    import networkx as nx

    ordered: MultiDiGraph[str] = nx.MultiDiGraph()
    ordered.add_nodes_from(sorted(graph.nodes(data=True)))
    for subject, object, key, values in sorted(graph.edges(keys=True, data=True), key=lambda edge: edge[:3]):
        ordered.add_edge(subject, object, key=key, **values)
    return ordered
