"""Corpora made up to order, written as the N-Quads a build writes: any number of entities and claims, always the same."""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import pyoxigraph as ox

CG = "https://w3id.org/claimgraph/ns#"
METRIC = "https://w3id.org/claimgraph/metric/"
UNIT = "http://qudt.org/vocab/unit/"
BASE = "https://w3id.org/claimgraph/made-up/"
_PREFIXES = {
    "cg": CG,
    "metric": METRIC,
    "unit": UNIT,
    "dcterms": "http://purl.org/dc/terms/",
    "prov": "http://www.w3.org/ns/prov#",
    "org": "http://www.w3.org/ns/org#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "schema": "https://schema.org/",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "base": BASE,
}
_ABOVE = {
    "Company": "Organization",
    "Investor": "Organization",
    "Publication": "Organization",
    "Organization": "Entity",
}
_KINDS = ("Product", "Product", "Company", "Model", "Person", "Investor", "Publication", "Feature", "MarketSegment")
_RELATIONS = ("ownedBy", "developedBy", "partnerOf", "competesWith", "investedInBy", "integratedWith", "customerOf")
_METRICS = (
    ("monthly_active_users", "NUM"),
    ("annual_revenue", "CCY_USD"),
    ("retention", "PERCENT"),
    ("price", "CCY_CNY"),
)
_SYLLABLES = ("ka", "lo", "mi", "ren", "so", "tu", "vi", "zen", "qua", "pix", "dor", "hel")
_SIGNS = "快手可灵像素影流光速星云字节元海螺智谱月暗面科技"


@cache
def iri(name: str) -> ox.NamedNode:
    """A prefixed name as a term: `cg:about`, `base:entity/kling`."""
    prefix, _, rest = name.partition(":")
    return ox.NamedNode(_PREFIXES[prefix] + rest)


def typed(text: object, datatype: str) -> ox.Literal:
    return ox.Literal(str(text), datatype=iri(f"xsd:{datatype}"))


