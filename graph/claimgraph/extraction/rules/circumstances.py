"""The circumstances of a reading that tell how likely it is right: how subject and metric are known, and where they stand.

Names them in words and judges nothing; how much each of them weighs is measured, and kept as data beside `confidence`.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, fields

from claimgraph.extraction.cues import Cues
from claimgraph.extraction.rules.binding import Binding
from claimgraph.extraction.rules.changes import ChangeReader
from claimgraph.extraction.rules.mentions import Mention
from claimgraph.extraction.rules.metrics import dimension
from claimgraph.extraction.rules.narrowing import Narrowing
from claimgraph.extraction.rules.quantities import Amount
from claimgraph.extraction.rules.referents import Subject
from claimgraph.extraction.rules.scene import Scene, passing, within
from claimgraph.extraction.rules.subjects import SubjectFinder
from claimgraph.vocabulary import Metric

_ASIDE = frozenset(("person", "place", "publication", "market"))
_MARKS = re.compile(r"[\"“「『”」』]")
_BULLET = re.compile(r"[ ]*(?:[•●○▪◦·*-]|\d{1,2}[.)、])")
_STOPS = frozenset('.。!！?？;；:：”"』」)）|')
_STEPS = ((8, "close"), (24, "near"), (60, "off"))
_LONG, _LONG_CHINESE = 260, 120
_BESIDE = 3
_POINTING = frozenset(("pronoun", "definite_np"))
_STRONG = frozenset(("entity", "listed", "form"))
_KINDS = {
    "Product": "product", "Model": "product", "Feature": "product", "Organization": "organization",
    "Company": "organization", "MarketSegment": "market", "CreativeWork": "work", "Programme": "programme",
    "Person": "person",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What holds of one reading, in words: of its subject, of its metric, of its number."""

    subject: tuple[str, ...]
    metric: tuple[str, ...]
    number: tuple[str, ...]

    def labelled(self) -> tuple[str, ...]:
        """All of them, each after the part of the reading that it is told of."""
        return tuple(f"{part.name}: {words}" for part in fields(self) for words in getattr(self, part.name))


