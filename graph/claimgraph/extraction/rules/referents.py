"""Whom a mention means where a number is to be said of it, and whether the metric of the number can be said of that.

Which mentions are asked, and in which order, is decided in `subjects`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from claimgraph.extraction.rules.antecedents import Antecedents
from claimgraph.extraction.rules.mentions import Mention
from claimgraph.extraction.rules.topics import Topics
from claimgraph.vocabulary import Metric

_SORTS_OF_KIND = {
    "Product": "product",
    "Model": "product",
    "Feature": "product",
    "Organization": "organization",
    "Company": "organization",
    "MarketSegment": "market",
    "CreativeWork": "work",
    "Programme": "programme",
    "Person": "person",
}
_GUESSED = frozenset(("organization", "product", "work", "any"))


@dataclass(frozen=True, slots=True)
class Subject:
    """The mention a number is said of, and how it was found."""

    mention: Mention
    how: str


class Referents:
    """Resolves the mentions of one scene."""

    def __init__(self, excluded: Mapping[int, str], antecedents: Antecedents, topics: Topics) -> None:
        self.excluded, self.topics = excluded, topics
        self._antecedents = antecedents

    def allowed(self, mention: Mention, metric: Metric | None) -> bool:
        """Whether a mention can be a subject in its own clause: an apposition has its own, a person may own shares."""
        role = self.excluded.get(mention.start)
        if role == "apposition":
            return mention.named and mention.sort != "place"
        if role == "person":
            return metric is not None and bool({"Person", "Agent"} & set(metric.domain))
        return role is None

    def owns(self, mention: Mention, metric: Metric | None) -> bool:
        """Whether a mention is a person of whom this metric can be said: shares are owned by people too."""
        return self.excluded.get(mention.start) == "person" and self.allowed(mention, metric)

    def resolved(self, mention: Mention, how: str, metric: Metric | None) -> Subject | None:
        """The mention as a subject: a noun or pronoun through its antecedent, a name where the metric can be said of it."""
        if not mention.named and mention.entity is None and not mention.name:
            antecedent = self._antecedents.find(mention, self.topics.all)
            if antecedent is None:
                return None
            if mention.sort == "market" and antecedent.sort == "market":
                return Subject(antecedent, "definite_np")
            kind = {"noun": "definite_np", "pronoun": "pronoun"}[mention.how]
            return Subject(antecedent, kind) if self._can_be(antecedent, metric) else None
        if thing := self._antecedents.owned(mention, self.topics.all):
            return Subject(thing, "definite_np")
        return Subject(mention, how) if self._can_be(mention, metric) else None

    @staticmethod
    def _can_be(mention: Mention, metric: Metric | None) -> bool:
        """Whether a metric is said of things of this sort."""
        if metric is None:
            return mention.sort != "market" or mention.entity is not None
        sorts = {_SORTS_OF_KIND.get(kind, "any") for kind in metric.domain}
        if mention.entity is None and mention.sort in _GUESSED and sorts & _GUESSED:
            return True
        return (
            not sorts
            or mention.sort in ("any", *sorts)
            or "any" in sorts
            or (mention.sort == "programme" and "product" in sorts)
            or (mention.sort == "organization" and "product" in sorts)
        )
