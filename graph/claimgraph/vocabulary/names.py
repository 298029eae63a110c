"""The names of namespaces, the folders and files of the ontology, and IRIs from short names."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

__all__ = [
    "BASE",
    "CG",
    "METRIC",
    "PREFIXES",
    "iri",
    "local_name",
    "packaged",
    "shapes_files",
    "suggest",
    "vocabulary_files",
]

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
    package = Path(__file__).resolve().parents[1]
    inside = package / name
    beside = package.parents[1] / name if name == "ontology" else package.parent / name
    return inside if inside.is_dir() else beside


def vocabulary_files() -> tuple[Path, ...]:
    """The Turtle files of the vocabulary's named graph, by name; shapes and examples are not among them."""
    return tuple(sorted(packaged("ontology").glob("*.ttl")))


def shapes_files(name: str | None = None) -> tuple[Path, ...]:
    """The SHACL files: all, or the one called `agreement`, `claims`, `market` or `ontology`."""
    return tuple(sorted((packaged("ontology") / "shapes").glob(f"{name or '*'}.ttl")))


def iri(curie: str) -> str:
    """The IRI of a prefixed name; a name without a prefix is one of the vocabulary's own.

    >>> iri("skos:prefLabel"), iri("ownedBy")
    ('http://www.w3.org/2004/02/skos/core#prefLabel', 'https://w3id.org/claimgraph/ns#ownedBy')
    """
    prefix, _, local = curie.rpartition(":")
    return PREFIXES[prefix or "cg"] + local


def local_name(iri: str) -> str:
    """What stands behind the last hash or slash of an IRI.

    >>> local_name("https://w3id.org/claimgraph/ns#ownedBy"), local_name("http://qudt.org/vocab/unit/MIN")
    ('ownedBy', 'MIN')
    """
    return iri[max(iri.rfind("#"), iri.rfind("/")) + 1 :]


def suggest(name: str, candidates: Iterable[str]) -> str | None:
    """The candidate nearest to a misspelt name, or None where none is near.

    >>> suggest("monthly_active_user", ["monthly_active_users", "downloads"]), suggest("xyz", ["downloads"])
    ('monthly_active_users', None)
    """
    from difflib import get_close_matches

    spellings = {candidate.casefold(): candidate for candidate in sorted(candidates, reverse=True)}
    return next((spellings[near] for near in get_close_matches(name.casefold(), spellings, n=1, cutoff=0.6)), None)
