"""The words and colours of the network page: cleaned, cut, linked and told apart."""

from __future__ import annotations

import json
import re
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claimgraph.drawing.measures import label_lines
from claimgraph.drawing.palette import looks
from claimgraph.drawing.payload import embedded
from claimgraph.drawing.phrases import bounds_text, clean, web_address
from claimgraph.network import Bounds


@settings(deadline=None, max_examples=200)
@given(text=st.text())
def test_cleaned_text_steers_nothing(text) -> None:
    cleaned = clean(text)
    assert not re.search("[\u200e\u200f\u2028-\u202e\u2066-\u2069\x00-\x1f\x7f]", cleaned)
    assert clean(cleaned) == cleaned
    assert len(cleaned) <= 2000


@settings(deadline=None, max_examples=200)
@given(text=st.text())
def test_embedded_text_cannot_leave_its_script(text) -> None:
    written = embedded({"text": text})
    assert not set("<>&\u2028\u2029") & set(written)
    assert json.loads(written) == {"text": text}


@settings(deadline=None, max_examples=200)
@given(text=st.text())
def test_a_label_has_four_short_lines_at_most(text) -> None:
    lines = label_lines(clean(text)).split("\n")
    assert len(lines) <= 4
    assert all(len(line) <= 16 for line in lines)


@settings(deadline=None, max_examples=200)
@given(
    url=st.text()
    | st.sampled_from(["javascript:x", "data:,x", "http:", "https://", "HTTPS://a.example/x", "ftp://a/b"])
)
def test_only_addresses_of_the_web_are_linked(url) -> None:
    linked = web_address(url)
    assert linked in ("", url)
    assert linked == "" or re.match(r"(?i)https?://[^\s]+$", linked)


@pytest.mark.parametrize(
    ("low", "high", "settings", "text"),
    [
        (12_000_000, None, {"low_exclusive": True}, "over 12 million"),
        (12_000_000, None, {}, "at least 12 million"),
        (None, 70, {"unit": "PERCENT", "high_exclusive": True}, "under 70%"),
        (30, 50, {"unit": "CCY_USD", "per_unit": "MIN"}, "30 to 50 USD per min"),
        (6, 6, {"precision": "Approximate", "unit": "Multiple"}, "about 6 times"),
        (3, 3, {"unit": "Rank"}, "rank 3"),
        (0, 0, {}, "0"),
        (None, None, {}, "as printed"),
    ],
)
def test_a_value_tells_its_bounds_and_unit(low, high, settings, text) -> None:
    plain = {"low_exclusive": False, "high_exclusive": False, "precision": "AsPrinted", "unit": "NUM", "per_unit": None}
    bounds = [None if bound is None else Decimal(bound) for bound in (low, high)]
    assert bounds_text(Bounds(*bounds, printed="as printed", **(plain | settings)), {}) == text


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def test_every_kind_can_be_told_apart_and_seen() -> None:
    kinds = [
        "Product", "Company", "Model", "Person", "Investor", "Publication", "Programme", "Organization", "AppStore",
        "CreativeWork", "MarketSegment", "Feature", "Entity", "Something", "Else",
    ]  # fmt: skip
    chosen = looks(kinds)
    assert len({(look.shape, look.light) for look in chosen.values()}) == len(kinds)
    assert len({(look.shape, look.dark) for look in chosen.values()}) == len(kinds)
    assert min(contrast(look.light, "#faf9f6") for look in chosen.values()) >= 3
    assert min(contrast(look.dark, "#11151b") for look in chosen.values()) >= 3
