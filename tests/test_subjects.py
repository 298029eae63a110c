"""Of whom a number is said: names no corpus knows, markets, nouns and pronouns, and who is set aside. Names are invented."""

import pytest

from claimgraph.claim import Entity, Label
from claimgraph.extraction import Draft, Lexicon, read


def subjects(text: str, lexicon: Lexicon) -> dict[str, str | None]:
    """The subject of every number of a text that was not dismissed, by how the number is printed."""
    return {d.printed: d.subject_text for d in read(text, lexicon).quantities if d.state != "dismissed"}


def draft(text: str, lexicon: Lexicon, printed: str) -> Draft:
    return next(d for d in read(text, lexicon).quantities if d.printed == printed)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # names in their forms
        ("澄湖酒家(603999):三季度点评\n前三季度实现营业收入42亿元。", {"42亿元": "澄湖酒家"}),
        ("岚洲(集团)股份有限公司\n净利润6800万元。", {"6800万元": "岚洲(集团)股份有限公司"}),
        ("其中内地潮玩品牌澄湖玩具(09999)收益增2倍。", {"2倍": "澄湖玩具"}),
        ("随着澄湖科技(688999)发布三季报，行业回暖。澄湖科技营收为9亿元。", {"9亿元": "澄湖科技"}),
        ("机构数据显示，苹果出货量为5800万部，vivo出货量为2090万部。", {"5800万部": "苹果", "2090万部": "vivo"}),
        (
            "Wexford Broad Display (NASDAQ:WBD) fell. WBD lost $9 million in May.",
            {"$9 million": "Wexford Broad Display"},
        ),
        ("Orrin Max+ added 3 million subscribers in May. Orrin Max+ is sold abroad.", {"3 million": "Orrin Max+"}),
        # lists, tables, lines
        ("• Tessaro: 15.2M units\n• Velmo: 12.8M units", {"15.2M": "Tessaro", "12.8M": "Velmo"}),
        ("| Model | Price |\n|---|---|\n| q3 | $10.00 |\n| Koto 2 | $4.00 |", {"$10.00": "q3", "$4.00": "Koto 2"}),
        ("澄湖、岚洲和天枢的份额分别为17%、14%和13%。", {"17%": "澄湖", "14%": "岚洲", "13%": "天枢"}),
        (
            "Tessaro lists Koto 2 at $5/$25 and Koto 2 mini at $1.",
            {"$5": "Koto 2", "$25": "Koto 2", "$1": "Koto 2 mini"},
        ),
        # what is printed before its name
        ("排名第二的是天枢科技，占比20%。天枢科技成立于深圳。", {"第二": "天枢科技", "20%": "天枢科技"}),
        ("单店投入12万元，远低于岚洲科技的22万元。岚洲科技在京。", {"22万元": "岚洲科技"}),
        (
            "In third place is Orrin Cloud, followed by Velmo Inc in the fourth position.",
            {"third place": "Orrin Cloud", "fourth position": "Velmo Inc"},
        ),
        ("With a 22.9 percent share, Tessaro Inc came second.", {"22.9 percent": "Tessaro Inc"}),
        # markets
        ("2025年全球智能手机出货量同比下降13%，跌至2.7亿部。", {"13%": "智能手机", "2.7亿部": "智能手机"}),
        ("Worldwide semiconductor sales reached $54 billion in May, up 17%.", {"$54 billion": "semiconductor"}),
        # pronouns and nouns
        ("The San Francisco startup Orrin grew. The startup raised $750 million.", {"$750 million": "Orrin"}),
        ("Orrin hired. It was reported rival Tessaro raised $30 million.", {"$30 million": "Tessaro"}),
        (
            "岚洲科技创始人陆乔说：“我们的月活用户有300万。”澄湖科技的月活用户为90万。",
            {"300万": "岚洲科技", "90万": "澄湖科技"},
        ),
        # whose a number is in a report on a market
        (
            "研究机构衡数公布,5月中国乘用车销量为190万辆。\n岚洲科技卖出9万辆。\n平均售价为17万元,同比下降3%。",
            {"190万辆": "乘用车", "9万辆": "岚洲科技", "17万元": "乘用车", "3%": "乘用车"},
        ),
        ("岚洲科技营收9亿元。\n放到行业看,协会的数据显示,8月全国冷链运输量完成76亿件。", {"76亿件": "行业"}),
        # names in brackets, sections, lists that end
        ("岚洲科技公布,其他服务(含天枢云)收入为62亿元。", {"62亿元": "岚洲科技"}),
        ("榜单如下:\n1. 天枢(岚洲科技)2.2亿\n2. 澄湖(含澄湖极速版)1.8亿", {"2.2亿": "天枢"}),
        (
            "Orrin Inc (NYSE: ORR) notes: Koto pays\n\nHeadline numbers\nRevenue of $9 million, up 11%.\n\nKoto\n"
            "Revenue came to $2 million.\n\nShareholder returns\nA dividend of $0.50 a share. Orrin is in Leeds.",
            {"$9 million": "Orrin Inc", "$2 million": "Koto", "$0.50 a share": "Orrin Inc"},
        ),
        # interviews
        (
            "Orrin Inc raised money, and we met its founder.\nQ: How is revenue?\nAda Brook: It went through $60 million "
            "in March.\nQ: And users?\nAda Brook: We have 3 million users.\nQ: Velmo Inc is bigger.\n"
            "Ada Brook: Gross margin is 30%.",
            {"$60 million": "Orrin Inc", "3 million": "Orrin Inc", "30%": "Orrin Inc"},
        ),
        # an owner's thing, the noun that ends a name
        (
            "Koto 2 is fading. Orrin Inc's app, which had a million downloads, fell to No. 9.",
            {"a million": "Koto 2", "No. 9": "Koto 2"},
        ),
        ("Orrin Inc bought Delta Terminal. The terminal handled 1.1 million boxes.", {"1.1 million": "Delta Terminal"}),
        ("Velmo Inc grew. Refund requests at Orrin Inc ran at 3.1% of orders.", {"3.1%": "Orrin Inc"}),
        ("Velmo Inc kept 10% of users. For Orrin Inc, the figure is 32%.", {"32%": "Orrin Inc"}),
        # who rates, who writes, why
        ("岚洲科技收报61港元。晨星证券维持买入评级,目标价为88港元。", {"88港元": "岚洲科技"}),
        ("We trim margin by 80bp at Orrin Inc, to 13.4%. Orrin Inc is cheap.", {"80bp": "Orrin Inc"}),
        ("天枢科技是黑马。受惠岚洲科技的乙模型接入,其下载量达610万次。天枢科技在京。", {"610万次": "天枢科技"}),
        (
            "澄湖、岚洲和天枢的份额分别以17%、14%和13%排名第三、第四和第五。",
            {"第三": "澄湖", "第四": "岚洲", "第五": "天枢"},
        ),
        # several taken together, places, who goes on
        ("岚洲科技视频生成模型“天枢”上线。下载量达20万次。天枢免费。", {"20万次": "天枢"}),
        ("天枢卖出3亿元。榜单上,这两部影片拿走超8成票房。", {"8成": "这两部影片"}),
        ("Orrin Inc grew. The two companies spent $9 million on ads.", {"$9 million": "The two companies"}),
        ("Velmo Inc hits China with 70 million sign-ups.", {"70 million": "Velmo Inc"}),
        (
            "岚洲科技在近日宣布天枢应用5月的收入已突破2000万元,年化收入达2.4亿元。天枢应用已上线。",
            {"2.4亿元": "天枢应用"},
        ),
        (
            "Orrin Inc and Velmo Inc grew in May.\nGlobal battery installations outside Asia reached 32.7 GWh in May.\n"
            "South Korea's Tessaro Inc came third. It held a market share of 13.6 percent.",
            {"32.7 GWh": "battery installations outside Asia", "13.6 percent": "Tessaro Inc"},
        ),
        (
            "Orrin Inc, Velmo Inc and Koto Inc were third, fourth and fifth with 9%, 8% and 7%, respectively.",
            {"8%": "Velmo Inc", "7%": "Koto Inc"},
        ),
        # two who act in one clause
        (
            "Orrin rose 0.5 percent and Tessaro rose 0.6 percent in May.",
            {"0.5 percent": "Orrin", "0.6 percent": "Tessaro"},
        ),
        ("Shares of Orrin rose 64% in May.", {"64%": "Orrin"}),
        ("Orrin reported Koto revenue up 63% in May. Koto is its cloud.", {"63%": "Koto"}),
    ],
)
def test_a_number_is_filed_under_whom_it_is_about(bare, text, expected):
    found = subjects(text, bare)
    assert {printed: found.get(printed) for printed in expected} == expected


