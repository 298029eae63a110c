"""Numbers of tables: units and scales from headings and columns, periods of columns, digits beside names."""

from decimal import Decimal

import pytest

from claimgraph.claim import PartialDate
from claimgraph.extraction import Draft, Lexicon, read

MARKDOWN = """| 公司 | 出货量（万台） | 份额(%) | 2025年营收（亿元） | 2024年营收（亿元） |
|---|---|---|---|---|
| 珂凡科技 | 1,230 | 23.5 | 845.2 | 700 |
"""
LINES = """Summary
(in millions, except per share data)
Revenues
$
3,912
$
4,006
Net income
520
456
Basic earnings per share
$
0.89
"""


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    return Lexicon.load(())


def drafts(text: str, lexicon: Lexicon) -> list[Draft]:
    read_text = read(text, lexicon, published=PartialDate("2026-01-20"))
    return [draft for draft in read_text.quantities if draft.state != "dismissed"]


def test_a_column_gives_its_unit_and_scale_to_bare_cells(lexicon):
    found = [(d.printed, d.low, d.unit) for d in drafts(MARKDOWN, lexicon)]
    assert found == [
        ("1,230", Decimal(12_300_000), "count"),
        ("23.5", Decimal("23.5"), "percent"),
        ("845.2", Decimal(84_520_000_000), "CNY"),
        ("700", Decimal(70_000_000_000), "CNY"),
    ]


def test_a_column_gives_its_period(lexicon):
    years = [d.period.start.year for d in drafts(MARKDOWN, lexicon) if d.unit == "CNY" and d.period and d.period.start]
    assert years == [2025, 2024]


def test_a_note_on_scale_answers_for_the_lines_below_but_not_for_a_share(lexicon):
    found = [(d.low, d.unit) for d in drafts(LINES, lexicon)]
    millions = [3912, 4006, 520, 456]
    assert found == [*((Decimal(m) * 10**6, "USD") for m in millions), (Decimal("0.89"), "USD")]


def test_the_scale_of_a_sentence_is_none_of_a_table(lexicon):
    found = [d.low for d in drafts("珂凡科技融资（约3亿元）\n| 门店 | 员工 |\n|---|---|\n| 12 | 85 |\n", lexicon)]
    assert found == [Decimal(300_000_000), Decimal(12), Decimal(85)]


@pytest.mark.parametrize(
    ("text", "low", "unit"),
    [
        ("Required by 2030\n\n3,900 Gigawatt hours of batteries", Decimal(3_900_000_000), "kilowatt_hour"),
        ("Average DAUs 421 mln at Corvane", Decimal(421_000_000), "count"),
        ("Corvane Capacity 77 kWh", Decimal(77), "kilowatt_hour"),
        ("Growth by the Numbers\n\n4.6% Percentage of new sales", Decimal("4.6"), "percent"),
    ],
)
def test_a_name_beside_a_quantity_does_not_swallow_it(lexicon, text, low, unit):
    assert (low, unit) in [(d.low, d.unit) for d in drafts(text, lexicon)]


def test_digits_of_a_name_stay_its_own(lexicon):
    assert drafts("Windows 11 Pro and the H100 GPU", lexicon) == []
