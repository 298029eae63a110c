"""Who says a number, through whom, and how the text commits itself to it."""

from __future__ import annotations

import pytest

from claimgraph.claim import Modality, PartialDate
from claimgraph.extraction import Draft, Lexicon, read


def draft(text: str, printed: str, lexicon: Lexicon) -> Draft:
    """The draft of the number printed so, in an article of November 2025."""
    found = read(text, lexicon, published=PartialDate("2025-11-20")).quantities
    return next(d for d in found if d.printed == printed)


@pytest.mark.parametrize(
    ("text", "printed", "by"),
    [
        ("据清岭研究院数据显示，澄湖科技月活用户达到820万。", "820万", ("清岭研究院",)),
        ("晨星日报援引清岭研究院的数据称，澄湖科技月活用户达到820万。", "820万", ("晨星日报", "清岭研究院")),
        ("据知情人士透露，澄湖科技月活用户达到820万。", "820万", ("知情人士",)),
        ("清岭咨询预计，全年国内微短剧市场规模将达到677.9亿元。", "677.9亿元", ("清岭咨询",)),
        (
            "According to Halden Research, Varnholt Energy has 3,200 employees.",
            "3,200",
            ("Halden Research",),
        ),
        (
            "Mira Solberg, a partner at Halden Capital, put the retention rate of Lumo at 12%.",
            "12%",
            ("Mira Solberg",),
        ),
        (
            "Running costs of Lumo, which the Norden Herald, citing Halden Research, put at $15 million, are high.",
            "$15 million",
            ("Norden Herald", "Halden Research"),
        ),
        ("据岭南有色网数据，碳酸锂均价为14万元。", "14万元", ("岭南有色网",)),
        ("据初步统计，碳酸锂均价为14万元。", "14万元", ()),
        ("晨星维持“买入”，目标价由88港元下调至82港元。", "82港元", ("晨星",)),
        ("高岭证券维持“买入”评级。该行预测澄湖科技2026年净利润为22亿元。", "22亿元", ("高岭证券",)),
        ("法人估，澄湖科技今年每股纯益可望上看32元。", "32元", ("法人",)),
        ("Varnholt sales rose 4%, ahead of the 3% that analysts polled by Halden had expected.", "3%", ("analysts",)),
        ("Varnholt sales rose 4%, ahead of the 3% that analysts polled by Halden had expected.", "4%", ()),
        ("高岭证券研报预计，澄湖科技收入将达5亿元。受消息提振，澄湖科技股价收涨4%。", "4%", ()),
        ("澄湖科技第三季度营收为9.1亿元。", "9.1亿元", ()),
    ],
)
def test_sources_outermost_first(text: str, printed: str, by: tuple[str, ...], bare: Lexicon) -> None:
    assert draft(text, printed, bare).attribution == by


@pytest.mark.parametrize(
    ("text", "printed", "by"),
    [
        # who said it stands after it, or was told it
        ("Pre-orders of the Lumo reached 210,000, said Ada Okafor, who leads the unit.", "210,000", ("Ada Okafor",)),
        (
            "Varnholt is in talks to raise $300 million, two people familiar with the matter told Reuters.",
            "$300 million",
            ("Reuters", "two people familiar with the matter"),
        ),
        (
            "Varnholt raised $90 million, Norden Herald reported on Friday citing people close to the talks.",
            "$90 million",
            ("Norden Herald", "people close to the talks"),
        ),
        # who is unnamed and was spoken of before
        (
            "Varnholt wants $300 million, a person close to the talks said. Its value is $2 billion, the person said.",
            "$2 billion",
            ("a person close to the talks",),
        ),
        ("据晨星日报援引知情人士的消息，澄湖科技已完成3亿元的B轮融资。", "3亿元", ("晨星日报", "知情人士")),
        # a house tells on in its paragraph, and the next one names it by a noun
        ("清岭咨询数据显示，微短剧市场规模达677亿元。付费用户达到3,200万。", "3,200万", ("清岭咨询",)),
        ("清岭咨询数据显示，微短剧市场规模达677亿元。\n报告还提到，付费用户达到3,200万。", "3,200万", ("清岭咨询",)),
        ("清岭咨询数据显示，微短剧市场规模达677亿元。\n澄湖科技有员工3,200人。", "3,200人", ()),
        # a broker rates another's shares
        ("清岭证券发布研报称，维持澄湖科技“买入”评级，目标价由88元上调至92元。", "92元", ("清岭证券",)),
        # the whole of a quotation is the speaker's
        ("“我们一共有十二家店。去年新开了3家，”澄湖科技创始人周一川说。", "3家", ("周一川",)),
        # a broker changes what it expects of another
        ("清岭证券将澄湖科技2026年盈利预测由9亿元下调至8亿元。", "8亿元", ("清岭证券",)),
        # news learnt from somebody
        ("记者从清岭研究院获悉，微短剧市场规模达677亿元。", "677亿元", ("清岭研究院",)),
    ],
)
def test_how_far_a_source_reaches(text: str, printed: str, by: tuple[str, ...], bare: Lexicon) -> None:
    assert draft(text, printed, bare).attribution == by


