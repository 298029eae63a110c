"""What keeps a number that was read from being proposed as a claim: a reading must be well founded in every part.

Gives the reason, never another reading; what is held back goes to a person with everything that was read.
"""

from __future__ import annotations

import re
from itertools import pairwise

from claimgraph.extraction.cues import Cues, alternation
from claimgraph.extraction.rules.binding import Binding
from claimgraph.extraction.rules.fold import fold, lower
from claimgraph.extraction.rules.mentions import Mention
from claimgraph.extraction.rules.narrowing import Narrowing
from claimgraph.extraction.rules.quantities import Amount
from claimgraph.extraction.rules.scene import Scene, within
from claimgraph.extraction.rules.subjects import Subject, SubjectFinder
from claimgraph.vocabulary import Metric

_BACK = 3
_FAR = frozenset(("zero", "topic"))
_POINTING = frozenset(("pronoun", "definite_np"))
_ASIDE = frozenset(("person", "place", "publication", "market"))
_OF_WHOLES = frozenset(("money", "count", "ratio"))

_PASSED = re.compile(r"(?:从|由|领先|仅次于|高于|超过|past|overtook|behind|from)[^,，。]{0,2}$")
_LISTED = re.compile(r"、|和|与|及|以及|,? and |, ")
_WHERE = re.compile(r"在[^,，。;]{1,14}等$")
_PERSON = re.compile(r"(?:他|她|他们|她们|[Hh]e |[Ss]he |[Hh]is |[Hh]er )")


class Caution:
    """Judges the readings of one scene."""

    def __init__(self, scene: Scene, subjects: SubjectFinder, cues: Cues) -> None:
        self._scene, self._subjects = scene, subjects
        self._elsewhere = re.compile(alternation([*cues.words("respectively"), "我们", "we", "行业", "全国", "全行业"]))
        self._weak = re.compile(cues.pattern("weak-label"))
        self._narrowing = Narrowing(scene, cues)
        self._other_currency = bool(re.search(cues.pattern("other-yuan"), scene.lower))

    def against(self, amount: Amount, binding: Binding, metric: Metric | None, subject: Subject | None) -> str | None:
        """Why a reading is no claim yet; None where nothing speaks against it."""
        if metric is None:
            return "no metric of the vocabulary fits the phrase"
        if subject is None:
            return "no subject is named"
        return (
            self._against_subject(amount, subject)
            or self._against_metric(amount, binding, metric)
            or self._against_unit(amount)
            or self._against_number(amount, binding, subject.how)
        )

    def _against_subject(self, amount: Amount, subject: Subject) -> str | None:
        mention = subject.mention
        if subject.how == "topic":
            return "no subject is named near by"
        if subject.how in _FAR | _POINTING and mention.start > amount.start:
            return "its subject is named only later"
        if subject.how in _FAR and self._opens_paragraph(amount):
            return "the subject stands in another paragraph"
        if subject.how in _FAR and not self._subjects.prevails(mention):
            return "no subject is named near by"
        if subject.how in _FAR and self._spread(amount):
            return "a list or another speaker stands between it and its subject"
        if subject.how in _FAR | _POINTING and self._contested(amount, subject):
            return "several names near by could be its subject"
        if subject.how in ("explicit", "prior_clause") and self._rivalled(amount, subject):
            return "two names of the clause could be its subject"
        return None

    def _spread(self, amount: Amount) -> bool:
        """Whether the sentence deals its numbers out, or speaks as `we` of somebody else."""
        sentence = self._scene.sentence(amount.start)
        cited = [(c.start, c.end) for c in self._scene.citations if c.start < sentence.end]
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
            return False
        here = within(self._scene.mentions, self._scene.sentence(amount.start).start, amount.start)
        acting = [m.identity for m in here if self._acts(m)]
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
            if acting := {m.identity for m in near if self._acts(m) or (market and m.named and m.sort == "market")}:
                return acting
            number = max(0, number - 1)
            start = self._scene.text.sentences[number].start
        return set()

    def _acts(self, mention: Mention) -> bool:
        return mention.named and mention.sort not in _ASIDE and mention.start not in self._subjects.excluded

    def _before(self, amount: Amount) -> int:
        """Where the sentence before that of a number begins, in the same paragraph."""
        text = self._scene.text
        number = text.sentence_at(amount.start)
        paragraph = self._scene.lower.rfind("\n", 0, amount.start) + 1
        return max(paragraph, text.sentences[max(0, number - 1)].start)

    def _rivalled(self, amount: Amount, subject: Subject) -> bool:
        """Whether another name stands between the subject and the number, and could be the subject too."""
        clause = self._scene.clause(amount.start)
        between = within(self._scene.mentions, max(clause.start, subject.mention.end), amount.start)
        return any(self._acts(m) and m.identity != subject.mention.identity for m in between)

    def _against_metric(self, amount: Amount, binding: Binding, metric: Metric) -> str | None:
        if metric.grouping or self._weak.fullmatch(lower(fold(binding.words))):
            return f"{binding.words!r} alone does not tell what is counted"
        if metric.dimension not in _OF_WHOLES or binding.label is None:
            return None
        clause = self._scene.clause(amount.start)
        if binding.label.end <= clause.start and (words := self._narrowing.before_carried(amount.start)):
            return f"{words!r} may make it something else than {binding.words!r}"
        if not metric.id.startswith("segment_") and (words := self._narrowing.of(binding.label)):
            return f"{words!r} beside {binding.words!r} may make it something else"
        return None

    def _against_unit(self, amount: Amount) -> str | None:
        printed = self._scene.lower[amount.start : amount.end]
        if amount.unit == "CNY" and self._other_currency and "元" in printed and "人民" not in printed:
            return "its currency is not told"
        return None

    def _against_number(self, amount: Amount, binding: Binding, how: str) -> str | None:
        """Why this number may be that of another: the rank of a rival, a ratio to somebody unnamed, a person's own."""
        plain = self._scene.lower
        if amount.unit == "rank" and _PASSED.search(plain, max(0, amount.start - 6), amount.start):
            return "it may be the place that another held"
        if amount.unit == "multiple" and binding.rule == "ratio" and how != "explicit":
            return "what it is compared with is not told"
        head = self._scene.text.plain[self._scene.clause(amount.start).start : amount.start]
        if _PERSON.match(head):
            return "somebody else is spoken of"
        return None

    def _opens_paragraph(self, amount: Amount) -> bool:
        """Whether a number stands in the first sentence of a paragraph; in English such a sentence names its subject."""
        sentence = self._scene.sentence(amount.start)
        return not self._scene.text.chinese and sentence.start > 0 and self._scene.lower[sentence.start - 1] == "\n"
