"""`compare`: metrics by entities, or by the periods of one; each field the best-supported value, or why it is blank."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from claimgraph.agreement import Support
from claimgraph.briefing.model import Accord, Archive, Told
from claimgraph.briefing.portrait import grouped, metric_of, weight
from claimgraph.briefing.reading import Reader, local
from claimgraph.briefing.reports import Cell, Matrix, MatrixRow
from claimgraph.briefing.selection import metrics_below, period
from claimgraph.briefing.voices import period_words, place_words, value_text, voices
from claimgraph.claim import MetricClaim, Modality, Period
from claimgraph.errors import QueryError
from claimgraph.queries.parameters import entity as find_entity
from claimgraph.store import ClaimStore
from claimgraph.wording import period_text

_YEAR = timedelta(days=366)
_TO_COME = frozenset({Modality.EXPECTED, Modality.TARGET, Modality.POSSIBLE})


def compare(
    store: ClaimStore,
    entities: Sequence[str],
    *,
    metrics: Sequence[str] = (),
    during: str | None = None,
    over_time: bool = False,
) -> Matrix:
    """The matrix. With `during` only values whose period lies within it; with `over_time` one entity over its periods.

    Without `metrics` a matrix of several entities has the rows that at least two of them fill. Raises QueryError for an
    entity, metric or period that is not there.
    """
    if over_time and len(entities) != 1:
        raise QueryError(f"--over-time compares one entity with itself: name one, not {len(entities)}")
    nodes = list(dict.fromkeys(find_entity(store, name) for name in entities))
    within = period(during) if during else None
    reader = Reader(store)
    archive, slots = reader.named(reader.claims_of(*nodes), *nodes), reader.slots(*nodes)
    bench = Bench(archive, reader.accords(*nodes), frozenset(
        claim for dispute in reader.disputes() if dispute.stands and dispute.contests for claim in dispute.claims
    ))  # fmt: skip
    ids = [local(node.value) for node in nodes]
    rows = [row for row in archive.told.values() if isinstance(row.claim, MetricClaim) and row.claim.about in ids]
    by_metric = grouped(rows, lambda row: metric_of(row, slots))
    if metrics:
        by_metric = _chosen(by_metric, [metrics_below(store, reader.vocabulary, [name]) for name in metrics])
    if over_time:
        return bench.over_time(by_metric, ids[0], within)
    return bench.across(by_metric, ids, within, everything=bool(metrics))


def _chosen(by_metric: Mapping[str, list[Told]], wanted: Sequence[frozenset[str]]) -> dict[str, list[Told]]:
    """The rows of the metrics asked for; one that nobody states keeps an empty row."""
    found: dict[str, list[Told]] = {}
    for family in wanted:
        rows = {metric: told for metric, told in by_metric.items() if metric in family or _stated(told) & family}
        found |= rows or {min(family, key=lambda metric: (len(metric), metric)): []}
    return found


def _stated(rows: Iterable[Told]) -> set[str]:
    """The metrics as the claims themselves name them."""
    return {row.claim.metric for row in rows if isinstance(row.claim, MetricClaim)}


@dataclass(frozen=True, slots=True)
class _Candidate:
    """One value that could stand in a field, with the claims behind it."""

    rows: tuple[Told, ...]
    claim: MetricClaim
    value: str
    support: Support

    def rank(self, within: Period | None) -> tuple[object, ...]:
        """The best first: the period asked for itself, the whole before a part, origins, texts, the newest."""
        period, claim = self.claim.period, self.claim
        exact = within is not None and period is not None and (period.start, period.end) == (within.start, within.end)
        newest = -(period.end or date.min).toordinal() if period else 0
        origins, texts, articles = weight(self.support)
        return (
            not exact, claim.negated, bool(claim.scope), bool(claim.relative_to), origins, texts, newest, articles,
            claim.modality is not Modality.ACTUAL, self.value,
        )  # fmt: skip


class Bench:
    """Chooses what stands in the fields of a matrix."""

    def __init__(self, archive: Archive, accords: Iterable[Accord], contested: frozenset[str]) -> None:
        self.archive, self.names, self.contested = archive, archive.names, contested
        self.accords: dict[str, list[Accord]] = defaultdict(list)
        for accord in accords:
            self.accords[accord.slot].append(accord)

    def across(
        self, by_metric: Mapping[str, list[Told]], ids: Sequence[str], within: Period | None, *, everything: bool
    ) -> Matrix:
        """Metrics by entities, the rows that most of them fill first."""
        rows = {
            metric: [self.cell([row for row in told if row.claim.about == id], within) for id in ids]
            for metric, told in by_metric.items()
        }
        filled = {metric: sum(cell.state == "stated" for cell in cells) for metric, cells in rows.items()}
        least = 2 if len(ids) > 1 and not everything and any(number > 1 for number in filled.values()) else 1
        shown = [metric for metric in rows if filled[metric] >= least or everything]
        shown.sort(key=lambda metric: (-filled[metric], -len(by_metric[metric]), self.names.metric(metric)))
        hidden = sum(0 < filled[metric] < least for metric in rows)
        title = " against ".join(self.names.entity(id) for id in ids) + (f", {period_text(within)}" if within else "")
        return Matrix(title, tuple(map(self.names.entity, ids)), self.rows(rows, shown), hidden)

    def over_time(self, by_metric: Mapping[str, list[Told]], id: str, within: Period | None) -> Matrix:
        """Metrics by periods, the oldest first; a level as of a month stands in the column of that month."""
        told = [row for rows in by_metric.values() for row in rows if self.fits(row, within)]
        spans = {
            _span(row.claim.period)
            for row in told
            if row.claim.period and row.claim.period.start and row.claim.period.end
        }
        columns = [Period(*span) for span in sorted(spans, key=lambda span: (span[1], span[0]))]
        rows = {
            metric: [self.cell(said, column, exact=True) for column in columns] for metric, said in by_metric.items()
        }
        shown = sorted(rows, key=lambda metric: (-len(by_metric[metric]), self.names.metric(metric)))
        shown = [
            metric for metric in shown if any(cell.state == "stated" for cell in rows[metric]) or not by_metric[metric]
        ]
        title = f"{self.names.entity(id)} over time" + (f", {period_text(within)}" if within else "")
        return Matrix(title, tuple(column.text for column in columns), self.rows(rows, shown, stale=False))

    def rows(
        self, cells: Mapping[str, Sequence[Cell]], shown: Iterable[str], *, stale: bool = True
    ) -> tuple[MatrixRow, ...]:
        return tuple(
            MatrixRow(metric, self.names.metric(metric), _with_stale(cells[metric]) if stale else tuple(cells[metric]))
            for metric in shown
        )

    def cell(self, rows: Sequence[Told], within: Period | None, *, exact: bool = False) -> Cell:
        """The best-supported value among these claims, or why there is none."""
        if not rows:
            return Cell("not stated")
        fitting = [row for row in rows if self.fits(row, within, exact=exact)]
        if not fitting:
            return Cell("not in period" if any(row.claim.period for row in rows) else "period unknown")
        best = min(self.candidates(fitting), key=lambda candidate: candidate.rank(within))
        claim = best.claim
        return Cell(
            state="stated",
            value=best.value,
            low=claim.quantity.low,
            high=claim.quantity.high,
            unit=claim.quantity.unit,
            per_unit=claim.quantity.per_unit,
            period=period_words(claim),
            start=claim.period.start if claim.period else None,
            end=claim.period.end if claim.period else None,
            place=place_words(claim, self.names),
            modality=claim.modality.value,
            support=best.support,
            origins=tuple(voice.text for voice in voices(best.rows, self.names)),
            disputed=any(row.id in self.contested for row in best.rows),
            claims=tuple(row.id for row in best.rows),
            sources=tuple(sorted({row.source.url or row.source.id for row in best.rows})),
        )

    @staticmethod
    def fits(row: Told, within: Period | None, *, exact: bool = False) -> bool:
        """Whether the claim's period lies within the one asked for; without one everything fits."""
        if within is None:
            return True
        period = row.claim.period
        if period is None or period.start is None or period.end is None or within.start is None or within.end is None:
            return False
        if exact:
            return _span(period) == _span(within)
        return within.start <= period.start and period.end <= within.end

    def candidates(self, rows: Sequence[Told]) -> list[_Candidate]:
        """Every value stated, and for claims of one slot that agree the value that stands for all of them.

        What was to come gives way where it is told what came; the two never support one another.
        """
        came = {
            row.slot for row in rows if row.slot and not row.claim.negated and row.claim.modality is Modality.ACTUAL
        }
        rows = [row for row in rows if row.slot not in came or row.claim.modality not in _TO_COME]
        found = [self.candidate(said, said) for said in grouped(rows, _value_key).values()]
        here = {row.id: row for row in rows}
        for slot in sorted({row.slot for row in rows if row.slot}):
            for accord in self.accords.get(slot, ()):
                agreed = [here[claim] for claim in accord.claims if claim in here]
                if len(agreed) > 1:
                    values = grouped(agreed, _value_key).values()
                    found.append(self.candidate(min(values, key=self.exactness), agreed))
        return found

    def exactness(self, rows: Sequence[Told]) -> tuple[object, ...]:
        """Sorts the value first that can stand for an agreement: a point before bounds, then the best supported."""
        claim = rows[0].claim
        point = isinstance(claim, MetricClaim) and claim.quantity.is_point
        return (not point, *weight(self.archive.support(row.id for row in rows)), rows[0].id)

    def candidate(self, stated: Sequence[Told], behind: Sequence[Told]) -> _Candidate:
        """A value as it is stated, with all claims that stand behind it."""
        claim = stated[0].claim
        assert isinstance(claim, MetricClaim)  # noqa: S101 - only metric claims come here
        support = self.archive.support(row.id for row in behind)
        return _Candidate(tuple(behind), claim, value_text(claim, self.names), support)


def _with_stale(cells: Sequence[Cell]) -> tuple[Cell, ...]:
    """The cells, those marked that are older than the newest of the row by more than a year; a forecast makes none old."""
    told = (cell for cell in cells if cell.modality not in _TO_COME)
    newest = max((cell.end for cell in told if cell.end), default=None)
    return tuple(
        replace(cell, stale=True) if newest and cell.end and newest - cell.end > _YEAR else cell for cell in cells
    )


def _span(period: Period | None) -> tuple[date | None, date | None]:
    return (period.start, period.end) if period else (None, None)


def _value_key(row: Told) -> tuple[object, ...]:
    claim = row.claim
    quantity = claim.quantity if isinstance(claim, MetricClaim) else None
    return (row.slot or row.id, claim.modality, claim.negated, quantity and replace(quantity, printed=""))
