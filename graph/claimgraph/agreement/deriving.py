"""Claims -> everything derived from them, in the order that makes sense: copies, origins, slots, arithmetic, comparison.

`derive` does it all at once. `Comparison` keeps the slots, so that a change of one source costs what its slots cost.
"""

from __future__ import annotations

import gc
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date

from claimgraph.agreement.board import Board, in_order
from claimgraph.agreement.comparing import by_text, compare, support
from claimgraph.agreement.copies import Copies, find_copies
from claimgraph.agreement.deals import namesakes, of_deals
from claimgraph.agreement.declared import read_rules
from claimgraph.agreement.events import Dates, disagreeing_dates, read_dates
from claimgraph.agreement.forecasting import forecasts, records
from claimgraph.agreement.implying import imply, reading_of
from claimgraph.agreement.judging import Judge
from claimgraph.agreement.levels import jumping
from claimgraph.agreement.model import (
    Agreement,
    Derived,
    Disagreement,
    Finding,
    Implied,
    Reading,
    Slot,
    SlotKey,
)
from claimgraph.agreement.nearby import of_no_time, outside_ranges
from claimgraph.agreement.neighbours import between_metrics, of_owners
from claimgraph.agreement.origins import Origins
from claimgraph.agreement.phrases import Phrases
from claimgraph.agreement.readings import Reader
from claimgraph.agreement.relations import Relations, circles, disagreeing_ranks, disagreeing_relations, read_relations
from claimgraph.agreement.rules import Rules
from claimgraph.agreement.series import across_periods, across_scopes, across_windows
from claimgraph.agreement.uncompared import not_compared
from claimgraph.agreement.verdicts import with_verdicts
from claimgraph.claim import Claim, Entity, EventClaim, MetricClaim, RelationClaim, Source
from claimgraph.corpus.model import Decisions
from claimgraph.vocabulary import Vocabulary
from claimgraph.wording import Names

__all__ = ["Comparison", "derive"]


@contextmanager
def _no_collection() -> Iterator[None]:
    """Millions of small values without a cycle among them: looking for cycles meanwhile would double the time."""
    running = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if running:
            gc.enable()


def derive(
    sources: Iterable[Source],
    claims: Iterable[Claim],
    vocabulary: Vocabulary,
    *,
    entities: Mapping[str, Entity] | None = None,
    decisions: Decisions | None = None,
    texts: Mapping[str, str] | None = None,
    as_of: date | None = None,
    rules: Rules | None = None,
) -> Derived:
    """Everything that follows from the claims: the order of sources and claims does not matter.

    `texts` are the stored texts at hand by source id; `as_of` is the day that decides which forecasts are due.
    """
    comparison = Comparison.of(
        sources, claims, vocabulary, entities=entities, decisions=decisions, texts=texts, rules=rules
    )
    return comparison.derive(as_of)


