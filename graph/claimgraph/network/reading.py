"""Asks a store for all that its sources say. Seven questions, each over the whole store, however large it is."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from importlib.resources import files
from typing import Any, cast
from urllib.parse import unquote

from claimgraph import vocabulary
from claimgraph.claim import Entity, Label, PartialDate, Source
from claimgraph.network.testimony import Bounds, Statement, Testimony, Voice
from claimgraph.store import ClaimStore

_RANKS = {"prefLabel": "preferred", "altLabel": "alternative", "hiddenLabel": "hidden"}
_KINDS = {"MetricClaim": "metric", "RelationClaim": "relation", "EventClaim": "event", "OpinionClaim": "opinion"}
_SAYS = {"metric": "metric", "relation": "predicate", "event": "event", "opinion": "aspect"}
_DERIVED_CLASSES = frozenset({"Entity", "Partner"})

_Node = Mapping[str, list[Any]]


def read(store: ClaimStore) -> Testimony:
    """What the store's sources say. Seven queries, whatever its size."""
    return _Reader(store).testimony()


def local_name(iri: str) -> str:
    """The last step of an IRI.

    >>> local_name("https://w3id.org/claimgraph/ns#ownedBy"), local_name("https://w3id.org/claimgraph/x/entity/a%20b")
    ('ownedBy', 'a b')
    """
    return unquote(iri.rsplit("#", 1)[-1].rsplit("/", 1)[-1])


def _question(name: str) -> str:
    return files(__package__).joinpath(f"{name}.rq").read_text(encoding="utf-8")


def _ids(iris: Iterable[str]) -> dict[str, str]:
    """A short id for every IRI: its last step, or the whole IRI where another one has the same last step."""
    ids: dict[str, str] = {}
    taken: set[str] = set()
    for iri in sorted(iris):
        name = local_name(iri)
        ids[iri] = iri if name in taken else name
        taken.add(name)
    return ids


