"""Which period a number holds for: that of its words, one counted from another, one of the passage, or none."""

from __future__ import annotations

from datetime import date

import pytest

from readings import days


@pytest.mark.parametrize(
    ("text", "printed", "published", "first", "last"),
    [
        ("澄湖科技2021年成立。1月，其营收为3亿元。", "3亿元", "2026-02-20", (2026, 1, 1), (2026, 1, 31)),
        ("预计2027年收入达5亿元。澄湖科技1月14日收涨4%。", "4%", "2026-01-14", (2026, 1, 14), (2026, 1, 14)),
        ("澄湖科技预计第二季度营收还会再增长15%。", "15%", "2026-02-10", (2026, 4, 1), (2026, 6, 30)),
        (
            "Varnholt expects revenue to grow by 20% in the fourth quarter.",
            "20%",
            "2025-11-13",
            (2025, 10, 1),
            (2025, 12, 31),
        ),
        (
            "Varnholt said revenue rose 4% in the fiscal second quarter ended March 29.",
            "4%",
            "2026-04-28",
            (2025, 12, 29),
            (2026, 3, 29),
        ),
        (
            "Varnholt sales grew 2% in the nine weeks to 3 January.",
            "2%",
            "2026-01-08",
            (2025, 11, 2),
            (2026, 1, 3),
        ),
        (
            "Net income of Varnholt was $402 million in the second quarter of 2026, or 61 cents a share.",
            "61 cents a share",
            "2026-08-01",
            (2026, 4, 1),
            (2026, 6, 30),
        ),
        (
            "Varnholt made a profit of $500 million in 2026 after a loss of $120 million two years ago.",
            "$120 million",
            "2026-03-12",
            (2024, 1, 1),
            (2024, 12, 31),
        ),
        (
            "Varnholt reported second-quarter earnings. For the third quarter, it expects revenue of $67 billion.",
            "$67 billion",
            "2025-01-29",
            (2025, 1, 1),
            (2025, 3, 31),
        ),
        (
            "Varnholt reported revenue of $46 billion for the fiscal second quarter ended July 27. "
            "Its margin was 72% in the first quarter of fiscal 2026.",
            "72%",
            "2025-08-28",
            (2025, 2, 1),
            (2025, 4, 30),
        ),
        (
            "澄湖科技公布截至2025年9月30日止的2026财年第二财季业绩。第二财季收入为24亿元。",
            "24亿元",
            "2025-11-25",
            (2025, 7, 1),
            (2025, 9, 30),
        ),
        ("11月20日，澄湖科技股价上涨4%。", "4%", "2025-11-19", (2025, 11, 20), (2025, 11, 20)),
        ("澄湖科技先前预估，第四季营收为322亿元。", "322亿元", "2025-12-10", (2025, 10, 1), (2025, 12, 31)),
        ("澄湖科技10月与11月累计营收为71亿元。", "71亿元", "2025-12-11", (2025, 10, 1), (2025, 11, 30)),
        ("2025年前三季度，澄湖科技收入分别为1亿元、2亿元和3亿元。", "2亿元", "2026-01-14", (2025, 4, 1), (2025, 6, 30)),
        ("澄湖科技股价本季以来上涨40%。", "40%", "2026-02-10", (2026, 1, 1), (2026, 2, 10)),
        (
            "Varnholt reported results for the first quarter of fiscal year 2026 (ended December 27, 2025). "
            "Revenue of Varnholt rose 23%.",
            "23%",
            "2026-01-30",
            (2025, 10, 1),
            (2025, 12, 31),
        ),
        ("预计澄湖科技2025/2026年收入14亿/15亿元。", "15亿元", "2026-03-04", (2026, 1, 1), (2026, 12, 31)),
        (
            "In February of this year, Varnholt said that Lumo had 900 million weekly active users.",
            "900 million",
            "2026-05-29",
            (2026, 2, 1),
            (2026, 2, 28),
        ),
        (
            "In its earnings call for the first quarter, Varnholt said revenue rose 23%.",
            "23%",
            "2026-01-29",
            (2025, 10, 1),
            (2025, 12, 31),
        ),
        ("11月13日，澄湖科技公布2025Q3财报，净利润4亿元，去年同期净亏损7980万元。", "4亿元", "2025-11-14",
         (2025, 7, 1), (2025, 9, 30)),
        ("澄湖科技公布2025Q3财报，营收增长5%。澄湖科技Q1月活用户净增2800万。", "2800万", "2025-11-14",
         (2025, 1, 1), (2025, 3, 31)),
        (
            "Varnholt shares rose on Wednesday. Varnholt added 8 million subscribers during the quarter.",
            "8 million",
            "2023-10-18",
            (2023, 7, 1),
            (2023, 9, 30),
        ),
        ("澄湖科技第三季度净利润4亿元，去年同期净亏损7980万元。", "7980万元", "2025-11-14", (2024, 7, 1), (2024, 9, 30)),
        ("Varnholt shares have gained 50% this year.", "50%", "2025-11-13", (2025, 1, 1), (2025, 11, 13)),
        (
            "Varnholt said its quarterly adjusted profit more than doubled.\n\n"
            "Varnholt reported revenue of $3 billion for the third quarter.",
            "doubled",
            "2025-11-13",
            (2025, 7, 1),
            (2025, 9, 30),
        ),
        ("自去年10月以来，澄湖科技股价累计上涨80%。", "80%", "2026-01-09", (2025, 10, 1), (2026, 1, 9)),
        ("For the current quarter, Varnholt guided for revenue of $3 billion.", "$3 billion", "2026-07-30", (2026, 7, 1),
         (2026, 9, 30)),
    ],
)  # fmt: skip
def test_a_number_is_dated(text, printed, published, first, last, bare):
    assert days(text, printed, published, bare) == (date(*first), date(*last))


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("上月推出的Lumo Q3每月收费9美元。", "9美元"),
        ("澄湖科技2024年成立，10月营收为3亿元。公司称，目前服务20个国家，员工为300人。", "300人"),
        ("Varnholt has 13 employees and plans to grow to 20 by the end of the year.", "13"),
        ("上月推出的澄湖模型每月收费8美元。", "8美元"),
        ("10月16日，澄湖科技推出新模型，每分钟价格为1.2元。", "1.2元"),
        ("澄湖科技10月营收为3亿元，目前员工为200人。", "200人"),
        ("Launched in June, the Lumo app costs $8 a month.", "$8 a month"),
    ],
)
def test_the_day_of_a_release_and_an_earlier_date_do_not_date_what_holds_now(text, printed, bare):
    assert days(text, printed, "2025-11-20", bare) is None
