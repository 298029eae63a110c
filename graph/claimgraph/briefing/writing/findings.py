"""Disagreements and the forecast book as text."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from itertools import groupby

from claimgraph.briefing.model import counted
from claimgraph.briefing.reports import DisputeReport, ForecastBook, ForecastLine, OriginRecord, Saying
from claimgraph.briefing.writing.lines import heading, table, two_sided, wrap

_VERDICT = (
    "To record what you decided, write it into the corpus's decisions.yaml and build again: kind is the kind you confirm, "
    "the kind it really is, or agreement where there is no disagreement."
)
_OUTCOMES = {
    "missed": "Missed",
    "met": "Met",
    "due": "Due: the time has passed, and no actual value is stated that decides it",
    "open": "Open: the time has not passed",
}


def disagreements_text(rows: Sequence[DisputeReport]) -> str:
    """The disagreements for a terminal, and how to decide them."""
    lines = [*wrap(_count(rows))]
    for number, report in enumerate(rows, 1):
        lines += ["", *dispute_lines(report, number)]
    if open_rows := [report for report in rows if report.dispute.verdict is None and len(report.dispute.claims) > 1]:
        lines += ["", *wrap(_VERDICT), "", "    verdicts:", *_example(open_rows[0])]
    return "\n".join(lines) + "\n"


def _count(rows: Sequence[DisputeReport]) -> str:
    if not rows:
        return "No disagreement."
    standing = [report for report in rows if report.dispute.stands]
    dismissed = f"{len(rows) - len(standing)} dismissed." if len(standing) < len(rows) else ""
    if not standing:
        return f"No disagreement stands; {dismissed}"
    grave = sum(report.dispute.grave for report in standing)
    kinds = ", ".join(f"{count} {kind}" for kind, count in Counter(report.kind for report in standing).most_common())
    return f"{counted(len(standing), 'disagreement')}, {grave} of them grave: {kinds}. {dismissed}".strip()


def _example(report: DisputeReport) -> list[str]:
    claims = ", ".join(report.dispute.claims)
    return [f"    - {{claims: [{claims}], kind: {report.dispute.kind}, why: ...}}"]


def dispute_lines(report: DisputeReport, number: int) -> Iterator[str]:
    """One disagreement: what, why, who says what and where, and what was decided."""
    dispute = report.dispute
    grave = "GRAVE" if dispute.grave else ""
    yield from two_sided(f"{number}. {report.kind}: {report.subject}, {report.about}", grave)
    yield from wrap(dispute.why, "   ")
    yield from _apart(report)
    for saying in report.sayings:
        yield from saying_lines(saying, "   - ", "     ")
    for formula in report.computed:
        yield from wrap(f"computed: {formula}", "   - ", "     ")
    if dispute.verdict:
        kind = f" as {dispute.explained_as}" if dispute.explained_as else ""
        yield from wrap(f"verdict: {dispute.verdict}{kind}{f' – {dispute.note}' if dispute.note else ''}", "   ")


def _apart(report: DisputeReport) -> Iterator[str]:
    dispute = report.dispute
    if dispute.spread:
        yield f"   apart by {percent(dispute.spread)} of the middle value"
    if dispute.days is not None:
        yield f"   {dispute.days:,} day{'' if dispute.days == 1 else 's'} apart"


def saying_lines(saying: Saying, first: str, rest: str) -> Iterator[str]:
    """One claim with who said it, where it stands, and its id."""
    source = saying.source
    by = f" According to {saying.chain}." if saying.chain else ""
    yield from wrap(f"{saying.text}{by}", first, rest)
    where = f"{source.publisher}, {source.published or 'no date'}: {source.title} [claim {saying.claim}]"
    yield from wrap(where, rest, rest)
    if source.url:
        yield f"{rest}{source.url}"


def percent(share: Decimal) -> str:
    """A share as a percentage with the digits that say something.

    >>> percent(Decimal("0.137")), percent(Decimal("-0.457406")), percent(Decimal("12"))
    ('13.7%', '-45.7%', '1,200%')
    """
    return f"{(share * 100).quantize(Decimal('0.1')).normalize():,f}%"


def forecasts_text(book: ForecastBook) -> str:
    """The forecast book for a terminal: the same expectation of several voices once, with all of them."""
    groups = _one_expectation(book.forecasts)
    counts = Counter(group[0].outcome for group in groups)
    summary = ", ".join(f"{counts[outcome]} {outcome}" for outcome in _OUTCOMES)
    voices = f" from {len(book.forecasts)} voices" if len(book.forecasts) > len(groups) else ""
    lines = [*wrap(f"{counted(len(groups), 'forecast')}{voices}: {summary}.")]
    for outcome, same in groupby(groups, key=lambda group: group[0].outcome):
        lines += heading(_OUTCOMES[outcome], "━")
        for group in same:
            lines += _forecast_lines(group)
    if book.records:
        lines += [*heading("Who forecasts, and how it fared", "━"), *_records(book.records)]
    return "\n".join(lines) + "\n"


def _one_expectation(forecasts: Iterable[ForecastLine]) -> list[list[ForecastLine]]:
    """The forecasts that expect the same value of the same thing, together where the first of them stands."""
    groups: dict[tuple[object, ...], list[ForecastLine]] = {}
    for line in forecasts:
        key = (line.outcome, line.subject, line.metric, line.period, line.value, line.actual, line.computed)
        groups.setdefault(key, []).append(line)
    return list(groups.values())


def _forecast_lines(group: Sequence[ForecastLine]) -> Iterator[str]:
    line = group[0]
    yield from two_sided(f"{line.subject}, {line.metric} {line.period}", _error(line))
    told = "; ".join(f"{voice.origin}, {_where(voice.sayings)}" for voice in group)
    yield from wrap(f"{line.value} – {told}", "  ", "    ")
    if line.actual:
        yield from wrap(f"came: {line.actual} – {_who(line.actuals)}", "  ", "    ")
    for formula in line.computed:
        yield from wrap(f"computed: {formula}", "  ", "    ")


def _error(line: ForecastLine) -> str:
    """The error with its sign, or the bound that is known of it."""
    for words, share in (("", line.error), ("at least ", line.error_low), ("at most ", line.error_high)):
        if share is not None:
            return f"{words}{'+' if share > 0 else ''}{percent(share)}"
    return ""


def _where(sayings: Sequence[Saying]) -> str:
    """In which articles, the oldest named."""
    if not sayings:
        return "no article"
    first = sayings[0].source
    more = f" and {len(sayings) - 1} more" if len(sayings) > 1 else ""
    return f"in {first.publisher}, {first.published or 'no date'}{more}"


def _who(sayings: Iterable[Saying]) -> str:
    return ", ".join(dict.fromkeys(saying.origin for saying in sayings))


def _records(records: Sequence[OriginRecord]) -> list[str]:
    columns = ("origin", "missed", "met", "due", "open", "median error", "median size")
    rows = [
        [
            record.origin, str(record.missed), str(record.met), str(record.due), str(record.open),
            "" if record.median_error is None else percent(record.median_error),
            "" if record.median_size is None else percent(record.median_size),
        ]
        for record in records
    ]  # fmt: skip
    return [*table(columns, rows), *wrap("The error is actual minus expected, as a share of what was expected.")]
