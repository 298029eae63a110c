"""Relations told by the templates of the lexicon, of names that no corpus knows, and events with their dates."""

from __future__ import annotations

from functools import cache

import pytest

from claimgraph import corpus
from claimgraph.claim import Modality, PartialDate
from claimgraph.extraction import Draft, Lexicon, read
from claimgraph.extraction.cues import Cue, Cues
from claimgraph.extraction.gate import Gate
from claimgraph.extraction.rules.templates import Templates

TRADITIONAL = str.maketrans("领资总发议签战创业团与开兰达协约", "領資總發議簽戰創業團與開蘭達協約")


@cache
def lexicon() -> Lexicon:
    return Lexicon.load(corpus.read_corpus("ai-video").entities.values())


def relations(text: str) -> list[Draft]:
    return [draft for draft in read(text, lexicon()).drafts if draft.kind == "relation"]


def told(text: str) -> set[tuple[str | None, str | None, str | None]]:
    return {(draft.subject_text, draft.predicate, draft.object_text) for draft in relations(text)}


RELATIONS = [
    ("Tessera Labs, a subsidiary of Marlow Group, sells sensors.", "Tessera Labs", "subsidiaryOf", "Marlow Group"),
    ("Quarrix Inc. has agreed to buy sensor maker Tessera Labs.", "Tessera Labs", "acquiredBy", "Quarrix Inc"),
    ("Tessera Labs was acquired by Marlow Group in 2021.", "Tessera Labs", "acquiredBy", "Marlow Group"),
    ("Quarrix Inc. completed its acquisition of Tessera Labs.", "Tessera Labs", "acquiredBy", "Quarrix Inc"),
    ("Lumio Inc. closed a round led by Northwind Ventures.", "Lumio Inc", "roundLedBy", "Northwind Ventures"),
    ("Northwind Ventures led the round in Lumio Inc. last week.", "Lumio Inc", "roundLedBy", "Northwind Ventures"),
    ("Omar Finch, chief executive of Lumio Inc., said demand was strong.", "Lumio Inc", "ledBy", "Omar Finch"),
    ("Lumio Inc. CEO Omar Finch said demand was strong.", "Lumio Inc", "ledBy", "Omar Finch"),
    ("Lumio Inc. was founded in 2019 by Dana Reyes and Raj Patel.", "Lumio Inc", "foundedBy", "Raj Patel"),
    ("Dana Reyes, an analyst at Kestrel Research, disagreed.", "Dana Reyes", "employedBy", "Kestrel Research"),
    ("Lumio Inc. has partnered with Marlow Group on cameras.", "Lumio Inc", "partnerOf", "Marlow Group"),
    ("Lumio Inc. competes with Tessera Labs and Marlow Group.", "Lumio Inc", "competesWith", "Marlow Group"),
    ("Marlow Group sued Tessera Labs over patents.", "Tessera Labs", "suedBy", "Marlow Group"),
    ("Tessera Labs was sued by Marlow Group.", "Tessera Labs", "suedBy", "Marlow Group"),
    ("Marlow Group is listed on the Nasdaq.", "Marlow Group", "listedOn", "Nasdaq"),
    ("云帆科技宣布完成3亿元B轮融资，由北岸创投领投。", "云帆科技", "roundLedBy", "北岸创投"),
    ("云帆科技宣布完成3亿元B轮融资，由北岸创投领投，溪谷资本、青禾资本跟投。", "云帆科技", "investedInBy", "青禾资本"),
    ("云帆科技首席执行官李明远表示，需求旺盛。", "云帆科技", "ledBy", "李明远"),
    ("云帆科技创始人兼CEO李明远在发布会上介绍了新品。", "云帆科技", "foundedBy", "李明远"),
    ("云帆科技与蓝湾集团签署战略合作协议。", "云帆科技", "partnerOf", "蓝湾集团"),
    ("蓝湾集团收购了云帆科技。", "云帆科技", "acquiredBy", "蓝湾集团"),
    ("蓝湾集团从远山集团收购了云帆科技100%股权。", "云帆科技", "acquiredBy", "蓝湾集团"),
    ("云帆科技在港交所挂牌上市。", "云帆科技", "listedOn", "港交所"),
    ("蓝湾集团起诉云帆科技侵权。", "云帆科技", "suedBy", "蓝湾集团"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "subject", "predicate", "object"), RELATIONS)
def test_a_template_tells_a_relation_of_names_nobody_knows(
    text: str, subject: str, predicate: str, object: str
) -> None:
    assert (subject, predicate, object) in told(text)


