"""Which metric a number is a number of: the label that leads it, one carried over, values per share, money raised in all."""

import pytest

from claimgraph.claim import PartialDate
from claimgraph.extraction import Draft, Lexicon, read

LEXICON = Lexicon.load([])


def drafts(text: str) -> list[Draft]:
    read_out = read(text, LEXICON, published=PartialDate("2026-11-20")).drafts
    return [draft for draft in read_out if draft.kind == "metric" and draft.state != "dismissed"]


def metrics(text: str) -> list[str | None]:
    return [draft.metric for draft in drafts(text)]


def test_a_label_after_a_number_that_leads_the_next_is_of_that_one():
    text = "Brimvale raised $60 million at a valuation of $900 million in March."
    assert metrics(text) == ["funding_raised", "valuation"]


@pytest.mark.parametrize(
    "text",
    [
        "In all, Brimvale has raised a total of $160 million.",
        "Brimvale has raised $160 million to date.",
        "百川影业累计融资1.6亿美元。",
    ],
)
def test_all_that_was_raised_so_far_is_no_round(text):
    assert metrics(text) == ["total_funding_raised"]


@pytest.mark.parametrize(
    "text",
    [
        "Brimvale has raised $80 million in funding.",
        "百川影业完成6亿元人民币的A+轮融资。",
        "Brimvale raised $80 million in a Series B round.",
    ],
)
def test_money_of_one_round(text):
    assert metrics(text) == ["funding_raised"]


def test_a_deal_that_values_a_company_tells_its_valuation():
    assert metrics("The deal values Brimvale at $4 billion.") == ["valuation"]


def test_the_value_of_a_share_beside_the_sum_of_all():
    text = "Brimvale's net income fell to $61.3 million, or 47 cents a share, from $74.9 million, or 57 cents, in 2025."
    assert metrics(text) == ["net_profit", "earnings_per_share", "net_profit", "earnings_per_share"]


def test_a_few_dollars_are_no_revenue():
    assert metrics("Brimvale's revenue, at $12, is what one buyer pays.") != ["revenue"]


def test_a_label_that_ends_the_clause_before_is_nearer_than_one_carried_from_further_off():
    text = "百川影业经营利润53亿元，经过调整后的净利润，同比增长了26.3%，达到了50亿元。"
    assert metrics(text) == ["operating_profit", "adjusted_net_profit_growth_yoy", "adjusted_net_profit"]


def test_a_margin_is_told_after_the_reason_of_its_change():
    text = "百川影业毛利率受促销影响，由39.8%降至37.6%。"
    assert metrics(text) == ["gross_margin", "gross_margin"]


def test_spending_of_a_year_is_no_operating_cost_unless_it_is_called_so():
    assert "operating_cost_per_year" not in metrics("Brimvale's costs reached $26 million in 2025.")
    assert metrics("Brimvale's annual operating cost is $26 million.") == ["operating_cost_per_year"]


def test_a_loss_is_an_expected_one_only_where_it_is_told_so():
    assert metrics("百川影业2025年亏损20.7亿元。") != ["loss_forecast"]
    assert metrics("百川影业预亏20.7亿元。") == ["loss_forecast"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("百川影业收入48.4亿元，+15.2%。", ["revenue", "revenue_growth_yoy"]),
        ("Brimvale's revenue came to $1.7 billion (-4.6%).", ["revenue", "revenue_growth_yoy"]),
        ("Brimvale's net profit came to $20 million, an increase of 12%.", ["net_profit", "net_profit_growth_yoy"]),
        ("Brimvale's revenue came to $38 million, 11% YoY.", ["revenue", "revenue_growth_yoy"]),
        ("百川影业收入48.4亿元，按年多15.2%。", ["revenue", "revenue_growth_yoy"]),
    ],
)
def test_a_percentage_beside_a_level_is_its_change(text, expected):
    assert metrics(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Brimvale's live streaming revenue edged up 8% to $10 million.",
            ["segment_revenue_growth_yoy", "segment_revenue"],
        ),
        ("Brimvale's sales from games fell 17% to $15 million.", ["segment_revenue_growth_yoy", "segment_revenue"]),
        ("百川影业内地收入为1.22亿元。", ["segment_revenue"]),
        ("百川影业全球收入为1.22亿元。", ["revenue"]),
    ],
)
def test_revenue_of_a_part_is_that_of_a_segment(text, expected):
    assert metrics(text) == expected


def test_a_share_is_one_of_the_whole_that_is_named():
    assert metrics("百川影业收入1746万元，占比32.6%。") == ["revenue", "share_of_parent_revenue"]
    assert metrics("百川影业的收入里约七成来自海外。") == ["segment_revenue_share"]


def test_a_valuation_in_multiples_of_revenue():
    assert metrics("百川影业目前的估值约为收入的20倍。") == ["revenue_multiple"]


def test_annual_sales_stay_annual_in_a_report_of_a_quarter():
    assert metrics("In the third quarter analysts saw Brimvale's annual sales at $2.5 billion.") == ["annual_revenue"]


def states(text: str) -> list[str]:
    return [draft.state for draft in drafts(text)]


def test_yuan_are_those_of_the_mainland_in_simplified_characters():
    text = "百川影业2025年收入为50亿元，股价收报20港元。"
    assert drafts(text)[0].reason != "its currency is not told"
    assert drafts("百川影業在港交所上市，2025年收入為50億元。")[0].reason == "its currency is not told"


def test_a_threshold_and_numbers_told_in_one_are_no_claims():
    assert states("百川影业收入首次跨过400亿元门槛。") == ["unmapped"]
    assert states("百川影业营收、净利润同比增速为6.7%/9.0%。") == ["unmapped", "unmapped"]


def test_more_by_so_much_is_a_rise():
    assert metrics("百川影业毛利率22.9%，毛利多37.4%至259亿元。")[0] == "gross_margin"
    assert metrics("百川影業交車量10.8萬輛，較第2季成長33.8%。") == ["deliveries", "unit_sales_growth"]


def test_a_share_price_after_its_move():
    assert metrics("百川影业全日收跌2.8%，报40.8港元。") == ["stock_move", "stock_price"]


@pytest.mark.parametrize(
    ("text", "printed", "metric"),
    [
        ("澄湖科技的视频模型“澄影”今日上线，标准档为0.03美元/秒。", "0.03美元/秒", "api_price_per_second"),
        ("澄湖科技上季员工平均2.8万元/月。", "2.8万元/月", None),
    ],
)
def test_a_sum_for_every_second_is_a_price_of_a_product_alone(text: str, printed: str, metric: str | None) -> None:
    found = read(text, LEXICON, published=PartialDate("2025-11-20")).quantities
    assert next(d for d in found if d.printed == printed).metric == metric
