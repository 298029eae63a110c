"""What speaks against the subject of a reading: it is named later, may be no name, or another name could be meant.

Gives the first reason found; how much a doubt weighs that rules nothing out is told in `doubts`.
"""

from __future__ import annotations

import re

from claimgraph.extraction.cues import Cues
from claimgraph.extraction.rules.binding import Binding
from claimgraph.extraction.rules.doubts import Doubts
from claimgraph.extraction.rules.mentions import Mention
from claimgraph.extraction.rules.quantities import Amount
from claimgraph.extraction.rules.referents import Subject
from claimgraph.extraction.rules.scene import Scene, within
from claimgraph.extraction.rules.text import Span

_ELSEWHERE = frozenset(("zero", "topic", "pronoun", "definite_np"))
_UNOWNED = frozenset(("programme", "work"))
_RIVALLED = frozenset(("explicit", "prior_clause", "definite_np", "pronoun"))
_HAN = re.compile(r"[\u3400-\u9fff]")
_OWNS = re.compile(r"['’]s? (?:[a-z-]+ ){0,2}|的")
_UNPAIRED = re.compile(r"^[^\"“”「」]*[\"“”「」][^\"“”「」]*$")


class SubjectCaution:
    """Judges the subjects of one scene."""

    def __init__(self, scene: Scene, doubts: Doubts, cues: Cues) -> None:
        self._scene, self._doubts = scene, doubts
        self._named = [m for m in scene.mentions if m.named]
        self._owned = re.compile(cues.pattern("introducer") + r"的?$")
        self._surveys = re.compile(rf"[则亦也还又]?(?:{cues.pattern('surveys')})")
        self._firm = re.compile(cues.pattern("noun-organization") + r"[^,，。;；]{0,6}$")
        self._respectively = re.compile(cues.pattern("respectively"))
        self._tails = cues.words("org-tail")
        self._deeds = re.compile(rf"['’]s?|,| \(| {cues.pattern('acting')}")
        self._acting = re.compile(cues.pattern("subject-verb") + r"|[(（、:：|,，]|[和与]|的")
        self._period_starts = {period.start for period in scene.periods}
        self._longer: dict[str, bool] = {}
        self._all_names = {m.name for m in self._named if m.name}
        self._by_identity: dict[str, list[Mention]] = {}
        for m in self._named:
            self._by_identity.setdefault(m.identity, []).append(m)

    def against(self, amount: Amount, subject: Subject) -> str | None:
        """Why a number may not be said of its subject; None where nothing speaks against it."""
        mention = subject.mention
        if subject.how in _ELSEWHERE and self._named_later(mention, amount.start):
            return "its subject is named only later"
        if mention.entity is None and self._surveys.match(self._scene.lower, mention.end):
            return "its subject may be the source of it"
        if _UNPAIRED.search(mention.name) or (mention.entity is None and self._doubtful(mention)):
            return "its subject may be no name"
        if mention.sort == "market" and self._firms_own(mention):
            return "its subject may be a firm's own goods"
        if subject.how in ("prior_clause", "zero") and self._doubts.listed(mention):
            return "its subject may be a list of names"
        if subject.how in _RIVALLED and self._rivalled(amount, subject):
            return "two names of the clause could be its subject"
        return None

    def _firms_own(self, market: Mention) -> bool:
        """Chinese: whether "the company" stands right before a class of goods: 公司全球智能手机出货量."""
        clause = self._scene.clause(market.start)
        return self._scene.text.chinese and bool(self._firm.search(self._scene.lower, clause.start, market.start))

    def _named_later(self, mention: Mention, start: int) -> bool:
        """Whether what a noun means is named only after a number, as another's or where others are named too."""
        if mention.start > start:
            return True
        mine = self._by_identity.get(mention.identity, [])
        if not mine or mine[0].start < start:
            return False
        firms = {m.identity for m in self._named if m.sort in ("organization", "any")} - {mention.identity}
        return (
            bool(firms) or self._owned.search(self._scene.lower, max(0, mine[0].start - 6), mine[0].start) is not None
        )

    def against_place(self, amount: Amount, binding: Binding, subject: Subject) -> str | None:
        """Whether words beside a number tie it to another name than its subject."""
        if amount.unit == "rank" and subject.mention.sort == "market":
            return "a market holds no place"
        if subject.how == "list":
            return None
        if binding.label and (owner := self._owner(binding.label)) and owner.identity != subject.mention.identity:
            return f"{binding.words!r} is told of another name"
        if subject.how == "explicit" and self._dealt(amount, subject.mention):
            return "the numbers of the clause are dealt out to several names"
        return None

    def _owner(self, label: Span) -> Mention | None:
        """The name whose possessive stands before a label: Tessaro's last valuation."""
        before = [m for m in within(self._scene.mentions, label.start - 40, label.start) if m.named]
        return before[-1] if before and _OWNS.fullmatch(self._scene.lower, before[-1].end, label.start) else None

    def _dealt(self, amount: Amount, mention: Mention) -> bool:
        """Whether the clause of a number deals out several to the members of a list, of which its subject is one."""
        clause = self._scene.clause(amount.start)
        numbers = [a for a in within(self._scene.amounts, clause.start, clause.end) if a.unit == amount.unit]
        dealt = self._respectively.search(self._scene.lower, clause.start, clause.end)
        return dealt is not None and len(numbers) > 1 and self._doubts.listed(mention)

    def _doubtful(self, mention: Mention) -> bool:
        """Whether a name was only guessed: it cuts a label in two, nothing beside it acts, or another name is its end."""
        if any(
            label.start < mention.end < label.end for label in within(self._scene.labels, mention.start, mention.end)
        ):
            return True
        if mention.sort in ("market", "work", "person"):
            return False
        if mention.name not in self._longer:
            ends = (mention.name[place:] for place in range(1, len(mention.name)))
            self._longer[mention.name] = any(end in self._all_names for end in ends)
        if self._longer[mention.name]:
            return True
        mine = self._by_identity.get(mention.identity, [])
        if any(m.sort in ("organization", "product") or m.name.endswith(self._tails) for m in mine):
            return False
        if _HAN.search(mention.name):
            return not any(m.end in self._period_starts or self._acting.match(self._scene.lower, m.end) for m in mine)
        return not any(self._stands(m) for m in mine)

    def _stands(self, mention: Mention) -> bool:
        """Whether a Latin name acts or owns, or stands where ordinary words have no capital."""
        start = self._scene.sentence(mention.start).start
        inside = re.search(r"[a-z]", self._scene.lower[start : mention.start]) is not None
        return inside or self._deeds.match(self._scene.lower, mention.end) is not None

    def _rivalled(self, amount: Amount, subject: Subject) -> bool:
        """Whether another name stands between the subject and the number, and could be the subject too."""
        clause = self._scene.clause(amount.start)
        start = max(clause.start, subject.mention.end) if subject.how == "explicit" else subject.mention.end
        between = within(self._scene.mentions, start, amount.start)
        sorts = frozenset[str]() if subject.how == "explicit" else _UNOWNED
        return any(
            self._doubts.acts(m) and m.identity != subject.mention.identity and m.sort not in sorts for m in between
        )
