"""The period grammar: a table of printed forms, and how a missing year is found."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claimgraph.claim import PartialDate, Period
from claimgraph.extraction import Lexicon, read
from claimgraph.extraction.cues import load_cues
from claimgraph.extraction.rules.periods import PeriodReader
from claimgraph.extraction.rules.text import Text

TABLE = Path(__file__).parent / "data/extraction/periods.tsv"
READER = PeriodReader(load_cues())
PUBLISHED = PartialDate("2026-03-12")
ROWS = [line.split("\t") for line in TABLE.read_text(encoding="utf-8").splitlines()]


@pytest.mark.parametrize(("text", "expected"), ROWS, ids=[row[0] for row in ROWS])
def test_expression_is_read_as_the_table_says(text, expected):
    view = Text(text)
    shown = [
        f"{view.printed(m.start, m.end)} = {'as of ' if m.as_of else ''}{m.first}..{m.last} {m.grain} {m.basis}"
        for m in READER.read(view.lower, PUBLISHED)
    ]
    assert " | ".join(shown) == expected


def test_the_table_is_long_enough():
    assert len(ROWS) >= 60


def test_without_a_publication_date_nothing_is_made_up():
    (mention,) = READER.read(Text("第三季度收入").lower)
    assert (mention.grain, mention.first, mention.last) == ("quarter", None, None)


@pytest.mark.parametrize(
    ("text", "published", "first"),
    [
        ("For the third quarter, it expects more", "2025-08-06", date(2025, 7, 1)),
        ("In the second quarter, sales rose", "2025-08-06", date(2025, 4, 1)),
        ("2024年第一季度增长，第四季度下滑", "2026-03-12", date(2024, 10, 1)),
        ("预计今年12月上线", "2026-03-12", date(2026, 12, 1)),
    ],
)
def test_a_year_left_out_comes_from_the_passage_or_the_publication(text, published, first):
    assert READER.read(Text(text).lower, PartialDate(published))[-1].first == first


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        # months or weeks that end on a day
        ("截至2025年9月30日止六个月", date(2025, 4, 1), date(2025, 9, 30)),
        ("截至二零二五年十二月三十一日止年度", date(2025, 1, 1), date(2025, 12, 31)),
        ("in the 13 weeks to August 30, 2025", date(2025, 6, 1), date(2025, 8, 30)),
        ("In our December quarter", date(2025, 10, 1), date(2025, 12, 31)),
        ("in the January quarter", date(2025, 11, 1), date(2026, 1, 31)),
        # the quarter spoken of, in another year
        ("2025年第四季度收入增长，2024年同期", date(2024, 10, 1), date(2024, 12, 31)),
        ("2025年第四季度收入增长，2024年", date(2024, 1, 1), date(2024, 12, 31)),
    ],
)
def test_a_period_told_from_its_end_or_from_another(text, first, last):
    mention = READER.read(Text(text).lower, PUBLISHED)[-1]
    assert (mention.first, mention.last) == (first, last)


@pytest.mark.parametrize(
    ("text", "printed", "period"),
    [
        # what a number is compared with does not date it
        ("澄湖科技第四季度营收为9.1亿元，较第三季度多出4000万元。", "4000万元", "2025-10-01..2025-12-31"),
        (
            "Varnholt had revenue of $38 million in the third quarter of 2025, 7% above the prior quarter.",
            "7%",
            "2025-Q3",
        ),
        # nor a forecast what follows it
        (
            "Revenue of Varnholt was $38 million in the fourth quarter of 2025. For the second quarter of 2026 it expects "
            "revenue of $45 million. Gross margin was 31%.",
            "31%",
            "2025-10-01..2025-12-31",
        ),
        # a share's target price is of no time
        ("清岭证券预计澄湖科技2026年收入为9亿元，目标价由88元上调至92元。", "92元", None),
        # years dealt over a run between slashes
        ("预计澄湖科技2025-2027年营收为8.1亿元/9.4亿元/9.9亿元。", "9.4亿元", "2026-01-01..2026-12-31"),
    ],
)
def test_the_period_of_a_number(text, printed, period):
    drafts = read(text, Lexicon.load(), published=PUBLISHED).quantities
    (found,) = {d.period for d in drafts if d.printed == printed}
    wanted = Period.parse(period) if period else None
    assert (found and (found.start, found.end)) == (wanted and (wanted.start, wanted.end))


@settings(deadline=None, max_examples=150)
@given(
    st.dates(date(1990, 1, 1), date(2060, 12, 31)),
    st.sampled_from(["{y}年{m}月{d}日", "{y}-{m:02}-{d:02}", "{y}/{m}/{d}"]),
)
def test_a_generated_day_is_read_back(day, form):
    (mention,) = READER.read(Text("于" + form.format(y=day.year, m=day.month, d=day.day) + "发布").lower)
    assert (mention.first, mention.last, mention.basis) == (day, day, "stated")


@settings(deadline=None, max_examples=150)
@given(st.text(st.sampled_from("0123456789年月日季度上下半前-/.~至到 qhfy第一二三四去今明末底初")))
def test_mentions_are_in_order_and_end_after_they_start(text):
    end = 0
    for mention in READER.read(Text(text).lower, PUBLISHED):
        assert end <= mention.start < mention.end
        assert mention.first is None or mention.first <= mention.last
        end = mention.end
