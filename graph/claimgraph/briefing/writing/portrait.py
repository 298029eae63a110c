"""A portrait as text and as Markdown."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from claimgraph.agreement import Support
from claimgraph.briefing.model import Dispute, Voice, counted
from claimgraph.briefing.reports import Figure, MetricReport, Portrait, SlotReport, SourceLine, Statement
from claimgraph.briefing.writing.lines import heading, two_sided, wrap
from claimgraph.briefing.writing.markdown import cell, row, table_head

LEGEND = (
    "Support is articles/texts/origins: the articles, the different texts among them, the voices that said it first."
)
_STATES = {"agree": "they agree", "disputed": "DISPUTED", "one origin": "one origin"}
_VOICES = 6


def text(portrait: Portrait) -> str:
    """The portrait for a terminal, 80 columns wide."""
    return "\n".join(line.rstrip() for line in _Page(portrait).lines()) + "\n"


class _Page:
    """Writes one portrait; a disagreement is told where it first shows, and by its number afterwards."""

    def __init__(self, portrait: Portrait) -> None:
        self.portrait = portrait
        self.disputes = {row.id: row for row in portrait.disputes}
        self.numbers: dict[str, int] = {}

    def lines(self) -> Iterator[str]:
        yield from self.head()
        yield from self.numbers_section()
        yield from self.statements("Relations", self.portrait.relations)
        yield from self.statements("Events", self.portrait.events)
        yield from self.statements("Opinions", self.portrait.opinions)
        yield from self.statements("Named in claims about others", self.portrait.elsewhere)
        yield from self.statements("What it says or passes on", self.portrait.says)
        yield from self.sources()

    def head(self) -> Iterator[str]:
        portrait = self.portrait
        names = " · ".join(dict.fromkeys([portrait.name, *portrait.names.values()]))
        yield from two_sided(names, portrait.kind)
        if portrait.also:
            yield from wrap(f"also {', '.join(portrait.also)}", "  ")
        if portrait.note:
            yield from wrap(portrait.note, "  ")
        yield from wrap(summary(portrait), "  ")
        yield from wrap(LEGEND, "  ")

    def numbers_section(self) -> Iterator[str]:
        if self.portrait.metrics:
            yield from heading("Numbers", "━")
        for metric in self.portrait.metrics:
            yield from self.metric(metric)

    def metric(self, metric: MetricReport) -> Iterator[str]:
        yield ""
        yield from wrap(metric.label)
        for slot in metric.slots:
            yield from self.slot(slot)

    def slot(self, slot: SlotReport) -> Iterator[str]:
        state = _STATES.get(slot.state, "")
        right = f"{state + '  ' if state else ''}{support(slot.support)}"
        yield from two_sided(f"  {slot_title(slot)}", right)
        for figure in slot.figures:
            share = f" {support(figure.support)}" if len(slot.figures) > 1 else ""
            yield from wrap(f"{figure.value}{share} – {said(figure.voices)}", "    ", "      ")
        yield from self.told(slot.disputes, "    ")

    def told(self, ids: Iterable[str], indent: str) -> Iterator[str]:
        """Why values are disputed."""
        for id in ids:
            dispute = self.disputes[id]
            if id in self.numbers:
                yield f"{indent}! see [{self.numbers[id]}] above: {dispute.kind}"
                continue
            self.numbers[id] = len(self.numbers) + 1
            yield from wrap(f"! [{self.numbers[id]}] {dispute_words(dispute)}", indent, f"{indent}  ")

    def statements(self, title: str, rows: Iterable[Statement]) -> Iterator[str]:
        rows, label = list(rows), ""
        if rows:
            yield from heading(title, "━")
        for item in rows:
            if item.label != label:
                yield from wrap(item.label)
                label = item.label
            yield from wrap(f"{item.text} {support(item.support)} – {said(item.voices)}", "  ", "    ")
            yield from self.told(item.disputes, "    ")

    def sources(self) -> Iterator[str]:
        if self.portrait.sources:
            yield from heading("Sources, the newest first", "━")
        for source in self.portrait.sources:
            yield from wrap(source_words(source), "", "  ")
            if source.url:
                yield f"  {source.url}"


def summary(portrait: Portrait) -> str:
    """How much is claimed, by how many, and how much of it is disputed."""
    told = portrait.support
    if not portrait.claims:
        spoken = len({claim for row in portrait.says for claim in row.claims})
        return (
            f"Nothing is claimed of it; it says or passes on {counted(spoken, 'claim')}."
            if spoken
            else "Nothing is claimed of it."
        )
    grave = sum(dispute.grave for dispute in portrait.disputes)
    disputed = (
        f"{counted(len(portrait.disputes), 'disagreement')}, {grave} of them grave"
        if portrait.disputes
        else "no disagreement"
    )
    return (
        f"{counted(portrait.claims, 'claim')} in {counted(told.articles, 'article')} "
        f"({counted(told.texts, 'different text')}) from {counted(told.origins, 'origin')}; {disputed}."
    )


def slot_title(slot: SlotReport) -> str:
    return f"{slot.period} ({slot.place})" if slot.place else slot.period


def support(support: Support) -> str:
    """The three numbers, always together."""
    return f"{support.articles}/{support.texts}/{support.origins}"


def said(voices: Iterable[Voice]) -> str:
    """Who says it, the most relayed first."""
    texts = [voice.text for voice in voices]
    more = f"; and {len(texts) - _VOICES} more origins" if len(texts) > _VOICES + 1 else ""
    return "; ".join(texts if not more else texts[:_VOICES]) + more


def dispute_words(dispute: Dispute) -> str:
    """The kind, how grave, why, and what a person decided."""
    verdict = f" Verdict: {dispute.verdict}{f', {dispute.note}' if dispute.note else ''}." if dispute.verdict else ""
    return f"{dispute.kind}{', grave' if dispute.grave else ''}: {dispute.why}{verdict}"


def source_words(source: SourceLine) -> str:
    number = f"{source.claims} claim{'' if source.claims == 1 else 's'}"
    return f"{source.published or 'no date'}  {source.publisher}: {source.title} ({number})"


def markdown(portrait: Portrait) -> str:
    """The portrait as Markdown."""
    return "\n".join(_markdown(portrait)) + "\n"


def _markdown(portrait: Portrait) -> Iterator[str]:
    yield f"# {cell(' · '.join(dict.fromkeys([portrait.name, *portrait.names.values()])))} ({portrait.kind})"
    yield ""
    yield f"{summary(portrait)} {LEGEND}"
    disputes = {row.id: row for row in portrait.disputes}
    for metric in portrait.metrics:
        yield from ("", f"## {cell(metric.label)}", "")
        yield from table_head("Period", "Value", "Support", "Who says so", "Disputed")
        for slot in metric.slots:
            for figure in slot.figures:
                yield _figure_row(slot, figure, disputes)
    for title, rows in (
        ("Relations", portrait.relations),
        ("Events", portrait.events),
        ("Opinions", portrait.opinions),
        ("What it says or passes on", portrait.says),
    ):
        if rows:
            yield from ("", f"## {title}", "")
            yield from table_head("What", "", "Support", "Who says so", "Disputed")
        for item in rows:
            yield row(item.label, item.text, support(item.support), said(item.voices), _why(item.disputes, disputes))
    yield from ("", "## Sources", "")
    for source in portrait.sources:
        yield f"- {cell(source_words(source))}" + (f" <{source.url}>" if source.url else "")


def _figure_row(slot: SlotReport, figure: Figure, disputes: dict[str, Dispute]) -> str:
    why = _why(slot.disputes, disputes)
    return row(slot_title(slot), figure.value, support(figure.support), said(figure.voices), why)


def _why(ids: Iterable[str], disputes: dict[str, Dispute]) -> str:
    return " ".join(dispute_words(disputes[id]) for id in ids)
