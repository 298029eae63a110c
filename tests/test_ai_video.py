"""The AI-video corpus: it reads without a problem, is written canonically, and nothing that was collected is missing."""

import json
import time
from collections import Counter
from collections.abc import Mapping
from decimal import Decimal
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from claimgraph.claim import Claim, EventClaim, MetricClaim, OpinionClaim, RelationClaim
from claimgraph.corpus import Corpus, dump_entities, dump_source, read_corpus
from claimgraph.vocabulary import load, packaged

SHARED = Path(__file__).resolve().parents[2] / "shared"
collected = pytest.mark.skipif(not (SHARED / "facts").is_dir(), reason="the collected facts are not beside the project")
SEED = "seed-three-paths"


@pytest.fixture(scope="module")
def corpus() -> Corpus:
    return read_corpus("ai-video")


@cache
def facts() -> dict[str, Any]:
    return yaml.load((SHARED / "facts/ai-video.yaml").read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)


def test_the_corpus_is_whole(corpus: Corpus) -> None:
    assert (corpus.id, len(corpus.sources), corpus.metrics) == ("ai-video", 234, None)
    assert sum(1 for file in corpus.sources.values() if file.source.copy_of) == 39
    kinds = Counter(type(claim).__name__ for claim in corpus.claims)
    assert kinds == {"MetricClaim": 918, "RelationClaim": 265, "EventClaim": 104, "OpinionClaim": 95}, kinds
    assert len({claim.id for claim in corpus.claims}) == len(corpus.claims)
    seed = Counter(type(claim).__name__ for claim in corpus.sources[SEED].claims)
    assert seed == {"MetricClaim": 33, "RelationClaim": 56, "EventClaim": 2, "OpinionClaim": 58}, seed


def test_it_is_read_in_little_time() -> None:
    load()
    start = time.process_time()
    read_corpus("ai-video")
    assert time.process_time() - start < 1.5


