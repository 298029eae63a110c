"""Writes ontology/context.jsonld from the vocabulary: `python scripts/make_context.py`."""

import json
from pathlib import Path

import pyoxigraph as ox

from claimgraph import vocabulary
from claimgraph.vocabulary import CG, PREFIXES

RDFS, OWL, XSD = PREFIXES["rdfs"], PREFIXES["owl"], PREFIXES["xsd"]
NATIVE = {f"{XSD}integer", f"{XSD}boolean"}


def context() -> dict[str, object]:
    """Prefixes, then every property of the project: links as ids, literals with their datatype."""
    terms: dict[str, object] = dict(sorted(PREFIXES.items()))
    store = ox.Store()
    for path in vocabulary.vocabulary_files():
        store.load(path=path, format=ox.RdfFormat.TURTLE)
    rdf_type = ox.NamedNode(f"{PREFIXES['rdf']}type")
    kinds = {"ObjectProperty": "@id", "DatatypeProperty": None}
    for kind, default in kinds.items():
        for quad in store.quads_for_pattern(None, rdf_type, ox.NamedNode(OWL + kind)):
            name = quad.subject.value.removeprefix(CG)
            if quad.subject.value.startswith(CG):
                terms[name] = _term(name, default, _range(store, quad.subject))
    return {"@context": dict(sorted(terms.items(), key=lambda term: (term[0] not in PREFIXES, term[0])))}


def _range(store: ox.Store, property: ox.NamedNode) -> str | None:
    ranges = [quad.object.value for quad in store.quads_for_pattern(property, ox.NamedNode(f"{RDFS}range"), None)]
    return ranges[0] if len(ranges) == 1 else None


def _term(name: str, default: str | None, range: str | None) -> dict[str, str]:
    if default:
        return {"@id": f"cg:{name}", "@type": default}
    if range and range.startswith(XSD) and range != f"{XSD}string":
        return {"@id": f"cg:{name}", "@type": f"xsd:{range.removeprefix(XSD)}"}
    return {"@id": f"cg:{name}"}


def text() -> str:
    return json.dumps(context(), ensure_ascii=False, indent=2) + "\n"


if __name__ == "__main__":
    Path("ontology/context.jsonld").write_text(text(), encoding="utf-8")
