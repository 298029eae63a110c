"""How the IRIs of a corpus are made, and how they are taken apart again."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import quote, unquote

from claimgraph.claim import Hop, content_id
from claimgraph.vocabulary import BASE, CG, METRIC

DERIVED_GRAPHS = ("relations", "copies", "slots", "agreements", "implied", "forecasts")


def local(id: str) -> str:
    """An id as the last step of an IRI: what cannot stand there is percent-encoded.

    >>> local("sora-2"), local("a b/可"), unquote(local("a b/可"))
    ('sora-2', 'a%20b%2F%E5%8F%AF', 'a b/可')
    """
    return id if id.isascii() and id.replace("-", "").replace("_", "").isalnum() else quote(id, safe="-._~")


@dataclass(frozen=True, slots=True)
class Iris:
    """The IRIs of one corpus.

    >>> Iris("https://w3id.org/claimgraph/demo/").entity("kling")
    'https://w3id.org/claimgraph/demo/entity/kling'
    >>> Iris.of("demo").id_of("https://w3id.org/claimgraph/demo/source/a%20b")
    'a b'
    """

    base: str

    @classmethod
    def of(cls, corpus: str) -> Iris:
        return cls(f"{BASE}{local(corpus)}/")

    def entity(self, id: str) -> str:
        return f"{self.base}entity/{local(id)}"

    def source(self, id: str) -> str:
        return f"{self.base}source/{local(id)}"

    def claim(self, id: str) -> str:
        return f"{self.base}claim/{id}"

    def slot(self, id: str) -> str:
        return f"{self.base}slot/{id}"

    def activity(self, recorded_by: str) -> str:
        return f"{self.base}activity/{local(recorded_by)}"

    def membership(self, hop: Hop) -> str:
        return f"{self.base}membership/{content_id(hop.agent, hop.capacity, hop.organization)}"

    def role(self, capacity: str) -> str:
        return f"{self.base}role/{local(capacity)}"

    def graph(self, name: str) -> str:
        """The named graph of the entities or of one derivation."""
        return f"{self.base}graph/{name}"

    def id_of(self, iri: str) -> str:
        """The id that an IRI of this corpus was made from."""
        return unquote(iri.rsplit("/", 1)[-1])


def graph_names(base: str) -> tuple[str, ...]:
    """The named graphs that a build derives, in the order it writes them."""
    return tuple(f"{base}graph/{name}" for name in DERIVED_GRAPHS)


def enum_term(value: str) -> str:
    """The local name of a vocabulary individual from its spelling in files.

    >>> enum_term("as-printed"), enum_term("analyst-report")
    ('AsPrinted', 'AnalystReport')
    """
    return "".join(part.capitalize() for part in value.split("-"))


__all__ = ["CG", "DERIVED_GRAPHS", "METRIC", "Iris", "enum_term", "graph_names", "local"]
