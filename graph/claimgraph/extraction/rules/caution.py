"""What keeps a number that was read from being proposed as a claim: a reading must be well founded in every part.

Gives the reason, never another reading; what is held back goes to a person with everything that was read.
"""

from __future__ import annotations

import re

from claimgraph.extraction.cues import Cues
from claimgraph.extraction.rules.binding import Binding
from claimgraph.extraction.rules.doubts import Doubts
from claimgraph.extraction.rules.fold import fold, lower
from claimgraph.extraction.rules.mentions import Mention
from claimgraph.extraction.rules.metrics import dimension
from claimgraph.extraction.rules.narrowing import Narrowing
from claimgraph.extraction.rules.quantities import Amount
from claimgraph.extraction.rules.referents import Subject
from claimgraph.extraction.rules.scene import Scene, within
from claimgraph.extraction.rules.subjects import SubjectFinder
from claimgraph.extraction.rules.text import Span
from claimgraph.vocabulary import Metric

_ELSEWHERE = frozenset(("zero", "topic", "pronoun", "definite_np"))
_OF_WORKS = frozenset(("CreativeWork", "Product", "Model", "Feature"))
_UNOWNED = frozenset(("programme", "work"))
_RIVALLED = frozenset(("explicit", "prior_clause", "definite_np", "pronoun"))
_OF_WHOLES = frozenset(("money", "count", "ratio"))

_HAN = re.compile(r"[\u3400-\u9fff]")
_PASSED = re.compile(r"(?:从|由|领先|仅次于|高于|超过|past|overtook|behind|from)[^,，。]{0,2}$")
_OWNS = re.compile(r"['’]s? (?:[a-z-]+ ){0,2}|的")
_DEALT_OUT, _DEALT_BEFORE = re.compile(r"[ ]?/[ ]?\d"), re.compile(r"\d[%亿万元]{0,3}[ ]?/[ ]?$")
_RAISED = frozenset(("funding", "funding_raised"))
_UNNAMED = frozenset(("zero", "topic"))
_DESCRIBES = re.compile(r"的[ ]?[^,，。;；的\d]{2,14}[,，]")
_RISE_IN = re.compile(
    r" (?:increase|rise|jump|gain|surge|growth|decline|drop|decrease|fall|improvement)(?: \([^)]{0,40}\))? in "
    r"(?!the (?:first|second|third|fourth|quarter|year|period|month)|20\d\d|q[1-4]"
    r"|[a-z]+(?:ember|ary|ober|ch|il|ust)(?![a-z]))"
)
_GROWTH = re.compile(r"(?<![a-z])(?:growth|additions|gains|losses) (?:was|were|came to|of|reached|hit) (?:about )?$")
_OF_LEVELS = frozenset(("label", "carried", "chained", "growth", "verb"))
_VALUED = frozenset(("company_value", "valuation", "market_cap"))
_UNPAIRED = re.compile(r"^[^\"“”「」]*[\"“”「」][^\"“”「」]*$")
_PEOPLE = frozenset(("users", "customers", "employees", "subscribers", "members", "people"))
_CHANGE_OF = re.compile(
    r"(?<![a-z])(?:gain|loss|drop|fall|decline|rise|increase|decrease|jump) of (?:about |some |nearly )?$"
)
_PIECES = "unit_sales_growth"
_TOLD_YUAN = re.compile(r"人民币[^。]{0,3}下同")
_PER_SHARE = re.compile(r"[^,.;，。；]{0,12}(?:per (?:[a-z]+ )?share|a share|每股)")


