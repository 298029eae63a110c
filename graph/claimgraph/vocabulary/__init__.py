"""The ontology as Python sees it: where it lies, its namespaces, metrics, relations, units, kinds and the words for them.

The vocabulary itself is Turtle under ontology/; nothing of it is written here but the names of its namespaces and of the
properties that are read. Nothing is read before `load` is called, and then once.
"""

from claimgraph.vocabulary.names import (
    BASE,
    CG,
    METRIC,
    PREFIXES,
    iri,
    local_name,
    packaged,
    shapes_files,
    suggest,
    vocabulary_files,
)
from claimgraph.vocabulary.reading import load, load_with
from claimgraph.vocabulary.terms import Metric, Relation, TermLabel, Unit, Vocabulary

__all__ = [
    "BASE",
    "CG",
    "METRIC",
    "PREFIXES",
    "Metric",
    "Relation",
    "TermLabel",
    "Unit",
    "Vocabulary",
    "iri",
    "load",
    "load_with",
    "local_name",
    "packaged",
    "shapes_files",
    "suggest",
    "vocabulary_files",
]
