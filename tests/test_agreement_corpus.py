"""The AI-video corpus: what a reader finds at odds is found, and what is found is true when read."""

from __future__ import annotations

from collections import Counter
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from agreement_claims import words
from claimgraph.agreement import Derived, Disagreement, derive, read_rules
from claimgraph.corpus import read_corpus

SCEPTIC_GRAVE, SCEPTIC_ALL = 0.9, 0.8
DATA = Path(__file__).parent / "data" / "agreement"


@cache
def ai_video() -> Derived:
    corpus = read_corpus("ai-video", words())
    sources = [file.source for file in corpus.sources.values()]
    return derive(sources, corpus.claims, words(), entities=corpus.entities, decisions=corpus.decisions)


def read(name: str) -> Any:
    return yaml.safe_load((DATA / name).read_text(encoding="utf-8"))


Row = dict[str, Any]
Places = set[tuple[str, str]]


def places(node: Disagreement) -> Places:
    """Each subject and metric that a disagreement is about."""
    return {(key.subject, key.metric) for key in node.slots} | {(node.subject, node.about)}


def found(wanted: list[Row]) -> int:
    """How many rows of a reader's list stand among the disagreements, with subject, metric and kind."""
    have = Counter((*place, node.kind_notation) for node in ai_video().disagreements for place in places(node))
    want = Counter((row["about"], row["of"], row["kind"]) for row in wanted)
    return sum(min(have[key], count) for key, count in want.items())


def test_what_a_reader_finds_is_found() -> None:
    reading = read("reading.yaml")["alone"]
    grave = [row for row in reading if row["grave"]]
    assert found(grave) >= 24 / 26 * len(grave)
    assert found(reading) >= 60 / 76 * len(reading)


@cache
def voices() -> list[tuple[str, Places, frozenset[str]]]:
    """Of each disagreement the kind, the places, and the sources that speak in it, by their figures or by premises."""
    corpus = read_corpus("ai-video", words())
    source = {claim.id: claim.source for claim in corpus.claims}
    premises = {row.id: row.premises for row in ai_video().implied}
    return [
        (node.kind_notation, places(node), frozenset(
            source[claim] for claim in (*node.claims, *(claim for id in node.implied for claim in premises[id]))
        ))
        for node in ai_video().disagreements
    ]  # fmt: skip


def stands(row: Row) -> bool:
    """Whether a disagreement of that subject, metric and kind exists in which all sources of the row speak."""
    place = row["about"], read_rules().metric(row["of"])
    kinds = {row["kind"], row.get("or")}
    return any(
        kind in kinds and place in about and set(row["between"]) <= speaking for kind, about, speaking in voices()
    )


def test_what_a_second_reader_finds_is_found_with_its_sources() -> None:
    rows = read("reading.yaml")["sceptic"]
    assert len(rows) >= 120
    counted = [row for row in rows if "struck" not in row]
    grave = [row for row in counted if row["grave"]]
    assert sum(map(stands, grave)) >= SCEPTIC_GRAVE * len(grave), [row["what"] for row in grave if not stands(row)]
    assert sum(map(stands, counted)) >= SCEPTIC_ALL * len(counted), [row["what"] for row in counted if not stands(row)]


def test_nine_in_ten_of_a_sample_are_true_when_read_and_still_there() -> None:
    sample = read("sample.yaml")
    assert len(sample) == 50
    assert sum(row["verdict"] == "holds" for row in sample) >= 45
    there = {node.id for node in ai_video().disagreements}
    assert sum(row["id"] in there for row in sample) >= 45


def test_no_estimate_is_called_a_contradiction() -> None:
    corpus = read_corpus("ai-video", words())
    modality = {claim.id: claim.modality.value for claim in corpus.claims}
    for node in ai_video().disagreements:
        if node.kind == "Contradiction":
            assert {modality[claim] for claim in node.claims} == {"actual"}, node.why


def test_every_source_has_exactly_one_group_and_declared_copies_share_it() -> None:
    corpus = read_corpus("ai-video", words())
    group = {row.source: row.group for row in ai_video().copies}
    assert len(ai_video().copies) == len(group) == len(corpus.sources)
    for file in corpus.sources.values():
        if file.source.copy_of:
            assert group[file.source.id] == group[file.source.copy_of]


def test_the_seed_story_is_held_against_itself() -> None:
    levels = [row for row in ai_video().agreements if (row.slot.subject, row.slot.metric) == ("kling", "revenue_ratio")]
    implied = {row.id: row for row in ai_video().implied}
    (level,) = [row for row in levels if row.claims and row.implied]
    (ratio,) = [implied[id] for id in level.implied]
    assert ratio.low is not None
    assert ratio.high is not None
    assert float(ratio.low) < 6.4 * 0.154 < float(ratio.high)
