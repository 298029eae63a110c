"""Of whom a number is said: the candidates in order, after sources, comparands, owners and places are set aside.

Order: a name in the clause; a noun or pronoun there and whom it means; an earlier clause of the sentence; the topic so far.
"""

from __future__ import annotations

import re
from functools import cached_property

from claimgraph.extraction.cues import Cues
from claimgraph.extraction.rules.adjacency import Adjacency
from claimgraph.extraction.rules.antecedents import Antecedents
from claimgraph.extraction.rules.english_clauses import EnglishClauses
from claimgraph.extraction.rules.english_goods import EnglishGoods
from claimgraph.extraction.rules.groups import Groups
from claimgraph.extraction.rules.launched import launched
from claimgraph.extraction.rules.leading import Leading
from claimgraph.extraction.rules.markets import Markets
from claimgraph.extraction.rules.mentions import Mention
from claimgraph.extraction.rules.referents import Referents, Subject
from claimgraph.extraction.rules.roles import roles
from claimgraph.extraction.rules.salience import Salience
from claimgraph.extraction.rules.scene import Scene, within
from claimgraph.extraction.rules.text import Span
from claimgraph.extraction.rules.topics import Ground, Topics
from claimgraph.extraction.rules.turns import Turns
from claimgraph.extraction.rules.voices import Voices
from claimgraph.extraction.rules.zero_anaphora import ZeroAnaphora
from claimgraph.vocabulary import Metric

_GUESSED = frozenset(("organization", "product", "work", "any"))