class CircumstanceReader:
    """Reads the circumstances of the readings of one scene."""

    def __init__(self, scene: Scene, subjects: SubjectFinder, cues: Cues) -> None:
        self._scene, self._subjects = scene, subjects
        self._narrowing, self._changes = Narrowing(scene, cues), ChangeReader(scene, cues)
        self._respectively = re.compile(cues.pattern("respectively"))
        named = [mention for mention in scene.mentions if mention.named]
        self._counts = Counter(mention.identity for mention in named)
        self._grades = {mention.identity: mention.evidence for mention in named if mention.evidence}
        self._weights = {mention.identity: subjects.salience.weight(mention) for mention in named}
        self._ranks = sorted(self._weights.values())
        self._agents = {citation.agent.identity for citation in scene.citations if citation.agent}
        self._products = any(mention.sort == "product" for mention in named)

    def read(
        self, amount: Amount, binding: Binding, metric: Metric | None, subject: Subject, doubts: tuple[str, ...]
    ) -> Circumstances:
        """What holds of a reading, in a fixed order; the doubts about it count as circumstances."""
        text = tuple(self._of_text(amount))
        doubted = [f"doubt: {doubt}" for doubt in doubts] or ["no doubt"]
        of_subject = [*self._of_name(subject.mention), *self._of_place(amount, subject)]
        if binding.label and 0 <= binding.label.start - subject.mention.end <= _BESIDE:
            of_subject.append("subject beside its label")
        of_subject += [] if subject.how == "list" else self._of_rivals(amount, subject)
        of_subject += self._of_fit(metric, subject)
        return Circumstances(
            (*of_subject, *doubted, *text),
            (*self._of_label(amount, binding, metric), *text) if metric else (),
            tuple(self._of_number(amount, binding)),
        )

    # --- the subject ----------------------------------------------------------------------------------------------

    def _of_name(self, mention: Mention) -> Iterator[str]:
        count = self._counts[mention.identity]
        many = "often" if count > 4 else "repeated" if count > 1 else "once"
        yield f"name known by {self._grades.get(mention.identity, 'nothing')}"
        yield f"known name, {many}" if mention.entity else f"unknown name, {many}"
        yield f"subject is {mention.sort}"
        if mention.identity in self._agents:
            yield "subject is a source too"
        mine = self._weights.get(mention.identity, 0)
        heavier = self._heavier(mine)
        yield f"the text's {('first', 'second', 'third')[heavier]} name" if heavier < 3 else "a lesser name of the text"
        actors = self._heavier(1)
        yield "few actors" if actors < 3 else "several actors" if actors < 7 else "many actors"
        main = self._subjects.salience.protagonist
        if main is not None and main.identity == mention.identity:
            yield "text is about it"
        elif main is not None and self._subjects.salience.dominates(main):
            yield "text is about another"

    def _heavier(self, weight: float) -> int:
        """How many names weigh more than this."""
        return len(self._ranks) - bisect_right(self._ranks, weight)

    def _of_place(self, amount: Amount, subject: Subject) -> Iterator[str]:
        scene, mention = self._scene, subject.mention
        yield f"subject found by {subject.how}"
        if self._grades.get(mention.identity) in _STRONG:
            yield f"well known subject found by {subject.how}"
        if mention.start > amount.start:
            yield "subject after the number"
        apart = abs(scene.text.sentence_at(amount.start) - scene.text.sentence_at(mention.start))
        if apart:
            yield f"subject {('one', 'two')[apart - 1] if apart < 3 else 'more'} sentences off"
        elif mention.start <= amount.start:
            yield f"subject {_step(amount.start - mention.end)} before the number"
            if self._alike(amount, mention.end):
                yield "another number of the kind between subject and number"
        low, high = sorted((mention.start, amount.start))
        if "\n" in scene.lower[low:high]:
            yield "subject in another paragraph"

    def _alike(self, amount: Amount, start: int) -> bool:
        """Whether a number of the same sort stands between a place and a number."""
        return any(dimension(other) == dimension(amount) for other in passing(self._scene.amounts, start, amount.start))

    def _of_rivals(self, amount: Amount, subject: Subject) -> Iterator[str]:
        scene, mine = self._scene, subject.mention.identity
        sentence = scene.sentence(amount.start)
        here = [m for m in within(scene.mentions, sentence.start, sentence.end) if m.named and m.sort not in _ASIDE]
        others = {m.identity for m in here} - {mine}
        yield "no rival in the sentence" if not others else "one rival" if len(others) == 1 else "several rivals"
        between = self._others_between(subject.mention, amount)
        yield "nobody between" if not between else "one name between" if len(between) == 1 else "names between"
        before = [m for m in here if m.end <= amount.start]
        if before and before[-1].identity != mine:
            yield "a rival is nearer"
        if any(m.start not in self._subjects.excluded and m.identity != mine for m in before):
            yield "a rival acts"
        read = within(scene.mentions, sentence.start, amount.start)
        if subject.how not in _POINTING and any(not m.named for m in read):
            yield "a noun or pronoun before the number"
        if subject.how != "explicit":
            near = within(scene.mentions, self._sentence_before(amount), amount.start)
            able = {m.identity for m in near if m.named and m.sort == subject.mention.sort}
            yield "the only name near by of its sort" if able <= {mine} else "other names near by of its sort"
        if subject.mention.sort != "market" and any(m.sort == "market" for m in read):
            yield "a market is named"

    def _others_between(self, mention: Mention, amount: Amount) -> set[str]:
        """Other names between a name and a number, two at most."""
        found: set[str] = set()
        for other in passing(self._scene.mentions, mention.end, amount.start):
            if other.named and other.sort not in _ASIDE and other.identity != mention.identity:
                found.add(other.identity)
                if len(found) > 1:
                    break
        return found

    def _sentence_before(self, amount: Amount) -> int:
        number = self._scene.text.sentence_at(amount.start)
        return self._scene.text.sentences[max(0, number - 1)].start

    def _of_fit(self, metric: Metric | None, subject: Subject) -> Iterator[str]:
        if metric is None:
            yield "no metric"
            return
        sort, sorts = subject.mention.sort, {_KINDS.get(kind, "any") for kind in metric.domain}
        if sort in sorts:
            yield "metric said of such a subject"
            if len(sorts) > 1:
                yield "metric said of others too"
        elif sort not in ("any", "market"):
            yield "metric seldom said of such a subject"
        if "product" in sorts and sort == "organization" and self._products:
            yield "a product could be its subject"

    # --- the metric -----------------------------------------------------------------------------------------------

    def _of_label(self, amount: Amount, binding: Binding, metric: Metric) -> Iterator[str]:
        scene, label = self._scene, binding.label
        yield f"bound by {binding.rule}"
        yield f"number is {dimension(amount)}"
        if metric.measure == "Level":
            yield "metric is a level"
        if metric.period_length:
            yield "metric names a period"
        if metric.requires_cue:
            yield "metric told by a cue"
        if label is None:
            return
        clause, sentence = scene.clause(amount.start), scene.sentence(amount.start)
        if label.end <= clause.start:
            yield "label in another clause"
        dated = within(scene.periods, clause.start, clause.end)
        yield (
            "dated in its clause"
            if dated
            else "dated in its sentence"
            if within(scene.periods, sentence.start, sentence.end)
            else "not dated"
        )
        if label.start >= amount.end:
            yield "label after the number"
        else:
            yield f"label {_step(amount.start - label.end)} before the number"
            if self._alike(amount, label.end):
                yield "another number of the kind between label and number"
        ids = next((item.ids for item in within(scene.labels, label.start, label.start + 1)), ())
        if len(ids) > 1:
            yield "label of several metrics"
        if label.end - label.start < (3 if scene.text.chinese else 6):
            yield "short label"
        if label.end - label.start > (4 if scene.text.chinese else 15):
            yield "long label"
        if self._narrowing.of(label):
            yield "narrowed label"
        if self._narrowing.strange(clause.start, amount.start):
            yield "unread words before the number"
        if self._narrowing.strange(amount.end, clause.end):
            yield "unread words after the number"
        rivals = [item for item in within(scene.labels, clause.start, clause.end) if item.start != label.start]
        if any(not self._changes.only_change(scene.lower[item.start : item.end]) for item in rivals):
            yield "several labels in the clause"

    # --- the number and its text ----------------------------------------------------------------------------------

    def _of_number(self, amount: Amount, binding: Binding) -> Iterator[str]:
        yield f"number is {dimension(amount)}"
        yield f"bound by {binding.rule}"
        if amount.bare:
            yield "bare number"
        if amount.comparator:
            yield "open bound"
        if not re.search(r"\d", self._scene.lower[amount.start : amount.end]):
            yield "number in words"

    def _of_text(self, amount: Amount) -> Iterator[str]:
        scene = self._scene
        sentence = scene.sentence(amount.start)
        yield "Chinese" if scene.text.chinese else "English"
        begins = scene.lower.rfind("\n", 0, amount.start) + 1
        if scene.lower.startswith("|", begins):
            yield "in a table"
        elif _BULLET.match(scene.lower, begins):
            yield "in a list"
        ends = scene.lower.find("\n", amount.start)
        if scene.lower[begins : ends if ends >= 0 else None].rstrip()[-1:] not in _STOPS:
            yield "in a heading"
        numbers = len(within(scene.amounts, sentence.start, sentence.end))
        before = len(within(scene.amounts, sentence.start, amount.start))
        order = ("first number of several", "second number")[before] if before < 2 else "a later number"
        yield order if numbers > 1 else "the only number of its sentence"
        if sentence.end - sentence.start > (_LONG_CHINESE if scene.text.chinese else _LONG):
            yield "long sentence"
        if len(_MARKS.findall(scene.text.plain, begins, amount.start)) % 2:
            yield "inside quotation marks"
        if self._respectively.search(scene.lower, sentence.start, sentence.end):
            yield "dealt out"
        if within(scene.citations, sentence.start, sentence.end):
            yield "source named"


def _step(gap: int) -> str:
    return next((word for limit, word in _STEPS if gap <= limit), "far")