@dataclass
class QuadList:
    """Quads of one corpus, gathered by kind of thing."""

    quads: list[ox.Quad] = field(default_factory=list)

    def add(self, graph: str, subject: str, **values: Any) -> None:
        """`cg_about="base:entity/x"`: a str is a prefixed name, anything else a literal or a list of both."""
        for name, value in values.items():
            predicate = iri(name.replace("_", ":", 1))
            for item in value if isinstance(value, list) else [value]:
                term = iri(item) if isinstance(item, str) else item
                self.quads.append(ox.Quad(iri(subject), predicate, term, iri(graph)))

    def entity(
        self, id: str, kind: str, labels: Iterable[tuple[str, str]], others: Iterable[tuple[str, str]] = ()
    ) -> None:
        classes, above = ["cg:Entity", f"cg:{kind}"], _ABOVE.get(kind)
        if above not in (None, "Entity"):
            classes.append(f"cg:{above}")
        names = [ox.Literal(text, language=language) for text, language in labels]
        self.add("base:graph/entities", f"base:entity/{id}", rdf_type=classes, skos_prefLabel=names, rdfs_label=names)
        others = [ox.Literal(text, language=language) for text, language in others]
        self.add("base:graph/entities", f"base:entity/{id}", skos_altLabel=others)

    def source(self, id: str, title: str, url: str, publisher: str, day: str = "2026-01-26") -> None:
        subject = f"base:source/{id}"
        self.add(
            subject,
            subject,
            rdf_type="cg:Source",
            dcterms_title=ox.Literal(title, language="en"),
            schema_url=typed(url, "anyURI"),
            dcterms_publisher=f"base:entity/{publisher}",
            schema_inLanguage=ox.Literal("en"),
            schema_datePublished=typed(day, {4: "gYear", 7: "gYearMonth", 10: "date"}[len(day)]),
            cg_sourceKind="cg:News",
            cg_held=typed("true", "boolean"),
        )

    def claim(self, id: str, kind: str, about: str, source: str, chain: Iterable[str], **values: Any) -> None:
        """One claim with an attribution node per hop; `values` as for `add`."""
        graph, subject = f"base:source/{source}", f"base:claim/{id}"
        common = {"cg_modality": "cg:Actual", "cg_negated": typed("false", "boolean"), "cg_reviewState": "cg:Reviewed"}
        self.add(
            graph,
            subject,
            rdf_type=["cg:Claim", f"cg:{kind}Claim"],
            cg_about=f"base:entity/{about}",
            cg_statedIn=graph,
            **(common | {"cg_paraphrase": ox.Literal("In own words.", language="en")} | values),
        )
        chain = list(chain)
        for hop, agent in enumerate(chain):
            node = f"base:attribution/{id}-{hop}"
            role = "cg:Originator" if hop == len(chain) - 1 else "cg:Relayer"
            self.add(graph, subject, prov_qualifiedAttribution=node)
            self.add(graph, node, rdf_type="prov:Attribution", cg_hop=typed(hop, "integer"))
            self.add(graph, node, prov_agent=f"base:entity/{agent}", cg_role=role)
        if chain:
            self.add(graph, subject, cg_origin=f"base:entity/{chain[-1]}", cg_hops=typed(len(chain) - 1, "integer"))

    def disagreement(
        self,
        id: str,
        members: Iterable[str],
        *,
        kind: str | None = None,
        why: str = "",
        severity: str = "Grave",
        verdict: str | None = None,
        implied: Iterable[str] = (),
    ) -> None:
        """Claims, and values implied by others, that do not agree; `kind` and `verdict` are local names of cg terms."""
        graph, subject = "base:graph/agreements", f"base:disagreement/{id}"
        stated = [f"base:claim/{member}" for member in members] + [f"base:implied/{member}" for member in implied]
        self.add(graph, subject, rdf_type="cg:Disagreement", cg_member=stated)
        if kind:
            self.add(graph, subject, cg_kind=f"cg:{kind}", cg_severity=f"cg:{severity}")
            self.add(graph, subject, cg_why=ox.Literal(why, language="en"))
        if verdict:
            self.add(graph, subject, cg_verdict=f"cg:{verdict}")

    def slot(self, id: str, members: Iterable[str], *, articles: int, texts: int, origins: int) -> None:
        """Claims of one thing and time, and how many articles, texts and origins stand behind them."""
        graph, subject, claims = "base:graph/slots", f"base:slot/{id}", [f"base:claim/{member}" for member in members]
        counts = {"cg_articles": articles, "cg_texts": texts, "cg_origins": origins}
        self.add(graph, subject, rdf_type="cg:Slot", cg_member=claims)
        self.add(graph, subject, **{name: typed(number, "integer") for name, number in counts.items()})
        for claim in claims:
            self.add(graph, claim, cg_slot=subject)

    def implied(
        self, id: str, about: str, metric: str, *, formula: str, low: object, premises: Iterable[str], **values: Any
    ) -> None:
        """A value computed from claims; `values` as for `add`."""
        self.add(
            "base:graph/implied",
            f"base:implied/{id}",
            rdf_type="cg:ImpliedValue",
            cg_about=f"base:entity/{about}",
            cg_metric=f"metric:{metric}",
            cg_modality="cg:Actual",
            cg_formula=ox.Literal(formula),
            cg_low=typed(low, "decimal"),
            cg_high=typed(low, "decimal"),
            prov_wasDerivedFrom=[f"base:claim/{premise}" for premise in premises],
            **values,
        )

    def vocabulary(self) -> None:
        """The part of the vocabulary that a page shows: names of terms, and which class stands under which."""
        for name, above in _ABOVE.items():
            self.quads.append(
                ox.Quad(iri(f"cg:{name}"), iri("rdfs:subClassOf"), iri(f"cg:{above}"), ox.NamedNode(CG[:-1]))
            )
        for term, text in (
            ("cg:ownedBy", "owned by"),
            ("cg:partnerOf", "partner of"),
            ("metric:retention", "Retention"),
        ):
            name = ox.Literal(text, language="en")
            self.quads.append(ox.Quad(iri(term), iri("skos:prefLabel"), name, ox.NamedNode(CG[:-1])))

    def nquads(self) -> bytes:
        return ox.serialize(self.quads, format=ox.RdfFormat.N_QUADS) or b""


