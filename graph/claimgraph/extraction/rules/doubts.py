"""What makes one doubt of whom or of what a number is said: rivals, lists, other paragraphs, words that nobody has read.

Names the doubts and forbids nothing: how often a reading is right in spite of them is measured, and weighed in `confidence`.
"""

from __future__ import annotations

import re
from itertools import pairwise

from claimgraph.extraction.cues import Cues
from claimgraph.extraction.rules.binding import Binding
from claimgraph.extraction.rules.mentions import Mention
from claimgraph.extraction.rules.narrowing import Narrowing
from claimgraph.extraction.rules.quantities import Amount
from claimgraph.extraction.rules.referents import Subject
from claimgraph.extraction.rules.scene import Scene, within
from claimgraph.extraction.rules.subjects import SubjectFinder
from claimgraph.extraction.rules.text import Span
from claimgraph.vocabulary import Metric

_BACK = 3
_FAR = frozenset(("zero", "topic"))
_POINTING = frozenset(("pronoun", "definite_np"))
_ELSEWHERE = _FAR | _POINTING | {"prior_clause"}
_ASIDE = frozenset(("person", "place", "publication", "market"))
_OF_WHOLES = frozenset(("money", "count", "ratio"))

_WHERE = re.compile(r"在[^,，。;]{1,14}等$")
_DESCRIBED = re.compile(r"[\d%％][^,，。;；\d]{0,2}的[ ]?(?P<name>[^,，。;；的\d]{2,14})[,，]$")
_LISTED = re.compile(r"、|和|与|及|以及|,? and |, ")


