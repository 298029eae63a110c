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
from claimgraph.extraction.rules.text import Span
from claimgraph.vocabulary import Metric

_BACK = 3
_FAR = frozenset(("zero", "topic"))
_POINTING = frozenset(("pronoun", "definite_np"))
_ELSEWHERE = _FAR | _POINTING | {"prior_clause"}
_ASIDE = frozenset(("person", "place", "publication", "market"))
_OF_WORKS = frozenset(("CreativeWork", "Product", "Model", "Feature"))
_UNOWNED = frozenset(("programme", "work"))
_OF_WHOLES = frozenset(("money", "count", "ratio"))

_HAN = re.compile(r"[\u3400-\u9fff]")
_PASSED = re.compile(r"(?:从|由|领先|仅次于|高于|超过|past|overtook|behind|from)[^,，。]{0,2}$")
_LISTED = re.compile(r"、|和|与|及|以及|,? and |, ")
_PER_SHARE = re.compile(r"[^,.;，。；]{0,12}(?:per (?:[a-z]+ )?share|a share|每股)")
_WHERE = re.compile(r"在[^,，。;]{1,14}等$")


class Caution:
    """Judges the readings of one scene."""

    def __init__(self, scene: Scene, subjects: SubjectFinder, cues: Cues) -> None:
        self._scene, self._subjects = scene, subjects
        self._elsewhere = re.compile(alternation([*cues.words("respectively"), "我们", "we", "行业", "全国", "全行业"]))
        self._weak = re.compile(cues.pattern("weak-label"))
        self._narrowing = Narrowing(scene, cues)
        self._person = re.compile(rf"[ ]?{cues.pattern('person-pronoun', 'person-possessive')}")
        self._surveys = re.compile(cues.pattern("surveys"))
        self._adding = re.compile(cues.pattern("adding") + r"[^,;，。]{0,12}$")
        self._rival_base = re.compile(cues.pattern("other-base"))
        self._share = re.compile(cues.pattern("share"))
        self._parts = re.compile(cues.pattern("part-noun"))
        self._doubted: tuple[int, str] | None = None
        self._tails = cues.words("org-tail")
        self._deeds = re.compile(rf"['’]s?|,| \(| {cues.pattern('acting')}")
        self._acting = re.compile(cues.pattern("subject-verb") + r"|[(（、:：|,，]|[和与]|的")
        self._other_currency = bool(re.search(cues.pattern("other-yuan"), scene.lower))

    def against(self, amount: Amount, binding: Binding, metric: Metric | None, subject: Subject | None) -> str | None:
        """Why a reading is no claim yet; None where nothing speaks against it."""
        if metric is None:
            return "no metric of the vocabulary fits the phrase"
        if subject is None:
            return "no subject is named"
        return (
            self._against_subject(amount, subject)
            or self._against_metric(amount, binding, metric, subject)
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
        if mention.entity is None and self._surveys.match(self._scene.lower, mention.end):
            return "its subject may be the source of it"
        if mention.entity is None and self._doubtful(mention):
            return "its subject may be no name"
        if subject.how in ("prior_clause", "zero") and self._listed(mention):
            return "its subject may be a list of names"
        if subject.how in ("explicit", "prior_clause") and self._rivalled(amount, subject):
            return "two names of the clause could be its subject"
        return None

    def _doubtful(self, mention: Mention) -> bool:
        """Whether a name was only guessed: it cuts a label in two, nothing beside it acts, or another name is its end."""
        named = [m for m in self._scene.mentions if m.named]
        if any(
            label.start < mention.end < label.end for label in within(self._scene.labels, mention.start, mention.end)
        ):
            return True
        if mention.sort in ("market", "work", "person"):
            return False
        if any(m.name and m.name != mention.name and mention.name.endswith(m.name) for m in named):
            return True
        mine = [m for m in named if m.identity == mention.identity]
        if any(m.sort in ("organization", "product") or m.name.endswith(self._tails) for m in mine):
            return False
        if _HAN.search(mention.name):
            starts = {period.start for period in self._scene.periods}
            return not any(m.end in starts or self._acting.match(self._scene.lower, m.end) for m in mine)
        return not any(self._stands(m) for m in mine)

    def _stands(self, mention: Mention) -> bool:
        """Whether a Latin name acts or owns, or stands where ordinary words have no capital."""
        start = self._scene.sentence(mention.start).start
        inside = re.search(r"[a-z]", self._scene.lower[start : mention.start]) is not None
        return inside or self._deeds.match(self._scene.lower, mention.end) is not None

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
            near = within(self._scene.mentions, self._before(amount), amount.start)
            return [m.identity for m in near if self._acts(m)][-1:] not in ([], [mine])
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

    def _listed(self, mention: Mention) -> bool:
        """Whether a name is a member of a list: a number told after the list may be that of all of them."""
        clause = self._scene.clause(mention.start)
        here = within(self._scene.mentions, clause.start, clause.end)
        near = [m for m in here if m.named and m.end >= mention.start - 4 and m.start <= mention.end + 4]
        return self._enumerated(near)

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
        start = subject.mention.end if subject.how == "prior_clause" else max(clause.start, subject.mention.end)
        between = within(self._scene.mentions, start, amount.start)
        sorts = _UNOWNED if subject.how == "prior_clause" else frozenset[str]()
        return any(self._acts(m) and m.identity != subject.mention.identity and m.sort not in sorts for m in between)

    def _against_metric(self, amount: Amount, binding: Binding, metric: Metric, subject: Subject) -> str | None:
        if subject.mention.sort == "work" and not _OF_WORKS & set(metric.domain):
            return "a work has no such metric"
        if metric.grouping or self._weak.fullmatch(lower(fold(binding.words))):
            return f"{binding.words!r} alone does not tell what is counted"
        if metric.dimension not in _OF_WHOLES or binding.label is None:
            return None
        if binding.rule == "share" and not self._share.search(self._scene.lower, *self._reach(amount)):
            return "whether it is a share is not told"
        if metric.measure == "Level" and self._adding.search(
            self._scene.lower, max(0, amount.start - 30), amount.start
        ):
            return "it may be what was added, not what there is"
        if binding.rule == "growth" and self._rival_base.search(self._scene.lower, *self._head(amount)):
            return "it may be measured against something else than a period before"
        if binding.rule == "growth" and binding.level and not self._grows(binding.level, metric):
            return f"the change is told of {binding.words!r}, for which the vocabulary has none"
        if not metric.id.startswith("segment_") and (words := self._part(amount, binding.label, subject)):
            return f"{words!r} may be what it is said of"
        clause = self._scene.clause(amount.start)
        end = min(binding.label.start, amount.start) if binding.label.start >= clause.start else amount.start
        if binding.label.end <= clause.start or subject.how in _ELSEWHERE:
            start = max([clause.start, *self._anaphors(clause.start, end)])
            doubt = (self._scene.sentence(amount.start).start, subject.mention.identity)
            if words := self._narrowing.strange(start, max(start, end)):
                self._doubted = doubt
                return f"{words!r} may be what it is said of"
            if doubt == self._doubted:
                return "the number before it may be said of something else"
        words = "" if metric.id.startswith("segment_") else self._narrowing.of(binding.label)
        if words and not (words == "growth" and binding.rule == "growth"):
            return f"{words!r} beside {binding.words!r} may make it something else"
        return None

    def _anaphors(self, start: int, end: int) -> list[int]:
        """Where nouns and pronouns for a subject end."""
        return [m.end for m in within(self._scene.mentions, start, end) if not m.named]

    def _head(self, amount: Amount) -> tuple[int, int]:
        return self._scene.clause(amount.start).start, amount.start

    def _reach(self, amount: Amount) -> tuple[int, int]:
        clause = self._scene.clause(amount.start)
        return clause.start, clause.end

    @staticmethod
    def _grows(level: Metric, growth: Metric) -> bool:
        """Whether a metric is declared as the change of this level, or of the one whose period it names."""
        if growth.growth_of is None or growth.growth_of == level.id or level.growth_metric == growth.id:
            return True
        return level.period_length is not None or growth.growth_base in ("qoq", "mom")

    def _part(self, amount: Amount, label: Span, subject: Subject) -> str:
        """A noun of parts (业务, "division") that the sentence names after its subject and before the label."""
        sentence = self._scene.sentence(amount.start)
        earlier = [a.end for a in within(self._scene.amounts, sentence.start, amount.start) if a.end <= label.start]
        start = max([sentence.start, *earlier[-1:]])
        if start <= subject.mention.start < label.start:
            start = subject.mention.end
        found = self._parts.search(self._scene.lower, start, max(start, label.start))
        return found[0] if found else ""

    def _against_unit(self, amount: Amount) -> str | None:
        printed = self._scene.lower[amount.start : amount.end]
        if amount.unit == "CNY" and self._other_currency and "元" in printed and "人民" not in printed:
            return "its currency is not told"
        if len(amount.unit) == 3 and amount.per_unit is None and _PER_SHARE.match(self._scene.lower, amount.end):
            return "it may be the value of one share"
        return None

    def _against_number(self, amount: Amount, binding: Binding, how: str) -> str | None:
        """Why this number may be that of another: the rank of a rival, a ratio to somebody unnamed, a person's own."""
        plain = self._scene.lower
        if amount.unit == "rank" and _PASSED.search(plain, max(0, amount.start - 6), amount.start):
            return "it may be the place that another held"
        if amount.unit == "rank" and self._introduces(amount):
            return "it may be the place of the name after it"
        if amount.unit == "multiple" and binding.rule == "ratio" and how != "explicit":
            return "what it is compared with is not told"
        if self._person.match(self._scene.lower, self._scene.clause(amount.start).start, amount.start):
            return "somebody else is spoken of"
        return None

    def _introduces(self, amount: Amount) -> bool:
        """Whether a name follows a rank at once: 第五名《...》."""
        after = within(self._scene.mentions, amount.end, amount.end + 3)
        return (
            bool(after)
            and after[0].named
            and not re.search(r"[,，。;；的]", self._scene.lower[amount.end : after[0].start])
        )

    def _opens_paragraph(self, amount: Amount) -> bool:
        """Whether a number stands in the first sentence of a paragraph; in English such a sentence names its subject."""
        sentence = self._scene.sentence(amount.start)
        return not self._scene.text.chinese and sentence.start > 0 and self._scene.lower[sentence.start - 1] == "\n"