def corpus(entities: int, claims: int, seed: int = 0) -> QuadList:
    """`entities` entities of every kind and `claims` claims of every kind, in a graph with hubs and with loners."""
    random_ = random.Random(seed)
    quads = QuadList()
    quads.vocabulary()
    ids = [_entity(quads, random_, number) for number in range(entities)]
    sources = [f"s{number}" for number in range(max(2, claims // 8))]
    for number, source in enumerate(sources):
        day = ("2026-01-26", "2025-11", "2024")[number % 3]
        quads.source(source, f"Report {number}", f"https://example.org/report/{number}", random_.choice(ids), day)
    for number in range(claims):
        _claim(quads, random_, number, ids, random_.choice(sources))
    quads.disagreement("d0", [f"c{number}" for number in range(0, min(claims, 40), 5)])
    return quads


def _entity(quads: QuadList, random_: random.Random, number: int) -> str:
    id = f"e{number}"
    english = "".join(random_.choices(_SYLLABLES, k=random_.randint(2, 4))).title() + f" {number}"
    chinese = "".join(random_.choices(_SIGNS, k=random_.randint(2, 6)))
    labels = [(english, "en"), (chinese, "zh-hans"), (chinese, "zh-hant")]
    if number % 7 == 3:
        labels = labels[1:]
    quads.entity(id, _KINDS[number % len(_KINDS)], labels, [(f"alias-{number}", "en")])
    return id


def _pick(random_: random.Random, ids: list[str]) -> str:
    """An entity: some are spoken of far more often than others, the last tenth never."""
    return ids[int(len(ids) * 0.9 * random_.random() ** 2.2)]


def _claim(quads: QuadList, random_: random.Random, number: int, ids: list[str], source: str) -> None:
    about, other = _pick(random_, ids), ids[int(len(ids) * 0.9 * random_.random())]
    chain = [random_.choice(ids) for _ in range(random_.choice((1, 1, 2, 3)))]
    modality = random_.choice(("Actual", "Actual", "Actual", "Expected", "Estimated", "Target"))
    kind = random_.choice(("Metric", "Metric", "Relation", "Relation", "Event", "Opinion"))
    values = dict(_values(kind, random_, about, other)) | {"cg_modality": f"cg:{modality}"}
    if number % 17 == 0:
        values["cg_negated"] = typed("true", "boolean")
    quads.claim(f"c{number}", kind, about, source, chain, **values)


def _values(kind: str, random_: random.Random, about: str, other: str) -> Iterator[tuple[str, Any]]:
    match kind:
        case "Metric":
            metric, unit = random_.choice(_METRICS)
            low = random_.randrange(1, 10_000) * 1000
            yield from {
                "cg_metric": f"metric:{metric}",
                "cg_unit": f"unit:{unit}",
                "cg_low": typed(low, "decimal"),
                "cg_lowExclusive": typed(str(low % 2 == 0).lower(), "boolean"),
                "cg_precision": "cg:AsPrinted",
                "cg_printed": ox.Literal(f"{low}"),
                "cg_periodStart": typed("2025-01-01", "date"),
                "cg_periodEnd": typed("2025-12-31", "date"),
                "cg_periodKind": "cg:Span",
            }.items()
        case "Relation":
            yield "rdf_subject", f"base:entity/{about}"
            yield "rdf_predicate", f"cg:{random_.choice(_RELATIONS)}"
            yield "rdf_object", f"base:entity/{other}"
        case "Event":
            yield "cg_event", "metric:launch_date"
            yield "cg_dateLow", typed("2024-06-01", "date")
            yield "cg_dateHigh", typed("2024-06-30", "date")
            yield "cg_printed", ox.Literal("June 2024")
        case "Opinion":
            yield "cg_aspect", f"cg:{random_.choice(('Strength', 'Weakness', 'Strategy', 'Trend'))}"
            yield "cg_polarity", f"cg:{random_.choice(('Positive', 'Negative', 'Neutral'))}"
            yield "cg_paraphrase", ox.Literal("It leads its market by the speed of its releases.", language="en")
