"""The quantity grammar: a table of printed forms and their readings, and properties over generated ones."""

import itertools
import re
import time
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claimgraph.extraction import Lexicon
from claimgraph.extraction import read as read_text
from claimgraph.extraction.cues import load_cues
from claimgraph.extraction.rules.codes import codes, ordinals
from claimgraph.extraction.rules.numerals import chinese_bounds
from claimgraph.extraction.rules.quantities import Amount, QuantityReader
from claimgraph.extraction.rules.text import Text

TABLE = Path(__file__).parent / "data/extraction/quantities.tsv"
READER = QuantityReader(load_cues())


def read(text: str) -> tuple[Text, list[Amount]]:
    view = Text(text)
    return view, [amount for amount in READER.read(view.lower) if not amount.reason]


def shown(view: Text, amount: Amount) -> str:
    """As the table writes it: the printed form, ~ or ? for its precision, the bounds, the unit."""
    low, high = ("" if bound is None else f"{bound.normalize():f}" for bound in (amount.low, amount.high))
    bounds = f"{'(' if amount.low_exclusive else '['}{low}..{high}{')' if amount.high_exclusive else ']'}"
    precision = {"as-printed": "", "approximate": "~", "vague": "?"}[amount.precision]
    unit = amount.unit + (f"/{amount.per_unit}" if amount.per_unit else "")
    return f"{view.printed(amount.start, amount.end)} = {precision}{low if low == high else bounds} {unit}"


ROWS = [line.split("\t") for line in TABLE.read_text(encoding="utf-8").splitlines()]


@pytest.mark.parametrize(("text", "expected"), ROWS, ids=[row[0] for row in ROWS])
def test_expression_is_read_as_the_table_says(text, expected):
    view, amounts = read(text)
    assert " | ".join(shown(view, amount) for amount in amounts) == expected


def test_the_table_is_long_enough():
    assert len(ROWS) >= 150


SCALES = {"": 1, "百万": 10**6, "万": 10**4, "亿": 10**8, "万亿": 10**12}
UNITS = {
    "元": "CNY",
    "美元": "USD",
    "港元": "HKD",
    "%": "percent",
    "倍": "multiple",
    "个百分点": "percentage_point",
    "家": "count",
    "": "count",
}
TRADITIONAL = str.maketrans({"万": "萬", "亿": "億", "个": "個", "点": "點"})
WIDE = str.maketrans({str(d): chr(0xFF10 + d) for d in range(10)} | {".": "．", "%": "％", ",": "，"})


@settings(deadline=None, max_examples=150)
@given(
    st.decimals("0.1", "9999", places=1),
    st.sampled_from(list(SCALES)),
    st.sampled_from(list(UNITS)),
    st.sampled_from(["hans", "hant", "wide", "blank"]),
)
def test_a_generated_chinese_quantity_is_read_back(number, scale, unit, writing):
    number = number.normalize()
    printed = f"{number:f}{scale}{unit}"
    printed = {
        "hans": printed,
        "hant": printed.translate(TRADITIONAL),
        "wide": printed.translate(WIDE),
        "blank": f" {number:f} {scale}{unit} ",
    }[writing]
    _, amounts = read(f"达到{printed}。")
    assert [(a.low, a.high, a.unit) for a in amounts] == [(number * SCALES[scale],) * 2 + (UNITS[unit],)]


@settings(deadline=None, max_examples=150)
@given(
    st.decimals("0.1", "999", places=1),
    st.sampled_from(["", " thousand", " million", " billion", "bn", "m"]),
    st.sampled_from(["$", "RMB", "€", "HK$"]),
)
def test_a_generated_english_amount_of_money_is_read_back(number, scale, sign):
    factor = {"": 1, "thousand": 10**3, "million": 10**6, "m": 10**6, "billion": 10**9, "bn": 10**9}[scale.strip()]
    _, amounts = read(f"it reached {sign}{number:f}{scale} in all.")
    unit = {"$": "USD", "RMB": "CNY", "€": "EUR", "HK$": "HKD"}[sign]
    assert [(a.low, a.high, a.unit) for a in amounts] == [(number * factor, number * factor, unit)]