@pytest.mark.parametrize("text", [row[0] for row in RELATIONS if not row[0].isascii()])
def test_both_scripts_are_read_alike(text: str) -> None:
    def shape(text: str) -> list[tuple[str | None, int, int]]:
        return [(draft.predicate, draft.evidence_start, draft.evidence_end) for draft in relations(text)]

    assert shape(text.translate(TRADITIONAL)) == shape(text)


@pytest.mark.parametrize(
    "text",
    [
        "Marlow Group bought a stake in Tessera Labs.",
        "Marlow Group will buy stores that Tessera Labs wants to sell.",
        "Did Marlow Group acquire Tessera Labs?",
        "蓝湾集团是否收购了云帆科技？",
        "Northwind Ventures, Lumio Inc. and Tessera Labs were at the fair.",
    ],
)
def test_what_only_looks_like_a_purchase_is_none(text: str) -> None:
    assert not {draft.predicate for draft in relations(text)} & {"acquiredBy", "roundLedBy"}


def test_a_vice_president_does_not_lead() -> None:
    assert "ledBy" not in {
        draft.predicate for draft in relations("Dana Reyes, vice president of Marlow Group, agreed.")
    }
    assert "ledBy" not in {draft.predicate for draft in relations("蓝湾集团副总裁李明远表示，需求旺盛。")}


def test_who_leads_a_round_is_not_its_target() -> None:
    drafts = relations("本轮融资由北岸创投领投，溪谷资本跟投。")
    assert not [draft for draft in drafts if draft.subject_text == "北岸创投"]


def test_a_list_that_a_verb_follows_ends_before_it() -> None:
    leaders = {
        o
        for _, predicate, o in told("The round was led by Northwind Ventures, Lumio Inc. said.")
        if predicate == "roundLedBy"
    }
    assert leaders <= {"Northwind Ventures"}


def test_a_longer_name_is_not_the_one_it_begins_with() -> None:
    found = {
        draft.object_text: draft.object for draft in relations("Lumio Inc. raised $5 million from Google Ventures.")
    }
    assert found == {"Google Ventures": None}


@pytest.mark.parametrize(
    ("text", "modality", "negated"),
    [
        ("Marlow Group acquired Tessera Labs.", Modality.ACTUAL, False),
        ("Marlow Group plans to acquire Tessera Labs.", Modality.EXPECTED, False),
        ("Marlow Group may acquire Tessera Labs.", Modality.POSSIBLE, False),
        ("蓝湾集团拟收购云帆科技。", Modality.EXPECTED, False),
        ("蓝湾集团否认收购云帆科技。", Modality.ACTUAL, True),
    ],
)
def test_a_relation_tells_whether_it_is_so(text: str, modality: Modality, negated: bool) -> None:
    (draft,) = [draft for draft in relations(text) if draft.predicate == "acquiredBy"]
    assert (draft.modality, draft.negated) == (modality, negated)


@pytest.mark.parametrize("text", [row[0] for row in RELATIONS])
def test_every_relation_passes_the_gate(text: str) -> None:
    reading = read(text, lexicon())
    assert Gate(text, lexicon(), reading).gated().drafts == reading.drafts
    for draft in relations(text):
        assert text[draft.start : draft.end] == draft.printed
        assert draft.evidence_start <= draft.start < draft.end <= draft.evidence_end


def test_a_template_is_a_line_of_a_lexicon() -> None:
    words = Cue("swallow", "PhraseCue", "relation-swallow", ("swallowed", "gobbled up"))
    line = Cue("rel-1", "Template", "relation:acquiredBy", (), template="{o:organization} has {swallow} {s*}")
    templates = Templates(Cues([words, line]))
    (template,) = templates.of("⟦0⟧ has gobbled up ⟦1⟧ and ⟦2⟧.")
    (match,) = template.matches("⟦0⟧ has gobbled up ⟦1⟧ and ⟦2⟧.")
    assert (template.predicate, match["o"], match["s"]) == ("acquiredBy", "⟦0⟧", "⟦1⟧ and ⟦2⟧")
    assert templates.of("⟦0⟧ has grown.") == []


def test_what_is_planned_is_an_expected_event() -> None:
    drafts = read("蓝湾集团将于2026年3月在港交所上市。", lexicon(), published=PartialDate("2026-01-05")).drafts
    (event,) = [draft for draft in drafts if draft.kind == "event"]
    assert (event.metric, event.modality, event.subject_text) == ("listing_date", Modality.EXPECTED, "蓝湾集团")


def test_a_date_told_from_the_publication_says_so() -> None:
    drafts = read("Marlow Group launched Koto 2 last month.", lexicon(), published=PartialDate("2026-01-05")).drafts
    for event in [draft for draft in drafts if draft.kind == "event"]:
        assert event.period is not None
        assert event.period.basis == "relative"
