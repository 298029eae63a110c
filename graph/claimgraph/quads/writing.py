"""Claim values -> N-Quads text: one string per value, written with as little work per quad as Python allows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from claimgraph.claim import (
    Claim,
    Entity,
    EventClaim,
    Evidence,
    Hop,
    MetricClaim,
    OpinionClaim,
    RelationClaim,
    Role,
    Source,
)
from claimgraph.quads.iris import Iris, enum_term, local
from claimgraph.quads.terms import (
    DATE,
    DURATION,
    FALSE,
    GREGORIAN,
    INTEGER,
    TRUE,
    URI,
    A,
    decimal,
    iri,
    string,
    tagged,
)  # fmt: skip
from claimgraph.vocabulary import CG, METRIC
from claimgraph.wording import Names, sentence

_ABOUT, _STATED_IN, _MODALITY, _NEGATED = iri("cg:about"), iri("cg:statedIn"), iri("cg:modality"), iri("cg:negated")
_ORIGIN, _HOPS, _ATTRIBUTION = iri("cg:origin"), iri("cg:hops"), iri("prov:qualifiedAttribution")
_HOP, _AGENT, _ROLE, _CAPACITY = iri("cg:hop"), iri("prov:agent"), iri("cg:role"), iri("cg:inCapacityOf")
_EVIDENCE, _HAS_SOURCE, _HAS_SELECTOR = iri("cg:evidence"), iri("oa:hasSource"), iri("oa:hasSelector")
_VERIFIED, _SLICE, _START, _END = iri("cg:verified"), iri("cg:sliceDigest"), iri("oa:start"), iri("oa:end")
_PARAPHRASE, _REVIEW, _GENERATED = iri("cg:paraphrase"), iri("cg:reviewState"), iri("prov:wasGeneratedBy")
_NOTE, _PERIOD_START, _PERIOD_END = iri("cg:note"), iri("cg:periodStart"), iri("cg:periodEnd")
_PERIOD_KIND, _PERIOD_BASIS, _SCOPE = iri("cg:periodKind"), iri("cg:periodBasis"), iri("cg:scope")
_METRIC, _LOW, _HIGH = iri("cg:metric"), iri("cg:low"), iri("cg:high")
_LOW_EXCLUSIVE, _HIGH_EXCLUSIVE = iri("cg:lowExclusive"), iri("cg:highExclusive")
_PRECISION, _UNIT, _PER_UNIT, _PRINTED = iri("cg:precision"), iri("cg:unit"), iri("cg:perUnit"), iri("cg:printed")
_PRINTED_START, _PRINTED_END = iri("cg:printedStart"), iri("cg:printedEnd")
_WINDOW, _RELATIVE_TO = iri("cg:window"), iri("cg:relativeTo")
_SUBJECT, _PREDICATE, _OBJECT = iri("rdf:subject"), iri("rdf:predicate"), iri("rdf:object")
_EVENT, _DATE_LOW, _DATE_HIGH = iri("cg:event"), iri("cg:dateLow"), iri("cg:dateHigh")
_DATE_BOUND, _PARTICIPANT = iri("cg:dateBound"), iri("cg:participant")
_ASPECT, _POLARITY, _MENTIONS = iri("cg:aspect"), iri("cg:polarity"), iri("cg:mentions")
_LABEL = iri("rdfs:label")
_CLAIM, _ATTRIBUTION_CLASS = f"<{CG}Claim>", iri("prov:Attribution").strip()
_RESOURCE, _POSITION = iri("oa:SpecificResource").strip(), iri("oa:TextPositionSelector").strip()
_BOOLEAN = {True: TRUE, False: FALSE}
_RANKS = {
    "preferred": (iri("skos:prefLabel"), _LABEL),
    "alternative": (iri("skos:altLabel"),),
    "hidden": (iri("skos:hiddenLabel"),),
}


def _individual(value: str, _known: dict[str, str] = {}) -> str:  # noqa: B006 - a cache of a few dozen spellings
    """The vocabulary individual for a spelling, as an N-Quads term."""
    term = _known.get(value)
    if term is None:
        term = _known[value] = f"<{CG}{enum_term(value)}>"
    return term


class QuadWriter:
    """Writes the values of one corpus as N-Quads. `sources` gives each claim the publisher it was read from."""

    __slots__ = ("_agents", "_publishers", "_shared", "_units", "iris", "names")

    def __init__(self, iris: Iris, names: Names, sources: Mapping[str, Source]) -> None:
        self.iris, self.names = iris, names
        self._units = {id: f"<{unit.iri}>" for id, unit in names.vocabulary.units.items()}
        self._publishers = {id: source.publisher for id, source in sources.items()}
        self._agents: dict[str, str] = {}
        self._shared: dict[str | Hop, None] = {}

    def entity(self, entity: Entity) -> str:
        """The quads of one entity, in the graph of entities."""
        subject, graph = self._agent(entity.id), f" <{self.iris.graph('entities')}> .\n"
        classes = ("Entity", entity.kind, *self.names.vocabulary.entity_kinds.get(entity.kind, ()))
        lines = [f"{subject}{A}<{CG}{name}>" for name in dict.fromkeys(classes)]
        for label in entity.labels:
            text = tagged(label.text, label.language)
            lines += [f"{subject}{predicate}{text}" for predicate in _RANKS[label.rank]]
        if entity.anonymous:
            lines.append(f"{subject}{iri('cg:anonymous')}{TRUE}")
        if entity.note:
            lines.append(f"{subject}{iri('skos:note')}{tagged(entity.note, 'en')}")
        lines += [f"{subject}{iri('skos:exactMatch')}<{match}>" for match in entity.same_as]
        return graph.join(lines) + graph

    def source(self, source: Source) -> str:
        """The quads about one source, in its own graph."""
        subject = f"<{self.iris.source(source.id)}>"
        graph = f" {subject} .\n"
        lines = [f"{subject}{A}<{CG}Source>", f"{subject}{iri('dcterms:title')}{tagged(source.title, 'en')}"]
        lines.append(f"{subject}{iri('cg:held')}{_BOOLEAN[source.held]}")
        if source.url:
            lines.append(f"{subject}{iri('schema:url')}{string(source.url)[:-1]}{URI}")
        if source.publisher:
            lines.append(f"{subject}{iri('dcterms:publisher')}{self._agent(source.publisher)}")
        lines += [f"{subject}{iri('dcterms:creator')}{self._agent(creator)}" for creator in source.creators]
        if source.language:
            lines.append(f"{subject}{iri('schema:inLanguage')}{string(source.language.lower())}")
        if source.published:
            when = source.published
            lines.append(f'{subject}{iri("schema:datePublished")}"{when.text}{GREGORIAN[when.precision]}')
            lines.append(f'{subject}{iri("cg:publishedFrom")}"{when.first}{DATE}')
            lines.append(f'{subject}{iri("cg:publishedTo")}"{when.last}{DATE}')
        if source.kind:
            lines.append(f"{subject}{iri('cg:sourceKind')}{_individual(source.kind)}")
        if source.digest:
            lines.append(f"{subject}{iri('cg:textDigest')}{string(source.digest)}")
        if source.text_length is not None:
            lines.append(f'{subject}{iri("cg:textLength")}"{source.text_length}{INTEGER}')
        if source.copy_of:
            lines.append(f"{subject}{iri('cg:copyOf')}<{self.iris.source(source.copy_of)}>")
        if source.trust:
            lines.append(f"{subject}{iri('cg:trust')}{string(source.trust)}")
        if source.note:
            lines.append(f"{subject}{iri('skos:note')}{tagged(source.note, 'en')}")
        return graph.join(lines) + graph

    def claim(self, claim: Claim) -> str:
        """The quads of one claim with its attribution and evidence nodes, in the graph of its source."""
        id = claim.id
        subject, source = f"<{self.iris.claim(id)}>", f"<{self.iris.source(claim.source)}>"
        graph = f" {source} .\n"
        about = self._agent(claim.about)
        paraphrase = claim.paraphrase or sentence(claim, self.names)
        lines = [
            f"{subject}{A}{_CLAIM}",
            f"{subject}{A}<{CG}{type(claim).__name__}>",
            f"{subject}{_ABOUT}{about}",
            f"{subject}{_STATED_IN}{source}",
            f"{subject}{_MODALITY}{_individual(claim.modality.value)}",
            f"{subject}{_NEGATED}{_BOOLEAN[claim.negated]}",
            f'{subject}{_HOPS}"{len(claim.attribution)}{INTEGER}',
            f"{subject}{_PARAPHRASE}{tagged(paraphrase, 'en')}",
            f"{subject}{_REVIEW}{_individual(claim.review.value)}",
            f"{subject}{_GENERATED}<{self.iris.activity(claim.recorded_by)}>",
        ]
        self.share(claim)
        self._chain(claim, id, subject, lines)
        self._when_and_where(claim, subject, lines)
        match claim:
            case MetricClaim():
                self._metric(claim, subject, lines)
            case RelationClaim():
                self._relation(claim, subject, about, lines)
            case EventClaim():
                self._event(claim, subject, lines)
            case OpinionClaim():
                lines.append(f"{subject}{_ASPECT}{_individual(claim.aspect)}")
                lines.append(f"{subject}{_POLARITY}{_individual(claim.polarity.value)}")
                lines += [f"{subject}{_MENTIONS}{self._agent(entity)}" for entity in claim.mentions]
        if claim.evidence:
            self._evidence(claim.evidence, id, subject, source, lines)
        return graph.join(lines) + graph

    def _agent(self, id: str) -> str:
        term = self._agents.get(id)
        if term is None:
            term = self._agents[id] = f"<{self.iris.entity(id)}>"
        return term

    def share(self, claim: Claim) -> None:
        """Remembers the nodes that this claim shares with others: who recorded it, and capacities of its speakers."""
        self._shared[claim.recorded_by] = None
        for hop in claim.attribution:
            if hop.capacity or hop.organization:
                self._shared[hop] = None

    def shared(self) -> str:
        """The quads of the shared nodes, in the graph of entities: a triple in two graphs would count twice."""
        lines = {line for key in self._shared for line in self._shared_lines(key)}
        graph = f" <{self.iris.graph('entities')}> .\n"
        return "".join(f"{line}{graph}" for line in sorted(lines))

    def _shared_lines(self, key: str | Hop) -> Iterator[str]:
        if isinstance(key, Hop):
            yield from self._membership(key)
        else:
            activity = f"<{self.iris.activity(key)}>"
            yield f"{activity}{A}{iri('prov:Activity').strip()}"
            yield f"{activity}{_LABEL}{string(key)}"

    def _membership(self, hop: Hop) -> Iterator[str]:
        membership = f"<{self.iris.membership(hop)}>"
        yield f"{membership}{A}{iri('org:Membership').strip()}"
        yield f"{membership}{iri('org:member')}{self._agent(hop.agent)}"
        if hop.organization:
            yield f"{membership}{iri('org:organization')}{self._agent(hop.organization)}"
        if hop.capacity:
            role = f"<{self.iris.role(hop.capacity)}>"
            yield f"{membership}{iri('org:role')}{role}"
            yield f"{role}{A}{iri('org:Role').strip()}"
            yield f"{role}{iri('skos:prefLabel')}{tagged(hop.capacity, 'en')}"

    def _chain(self, claim: Claim, id: str, subject: str, lines: list[str]) -> None:
        publisher = self._publishers.get(claim.source)
        hops = ([Hop(publisher)] if publisher else []) + list(claim.attribution)
        if hops:
            lines.append(f"{subject}{_ORIGIN}{self._agent(hops[-1].agent)}")
        first = 0 if publisher else 1
        for number, hop in enumerate(hops, first):
            node = f"<{self.iris.base}attribution/{id}-{number}>"
            lines.append(f"{subject}{_ATTRIBUTION}{node}")
            lines.append(f"{node}{A}{_ATTRIBUTION_CLASS}")
            lines.append(f'{node}{_HOP}"{number}{INTEGER}')
            lines.append(f"{node}{_AGENT}{self._agent(hop.agent)}")
            lines.append(f"{node}{_ROLE}{_individual(self._role(hop, last=number - first == len(hops) - 1).value)}")
            if hop.capacity or hop.organization:
                lines.append(f"{node}{_CAPACITY}<{self.iris.membership(hop)}>")

    def _role(self, hop: Hop, *, last: bool) -> Role:
        entity = self.names.entities.get(hop.agent)
        if entity and entity.anonymous:
            return Role.ANONYMOUS
        return Role.ORIGINATOR if last else Role.RELAYER

    def _when_and_where(self, claim: Claim, subject: str, lines: list[str]) -> None:
        period = claim.period
        if period is not None:
            if period.start:
                lines.append(f'{subject}{_PERIOD_START}"{period.start}{DATE}')
            if period.end:
                lines.append(f'{subject}{_PERIOD_END}"{period.end}{DATE}')
            lines.append(f"{subject}{_PERIOD_KIND}<{CG}{'AsOf' if period.as_of else 'Span'}>")
            if period.basis != "stated":
                lines.append(f"{subject}{_PERIOD_BASIS}{string(period.basis)}")
        lines += [f"{subject}{_SCOPE}{string(f'{kind}: {what}')}" for kind, what in claim.scope]
        if claim.note:
            lines.append(f"{subject}{_NOTE}{tagged(claim.note, 'en')}")

    def _metric(self, claim: MetricClaim, subject: str, lines: list[str]) -> None:
        quantity = claim.quantity
        lines.append(f"{subject}{_METRIC}<{METRIC}{local(claim.metric)}>")
        if quantity.low is not None:
            lines.append(f"{subject}{_LOW}{decimal(quantity.low)}")
            lines.append(f"{subject}{_LOW_EXCLUSIVE}{_BOOLEAN[quantity.low_exclusive]}")
        if quantity.high is not None:
            lines.append(f"{subject}{_HIGH}{decimal(quantity.high)}")
            lines.append(f"{subject}{_HIGH_EXCLUSIVE}{_BOOLEAN[quantity.high_exclusive]}")
        lines.append(f"{subject}{_PRECISION}{_individual(quantity.precision.value)}")
        lines.append(f"{subject}{_UNIT}{self._units[quantity.unit]}")
        if quantity.per_unit:
            lines.append(f"{subject}{_PER_UNIT}{self._units[quantity.per_unit]}")
        lines.append(f"{subject}{_PRINTED}{string(quantity.printed)}")
        if claim.window:
            lines.append(f'{subject}{_WINDOW}"{claim.window}{DURATION}')
        if claim.relative_to:
            lines.append(f"{subject}{_RELATIVE_TO}{self._agent(claim.relative_to)}")

    def _relation(self, claim: RelationClaim, subject: str, about: str, lines: list[str]) -> None:
        relation = self.names.vocabulary.relations.get(claim.predicate)
        predicate = relation.iri if relation else f"{CG}{local(claim.predicate)}"
        value = self._agent(claim.object) if claim.object else tagged(claim.object_text or "", "en")
        lines.append(f"{subject}{_SUBJECT}{about}")
        lines.append(f"{subject}{_PREDICATE}<{predicate}>")
        lines.append(f"{subject}{_OBJECT}{value}")
        if claim.object and claim.object_text:
            lines.append(f"{subject}{iri('cg:objectText')}{tagged(claim.object_text, 'en')}")

    def _event(self, claim: EventClaim, subject: str, lines: list[str]) -> None:
        lines.append(f"{subject}{_EVENT}<{METRIC}{local(claim.event)}>")
        if claim.date:
            lines.append(f'{subject}{_DATE_LOW}"{claim.date.first}{DATE}')
            lines.append(f'{subject}{_DATE_HIGH}"{claim.date.last}{DATE}')
        if claim.not_before or claim.not_after:
            lines.append(f"{subject}{_DATE_BOUND}<{CG}{'NotBefore' if claim.not_before else 'NotAfter'}>")
        lines.append(f"{subject}{_PRECISION}{_individual(claim.precision.value)}")
        lines.append(f"{subject}{_PRINTED}{string(claim.printed)}")
        if claim.participant:
            lines.append(f"{subject}{_PARTICIPANT}{self._agent(claim.participant)}")

    def _evidence(self, evidence: Evidence, id: str, subject: str, source: str, lines: list[str]) -> None:
        node, selector = f"<{self.iris.base}evidence/{id}>", f"<{self.iris.base}selector/{id}>"
        lines.append(f"{subject}{_EVIDENCE}{node}")
        lines.append(f"{node}{A}{_RESOURCE}")
        lines.append(f"{node}{_HAS_SOURCE}{source}")
        lines.append(f"{node}{_HAS_SELECTOR}{selector}")
        lines.append(f"{node}{_VERIFIED}{_BOOLEAN[evidence.verified]}")
        if evidence.digest:
            lines.append(f"{node}{_SLICE}{string(evidence.digest)}")
        lines.append(f"{selector}{A}{_POSITION}")
        lines.append(f'{selector}{_START}"{evidence.start}{INTEGER}')
        lines.append(f'{selector}{_END}"{evidence.end}{INTEGER}')
        if evidence.printed_start is not None:
            lines.append(f'{subject}{_PRINTED_START}"{evidence.printed_start}{INTEGER}')
            lines.append(f'{subject}{_PRINTED_END}"{evidence.printed_end}{INTEGER}')


def to_quads(
    writer: QuadWriter, entities: Iterable[Entity], sources: Iterable[Source], claims: Iterable[Claim]
) -> Iterator[str]:
    """N-Quads text of these values, one string per value, streamed in the order given; shared nodes come last."""
    yield from map(writer.entity, entities)
    yield from map(writer.source, sources)
    yield from map(writer.claim, claims)
    yield writer.shared()
