"""Relations and dated events as the rules read them: which are proposed, and which wait for a person."""

from __future__ import annotations

import pytest

from claimgraph.extraction import Draft, Lexicon, read


@pytest.fixture(scope="module")
def bare() -> Lexicon:
    return Lexicon.load([])


def drafts(text: str, lexicon: Lexicon, kind: str = "relation") -> list[Draft]:
    return [draft for draft in read(text, lexicon).drafts if draft.kind == kind]


def told(text: str, lexicon: Lexicon, state: str = "claim") -> set[tuple[str | None, str | None, str | None]]:
    """Subject, predicate and object of the relations of a state."""
    found = drafts(text, lexicon)
    return {(draft.subject_text, draft.predicate, draft.object_text) for draft in found if draft.state == state}


@pytest.mark.parametrize(
    ("text", "relation"),
    [
        ("Tessaro Holdings (NASDAQ: TSSR) rose 4% on Monday.", ("Tessaro Holdings", "listedOn", "NASDAQ")),
        ("Orrin Bank analyst Dana Reyes said demand is soft.", ("Dana Reyes", "employedBy", "Orrin Bank")),
        (
            "Tessaro Holdings, the firm behind Quillby 3, raised prices.",
            ("Quillby 3", "developedBy", "Tessaro Holdings"),
        ),
        (
            "Tessaro Holdings has been the largest customer of Orrin Semiconductor.",
            ("Tessaro Holdings", "customerOf", "Orrin Semiconductor"),
        ),
        (
            "Tessaro Holdings takes legal action against Orrin Labs over a patent.",
            ("Orrin Labs", "suedBy", "Tessaro Holdings"),
        ),
        ("澄湖科技宣布完成由远帆资本领投的2亿元B轮融资。", ("澄湖科技", "roundLedBy", "远帆资本")),
        ("澄湖科技副总裁林岳表示，公司不会涨价。", ("林岳", "employedBy", "澄湖科技")),
    ],
)
def test_what_a_sentence_names_is_proposed(text: str, relation: tuple[str, str, str], bare: Lexicon) -> None:
    assert relation in told(text, bare)


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("澄湖科技副总裁林岳表示，公司不会涨价。", "ledBy"),
        ("澄湖科技前董事长林岳表示，市场在变。", "ledBy"),
        ("澄湖科技收购了海角科技约16%的股份。", "acquiredBy"),
        ("Quillby, a photo editing start-up, has been acquired by Tessaro Holdings.", "launched"),
        ("Tessaro Holdings received a $3 billion buyout offer from Orrin Labs.", "investedInBy"),
        ("Tessaro Holdings and Orrin Labs have entered into a definitive agreement to merge.", "partnerOf"),
    ],
)
def test_what_only_looks_like_a_relation_is_none(text: str, wrong: str, bare: Lexicon) -> None:
    assert wrong not in {draft.predicate for draft in drafts(text, bare)}


def test_a_name_before_a_noun_and_another_name_is_not_what_was_bought(bare: Lexicon) -> None:
    found = told("Tessaro Holdings has acquired Orrin competitor Quillby Software.", bare)
    assert ("Orrin", "acquiredBy", "Tessaro Holdings") not in found


def test_who_bought_is_told_by_the_passive(bare: Lexicon) -> None:
    found = drafts("Quillby Software, a photo editing developer, was acquired by Tessaro Holdings.", bare)
    assert not [draft for draft in found if draft.object_text == "Quillby Software"]


def test_an_end_left_unsaid_among_several_firms_waits_for_a_person(bare: Lexicon) -> None:
    text = (
        "Tessaro Holdings cut prices in May. Orrin Labs followed a week later. Orrin Labs now has 40 staff.\n"
        "The round was led by Fenwick Capital."
    )
    found = [draft for draft in drafts(text, bare) if draft.predicate == "roundLedBy"]
    assert found
    assert all(draft.state == "unmapped" and draft.reason for draft in found)


