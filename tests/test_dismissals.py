"""What is a statement and what is not: durations, small counts and places that are told of something, or not."""

import pytest

from claimgraph.extraction import Lexicon, read


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    return Lexicon.load()


def states(text: str, lexicon: Lexicon) -> dict[str, bool]:
    """Printed form -> whether it was kept as said of something."""
    return {draft.printed: draft.state != "dismissed" for draft in read(text, lexicon).quantities if draft.printed}


@pytest.mark.parametrize(
    ("text", "kept", "dismissed"),
    [
        ("The Orrin 4 comes with a warranty of 8 years.", ["8 years"], []),
        ("Orrin signed a three-year agreement with Koto three years ago.", ["three-year"], ["three years ago"]),
        ("Orrin generated each clip in 40 seconds.", ["40 seconds"], []),
        ("Orrin sold 210,000 phones in 48 hours.", ["210,000"], ["48 hours"]),
        ("Orrin asks $2 for a 5-second clip.", ["$2"], ["5-second"]),
        ("奥林汽车质保8年，快充15分钟可补能400公里。", ["8年", "15分钟", "400公里"], []),
        ("奥林影业把制作周期从三个月压缩到18天。", ["三个月", "18天"], []),
        ("过去18个月，奥林影业连续三个月亏损。", [], ["18个月", "三个月"]),
        ("生成5秒视频要2元。", ["2元"], ["5秒"]),
    ],
)
def test_a_duration_is_kept_where_it_is_the_length_of_something(lexicon, text, kept, dismissed):
    found = states(text, lexicon)
    assert {word: found.get(word) for word in kept + dismissed} == dict.fromkeys(kept, True) | dict.fromkeys(
        dismissed, False
    )


@pytest.mark.parametrize(
    ("text", "kept", "dismissed"),
    [
        ("Orrin opened three stores and operates two factories.", ["three", "two"], []),
        ("Orrin cut its range from fourteen models to nine.", ["fourteen", "nine"], []),
        ("Two rivals of Orrin complained.", [], ["Two"]),
        ("奥林影业拥有两家工厂，关闭了五家门店。", ["两家", "五家"], []),
        ("这三家公司选择了三条路径。", [], ["三家", "三条"]),
    ],
)
def test_a_small_count_is_kept_after_a_verb_of_having_or_making(lexicon, text, kept, dismissed):
    found = states(text, lexicon)
    assert {word: found.get(word) for word in kept + dismissed} == dict.fromkeys(kept, True) | dict.fromkeys(
        dismissed, False
    )


@pytest.mark.parametrize(
    ("text", "kept", "dismissed"),
    [
        ("Orrin took first place and Koto came fifth of 19.", ["first place", "fifth"], []),
        ("It was the third straight quarter of growth at Orrin.", [], ["third"]),
        ("Orrin sold less in Spain, its second-biggest market.", [], ["second-biggest"]),
        ("奥林从上周的第九升到第二，科托退到第6。", ["第九", "第二", "第6"], []),
        ("第一，奥林要讲第二曲线的故事。", [], ["第一"]),
    ],
)
def test_a_place_is_kept_where_it_is_the_position_of_a_named_thing(lexicon, text, kept, dismissed):
    found = states(text, lexicon)
    assert {word: found.get(word) for word in kept + dismissed} == dict.fromkeys(kept, True) | dict.fromkeys(
        dismissed, False
    )


@pytest.mark.parametrize(
    ("text", "printed", "bounds"),
    [
        ("奥林的收入分别超过1.5亿元、2.5亿元和3亿元。", "2.5亿元", (250_000_000, None)),
        ("奥林的收入分别超过1.5亿元、2.5亿元和3亿元。", "3亿元", (300_000_000, None)),
        ("Orrin was valued at 70% more than the $5.3 billion of May.", "$5.3 billion", (5_300_000_000, 5_300_000_000)),
        ("奥林把延迟压到0.5秒以内。", "0.5秒", (None, 0.5)),
        ("奥林的均价较去年低位翻了一倍。", "翻了一倍", (100, 100)),
        ("奥林的新模型比旧版便宜近30%。", "30%", (-30, -30)),
        ("奥林股价低开3.4%，跌幅收窄至1.7%。", "1.7%", (-1.7, -1.7)),
        ("Orrin slashed Koto-02 by 30%.", "30%", (-30, -30)),
        ("奥林科技归母净利润-4.75亿元。", "-4.75亿元", (-475_000_000, -475_000_000)),
        ('Orrin lowered its guidance to "-1.5% to +0.5%".', "-1.5% to +0.5%", (-1.5, 0.5)),
        ("奥林的男女员工比例为五比一。", "五比一", (5, 5)),
        ("The parts cost Orrin tens of thousands of dollars.", "tens of thousands of dollars", (20_000, 99_000)),
    ],
)
def test_a_bound_holds_for_what_it_is_said_of(lexicon, text, printed, bounds):
    draft = next(draft for draft in read(text, lexicon).quantities if draft.printed == printed)
    assert tuple(None if bound is None else float(bound) for bound in (draft.low, draft.high)) == bounds


def test_the_first_number_of_a_list_is_counted_like_the_last(lexicon):
    assert states("Orrin and Koto have cut 200 and 90 positions respectively.", lexicon)["200"]


def test_bare_yuan_are_taiwan_dollars_beside_words_of_its_market(lexicon):
    found = {
        draft.printed: draft.unit
        for draft in read("奧林科技法說會後，外資將目標價上調至2,400元，本益比25倍。", lexicon).quantities
    }
    assert found["2,400元"] == "TWD"
    assert {d.unit for d in read("奧林科技將售價上調至2,400元。", lexicon).quantities} == {"CNY"}


def test_a_number_set_against_a_multiple_is_one(lexicon):
    text = "Orrin trades at 8.5 times forward earnings, against an industry median of 19."
    assert {draft.unit for draft in read(text, lexicon).quantities} == {"multiple"}


def test_what_was_added_since_is_no_level(lexicon):
    text = "奥林视频的日均使用时长达106分钟（同比+6分钟）。"
    assert [draft.state for draft in read(text, lexicon).quantities if draft.printed.endswith("6分钟")][
        -1
    ] == "unmapped"
    assert not states("奥林视频的画面比例为16:9。", lexicon)["16:9"]


def test_the_end_of_a_number_in_groups_is_no_day(lexicon):
    assert states("Orrin sold 2.7 times the 3,600 of June.", lexicon)["3,600"]