class Caution:
    """Judges the readings of one scene."""

    def __init__(self, scene: Scene, subjects: SubjectFinder, cues: Cues) -> None:
        self._scene = scene
        self._doubts = Doubts(scene, subjects, cues)
        self._weak = re.compile(cues.pattern("weak-label"))
        self._narrowing = Narrowing(scene, cues)
        self._person = re.compile(rf"[ ]?{cues.pattern('person-pronoun', 'person-possessive')}")
        self._leads = re.compile(rf"[ ]?(?:has |have |also )?(?:{cues.pattern('leads-round')})")
        self._class = re.compile(rf"的[^,，。]{{0,6}}?{cues.pattern('class-after')}")
        self._things = frozenset(cues.words("thing-counter"))
        self._owned = re.compile(cues.pattern("introducer") + r"的?$")
        self._surveys = re.compile(rf"[则亦也还又]?(?:{cues.pattern('surveys')})")
        self._firm = re.compile(cues.pattern("noun-organization") + r"[^,，。;；]{0,6}$")
        self._based = re.compile(cues.pattern("base-yoy", "base-qoq", "base-mom") + r"[ ]?[+-]?$")
        self._adding = re.compile(cues.pattern("adding") + r"[^,;，。]{0,12}$")
        self._goods = re.compile(cues.pattern("goods"))
        self._threshold = re.compile(rf"[ ]?(?:的)?{cues.pattern('threshold')}")
        self._rival_base = re.compile(cues.pattern("other-base"))
        self._share = re.compile(cues.pattern("share"))
        self._respectively = re.compile(cues.pattern("respectively"))
        self._tails = cues.words("org-tail")
        self._deeds = re.compile(rf"['’]s?|,| \(| {cues.pattern('acting')}")
        self._acting = re.compile(cues.pattern("subject-verb") + r"|[(（、:：|,，]|[和与]|的")
        self._named = [m for m in scene.mentions if m.named]
        self._period_starts = {period.start for period in scene.periods}
        self._longer: dict[str, bool] = {}
        self._all_names = {m.name for m in self._named if m.name}
        self._by_identity: dict[str, list[Mention]] = {}
        for m in self._named:
            self._by_identity.setdefault(m.identity, []).append(m)
        strange = re.search(cues.pattern("other-yuan"), scene.lower) if scene.text.traditional else None
        self._other_currency = strange is not None and not _TOLD_YUAN.search(scene.lower)

    def against(self, amount: Amount, binding: Binding, metric: Metric | None, subject: Subject | None) -> str | None:
        """Why a reading is no claim yet; None where nothing speaks against it."""
        if metric is None:
            return "no metric of the vocabulary fits the phrase"
        if subject is None:
            return "no subject is named"
        return (
            self._against_subject(amount, subject)
            or self._against_place(amount, binding, subject)
            or self._doubts.unread(amount, binding, metric, subject)
            or self._against_metric(amount, binding, metric, subject)
            or self._against_unit(amount)
            or self._against_number(amount, binding, subject.how)
        )

    def doubts(self, amount: Amount, subject: Subject) -> tuple[str, ...]:
        """What makes one doubt of a subject without ruling it out."""
        return self._doubts.about(amount, subject)

    def _against_subject(self, amount: Amount, subject: Subject) -> str | None:
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

    def _against_place(self, amount: Amount, binding: Binding, subject: Subject) -> str | None:
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

    def _against_metric(self, amount: Amount, binding: Binding, metric: Metric, subject: Subject) -> str | None:
        if subject.how in _UNNAMED and self._of_firm(metric, subject.mention):
            return "it may be told of the firm"
        if subject.mention.sort == "work" and not _OF_WORKS & set(metric.domain):
            return "a work has no such metric"
        if subject.mention.sort == "market" and _VALUED & {metric.id, *metric.broader}:
            return "a market has no such metric"
        told_by_verb = binding.rule == "verb" and metric.dimension == "money" and "price" in metric.id
        if metric.grouping or told_by_verb or self._weak.fullmatch(lower(fold(binding.words))):
            return f"{binding.words!r} alone does not tell what is counted"
        if dimension(amount) != "ratio" and self._based.search(
            self._scene.lower, max(0, amount.start - 12), amount.start
        ):
            return "it may be what was added since, not what there is"
        if _RAISED & {metric.id, *metric.broader} and self._leads.match(self._scene.lower, subject.mention.end):
            return "it may be what another raised"
        if amount.counter in self._things and _PEOPLE & set(metric.id.split("_")):
            return f"{amount.counter!r} counts no people"
        if metric.dimension not in _OF_WHOLES or binding.label is None:
            return None
        if binding.rule == "label" and metric.dimension == "ratio" and not metric.growth_of and self._moved(amount):
            return "it may be a change, not what there is"
        if binding.rule == "share" and not self._share.search(self._scene.lower, *self._reach(amount)):
            return "whether it is a share is not told"
        if binding.label.start < amount.start and _RISE_IN.match(self._scene.lower, amount.end):
            return "it may be told of the words after it"
        if dimension(amount) == "count" and _GROWTH.search(self._scene.lower, binding.label.start, amount.start):
            return "it may be what was added, not what there is"
        if binding.rule in _OF_LEVELS and self._added(amount, metric):
            return "it may be what was added, not what there is"
        if binding.rule == "growth" and self._rival_base.search(self._scene.lower, *self._head(amount)):
            return "it may be measured against something else than a period before"
        if binding.rule == "growth" and binding.level and not self._grows(binding.level, metric):
            return f"the change is told of {binding.words!r}, for which the vocabulary has none"
        part = metric.id.startswith("segment_")
        words = self._narrowing.of_part(binding.label) if part else self._narrowing.of(binding.label)
        words = "" if binding.rule == "verb" else words
        if _PIECES in (metric.id, metric.growth_metric) and self._goods.fullmatch(words):
            return None
        if part and words in lower(fold(subject.mention.name)):
            return None
        if words and not (words == "growth" and binding.rule == "growth"):
            return f"{words!r} beside {binding.words!r} may make it something else"
        return None

    def _of_firm(self, metric: Metric, mention: Mention) -> bool:
        """Whether a metric is said of firms or of their parts, and its subject is a thing in a text that names a firm."""
        firms = any(m.sort == "organization" for m in self._named)
        of_firms = "Organization" in metric.domain and "Product" not in metric.domain
        return firms and mention.sort == "product" and (of_firms or metric.id.startswith("segment_"))

    def _added(self, amount: Amount, metric: Metric) -> bool:
        """Whether a level, or another told in the same sentence before it, is that of what came on top."""
        numbers = within(self._scene.amounts, self._scene.sentence(amount.start).start, amount.start)
        earlier = [a for a in numbers if a.unit == "count" and dimension(amount) in ("count", "ratio")]
        told = [amount] if metric.measure == "Level" else []
        return any(
            self._adding.search(self._scene.lower, max(0, a.start - 30), a.start) is not None
            for a in [*told, *([] if self._scene.text.chinese else earlier)]
        )

    def _moved(self, amount: Amount) -> bool:
        """Whether a noun of change leads a number: a 59% share, for a gain of 0.4%."""
        return _CHANGE_OF.search(self._scene.lower, max(0, amount.start - 24), amount.start) is not None

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
        if amount.bare and "/" in (plain[amount.start - 1 : amount.start], plain[amount.end : amount.end + 1]):
            return "it may be part of a fraction"
        if _DEALT_OUT.match(plain, amount.end) or _DEALT_BEFORE.search(plain, max(0, amount.start - 12), amount.start):
            return "several numbers are told in one, each of something else"
        if self._threshold.match(plain, amount.end):
            return "it is a threshold, not a value"
        if amount.unit == "rank" and _PASSED.search(plain, max(0, amount.start - 6), amount.start):
            return "it may be the place that another held"
        if amount.unit == "rank" and self._class.match(plain, amount.end):
            return "it may only tell of which class something is"
        if amount.unit == "rank" and self._introduces(amount):
            return "it may be the place of the name after it"
        if how in _UNNAMED and _DESCRIBES.match(plain, amount.end):
            return "it may describe what follows"
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