def test_an_end_left_unsaid_is_whom_the_text_is_about(bare: Lexicon) -> None:
    text = "Tessaro Holdings cut prices. Tessaro Holdings grew. The company's chief executive Dana Reyes agreed."
    assert {draft.state for draft in drafts(text, bare) if draft.predicate == "ledBy"} == {"claim"}


def test_a_round_belongs_to_the_firm_that_leads_the_sentence(bare: Lexicon) -> None:
    text = (
        "Tessaro Holdings raised $30 million in a round led by Fenwick Capital, with Merrow Partners also taking part."
    )
    found = told(text, bare)
    assert ("Tessaro Holdings", "roundLedBy", "Fenwick Capital") in found
    assert ("Fenwick Capital", "investedInBy", "Merrow Partners") not in found


@pytest.mark.parametrize(
    ("text", "event"),
    [
        ("Quillby Software, which was launched in April 2013, is shutting down.", ("Quillby Software", "launch_date")),
        ("澄湖科技2019年6月由远帆资本与林岳创立。", ("澄湖科技", "founded_date")),
    ],
)
def test_a_dated_event_is_that_of_what_began(text: str, event: tuple[str, str], bare: Lexicon) -> None:
    assert event in {(draft.subject_text, draft.metric) for draft in drafts(text, bare, "event")}


@pytest.mark.parametrize(
    "text",
    [
        "海角证券在10月发布的最新研报中维持澄湖科技买入评级。",
        "澄湖科技昨日发布2025年中期报告，收入增长9%。",
        "澄湖科技2月合并营收达40亿元。",
        "澄湖科技2022年3月推出全新茶饮，售价20元。",
    ],
)
def test_a_report_or_an_unknown_thing_begins_nothing(text: str, bare: Lexicon) -> None:
    assert not drafts(text, bare, "event")


@pytest.mark.parametrize(
    ("text", "relation"),
    [
        ("Tessaro Holdings agreed to buy Japan's Orrin Labs.", ("Orrin Labs", "acquiredBy", "Tessaro Holdings")),
        (
            "Tessaro Holdings sold its Quillby Maps business unit to Orrin Labs.",
            ("Quillby Maps", "acquiredBy", "Orrin Labs"),
        ),
        (
            "Orrin Labs, which belongs to Tessaro Holdings, is profitable.",
            ("Orrin Labs", "ownedBy", "Tessaro Holdings"),
        ),
        (
            "Founded in 2019 by Dana Reyes, a former engineer at Orrin Labs, Tessaro Holdings makes sensors.",
            ("Tessaro Holdings", "foundedBy", "Dana Reyes"),
        ),
        (
            "Tessaro Holdings' chief executive Dana Reyes said demand is strong.",
            ("Tessaro Holdings", "ledBy", "Dana Reyes"),
        ),
        ("澄湖科技今日宣布融资。澄湖科技由北岭大学教授林岳带领的团队创办。", ("澄湖科技", "foundedBy", "林岳")),
        ("澄湖科技今日宣布融资。澄湖科技首席执行官林岳汇报了进展。", ("澄湖科技", "ledBy", "林岳")),
        ("澄湖科技今日宣布融资。澄湖科技AI视频生成模型「云朵」面世。", ("云朵", "ownedBy", "澄湖科技")),
    ],
)
def test_ends_are_told_by_country_genitive_and_apposition(
    text: str, relation: tuple[str, str, str], bare: Lexicon
) -> None:
    assert relation in told(text, bare)


def test_a_title_without_a_firm_is_held_in_the_firm_the_text_is_about(bare: Lexicon) -> None:
    text = (
        "Tessaro Holdings said sales rose 4% in the quarter. Tessaro Holdings opened nine stores.\n\n"
        '"We will not raise prices," Chief Executive Dana Reyes said. Reyes expects costs to fall.'
    )
    assert ("Tessaro Holdings", "ledBy", "Dana Reyes") in told(text, bare)


def test_a_last_name_is_the_person_named_before(bare: Lexicon) -> None:
    text = "Tessaro Holdings chairman Dana Reyes said so first. Reyes, who is also Orrin Labs' CEO, was calm."
    assert any(subject == "Orrin Labs" and predicate == "ledBy" for subject, predicate, _ in told(text, bare))


