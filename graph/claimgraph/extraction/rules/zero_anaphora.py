"""Whom a number is said of where its sentence names nobody: the topic so far, or what the text as a whole is about.

Reads the topics that were found before; what stands in the sentence itself goes first, in `subjects`.
"""

from __future__ import annotations

import re

from claimgraph.extraction.rules.mentions import Mention
from claimgraph.extraction.rules.own_reports import reporting
from claimgraph.extraction.rules.referents import Referents, Subject
from claimgraph.extraction.rules.scene import Scene, within
from claimgraph.extraction.rules.topics import Ground
from claimgraph.vocabulary import Metric

_THINGS = frozenset(("product", "work"))
_PART = re.compile(r"(?:其中|而|此外)?[^,，。;；:：\d]{2,8}(?:业务|服务|板块|分部)(?!器)")


class ZeroAnaphora:
    """Finds the unnamed subjects of one scene."""

    def __init__(self, scene: Scene, ground: Ground, referents: Referents) -> None:
        self._scene, self._referents = scene, referents
        self._excluded, self._topics = referents.excluded, referents.topics
        self._salience, self._markets, self._turns = ground.salience, ground.markets, ground.turns
        self._main = ground.salience.protagonist

    def find(self, start: int, metric: Metric | None) -> Subject | None:
        """The topic so far; whom the text as a whole is about where that topic is a passing one or of another paragraph."""
        if own := reporting(self._scene, self._excluded, start):
            return self._referents.resolved(own, "zero", metric)
        topics = self._topics.before(start)
        if self._turns.at(start) and self._topics.speaker:
            return self._referents.resolved(self._topics.speaker, "zero", metric)
        if topics and topics[0].sort == "market":
            of_all = self._markets.main is not None and topics[0].identity == self._markets.main.identity
            if of_all or "\n" not in self._scene.lower[topics[0].start : start]:
                return Subject(topics[0], "zero")
        firm = metric is not None and "Organization" in metric.domain and "Product" not in metric.domain
        if firm and (owner := self._firm(topics[0] if topics else self._main)):
            return self._referents.resolved(owner, "zero", metric)
        if topics and self._main and self._minor(topics[0]) and not self._topics.under_heading(start):
            paragraph = self._scene.lower.rfind("\n", 0, start) + 1
            led = topics[0].start == paragraph
            passing = (
                (topics[0].sort in _THINGS and (firm or self._of_part(start)))
                or topics[0].start < paragraph
                or (not led and not self._told(topics[0], start) and self._salience.outweighs(self._main, topics[0]))
            )
            if passing and (subject := self._referents.resolved(self._main, "zero", metric)):
                return subject
        for topic in topics[:8]:
            if subject := self._referents.resolved(topic, "zero", metric):
                return subject
        return self._referents.resolved(self._main, "topic", metric) if self._main else None

    def _of_part(self, start: int) -> bool:
        """Chinese: whether a clause is about a part of a firm: 增值服务实现营收5亿元."""
        heads = (self._scene.clause(start).start, self._scene.sentence(start).start)
        return self._scene.text.chinese and any(_PART.match(self._scene.lower, head, start) for head in heads)

    def _told(self, topic: Mention, start: int) -> bool:
        """Whether the sentence right before tells a number of its topic, as the first that acts there."""
        sentence, text = self._scene.sentence(topic.start), self._scene.text
        if text.sentence_at(start) - text.sentence_at(topic.start) != 1:
            return False
        acting = [
            m
            for m in within(self._scene.mentions, sentence.start, topic.start)
            if m.named and m.start not in self._excluded
        ]
        return not acting and bool(within(self._scene.amounts, topic.end, sentence.end))

    def _firm(self, topic: Mention | None) -> Mention | None:
        """Whose shares and staff a text about a product speaks of: the firm it names most."""
        return self._salience.firm if topic is not None and topic.entity is None and topic.sort == "product" else None

    def _minor(self, topic: Mention) -> bool:
        """Whether a topic weighs less than that of the text as a whole."""
        return self._main is not None and self._salience.weight(topic) < self._salience.weight(self._main)
