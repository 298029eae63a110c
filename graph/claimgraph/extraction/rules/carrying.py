"""What the clauses before a number were about: the label last bound in its sentence, else one that has no number of its own.

A number whose clause has no label (同比增长13%, up from 352 million) is said of that. Whether it takes the label is decided
in `binder`.
"""

from __future__ import annotations

from dataclasses import dataclass

from claimgraph.extraction.rules.binding import Binding
from claimgraph.extraction.rules.changes import ChangeReader
from claimgraph.extraction.rules.metrics import MetricChooser
from claimgraph.extraction.rules.quantities import Amount
from claimgraph.extraction.rules.scene import MetricLabel, Scene, within
from claimgraph.extraction.rules.text import Span
from claimgraph.vocabulary import Metric

_REACH = 40
_BESIDE = 2


@dataclass(frozen=True, slots=True)
class Carried:
    """A label that later clauses of its sentence may speak of, and the level that it names."""

    sentence: Span
    label: MetricLabel
    level: Metric


class Carrier:
    """Keeps the labels of one scene that are carried on."""

    def __init__(self, scene: Scene, chooser: MetricChooser, changes: ChangeReader) -> None:
        self._scene, self._choose, self._changes = scene, chooser, changes
        self._carried: Carried | None = None

    def remember(self, sentence: Span, label: MetricLabel, level: Metric) -> None:
        """Keeps the label last bound."""
        self._carried = Carried(sentence, label, level)

    def bound(self, binding: Binding, sentence: Span) -> Binding:
        """A binding, after its label is kept where it names a level."""
        if binding.level and binding.label:
            label = MetricLabel(binding.label.start, binding.label.end, (binding.level.id,))
            self.remember(sentence, label, binding.level)
        return binding

    def last(self, sentence: Span) -> Carried | None:
        """The label last bound in a sentence."""
        return self._carried if self._carried and self._carried.sentence == sentence else None

    def before(self, sentence: Span) -> Carried | None:
        """The label last bound in the sentence before this one."""
        text, last = self._scene.text, self._carried
        near = last and text.sentence_at(sentence.start) - text.sentence_at(last.sentence.start) == 1
        return last if near else None

    def to(self, clause: Span, sentence: Span) -> Carried | None:
        """What the sentence was about before this clause."""
        last = self.last(sentence)
        if last and not (ahead := self._ahead(clause, last.label.end)):
            return last
        if last and ahead:
            return Carried(sentence, *ahead)
        first = max(sentence.start, clause.start - _REACH)
        for label in reversed(within(self._scene.labels, first, clause.start)):
            if not self._free(label, clause):
                return None
            if self._scene.clause(label.start).end < clause.start - _BESIDE:
                return None
            if level := self.level_of(label):
                return Carried(sentence, label, level)
        return None

    def _ahead(self, clause: Span, start: int) -> tuple[MetricLabel, Metric] | None:
        """A label that ends the clause before and has no number: 经营利润53亿元，调整后的净利润，同比增长26%."""
        for label in reversed(within(self._scene.labels, max(start, clause.start - _REACH), clause.start)):
            ends = label.start >= start and clause.start - _BESIDE <= label.end <= clause.start
            if ends and self._free(label, clause) and (level := self.level_of(label)):
                return label, level
        return None

    def _free(self, label: MetricLabel, clause: Span) -> bool:
        """Whether neither a number nor a name stands between a label and a clause."""
        numbers = within(self._scene.amounts, label.end, clause.start)
        return not numbers and not any(m.named for m in within(self._scene.mentions, label.end, clause.start))

    def ratio(self, amount: Amount, clause: Span, sentence: Span) -> tuple[MetricLabel, Metric] | None:
        """The share, rate or margin named earlier in a sentence: 毛利率受…影响，由39.8%降至37.6%."""
        lower = self._scene.lower
        for label in reversed(within(self._scene.labels, sentence.start, clause.start)):
            if label.end > clause.start or self._changes.only_change(lower[label.start : label.end]):
                continue
            if any(m.named for m in within(self._scene.mentions, label.end, amount.start)):
                return None
            own = self._scene.clause(label.start)
            metric = self._choose.level(label.ids, amount, lower[own.start : own.end])
            if metric and metric.dimension == "ratio" and not metric.growth_of:
                return label, metric
        return None

    def with_levels(self, label: MetricLabel) -> list[str]:
        """The metrics of a label and, where it names a growth, the level that grows: 总收入同比增长13.1%至350亿元."""
        metrics = self._scene.lexicon.terms.metrics
        return [*label.ids, *(of for id in label.ids if (of := metrics[id].growth_of))]

    def level_of(self, label: MetricLabel) -> Metric | None:
        """The level that a label names, whatever the unit of the number beside it."""
        metrics = [self._scene.lexicon.terms.metrics[id] for id in self.with_levels(label)]
        levels = [m for m in metrics if m.dimension in ("money", "count", "duration") and not m.grouping]
        levels.sort(key=lambda m: bool(m.requires_cue))
        return levels[0] if levels else None
