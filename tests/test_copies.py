"""Which sources carry one text: found in either script, with words dropped; two stories on one topic are not."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from agreement_claims import derived, entity, figure, source
from claimgraph.agreement import Copies, find_copies, read_rules
from claimgraph.claim import Source
from claimgraph.corpus.model import CopyDecision, Decisions, Place

PLACE = Place(Path("decisions.yaml"), 3)

# One story in both scripts, and the words that others are made of. All of it was written for these tests.
SIMPLIFIED = (
    "灯塔公司昨日公布季度账目。会议室里坐满了分析师,气氛比去年轻松。总裁说,新系统上线以后,订单处理时间缩短了一半。",
    "仓库搬到了河对岸,租金反而下降。财务负责人补充道,电费仍是最大的开支,下半年打算自己发电。",
    "竞争对手上月刚刚降价,但灯塔没有跟进。销售团队认为,客户更看重送货准时,而不是便宜几块钱。",
    "工程师们正在测试一种机械手臂,它能分辨玻璃和塑料。第一批样机会在冬天运到北方的工厂。",
    "股东问到分红,总裁只笑了笑,说要先把桥修好。散会时外面下起小雨,没有人急着离开。",
)
TRADITIONAL = (
    "燈塔公司昨日公布季度賬目。會議室裡坐滿了分析師,氣氛比去年輕鬆。總裁說,新系統上線以後,訂單處理時間縮短了一半。",
    "倉庫搬到了河對岸,租金反而下降。財務負責人補充道,電費仍是最大的開支,下半年打算自己發電。",
    "競爭對手上月剛剛降價,但燈塔沒有跟進。銷售團隊認為,客戶更看重送貨準時,而不是便宜幾塊錢。",
    "工程師們正在測試一種機械手臂,它能分辨玻璃和塑料。第一批樣機會在冬天運到北方的工廠。",
    "股東問到分紅,總裁只笑了笑,說要先把橋修好。散會時外面下起小雨,沒有人急著離開。",
)
SUBJECTS = [
    "灯塔公司",
    "北方工厂",
    "运输部门",
    "年轻团队",
    "审计小组",
    "港口管理处",
    "玻璃车间",
    "送货司机",
    "财务总监",
    "软件工程师",
]
ACTIONS = [
    "公布了季度账目",
    "缩短了处理时间",
    "打算自己发电",
    "降低了价格",
    "测试机械手臂",
    "搬到河对岸",
    "拒绝评论",
    "扩大招聘",
    "推迟了交货",
    "修好了大桥",
]
REASONS = [
    "因为租金下降",
    "为了节省电费",
    "按照去年的计划",
    "在客户要求之下",
    "尽管成本上升",
    "由于天气转冷",
    "以便赶上竞争对手",
    "趁市场低迷",
    "依照董事会决定",
    "没有说明理由",
]
ENGLISH = (
    "The lighthouse firm opened its books on Monday and the room was full. Orders now leave the yard in half the time they "
    "took a year ago, the chief said, and nobody in the front row looked surprised. Power stays the largest bill. "
    "A robot arm that can tell glass from plastic will reach the northern plant before the first snow."
)


def story(seed: int, sentences: int = 24) -> str:
    """A story of its own on the same few topics, in random order and words."""
    chance = random.Random(seed)
    return "".join(
        f"{chance.choice(SUBJECTS)}{chance.choice(REASONS)}{chance.choice(ACTIONS)},{chance.randint(2, 97)}人参加,"
        f"{''.join(chance.sample('春夏秋冬东南西北山川河海金木水火', 6))}。"
        for _ in range(sentences)
    )


def groups(copies: Copies) -> list[set[str]]:
    found: dict[str, set[str]] = {}
    for id, group in copies.groups.items():
        found.setdefault(group, set()).add(id)
    return sorted(found.values(), key=min)


def copies(texts: dict[str, str], **given: object) -> Copies:
    return find_copies([source(id) for id in texts], (), read_rules(), texts=texts, **given)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("what", "copy"),
    [
        ("the other script", "".join(TRADITIONAL)),
        ("half the sentences dropped", "".join(SIMPLIFIED[::2])),
        ("half dropped in the other script", "".join(TRADITIONAL[1::2])),
        ("other punctuation", "".join(SIMPLIFIED).replace(",", " — ").replace("。", "!\n")),
        ("full width and blanks", " ".join("".join(TRADITIONAL)).replace(",", ",")),
        ("a lead of its own", story(5, 2) + "".join(TRADITIONAL)),
    ],
)
def test_a_copy_is_found(what: str, copy: str) -> None:
    found = copies({"a": "".join(SIMPLIFIED), "b": copy, "c": story(1)})
    assert groups(found) == [{"a", "b"}, {"c"}], what
    assert {row.source: row.found for row in found.members} == {"a": "text-overlap", "b": "text-overlap", "c": "single"}


def test_an_english_copy_is_found_and_a_headline_is_no_text() -> None:
    found = copies({"a": ENGLISH, "b": ENGLISH.upper().replace(",", ";")[: len(ENGLISH) * 2 // 3], "c": ENGLISH[:30]})
    assert groups(found) == [{"a", "b"}, {"c"}]


def test_no_false_merge_among_unrelated_stories_on_one_topic() -> None:
    texts = {f"s{seed}": story(seed) for seed in range(21)}
    assert len(texts) * (len(texts) - 1) // 2 >= 200
    assert all(row.found == "single" for row in copies(texts).members)


def test_declared_groups_are_found_again_from_their_texts() -> None:
    originals = {f"o{number}": story(100 + number) for number in range(8)}
    reprints = {f"r{number}-{kind}": text for number in range(8) for kind, text in _reprints(originals[f"o{number}"])}
    texts = originals | reprints
    declared = [source(id, copy_of=f"o{id[1]}" if id[0] == "r" else None) for id in texts]
    said = find_copies(declared, (), read_rules())
    assert groups(copies(texts)) == groups(said)


def _reprints(text: str) -> list[tuple[str, str]]:
    sentences = text.split("。")
    return [("half", "。".join(sentences[::2])), ("blanks", text.replace(",", " , ")), ("whole", text)]


def test_declared_copies_lead_to_the_text_that_copies_nothing() -> None:
    found = find_copies(
        [source("a", copy_of="b"), source("b", copy_of="c"), source("c"), source("d")], (), read_rules()
    )
    assert (found.roots["a"], found.roots["b"], found.roots["c"]) == ("c", "c", "c")
    assert {row.found for row in found.members if row.source in "abc"} == {"declared"}
    assert set(found.groups) == set("abcd")


def test_a_decision_overrides_what_was_found_and_declared() -> None:
    texts = {"a": "".join(SIMPLIFIED), "b": "".join(TRADITIONAL), "c": story(1)}
    apart = CopyDecision("b", "a", PLACE, copy=False)
    assert groups(copies(texts, decisions=[apart])) == [{"a"}, {"b"}, {"c"}]
    together = CopyDecision("c", "a", PLACE)
    found = copies(texts, decisions=[apart, together])
    assert groups(found) == [{"a", "c"}, {"b"}]
    assert {row.found for row in found.members if row.source == "c"} == {"decided"}


def test_claims_that_coincide_tell_a_copy_whose_text_is_not_held() -> None:
    printed = ["1234.5万", "67.89%", "4321人", "98.76亿", "55.5倍"]
    alike = [
        figure(id, number + 1, text, metric=f"metric_{number}") for id in "ab" for number, text in enumerate(printed)
    ]
    other = [figure("c", number + 1, text, metric=f"metric_{number}") for number, text in enumerate(reversed(printed))]
    sources = [source("a"), source("b", published=source("a").published), source("c")]
    found = find_copies(sources, [*alike, *other], read_rules())
    assert groups(found) == [{"a", "b"}, {"c"}]
    assert {row.found for row in found.members if row.source != "c"} == {"coinciding-claims"}


def test_reports_of_one_disclosure_are_not_copies() -> None:
    printed = ["1234.5万", "67.89%", "4321人", "98.76亿", "55.5倍"]
    claims = [
        figure(id, number + 1, text, metric=f"metric_{number}") for id in "abcde" for number, text in enumerate(printed)
    ]
    sources = [source(id, published=source("a").published) for id in "abcde"]
    assert all(row.found == "single" for row in find_copies(sources, claims, read_rules()).members)


@pytest.mark.parametrize("note", ["via The Bee", "translation of a", "轉自蜜蜂報"])
def test_a_credit_line_leads_to_the_text_it_names(note: str) -> None:
    bee = entity("bee", "Publication", "The Bee")
    bee = type(bee)("bee", "Publication", (*bee.labels, type(bee.labels[0])("蜜蜂报", "zh-hans")))
    sources = [
        source("a", publisher="bee"),
        Source("b", "Story b", publisher="ant", published=source("a").published, note=note),
    ]
    found = find_copies(sources, [figure("a", 20), figure("b", 20)], read_rules(), entities={"bee": bee})
    assert groups(found) == [{"a", "b"}]
    assert (found.roots["b"], {row.found for row in found.members}) == ("a", {"credit-line"})
    assert groups(find_copies([sources[0], source("b", note="met the chief after lunch")], [], read_rules())) == [
        {"a"},
        {"b"},
    ]


def test_what_a_copy_says_without_naming_anybody_was_said_by_the_text_it_copies() -> None:
    claims = [figure("a", 20), figure("b", 20), figure("b", 35, metric="gmv", by=["ubs"])]
    result = derived(*claims, sources=[source("a"), source("b", copy_of="a")])
    assert [result.origins[claim.id] for claim in claims] == ["paper-a", "paper-a", "ubs"]


@pytest.mark.parametrize(
    ("sources", "decisions", "code"),
    [
        ([source("a", copy_of="b"), source("b", copy_of="a")], [], "copy-circle"),
        ([source("a", copy_of="nowhere")], [], "unknown-original"),
        ([source("a")], [CopyDecision("a", "nowhere", PLACE)], "unknown-source"),
        (
            [source("a"), source("b")],
            [CopyDecision("a", "b", PLACE), CopyDecision("b", "a", PLACE, copy=False)],
            "contradictory-decisions",
        ),
        (
            [source("a"), source("b", copy_of="a"), source("c", copy_of="a")],
            [CopyDecision("b", "c", PLACE, copy=False)],
            "not-kept-apart",
        ),
    ],
)
def test_what_is_wrong_with_copies_is_a_finding(
    sources: list[Source], decisions: list[CopyDecision], code: str
) -> None:
    (finding,) = derived(sources=sources, decisions=Decisions(copies=tuple(decisions))).findings
    assert (finding.code, bool(finding.place), bool(finding.remedy)) == (code, True, True)
    found = find_copies(sources, (), read_rules(), decisions=decisions)
    assert set(found.groups) == {row.id for row in sources}
    assert sorted(row.source for row in found.members) == sorted(found.groups)
