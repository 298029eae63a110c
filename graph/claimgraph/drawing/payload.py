"""The network and its claims as compact tables of numbers and texts, for a page to read.

Every text stands once in one table and is referred to by its number; so are entities, sources and claims.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

import networkx as nx

from claimgraph.claim import Entity, Source
from claimgraph.drawing.measures import Measure, label_lines, measure
from claimgraph.drawing.palette import looks
from claimgraph.drawing.phrases import (
    clean,
    computed_text,
    kind_text,
    span,
    support_text,
    term_text,
    value_text,
    web_address,
    when_text,
)
from claimgraph.network import Implied, Statement, Testimony

LANGUAGES = ("en", "zh-hans", "zh-hant")
_KINDS = ("metric", "relation", "event", "opinion")
_NEGATED, _DISMISSED = 1, 2

Row = list[Any]


class Tables:
    """The tables of one page. `order` is the entities by number; rows follow it."""

    def __init__(self, testimony: Testimony, graph: nx.MultiDiGraph[str]) -> None:
        self.testimony, self.graph = testimony, graph
        self.order = sorted(graph)
        self.number = {name: index for index, name in enumerate(self.order)}
        self.looks = looks(graph.nodes[name]["kind"] for name in self.order)
        self.kinds = list(self.looks)
        self.texts: dict[str, int] = {"": 0}
        self.names = {id: display_names(entity)[0] for id, entity in testimony.entities.items()}
        self.measures = {name: self._measure(name) for name in self.order}
        statements = [s for s in testimony.statements if any(id in self.number for id in s.touches)]
        self.statements = [s for s in statements if s.about in self.number]
        self.sources = sorted({s.source for s in self.statements})
        self.claim_number = {statement.id: index for index, statement in enumerate(self.statements)}
        self.implied = [
            i for i in testimony.implied if i.about in self.number and set(i.premises) & set(self.claim_number)
        ]
        slots = sorted({s.slot for s in self.statements if s.slot and s.slot in testimony.slots})
        self.slot_number = {slot: index for index, slot in enumerate(slots)}

    def _measure(self, name: str) -> Measure:
        labels = display_names(self.testimony.entities[name])
        return measure(self.graph.nodes[name]["claims"], map(label_lines, labels))

    def boxes(self) -> dict[str, tuple[float, float]]:
        """The room each entity needs."""
        return {name: (size.width, size.height) for name, size in self.measures.items()}

    def text(self, text: str) -> int:
        return self.texts.setdefault(clean(text), len(self.texts))

    def label(self, label: str) -> int:
        """As `text`, for a cleaned text that may have two lines."""
        return self.texts.setdefault(label, len(self.texts))

    def data(self, title: str, positions: Mapping[str, tuple[int, int]], first: Sequence[str]) -> dict[str, Any]:
        """Everything the page knows."""
        rows = {
            "entities": [self._entity(name, positions[name]) for name in self.order],
            "sources": [self._source(id, self.testimony.sources.get(id)) for id in self.sources],
            "claims": self._claims(),
            "edges": self._edges(),
            "slots": [self.text(support_text(self.testimony.slots[slot])) for slot in self.slot_number],
            "implied": [self._implied(implied) for implied in self.implied],
            "disagreements": self._disagreements(),
        }
        return {
            "title": title,
            "languages": LANGUAGES,
            "kinds": [[kind, kind_text(kind), look.shape, look.light, look.dark] for kind, look in self.looks.items()],
            "claimKinds": _KINDS,
            "first": [self.number[name] for name in first],
            **rows,
            "texts": list(self.texts),
        }

    def _entity(self, name: str, position: tuple[int, int]) -> Row:
        entity, size = self.testimony.entities[name], self.measures[name]
        names = display_names(entity)
        others = sorted({self.text(label.text) for label in entity.labels if label.rank == "alternative"} - {0})
        hidden = sorted({self.text(label.text) for label in entity.labels if label.rank == "hidden"} - {0})
        labels = [self.label(label_lines(name)) for name in names]
        kind, shown = self.kinds.index(entity.kind), [self.text(name) for name in names]
        room = [size.radius, size.letters, size.width, size.height]
        return [name, kind, shown, labels, others, hidden, *position, *room]

    def _source(self, id: str, source: Source | None) -> Row:
        if source is None:
            return [self.text(id), 0, 0, 0, id]
        publisher = self.names.get(source.publisher or "", source.publisher or "")
        day = source.published.text if source.published else ""
        return [self.text(source.title), self.text(web_address(source.url)), self.text(publisher), self.text(day), id]

    def _claims(self) -> list[Row]:
        source_number = {id: index for index, id in enumerate(self.sources)}
        return [self._claim(statement, source_number[statement.source]) for statement in self.statements]

    def _claim(self, statement: Statement, source: int) -> Row:
        says = term_text(statement.says, self.testimony.terms)
        if statement.kind == "opinion" and statement.polarity in ("positive", "negative"):
            says += f", {statement.polarity}"
        bounds = statement.bounds
        low = (bounds.low if bounds.low is not None else bounds.high) if bounds else None
        return [
            _KINDS.index(statement.kind),
            self.number[statement.about],
            source,
            self.text(says),
            self.text(value_text(statement, self.testimony.terms, self.names)),
            self.text(when_text(statement)),
            self.text("" if statement.modality == "actual" else statement.modality),
            (_NEGATED if statement.negated else 0) | (_DISMISSED if statement.dismissed else 0),
            self._chain(statement),
            self.number.get(statement.object or "", -1),
            [self.number[id] for id in statement.others if id in self.number],
            self._day(statement),
            float(low) if low is not None else None,
            self.slot_number.get(statement.slot or "", -1),
        ]

    def _day(self, figure: Statement | Implied) -> int:
        """The last day it can be of, by which newest comes first."""
        last = figure.end or figure.start
        return self.text(last.isoformat() if last else "")

    def _implied(self, implied: Implied) -> Row:
        return [
            self.number[implied.about],
            self.text(term_text(implied.says, self.testimony.terms)),
            self.text(computed_text(implied, self.testimony.terms, self.names)),
            self.text(when_text(implied)),
            self.text("" if implied.modality == "actual" else implied.modality),
            self._day(implied),
            self.text(implied.formula),
            [self.claim_number[claim] for claim in implied.premises if claim in self.claim_number],
        ]

    def _disagreements(self) -> list[Row]:
        """Those that nobody dismissed: kind, reason, whether grave, its claims and implied values, and their spans."""
        implied_number = {implied.id: index for index, implied in enumerate(self.implied)}
        rows: list[Row] = []
        for found in self.testimony.disagreements:
            claims = [self.claim_number[claim] for claim in found.statements if claim in self.claim_number]
            if found.dismissed or not claims:
                continue
            kind = term_text(found.kind, self.testimony.terms) if found.kind else "of no stated kind"
            values = [implied_number[value] for value in found.implied if value in implied_number]
            bounds = [self.statements[claim].bounds for claim in claims] + [
                self.implied[value].bounds for value in values
            ]
            spans = [list(span(stated)) if stated else None for stated in bounds]
            grave = int(found.severity != "Minor")
            rows.append([self.text(kind), found.kind or "", self.text(found.why), grave, claims, values, spans])
        return rows

    def _chain(self, statement: Statement) -> list[int]:
        """Who said it, the first voice first."""
        voices = []
        for voice in reversed(statement.chain):
            name = self.names.get(voice.agent, voice.agent)
            voices.append(self.text(f"{name} ({voice.capacity})" if voice.capacity else name))
        return voices

    def _edges(self) -> list[Row]:
        return [
            [
                self.number[subject],
                self.text(term_text(str(predicate), self.testimony.terms)),
                self.number[target],
                [self.claim_number[claim] for claim in data["claims"]],
                str(predicate),
            ]
            for subject, target, predicate, data in sorted(
                self.graph.edges(keys=True, data=True), key=lambda edge: edge[:3]
            )
        ]


def display_names(entity: Entity) -> tuple[str, ...]:
    """The name to show in English and in both scripts of Chinese; where one is missing, the best of the others."""
    preferred = {label.language: clean(label.text) for label in reversed(entity.labels) if label.rank == "preferred"}
    english, simplified, traditional = (preferred.get(language, "") for language in LANGUAGES)
    other = next(iter(sorted(preferred.values())), "") or clean(entity.id)
    return (
        english or simplified or traditional or other,
        simplified or traditional or english or other,
        traditional or simplified or english or other,
    )


def embedded(data: Mapping[str, Any]) -> str:
    """The data as JSON that can stand inside a script element: nothing in it can end the element or a line of it."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    for character in "<>&\u2028\u2029":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return text
