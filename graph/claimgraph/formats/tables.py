"""The claims as one flat table: a row per claim, the columns that spreadsheets and data frames want."""

from __future__ import annotations

import csv as csv_module
import io
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import IO, Any

import pyoxigraph as ox

from claimgraph.errors import MissingExtraError
from claimgraph.formats.selection import Selection, is_source
from claimgraph.store import ClaimStore
from claimgraph.vocabulary import CG, METRIC, PREFIXES

# Column -> the property it holds; what has no property here is computed below.
PROPERTIES: Mapping[str, str] = {
    "modality": "cg:modality", "negated": "cg:negated", "hops": "cg:hops",
    "metric": "cg:metric", "low": "cg:low", "high": "cg:high", "low_exclusive": "cg:lowExclusive",
    "high_exclusive": "cg:highExclusive", "precision": "cg:precision", "unit": "cg:unit", "per_unit": "cg:perUnit",
    "printed": "cg:printed", "period_start": "cg:periodStart", "period_end": "cg:periodEnd",
    "period_kind": "cg:periodKind", "window": "cg:window", "scope": "cg:scope",
    "relation": "rdf:predicate", "event": "cg:event", "date_low": "cg:dateLow", "date_high": "cg:dateHigh",
    "aspect": "cg:aspect", "polarity": "cg:polarity", "paraphrase": "cg:paraphrase", "note": "cg:note",
    "review": "cg:reviewState", "slot": "cg:slot",
}  # fmt: skip
ENTITIES: Mapping[str, str] = {
    "about": "cg:about",
    "origin": "cg:origin",
    "relative_to": "cg:relativeTo",
    "object": "rdf:object",
    "participant": "cg:participant",
}
SOURCES: Mapping[str, str] = {
    "source_url": "schema:url",
    "source_title": "dcterms:title",
    "source_published": "schema:datePublished",
    "source_language": "schema:inLanguage",
}
COLUMNS: tuple[str, ...] = (
    "claim", "kind", "about", "about_label", "metric", "low", "high", "low_exclusive", "high_exclusive", "unit",
    "per_unit", "printed", "precision", "period_start", "period_end", "period_kind", "window", "scope", "modality",
    "negated", "relation", "object", "object_label", "event", "date_low", "date_high", "participant",
    "participant_label", "relative_to", "relative_to_label", "aspect", "polarity", "paraphrase", "note", "origin",
    "origin_label", "chain", "hops", "source", "source_url", "source_title", "source_published", "source_language",
    "evidence_start", "evidence_end", "verified", "review", "slot", "disputed",
)  # fmt: skip
_NUMBERS = {"low", "high"}
_INTEGERS = {"hops", "evidence_start", "evidence_end"}
_BOOLEANS = {"low_exclusive", "high_exclusive", "negated", "verified", "disputed"}

_Node = Mapping[str, list[Any]]


def _iri(name: str) -> str:
    prefix, _, rest = name.partition(":")
    return PREFIXES[prefix] + rest


@dataclass(frozen=True, slots=True)
class _Context:
    """What rows need from outside a source's own graph."""

    labels: Mapping[str, str]
    slots: Mapping[str, str]
    disputed: frozenset[str]


def rows(store: ClaimStore, selection: Selection) -> Iterator[dict[str, str]]:
    """One row per claim, sorted by source and claim, values as text; memory holds one source at a time."""
    context = _context(store)
    for graph in sorted(filter(is_source, selection.parts)):
        nodes: dict[str, dict[str, list[Any]]] = defaultdict(lambda: defaultdict(list))
        text = "".join(f"{line}\n" for line in selection.lines(store, graph))
        for quad in ox.parse(text.encode(), format=ox.RdfFormat.N_TRIPLES):
            nodes[getattr(quad.subject, "value", "")][quad.predicate.value].append(quad.object)
        for subject in sorted(nodes):
            kinds = [kind.value.removeprefix(CG) for kind in nodes[subject].get(_iri("rdf:type"), ())]
            if "Claim" in kinds:
                yield _row(subject, kinds, nodes, context)


def _context(store: ClaimStore) -> _Context:
    labels: dict[str, str] = {}
    for quad in store.quads(None, ox.NamedNode(_iri("skos:prefLabel"))):
        if isinstance(quad.object, ox.Literal):
            subject = getattr(quad.subject, "value", "")
            if quad.object.language == "en" or subject not in labels:
                labels[subject] = quad.object.value
    slots = {
        getattr(quad.subject, "value", ""): getattr(quad.object, "value", "")
        for quad in store.quads(None, ox.NamedNode(f"{CG}slot"))
    }
    disagreements = {
        quad.subject for quad in store.quads(None, ox.NamedNode(_iri("rdf:type")), ox.NamedNode(f"{CG}Disagreement"))
    }
    members = store.quads(None, ox.NamedNode(f"{CG}member")) if disagreements else iter(())
    disputed = {getattr(quad.object, "value", "") for quad in members if quad.subject in disagreements}
    return _Context(labels, slots, frozenset(disputed))


