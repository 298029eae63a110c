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


def test_a_figure_that_takes_up_the_one_before_is_of_its_metric():
    text = (
        "Brimvale passed $90 million in annual recurring revenue. The figure has since climbed to about $140 million."
    )
    assert metrics(text) == ["annualised_run_rate", "annualised_run_rate"]


def test_what_a_part_brings_in_is_revenue_of_a_segment():
    text = "Brimvale grew fast. Its cloud services, its oldest business, brought in $3 billion, up 12%."
    assert metrics(text) == ["segment_revenue", "segment_revenue_growth_yoy"]


def test_the_part_that_comes_from_somewhere_is_a_share_of_what_was_told_before():
    assert metrics("百川影业收入5亿元，其中超过七成来自海外市场。")[-1] == "segment_revenue_share"


def test_a_number_with_a_noun_of_its_own_is_not_of_the_label_before_a_preposition():
    assert "partners" not in metrics("Brimvale streamed with its partners at over 450 events.")


def test_a_price_told_by_a_verb_alone_is_no_claim():
    read_out = read("百川影业会员每月付20元。", LEXICON, published=PartialDate("2026-11-20")).drafts
    assert [draft.state for draft in read_out if draft.kind == "metric"].count("claim") == 0
