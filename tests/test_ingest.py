"""Ingest: an article becomes a queue of drafts; a changed article keeps the decisions whose clauses still stand."""

from __future__ import annotations

import shutil
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claimgraph.claim import Entity, Label, Modality, Period, Precision
from claimgraph.corpus import dump_entities, new_corpus, read_corpus, read_source
from claimgraph.errors import CorpusError
from claimgraph.evidence import read_texts, verify
from claimgraph.extraction import Draft
from claimgraph.pipeline import Review, ingest, waiting
from claimgraph.pipeline.ingestion import Ingested
from claimgraph.pipeline.queue import Entry, Queue, State, dump_queue, entries_of, read_queue, write_queue

USERS = "Oxbow reached 12 million monthly active users in January 2026."
REVENUE = "Its revenue was $5.25 million in 2024."
STAFF = "Oxbow has 350 employees."
ARTICLE = f"Oxbow grows\n2026-01-26\n\n{USERS} {REVENUE}\n\n{STAFF}\n"


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    """A corpus of one's own with one known company."""
    folder = new_corpus(tmp_path / "market", "A market")
    entities = [Entity("oxbow", "Company", (Label("Oxbow", "en"),)), Entity("acme", "Company", (Label("Acme", "en"),))]
    (folder / "entities.yaml").write_text(dump_entities(entities), encoding="utf-8")
    return folder


def put(corpus: Path, text: str, name: str = "oxbow.txt") -> Ingested:
    path = corpus.parent / name
    path.write_bytes(text.encode())
    return next(iter(ingest([str(path)], corpus)))


def drafts(corpus: Path, id: str = "oxbow") -> dict[str, Entry]:
    """The drafts of metrics by the metric."""
    queue = read_queue(corpus / "queue" / f"{id}.yaml")
    return {entry.draft.metric: entry for entry in queue.entries if entry.draft.metric}


def test_drafts_wait_beside_the_sources(corpus: Path) -> None:
    done = put(corpus, ARTICLE)
    assert (done.source, done.waiting, done.fault) == ("oxbow", 3, None)
    assert (corpus / "texts" / "oxbow.txt").read_bytes() == ARTICLE.encode()
    queue = read_queue(corpus / "queue" / "oxbow.yaml")
    assert (queue.source.published and queue.source.published.text, queue.source.text_length) == (
        "2026-01-26",
        len(ARTICLE),
    )
    for entry in queue.entries:
        draft = entry.draft
        assert ARTICLE[draft.start : draft.end] == draft.printed
    users = drafts(corpus)["monthly_active_users"].draft
    assert (users.subject, users.low, users.state) == ("oxbow", 12_000_000, "claim")
    assert sorted(path.name for path in (corpus / "queue").iterdir()) == ["oxbow.yaml"], "nothing half-written stays"


def test_the_queue_holds_no_sentence_of_the_article(corpus: Path) -> None:
    put(corpus, ARTICLE)
    text = (corpus / "queue" / "oxbow.yaml").read_text(encoding="utf-8")
    assert "reached" not in text
    assert "employees." not in text


def test_ingesting_twice_changes_nothing(corpus: Path) -> None:
    put(corpus, ARTICLE)
    first = (corpus / "queue" / "oxbow.yaml").read_bytes()
    done = put(corpus, ARTICLE)
    assert (corpus / "queue" / "oxbow.yaml").read_bytes() == first
    assert done.lost == ()


def test_drafts_never_reach_the_corpus_that_is_built(corpus: Path) -> None:
    put(corpus, ARTICLE)
    assert list((corpus / "sources").glob("[!_]*.yaml")) == []
    assert [queue.source.id for queue in waiting(corpus)] == ["oxbow"]
    review = Review(corpus, "oxbow")
    review.accept(drafts(corpus)["employees"].id)
    assert [claim.about for claim in read_corpus(corpus).claims] == ["oxbow"]


