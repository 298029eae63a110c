"""A phrase of an article -> a label of a metric, in the corpus's own metrics.ttl."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox

from claimgraph.errors import CorpusError
from claimgraph.resolution import new_entity
from claimgraph.vocabulary import Metric, iri

__all__ = ["with_label"]


def with_label(path: Path, metric: Metric, phrase: str, language: str | None) -> str:
    """The text of metrics.ttl with one more alternative label; as it is where the metric bears that label already."""
    text = path.read_bytes().decode("utf-8-sig") if path.is_file() else ""
    label = new_entity(phrase, "Entity", language or "en").labels[0]
    literal = ox.Literal(label.text, language=label.language)
    triple = ox.Triple(ox.NamedNode(metric.iri), ox.NamedNode(iri("skos:altLabel")), literal)
    try:
        known = set(ox.parse(text, format=ox.RdfFormat.TURTLE))
    except SyntaxError as error:
        raise CorpusError(f"{path}:{error.lineno or 1}: not Turtle: {error.msg}; mend the file") from None
    if any(quad.triple == triple for quad in known):
        return text
    row = (ox.serialize([triple], format=ox.RdfFormat.N_TRIPLES) or b"").decode("utf-8")
    return text + ("" if not text or text.endswith("\n") else "\n") + row
