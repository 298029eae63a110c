"""The fold: one script, one width, the same offsets."""

import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claimgraph.extraction.rules.fold import fold, lower
from claimgraph.extraction.rules.text import Text

ROOT = Path(__file__).resolve().parents[1]
MIXED = st.text(
    st.one_of(
        st.characters(),
        st.sampled_from("萬億臺灣電視劇與於裏裡後發髮乾著, 。,.%¥$１２３４５ａＢ　\n\r\t\ufeff\u200b0123456789年月日"),
    ),
    max_size=200,
)


@settings(deadline=None, max_examples=200)
@given(MIXED)
def test_folding_keeps_the_length_and_changes_nothing_the_second_time(text):
    folded = fold(text)
    assert len(folded) == len(text)
    assert fold(folded) == folded
    assert len(lower(folded)) == len(text)


@settings(deadline=None, max_examples=200)
@given(MIXED)
def test_every_place_of_the_plain_text_leads_back_to_the_character_it_came_from(text):
    view = Text(text)
    assert len(view.offsets) == len(view.plain) + 1
    assert list(view.offsets) == [*sorted(set(view.offsets[:-1])), len(text)]
    for place, character in enumerate(view.plain):
        if character not in " \n":
            assert fold(text[view.offsets[place]]) == character


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("月活躍用戶突破１２００萬", "月活跃用户突破1200万"),
        ("１．４億美元，增長８０％", "1.4亿美元,增长80%"),
        ("臺灣與於裏", "台湾与于里"),
        ("٣٤٥", "345"),
        ("Ｓｏｒａ２", "Sora2"),
    ],
)
def test_traditional_and_full_width_become_plain(text, folded):
    assert fold(text) == folded


@pytest.mark.parametrize(
    ("raw", "plain"),
    [
        ("月活 1200 万", "月活1200万"),
        ("2025\r\n年预计收入\r\n", "2025年预计收入\n"),
        ("\ufeff收入 2.5 亿元", "收入2.5亿元"),
        ("revenue  of   $5 million", "revenue of $5 million"),
        ("第一行\n\n第二行", "第一行\n第二行"),
    ],
)
def test_typesetting_blanks_disappear_beside_chinese(raw, plain):
    assert Text(raw).plain == plain


def test_wrapped_lines_are_one_sentence():
    lines = [
        "The company said that its revenue in the third quarter had",
        "risen to $3.5 million, more than analysts had thought when they",
        "wrote their notes. It did not say how much of this was due to one",
        "customer.",
    ]
    view = Text("\n".join(lines))
    assert [view.plain[s.start : s.end].split()[0] for s in view.sentences] == ["The", "It"]


@pytest.mark.parametrize("unit", ["\u0020\n", "(", "1", "一", "é"])
def test_a_large_text_of_one_character_is_read_in_a_moment(unit):
    assert len(Text(unit * 200_000).sentences) <= 200_001


def test_the_table_is_what_its_script_writes(tmp_path):
    pytest.importorskip("opencc", reason="opencc (extra dev) is not installed")
    again = tmp_path / "table.txt"
    done = subprocess.run(
        [sys.executable, ROOT / "scripts/make_fold_table.py", again], capture_output=True, text=True, cwd=tmp_path
    )
    assert done.returncode == 0, done.stderr
    assert again.read_text() == (ROOT / "graph/claimgraph/extraction/rules/fold_table.txt").read_text()