class Doubts:
    """Finds the doubts about the readings of one scene, in order."""

    def __init__(self, scene: Scene, subjects: SubjectFinder, cues: Cues) -> None:
        self._scene, self._subjects = scene, subjects
        self._elsewhere = re.compile(cues.pattern("respectively", "everybody"))
        self._narrowing = Narrowing(scene, cues)
        self._parts = re.compile(cues.pattern("part-noun") + r"(?!量)")
        self._strange_before: tuple[int, str] | None = None

    def about(self, amount: Amount, subject: Subject) -> tuple[str, ...]:
        """Every doubt about the subject of a number, the gravest first; none where nothing speaks against it."""
        found = []
        if subject.how in _FAR:
            if self._opens_paragraph(amount):
                found.append("the subject stands in another paragraph")
            if subject.how == "topic" or not self._subjects.prevails(subject.mention):
                found.append("no subject is named near by")
            if self._spread(amount):
                found.append("a list or another speaker stands between it and its subject")
        if subject.how in _FAR | _POINTING and self._contested(amount, subject):
            found.append("several names near by could be its subject")
        return tuple(found)

    def unread(self, amount: Amount, binding: Binding, metric: Metric, subject: Subject) -> str | None:
        """Words of which nobody knows what they are, where a number may be said of them; None where there are none."""
        if metric.dimension not in _OF_WHOLES or binding.label is None:
            return None
        words = "" if metric.id.startswith("segment_") else self._part(amount, binding.label, subject)
        doubt = (self._scene.sentence(amount.start).start, subject.mention.identity)
        words = words or self._strange(amount, binding, subject)
        if words:
            self._strange_before = doubt
            return f"{words!r} may be what it is said of"
        return "the number before it may be said of something else" if doubt == self._strange_before else None

    def _strange(self, amount: Amount, binding: Binding, subject: Subject) -> str:
        """Words before a number that nobody has read, where its subject or its label stands elsewhere."""
        clause, label = self._scene.clause(amount.start), binding.label
        if label is None or not (label.end <= clause.start or subject.how in _ELSEWHERE):
            return ""
        end = min(label.start, amount.start) if label.start >= clause.start else amount.start
        start = max([clause.start, *self._anaphors(clause.start, end)])
        return self._narrowing.strange(start, max(start, end))

    def _spread(self, amount: Amount) -> bool:
        """Whether the sentence deals its numbers out, or speaks as `we` of somebody else."""
        sentence = self._scene.sentence(amount.start)
        cited = [(c.start, c.end) for c in within(self._scene.citations, sentence.start, sentence.end)]
        return any(
            not any(start <= match.start() < end for start, end in cited) and not self._is_place(match.start())
            for match in self._elsewhere.finditer(self._scene.lower, sentence.start, amount.start)
        )

    def _is_place(self, start: int) -> bool:
        """Whether words stand in a list of where something holds: 在零售、餐饮等行业."""
        return bool(_WHERE.search(self._scene.lower, max(0, start - 16), start))

    def _contested(self, amount: Amount, subject: Subject) -> bool:
        """Whether another name than the protagonist is meant, or one that the paragraph shares with others."""
        salience = self._subjects.salience
        mine = subject.mention.identity
        main = salience.protagonist
        if main is not None and main.identity == mine and salience.dominates(main):
            near = within(self._scene.mentions, self._before(amount), amount.start)
            return [m.identity for m in near if self.acts(m)][-1:] not in ([], [mine])
        here = within(self._scene.mentions, self._scene.sentence(amount.start).start, amount.start)
        acting = [m.identity for m in here if self.acts(m)]
        if subject.how in _POINTING and acting:
            return acting[0] != mine or self._enumerated(here)
        return self._acting_before(amount, subject) != {mine}

    def _enumerated(self, mentions: list[Mention]) -> bool:
        """Whether two of these names are members of one list, so that a pronoun after it means all of them."""
        names = [mention for mention in mentions if mention.named]
        gaps = (self._scene.lower[a.end : b.start] for a, b in pairwise(names))
        return any(_LISTED.fullmatch(gap) for gap in gaps)

    def _acting_before(self, amount: Amount, subject: Subject) -> set[str]:
        """Who acts in the sentence of a number and the one before; where nobody does, in the last in which one does."""
        market = subject.mention.sort == "market"
        end, start = self._scene.clause(amount.start).end, self._before(amount)
        number = self._scene.text.sentence_at(start)
        for _ in range(_BACK):
            near = within(self._scene.mentions, start, end)
            if acting := {m.identity for m in near if self.acts(m) or (market and m.named and m.sort == "market")}:
                return acting
            number = max(0, number - 1)
            start = self._scene.text.sentences[number].start
        return set()

    def acts(self, mention: Mention) -> bool:
        """Whether a name stands where somebody acts."""
        return mention.named and mention.sort not in _ASIDE and mention.start not in self._subjects.excluded

    def _before(self, amount: Amount) -> int:
        """Where the sentence before that of a number begins, in the same paragraph."""
        text = self._scene.text
        number = text.sentence_at(amount.start)
        paragraph = self._scene.lower.rfind("\n", 0, amount.start) + 1
        return max(paragraph, text.sentences[max(0, number - 1)].start)

    def _anaphors(self, start: int, end: int) -> list[int]:
        """Where nouns and pronouns for a subject end."""
        return [m.end for m in within(self._scene.mentions, start, end) if not m.named]

    def _part(self, amount: Amount, label: Span, subject: Subject) -> str:
        """A noun of parts (业务, "division") that the sentence names after its subject and before the label."""
        sentence = self._scene.sentence(amount.start)
        earlier = [a.end for a in within(self._scene.amounts, sentence.start, amount.start) if a.end <= label.start]
        start = max([sentence.start, *earlier[-1:]])
        if subject.how in _FAR and (described := self._described(label)):
            return described
        if subject.how in _FAR and start == sentence.start and self._scene.lower[start - 1 : start] in (";", "；"):
            start = self._scene.text.sentences[self._scene.text.sentence_at(start) - 1].start
        if start <= subject.mention.start < label.start:
            start = subject.mention.end
        found = self._parts.search(self._scene.lower, start, max(start, label.start))
        return found[0] if found else ""

    def _described(self, label: Span) -> str:
        """Chinese: what a number described at the end of the clause before: 占总收入24%的物联产品，上季收入……"""
        clause = self._scene.clause(label.start)
        found = _DESCRIBED.search(self._scene.lower, max(0, clause.start - 24), clause.start)
        return found["name"] if found else ""

    def _opens_paragraph(self, amount: Amount) -> bool:
        """Whether a number stands in the first sentence of a paragraph; in English such a sentence names its subject."""
        sentence = self._scene.sentence(amount.start)
        return not self._scene.text.chinese and sentence.start > 0 and self._scene.lower[sentence.start - 1] == "\n"

    def listed(self, mention: Mention) -> bool:
        """Whether a name is a member of a list: a number told after the list may be that of all of them."""
        clause = self._scene.clause(mention.start)
        here = within(self._scene.mentions, clause.start, clause.end)
        near = [m for m in here if m.named and m.end >= mention.start - 4 and m.start <= mention.end + 4]
        return self._enumerated(near)