class _Reader:
    """Reads one store; keeps how its IRIs were shortened."""

    def __init__(self, store: ClaimStore) -> None:
        self.store = store
        self.terms: dict[str, str] = {}
        self.above: dict[str, set[str]] = defaultdict(set)

    def nodes(self, name: str, subject: str) -> dict[str, dict[str, list[Any]]]:
        nodes: dict[str, dict[str, list[Any]]] = defaultdict(lambda: defaultdict(list))
        shortened: dict[str, str] = {}
        for row in self.rows(name):
            iri = row["property"].value
            key = shortened.get(iri) or shortened.setdefault(iri, local_name(iri))
            nodes[row[subject].value][key].append(row["value"])
        return nodes

    def rows(self, name: str) -> Iterable[Any]:
        """The solutions of one of this room's questions."""
        return cast("Iterable[Any]", self.store.query(_question(name)))

    def testimony(self) -> Testimony:
        self.learn_terms()
        entities, sources = self.nodes("entities", "entity"), self.nodes("sources", "source")
        self.entity_ids, self.source_ids = _ids(entities), _ids(sources)
        self.chains = self.attributions()
        self.disputed = {row["claim"].value for row in self.rows("disputes")}
        self.opinions = {row["claim"].value: row["text"].value for row in self.rows("opinions")}
        statements = [self.statement(iri, node) for iri, node in self.nodes("claims", "claim").items()]
        return Testimony(
            entities=dict(sorted((id, self.entity(id, entities[iri])) for iri, id in self.entity_ids.items())),
            sources=dict(sorted((id, self.source(id, sources[iri])) for iri, id in self.source_ids.items())),
            statements=tuple(sorted(filter(None, statements), key=lambda statement: statement.id)),
            terms=dict(sorted(self.terms.items())),
        )

    def learn_terms(self) -> None:
        for term, node in self.nodes("terms", "term").items():
            name = local_name(term)
            if "notation" in node and "prefLabel" in node:
                self.terms[f"unit {name}"] = min(value.value for value in node["notation"]).replace("_", " ")
            elif "prefLabel" in node:
                self.terms[name] = min(value.value for value in node["prefLabel"])
            self.above[name].update(local_name(value.value) for value in node.get("subClassOf", ()))
        if not self.above:  # a store without the vocabulary: a file with the claims alone
            self.above.update({kind: set(above) for kind, above in vocabulary.load().entity_kinds.items()})

    def attributions(self) -> dict[str, tuple[Voice, ...]]:
        hops: dict[str, dict[int, Voice]] = defaultdict(dict)
        for row in self.rows("attributions"):
            capacity = row["capacity"]
            voice = Voice(self.agent(row["agent"].value), capacity.value if capacity is not None else None)
            hops[row["claim"].value][int(row["hop"].value)] = voice
        return {claim: tuple(chain[hop] for hop in sorted(chain)) for claim, chain in hops.items()}

    def agent(self, iri: str) -> str:
        return self.entity_ids.get(iri) or local_name(iri)

    def entity(self, id: str, node: _Node) -> Entity:
        labels = (
            Label(value.value, value.language or "en", rank)
            for key, rank in _RANKS.items()
            for value in node.get(key, ())
        )
        return Entity(
            id=id,
            kind=self.kind({local_name(value.value) for value in node["type"]}),
            labels=tuple(sorted(labels, key=lambda label: (label.rank != "preferred", label.language, label.text))),
            anonymous=_flag(node, "anonymous"),
            note=_text(node, "note"),
        )

    def kind(self, classes: set[str]) -> str:
        """The narrowest class: none of the others stands under it."""
        above = set().union(*(self.ancestors(name) for name in classes))
        return min(classes - above - _DERIVED_CLASSES, default="Entity")

    def ancestors(self, name: str) -> set[str]:
        found: set[str] = set()
        waiting = [name]
        while waiting:
            parents = self.above.get(waiting.pop(), set()) - found
            found |= parents
            waiting += parents
        return found - {name}

    def source(self, id: str, node: _Node) -> Source:
        publisher, copied = _text(node, "publisher"), _text(node, "copyOf")
        return Source(
            id=id,
            title=_text(node, "title") or id,
            url=_text(node, "url"),
            publisher=self.agent(publisher) if publisher else None,
            language=_text(node, "inLanguage"),
            published=_partial(_text(node, "datePublished")),
            kind=_term(node, "sourceKind"),
            held=_text(node, "held") != "false",
            copy_of=self.source_ids.get(copied, local_name(copied)) if copied else None,
        )

    def statement(self, iri: str, node: _Node) -> Statement | None:
        kind = next((_KINDS[name] for name in map(local_name, _texts(node, "type")) if name in _KINDS), None)
        about, source = _text(node, "about"), _text(node, "statedIn")
        if kind is None or about is None or source is None:
            return None
        value = min(node.get("object", ()), key=str, default=None)
        target = self.entity_ids.get(value.value) if value is not None and not hasattr(value, "language") else None
        day = "date{}" if kind == "event" else "period{}"
        relative = _text(node, "relativeTo")
        return Statement(
            id=local_name(iri),
            kind=kind,
            about=self.agent(about),
            source=self.source_ids.get(source) or local_name(source),
            says=_term(node, _SAYS[kind]) or kind,
            modality=(_term(node, "modality") or "Actual").lower(),
            negated=_flag(node, "negated"),
            disputed=iri in self.disputed,
            chain=self.chains.get(iri, ()),
            object=target,
            text=self.opinions.get(iri) if kind == "opinion" else None if target or value is None else value.value,
            others=tuple(self.others(node)),
            bounds=_bounds(node) if kind == "metric" else None,
            start=_date(node, day.format("Low" if kind == "event" else "Start")),
            end=_date(node, day.format("High" if kind == "event" else "End")),
            as_of=_term(node, "periodKind") == "AsOf",
            printed=_text(node, "printed"),
            window=_text(node, "window"),
            relative_to=self.agent(relative) if relative else None,
            scope=tuple(_texts(node, "scope")),
            polarity=(_term(node, "polarity") or "").lower() or None,
        )

    def others(self, node: _Node) -> Iterator[str]:
        for key in ("relativeTo", "participant", "mentions"):
            yield from (self.entity_ids[iri] for iri in _texts(node, key) if iri in self.entity_ids)


def _texts(node: _Node, key: str) -> list[str]:
    return sorted({value.value for value in node.get(key, ())})


def _text(node: _Node, key: str) -> str | None:
    return min((value.value for value in node.get(key, ())), default=None)


def _term(node: _Node, key: str) -> str | None:
    text = _text(node, key)
    return None if text is None else local_name(text)


def _flag(node: _Node, key: str) -> bool:
    return _text(node, key) in ("true", "1")


def _date(node: _Node, key: str) -> date | None:
    text = _text(node, key)
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        return None


def _partial(text: str | None) -> PartialDate | None:
    try:
        return PartialDate(text) if text else None
    except ValueError:
        return None


def _decimal(node: _Node, key: str) -> Decimal | None:
    text = _text(node, key)
    return None if text is None else Decimal(text)


def _bounds(node: _Node) -> Bounds:
    return Bounds(
        low=_decimal(node, "low"),
        high=_decimal(node, "high"),
        low_exclusive=_flag(node, "lowExclusive"),
        high_exclusive=_flag(node, "highExclusive"),
        precision=_term(node, "precision") or "AsPrinted",
        unit=_term(node, "unit") or "NUM",
        per_unit=_term(node, "perUnit"),
        printed=_text(node, "printed") or "",
    )
