"""Metrics that no label names, told by the verb or the words around a number: took in $3 million, 交付5万辆, 超额认购300倍.

The words are templates of the lexicon (cg:means "metric:ID"); {n} is the number with whatever opens it (about, 了, 近).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from claimgraph.extraction.cues import Cues, alternation
from claimgraph.extraction.rules.metrics import MetricChooser, dimension
from claimgraph.extraction.rules.quantities import Amount
from claimgraph.extraction.rules.scene import Scene
from claimgraph.extraction.rules.text import Span
from claimgraph.vocabulary import Metric

_REACH, _OPENING = 90, 30
_GAP = "{n}"


@dataclass(frozen=True, slots=True)
class _Template:
    """What stands before a number and after it where it is one of this metric."""

    metric: Metric
    before: re.Pattern[str]
    after: re.Pattern[str]


class Teller:
    """Reads what the words around the numbers of one scene tell."""

    def __init__(self, scene: Scene, chooser: MetricChooser, cues: Cues) -> None:
        self._scene, self._choose = scene, chooser
        metrics = scene.lexicon.terms.metrics
        comparators = (word for cue in cues.kind("ComparatorCue") for word in cue.words)
        self._opening = _compiled(rf"(?:[ ]?{alternation([*comparators, *cues.words('opens-number')])}){{1,4}}[ ]?$")
        self._templates: dict[str, list[_Template]] = {}
        for cue in cues.templates("metric"):
            before, _, after = (cue.template or "").partition(_GAP)
            template = _Template(metrics[cue.means.split(":")[1]], _compiled(rf"(?:{before})[ ]?$"), _compiled(after))
            self._templates.setdefault(template.metric.dimension, []).append(template)

        self._referring: list[tuple[re.Pattern[str], re.Pattern[str]]] = []
        for cue in cues.templates("refers"):
            before, _, after = (cue.template or "").partition(_GAP)
            self._referring.append((_compiled(rf"(?:{before})[ ]?$"), _compiled(after)))

    def of(self, amount: Amount) -> tuple[Metric, Span] | None:
        """The metric of a number and the words that tell it."""
        first = max(self._scene.sentence(amount.start).start, amount.start - _REACH)
        head = self._scene.lower[first : amount.start]
        opening = self._opening.search(head, max(0, len(head) - _OPENING))
        shorter = head[: opening.start()] if opening else head
        for template in self._templates.get(dimension(amount), ()):
            found = template.before.search(head) or template.before.search(shorter)
            end = self._closes(template, amount) if found else -1
            large = "price" in template.metric.id and amount.scale > 1
            if found is None or end < 0 or large or not self._choose.fits(template.metric, amount, head):
                continue
            words = Span(first + found.start(), first + found.end())
            return template.metric, words if found[0].strip() else Span(amount.end, max(end, amount.end))
        return None

    def refers(self, amount: Amount, sentence: Span) -> bool:
        """Whether words beside a number say that it is one of what the sentence before told."""
        head = self._scene.lower[sentence.start : amount.start]
        opening = self._opening.search(head, max(0, len(head) - _OPENING))
        shorter = head[: opening.start()] if opening else head
        for before, after in self._referring:
            if (before.search(head) or before.search(shorter)) and after.match(self._scene.lower, amount.end):
                return True
        return False

    def _closes(self, template: _Template, amount: Amount) -> int:
        """Where the words after the number end, which may begin with its measure word; -1 where others stand there."""
        for place in dict.fromkeys((amount.end - len(amount.counter), amount.end)):
            if found := template.after.match(self._scene.lower, place):
                return found.end()
        return -1


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)