def test_a_changed_article_keeps_what_still_stands(corpus: Path) -> None:
    put(corpus, ARTICLE)
    review, ids = Review(corpus, "oxbow"), {metric: entry.id for metric, entry in drafts(corpus).items()}
    review.accept(ids["monthly_active_users"])
    review.reject(ids["employees"], "counts contractors")
    changed = ARTICLE.replace("Oxbow grows\n", "Oxbow grows fast\nBy Ada Byron\n").replace("350", "360")
    done = put(corpus, changed)
    assert done.kept == 1
    assert [line for line in done.lost if "rejected" in line and "employees" in line]
    now = drafts(corpus)
    assert now["monthly_active_users"].state is State.ACCEPTED
    assert (now["employees"].state, now["employees"].draft.low) == (State.OPEN, 360)
    source = read_source(corpus / "sources" / "oxbow.yaml")
    assert source.claims[0].id == now["monthly_active_users"].claim
    checked = verify([source.source], source.claims, read_texts(corpus / "texts"))
    assert (checked.checked, checked.spans, checked.holds) == (1, 1, True)


def test_what_a_person_edited_stays_when_the_article_is_ingested_again(corpus: Path) -> None:
    put(corpus, ARTICLE)
    review, id = Review(corpus, "oxbow"), drafts(corpus)["employees"].id
    review.edit(id, {"low": Decimal(340), "high": Decimal(360)})
    assert put(corpus, ARTICLE).lost == ()
    assert drafts(corpus)["employees"].draft.high == 360
    done = put(corpus, "A word before. " + ARTICLE + "\nOxbow Films has 12 offices.\n")
    assert drafts(corpus)["employees"].draft.high == 360
    assert (done.kept, done.new) == (0, 1)
    assert ", 1 of them new (" in done.summary()
    done = put(corpus, ARTICLE.replace("350", "370"))
    assert [line for line in done.lost if "edited" in line and "employees" in line]


def test_a_claim_whose_clause_is_gone_leaves_and_is_told(corpus: Path) -> None:
    put(corpus, ARTICLE)
    review, ids = Review(corpus, "oxbow"), {metric: entry.id for metric, entry in drafts(corpus).items()}
    review.accept(ids["monthly_active_users"])
    review.accept(ids["employees"])
    path = corpus / "sources" / "oxbow.yaml"
    path.write_text("# by hand\n" + path.read_text(encoding="utf-8"), encoding="utf-8")
    done = put(corpus, ARTICLE.replace(STAFF, "It hires."))
    assert any("taken out of oxbow.yaml" in line for line in done.lost)
    assert path.read_text(encoding="utf-8").startswith("# by hand\n")
    assert [claim.id for claim in read_source(path).claims] == [drafts(corpus)["monthly_active_users"].claim]


def test_a_change_that_was_interrupted_is_taken_up_again(corpus: Path) -> None:
    """The text is replaced last: with the old text back in its place, everything is done once more, and rightly."""
    put(corpus, ARTICLE)
    Review(corpus, "oxbow").accept(drafts(corpus)["employees"].id)
    changed = "A line before.\n\n" + ARTICLE
    put(corpus, changed)
    state = {path.name: path.read_bytes() for path in corpus.rglob("oxbow.yaml")}
    (corpus / "texts" / "oxbow.txt").write_bytes(ARTICLE.encode())
    done = put(corpus, changed)
    assert done.lost == ()
    assert {path.name: path.read_bytes() for path in corpus.rglob("oxbow.yaml")} == state
    assert (corpus / "texts" / "oxbow.txt").read_bytes() == changed.encode()


def test_articles_of_one_name_are_told_apart(corpus: Path) -> None:
    (corpus.parent / "other").mkdir()
    first = put(corpus, ARTICLE, "news.txt")
    second = put(corpus, ARTICLE.replace("350", "351"), "other/news.txt")
    assert first.source == "news"
    assert second.source != first.source
    assert second.source.startswith("news-")


@pytest.mark.parametrize("name", ["可灵.txt", "  .txt", "Q3 Report (final).txt", "..txt", "a" * 200 + ".txt"])
def test_every_name_gives_an_id(corpus: Path, name: str) -> None:
    done = put(corpus, ARTICLE, name)
    assert done.fault is None
    assert read_queue(corpus / "queue" / f"{done.source}.yaml").source.id == done.source