@settings(deadline=None, max_examples=200)
@given(st.integers(1, 99_999_999))
def test_a_chinese_numeral_has_the_value_it_was_written_from(number):
    assert chinese_bounds(chinese(number))[:2] == (Decimal(number), Decimal(number))


def chinese(number: int) -> str:
    """An integer below 10^8 in Chinese numerals, as a schoolbook writes it."""
    if number >= 10_000:
        rest = number % 10_000
        return chinese(number // 10_000) + "万" + (("零" if rest < 1000 else "") + chinese(rest) if rest else "")
    text, gap = "", False
    for digit, scale in zip(f"{number:04}", "千百十 ", strict=True):
        if digit == "0":
            gap = bool(text)
            continue
        text += ("零" if gap else "") + "零一二三四五六七八九"[int(digit)] + scale.strip()
        gap = False
    return text


@settings(deadline=None, max_examples=200)
@given(
    st.text(st.one_of(st.characters(), st.sampled_from("0123456789.,%$¥-~至到 万亿元个第前千百十一二三abcdefkmx\n")))
)
def test_spans_slice_to_what_is_printed_and_do_not_overlap(text):
    view, _ = read(text)
    amounts = READER.read(view.lower)
    end = 0
    for amount in amounts:
        assert end <= amount.start < amount.end <= len(view.plain)
        end = amount.end
        first, last = view.raw_span(amount.start, amount.end)
        assert view.printed(amount.start, amount.end) == text[first:last]


@pytest.mark.parametrize("text", ["Sora2", "GPT-4", "H100", "A16z", "5G手机", "3D", "iOS18", "#tag5", "10.0.0.1"])
def test_a_digit_inside_a_name_is_no_quantity(text):
    assert read(text)[1] == []


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("(00700.HK)", "code of a security"),
        ("https://example.org/2025/01", "part of an address"),
        ("上午9:30", "clock time"),
        ("2.0版本", "version"),
        ("第3章", "section number"),
        ("比分为3:1", "ratio"),
        ("热线400-810-1234", "telephone number or identifier"),
        ("[12]", "footnote"),
    ],
)
def test_a_code_says_what_it_is(text, reason):
    assert [code.reason for code in codes(Text(text).lower)] == [reason]


@pytest.mark.parametrize(
    ("text", "rank"),
    [("排名第三", 3), ("全球第一", 1), ("ranked 12th", 12), ("No. 2", 2), ("third-largest", 3)],
)
def test_a_rank_is_a_quantity_of_its_own_unit(text, rank):
    (found,) = ordinals(Text(text).lower)
    assert (found.high, found.unit, found.reason) == (rank, "rank", None)


@pytest.mark.parametrize("text", ["前十名", "top 10", "TOP5"])
def test_the_length_of_a_list_is_no_rank(text):
    (found,) = ordinals(Text(text).lower)
    assert found.reason == "list of the first"


@pytest.mark.parametrize("text", ["1" * 200_000, "(" * 200_000, "一" * 200_000, "1," * 40_000, "$" * 100_000])
def test_a_hostile_text_is_read_in_bounded_time(text):
    view = Text(text)
    codes(view.lower)
    READER.read(view.lower)


PHRASES = {
    "en": [
        "It shipped {n} units, up {n}%, and a third of buyers came back.",
        "Plans cost ${n} a month per user; half of them chose the dearer one.",
        "Revenue of US${n}bn-$2.4bn grew in the mid-teens, twice as fast as in {n} other markets.",
        "Two in five of the dozens of trials, each {n} mg, ended after twenty-six weeks.",
        "| Tier | Price |\n|---|---|\n| Basic | €{n} |\n| Plus | £{n} |",
        "Hundreds of stores shut; eleven stayed, {n} square metres each [3].",
    ],
    "zh": [
        "營收新台幣{n}億元，季增逾一成二，每股盈餘{n}元。",
        "用户突破{n}万，近四成来自海外，三分之一付费，翻了一番。",
        "專業版每百萬token {n}元，限時七五折，十來家門市跟進。",
        "员工万余人，门店近千家，累计数十亿次，登上榜首。",
        "收入港幣{n}億元，按年升兩倍，派息每股{n}仙；毛利率升{n}個百分點。",
        "一块五、两毛钱、半年、双11、第三名、百分之五十，都在其中。",
    ],
}
COUNTING = re.compile(
    r"[0-9]+|[零〇一二兩两三四五六七八九十百千萬万億亿]+|榜首|(?<![a-z])(?:half|third|twice|dozens|twenty|six|hundreds|eleven|two|five|teens)"
    r"(?![a-z])",
    re.IGNORECASE,
)


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    return Lexicon.load()