def test_every_file_is_canonical_and_fits_the_schema(corpus: Corpus) -> None:
    schema = json.loads((packaged("ontology") / "corpus.schema.json").read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    whole = {name: jsonschema.Draft202012Validator({**schema, "anyOf": [{"$ref": f"#/$defs/{name}"}]}) for name in
             ("source", "entities", "corpus", "decisions")}  # fmt: skip
    for file in corpus.sources.values():
        text = file.path.read_text(encoding="utf-8")
        assert text == dump_source(file.source, file.claims, file.publications), file.path
        whole["source"].validate(_as_an_editor_reads(text))
    made = {entity.id for file in corpus.sources.values() for entity in file.publications}
    text = (corpus.folder / "entities.yaml").read_text(encoding="utf-8")
    assert text.split("\n", 1)[1] == dump_entities(entity for id, entity in corpus.entities.items() if id not in made)
    for name in ("entities", "corpus", "decisions"):
        whole[name].validate(_as_an_editor_reads((corpus.folder / f"{name}.yaml").read_text(encoding="utf-8")))


def _as_an_editor_reads(text: str) -> object:
    """Numbers and booleans typed, dates as text."""
    return json.loads(json.dumps(yaml.load(text, Loader=yaml.CSafeLoader), default=str))


def test_the_schema_knows_what_the_vocabulary_knows() -> None:
    schema = json.loads((packaged("ontology") / "corpus.schema.json").read_text(encoding="utf-8"))["$defs"]
    vocabulary = load()
    assert set(schema["source"]["properties"]["kind"]["enum"]) == set(vocabulary.source_kinds)
    assert set(schema["opinionClaim"]["properties"]["opinion"]["enum"]) == set(vocabulary.aspects)
    assert set(schema["metricClaim"]["properties"]["modality"]["enum"]) == set(vocabulary.modalities)
    verdicts = schema["decisions"]["properties"]["verdicts"]["items"]["properties"]["kind"]["enum"]
    assert set(verdicts) == {"agreement", *vocabulary.disagreement_kinds}


def test_no_name_means_two_entities(corpus: Corpus) -> None:
    names = Counter(
        name for entity in corpus.entities.values() for name in {label.text.casefold() for label in entity.labels}
    )
    assert [name for name, count in names.items() if count > 1] == []


def test_subjects_and_objects_are_of_the_kinds_their_terms_are_said_of(corpus: Corpus) -> None:
    vocabulary = load()

    def kinds(id: str) -> set[str]:
        kind = corpus.entities[id].kind
        return {kind, *vocabulary.entity_kinds[kind]}

    for claim in corpus.claims:
        if isinstance(claim, RelationClaim):
            relation = vocabulary.relations[claim.predicate]
            assert relation.domain in kinds(claim.about), claim
            assert claim.object is None or relation.range in kinds(claim.object), claim
        elif isinstance(claim, MetricClaim):
            domain = set(vocabulary.metrics[claim.metric].domain)
            assert not domain or domain & kinds(claim.about), claim


# --- against what was collected -------------------------------------------------------------------------------------


@collected
def test_every_collected_source_is_there(corpus: Corpus) -> None:
    for fact in facts()["sources"]:
        source = corpus.sources[fact["id"]].source
        published = source.published.text if source.published else None
        assert (source.url, source.title, source.language) == (fact["url"], fact["title"], fact["language"].lower())
        assert (published, source.kind, source.copy_of) == (fact["published"], fact["kind"], fact["syndicated_copy_of"])
        note = " ".join(filter(None, (source.note, source.trust))).lower()
        assert (fact.get("note") or "").lower().split(". its text is")[0] in note


@collected
def test_every_collected_entity_is_there_with_all_its_names(corpus: Corpus) -> None:
    assert len(facts()["entities"]) == 235
    for fact in facts()["entities"]:
        entity = corpus.entities[fact["id"]]
        preferred = {label.language: label.text for label in entity.labels if label.rank == "preferred"}
        assert entity.kind == fact["type"]
        assert {k: v for k, v in preferred.items() if fact["labels"].get(_fact_tag(k))} == {
            k.lower(): v for k, v in fact["labels"].items() if v
        }
        assert set(fact["aliases"]) <= {label.text for label in entity.labels}


def _fact_tag(language: str) -> str:
    return {"en": "en", "zh-hans": "zh-Hans", "zh-hant": "zh-Hant"}[language]


@collected
def test_every_collected_claim_is_there_once(corpus: Corpus) -> None:
    """Outside the seed article the claims of the files are the collected ones, one for one, down to the notes."""
    assert len(facts()["claims"]) == 1267
    wanted = Counter(_fact_key(fact) for fact in facts()["claims"] if fact["source"] != SEED)
    found = Counter(_claim_key(claim) for claim in corpus.claims if claim.source != SEED)
    assert wanted - found == Counter()
    assert found - wanted == Counter()


def _fact_key(fact: Mapping[str, Any]) -> tuple[object, ...]:
    low, high = _fact_bounds(fact)
    term = None if fact["kind"] == "qualitative" else fact["metric"].replace("_", "").lower()
    kind = {"metric": "number", "forecast": "number", "ranking": "number"}.get(fact["kind"], fact["kind"])
    period = fact["period"] or {}
    when = (str(period["as_of"]), "as of") if "as_of" in period else (period.get("start"), period.get("end"))
    return (
        fact["source"], fact["subject"], kind, term,
        low, high, fact.get("unit") if kind == "number" else None, fact.get("comparator") == "~",
        fact.get("surface"), None if kind == "event" else when, _modality(fact), tuple(fact["attributed_to"]),
        fact.get("object"), tuple(sorted(str(value) for value in (fact.get("qualifiers") or {}).values())),
        None if kind == "qualitative" else fact["note"] or None,
    )  # fmt: skip


def _modality(fact: Mapping[str, Any]) -> str | None:
    """Opinions may be read as expectations where the collected note says so; the others keep what was collected."""
    if fact["kind"] == "qualitative":
        return None
    return {"estimate": "estimated"}.get(fact["modality"], fact["modality"])


def _fact_bounds(fact: Mapping[str, Any]) -> tuple[object, object]:
    if fact["kind"] == "event":
        return fact["value"], {">=": "not before", "<=": "not after"}.get(fact["comparator"])
    if fact.get("comparator") == "range":
        return Decimal(str(fact["value_min"])), Decimal(str(fact["value_max"]))
    if fact.get("value") is None:
        return None, None
    value = Decimal(str(fact["value"]))
    return {">=": (value, None), "<=": (None, value)}.get(fact["comparator"], (value, value))


def _claim_key(claim: Claim) -> tuple[object, ...]:
    term, low, high, unit, about, printed, other = _said(claim)
    qualifiers = {key: value for key, value in claim.scope if key not in ("list", "investee")}
    linked = [value for key, value in claim.scope if key in ("list", "investee")]
    opinion = isinstance(claim, OpinionClaim)
    return (
        claim.source, claim.about, _kind(claim), term, low, high, unit, about, printed,
        None if isinstance(claim, EventClaim) else _when(claim), None if opinion else claim.modality.value,
        tuple(hop.agent for hop in claim.attribution), other or next(iter(linked), None),
        tuple(sorted(value for value in qualifiers.values() if value in _qualifiers(claim.source, claim.about))),
        None if opinion else claim.note,
    )  # fmt: skip


@cache
def _qualifiers(source: str, subject: str) -> frozenset[str]:
    """What was collected as qualifiers there; further scope was read out of the notes."""
    rows = (fact for fact in facts()["claims"] if (fact["source"], fact["subject"]) == (source, subject))
    return frozenset(str(value) for fact in rows for value in (fact.get("qualifiers") or {}).values())


def _kind(claim: Claim) -> str:
    return {MetricClaim: "number", RelationClaim: "relation", EventClaim: "event", OpinionClaim: "qualitative"}[
        type(claim)
    ]


def _said(claim: Claim) -> tuple[object, ...]:
    """The term, both bounds, the unit, whether approximate, the printed form and the other entity."""
    match claim:
        case MetricClaim():
            q = claim.quantity
            assert not q.low_exclusive
            term = claim.metric.replace("_", "")
            return term, q.low, q.high, q.unit, q.precision == "approximate", q.printed, claim.relative_to
        case RelationClaim():
            return claim.predicate.lower(), None, None, None, False, None, claim.object
        case EventClaim():
            bound = "not before" if claim.not_before else "not after" if claim.not_after else None
            term, date = claim.event.replace("_", ""), claim.date.text if claim.date else None
            return term, date, bound, None, claim.precision == "approximate", claim.printed, claim.participant
        case OpinionClaim():
            return None, None, None, None, False, None, next(iter(claim.mentions), None)
    raise TypeError(type(claim))


def _when(claim: Claim) -> tuple[object, object]:
    period = claim.period
    if period is None:
        return None, None
    if period.as_of:
        return period.text.removeprefix("as of "), "as of"
    return str(period.start), str(period.end)


@collected
def test_every_opinion_tells_what_was_collected(corpus: Corpus) -> None:
    """An opinion is retold as a sentence: it keeps the figures, and most of the words that carry the note."""
    for fact in facts()["claims"]:
        if fact["kind"] != "qualitative" or fact["source"] == SEED:
            continue
        told = [
            c
            for c in corpus.sources[fact["source"]].claims
            if isinstance(c, OpinionClaim) and c.about == fact["subject"]
        ]
        best = max(_shared_words(fact["note"], claim.paraphrase or "") for claim in told)
        assert best >= 0.5, fact["id"]


def _shared_words(note: str, sentence: str) -> float:
    words = {word.strip(",.;:()").lower()[:4] for word in note.split() if len(word) > 3}
    return sum(word in sentence.lower() for word in words) / len(words)


@collected
def test_the_seed_article_covers_the_facts_collected_from_it(corpus: Corpus) -> None:
    claims = corpus.sources[SEED].claims
    for fact in facts()["claims"]:
        if fact["source"] == SEED:
            assert any(_covers(claim, fact) for claim in claims), fact["id"]


def _covers(claim: Claim, fact: Mapping[str, Any]) -> bool:
    if claim.about != fact["subject"]:
        return False
    if isinstance(claim, MetricClaim) and fact["kind"] in ("metric", "forecast"):
        value, printed = claim.quantity, claim.quantity.printed
        bounds = {bound for bound in (value.low, value.high) if bound is not None}
        same = bounds == {bound for bound in _fact_bounds(fact) if bound is not None}
        other = claim.relative_to == fact.get("object")
        return (
            claim.metric == fact["metric"]
            and same
            and other
            and (printed in fact["surface"] or fact["surface"] in printed)
        )
    if isinstance(claim, RelationClaim) and fact["kind"] == "relation":
        return claim.predicate.lower() == fact["metric"].replace("_", "") and claim.object == fact["object"]
    if isinstance(claim, RelationClaim) and fact["kind"] == "qualitative":
        return claim.object == fact["object"] and fact["note"] in (claim.note or "")
    return False


# --- the seed article -----------------------------------------------------------------------------------------------


@cache
def seed_text() -> str:
    return (SHARED / "articles/seed-three-paths.txt").read_bytes().decode("utf-8")


def gold(name: str) -> list[dict[str, Any]]:
    return json.loads((SHARED / f"gold/seed-{name}.json").read_text(encoding="utf-8"))["claims"]


@collected
def test_every_span_of_the_seed_article_holds(corpus: Corpus) -> None:
    file = corpus.sources[SEED]
    text = seed_text()
    assert file.source.digest == "sha256:" + sha256(text.encode()).hexdigest()
    assert file.source.text_length == len(text)
    for claim in file.claims:
        evidence = claim.evidence
        assert evidence, claim
        clause = text[evidence.start : evidence.end]
        assert evidence.digest == sha256(clause.encode()).hexdigest()[:12]
        printed = claim.quantity.printed if isinstance(claim, MetricClaim) else getattr(claim, "printed", None)
        if printed is not None:
            assert text[evidence.printed_start : evidence.printed_end] == printed
        assert claim.paraphrase is None or claim.paraphrase not in text


@collected
def test_every_number_of_the_seed_article_is_there(corpus: Corpus) -> None:
    claims = [claim for claim in corpus.sources[SEED].claims if isinstance(claim, MetricClaim)]
    for row in gold("numbers"):
        value, span = row["value"], tuple(row["value"]["mention"]["span"])
        (claim,) = (c for c in claims if c.evidence and (c.evidence.printed_start, c.evidence.printed_end) == span)
        low, high = value["low"], value["high"]
        if value["comparator"] in ("eq", "approx", "ratio"):
            low = high = value["number"]
        quantity = claim.quantity
        assert [quantity.low, quantity.high] == [None if v is None else Decimal(str(v)) for v in (low, high)], row["id"]
        assert quantity.low_exclusive == (value["comparator"] == "gt"), row["id"]
        assert claim.modality.value == row["modality"]["id"]
        assert (claim.relative_to == "pixverse") == (value["comparator"] == "ratio")
        named = row["attribution"].get("entity")
        if row["attribution"]["kind"] == "named":
            assert claim.attribution[-1].agent == named.replace("_", "-")
        if row["attribution"]["kind"] == "generic":
            assert corpus.entities[claim.attribution[-1].agent].anonymous


@collected
def test_every_relation_statement_and_opinion_of_the_seed_article_is_there(corpus: Corpus) -> None:
    claims = corpus.sources[SEED].claims
    kinds = {
        "core": (RelationClaim, EventClaim),
        "statement": (OpinionClaim, RelationClaim),
        "qualitative": (OpinionClaim,),
    }
    for row in gold("relations"):
        start, end = row["evidence"]["span"]
        near = [
            claim for claim in claims
            if isinstance(claim, kinds[row["tier"]]) and claim.evidence and claim.evidence.start <= start
            and end <= claim.evidence.end
        ]  # fmt: skip
        if row["tier"] == "core" and row["subject"]["entity"] and row["object"]["entity"]:
            ends = {_names(corpus, row["subject"]), _names(corpus, row["object"])}
            near = [c for c in near if isinstance(c, RelationClaim) and {c.about, c.object} == ends]
        if row["tier"] == "qualitative":
            near = [
                claim for claim in near if isinstance(claim, OpinionClaim) and claim.polarity.value in _polarity(row)
            ]
        assert near, row["id"]


def _polarity(row: Mapping[str, Any]) -> set[str]:
    return {"neutral"} if row["polarity"] == "mixed" else {row["polarity"]}


GOLD_IDS = {
    "sora2": "sora-app", "ai_video_market": "ai-video", "veo31": "veo-3-1", "seed": "seed-team", "tfzq": "tf-securities",
    "aigc_programme": "jimeng-drama-plan", "motion_control": "kling-motion-control", "pro_creators": "professional-creators",
}  # fmt: skip


def _names(corpus: Corpus, side: Mapping[str, Any]) -> str:
    id = GOLD_IDS.get(side["entity"], side["entity"].replace("_", "-"))
    assert id in corpus.entities
    return id