def test_what_cannot_be_read_is_told_and_leaves_nothing(corpus: Path) -> None:
    done = list(ingest([str(corpus / "absent.txt"), str(corpus)], corpus))
    assert [bool(one.fault) for one in done] == [True, True]
    assert not (corpus / "queue").exists()


def test_a_corpus_that_is_wrong_is_said(corpus: Path) -> None:
    (corpus / "entities.yaml").write_text("oxbow: {kind: Companny}\n", encoding="utf-8")
    with pytest.raises(CorpusError, match="did you mean Company"):
        put(corpus, ARTICLE)


def test_a_queue_that_is_broken_is_said(corpus: Path) -> None:
    put(corpus, ARTICLE)
    path = corpus / "queue" / "oxbow.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("value: ", "value: about "), encoding="utf-8")
    with pytest.raises(CorpusError, match=r"oxbow\.yaml:\d+"):
        read_queue(path)


def test_merged_entities_are_drafted_as_one(corpus: Path) -> None:
    with (corpus / "entities.yaml").open("a", encoding="utf-8") as file:
        file.write("oxbow-inc: {kind: Company, labels: {en: Grand Rivers}}\n")
    (corpus / "decisions.yaml").write_text("same:\n- {entities: [oxbow, oxbow-inc]}\n", encoding="utf-8")
    put(corpus, ARTICLE.replace(STAFF, "Grand Rivers has 350 employees."))
    assert drafts(corpus)["employees"].draft.subject == "oxbow"


def test_a_packaged_corpus_is_copied_before_it_is_written_to(tmp_path: Path) -> None:
    """The lexicon of the AI-video corpus serves a corpus that was copied from it."""
    from claimgraph.corpus import find_corpus

    folder = tmp_path / "ai-video"
    shutil.copytree(find_corpus("ai-video"), folder, ignore=shutil.ignore_patterns("sources"))
    done = put(folder, "可靈月活突破1200萬。\n", "kling.txt")
    assert drafts(folder, done.source)["monthly_active_users"].draft.subject == "kling"


words = st.text(
    st.characters(exclude_categories=("Cs", "Cc", "Zl", "Zp"), exclude_characters="\ufeff"), min_size=1, max_size=12
)
bounds = st.decimals(min_value=0, max_value=10**12, allow_nan=False, places=2)


@st.composite
def any_draft(draw: st.DrawFn) -> Draft:
    start, length = draw(st.integers(0, 500)), draw(st.integers(2, 60))
    low = draw(st.none() | bounds)
    name = words.filter(lambda text: text.strip() and text.strip() == text)
    return Draft(
        subject_text=draw(st.none() | name), metric_text=draw(st.none() | name), low=low, high=low,
        unit="USD", precision=draw(st.sampled_from(list(Precision))), modality=draw(st.sampled_from(list(Modality))),
        period=draw(st.sampled_from([None, Period.parse("2025-Q3"), Period.parse("as of 2026-01")])), printed=draw(name),
        start=start, end=start + 1, evidence_start=start, evidence_end=start + length, rule="label",
        state=draw(st.sampled_from(["claim", "unmapped"])), confidence=draw(st.sampled_from([None, 0.5, 0.97])),
        attribution=tuple(draw(st.lists(name, max_size=2))),
    )  # fmt: skip


@settings(deadline=None, max_examples=80)
@given(st.lists(any_draft(), max_size=4))
def test_a_queue_reads_back_as_it_was_written(tmp_path_factory: pytest.TempPathFactory, drafted: list[Draft]) -> None:
    from claimgraph.claim import Source

    entries = entries_of(drafted, "word " * 200)
    queue = Queue(Source(id="any", title="Any: a title", text_length=1000), "any.txt", entries)
    path = tmp_path_factory.getbasetemp() / "any.yaml"
    write_queue(queue, path)
    again = read_queue(path)
    assert again.entries == queue.entries
    assert dump_queue(again) == dump_queue(queue)