def _row(subject: str, kinds: list[str], nodes: Mapping[str, _Node], context: _Context) -> dict[str, str]:
    node, row = nodes[subject], dict.fromkeys(COLUMNS, "")
    row["claim"] = subject
    row["kind"] = next((kind for kind in kinds if kind != "Claim" and kind.endswith("Claim")), "Claim")
    for column, property in PROPERTIES.items():
        row[column] = " | ".join(sorted(_short(value.value) for value in node.get(_iri(property), ())))
    for column, property in ENTITIES.items():
        for value in node.get(_iri(property), ()):
            described = isinstance(value, ox.Literal)
            row[column] = "" if described else _short(value.value)
            row[f"{column}_label"] = value.value if described else context.labels.get(value.value, "")
    source = node[_iri("cg:statedIn")][0].value
    row["source"] = _short(source)
    for column, property in SOURCES.items():
        row[column] = next((value.value for value in nodes.get(source, {}).get(_iri(property), ())), "")
    row["chain"] = " < ".join(_chain(node, nodes, context))
    row["slot"] = _short(context.slots.get(subject, row["slot"]))
    row["disputed"] = "true" if subject in context.disputed else "false"
    row |= _evidence(node, nodes)
    return row


def _short(value: str) -> str:
    """Vocabulary terms, metrics and instances by their local name; everything else as it is."""
    if value.startswith((CG, METRIC, PREFIXES["unit"])):
        return value.rsplit("/", 1)[-1].rsplit("#", 1)[-1]
    return value.rsplit("/", 1)[-1] if "/entity/" in value or "/source/" in value or "/slot/" in value else value


def _chain(node: _Node, nodes: Mapping[str, _Node], context: _Context) -> list[str]:
    """The labels of the agents, the document read first, the origin last."""
    hops = [nodes[hop.value] for hop in node.get(_iri("prov:qualifiedAttribution"), ())]
    agents = [
        (int(hop[f"{CG}hop"][0].value), hop[_iri("prov:agent")][0].value) for hop in hops if _iri("prov:agent") in hop
    ]
    return [context.labels.get(agent, _short(agent)) for _, agent in sorted(agents)]


def _evidence(node: _Node, nodes: Mapping[str, _Node]) -> dict[str, str]:
    for evidence in node.get(f"{CG}evidence", ()):
        resource = nodes[evidence.value]
        selector = nodes[resource[_iri("oa:hasSelector")][0].value]
        return {
            "evidence_start": selector[_iri("oa:start")][0].value,
            "evidence_end": selector[_iri("oa:end")][0].value,
            "verified": resource[f"{CG}verified"][0].value,
        }
    return {}


def csv(store: ClaimStore, selection: Selection, output: IO[bytes]) -> None:
    """Comma-separated values, RFC 4180, UTF-8, one header line."""
    text = io.TextIOWrapper(output, encoding="utf-8", newline="", write_through=True)
    writer = csv_module.DictWriter(text, COLUMNS, lineterminator="\r\n")
    writer.writeheader()
    writer.writerows(rows(store, selection))
    text.detach()


def parquet(store: ClaimStore, selection: Selection, output: IO[bytes]) -> None:
    """Parquet with typed columns: decimals for bounds, integers, booleans; empty cells are null."""
    try:
        import pyarrow as arrow
        from pyarrow import parquet as files
    except ImportError as error:
        raise MissingExtraError("pyarrow", "parquet", error) from None
    types = {name: arrow.float64() for name in _NUMBERS}
    types |= {name: arrow.int64() for name in _INTEGERS} | {name: arrow.bool_() for name in _BOOLEANS}
    schema = arrow.schema([(name, types.get(name, arrow.string())) for name in COLUMNS])
    with files.ParquetWriter(output, schema) as writer:
        batch: list[dict[str, object]] = []
        for row in rows(store, selection):
            batch.append({name: _typed(name, value) for name, value in row.items()})
            if len(batch) == 10_000:
                writer.write_table(arrow.Table.from_pylist(batch, schema))
                batch.clear()
        writer.write_table(arrow.Table.from_pylist(batch, schema))


def _typed(column: str, value: str) -> object:
    if value == "":
        return None
    if column in _NUMBERS:
        return float(value)
    if column in _INTEGERS:
        return int(value)
    return value == "true" if column in _BOOLEANS else value
