"""Which words of a text are taken for names, and how well each is known to be one."""

import pytest

from claimgraph.extraction import Lexicon
from claimgraph.extraction.rules.evidence import GRADES, best, strength
from claimgraph.extraction.rules.mentions import Mention, MentionFinder
from claimgraph.extraction.rules.text import Text


@pytest.fixture(scope="module")
def finder():
    return MentionFinder(Lexicon.load(()))


def named(finder: MentionFinder, text: str) -> dict[str, Mention]:
    """The names of a text that are no place and no market, as they are printed."""
    read = Text(text)
    return {read.plain[m.start : m.end]: m for m in finder.find(read) if m.named and m.sort not in ("place", "market")}


@pytest.mark.parametrize(
    "text",
    [
        "Headline inflation eased. Longest waits fell by half.",
        "- Run rate: US$30m annualised\n- Headline numbers were up 4%",
        "See page 9 for the method. Annualized revenue topped $300 million.",
        "Rates have halved. Fewer than three in ten renewed.",
        "TP HK$92 implies 14x FY26E earnings, with ROE of 12% in 2Q26.",
        "| Model | 720p | Longest clip |\n| --- | --- | --- |\n",
        "SUNDAY AM UPDATE: takings rose 4% to $2 million.",
        "The Fancy plan rose by $2. Standard and Premier tiers cost $9 and $19.",
        "Monthly Active Users rose to 4 million in the July-August period.",
    ],
)
def test_ordinary_words_measures_periods_and_plans_are_no_names(finder, text):
    assert not named(finder, text)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Brellin CEO Dana Vorrick said sales doubled.", {"Brellin": "organization", "Dana Vorrick": "person"}),
        ("The game Last Harbour earned $4 million.", {"Last Harbour": "any"}),
        (
            "Shares trade on the exchange. Quorvane Technologies, Inc. rose 4%.",
            {"Quorvane Technologies": "organization"},
        ),
        ("In 2025 Tressolo delivered 4,100 cars.", {"Tressolo": "any"}),
        ("Rowan Teale of Bellfort Research expects 4%.", {"Rowan Teale": "any", "Bellfort Research": "publication"}),
        ("Ostrelle, the furniture arm it bought, made $4m.", {"Ostrelle": "organization"}),
        ("It ships the Lumetta Fold 2, a phone with two screens.", {"Lumetta Fold 2": "product"}),
        ("1. Cadet Grey (Pallister) took $29m.", {"Cadet Grey": "any", "Pallister": "any"}),
        ("WQH: We have 40 people.\nQ: And sales?\nWQH: Some $3 million.", {"WQH": "person"}),
    ],
)
def test_latin_names_are_found_whole(finder, text, names):
    found = named(finder, text)
    assert {name: found[name].sort for name in names if name in found}.keys() == names.keys()
    assert all(found[name].sort == sort for name, sort in names.items() if sort != "any")


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("棠峪是一家做咖啡机的公司,去年卖出4万台。", {"棠峪"}),
        ("对话折桥影像创始人郁禾:这门生意还能热几年。折桥影像有37人。", {"折桥影像"}),
        ("1. 千峪(棠川)1.83亿\n2. 元砚(晶峪)9240万", {"千峪", "元砚"}),
        ("芯片由瑞磐代工,单颗成本下降。", {"瑞磐"}),
        ("据岳砚估算,全年销量约4万台。", {"岳砚"}),
        ("评估棠峪工程股份有限公司(以下简称“棠峪”)的价值。", {"棠峪工程股份有限公司", "棠峪"}),
        ("排名靠前的依次是星峪互娱、豪砚嘉科、波棠城市共40家厂商。", {"星峪互娱", "豪砚嘉科", "波棠城市"}),
        ("公司发布的鹤砚2.0接口价格降到4元。", {"鹤砚2.0"}),
        ("郁禾:没那么夸张。\n问:今年呢?\n郁禾:还要看。", {"郁禾"}),
    ],
)
def test_chinese_names_beside_words_that_only_names_have(finder, text, names):
    assert names <= named(finder, text).keys()


@pytest.mark.parametrize(
    "text",
    [
        "该股重挫10%,市值蒸发约42亿元。",
        "国产品牌手机出货量3.7亿部。",
        "净营收为9.6亿元,单支成本约1.3元。",
        "App端月活412万,息差收窄至1.5%。",
    ],
)
def test_fragments_of_words_are_no_names(finder, text):
    assert not {name for name, m in named(finder, text).items() if m.evidence != "listed"}


def test_each_name_tells_how_it_is_known(finder):
    found = named(finder, "Tessaro Group bought Koto for $4m. Samsung and vivo did not bid for Koto.")
    assert found["Tessaro Group"].evidence == "form"
    assert found["Koto"].evidence == "repeated"
    assert found["vivo"].evidence == "listed"
    assert found["vivo"].strength > found["Tessaro Group"].strength > found["Koto"].strength > 0


def test_grades_are_ordered_from_a_lone_capital_to_an_entity():
    assert [strength(grade) for grade in GRADES] == sorted(range(len(GRADES)))
    assert best(["inside", "form", "lone"]) == "form"
    assert best([]) == "lone"