@dataclass(slots=True)
class Comparison:
    """The claims of a corpus laid out in slots, ready to be compared again after a change."""

    sources: dict[str, Source]
    copies: Copies
    origins: Origins
    board: Board
    judge: Judge
    rules: Rules
    decisions: Decisions
    events: list[EventClaim] = field(default_factory=list)
    relations: list[RelationClaim] = field(default_factory=list)
    others: dict[str, str] = field(default_factory=dict)
    filled: dict[str, set[SlotKey]] = field(default_factory=dict)

    @classmethod
    def of(
        cls,
        sources: Iterable[Source],
        claims: Iterable[Claim],
        vocabulary: Vocabulary,
        *,
        entities: Mapping[str, Entity] | None = None,
        decisions: Decisions | None = None,
        texts: Mapping[str, str] | None = None,
        rules: Rules | None = None,
    ) -> Comparison:
        """Reads all claims into their slots, and keeps their readings only.

        Claims are gone through more than once; an iterator is read into a list first.
        """
        known = {source.id: source for source in sorted(sources, key=lambda source: source.id)}
        declared, choices = rules or read_rules(), decisions or Decisions()
        said = list(claims) if isinstance(claims, Iterator) else claims
        with _no_collection():
            copies = find_copies(
                list(known.values()), said, declared, decisions=choices.copies, texts=texts, entities=entities
            )
        origins = Origins(known.values(), copies.groups, copies.roots)
        origins.learn(said, declared)
        publishers = {source.id: source.publisher for source in known.values() if source.publisher}
        judge = Judge(declared, Phrases(Names(entities or {}, vocabulary), publishers))
        comparison = cls(known, copies, origins, Board(Reader(declared, origins)), judge, declared, choices)
        with _no_collection():
            comparison.add(said)
        return comparison

    def add(self, claims: Iterable[Claim]) -> set[SlotKey]:
        """Puts claims into their slots; gives the slots touched."""
        touched: set[SlotKey] = set()
        for claim in claims:
            if isinstance(claim, MetricClaim):
                key = self.board.reader.key(claim)
                self.board.put(key, self.board.reader.reading(claim))
                touched.add(key)
                self.filled.setdefault(claim.source, set()).add(key)
            elif isinstance(claim, EventClaim):
                self.events.append(claim)
            elif isinstance(claim, RelationClaim):
                self.relations.append(claim)
                self._read_relation(claim)
            else:
                self.others[claim.id] = claim.source
        return touched

    def _read_relation(self, claim: RelationClaim) -> None:
        """Puts a relation that says how two figures compare beside the figures: "about level" is about one."""
        read = self.board.reader.relation(claim)
        if read is not None:
            self.board.put(*read)
            self.filled.setdefault(claim.source, set()).add(read[0])

    def replace_source(self, source: str, claims: Iterable[Claim]) -> set[SlotKey]:
        """Takes out what a source said and puts in what it says now; gives the slots touched.

        Copy groups and spokespeople stay as they were found: they are found anew by `of`, when sources come or go.
        """
        touched = self.board.remove_source(source, self.filled.pop(source, set()))
        self.events = [claim for claim in self.events if claim.source != source]
        self.relations = [claim for claim in self.relations if claim.source != source]
        self.others = {id: said for id, said in self.others.items() if said != source}
        return touched | self.add(claims)

    def derive(self, as_of: date | None = None) -> Derived:
        """Everything derived, from the slots as they are now."""
        with _no_collection():
            return self._derive(as_of)

    def _derive(self, as_of: date | None) -> Derived:
        self.board.remove_computed()
        implied, findings = self._compute(None)
        agreements, disagreements = self._compare(self.board.all_keys(), None)
        relations = read_relations(self.relations, self.origins)
        dates = read_dates(self.events, self.board.reader)
        disagreements += disagreeing_dates(dates, self.judge)
        disagreements += disagreeing_relations(relations, self.judge)
        disagreements += disagreeing_ranks(self.board, self.judge)
        findings += [*self.copies.findings, *circles(self._not_rejected(relations), self.judge)]
        origins = self._origins(dates, relations)
        reviewed, wrong = with_verdicts(_merged(disagreements), self.decisions.verdicts, {*origins, *self.others})
        entries = forecasts(self.board, self.board.all_keys(), self.rules, as_of)
        problems = {str(row): row for row in (*findings, *wrong)}
        return Derived(
            self.copies.members, origins, tuple(self._slots(reviewed, dates)), tuple(agreements),
            tuple(sorted(reviewed, key=lambda node: (node.subject, node.about, node.kind, node.id))),
            tuple(sorted(implied, key=lambda row: (row.slot.order, row.id))), tuple(entries), tuple(records(entries)),
            tuple(not_compared(self.board, self.judge.phrases)), tuple(problems[text] for text in sorted(problems)),
        )  # fmt: skip

    def derive_slots(self, touched: Iterable[SlotKey]) -> Derived:
        """The agreements, disagreements and implied values of the subjects whose slots were touched, and of no other."""
        keys = set(touched)
        subjects = frozenset(key.subject for key in keys) | frozenset(
            key.relative_to for key in keys if key.relative_to
        )
        near = [key for subject, metric in self.board.series(subjects) for key in self.board.keys(subject, metric)]
        self.board.remove_computed(near)
        implied, findings = self._compute(subjects)
        fresh = in_order({*keys, *(row.slot for row in implied)} & self.board.slots.keys())
        agreements, disagreements = self._compare(fresh, subjects)
        verdicts = self.decisions.verdicts
        reviewed, _ = with_verdicts(
            _merged(disagreements), verdicts, {claim for row in verdicts for claim in row.claims}
        )
        return Derived(
            agreements=tuple(agreements),
            disagreements=tuple(reviewed),
            implied=tuple(implied),
            findings=tuple(findings),
        )

    def _compute(self, subjects: frozenset[str] | None) -> tuple[list[Implied], list[Finding]]:
        """Converts currencies and computes what is implied, and puts both beside the claims."""
        if self.decisions.rates:
            self.board.convert(self.decisions.rates, self.board.all_keys(subjects))
        implied, findings = imply(self.board, self.judge, self.origins.owners(), subjects)
        for row in implied:
            self.board.put(row.slot, reading_of(row, self.rules))
        return implied, findings

    def _compare(
        self, keys: Sequence[SlotKey], subjects: frozenset[str] | None
    ) -> tuple[list[Agreement], list[Disagreement]]:
        agreements: list[Agreement] = []
        disagreements: list[Disagreement] = []
        for key in keys:
            rows = self.board.slots[key]
            for comparable in [rows] if key.period is not None else by_text(rows):
                agree, disagree = compare(key, comparable, self.judge)
                agreements += agree
                disagreements += disagree
        for series in self.board.series(subjects):
            disagreements += across_periods(self.board, series, self.judge)
            disagreements += across_windows(self.board, series, self.judge)
            disagreements += across_scopes(self.board, series, self.judge)
            disagreements += of_deals(self.board, series, self.judge)
            disagreements += between_metrics(self.board, series, self.judge)
            disagreements += of_owners(self.board, series, self.origins.owners(), self.judge)
            disagreements += jumping(self.board, series, self.judge)
            disagreements += of_no_time(self.board, series, self.judge)
            disagreements += outside_ranges(self.board, series, self.judge)
        disagreements += namesakes(self.board, subjects, self.judge)
        return agreements, disagreements

    def _not_rejected(self, relations: Relations) -> Relations:
        """The relations but for those that a person decided not to hold."""
        rejected = {(row.about, row.relation, row.object) for row in self.decisions.relations if not row.accepted}
        return {triple: rows for triple, rows in relations.items() if triple not in rejected}

    def _slots(self, disagreements: Iterable[Disagreement], dates: Dates) -> Iterable[Slot]:
        disputed = {key for node in disagreements if node.review != "dismissed" for key in node.slots}
        rows: dict[SlotKey, list[Reading]] = {
            key: [row for row in found if not row.rate] for key, found in self.board.slots.items()
        }
        for key, datings in dates.items():
            rows[key] = [dating.reading for dating in datings]
        for key in in_order(rows):
            claims = tuple(sorted(row.claim for row in rows[key] if not row.implied))
            yield Slot(key, claims, support(rows[key]), key in disputed)

    def _origins(self, dates: Dates, relations: Relations) -> Mapping[str, str | None]:
        found = {row.claim: row.origin for rows in self.board.slots.values() for row in rows if not row.implied}
        found |= {dating.reading.claim: dating.reading.origin for rows in dates.values() for dating in rows}
        return found | {reading.claim: reading.origin for rows in relations.values() for _, reading in rows}


def _merged(disagreements: Iterable[Disagreement]) -> list[Disagreement]:
    """One node for each place and kind: what two checks found there stands together."""
    found: dict[str, Disagreement] = {}
    for node in disagreements:
        known = found.get(node.id)
        if known is None:
            found[node.id] = node
        elif known != node:
            found[node.id] = replace(
                known,
                claims=tuple(sorted({*known.claims, *node.claims})),
                implied=tuple(sorted({*known.implied, *node.implied})),
            )
    return list(found.values())
