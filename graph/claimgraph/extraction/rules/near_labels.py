"""The labels that a number of a clause may belong to, the likeliest first.

Goes by place and by the words between; whether the metric of a label fits the number is decided in `binder`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from claimgraph.extraction.rules.carrying import Carrier
from claimgraph.extraction.rules.changes import ChangeReader
from claimgraph.extraction.rules.metrics import dimension
from claimgraph.extraction.rules.phrases import PhraseReader
from claimgraph.extraction.rules.quantities import Amount
from claimgraph.extraction.rules.scene import MetricLabel, Scene, within
from claimgraph.extraction.rules.text import Span

_WIDE = "\u3000"  # a wide blank parts the halves of a headline


class NearLabels:
    """Orders the labels of one scene."""

    def __init__(self, scene: Scene, changes: ChangeReader, beside: Mapping[str, re.Pattern[str]]) -> None:
        self._scene, self._changes, self._beside = scene, changes, beside

    def of(self, amount: Amount, clause: Span) -> list[MetricLabel]:
        """The labels of the clause, the nearest to the number first; one that follows directly before one that leads."""
        lower = self._scene.lower
        labels = within(self._scene.labels, clause.start, clause.end)
        tail = self._scene.sentence(amount.start).end
        after = [
            m
            for m in within(self._scene.labels, amount.end, min(tail, amount.end + 12))
            if self._beside["link"].fullmatch(lower, amount.end, m.start)
            and not self._leads(m, amount)
            and _WIDE not in self._scene.text.printed(amount.start, m.end)
        ]
        others = within(self._scene.amounts, clause.start, clause.end)
        labels = [
            m
            for m in labels
            if not self._changes.only_change(self._scene.lower[m.start : m.end])
            and not self._inside(m, amount)
            and not self._beside["each"].search(lower, max(0, m.start - 5), m.start)
        ]
        after = [m for m in after if not self._changes.only_change(self._scene.lower[m.start : m.end])]
        before = [m for m in labels if m.start < amount.start and not self._taken(m, amount, others)]
        inside = [m for m in labels if m.start < amount.end and m.end > amount.start]
        ordered = [*after, *inside, *reversed(before)]
        return list(dict.fromkeys(ordered))

    def _leads(self, label: MetricLabel, amount: Amount) -> bool:
        """Whether a label after a number leads the next one of its kind: raised $6bn [at a valuation of] $150bn."""
        following = within(self._scene.amounts, label.end, label.end + 24)
        if not following or dimension(following[0]) != dimension(amount):
            return False
        gap = self._scene.lower[label.end : following[0].start]
        return self._beside["leads"].fullmatch(gap) is not None

    def _inside(self, label: MetricLabel, amount: Amount) -> bool:
        """Whether a label is part of another number: 0.4 [percentage] points."""
        others = within(self._scene.amounts, label.start - 24, label.end)
        return any(o.start <= label.start and o.end >= label.end and o.start != amount.start for o in others)

    def _taken(self, label: MetricLabel, amount: Amount, others: list[Amount]) -> bool:
        """Whether a label before belongs to another number: it follows that directly, and a verb parts it from ours."""
        lower = self._scene.lower
        for other in others:
            if (
                other.end <= label.start
                and other.start < amount.start
                and self._beside["link"].fullmatch(lower, other.end, label.start)
            ):
                led = self._leads(label, other) or self._beside["verb"].search(lower, label.end, amount.start)
                return not led
        return False

    def words(self, label: MetricLabel) -> str:
        """The words of a label, as the text has them."""
        return self._scene.text.plain[label.start : label.end]


@dataclass(frozen=True, slots=True)
class Neighbourhood:
    """What is read beside the numbers of one scene: labels, what is carried on, phrases, changes, the words between."""

    labels: NearLabels
    carrier: Carrier
    phrases: PhraseReader
    changes: ChangeReader
    words: Mapping[str, re.Pattern[str]]
