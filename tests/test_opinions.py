"""Opinions of named speakers: stubs that say where and by whom, and wait for a person to tell what."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from claimgraph import corpus
from claimgraph.claim import OpinionClaim, Polarity
from claimgraph.corpus import dump_entities, new_corpus, read_source
from claimgraph.errors import ClaimGraphError
from claimgraph.extraction import Draft, Lexicon, read
from claimgraph.pipeline import ingest
from claimgraph.pipeline.judging import apply_decisions
from claimgraph.pipeline.review import Review

STATEMENT = "分析师王磊认为，可灵面临不小的成本压力。"


@cache
def lexicon() -> Lexicon:
    return Lexicon.load(corpus.read_corpus("ai-video").entities.values())


def opinions(text: str) -> list[Draft]:
    return [draft for draft in read(text, lexicon()).drafts if draft.kind == "opinion"]


@pytest.mark.parametrize(
    ("text", "about", "aspect", "polarity", "speaker"),
    [
        (STATEMENT, "kling", "challenge", "negative", "王磊"),
        ("分析師王磊認為,可靈面臨不小的成本壓力。", "kling", "challenge", "negative", "王磊"),
        ("分析师王磊认为，可灵在画质上优势明显，处于领先。", "kling", "strength", "positive", "王磊"),
        (
            "Analyst Dana Reyes said Kling was focused on professional editors.",
            "kling",
            "strategy",
            "neutral",
            "Dana Reyes",
        ),
    ],
)
def test_a_stub_says_of_whom_by_whom_and_guesses(
    text: str, about: str, aspect: str, polarity: str, speaker: str
) -> None:
    (stub,) = opinions(text)
    assert (stub.subject, stub.aspect, stub.polarity, stub.attribution) == (about, aspect, polarity, (speaker,))
    assert text[stub.evidence_start : stub.evidence_end] == text


def test_a_stub_holds_no_sentence_of_the_article() -> None:
    (stub,) = opinions(STATEMENT)
    assert stub.says is None
    assert stub.printed == ""
    assert not any(value == STATEMENT for value in stub.as_dict().values())
    assert {"aspect", "polarity", "says"}.isdisjoint(Draft().as_dict())


@pytest.mark.parametrize(
    "text",
    [
        "可灵面临不小的成本压力。",
        "分析师王磊认为，可灵今年收入将达到10亿元，优势明显。",
        "分析师王磊表示，可灵周二上线了。",
    ],
)
def test_no_speaker_a_number_or_no_judgement_makes_no_stub(text: str) -> None:
    assert opinions(text) == []


# --- review ---------------------------------------------------------------------------------------------------------------


@pytest.fixture
def review(tmp_path: Path) -> Review:
    folder = tmp_path / "mine"
    new_corpus(folder, title="Mine")
    entities = folder / "entities.yaml"
    kling = corpus.read_corpus("ai-video").entities["kling"]
    entities.write_text(dump_entities([kling]), encoding="utf-8")
    article = tmp_path / "note.txt"
    article.write_text(STATEMENT + "\n", encoding="utf-8")
    (ingested,) = ingest([str(article)], folder)
    review = Review(folder, ingested.source)
    review.create("王磊", "Person", "wang-lei")
    return review


def stub_of(review: Review) -> str:
    return next(entry.id for entry in review.queue.open if entry.draft.kind == "opinion")


def test_a_stub_is_not_accepted_before_it_is_told(review: Review) -> None:
    with pytest.raises(ClaimGraphError, match="write `says`, one sentence in own words"):
        review.accept(stub_of(review))
    assert STATEMENT not in (review.corpus / "queue" / f"{review.id}.yaml").read_text(encoding="utf-8")


def test_the_words_of_the_article_are_not_own_words(review: Review) -> None:
    id = stub_of(review)
    review.edit(id, {"says": "可靈面臨不小的成本壓力"})
    with pytest.raises(ClaimGraphError, match="repeats the article"):
        review.accept(id)


def decide(review: Review, *lines: str) -> list[str | None]:
    path = review.corpus / "decisions-on-drafts.yaml"
    rows = [f"- {{source: {review.id}, draft: {stub_of(review)}, {line}}}\n" for line in lines]
    path.write_text("decisions:\n" + "".join(rows), encoding="utf-8")
    return [applied.fault for applied in apply_decisions(review.corpus, path)]


def test_a_told_stub_becomes_a_claim(review: Review) -> None:
    (fault,) = decide(review, "verdict: accept, says: Computing costs weigh on it.")
    assert fault is None
    (claim,) = read_source(review.corpus / "sources" / f"{review.id}.yaml").claims
    assert isinstance(claim, OpinionClaim)
    assert (claim.about, claim.aspect, claim.polarity) == ("kling", "challenge", Polarity.NEGATIVE)
    assert claim.paraphrase == "Computing costs weigh on it."
    assert [hop.agent for hop in claim.attribution] == ["wang-lei"]


def test_a_person_may_see_it_otherwise(review: Review) -> None:
    (fault,) = decide(review, "verdict: accept, opinion: weakness, polarity: neutral, says: It costs much to run.")
    assert fault is None
    (claim,) = read_source(review.corpus / "sources" / f"{review.id}.yaml").claims
    assert isinstance(claim, OpinionClaim)
    assert (claim.aspect, claim.polarity) == ("weakness", Polarity.NEUTRAL)


def test_an_unknown_aspect_is_told(review: Review) -> None:
    (fault,) = decide(review, "verdict: accept, opinion: strenght, says: It is well made.")
    assert fault is not None
    assert "strength" in fault


def test_all_that_can_be_accepted_leaves_stubs_waiting(review: Review) -> None:
    path = review.corpus / "all.yaml"
    path.write_text(f"decisions:\n- {{source: {review.id}, draft: all, verdict: accept}}\n", encoding="utf-8")
    assert any("waits" in applied.what and "says" in applied.what for applied in apply_decisions(review.corpus, path))
