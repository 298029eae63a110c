"""What a validation found: findings that a person or a pipeline acts on, as text and as a SHACL report.

A report has no blank node: every finding's IRI comes from what it says, so that two reports can be compared as graphs.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode, RdfFormat, Triple, serialize

from claimgraph.validation.algebra import Term
from claimgraph.validation.paths import RDF, SH, Path, describe_path, path_node
from claimgraph.vocabulary import BASE, PREFIXES

_REPORTED = ("cg", "metric", "rdf", "rdfs", "sh", "skos", "xsd", "schema", "prov", "dcterms", "oa", "org", "unit")


@dataclass(frozen=True, slots=True)
class Finding:
    """One validation result (SHACL, section 3.6.2). `graph` is the named graph to look into: a source's own IRI."""

    focus: Term
    path: Path | None
    value: Term | None
    component: str
    shape: str
    severity: str
    message: str
    graph: str | None = None

    def __str__(self) -> str:
        """One line: severity, focus node, path and value, message, and what broke."""
        where = " ".join(str(part) for part in (self.focus, self.path, self.value) if part is not None)
        text = f"{_local(self.severity)}: {where}: {self.message} [{_local(self.component)} of <{self.shape}>]"
        return f"{text} in <{self.graph}>" if self.graph else text

    def sort_key(self) -> tuple[str, ...]:
        """Findings of one graph and one focus node stand together."""
        parts = (self.graph, self.focus, self.path, self.component, self.shape, self.value, self.severity, self.message)
        return tuple("" if part is None else str(part) for part in parts)

    def triples(self, base: str) -> Iterator[Triple]:
        """The finding as a sh:ValidationResult; without its graph, which SHACL has no term for."""
        node = self.node(base)
        yield Triple(node, NamedNode(RDF + "type"), NamedNode(SH + "ValidationResult"))
        yield Triple(node, NamedNode(SH + "focusNode"), self.focus)
        yield Triple(node, NamedNode(SH + "resultSeverity"), NamedNode(self.severity))
        yield Triple(node, NamedNode(SH + "sourceConstraintComponent"), NamedNode(self.component))
        yield Triple(node, NamedNode(SH + "sourceShape"), NamedNode(self.shape))
        yield Triple(node, NamedNode(SH + "resultMessage"), Literal(self.message))
        if self.value is not None:
            yield Triple(node, NamedNode(SH + "value"), self.value)
        if self.path is not None:
            yield Triple(node, NamedNode(SH + "resultPath"), path_node(self.path, base))
            yield from describe_path(self.path, base)

    def node(self, base: str) -> NamedNode:
        """The finding's IRI, made of what it says."""
        said = "\n".join(self.sort_key()[1:])
        return NamedNode(f"{base}{hashlib.sha256(said.encode()).hexdigest()[:16]}")


@dataclass(frozen=True, slots=True)
class Report:
    """All findings, sorted. A graph conforms when there is none, of whatever severity (SHACL, section 3.6.1.1)."""

    results: tuple[Finding, ...]

    @property
    def conforms(self) -> bool:
        return not self.results

    @property
    def violations(self) -> tuple[Finding, ...]:
        """The findings of severity sh:Violation: those that a build fails on."""
        return tuple(finding for finding in self.results if finding.severity == SH + "Violation")

    def triples(self, base: str = BASE + "report/") -> list[Triple]:
        """The SHACL report, sorted; IRIs of the report, its results and composed paths begin with `base`."""
        found = {triple for finding in self.results for triple in finding.triples(base)}
        contents = hashlib.sha256("\n".join(sorted(map(str, found))).encode()).hexdigest()[:16]
        report = NamedNode(f"{base}{contents}")
        found.add(Triple(report, NamedNode(RDF + "type"), NamedNode(SH + "ValidationReport")))
        found.add(Triple(report, NamedNode(SH + "conforms"), Literal(self.conforms)))
        found.update(Triple(report, NamedNode(SH + "result"), finding.node(base)) for finding in self.results)
        return sorted(found, key=str)

    def to_turtle(self, base: str = BASE + "report/") -> str:
        """The SHACL report in Turtle."""
        prefixes = {name: PREFIXES[name] for name in _REPORTED}
        written = serialize(self.triples(base), format=RdfFormat.TURTLE, prefixes=prefixes)
        return (written or b"").decode()

    def lines(self) -> list[str]:
        """One line for each finding, and a last one that counts them."""
        counts = Counter(_local(finding.severity).lower() for finding in self.results)
        summary = ", ".join(f"{count} {severity}{'s' * (count > 1)}" for severity, count in sorted(counts.items()))
        return [*map(str, self.results), summary or "the graph conforms to its shapes"]


def _local(iri: str) -> str:
    return iri.rsplit("#", 1)[-1].rsplit("/", 1)[-1]
