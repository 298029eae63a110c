"""Who and what a store speaks of: entities and sources by short ids, and what the vocabulary calls its terms."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from claimgraph import vocabulary
from claimgraph.claim import Entity, Label, Source
from claimgraph.network.nodes import Node, flag, local_name, partial, short_ids, term, text, texts

_RANKS = {"prefLabel": "preferred", "altLabel": "alternative", "hiddenLabel": "hidden"}
_DERIVED_CLASSES = frozenset({"Entity", "Partner"})


class Register:
    """The names in one store. `names` is English names of terms; ids are looked up by IRI."""

    def __init__(self, terms: Mapping[str, Node], entities: Mapping[str, Node], sources: Mapping[str, Node]) -> None:
        self.names: dict[str, str] = {}
        self._above: dict[str, set[str]] = defaultdict(set)
        self._learn(terms)
        self._entities, self._sources = entities, sources
        self.entity_ids, self.source_ids = short_ids(entities), short_ids(sources)

    def _learn(self, terms: Mapping[str, Node]) -> None:
        for iri, node in sorted(terms.items()):
            name, called = local_name(iri), text(node, "prefLabel")
            if called and "notation" in node:
                self.names[f"unit {name}"] = min(texts(node, "notation")).replace("_", " ")
                self.names.setdefault(name, called)
            elif called:
                self.names[name] = called
            self._above[name].update(local_name(value.value) for value in node.get("subClassOf", ()))
        if not self._above:  # a store without the vocabulary: a file with the claims alone
            self._above.update({kind: set(above) for kind, above in vocabulary.load().entity_kinds.items()})

    def entities(self) -> dict[str, Entity]:
        """Every entity by its id, sorted."""
        return dict(sorted((id, self._entity(id, self._entities[iri])) for iri, id in self.entity_ids.items()))

    def sources(self) -> dict[str, Source]:
        """Every source by its id, sorted."""
        return dict(sorted((id, self._source(id, self._sources[iri])) for iri, id in self.source_ids.items()))

    def agent(self, iri: str) -> str:
        """The id of an entity, or the last step of an IRI that is none."""
        return self.entity_ids.get(iri) or local_name(iri)

    def source(self, iri: str) -> str:
        """The id of a source."""
        return self.source_ids.get(iri) or local_name(iri)

    def _entity(self, id: str, node: Node) -> Entity:
        labels = (
            Label(value.value, value.language or "en", rank)
            for key, rank in _RANKS.items()
            for value in node.get(key, ())
        )
        return Entity(
            id=id,
            kind=self._kind({local_name(value.value) for value in node["type"]}),
            labels=tuple(sorted(labels, key=lambda label: (label.rank != "preferred", label.language, label.text))),
            anonymous=flag(node, "anonymous"),
            note=text(node, "note"),
        )

    def _kind(self, classes: set[str]) -> str:
        """The narrowest class: none of the others stands under it."""
        above = set().union(*(self._ancestors(name) for name in classes))
        return min(classes - above - _DERIVED_CLASSES, default="Entity")

    def _ancestors(self, name: str) -> set[str]:
        found: set[str] = set()
        waiting = [name]
        while waiting:
            parents = self._above.get(waiting.pop(), set()) - found
            found |= parents
            waiting += parents
        return found - {name}

    def _source(self, id: str, node: Node) -> Source:
        publisher, copied = text(node, "publisher"), text(node, "copyOf")
        return Source(
            id=id,
            title=text(node, "title") or id,
            url=text(node, "url"),
            publisher=self.agent(publisher) if publisher else None,
            language=text(node, "inLanguage"),
            published=partial(text(node, "datePublished")),
            kind=term(node, "sourceKind"),
            held=text(node, "held") != "false",
            copy_of=self.source(copied) if copied else None,
        )
