"""Review: a decision writes claims, labels and entities where an analyst keeps them, and can be taken back."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from claimgraph import vocabulary
from claimgraph.claim import (
    Claim,
    Entity,
    EventClaim,
    Label,
    MetricClaim,
    Modality,
    OpinionClaim,
    Period,
    RelationClaim,
)
from claimgraph.corpus import dump_entities, new_corpus, read_corpus, read_source
from claimgraph.errors import ClaimGraphError, CorpusError, ExtractionError
from claimgraph.extraction import Draft
from claimgraph.extraction.acceptance import Judgement, accepted
from claimgraph.pipeline import Review, apply_decisions, build, ingest, waiting
from claimgraph.pipeline.queue import Entry, State, read_queue, write_queue

ARTICLE = (
    "Oxbow grows\n2026-01-26\n\nOxbow reached 12 million monthly active users in January 2026. "
    "According to Grand Rivers Research, Oxbow had revenue of $5.25 million in 2024.\n\n"
    "The company has 350 employees. Oxbow's cheer index reached 88 points.\n"
)


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    folder = new_corpus(tmp_path / "market", "A market")
    entities = [Entity("oxbow", "Company", (Label("Oxbow", "en"),)), Entity("acme", "Company", (Label("Acme", "en"),))]
    (folder / "entities.yaml").write_text("# ours\n" + dump_entities(entities), encoding="utf-8")
    path = tmp_path / "oxbow.txt"
    path.write_bytes(ARTICLE.encode())
    assert [one.fault for one in ingest([str(path)], folder)] == [None]
    return folder


@pytest.fixture
def review(corpus: Path) -> Review:
    return Review(corpus, "oxbow")


def entry(review: Review, printed: str) -> Entry:
    return next(entry for entry in review.queue.entries if printed in entry.draft.printed)


def files(corpus: Path) -> dict[str, bytes]:
    return {str(path.relative_to(corpus)): path.read_bytes() for path in sorted(corpus.rglob("*")) if path.is_file()}


def test_an_accepted_draft_is_a_claim_of_the_source(review: Review) -> None:
    users = entry(review, "12 million")
    claim = review.accept(users.id)
    file = read_source(review.corpus / "sources" / "oxbow.yaml")
    found = file.claims[0]
    assert isinstance(found, MetricClaim)
    assert (found.id, found.about) == (claim, "oxbow")
    assert (found.metric, found.quantity.low) == ("monthly_active_users", 12_000_000)
    assert found.period == Period.parse("2026-01") or found.period == Period.parse("as of 2026-01")
    assert found.evidence
    assert found.evidence.verified
    assert (entry(review, "12 million").state, entry(review, "12 million").claim) == (State.ACCEPTED, claim)
    assert file.source.digest == review.queue.source.digest
    assert review.accept(users.id) == claim, "accepting twice is accepting once"
    assert len(read_source(review.corpus / "sources" / "oxbow.yaml").claims) == 1


def test_accepted_claims_are_built_and_drafts_are_not(review: Review, tmp_path: Path) -> None:
    review.accept(entry(review, "12 million").id)
    report = build(review.corpus, tmp_path / "built", texts=review.corpus / "texts")
    assert report.holds, report.faults()
    turtle = (tmp_path / "built" / "graph.ttl").read_text(encoding="utf-8")
    assert "12 million" in turtle
    assert "350" not in turtle.replace("sha256", "")


def test_claims_are_added_below_what_an_analyst_wrote(review: Review) -> None:
    review.accept(entry(review, "12 million").id)
    path = review.corpus / "sources" / "oxbow.yaml"
    path.write_text("# mine\n" + path.read_text(encoding="utf-8") + "# the end\n", encoding="utf-8")
    review.accept(entry(review, "350").id)
    text = path.read_text(encoding="utf-8")
    assert text.startswith("# mine\n")
    assert "# the end" in text
    assert len(read_source(path).claims) == 2


def test_rejecting_needs_a_reason_and_keeps_it(review: Review) -> None:
    staff = entry(review, "350")
    with pytest.raises(CorpusError, match="say why"):
        review.reject(staff.id, "  ")
    review.reject(staff.id, "counts contractors")
    assert (entry(review, "350").state, entry(review, "350").why) == (State.REJECTED, "counts contractors")


def test_reopening_takes_the_claim_out_again(review: Review) -> None:
    before = files(review.corpus)
    first, second = entry(review, "12 million").id, entry(review, "350").id
    review.accept(first)
    review.accept(second)
    path = review.corpus / "sources" / "oxbow.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("- about", "# a note\n- about", 1), encoding="utf-8")
    review.reopen(second)
    assert "# a note" in path.read_text(encoding="utf-8")
    assert [claim.id for claim in read_source(path).claims] == [entry(review, "12 million").claim]
    review.reopen(first)
    assert read_source(path).claims == ()
    assert files(review.corpus)["queue/oxbow.yaml"] == before["queue/oxbow.yaml"]


def test_undo_puts_every_file_back(review: Review) -> None:
    states = [files(review.corpus)]
    review.create("Grand Rivers Research", "Company")
    states.append(files(review.corpus))
    review.accept(entry(review, "5.25").id)
    states.append(files(review.corpus))
    review.edit(entry(review, "88").id, {"metric_text": "cheer index"})
    states.append(files(review.corpus))
    review.reject(entry(review, "350").id, "old")
    for state in reversed(states):
        assert review.undo()
        assert files(review.corpus) == state
    assert not review.undo()


def test_undo_never_takes_back_what_another_review_decided(review: Review) -> None:
    users, revenue = entry(review, "12 million").id, entry(review, "350").id
    review.reject(users, "old")
    Review(review.corpus, "oxbow").reject(revenue, "rounded")
    before = files(review.corpus)
    with pytest.raises(CorpusError, match=r"oxbow\.yaml: was written by somebody else since; reopen the draft"):
        review.undo()
    assert files(review.corpus) == before
    review.reopen(users)
    assert (review.queue.entry(users).state, review.queue.entry(revenue).state) == (State.OPEN, State.REJECTED)


def test_an_entity_for_a_name_lifts_no_doubt_of_the_rules(review: Review) -> None:
    doubtful = entry(review, "350")
    draft = replace(
        doubtful.draft, subject=None, subject_text="Ostra", state="unmapped", reason="its source may be its subject"
    )
    write_queue(review.queue.with_entry(replace(doubtful, draft=draft)), review.corpus / "queue" / "oxbow.yaml")
    review.create("Ostra", "Company")
    draft = review.queue.entry(doubtful.id).draft
    assert (draft.subject, draft.state, draft.reason) == ("ostra", "unmapped", "its source may be its subject")


def test_edited_fields_are_what_is_claimed(review: Review) -> None:
    staff = entry(review, "350")
    review.edit(staff.id, {"modality": Modality.ESTIMATED, "period": Period.parse("2025")})
    review.accept(staff.id)
    claim = read_source(review.corpus / "sources" / "oxbow.yaml").claims[0]
    assert (claim.modality, claim.period) == (Modality.ESTIMATED, Period.parse("2025"))
    with pytest.raises(CorpusError, match="reopen it first"):
        review.edit(staff.id, {"metric": "customers"})


def test_mapping_a_phrase_adds_a_label_that_the_next_reading_knows(review: Review, tmp_path: Path) -> None:
    draft = entry(review, "88")
    review.edit(draft.id, {"metric_text": "cheer index", "subject": "oxbow"})
    assert review.map(draft.id, "benchmark_score") == 1
    assert entry(review, "88").draft.metric == "benchmark_score"
    label = '"cheer index"@en'
    assert label in (review.corpus / "metrics.ttl").read_text(encoding="utf-8")
    labels = vocabulary.load(review.corpus / "metrics.ttl").metrics["benchmark_score"].labels
    assert "cheer index" in {label.text for label in labels}
    path = tmp_path / "next.txt"
    path.write_text("Acme's cheer index reached 91 points.\n", encoding="utf-8")
    assert [one.fault for one in ingest([str(path)], review.corpus)] == [None]
    found = [
        e.draft for e in read_queue(review.corpus / "queue" / "next.yaml").entries if e.draft.printed.startswith("91")
    ]
    assert [(draft.subject, draft.metric) for draft in found] == [("acme", "benchmark_score")]


def test_mapping_to_what_is_no_metric_or_has_another_unit(review: Review) -> None:
    draft = entry(review, "88")
    before = files(review.corpus)
    for metric, message in (("benchmark_scores", "did you mean"), ("revenue", "not counted in")):
        with pytest.raises(CorpusError, match=message):
            review.map(draft.id, metric)
    assert files(review.corpus) == before


def test_a_phrase_that_means_a_metric_already_is_not_mapped_anew(review: Review) -> None:
    draft = entry(review, "12 million")
    with pytest.raises(CorpusError, match="means monthly_active_users already; edit the metric"):
        review.map(draft.id, "downloads")


def test_an_unknown_source_is_said_before_it_is_claimed(review: Review) -> None:
    money = entry(review, "5.25")
    with pytest.raises(ExtractionError, match="Grand Rivers Research"):
        review.accept(money.id)
    assert not (review.corpus / "sources" / "oxbow.yaml").exists()
    assert [new.name for new in review.names()] == ["Grand Rivers Research"]
    made = review.create("Grand Rivers Research", "Company")
    assert made.id == "grand-rivers-research"
    assert (review.corpus / "entities.yaml").read_text(encoding="utf-8").startswith("# ours\n")
    review.accept(money.id)
    claim = read_source(review.corpus / "sources" / "oxbow.yaml").claims[0]
    assert [hop.agent for hop in claim.attribution] == ["grand-rivers-research"]
    assert read_corpus(review.corpus).entities["grand-rivers-research"].kind == "Company"


def test_merging_is_a_line_in_decisions(review: Review) -> None:
    path = review.corpus / "decisions.yaml"
    review.merge("Grand Rivers Research", "acme", "one house")
    review.accept(entry(review, "5.25").id)
    assert "one house" in path.read_text(encoding="utf-8")
    same = read_corpus(review.corpus).decisions.same
    assert [one.entities for one in same] == [("acme", "grand-rivers-research")]
    assert review.ground.entities["grand-rivers-research"].id == "acme"
    lines = [line for line in path.read_text(encoding="utf-8").splitlines() if "acme" not in line]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    assert review.ground.entities["grand-rivers-research"].id == "grand-rivers-research", "deleting the line undoes it"


def test_a_second_merge_goes_below_the_first(review: Review) -> None:
    review.merge("Grand Rivers Research", "acme")
    review.merge("Grand Rivers", "acme")
    assert len(read_corpus_decisions(review.corpus)) == 2


def read_corpus_decisions(corpus: Path) -> list[tuple[str, ...]]:
    Review(corpus, "oxbow").accept(entry(Review(corpus, "oxbow"), "12 million").id)
    return [one.entities for one in read_corpus(corpus).decisions.same]


@pytest.mark.parametrize(
    ("name", "arguments"),
    [
        ("create", ("New Name", "Companny")),
        ("create", ("Oxbow", "Company", "oxbow")),
        ("create", ("New Name", "Company", "New Name")),
        ("merge", ("New Name", "acmee")),
        ("accept", ("ffff",)),
        ("accept", ("",)),
    ],
)
def test_what_cannot_be_decided_changes_nothing(review: Review, name: str, arguments: tuple[str, ...]) -> None:
    before = files(review.corpus)
    with pytest.raises(ClaimGraphError):
        getattr(review, name)(*arguments)
    assert files(review.corpus) == before


# --- a file of decisions ------------------------------------------------------------------------------------------------


def test_a_file_of_decisions_can_be_applied_again(review: Review, tmp_path: Path) -> None:
    ids = {printed: entry(review, printed).id for printed in ("12 million", "5.25", "350", "88")}
    path = tmp_path / "decisions.yaml"
    path.write_text(
        "decisions:\n"
        "- {source: oxbow, verdict: create, name: Grand Rivers Research, kind: Company}\n"
        f"- {{source: oxbow, draft: {ids['5.25']}, verdict: accept, modality: estimated}}\n"
        f"- {{source: oxbow, draft: {ids['88']}, verdict: edit, about: oxbow, metric: benchmark_score}}\n"
        f"- {{source: oxbow, draft: {ids['350']}, verdict: reject, why: counts contractors}}\n"
        "- {source: oxbow, draft: all, verdict: accept}\n",
        encoding="utf-8",
    )
    first = list(apply_decisions(review.corpus, path))
    assert [applied.fault for applied in first] == [None] * len(first)
    once = files(review.corpus)
    claims = read_source(review.corpus / "sources" / "oxbow.yaml").claims
    wanted = ["annual_revenue", "benchmark_score", "monthly_active_users"]
    assert sorted(getattr(claim, "metric", "") for claim in claims) == wanted
    assert list(waiting(review.corpus)) == []
    again = list(apply_decisions(review.corpus, path))
    assert files(review.corpus) == once
    assert [applied.fault for applied in again] == [None] * len(again)


def test_wrong_decisions_are_told_by_line_and_the_others_applied(review: Review, tmp_path: Path) -> None:
    path = tmp_path / "decisions.yaml"
    id = entry(review, "350").id
    path.write_text(
        "decisions:\n- {source: oxbow, draft: ffff, verdict: accept}\n"
        "- {source: oxbow, draft: all, verdict: reject, why: x}\n"
        f"- {{source: oxbow, draft: {id}, verdict: acept}}\n- {{source: oxbow, draft: {id}, verdict: reject, why: old}}\n",
        encoding="utf-8",
    )
    applied = list(apply_decisions(review.corpus, path))
    assert [bool(one.fault) for one in applied] == [True, True, True, False]
    assert f"{path}:2:" in (applied[0].fault or "")
    assert "did you mean accept" in (applied[2].fault or "")
    assert entry(review, "350").state is State.REJECTED


@pytest.mark.parametrize("text", ["", "decisions: []\n", "- a\n", "decisions:\n- {source: oxbow, verdictt: accept}\n"])
def test_files_that_hold_no_decisions(review: Review, tmp_path: Path, text: str) -> None:
    path = tmp_path / "decisions.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(CorpusError):
        list(apply_decisions(review.corpus, path))


# --- drafts as claims ---------------------------------------------------------------------------------------------------

TEXT = "Oxbow belongs to Acme since May 2024, they say."


def make(**fields: object) -> Draft:
    draft = Draft(subject="oxbow", evidence_start=0, evidence_end=len(TEXT), start=28, end=36, printed="May 2024")
    return replace(draft, **fields)  # type: ignore[arg-type]


def claimed(draft: Draft, judgement: Judgement | None = None) -> Claim:
    return accepted(draft, TEXT, "a", entities={"oxbow", "acme"}, recorded_by="rules", judgement=judgement)


def test_each_kind_of_draft_becomes_its_kind_of_claim() -> None:
    relation = claimed(make(kind="relation", predicate="ownedBy", object="acme"))
    assert isinstance(relation, RelationClaim)
    assert (relation.predicate, relation.object, relation.recorded_by) == ("ownedBy", "acme", "rules")
    event = claimed(make(kind="event", metric="acquisition_date", period=Period.parse("2024-05")))
    assert isinstance(event, EventClaim)
    assert (event.event, event.date and event.date.text, event.period) == ("acquisition_date", "2024-05", None)
    opinion = claimed(make(kind="opinion"), Judgement("strength", "It is well owned."))
    assert isinstance(opinion, OpinionClaim)
    assert opinion.paraphrase == "It is well owned."
    for claim in (relation, event, opinion):
        assert claim.evidence
        assert claim.evidence.verified


@pytest.mark.parametrize(
    ("draft", "message"),
    [
        (make(metric="revenue"), "no unit"),
        (make(unit="USD"), "no metric"),
        (make(kind="relation", predicate="ownedBy", object_text="a bank"), "a bank"),
        (make(kind="relation", object="acme"), "names no relation"),
        (make(kind="event"), "kind of event"),
        (make(kind="opinion"), "own words"),
        (Draft(metric="revenue", unit="USD", evidence_end=4), "no subject"),
        (make(metric="revenue", unit="USD", relative_to="Somebody"), "Somebody"),
    ],
)
def test_what_a_claim_must_say_is_asked_for(draft: Draft, message: str) -> None:
    with pytest.raises(ExtractionError, match=message):
        claimed(draft)