def unaccounted(text: str, lexicon: Lexicon) -> list[str]:
    """Every numeral of the text that no entry of the account covers."""
    spans = [(draft.start, draft.end) for draft in read_text(text, lexicon).quantities]
    assert all(first[1] <= second[0] for first, second in itertools.pairwise(spans)), text
    covered = {place for start, end in spans for place in range(start, end)}
    return [match[0] for match in COUNTING.finditer(text) if not covered.issuperset(range(*match.span()))]


@settings(deadline=None, max_examples=60)
@given(
    st.lists(st.sampled_from([*PHRASES["en"], *PHRASES["zh"]]), min_size=1, max_size=4),
    st.one_of(st.integers(1, 99999).map(str), st.decimals("0.1", "999", places=1).map(str)),
    st.sampled_from([" ", "\n", "\n\n- ", "(", "**"]),
)
def test_every_numeral_of_a_text_is_accounted_for_once(lexicon, phrases, number, between):
    text = between.join(phrase.replace("{n}", number) for phrase in phrases)
    assert unaccounted(text, lexicon) == []


@settings(deadline=None, max_examples=60)
@given(
    st.text(
        st.sampled_from("0123456789.,%$¥-~至到 万亿元个第前千百十一二三成倍半年月日后来多余abkmx\n()[]|"), max_size=60
    )
)
def test_every_numeral_of_any_string_is_accounted_for_once(lexicon, text):
    assert unaccounted(text, lexicon) == []


def test_a_million_bare_numbers_take_seconds(lexicon):
    begin = time.process_time()
    (row,) = read_text("1 1 1 " * 40_000, lexicon).quantities
    assert row.reason == "row of bare numbers"
    assert time.process_time() - begin < 5


@pytest.mark.parametrize(
    ("text", "units"),
    [
        ("營收新台幣12億元，每股盈餘3元，目標價200元。", ["TWD", "TWD", "TWD"]),
        ("收入港幣12億元，按年升一成，派息每股3仙，收報4.6元。", ["HKD", "percent", "HKD", "HKD"]),
        ("收入人民幣12億元，按年升一成，收報4.6港元，票價3元。", ["CNY", "percent", "HKD", "CNY"]),
        ("收入12亿元，股价报64港元。", ["CNY", "HKD"]),
    ],
)
def test_a_bare_yuan_is_the_money_of_the_place(lexicon, text, units):
    assert [draft.unit for draft in read_text(text, lexicon).quantities] == units


@pytest.mark.parametrize(
    ("text", "units"),
    [
        ("Corvane's profit was 4.6 bln yuan vs 3.9 bln a year ago.", ["CNY", "CNY"]),
        ("Corvane's sales rose to $352 million, up from 301 million in 2023.", ["USD", "USD"]),
        ("Corvane spent $12 million on 9 million users.", ["USD", "count"]),
        ("珂凡科技收入从0.4亿美元做到接近九千万，毛利率是正的。", ["USD", "USD"]),
        ("珂凡科技收入3亿元，月活1.2亿。", ["CNY", "count"]),
    ],
)
def test_a_second_sum_takes_the_currency_of_the_first(lexicon, text, units):
    read = [draft.unit for draft in read_text(text, lexicon).quantities if draft.state != "dismissed"]
    assert read == units


def test_a_yen_sign_is_of_the_country_that_the_text_speaks_of(lexicon):
    text = "Tanabe Foods of Osaka forecast sales of ¥1.2 trillion as the yen weakened."
    assert [draft.unit for draft in read_text(text, lexicon).quantities if draft.low] == ["JPY"]


