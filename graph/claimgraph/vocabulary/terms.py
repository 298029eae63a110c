"""Metrics, relations and units as frozen values, and the vocabulary that holds them all."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

__all__ = ["Metric", "Relation", "TermLabel", "Unit", "Vocabulary"]


@dataclass(frozen=True, slots=True)
class TermLabel:
    """A name of a term. `language` is en, zh-hans or zh-hant; `rank` is preferred, alternative or hidden."""

    text: str
    language: str
    rank: str


@dataclass(frozen=True, slots=True)
class Metric:
    """What a number can be a number of. `units` and `per_units` are unit ids, the other metrics metric ids.

    `measure` is Level, Flow, RatioMeasure or DateMeasure; `domain` are entity kinds; `period_length` and `default_window`
    are ISO 8601 durations that the metric names in itself. `growth_base` is yoy, qoq, mom or other.
    """

    id: str
    iri: str
    dimension: str
    units: tuple[str, ...]
    measure: str
    broader: tuple[str, ...]
    domain: tuple[str, ...]
    labels: tuple[TermLabel, ...]
    definition: str
    per_units: tuple[str, ...] = ()
    default_window: str | None = None
    needs_window: bool = False
    period_length: str | None = None
    cumulative: bool = False
    grouping: bool = False
    requires_cue: tuple[str, ...] = ()
    excludes_cue: tuple[str, ...] = ()
    growth_metric: str | None = None
    ratio_metric: str | None = None
    share_metric: str | None = None
    growth_of: str | None = None
    ratio_of: str | None = None
    growth_base: str | None = None

    def label(self, language: str = "en") -> str:
        """The preferred label in that language, else the id as words."""
        preferred = (label.text for label in self.labels if label.rank == "preferred" and label.language == language)
        return next(preferred, self.id.replace("_", " "))


@dataclass(frozen=True, slots=True)
class Relation:
    """A predicate of relation claims. `domain` and `range` are entity kinds; `functional`: one object at a time."""

    id: str
    iri: str
    label: str
    inverse_label: str
    domain: str
    range: str
    functional: bool
    symmetric: bool
    transitive: bool
    inverse: str | None
    labels: tuple[TermLabel, ...]


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit; `id` is its spelling in corpus files and JSON. `seconds` is set for units of time of fixed length."""

    id: str
    iri: str
    label: str
    symbol: str
    dimension: str
    labels: tuple[TermLabel, ...]
    seconds: float | None = None


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """All terms. The mappings from spellings (as-printed, analyst-report, ...) give IRIs; `terms` are all IRIs defined.

    `entity_kinds` gives the classes above each class of entities, the nearest first, all by local name.
    """

    metrics: Mapping[str, Metric]
    relations: Mapping[str, Relation]
    units: Mapping[str, Unit]
    entity_kinds: Mapping[str, tuple[str, ...]]
    event_kinds: Mapping[str, str]
    aspects: Mapping[str, str]
    source_kinds: Mapping[str, str]
    modalities: Mapping[str, str]
    precisions: Mapping[str, str]
    polarities: Mapping[str, str]
    roles: Mapping[str, str]
    review_states: Mapping[str, str]
    disagreement_kinds: Mapping[str, str]
    terms: frozenset[str]
