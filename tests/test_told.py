"""Metrics that no label names: the verb or the words around a number tell what it is a number of."""

import pytest

from claimgraph.claim import PartialDate
from claimgraph.extraction import Lexicon, read

LEXICON = Lexicon.load([])


def metrics(text: str) -> list[str | None]:
    read_out = read(text, LEXICON, published=PartialDate("2026-11-20")).drafts
    return [draft.metric for draft in read_out if draft.kind == "metric" and draft.state != "dismissed"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Brimvale delivered 41,200 electric cars.", "deliveries"),
        ("Brimvale built 38,400 vehicles.", "production_volume"),
        ("Brimvale sold 12,300 battery-electric cars.", "units_sold"),
        ("Brimvale shipped 2.1 million phones.", "shipments"),
        ("Brimvale has taken in $2.6 million.", "cumulative_revenue"),
        ("The clip was watched 3 million times.", "content_views"),
        ("Brimvale has 9 million who return every month.", "monthly_active_users"),
        ("Brimvale will spend $40 billion on data centres.", "investment_plan"),
        ("Brimvale held more than $300 million in cash.", "cash_and_investments"),
        ("百川汽车交付了4.2万辆。", "deliveries"),
        ("百川汽车售出3.1万辆。", "units_sold"),
        ("百川影业公开发售部分获得523倍认购。", "ipo_oversubscription"),
        ("百川影业股价开盘较发行价上涨62%。", "stock_move"),
        ("百川模型日均处理300亿tokens。", "daily_tokens"),
        ("百川模型生成500万张图片。", "images_generated"),
        ("百川影业计划三年投入90亿元。", "investment_plan"),
        ("百川影业账上有12亿元现金。", "cash_and_investments"),
    ],
)
def test_words_around_a_number_tell_its_metric(text, expected):
    assert metrics(text) == [expected]


@pytest.mark.parametrize(
    "text", ["Brimvale generated $5 million in savings.", "Brimvale built 40 offices.", "百川汽车生产了300个样品。"]
)
def test_other_things_that_are_made_are_none_of_these(text):
    assert metrics(text) in ([None], [])