@pytest.mark.parametrize(
    ("text", "values"),
    [
        (
            "沉水银行营收增速较上半年提升1.2pct，息差同比下降0.3pct。",
            [("1.2", "percentage_point"), ("-0.3", "percentage_point")],
        ),
        ("Fees rose 5 pct.", [("5", "percent")]),
        ("毛利率受拖累，由41.2%降至38.4%。", [("41.2", "percent"), ("38.4", "percent")]),
        ("Varo sold 900 units, 7.5% below October.", [("900", "count"), ("-7.5", "percent")]),
        ("Nearly 6 in 10 phones were new.", [("60", "percent")]),
        ("后期从9个月缩到三个半月。", [("9", "month"), ("3.5", "month")]),
        ("估值为投前4亿元。", [("400000000", "CNY")]),
        ("Loss of 7.5 mln stg; a dividend of 3p was paid.", [("7500000", "GBP"), ("0.03", "GBP")]),
        ("Shares stood at 97 pence at 0930 GMT and fell at 8.45am.", [("0.97", "GBP")]),
        ("The app has a benchmark score of 8.4/10.", [("8.4", "count")]),
        ("Sales were £12m, a reduction of 20% in all.", [("12000000", "GBP"), ("-20", "percent")]),
    ],
)
def test_changes_levels_and_parts_are_told_by_the_words_around_them(lexicon, text, values):
    drafts = [draft for draft in read_text(text, lexicon).quantities if draft.unit]
    assert [(f"{draft.low.normalize():f}", draft.unit) for draft in drafts] == values


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("Koto     62.0    18.5%    +2.5%", "18.5", "18.5"),
        ("增速预期从15%—17%下修。", "15", "17"),
        ("用户占比跌破一成六。", None, "16"),
        ("每票不得低于1.3元。", "1.3", None),
        ("Sales of $3 billion, plus or minus $100 million.", "3000000000", "3000000000"),
    ],
)
def test_bounds_are_told_from_signs_and_falls(lexicon, text, low, high):
    found = [(d.low, d.high) for d in read_text(text, lexicon).quantities if d.unit]
    assert (low and Decimal(low), high and Decimal(high)) in found
    assert all(value is None or value > 0 for bounds in found for value in bounds)


@pytest.mark.parametrize(
    "piece",
    ["(in millions) ", "9万元、", "Koto ", "| Koto | $3.50 | 4% |\n", "Item 7: 40 units\n"],
    ids=["notes", "list", "names", "table", "lines"],
)
def test_the_time_of_reading_is_in_proportion_to_the_text(lexicon, piece):
    def seconds(length: int) -> float:
        text = piece * (length // len(piece))
        began = time.process_time()
        read_text(text, lexicon)
        return time.process_time() - began

    seconds(2_000)
    assert seconds(32_000) < 16 * seconds(8_000)


@pytest.mark.parametrize(
    ("text", "low", "high", "unit"),
    [
        ("prices climbed 45% to 50% over the quarter", 45, 50, "percent"),
        ("clips were played 3 million times", 3_000_000, 3_000_000, "count"),
        ("sales are to top 250 million yuan", 250_000_000, 250_000_000, "CNY"),
        ("每千tokens0.02元。", Decimal("0.02"), Decimal("0.02"), "CNY"),
    ],
)
def test_shares_near_each_other_occasions_and_sums_after_a_word(
    text: str, low: object, high: object, unit: str
) -> None:
    amount = next(a for a in read(text)[1] if a.reason is None and a.unit == unit)
    assert (amount.low, amount.high, amount.unit) == (low, high, unit)


def test_sums_told_in_one_breath_are_counted_by_the_same() -> None:
    plans = [
        a for a in read("The plans are $10, $37 and $92 per month, one of them from $8 to $12 a year.")[1] if a.value
    ]
    assert [(a.value, a.per_unit) for a in plans if a.unit == "USD"] == [
        (10, "month"), (37, "month"), (92, "month"), (8, "year"), (12, "year"),
    ]  # fmt: skip
