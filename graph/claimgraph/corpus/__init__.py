"""The analyst's YAML files <-> claim values.

A corpus is a folder: corpus.yaml, entities.yaml, decisions.yaml and one file per document under sources/. Reading checks
everything and raises CorpusError with all problems at once, each with file, line, field and the nearest valid name.
This room knows nothing of RDF; which ids exist it asks the vocabulary.
"""

from claimgraph.corpus.creation import new_corpus
from claimgraph.corpus.entities import dump_entities
from claimgraph.corpus.grammar import parse_quantity, write_quantity
from claimgraph.corpus.model import (
    CopyDecision,
    Corpus,
    Decisions,
    Different,
    Place,
    Rate,
    RelationDecision,
    Same,
    SourceFile,
    Verdict,
)
from claimgraph.corpus.reading import corpus_id, find_corpus, packaged_corpora, read_corpus
from claimgraph.corpus.sources import append_claims, dump_source, parse_source, read_source

__all__ = [
    "CopyDecision",
    "Corpus",
    "Decisions",
    "Different",
    "Place",
    "Rate",
    "RelationDecision",
    "Same",
    "SourceFile",
    "Verdict",
    "append_claims",
    "corpus_id",
    "dump_entities",
    "dump_source",
    "find_corpus",
    "new_corpus",
    "packaged_corpora",
    "parse_quantity",
    "parse_source",
    "read_corpus",
    "read_source",
    "write_quantity",
]