class SubjectFinder:
    """Resolves subjects in one scene; knows the topic at every place because it reads the text once, in order."""

    def __init__(self, scene: Scene, cues: Cues) -> None:
        self._scene = scene
        self._voices, self._turns = Voices(scene), Turns(scene.text, cues)
        self._groups = Groups(scene)
        self.excluded = roles(scene) | {m.start: "speaker" for m in scene.mentions if self._turns.labels(m.start)}
        self.excluded |= {
            m.start: "source"
            for m in scene.mentions
            if m.start not in self.excluded
            and ((m.named and self._voices.is_house(m)) or self._voices.refers_to_house(m))
        }
        leading = Leading(scene, self.excluded)
        self._leads, self._appended = leading.leads, leading.appended
        self.salience = Salience(scene, self.excluded, leading.heads, self._voices.only_speaks)
        self.excluded |= {
            m.start: "unfounded"
            for m in scene.mentions
            if m.named and m.start not in self.excluded and not self.salience.founded(m)
        }
        self._markets = Markets(scene, self.excluded)
        speaker = (self.salience.first_before(self._turns.start) if self._turns else None) or self.salience.speaker
        self._antecedents = Antecedents(scene, self.excluded, self._leads, self.salience, speaker)
        self._beside = Adjacency(scene, self.excluded)
        self._clauses, self._goods = EnglishClauses(scene, self.excluded), EnglishGoods(scene, self.excluded)
        ground = Ground(leading, self.salience, self._markets, self._turns, speaker)
        self._topics = Topics(scene, self.excluded, ground, self._antecedents)
        self._referents = Referents(self.excluded, self._antecedents, self._topics)
        self._unnamed = ZeroAnaphora(scene, ground, self._referents)

    def antecedent(self, mention: Mention) -> Mention | None:
        """Whom a noun or pronoun means; None where nothing of its sort was spoken of."""
        return self._antecedents.find(mention, self._topics.all)

    # --- the subject of a number ----------------------------------------------------------------------------------

    def find(self, start: int, label: Span | None, metric: Metric | None = None) -> Subject | None:
        """The subject of the number at `start`, whose metric is named by `label`."""
        clause = self._scene.clause(start)
        anchor = min(label.start, start) if label and clause.start <= label.start < clause.end else start
        end = max(start, label.end if label and label.start < clause.end else start)
        return (
            self._adjacent(start)
            or self._standard(start)
            or self._english_of(self._clauses.funded(start), metric)
            or self._of_goods(clause, start)
            or self._together(clause, start)
            or self._english_of(self._clauses.owner_of_label(label, start), metric)
            or self._english_of(self._clauses.tied_to_label(start, end), metric)
            or self._in_clause(clause, anchor, metric)
            or self._in_clause(clause, end, metric)
            or self._in_clause(clause, anchor, None, label)
            or self._english_of(self._clauses.relative(clause, start), metric, "prior_clause")
            or self._market_of(clause, start, "explicit", label)
            or self._classed(clause, start)
            or self._english_of(self._clauses.owner_of_actor(clause, start), metric)
            or self._english_of(self._clauses.opened_for(start), metric, "prior_clause")
            or self._put_on_sale(start, metric)
            or self._in_sentence(clause, metric)
            or self._unnamed.find(start, metric)
            or self._counted(clause, label)
        )

    def _counted(self, clause: Span, label: Span | None) -> Subject | None:
        """Chinese: what opens a clause before the words of a metric, where the text names nobody: 全体上市公司营收."""
        clauses = self._scene.clauses_of(self._scene.sentence(clause.start))
        for earlier in reversed([c for c in clauses if c.start <= clause.start]):
            spans = [Span(m.start, m.end) for m in within(self._scene.labels, earlier.start, earlier.end)]
            labels = [label] if label and earlier == clause else spans
            found = self._markets.phrase(earlier, labels[0].start) if labels else None
            if found:
                return Subject(found, "explicit" if earlier == clause else "prior_clause")
        return None

    def _put_on_sale(self, start: int, metric: Metric | None) -> Subject | None:
        """The product that a sentence puts on the market, where the number is a price."""
        found = launched(self._scene, self.excluded, start, metric)
        return Subject(found, "prior_clause") if found else None

    def _together(self, clause: Span, start: int) -> Subject | None:
        found = self._groups.before(clause, start)
        return Subject(found, "explicit") if found else None

    def _classed(self, clause: Span, start: int) -> Subject | None:
        """The name that the noun at the head of the clause ends: Delta Terminal ... the terminal handled."""
        found = self._antecedents.classed(clause.start, start)
        return Subject(found, "definite_np") if found else None

    def _english_of(self, found: Mention | None, metric: Metric | None, how: str = "explicit") -> Subject | None:
        """What the forms of an English clause give, where the metric can be said of it."""
        return self._referents.resolved(found, how, metric) if found else None

    def _of_goods(self, clause: Span, start: int, how: str = "explicit") -> Subject | None:
        """English: the goods or the trade that a clause begins with."""
        found = self._goods.find(clause, start)
        if found is None or found.named:
            return Subject(found, how) if found else None
        return Subject(self._antecedents.market(found, self._topics.all), "definite_np")

    def _standard(self, start: int) -> Subject | None:
        found = self._clauses.standard(start)
        return Subject(found, "explicit") if found else None

    def _adjacent(self, start: int) -> Subject | None:
        mention = self._beside.find(start)
        return Subject(mention, "explicit") if mention else None

    def _in_clause(self, clause: Span, anchor: int, metric: Metric | None, label: Span | None = None) -> Subject | None:
        found = [m for m in within(self._scene.mentions, clause.start, anchor) if self._referents.allowed(m, metric)]
        if metric is None and label is None:
            found = [m for m in found if m.sort != "market"]
        if label:
            found = [
                m
                for m in found
                if m.sort != "market" or not _BRINGS.search(self._scene.lower, m.end, max(m.end, label.start))
            ]
        named = [m for m in found if m.named]
        ordered = list(reversed(found)) if self._scene.text.chinese else self._clauses.by_actor(found, anchor)
        if (
            self._scene.text.chinese
            and named
            and found
            and not found[-1].named
            and found[-1].how == "noun"
            and found[-1].sort == "market"
        ):
            ordered = list(reversed(named))
        for mention in ordered:
            if subject := self._referents.resolved(mention, "explicit", metric):
                return subject
        return None

    def _in_sentence(self, clause: Span, metric: Metric | None) -> Subject | None:
        """An earlier clause of the sentence, the nearest first; in English the one the sentence begins with."""
        sentence = self._scene.sentence(clause.start)
        clauses = [c for c in self._scene.clauses_of(sentence) if c.start < clause.start]
        trailing = _TRAILS.match(self._scene.lower, clause.start) is not None
        if subject := self._carried_on(clauses, metric) or self._goods_before(clauses, clause):
            return subject
        for strict in (True, False):
            for earlier in clauses if trailing else reversed(clauses):
                found = [
                    m
                    for m in within(self._scene.mentions, earlier.start, earlier.end)
                    if m.start not in self.excluded or (strict and self._referents.owns(m, metric))
                ]
                found = [m for m in found if (self._leads(m, sentence) if strict else not self._appended(m))]
                for mention in [
                    m
                    for m in found
                    if m.sort != "market" or (metric and "MarketSegment" in metric.domain and len(found) == 1)
                ]:
                    if subject := self._referents.resolved(mention, "prior_clause", metric):
                        return subject
                label = next(
                    (Span(m.start, m.end) for m in within(self._scene.labels, earlier.start, earlier.end)), None
                )
                if strict and (group := self._groups.before(earlier, earlier.end)):
                    return Subject(group, "prior_clause")
                if strict and (subject := self._market_of(earlier, earlier.end, "prior_clause", label)):
                    return subject
        later = [
            m
            for m in within(self._scene.mentions, clause.end, sentence.end)
            if m.named and m.start not in self.excluded
        ]
        if later and _CONCESSIVE.match(self._scene.lower, clause.start):
            return self._referents.resolved(later[0], "cataphora", metric)
        return None

    def _goods_before(self, clauses: list[Span], clause: Span) -> Subject | None:
        """English: the goods that an earlier clause was about where nobody is named since."""
        for earlier in reversed(clauses):
            since = within(self._scene.mentions, earlier.start, clause.start)
            if found := self._of_goods(earlier, earlier.end, "prior_clause"):
                return found
            if any(m.named and m.start not in self.excluded for m in since):
                break
        return None

    def _carried_on(self, clauses: list[Span], metric: Metric | None) -> Subject | None:
        """Chinese: whom the last number before is said of: 甲公司宣布乙应用收入突破2000万,年化达2.4亿."""
        if not self._scene.text.chinese:
            return None
        for clause in reversed(clauses):
            told = [a for a in within(self._scene.amounts, clause.start, clause.end) if a.reason is None]
            found = self._in_clause(clause, told[-1].start, metric) if told else None
            if found:
                return Subject(found.mention, "prior_clause" if found.how == "explicit" else found.how)
            if not told or any(
                m.start not in self.excluded for m in within(self._scene.mentions, clause.start, clause.end)
            ):
                return None
        return None

    def _market_of(self, clause: Span, end: int, how: str, label: Span | None = None) -> Subject | None:
        """The market that leads a clause in which nobody acts: 全国乘用车市场零售193万辆, 北美同期约10亿美元."""
        acting = [m for m in within(self._scene.mentions, clause.start, end) if m.start not in self.excluded]
        if acting:
            first, sentence = acting[0], self._scene.sentence(clause.start)
            known = any(m.sort != "market" or not m.named for m in acting) or first.entity is not None
            return Subject(first, how) if not known and self._leads(first, sentence) else None
        found = self._markets.of_clause(clause, end, label.start if label else None) or self._bare_market(clause, end)
        if found is None and self._markets.main is not None:
            found = self._markets.place_of(clause, end)
        if found and not found.named:
            return Subject(self._antecedents.market(found, self._topics.all), "definite_np")
        return Subject(found, how) if found else None

    def _bare_market(self, clause: Span, end: int) -> Mention | None:
        """The trade as such, where nobody else is named in a clause: 把2025年行业件量增速预期."""
        for mention in within(self._scene.mentions, clause.start, end):
            bare = mention.how == "noun" and mention.sort == "market" and self.excluded.get(mention.start) == "place"
            if bare and mention.end < min(end, clause.end) and self._scene.lower[mention.end] not in "内中里的":
                return mention
        return None

    def prevails(self, mention: Mention) -> bool:
        """Whether a text is so plainly about this that an unnamed subject can only be it; known names are trusted."""
        if mention.entity is not None:
            return True
        return 2 * self._voices.count(mention) >= self._rivals

    @cached_property
    def _rivals(self) -> int:
        """How many names of the text could be what it is about."""
        voices = self._voices
        return sum(m.named and m.sort in _GUESSED and not voices.only_speaks(m) for m in self._scene.mentions)

    def comparand(self, start: int) -> Mention | None:
        """The other entity of a ratio: named just before the number."""
        near = [
            m
            for m in within(self._scene.mentions, max(0, start - 30), start)
            if self.excluded.get(m.start) == "comparand"
        ]
        return near[-1] if near else None


_TRAILS = re.compile(
    r"[ ]*(?:reaching|valuing|bringing|putting|giving|taking|pushing|making|lifting|beating|topping)(?![a-z])"
)
_BRINGS = re.compile(r"贡献|带来|提供|占|了|contribut|account|bring|brought")
_CONCESSIVE = re.compile(r"尽管|虽然|即便|即使|[ ]*(?:although|though|while|despite|with|at|having|boasting)(?![a-z])")
