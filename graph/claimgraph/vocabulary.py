"""The ontology as Python sees it: where it lies, its namespaces, metrics, relations, units and lexicon.

The vocabulary itself is Turtle under ontology/; nothing of it is written here but the names of its namespaces.
"""

from __future__ import annotations

from pathlib import Path

CG = "https://w3id.org/claimgraph/ns#"
METRIC = "https://w3id.org/claimgraph/metric/"
BASE = "https://w3id.org/claimgraph/"

PREFIXES: dict[str, str] = {
    "cg": CG,
    "metric": METRIC,
    "dcterms": "http://purl.org/dc/terms/",
    "oa": "http://www.w3.org/ns/oa#",
    "org": "http://www.w3.org/ns/org#",
    "owl": "http://www.w3.org/2002/07/owl#",
    "prov": "http://www.w3.org/ns/prov#",
    "qudt": "http://qudt.org/schema/qudt/",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "schema": "https://schema.org/",
    "sdmx-code": "http://purl.org/linked-data/sdmx/2009/code#",
    "sh": "http://www.w3.org/ns/shacl#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "unit": "http://qudt.org/vocab/unit/",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}


def packaged(name: str) -> Path:
    """The folder `ontology` or `corpora`: inside the installed package, or beside it in a checkout."""
    here = Path(__file__).resolve().parent
    inside, beside = here / name, here.parents[1] / name if name == "ontology" else here.parent / name
    return inside if inside.is_dir() else beside
