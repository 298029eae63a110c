"""The period grammar: a table of printed forms, and how a missing year is found."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claimgraph.claim import PartialDate
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
