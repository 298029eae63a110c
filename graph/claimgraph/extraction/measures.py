"""Numbers at the gate: where a quoted value stands, what the grammar reads there, whether a draft says the same.

The rules' account of the text (every quantity once) is the reading that drafts are held against.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import replace

from claimgraph.extraction.draft import Draft, Reading
from claimgraph.extraction.lexicon import Lexicon
from claimgraph.extraction.quotes import QuoteFinder
from claimgraph.vocabulary import Metric

_NUMERAL = re.compile(
    r"[0-9０-９〇零一二三四五六七八九十百千万萬亿億两兩半数數几幾]|(?i:thousand|million|billion|trillion|\b[kmbt]n?\b)"
)
_KIN = 3
_READ = (
    "low", "high", "low_exclusive", "high_exclusive", "precision", "unit", "per_unit", "printed", "start", "end",
)  # fmt: skip


class Measures:
    """The quantities of one text, asked by the words of a quote."""

    def __init__(self, finder: QuoteFinder, lexicon: Lexicon, reading: Reading) -> None:
        self._finder = finder
        self._metrics = lexicon.terms.metrics
        self._account = sorted(reading.quantities, key=lambda draft: (draft.start, draft.end))
        self._starts = [draft.start for draft in self._account]
        self._labels: dict[str, list[str]] = {}

    def value(self, quote: str, span: tuple[int, int], draft: Draft) -> tuple[Draft | None, str]:
        """The quantity that the quoted value is, or why there is none."""
        if not quote:
            return None, "no value is quoted"
        hits = list(self._finder.find(quote, span))
        if not hits:
            return None, f"its value {quote!r} does not stand in its quote"
        why = f"no number is read in {quote!r}"
        found: list[Draft] = []
        for start, end in hits:
            touched = self._touched(start, end)
            if len(touched) > 1:
                why = f"{quote!r} holds several numbers"
            elif touched and self._is_cut(touched[0], start, end):
                why = f"{quote!r} is cut out of {touched[0].printed!r}"
            elif touched and touched[0].unit is None:
                why = f"{touched[0].printed!r} is no quantity: {touched[0].reason}"
            elif touched:
                found.append(touched[0])
        if not found:
            return None, why
        return min(found, key=lambda read: self._fit(read, draft)), ""

    def _touched(self, start: int, end: int) -> list[Draft]:
        first = max(0, bisect_left(self._starts, start) - 1)
        last = bisect_left(self._starts, end)
        touched = [read for read in self._account[first:last] if read.start < end and start < read.end]
        return [read for read in touched if not any(_holds(other, read) for other in touched)]

    def _is_cut(self, read: Draft, start: int, end: int) -> bool:
        """Whether part of the number itself lies outside the quoted value."""
        text = self._finder.text
        return bool(
            _NUMERAL.search(text[read.start : max(read.start, start)] + " " + text[min(end, read.end) : read.end])
        )

    @staticmethod
    def _fit(read: Draft, draft: Draft) -> tuple[bool, bool, int]:
        """Of several places of one value the one whose parameter and metric are the draft's, then the first."""
        elsewhere = draft.end > 0 and (read.start, read.end) != (draft.start, draft.end)
        return elsewhere, draft.window != read.window or draft.metric != read.metric, read.start

    # --- what speaks against it -----------------------------------------------------------------------------------

    def against(self, draft: Draft, read: Draft, span: tuple[int, int]) -> Iterator[str]:
        """Why the text does not bear out the number, unit, metric or parameter of a draft."""
        if draft.low is not None or draft.high is not None:
            given = (draft.low, draft.high, draft.low_exclusive, draft.high_exclusive)
            if given != (read.low, read.high, read.low_exclusive, read.high_exclusive):
                yield f"its number is {_bounds(draft)}, and {read.printed!r} reads {_bounds(read)}"
        metric = self._metrics.get(draft.metric or "")
        if draft.unit is not None and draft.unit not in (read.unit, metric and _unit_in(metric, read)):
            yield f"its unit is {draft.unit}, and {read.printed!r} reads {read.unit}"
        implied = metric.per_units if metric and read.per_unit is None else ()
        if draft.per_unit is not None and draft.per_unit not in (read.per_unit, *implied):
            yield f"it is per {draft.per_unit}, and {read.printed!r} is per {read.per_unit or 'nothing'}"
        if draft.metric is not None:
            yield from self._metric(draft, read, span)
        elif draft.metric_text and not any(self._finder.find(draft.metric_text, span)):
            yield f"the words {draft.metric_text!r} for its metric do not stand in its quote"

    def _metric(self, draft: Draft, read: Draft, span: tuple[int, int]) -> Iterator[str]:
        metric = self._metrics.get(draft.metric or "")
        if metric is None:
            yield f"no metric is called {draft.metric}"
            return
        if _unit_in(metric, read) is None:
            yield f"{metric.id} is not counted in {read.unit}"
        if not self._told(metric, draft, read, span) and not self._phrase(draft, span):
            yield f"no label of {metric.id} stands in its quote"
        window = draft.window or metric.default_window
        if window and read.window and window != read.window:
            yield f"its parameter is {window}, and that of {read.printed!r} is {read.window}"
        elif window and not read.window and draft.metric != read.metric and not self._duration(window, span):
            yield f"its parameter {window} does not stand in its quote"

    def _told(self, metric: Metric, draft: Draft, read: Draft, span: tuple[int, int]) -> bool:
        """Whether a label of the metric stands there, or the words by which the rules knew it."""
        return self._named(metric, span) or (draft.metric == read.metric and self._phrase(read, span))

    def _named(self, metric: Metric, span: tuple[int, int]) -> bool:
        if metric.id not in self._labels:
            labels = {label.text for kin in self._kin(metric) for label in kin.labels}
            self._labels[metric.id] = sorted(labels, key=lambda label: (-len(label), label))
        return any(self._finder.has_word(label, span) for label in self._labels[metric.id])

    def _phrase(self, draft: Draft, span: tuple[int, int]) -> bool:
        """Whether the words that a draft gives for its metric stand in the quote."""
        return bool(draft.metric_text) and any(self._finder.find(draft.metric_text or "", span))

    def _kin(self, metric: Metric) -> list[Metric]:
        """The metric with those whose labels it is told by: what it is the growth, share or ratio of, what is broader."""
        kin, waiting = {metric.id: metric}, [metric]
        for _ in range(_KIN):
            near = [id for one in waiting for id in (one.growth_of, one.ratio_of, *one.broader) if id]
            near += [one.id for one in self._metrics.values() if one.share_metric in {w.id for w in waiting}]
            waiting = [self._metrics[id] for id in near if id in self._metrics and id not in kin]
            kin |= {one.id: one for one in waiting}
        return list(kin.values())

    def _duration(self, window: str, span: tuple[int, int]) -> bool:
        number = "".join(sign for sign in window if sign.isdigit())
        return any(
            self._finder.has_word(number + unit, span)
            for unit in ("天", "日", "day", "-day", "个月", "month", "年", "year", "小时", "hour")
        )

    # --- what a person must compare ---------------------------------------------------------------------------------

    def doubts(self, draft: Draft, read: Draft, span: tuple[int, int]) -> Iterator[str]:
        """Where the rules read something else, or nothing, at the same place."""
        metric = self._metrics.get(draft.metric or "")
        if metric and not self._told(metric, draft, read, span):
            yield f"{draft.metric_text!r} is no label of {metric.id} yet"
        if read.state == "dismissed":
            yield f"the rules take {read.printed!r} for no claim: {read.reason}"
            return
        if draft.metric is not None and read.metric is None:
            yield "the rules know no metric for this number"
        elif draft.metric is not None and not self._same_metric(draft.metric, read.metric or ""):
            yield f"the rules read {read.metric}"
        if draft.subject != read.subject:
            yield f"the rules read it of {read.subject or read.subject_text or 'nobody'}"
        if draft.modality is not read.modality:
            yield f"the rules read it as {read.modality}"
        if draft.period and (
            read.period is None or (draft.period.start, draft.period.end) != (read.period.start, read.period.end)
        ):
            yield f"the rules read it {_period(read)}"
        if draft.relative_to != read.relative_to:
            yield f"the rules read it relative to {read.relative_to or 'nothing'}"
        if draft.attribution and draft.attribution != read.attribution:
            yield f"the rules read it as said by {', '.join(read.attribution) or 'the article itself'}"

    def _same_metric(self, one: str, other: str) -> bool:
        """Whether two ids name one metric, or one is the other with its period, window or unit named."""
        return one == other or any(
            low in self._metrics and high in self._metrics[low].broader for low, high in ((one, other), (other, one))
        )

    def filled(self, draft: Draft, read: Draft, span: tuple[int, int]) -> Draft:
        """The draft with what the grammar read: place, bounds, unit; and the narrower of two names for one metric."""
        metric = draft.metric
        if metric and read.metric and read.metric != metric and metric in self._metrics[read.metric].broader:
            metric = read.metric
        numbers = {name: getattr(read, name) for name in _READ}
        if known := self._metrics.get(metric or ""):
            numbers["unit"] = _unit_in(known, read) or read.unit
            numbers["per_unit"] = read.per_unit or draft.per_unit
        return replace(
            draft,
            **numbers,
            metric=metric,
            window=draft.window or read.window,
            period=draft.period or read.period,
            attribution=draft.attribution or read.attribution,
            evidence_start=min(span[0], read.start),
            evidence_end=max(span[1], read.end),
        )


def _unit_in(metric: Metric, read: Draft) -> str | None:
    """The unit a metric gives to a number as read: its own, or that of its score where only the number is printed."""
    if read.unit in metric.units:
        return read.unit
    return (
        metric.units[0] if metric.dimension == "score" and metric.units and read.unit in ("count", "points") else None
    )


def _holds(outer: Draft, inner: Draft) -> bool:
    """Whether one printed number lies inside another, longer one."""
    longer = outer.end - outer.start > inner.end - inner.start
    return longer and outer.start <= inner.start and inner.end <= outer.end


def _period(read: Draft) -> str:
    period = read.period
    return f"for {period.text}" if period and period.start and period.end else "without that period"


def _bounds(draft: Draft) -> str:
    """The bounds for a message: `12000000`, `over 12000000`, `30 to 50`."""
    low, high = draft.low, draft.high
    if low is None:
        return f"{'under' if draft.high_exclusive else 'at most'} {high:f}" if high is not None else "unstated"
    if high is None:
        return f"{'over' if draft.low_exclusive else 'at least'} {low:f}"
    return f"{low:f}" if low == high else f"{low:f} to {high:f}"