@pytest.mark.parametrize(
    ("text", "printed", "aside"),
    [
        ("天枢科技在8月完成甲石资本、乙水创投领投的7000万美元B轮融资。", "7000万美元", {"甲石资本", "乙水创投"}),
        ("澄湖科技受惠伺服器需求，带动GB900出货，9月营收1841亿元。", "1841亿元", {"GB900"}),
        ("Orrin's valuation rose from $3 billion (Halden) to $5 billion (Pell).", "$5 billion", {"Halden", "Pell"}),
        (
            "FRAMINGHAM, MA – Orrin shipped 63 million units in the first quarter, and its rivals in turn shipped less.",
            "63 million",
            {"FRAMINGHAM"},
        ),
        ("Market researcher Counterpoint said Orrin shipped 5 million phones.", "5 million", {"Counterpoint"}),
        ("《天枢纪》登上苹果中国区免费榜第一，首日流水5800万元。", "5800万元", {"苹果"}),
        ("2025年Q3营收14亿元。", "14亿元", {"Q3营"}),
    ],
)
def test_who_is_only_named_beside_a_number_is_not_its_subject(bare, text, printed, aside):
    assert draft(text, bare, printed).subject_text not in aside


def test_a_firm_is_called_what_its_app_is_called(bare):
    text = "岚洲科技发布财报。岚洲科技的用户日均使用时长提升至134分钟。"
    assert draft(text, bare, "134分钟").subject_text == "岚洲科技"


