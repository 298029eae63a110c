"""What was derived -> N-Quads, one text per derived graph: sorted lines, IRIs made of content, no blank nodes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from decimal import Decimal

from claimgraph.agreement.decided import copy_lines, rate_lines
from claimgraph.agreement.model import (
    Agreement,
    CopyMember,
    Derived,
    Disagreement,
    Forecast,
    Implied,
    NotCompared,
    Record,
    Slot,
    SlotKey,
)
from claimgraph.agreement.phrases import Phrases
from claimgraph.agreement.readings import days_of
from claimgraph.corpus.model import Decisions
from claimgraph.quads.iris import CG, METRIC, Iris, enum_term, local
from claimgraph.quads.terms import DATE, DECIMAL, DURATION, FALSE, INTEGER, TRUE, A, iri, string, tagged
from claimgraph.wording import Names

__all__ = ["to_quads"]

_FOUND = {
    "declared": "Declared", "decided": "Decided", "text-overlap": "TextOverlap", "coinciding-claims": "CoincidingClaims",
    "credit-line": "CreditLine", "single": "Single",
}  # fmt: skip
_VERDICTS = {"confirmed": "Confirmed", "explained": "Explained", "dismissed": "Dismissed"}
_ABOUT, _METRIC, _SLOT, _MEMBER, _KIND = (
    iri("cg:about"),
    iri("cg:metric"),
    iri("cg:slot"),
    iri("cg:member"),
    iri("cg:kind"),
)
_LOW, _HIGH, _UNIT, _WHY, _LABEL = iri("cg:low"), iri("cg:high"), iri("cg:unit"), iri("cg:why"), iri("rdfs:label")
_START, _END, _PERIOD_KIND = iri("cg:periodStart"), iri("cg:periodEnd"), iri("cg:periodKind")
_SCOPE, _RELATIVE, _WINDOW, _PER_UNIT = iri("cg:scope"), iri("cg:relativeTo"), iri("cg:window"), iri("cg:perUnit")
_NOTE, _ORIGIN, _MODALITY = iri("skos:note"), iri("cg:origin"), iri("cg:modality")

_NO_DECISIONS = Decisions()

Line = str
Lines = Iterator[Line]


def to_quads(derived: Derived, base: str, names: Names, decisions: Decisions = _NO_DECISIONS) -> Mapping[str, str]:
    """The text of each derived graph by its name: copies, slots, agreements, implied, forecasts.

    Every text replaces its graph as a whole; equal input gives equal bytes. The decisions on copies and rates that it was
    derived with are written beside what follows from them.
    """
    writer = _Writer(Iris(base), names)
    graphs: Mapping[str, Iterable[Line]] = {
        "copies": (
            *writer.each(writer.copy, derived.copies),
            *(line for row in decisions.copies for line in copy_lines(row, writer.iris)),
        ),
        "slots": (*writer.each(writer.slot, derived.slots), *writer.origins(derived.origins)),
        "agreements": (
            *writer.each(writer.agreement, derived.agreements), *writer.each(writer.disagreement, derived.disagreements),
            *writer.each(writer.not_compared, derived.not_compared),
            *(line for row in decisions.rates for line in rate_lines(row, writer.iris, names.vocabulary)),
        ),
        "implied": writer.each(writer.implied, derived.implied),
        "forecasts": (*writer.each(writer.forecast, derived.forecasts), *writer.each(writer.record, derived.records)),
    }  # fmt: skip
    return {name: writer.text(name, lines) for name, lines in graphs.items()}


class _Writer:
    """Writes the nodes of one corpus."""

    def __init__(self, iris: Iris, names: Names) -> None:
        self.iris, self.names, self.phrases = iris, names, Phrases(names)

    @staticmethod
    def each(write: Callable[..., Lines], rows: Iterable[object]) -> Iterator[Line]:
        for row in rows:
            yield from write(row)

    def text(self, name: str, lines: Iterable[Line]) -> str:
        end = f" <{self.iris.graph(name)}> .\n"
        return "".join(f"{line}{end}" for line in sorted(set(lines)))

    def node(self, kind: str, id: str) -> str:
        return f"<{self.iris.base}{kind}/{local(id)}>"

    def claim(self, id: str) -> str:
        return f"<{self.iris.claim(id)}>"

    def entity(self, id: str) -> str:
        return f"<{self.iris.entity(id)}>"

    def unit(self, id: str) -> str | None:
        unit = self.names.vocabulary.units.get(id)
        return f"<{unit.iri}>" if unit else None

    # -- copies and origins -------------------------------------------------------------------------------------------

    def copy(self, row: CopyMember) -> Lines:
        group, source = self.node("copies", row.group), f"<{self.iris.source(row.source)}>"
        membership = self.node("copies", f"{row.group}-{row.source}")
        yield f"{group}{A}<{CG}CopyGroup>"
        yield f"{group}{_MEMBER}{source}"
        yield f"{source}{iri('cg:copyGroup')}{group}"
        yield f"{membership}{A}<{CG}CopyMembership>"
        yield f"{membership}{iri('cg:copySource')}{source}"
        yield f"{membership}{iri('cg:inCopyGroup')}{group}"
        yield f"{membership}{iri('cg:foundBy')}<{CG}{_FOUND[row.found]}>"
        share = row.detail.rpartition(" ")[2]
        if row.found == "text-overlap" and share.replace(".", "", 1).isdigit():
            yield f"{membership}{iri('cg:overlap')}{_decimal(Decimal(share))}"
        if row.detail:
            yield f"{membership}{_NOTE}{tagged(row.detail, 'en')}"

    def origins(self, origins: Mapping[str, str | None]) -> Lines:
        for claim, origin in origins.items():
            if origin is not None and not origin.startswith("source:"):
                yield f"{self.claim(claim)}{iri('cg:countedOrigin')}{self.entity(origin)}"

    # -- slots --------------------------------------------------------------------------------------------------------

    def slot(self, row: Slot) -> Lines:
        slot = f"<{self.iris.slot(row.id)}>"
        yield f"{slot}{A}<{CG}Slot>"
        yield f"{slot}{_LABEL}{string(self.phrases.place(row.key))}"
        yield from self.place(slot, row.key)
        yield from self.support(slot, row.support.articles, row.support.texts, row.support.origins)
        yield f"{slot}{iri('cg:disputed')}{TRUE if row.disputed else FALSE}"
        for claim in row.claims:
            yield f"{slot}{_MEMBER}{self.claim(claim)}"
            yield f"{self.claim(claim)}{_SLOT}{slot}"

    def place(self, node: str, key: SlotKey) -> Lines:
        """What, of whom, when: the same properties as on a claim."""
        yield f"{node}{_ABOUT}{self.entity(key.subject)}"
        yield f"{node}{_METRIC}<{METRIC}{key.metric}>"
        days = days_of(key.period) if key.period else None
        if days:
            yield f'{node}{_START}"{days[0]}{DATE}'
            yield f'{node}{_END}"{days[1]}{DATE}'
            yield f"{node}{_PERIOD_KIND}<{CG}{'AsOf' if str(key.period).startswith('@') else 'Span'}>"
        for kind, value in key.scope:
            yield f"{node}{_SCOPE}{string(f'{kind}: {value}')}"
        if key.relative_to:
            yield f"{node}{_RELATIVE}{self.entity(key.relative_to)}"
        if key.window:
            yield f'{node}{_WINDOW}"{key.window}{DURATION}'
        if key.per_unit and (unit := self.unit(key.per_unit)):
            yield f"{node}{_PER_UNIT}{unit}"

    @staticmethod
    def support(node: str, articles: int, texts: int, origins: int) -> Lines:
        for name, count in (("articles", articles), ("texts", texts), ("origins", origins)):
            yield f'{node}{iri(f"cg:{name}")}"{count}{INTEGER}'

    # -- agreements and disagreements ---------------------------------------------------------------------------------

    def agreement(self, row: Agreement) -> Lines:
        node = self.node("agreement", row.id)
        yield f"{node}{A}<{CG}Agreement>"
        yield f"{node}{_SLOT}<{self.iris.slot(row.slot.id)}>"
        yield f"{node}{_ABOUT}{self.entity(row.slot.subject)}"
        yield f"{node}{_METRIC}<{METRIC}{row.slot.metric}>"
        yield from self.bounds(node, row.unit, row.low, row.high)
        yield from self.members(node, row.claims, row.implied)
        yield from self.support(node, row.support.articles, row.support.texts, row.support.origins)
        if row.rate:
            yield f"{node}{_NOTE}{tagged(f'converted: {row.rate}', 'en')}"

    def disagreement(self, row: Disagreement) -> Lines:
        node = self.node("disagreement", row.id)
        yield f"{node}{A}<{CG}Disagreement>"
        yield f"{node}{_KIND}<{CG}{row.kind}>"
        yield f"{node}{_WHY}{tagged(row.why, 'en')}"
        yield f"{node}{iri('cg:severity')}<{CG}{row.severity}>"
        yield f"{node}{iri('cg:decidedBy')}<{CG}{row.rule}>"
        yield f"{node}{_ABOUT}{self.entity(row.subject)}"
        if row.about in self.names.vocabulary.relations:
            yield f"{node}{iri('rdf:predicate')}<{self.names.vocabulary.relations[row.about].iri}>"
        else:
            yield f"{node}{_METRIC}<{METRIC}{row.about}>"
            for slot in row.slots:
                yield f"{node}{_SLOT}<{self.iris.slot(slot.id)}>"
        yield from self.members(node, row.claims, row.implied)
        yield from self.bounds(node, row.unit, row.low, row.high)
        if row.spread is not None:
            yield f"{node}{iri('cg:spread')}{_decimal(row.spread)}"
        if row.days is not None:
            yield f'{node}{iri("cg:daysApart")}"{row.days}{INTEGER}'
        if row.review in _VERDICTS:
            yield f"{node}{iri('cg:verdict')}<{CG}{_VERDICTS[row.review]}>"
        if row.explained_as and (kind := self.names.vocabulary.disagreement_kinds.get(row.explained_as)):
            yield f"{node}{iri('cg:explainedAs')}<{kind}>"
        if row.verdict:
            yield f"{node}{_NOTE}{tagged(row.verdict, 'en')}"

    def not_compared(self, row: NotCompared) -> Lines:
        node = self.node("not-compared", row.id)
        yield f"{node}{A}<{CG}NotCompared>"
        yield f"{node}{_WHY}{tagged(row.why, 'en')}"
        yield f"{node}{iri('cg:missing')}{string(row.reason)}"
        yield f"{node}{_ABOUT}{self.entity(row.subject)}"
        yield f"{node}{_METRIC}<{METRIC}{row.about}>"
        yield from self.members(node, row.claims, ())
        for slot in row.slots:
            yield f"{node}{_SLOT}<{self.iris.slot(slot.id)}>"

    def members(self, node: str, claims: Iterable[str], implied: Iterable[str]) -> Lines:
        for claim in claims:
            yield f"{node}{_MEMBER}{self.claim(claim)}"
        for value in implied:
            yield f"{node}{_MEMBER}{self.node('implied', value)}"

    def bounds(self, node: str, unit: str | None, low: Decimal | None, high: Decimal | None) -> Lines:
        if unit and (term := self.unit(unit)):
            yield f"{node}{_UNIT}{term}"
        for predicate, value in ((_LOW, low), (_HIGH, high)):
            if value is not None:
                yield f"{node}{predicate}{_decimal(value)}"

    # -- implied values and forecasts ---------------------------------------------------------------------------------

    def implied(self, row: Implied) -> Lines:
        node = self.node("implied", row.id)
        yield f"{node}{A}<{CG}ImpliedValue>"
        yield from self.place(node, row.slot)
        yield f"{node}{_SLOT}<{self.iris.slot(row.slot.id)}>"
        yield f"{node}{_MODALITY}<{CG}{enum_term(row.modality)}>"
        yield f"{node}{iri('cg:formula')}{string(row.formula)}"
        yield f"{node}{_LABEL}{string(f'{self.phrases.place(row.slot)}: {row.formula}')}"
        yield from self.bounds(node, row.unit, row.low, row.high)
        for claim in row.premises:
            yield f"{node}{iri('prov:wasDerivedFrom')}{self.claim(claim)}"
        if f"{CG}{row.relation}" in self.names.vocabulary.terms:
            yield f"{node}{iri('cg:by')}<{CG}{row.relation}>"

    def forecast(self, row: Forecast) -> Lines:
        node = self.node("forecast", row.id)
        yield f"{node}{A}<{CG}ForecastEntry>"
        yield f"{node}{_SLOT}<{self.iris.slot(row.slot.id)}>"
        yield from self.place(node, row.slot)
        yield f"{node}{_MODALITY}<{CG}{enum_term(row.modality)}>"
        yield f"{node}{iri('cg:outcome')}<{CG}{row.state.capitalize()}>"
        yield from self.bounds(node, row.unit, row.low, row.high)
        if row.origin and not row.origin.startswith("source:"):
            yield f"{node}{_ORIGIN}{self.entity(row.origin)}"
        for claim in row.claims:
            yield f"{node}{iri('cg:forecast')}{self.claim(claim)}"
        for claim in row.actual_claims:
            yield f"{node}{iri('cg:actual')}{self.claim(claim)}"
        for computed in row.actual_implied:
            yield f"{node}{iri('cg:actual')}{self.node('implied', computed)}"
        if row.due:
            yield f'{node}{iri("cg:dueOn")}"{row.due}{DATE}'
        errors = {"error": row.relative, "errorLow": row.relative_low, "errorHigh": row.relative_high}
        for name, value in {**errors, "difference": row.error}.items():
            if value is not None:
                yield f"{node}{iri(f'cg:{name}')}{_decimal(value)}"

    def record(self, row: Record) -> Lines:
        if not row.origin or row.origin.startswith("source:"):
            return
        node = self.node("forecast-record", row.origin)
        yield f"{node}{A}<{CG}ForecastRecord>"
        yield f"{node}{_ORIGIN}{self.entity(row.origin)}"
        for name, count in (
            ("openForecasts", row.open),
            ("dueForecasts", row.due),
            ("metForecasts", row.met),
            ("missedForecasts", row.missed),
        ):
            yield f'{node}{iri(f"cg:{name}")}"{count}{INTEGER}'
        for name, value in (("medianError", row.median_error), ("medianErrorSize", row.median_size)):
            if value is not None:
                yield f"{node}{iri(f'cg:{name}')}{_decimal(value)}"


def _decimal(value: Decimal) -> str:
    return f'"{value.normalize():f}{DECIMAL}'
