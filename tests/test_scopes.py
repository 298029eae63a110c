"""What narrows a number: the words of its own clause, and nothing else."""

from __future__ import annotations

from functools import cache

import pytest

from claimgraph import corpus
from claimgraph.extraction import Draft, Lexicon, read


@cache
def lexicon() -> Lexicon:
    return Lexicon.load(corpus.read_corpus("ai-video").entities.values())


def scope(text: str, printed: str) -> dict[str, str]:
    (draft,) = [draft for draft in read(text, lexicon()).quantities if printed in draft.printed]
    return dict(draft.scope)


@pytest.mark.parametrize(
    ("text", "printed", "expected"),
    [
        ("云帆科技海外用户达到300万。", "300万", {"region": "overseas"}),
        ("雲帆科技海外用戶達到300萬。", "300萬", {"region": "overseas"}),
        ("Lumio had 3 million users in Europe.", "3 million", {"region": "Europe"}),
        ("云帆科技的直播收入为12亿元。", "12亿元", {"segment": "live streaming"}),
        ("Lumio's advertising revenue was $12 million.", "$12 million", {"segment": "advertising"}),
        ("Lumio raised $20 million in a Series B round.", "$20 million", {"round": "Series B"}),
        ("云帆科技完成3亿元B+轮融资。", "3亿元", {"round": "B+"}),
        ("Lumio's Pro plan costs $30 a month.", "$30", {"plan": "Pro"}),
        ("云帆会员企业版每月售价99元。", "99元", {"plan": "Enterprise"}),
        ("云帆在App Store免费榜排名第三。", "第三", {"chart": "App Store免费榜"}),
    ],
)
def test_a_scope_is_told_in_the_clause_of_the_number(text: str, printed: str, expected: dict[str, str]) -> None:
    assert scope(text, printed) == expected


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("Lumio went on sale in Europe, and it had 3 million users.", "3 million"),
        ("云帆科技总部位于海外，用户达到300万。", "300万"),
        ("Based in Germany, Lumio had 3 million users.", "3 million"),
        ("Lumio had 3 million users in Europe and Japan.", "3 million"),
        ("A container to Hamburg costs US$1,870.", "1,870"),
        ("Lumio's Pro plan was praised by 3 million users.", "3 million"),
    ],
)
def test_a_word_that_may_narrow_something_else_narrows_nothing(text: str, printed: str) -> None:
    assert scope(text, printed) == {}


def test_each_number_of_a_clause_has_its_own_place() -> None:
    text = "The phone costs €349 in Europe and HK$2,999 in Hong Kong."
    assert scope(text, "349") == {"region": "Europe"}
    assert scope(text, "2,999") == {"region": "Hong Kong"}


def test_a_scope_is_an_object_in_a_line() -> None:
    assert Draft().as_dict()["scope"] == {}
    assert Draft(scope=(("plan", "Pro"), ("region", "Europe"))).as_dict()["scope"] == {
        "plan": "Pro",
        "region": "Europe",
    }
