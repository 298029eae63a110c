"""Ties a ratio to what it is a ratio of: the growth of a level, a share, a rate, a multiple, percentage points.

Numbers that are levels themselves are bound in `binder`, as is what only a phrase of the text tells.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from claimgraph.extraction.rules.binding import Binding
from claimgraph.extraction.rules.metrics import MetricChooser
from claimgraph.extraction.rules.near_labels import Neighbourhood
from claimgraph.extraction.rules.quantities import Amount
from claimgraph.extraction.rules.scene import MetricLabel, Scene
from claimgraph.extraction.rules.text import Span
from claimgraph.vocabulary import Metric

_COMPOUND = "cagr"
_SHARE = "share_of_whole"
_SELF_CHANGING = re.compile(r"move|growth|change|reduction|cagr|uplift|beat")


class RatioBinder:
    """Binds the ratios of one scene, in order."""

    def __init__(
        self, scene: Scene, chooser: MetricChooser, near: Neighbourhood, compared: Callable[[int], bool]
    ) -> None:
        self._scene, self._choose, self._compared = scene, chooser, compared
        self._near, self._carrier, self._beside = near.labels, near.carrier, near.words
        self._phrases, self._changes = near.phrases, near.changes
        self._share = re.compile(scene.lexicon.cues.pattern("share"))

    def of(self, amount: Amount, clause: Span, sentence: Span, context: str, direction: int | None) -> Binding | None:
        """The growth, share, rate or ratio of the labels near by, or of what is carried on; None where none fits."""
        labels = self._near.of(amount, clause)
        compared = self._compared(amount.start)
        if direction is not None:
            return self._growth(amount, clause, sentence, labels, direction)
        for label in labels:
            span = Span(label.start, label.end)
            metric = self._choose.level(label.ids, amount, context)
            if metric and metric.id == _SHARE and (whole := self._whole(labels, sentence, amount)):
                metric = self._choose.share(whole, amount) or metric
                return Binding(metric, self._near.words(label), span, "share", whole)
            if metric and not metric.growth_of and not (compared and amount.unit == "multiple"):
                return self._carrier.bound(Binding(metric, self._near.words(label), span, "label", metric), sentence)
            if metric and metric.growth_of:
                return Binding(metric, self._near.words(label), span, "growth", metric)
            level = self._carrier.level_of(label)
            if level is None:
                continue
            if amount.unit == "multiple" and (times := self._choose.times(level, self._levels(labels))):
                return Binding(times, self._near.words(label), span, "ratio", level)
            if self._beside["comes-from"].match(self._scene.lower, amount.end) and label.start < amount.start:
                part = self._choose.of_part(level)
                return Binding(self._choose.share(part, amount), self._near.words(label), span, "share", level)
            if amount.unit == "percent" and self._beside["part"].fullmatch(
                self._scene.lower, amount.end, max(amount.end, label.start)
            ):
                return Binding(self._choose.share(level, amount), self._near.words(label), span, "share", level)
            if self._share.search(context) and not compared and (share := self._choose.share(level, amount)):
                return Binding(share, self._near.words(label), span, "share", level)
            if (amount.unit == "multiple" or compared) and (ratio := self._choose.ratio(level, amount)):
                return Binding(ratio, self._near.words(label), span, "ratio", level)
        if amount.unit == "multiple" and (carried := self._carrier.last(sentence)):
            ratio = self._choose.ratio(carried.level, amount)
            return Binding(
                ratio,
                self._near.words(carried.label),
                Span(carried.label.start, carried.label.end),
                "ratio",
                carried.level,
            )
        head = self._scene.lower[clause.start : amount.start]
        if not labels and self._beside["comes-from"].match(self._scene.lower, amount.end):
            return self._part_of(clause, sentence, amount)
        told = amount.unit == "percent" and not labels and self._beside["compared"].search(head)
        if told and (earlier := self._carrier.ratio(amount, clause, sentence)):
            label, metric = earlier
            return Binding(metric, self._near.words(label), Span(label.start, label.end), "carried", metric)
        return None

    def _growth(
        self, amount: Amount, clause: Span, sentence: Span, labels: list[MetricLabel], direction: int
    ) -> Binding | None:
        """A change in percent: of the level labelled in the clause, else of the one before in the sentence."""
        base = self._changes.base(amount, clause)
        sign = direction if amount.unit == "percent" else 1
        if labels and _COMPOUND in labels[0].ids and (own := self._labelled_growth(amount, labels[:1])):
            return Binding(own[1], self._near.words(own[0]), Span(own[0].start, own[0].end), "growth", own[1], sign)
        candidates = [(label, self._carrier.level_of(label)) for label in labels]
        if not candidates or all(level is None for _, level in candidates):
            direct = self._labelled_growth(amount, labels)
            if direct:
                return Binding(
                    direct[1],
                    self._near.words(direct[0]),
                    Span(direct[0].start, direct[0].end),
                    "growth",
                    direct[1],
                    sign,
                )
            phrase = self._phrases.before(amount, clause)
            told = phrase is not None and not self._changes.only_change(phrase.words.lower())
            if not told and (carried := self._carrier.to(clause, sentence)):
                candidates = [(carried.label, carried.level)]
        for label, level in candidates:
            if level is None:
                continue
            metric = self._choose.growth(level, base, amount) or (
                self._choose.qoq_of(level, amount, base) if base in ("qoq", "mom") else None
            )
            span = Span(label.start, label.end)
            last = self._carrier.last(sentence)
            if label.start < sentence.end and (last is None or last.label.start < label.start):
                self._carrier.bound(Binding(level, self._near.words(label), span, "growth", level), sentence)
            return Binding(metric, self._near.words(label), span, "growth", level, sign, change=True)
        return None

    def _part_of(self, clause: Span, sentence: Span, amount: Amount) -> Binding | None:
        """The part of the level told before that comes from somewhere: 收入5亿元，其中七成来自海外."""
        if not (carried := self._carrier.to(clause, sentence)):
            return None
        metric = self._choose.share(self._choose.of_part(carried.level), amount)
        span = Span(carried.label.start, carried.label.end)
        return Binding(metric, self._near.words(carried.label), span, "share", carried.level) if metric else None

    def _levels(self, labels: list[MetricLabel]) -> list[Metric]:
        return [level for label in labels if (level := self._carrier.level_of(label))]

    def _whole(self, labels: list[MetricLabel], sentence: Span, amount: Amount) -> Metric | None:
        """What a share is a share of: the level in its clause, else the one told before: 收入1875万美元，占比35.1%."""
        levels = self._levels(labels)
        if not levels and (last := self._carrier.last(sentence)):
            levels = [last.level]
        return next((level for level in levels if self._choose.share(level, amount)), None)

    def _labelled_growth(self, amount: Amount, labels: list[MetricLabel]) -> tuple[MetricLabel, Metric] | None:
        context = self._scene.lower[self._scene.clause(amount.start).start : self._scene.clause(amount.start).end]
        for label in labels:
            metric = self._choose.level(label.ids, amount, context)
            if metric and (metric.growth_of or _SELF_CHANGING.search(metric.id)):
                return label, metric
        return None

    def points(self, amount: Amount, clause: Span, sentence: Span, direction: int | None) -> Binding | None:
        """Percentage points: the change of a ratio, for which the vocabulary has a metric only now and then."""
        context = self._scene.lower[clause.start : clause.end]
        for label in self._near.of(amount, clause):
            metric = self._choose.level(label.ids, amount, context)
            return Binding(
                metric,
                self._near.words(label),
                Span(label.start, label.end),
                "points",
                metric,
                direction or 1,
                change=True,
            )
        phrase = self._phrases.before(amount, clause)
        if not phrase and (carried := self._carrier.last(sentence)):
            label = carried.label
            return Binding(
                None,
                self._near.words(label),
                Span(label.start, label.end),
                "points",
                carried.level,
                direction or 1,
                change=True,
            )
        return None