def test_every_holder_in_a_list_of_shares_has_invested(bare: Lexicon) -> None:
    text = "澄湖科技今日提交招股书。澄湖科技去年收入3亿元。远帆资本、溪口创投分别持有14.3%和8.7%。"
    found = told(text, bare)
    assert {("澄湖科技", "investedInBy", "远帆资本"), ("澄湖科技", "investedInBy", "溪口创投")} <= found


def test_a_title_and_a_person_tell_that_the_word_before_is_a_firm(bare: Lexicon) -> None:
    found = told("Sales fell. Orrin spokesman Milo Tarn said stores stay open. Former chairman Ada Quill left.", bare)
    assert ("Milo Tarn", "employedBy", "Orrin") in found
    assert not any("Former" in (subject or "") for subject, _, _ in found)


def test_an_investor_is_not_the_firm_that_a_title_belongs_to(bare: Lexicon) -> None:
    text = "本轮融资由远帆资本和溪口资本联合领投。公司首席执行官林岳表示，资金将用于研发。"
    assert not told(text, bare)


def test_what_is_sold_is_owned_until_then(bare: Lexicon) -> None:
    found = drafts("Tessaro Holdings is in talks to sell parts of its Quillby Maps unit.", bare)
    assert [(d.predicate, d.modality.value) for d in found] == [("ownedBy", "actual")]


@pytest.mark.parametrize(
    ("text", "relation"),
    [
        (
            "Quillby raised $40 million in a round that included Orrin Ventures, Hale Capital, and Dana Reyes.",
            ("Quillby", "investedInBy", "Hale Capital"),
        ),
        (
            "Quillby raised $40 million from Orrin Ventures, Hale Capital, and existing investors.",
            ("Quillby", "investedInBy", "Hale Capital"),
        ),
        (
            "Tessaro Holdings announced an agreement to sell to Orrin Labs on Monday.",
            ("Tessaro Holdings", "acquiredBy", "Orrin Labs"),
        ),
    ],
)
def test_lists_end_in_others_and_firms_are_sold(text: str, relation: tuple[str, str, str], bare: Lexicon) -> None:
    assert relation in told(text, bare)


def test_a_post_held_before_is_none(bare: Lexicon) -> None:
    found = told("澄湖科技今日宣布，前远帆科技副总裁林岳加入。", bare)
    assert ("林岳", "employedBy", "远帆科技") not in found


def test_an_application_to_be_listed_is_no_listing(bare: Lexicon) -> None:
    assert not drafts("澄湖科技于2021年8月27日提交港股上市申请。", bare, "event")


def test_who_is_founded_stands_later_in_the_sentence(bare: Lexicon) -> None:
    text = "Founded in April 2019 by Dana Reyes, a former engineer at Orrin Labs, Tessaro Holdings makes sensors."
    assert [(e.metric, e.subject_text) for e in drafts(text, bare, "event")] == [("founded_date", "Tessaro Holdings")]


def test_who_takes_over_from_somebody_raises_no_money(bare: Lexicon) -> None:
    found = told("Tessaro Holdings rose 4%. Milo Tarn took over from Dana Reyes in April.", bare)
    assert not any(predicate == "investedInBy" for _, predicate, _ in found)


