"""What is proposed as a claim and what is left to a person: every circumstance in which a reading may be wrong."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from claimgraph.claim import PartialDate
from claimgraph.corpus import read_corpus
from claimgraph.extraction import Draft, Lexicon, read

SHARED = Path(__file__).parents[2] / "shared"


def draft(text: str, printed: str, lexicon: Lexicon) -> Draft:
    """The draft of the number printed so."""
    found = read(text, lexicon, published=PartialDate("2025-11-20")).quantities
    return next(d for d in found if d.printed == printed)


@pytest.mark.parametrize(
    ("text", "printed", "metric"),
    [
        ("澄湖科技2024年第二季度营收为12.6亿元，同比增长18%。", "12.6亿元", "quarterly_revenue"),
        ("澄湖科技2024年第二季度营收为12.6亿元，同比增长18%。", "18%", "revenue_growth_yoy"),
        ("澄湖科技今日公布财报，第三季度营收9.1亿元，yoy+11.4%。", "11.4%", "revenue_growth_yoy"),
        ("澄湖科技第三季度营收9.1亿元，与上一季度的8.7亿元相比增长4.6%。", "4.6%", "revenue_growth_qoq"),
        ("Varnholt Energy said net income for the quarter rose 12% to $48 million.", "$48 million", "net_profit"),
        (
            "Varnholt Energy said quarterly revenue was $7 billion, down 38% from a year ago and up 22% from "
            "the previous quarter.",
            "22%",
            "revenue_growth_qoq",
        ),
        ("Varnholt Energy reported a 9.4-percent fall in net profits.", "9.4-percent", "net_profit_growth_yoy"),
    ],
)
def test_a_reading_founded_in_every_part_is_proposed(text: str, printed: str, metric: str, bare: Lexicon) -> None:
    found = draft(text, printed, bare)
    assert (found.state, found.metric) == ("claim", metric), found.reason


@pytest.mark.parametrize(
    ("text", "printed", "word"),
    [
        ("澄湖科技2024年算力服务总收入为26.1亿元。", "26.1亿元", "算力"),
        ("澄湖科技2024年收入缺口为3.2亿元。", "3.2亿元", "缺口"),
        ("Varnholt Energy said helmet revenue reached $48 million.", "$48 million", "helmet"),
        ("Varnholt Energy said gross profit per bicycle was $4,800.", "$4,800", "per"),
    ],
)
def test_words_that_narrow_a_label_leave_it_to_a_person(text: str, printed: str, word: str, bare: Lexicon) -> None:
    found = draft(text, printed, bare)
    assert found.state == "unmapped"
    assert word in (found.reason or "")


@pytest.mark.parametrize(
    ("text", "printed", "reason"),
    [
        # a part of it is spoken of in the clause before
        ("澄湖科技上季发布财报，以广告为主的其他业务，在第三季度收入为4570万元。", "4570万元", "业务"),
        # the clause names something that is no known name
        ("澄湖科技今日发布公告，陌禾主站付费用户降至370万。", "370万", ""),
        # what was opened is not what there is
        ("Ostrava Beauty is a retailer. In 2024 Ostrava Beauty opened 66 stores.", "66", "added"),
        # the place of the name after it
        ("《雾港》票房达到22亿元，第五名《长夜行》也近18亿元。", "第五名", "after it"),
        # a capital at the head of a line makes no name
        ("Varnholt Energy reported results.\n- Helmets first-quarter revenue was $2.24 billion.", "$2.24 billion", ""),
        # a film has no price of a share
        ("《雾港》昨日报收3900万元。", "3900万元", "work"),
        # against a target, not against a year before
        ("澄湖科技2025年收入比年初目标增长一倍。", "一倍", "measured"),
        # only its dimension is told
        ("Varnholt Energy is now making about $1 billion per month.", "$1 billion per month", ""),
        # a list of names stands before it
        ("澄湖科技、晨砾科技和越林科技分别排在第四、第五和第六，销量全部停留在3万辆以上。", "3万辆以上", ""),
    ],
)
def test_what_may_be_said_of_something_else_is_left_to_a_person(
    text: str, printed: str, reason: str, bare: Lexicon
) -> None:
    found = next(d for d in read(text, bare).quantities if printed.startswith(d.printed) and len(d.printed) > 1)
    assert found.state == "unmapped"
    assert reason in (found.reason or "")


def test_a_name_that_comes_only_after_the_number_is_not_its_subject(bare: Lexicon) -> None:
    text = "公司2025年前9个月净利润为5.67亿元。旗下的澄湖科技今日宣布完成收购。"
    found = draft(text, "5.67亿元", bare)
    assert found.state == "unmapped"


@pytest.mark.parametrize(
    ("text", "printed", "metric"),
    [
        # a declared part, and how it is sold
        ("澄湖科技2024年线上广告收入为26.1亿元。", "26.1亿元", "segment_revenue"),
        # the label begins after the period, not within it
        ("澄湖科技发布2025年三季报：前三季度营业收入134.6亿元。", "134.6亿元", "nine_month_revenue"),
        ("澄湖科技7月收入环比增长13%。", "13%", "revenue_change_mom"),
        ("澄湖科技2024年收入成本为3.2亿元。", "3.2亿元", "cost_of_revenue"),
    ],
)
def test_the_metric_of_a_claim_is_the_one_that_its_words_tell(
    text: str, printed: str, metric: str, bare: Lexicon
) -> None:
    found = draft(text, printed, bare)
    assert (found.state, found.metric) == ("claim", metric), found.reason


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        # a change told after the value of a share is not that of the profit before
        ("澄湖科技第三季度净利润为4750万美元，同比下降20.0%，每股收益为1.06美元，同比下降13.8%。", "13.8%"),
        # growth over several years
        ("2024年至2029年，澄湖科技营收年复合增长率接近25%。", "25%"),
        # the two halves of a headline
        ("澄湖科技上季倒退72%　雲收入增速加快至34%", "72%"),
        # somebody else is named between "the company" and the number
        ("澄湖科技成立于2021年。去年两家公司获得大额融资：陌禾科技获得八亿美元，估值达23.4亿美元。", "23.4亿美元"),
    ],
)
def test_what_is_told_of_another_metric_or_name_is_no_claim_of_the_nearest(
    text: str, printed: str, bare: Lexicon
) -> None:
    found = draft(text, printed, bare)
    assert found.state == "unmapped" or found.subject_text == "陌禾科技"


@pytest.mark.parametrize(
    ("text", "printed", "subject"),
    [
        ("Norvik Capital led a $40 million Series B in Varnholt Energy.", "$40 million", "Varnholt Energy"),
        ("Norvik Capital leads a $40 million round in lift maker Varnholt Energy.", "$40 million", "Varnholt Energy"),
        ("Varnholt Energy raised $40 million in a round led by Norvik Capital.", "$40 million", "Varnholt Energy"),
    ],
)
def test_a_round_is_raised_by_whom_it_is_in(text: str, printed: str, subject: str, bare: Lexicon) -> None:
    assert draft(text, printed, bare).subject_text == subject


@pytest.mark.parametrize(
    ("text", "metric"),
    [
        ("Global sales of Lumo X9 smartphones increased by 8% compared to last year.", "unit_sales_growth"),
        (
            "Varnholt Motors sold 41,200 electric cars in the quarter. Its sales rose 8% from a year earlier.",
            "unit_sales_growth",
        ),
        ("Varnholt Motors earned $2 billion on 41,200 cars. Its sales rose 8%.", "revenue_growth_yoy"),
        ("Varnholt Energy said sales rose 8% from a year earlier.", "revenue_growth_yoy"),
    ],
)
def test_sales_are_pieces_where_goods_are_counted(text: str, metric: str, bare: Lexicon) -> None:
    assert draft(text, "8%", bare).metric == metric


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("Varnholt Energy had an 18.9% market share for a loss of 0.4%.", "0.4%"),
        ("澄湖科技今日公布业绩。排名前五的厂商中，只有澄湖科技实现了同比增长。", "前五"),
        ("澄湖科技宣布，用户每天30支视频的免费额度用完后可以加购。", "30支"),
        ("澄湖X90起售价调高100元。", "100元"),
        ("Varnholt Video said revenue growth was driven by a 5% increase in average subscriptions.", "5%"),
        ("Varnholt Video reported results. Paid net subscriber growth was 2.4 million.", "2.4 million"),
        ("Varnholt Video expects to add 4.5 million subscribers in the fourth quarter.", "4.5 million"),
        ("Varnholt Video added 6.7 million paid subscribers, compared with estimates of 6.3 million.", "6.3 million"),
    ],
)
def test_what_is_no_level_of_its_subject_is_left_to_a_person(text: str, printed: str, bare: Lexicon) -> None:
    assert draft(text, printed, bare).state == "unmapped"


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        # a class of goods, but those of the firm
        ("澄湖科技今日公布业绩。期内公司全球智能手机出货量为4330万台。", "4330万台"),
        # what a number described in the clause before
        ("澄湖科技今日公布业绩，收入12亿元。占总收入24.4%的物联产品，上季收入275.5亿元。", "275.5亿元"),
        ("澄湖科技今日公布业绩，收入12亿元。占总收入24.4%的物联产品，上季收入275.5亿元。", "24.4%"),
        # a part of the firm, before a semicolon
        ("澄湖科技公布，云业务分部首次实现经营盈利；单季收入则达290亿元。", "290亿元"),
    ],
)
def test_goods_and_parts_of_a_firm_are_neither_it_nor_a_market(text: str, printed: str, bare: Lexicon) -> None:
    assert draft(text, printed, bare).state == "unmapped"


def test_a_quarter_behind_a_latin_name_is_no_part_of_it() -> None:
    lexicon = Lexicon.load(read_corpus("ai-video").entities.values())
    found = draft("可灵AIQ3营业收入超过3亿元。", "3亿元", lexicon)
    assert found.subject == "kling"


def test_words_of_a_metric_are_no_name(bare: Lexicon) -> None:
    text = "陌禾以1810万台的出货量排名第二，市场份额18.3%，同比下降18.9%。除此之外其他厂商出货量共计510万台。"
    subjects = {d.subject_text for d in read(text, bare).quantities}
    assert not any("出货量" in (name or "") for name in subjects)


def test_a_number_only_compared_with_another_has_the_same_subject(bare: Lexicon) -> None:
    text = (
        "Varnholt Energy is the parent of Lumo. Lumo now has 700 million weekly active users, "
        "up from approximately 500 million earlier in the year."
    )
    drafts = read(text, bare).quantities
    subjects = [d.subject_text for d in drafts if d.metric == "weekly_active_users"]
    assert subjects == ["Lumo", "Lumo"]


def test_an_unread_clause_casts_doubt_on_the_numbers_after_it(bare: Lexicon) -> None:
    """What follows a number of doubtful subject in the same sentence is of that subject too."""
    text = "澄湖科技表示，推升前十大封测厂第三季营收增长7.8%，达23.8亿元。"
    states = {d.state for d in read(text, bare).quantities if d.unit in ("percent", "CNY")}
    assert states == {"unmapped"}


def test_every_core_number_of_the_first_article_is_proposed() -> None:
    gold = SHARED / "gold" / "seed-numbers.json"
    if not gold.exists():
        pytest.skip(f"no labels at {SHARED}")
    labels = json.loads(gold.read_text(encoding="utf-8"))
    text = (SHARED / labels["document"]["file"]).read_bytes().decode()
    claims = read(text, Lexicon.load(read_corpus("ai-video").entities.values())).claims
    for label in labels["claims"]:
        start, end = label["value"]["mention"]["span"]
        if label["tier"] == "core":
            assert any(d.kind == "metric" and d.start < end and start < d.end for d in claims), label["id"]


def test_a_part_of_a_firm_told_after_its_product_is_left_to_a_person(bare: Lexicon) -> None:
    text = (
        "澄湖科技今日公布第一季度财报，营收为12.6亿元。旗下视频应用“澄影”的收入超过1亿元，澄影月活跃用户达3000万。"
        "线上营销服务收入为8.4亿元，同比增长8%。"
    )
    held = draft(text, "8.4亿元", bare)
    assert (held.metric, held.state, held.reason) == ("segment_revenue", "unmapped", "it may be told of the firm")
    assert draft(text, "3000万", bare).state == "claim"