def test_the_maker_is_no_subject_of_what_its_product_did_after_a_conjunction(bare):
    text = "Orrin Foods jumped after its snack Velmo cut waste by 18% in a trial. Velmo is new."
    assert draft(text, bare, "18%").subject_text == "Velmo"


def test_a_topic_of_another_paragraph_does_not_outlive_its_own(bare):
    text = (
        "Orrin Group said sales rose. Orrin Group shares rose 2%.\n\n"
        "Velmo Inc said profit fell to $5 million. Shares were $55.36, down 67 cents."
    )
    assert draft(text, bare, "$55.36").subject_text == "Velmo Inc"


@pytest.mark.parametrize(
    ("text", "printed", "state"),
    [
        ("Kelpin did 33,181 and Orrin 9,800 fewer.", "33,181", "unmapped"),  # a count that only its digits tell
        ("Orrin users spend 129.6 minutes a day in the app.", "129.6 minutes a day", None),  # no round span of time
        ("澄湖科技的模型可一次生成16秒的影片。", "16秒", None),  # what it can make, not how long something took
    ],
)
def test_values_that_look_like_attributes(bare, text, printed, state):
    found = draft(text, bare, printed)
    assert found.state != "dismissed"
    assert state in (None, found.state)


def test_a_level_that_was_surged_to_is_no_bound(bare):
    found = draft("澄湖科技毛利率冲上36.4%。", bare, "36.4%")
    assert (found.low, found.high) == (found.high, found.low)


def test_customers_that_are_counted_are_not_whom_a_number_is_about():
    lexicon = Lexicon.load(
        entities=[
            Entity(id="buyers", kind="MarketSegment", labels=(Label("企业客户", "zh-hans"),)),
            Entity(id="chenghu", kind="Company", labels=(Label("澄湖科技", "zh-hans"),)),
        ]
    )
    served = draft("澄湖科技服务企业客户，年化收入达到3500万美元。", lexicon, "3500万美元")
    assert served.subject == "chenghu"