@pytest.mark.parametrize(
    ("text", "relations"),
    [
        (
            "Tessaro Robotics, a Leeds startup, raised $40 million. The round was led by QV, Orrin Labs's venture arm. "
            "Norwick Partners, Brask, Orrin Labs's QVentures and Hale Capital also took part. "
            "Tessaro Robotics now has 90 people. Tessaro Robotics will hire more.",
            {
                ("Tessaro Robotics", "roundLedBy", "QV"),
                ("QV", "ownedBy", "Orrin Labs"),
                ("Tessaro Robotics", "investedInBy", "Norwick Partners"),
                ("Tessaro Robotics", "investedInBy", "Brask"),
                ("Tessaro Robotics", "investedInBy", "Hale Capital"),
            },
        ),
        (
            "Orrin Labs has led a funding round of more than $60 million in Tessaro Robotics.",
            {("Tessaro Robotics", "roundLedBy", "Orrin Labs")},
        ),
        (
            "Orrin Labs also holds shares in Tessaro Robotics, a competitor of Hale Systems.",
            {("Tessaro Robotics", "investedInBy", "Orrin Labs")},
        ),
        (
            "Orrin Labs grew fast last year and counts Norwick, Brask and Hale Systems among its customers.",
            {
                ("Norwick", "customerOf", "Orrin Labs"),
                ("Brask", "customerOf", "Orrin Labs"),
                ("Hale Systems", "customerOf", "Orrin Labs"),
            },
        ),
        (
            "The deal that Orrin Labs signed with Hale Systems last month has done little for sales.",
            {("Orrin Labs", "partnerOf", "Hale Systems")},
        ),
        (
            "Quillby 3, a model that Orrin Labs released in January, ranks second, behind Hale Systems's Brisk 5.",
            {("Quillby 3", "developedBy", "Orrin Labs"), ("Brisk 5", "outperforms", "Quillby 3")},
        ),
        (
            "Orrin Labs was started by Dana Reyes, a former Hale Systems executive who had also worked at Norwick Corp.",
            {("Dana Reyes", "workedAt", "Hale Systems"), ("Dana Reyes", "workedAt", "Norwick Corp")},
        ),
        (
            "澄湖科技完成2亿元B轮融资，由远帆资本领投，老股东云岭创投追加了3000万元。",
            {("澄湖科技", "roundLedBy", "远帆资本"), ("澄湖科技", "investedInBy", "云岭创投")},
        ),
        (
            "澄湖科技昨日挂牌。澄湖科技的基石投资者共有3家，包括远帆资本、云岭创投等。",
            {("澄湖科技", "investedInBy", "远帆资本"), ("澄湖科技", "investedInBy", "云岭创投")},
        ),
        ("澄湖科技负责人维布尔斯3日宣布涨价。", {("澄湖科技", "ledBy", "维布尔斯")}),
        (
            "岚山大模型的两款主力模型Luna-Speed和Luna-Lite免费。",
            {("Luna-Speed", "versionOf", "岚山"), ("Luna-Lite", "versionOf", "岚山")},
        ),
    ],
)
def test_investors_makers_and_customers_are_told_in_many_ways(
    text: str, relations: set[tuple[str, str, str]], bare: Lexicon
) -> None:
    assert relations <= told(text, bare)


@pytest.mark.parametrize(
    ("text", "predicate"),
    [
        ("Tessaro raised $40 million in a round led by Chinese investors.", "roundLedBy"),
        ("Tessaro raised $40 million with participation from Japanese and Chinese banks.", "investedInBy"),
        ("Orrin Labs has led a funding round in March.", "roundLedBy"),
    ],
)
def test_a_capital_alone_makes_no_investor(text: str, predicate: str, bare: Lexicon) -> None:
    assert predicate not in {found[1] for found in told(text, bare)}


def test_a_date_that_stands_alone_belongs_to_the_event_after_it(bare: Lexicon) -> None:
    found = drafts("2026年1月9日，澄湖科技在港交所主板挂牌。", bare, "event")
    assert [(draft.subject_text, draft.metric, draft.printed) for draft in found] == [
        ("澄湖科技", "listing_date", "2026年1月9日")
    ]
    assert not drafts("2026年1月9日，多家车企公布交付数据。", bare, "event")


@pytest.mark.parametrize(
    ("text", "relation"),
    [
        (
            "Orrin Labs and Hale Systems have jointly invested 2.5 billion yuan in Tessaro Robotics.",
            ("Tessaro Robotics", "investedInBy", "Hale Systems"),
        ),
        ("Orrin Labs bought up its archrival Brask Systems.", ("Brask Systems", "acquiredBy", "Orrin Labs")),
        ("澄湖科技CFO林天岳以坦诚的态度回答。", ("林天岳", "employedBy", "澄湖科技")),
    ],
)
def test_decimals_and_adverbs_do_not_part_two_ends(text: str, relation: tuple[str, str, str], bare: Lexicon) -> None:
    assert relation in told(text, bare)
