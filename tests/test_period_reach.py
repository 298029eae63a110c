"""How far a date reaches: levels before a change, what is told as of now, years that only began something."""

from __future__ import annotations

from datetime import date

import pytest

from claimgraph.extraction import Lexicon, read
from readings import days


@pytest.mark.parametrize(
    ("text", "printed", "published", "first", "last"),
    [
        (
            "Founded in 2019, Varnholt passed $80 million in annual revenue last April.",
            "$80 million",
            "2026-02-10",
            (2025, 4, 1),
            (2025, 4, 30),
        ),
        (
            "Varnholt was founded in 2019. It sold 5,400 pumps in March, the company said.",
            "5,400",
            "2026-04-10",
            (2026, 3, 1),
            (2026, 3, 31),
        ),
        (
            "Varnholt revenue reached $5 billion in the fourth quarter of 2025. Its prices climbed 12% over the period.",
            "12%",
            "2026-02-10",
            (2025, 10, 1),
            (2025, 12, 31),
        ),
        (
            "Varnholt revenue was $25 million in the second quarter, against $15 million in the previous three months.",
            "$15 million",
            "2026-08-10",
            (2026, 1, 1),
            (2026, 3, 31),
        ),
        ("澄湖科技昨公布截至9月底止季度业绩，收入24.7亿元。", "24.7亿元", "2025-11-26", (2025, 7, 1), (2025, 9, 30)),
        ("3月2日，澄湖科技公布业绩。次日，其股价收跌3.2%。", "3.2%", "2026-03-05", (2026, 3, 3), (2026, 3, 3)),
        (
            "Shipments of Varnholt rose 6.8% to 35 million in the third quarter of 2025 from 33 million in Q3 2024.\n"
            "Ostmere shipped 8.4 million units.",
            "8.4 million",
            "2025-10-28",
            (2025, 7, 1),
            (2025, 9, 30),
        ),
        (
            "Varnholt shipments fell to 53.6 million units in the third quarter from 58.5 million units "
            "in the same period last year.",
            "58.5 million",
            "2025-10-28",
            (2024, 7, 1),
            (2024, 9, 30),
        ),
        (
            "Varnholt published fourth-quarter earnings. For the next quarter it expects revenue of $120 million.",
            "$120 million",
            "2026-02-12",
            (2026, 1, 1),
            (2026, 3, 31),
        ),
        ("1月9日，澄湖科技在港交所挂牌。该股收报345港元。", "345港元", "2026-01-12", (2026, 1, 9), (2026, 1, 9)),
        ("澄湖科技的推理成本过去一年已下降约80%。", "80%", "2026-01-12", (2025, 1, 12), (2026, 1, 12)),
        (
            "10月快递企业数据出炉。澄湖速运业务量15亿票；单票收入2.2元。",
            "2.2元",
            "2025-11-20",
            (2025, 10, 1),
            (2025, 10, 31),
        ),
    ],
)
def test_a_date_reaches_its_number(
    text: str, printed: str, published: str, first: tuple[int, int, int], last: tuple[int, int, int], bare: Lexicon
) -> None:
    assert days(text, printed, published, bare) == (date(*first), date(*last))


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("5月21日，澄湖科技宣布，接口价格由每次0.02元降至0.005元。", "0.02元"),
        ("2月起，澄湖科技的赠送积分由每天80个减到60个。", "80个"),
        ("澄湖科技10月交付3.1万辆。新车的订单已超过7万辆。", "7万辆"),
        ("这是澄湖科技一年内的第四轮融资，投后估值突破100亿元。", "100亿元"),
        ("Varnholt was started in April 2023 by Ada Moss. It has 100 employees, of whom 70% work in research.", "70%"),
        ("In January, the app of Varnholt rose to No. 3. It has taken in $1.4 million.", "$1.4 million"),
        ("Varnholt reported a loss for the fourth quarter. It fell 18% in after-hours trading.", "18%"),
        ("Varnholt shares closed 4% lower at $166.63 and have lost about a third this year.", "$166.63"),
    ],
)
def test_a_date_does_not_reach_beyond(text: str, printed: str, bare: Lexicon) -> None:
    assert days(text, printed, "2026-03-05", bare) is None


def test_nearly_half_a_year_is_a_duration(bare: Lexicon) -> None:
    found = read("这是澄湖科技近半年内的第二笔募资，估值约35亿元。近半员工来自海外。", bare).quantities
    assert [(d.unit, d.low) for d in found if "半" in d.printed] == [("month", 6), ("percent", 50)]


def test_who_seeks_a_valuation_aims_at_it(bare: Lexicon) -> None:
    (found,) = [
        d for d in read("Varnholt seeks a $10 billion valuation.", bare).quantities if d.printed == "$10 billion"
    ]
    assert found.modality.value == "target"


def test_what_experts_were_forecasting_is_expected(bare: Lexicon) -> None:
    text = "Varnholt posted revenue of $188 million, below the $192 million that experts were forecasting."
    assert [d.modality.value for d in read(text, bare).quantities if d.unit == "USD"] == ["actual", "expected"]


def test_a_noun_of_estimates_names_no_speaker(bare: Lexicon) -> None:
    text = (
        "Varnholt had revenue of $188 million, topping analysts' consensus estimates of $169 million. Loss: $2 million."
    )
    assert [d.attribution for d in read(text, bare).quantities if d.printed == "$2 million"] == [()]