def test_a_price_that_is_set_has_no_source(bare: Lexicon) -> None:
    assert draft("澄湖科技1月把云朵错峰价打到五折。", "五折", bare).attribution == ()


def test_a_pronoun_that_speaks_is_the_person_named_before(bare: Lexicon) -> None:
    text = "Mira Solberg, an analyst at Halden Capital, is wary. She expects revenue of Lumo to reach $400 million."
    assert draft(text, "$400 million", bare).attribution == ("Mira Solberg",)


def test_a_company_is_no_source_of_what_it_says_of_itself(bare: Lexicon) -> None:
    assert draft("澄湖科技集团表示，公司全年营收为12.6亿元。", "12.6亿元", bare).attribution == ()


@pytest.mark.parametrize(
    ("text", "printed", "modality"),
    [
        ("澄湖科技全年收入为1.4亿美元。", "1.4亿美元", Modality.ACTUAL),
        ("澄湖科技预计全年收入达到1.4亿美元，毛利率落在31%左右。", "1.4亿美元", Modality.EXPECTED),
        # the clause that goes on is expected too
        ("澄湖科技预计全年收入达到1.4亿美元，毛利率落在31%左右。", "31%", Modality.EXPECTED),
        # and a clause with a time of its own is not
        ("澄湖科技预计全年收入达到1.4亿美元，2023年毛利率为31%。", "31%", Modality.ACTUAL),
        # what it is compared with has come to pass
        ("清岭研究院指出，市场规模将由2024年的6.1亿美元增至2032年的25.6亿美元。", "6.1亿美元", Modality.ACTUAL),
        ("清岭研究院指出，市场规模将由2024年的6.1亿美元增至2032年的25.6亿美元。", "25.6亿美元", Modality.EXPECTED),
        # a target is what stands before its noun
        ("澄湖科技累计交付33.8万辆，已完成全年36万辆目标的93.9%。", "36万辆", Modality.TARGET),
        ("澄湖科技累计交付33.8万辆，已完成全年36万辆目标的93.9%。", "93.9%", Modality.ACTUAL),
        # a time to come, seen from the day of the article
        ("澄湖科技2028年全球市场规模48亿美元。", "48亿美元", Modality.EXPECTED),
        ("清岭研究院估算澄湖科技首日流水为580万元。", "580万元", Modality.ESTIMATED),
        ("Varnholt Energy guides to capital expenditure of $260 million.", "$260 million", Modality.EXPECTED),
        ("Revenue of Varnholt Energy hit $400 million in May and headcount 520.", "$400 million", Modality.ACTUAL),
        ("Lumo missed its 85% goal for retention rate.", "85%", Modality.TARGET),
    ],
)
def test_modality(text: str, printed: str, modality: Modality, bare: Lexicon) -> None:
    assert draft(text, printed, bare).modality is modality
