"""Ties a number to the words that say what it is a number of.

Labels of the lexicon first, beside the number or carried from the clause before; else the phrase of the text itself. The
result names the rule, and says whether the number is a level, a change, a share or a ratio.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from claimgraph.extraction.cues import Cues
from claimgraph.extraction.rules.binding import Binding
from claimgraph.extraction.rules.carrying import Carrier
from claimgraph.extraction.rules.changes import ChangeReader
from claimgraph.extraction.rules.metrics import MetricChooser, dimension, small_sum
from claimgraph.extraction.rules.narrowing import Narrowing
from claimgraph.extraction.rules.near_labels import NearLabels, Neighbourhood
from claimgraph.extraction.rules.phrases import PhraseReader
from claimgraph.extraction.rules.pieces import Pieces
from claimgraph.extraction.rules.quantities import Amount
from claimgraph.extraction.rules.ratio_binder import RatioBinder
from claimgraph.extraction.rules.scene import MetricLabel, Scene
from claimgraph.extraction.rules.text import Span
from claimgraph.extraction.rules.told import Teller


class Binder:
    """Binds the amounts of one scene, in order."""

    def __init__(self, scene: Scene, chooser: MetricChooser, cues: Cues, compared: Callable[[int], bool]) -> None:
        self._scene = scene
        self._choose = chooser
        self._phrases = PhraseReader(scene, cues)
        self._changes = ChangeReader(scene, cues)
        self._narrowing, self._pieces = Narrowing(scene, cues), Pieces(scene, cues)
        self._teller = Teller(scene, chooser, cues)
        self._beside = {
            cue.means.split(":")[1]: re.compile(cue.template) for cue in cues.templates("binding") if cue.template
        }
        self._carrier = Carrier(scene, chooser, self._changes)
        self._near = NearLabels(scene, self._changes, self._beside)
        near = Neighbourhood(self._near, self._carrier, self._phrases, self._changes, self._beside)
        self._ratios = RatioBinder(scene, chooser, near, compared)
        self._shares: tuple[Span, Binding] | None = None
        self._verb = ""

    def bind(self, amount: Amount) -> Binding | None:
        """What the number is a number of; None where not even a phrase can be found."""
        binding = self._bound(amount)
        if binding and binding.metric and binding.label and self._of_part(binding, binding.label):
            return replace(binding, metric=self._choose.of_part(binding.metric))
        if binding and binding.metric and binding.label and binding.rule == "growth":
            pieces = self._choose.of_pieces(binding.metric) if self._pieces.sold(amount, binding.label) else None
            return replace(binding, metric=pieces[1], level=pieces[0]) if pieces else binding
        return binding

    def _of_part(self, binding: Binding, label: Span) -> bool:
        """Whether a number is told of a part of its subject: beside its label, or as what the sentence is about."""
        if self._narrowing.part(label):
            return True
        verb = binding.rule == "verb" or self._scene.lower[label.start : label.end] == self._verb
        self._verb = self._scene.lower[label.start : label.end] if verb else ""
        return self._narrowing.part_acts(label) if verb else False

    def _bound(self, amount: Amount) -> Binding | None:
        scene = self._scene
        clause, sentence = scene.clause(amount.start), scene.sentence(amount.start)
        context = scene.lower[clause.start : clause.end]
        direction = self._changes.direction(amount, clause)
        if amount.unit in ("percentage_point", "basis_point"):
            return self._ratios.points(amount, clause, sentence, direction) or self._phrase(amount, clause, direction)
        if dimension(amount) == "ratio":
            binding = self._ratios.of(amount, clause, sentence, context, direction)
            if binding and binding.metric:
                return binding
            return self._told(amount, sentence, direction) or binding or self._phrase(amount, clause, direction)
        if amount.per_unit == "share" and (binding := self._of_share(amount, clause, sentence)):
            return binding
        if binding := self._direct(amount, clause, context):
            return self._carrier.bound(binding, sentence)
        if self._shares and self._shares[0] == sentence and small_sum(amount):
            return self._shares[1]
        if metric := self._choose.by_unit(amount, context):
            return Binding(metric, scene.text.plain[amount.start : amount.end], None, "unit")
        told = self._told(amount, sentence, None) or self._carry(amount, clause, sentence, context)
        return told or self._referred(amount, clause, sentence, context) or self._phrase(amount, clause, None)

    def _referred(self, amount: Amount, clause: Span, sentence: Span, context: str) -> Binding | None:
        """A number that takes up the one of the sentence before: the figure has since climbed to about $150 million."""
        carried = self._carrier.before(sentence)
        if not carried or not self._teller.refers(amount, sentence):
            return None
        if not self._choose.fits(carried.level, amount, context) and carried.level.requires_cue:
            return None
        span = Span(carried.label.start, carried.label.end)
        if carried.level.dimension != dimension(amount):
            return None
        self._carrier.remember(sentence, carried.label, carried.level)
        return Binding(carried.level, self._near.words(carried.label), span, "carried", carried.level)

    def _told(self, amount: Amount, sentence: Span, direction: int | None) -> Binding | None:
        """A metric that no label names, but the verb or the words around the number."""
        if not (told := self._teller.of(amount)):
            return None
        metric, span = told
        words = self._scene.text.plain[span.start : span.end].strip()
        sign = direction if direction and amount.unit == "percent" else 1
        binding = Binding(metric, words, span, "verb", metric, sign, change=direction is not None)
        return binding if direction else self._carrier.bound(binding, sentence)

    # --- levels ---------------------------------------------------------------------------------------------------

    def _direct(self, amount: Amount, clause: Span, context: str) -> Binding | None:
        for label in self._near.of(amount, clause):
            if self._counts_other(label, amount):
                continue
            if metric := self._choose.level(self._carrier.with_levels(label), amount, context):
                if self._is_change(amount, clause, label):
                    return Binding(
                        None, self._near.words(label), Span(label.start, label.end), "change", metric, change=True
                    )
                return Binding(metric, self._near.words(label), Span(label.start, label.end), "label", metric)
        return None

    def _counts_other(self, label: MetricLabel, amount: Amount) -> bool:
        """Whether a number has a noun of its own, and only a preposition ties it to a label: partners at 450 events."""
        if self._scene.text.chinese or dimension(amount) != "count" or label.end > amount.start:
            return False
        start = amount.cue_start if 0 <= amount.cue_start < amount.start else amount.start
        gap = self._scene.lower[label.end : start].strip()
        return gap in _PLACES and self._phrases.after(amount) is not None

    def _of_share(self, amount: Amount, clause: Span, sentence: Span) -> Binding | None:
        """The value of one share beside the sum of all: net income of $61 million, or 47 cents a share."""
        carried = self._carrier.to(clause, sentence)
        for label in [*self._near.of(amount, clause), *([carried.label] if carried else [])]:
            ids = self._carrier.with_levels(label)
            if metric := self._choose.level(ids, amount, "") or self._choose.of_shares(ids):
                binding = Binding(metric, self._near.words(label), Span(label.start, label.end), "label", metric)
                self._shares = (sentence, replace(binding, rule="carried"))
                return self._carrier.bound(binding, sentence) if label.start >= clause.start else binding
        return None

    def _is_change(self, amount: Amount, clause: Span, label: MetricLabel) -> bool:
        """Whether a level's number is the size of its change: 月活增加9200万, 下降0.29元, "rose by 5,000"."""
        if label.start >= amount.end:
            return False
        return bool(self._beside["by"].search(self._scene.lower, max(clause.start, label.end - 1), amount.start))

    def _carry(self, amount: Amount, clause: Span, sentence: Span, context: str) -> Binding | None:
        """A clause with no label of its own speaks of the metric before: 较2024年的1670亿美元, up from $352 million."""
        carried = self._carrier.to(clause, sentence)
        if not carried or dimension(amount) not in ("money", "count", "duration"):
            return None
        head = self._scene.lower[clause.start : amount.start]
        if not self._choose.fits(carried.level, amount, context) and not self._choose.fits(
            carried.level, amount, self._scene.lower[sentence.start : sentence.end]
        ):
            return None
        if amount.counter and amount.counter not in "次人名" and not self._beside["compared"].search(head):
            return None
        if not (
            self._beside["compared"].search(head) or amount.bare or len(re.sub(r"[^\u4e00-\u9fffa-z]", "", head)) <= 4
        ):
            return None
        counted = self._phrases.after(amount) if dimension(amount) == "count" and not self._scene.text.chinese else None
        if counted and counted.words.split()[-1].lower().rstrip("s") not in self._near.words(carried.label).lower():
            return None
        change = bool(self._beside["by"].search(head))
        span = Span(carried.label.start, carried.label.end)
        self._carrier.remember(sentence, carried.label, carried.level)
        return Binding(
            None if change else carried.level,
            self._near.words(carried.label),
            span,
            "carried",
            carried.level,
            change=change,
        )

    # --- changes, shares, ratios ----------------------------------------------------------------------------------

    def falls(self, amount: Amount) -> bool:
        """Whether the words around a number say that it is the size of a fall."""
        return self._changes.direction(amount, self._scene.clause(amount.start)) == -1

    # --- phrases --------------------------------------------------------------------------------------------------

    def _phrase(self, amount: Amount, clause: Span, direction: int | None) -> Binding | None:
        """The words of the text where no label fits: the noun after the number, else the phrase before it."""
        found = self._phrases.read(amount, clause)
        sign = direction if direction and amount.unit in ("percent", "percentage_point", "basis_point") else 1
        if found is None:
            return None
        return Binding(None, found.words, found.span, "phrase", sign=sign, change=direction is not None)


_PLACES = frozenset(("at", "in", "from", "across", "with", "for", "on"))
