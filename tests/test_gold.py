"""The gold set is what it says it is: spans slice to their text, digests match, every number stands once."""

import hashlib
import json
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import combinations, pairwise
from pathlib import Path
from typing import Any

import pytest

from claimgraph.claim import Modality, Precision
from claimgraph.extraction.rules.fold import fold

GOLD = Path(__file__).parent / "data" / "gold"
RINGS = ("development", "frozen", "second", "third", "fourth", "fifth", "sixth")
BOTH_SCRIPTS = RINGS[:2]
LABELS = sorted(path for ring in RINGS for path in (GOLD / ring).glob("*.json"))
LANGUAGES = {"": "en", ".hans": "zh-hans", ".hant": "zh-hant"}
RESOLUTIONS = {"explicit", "prior_clause", "following_clause", "prior_sentence", "pronoun", "definite_np", "zero"}
DIGIT = re.compile(r"[0-9０-９]")
NUMERAL = re.compile("[〇零一二三四五六七八九十百千万萬亿億两兩半]")
CURRENCY = re.compile(r"[A-Z]{3}")

SPAN, TEXT, FLAG, LIST, MAP = (list,), (str,), (bool,), (list,), (dict,)
NUMBER, MAYBE_TEXT, MAYBE_MAP = (int, float, type(None)), (str, type(None)), (dict, type(None))

SCHEMA: dict[str, dict[str, tuple[type, ...]]] = {
    "document": dict.fromkeys(("file", "id", "language", "genre", "published", "sha256"), TEXT) | {"length": (int,)},
    "entities": {"type": TEXT, "known": FLAG, "labels": LIST, "mentions": LIST},
    "quantities": dict.fromkeys(("id", "printed", "disposition"), TEXT)
    | {"span": SPAN, "reason": MAYBE_TEXT, "claim": MAYBE_TEXT},
    "claims": dict.fromkeys(("id", "tier", "unit", "modality"), TEXT)
    | dict.fromkeys(("subject", "metric", "value", "scope", "evidence"), MAP)
    | dict.fromkeys(("per_unit", "relative_to", "repeat_of", "note"), MAYBE_TEXT)
    | {"period": MAYBE_MAP, "window": MAYBE_MAP, "attribution": LIST, "also_accept": LIST},
    "relations": dict.fromkeys(("id", "predicate", "modality"), TEXT)
    | dict.fromkeys(("subject", "object", "evidence"), MAP)
    | {"negated": FLAG, "bridged": FLAG, "attribution": LIST, "also_accept": LIST, "note": MAYBE_TEXT},
    "events": dict.fromkeys(("id", "event", "date", "printed", "modality"), TEXT)
    | {"subject": MAP, "span": SPAN, "evidence": MAP},
    "traps": dict.fromkeys(("id", "printed", "why"), TEXT) | {"span": SPAN, "wrong": MAP},
}
VALUE = {"low": NUMBER, "high": NUMBER, "low_exclusive": FLAG, "high_exclusive": FLAG, "precision": TEXT}
ACCEPTED = set(VALUE) | {"subject", "metric", "unit", "per_unit", "mod", "by", "relative_to", "period"}
VALUE |= {"printed": TEXT, "span": SPAN}


@dataclass(frozen=True, slots=True)
class Article:
    """One text with its labels."""

    path: Path
    text: str
    labels: dict[str, Any]

    def rows(self, part: str) -> list[dict[str, Any]]:
        found = self.labels[part]
        if part == "document":
            return [found]
        return list(found.values()) if isinstance(found, dict) else list(found)


@cache
def article(path: Path) -> Article:
    """The labels at `path` with their text."""
    labels = json.loads(path.read_text(encoding="utf-8"))
    return Article(path, path.with_suffix(".txt").read_bytes().decode("utf-8"), labels)


def spans(node: Any) -> Iterator[tuple[list[int], str | None]]:
    """Every span below `node`, with the text printed there where the labels repeat it."""
    if isinstance(node, dict):
        if "span" in node:
            yield node["span"], node.get("printed", node.get("surface"))
        for value in node.values():
            yield from spans(value)
    elif isinstance(node, list):
        for value in node:
            yield from spans(value)


def named(path: Path) -> str:
    return f"{path.parent.name}/{path.stem}"


each_article = pytest.mark.parametrize("path", LABELS, ids=named)


def test_every_text_has_labels_and_the_readme_describes_every_part() -> None:
    texts = {path.with_suffix(".json") for ring in RINGS for path in (GOLD / ring).glob("*.txt")}
    assert texts == set(LABELS)
    readme = (GOLD / "README.md").read_text(encoding="utf-8")
    assert [part for part in SCHEMA if f"| `{part}` |" not in readme] == []


@each_article
def test_labels_have_the_fields_of_the_format(path: Path) -> None:
    found = article(path)
    assert list(found.labels) == list(SCHEMA)
    for part, fields in SCHEMA.items():
        for row in found.rows(part):
            assert set(row) == set(fields), (part, row)
            assert all(isinstance(row[name], kinds) for name, kinds in fields.items()), (part, row)
    for claim in found.rows("claims"):
        assert set(claim["value"]) == set(VALUE)
        assert all(isinstance(claim["value"][name], kinds) for name, kinds in VALUE.items()), claim


@each_article
def test_the_text_is_the_one_that_was_labelled(path: Path) -> None:
    found = article(path)
    document = found.labels["document"]
    assert document["file"] == path.with_suffix(".txt").name
    assert document["sha256"] == hashlib.sha256(found.text.encode()).hexdigest()
    assert document["length"] == len(found.text)
    assert date.fromisoformat(document["published"]) < date(2027, 1, 1)
    name = path.stem.removeprefix(document["id"])
    assert LANGUAGES[name] == document["language"]


@each_article
def test_every_span_lies_in_the_text_and_slices_to_what_is_printed(path: Path) -> None:
    found = article(path)
    for (start, end), printed in spans(found.labels):
        assert 0 <= start < end <= len(found.text)
        sliced = found.text[start:end]
        assert sliced == sliced.strip(), sliced
        assert printed in (None, sliced)


@each_article
def test_every_quantity_stands_once_in_order_and_none_overlap(path: Path) -> None:
    found = article(path)
    quantities = [row["span"] for row in found.rows("quantities")]
    assert quantities == sorted(quantities)
    assert all(left[1] <= right[0] for left, right in pairwise(quantities))
    covered = {index for start, end in quantities for index in range(start, end)}
    pattern = (
        DIGIT if found.labels["document"]["language"] == "en" else re.compile(f"{DIGIT.pattern}|{NUMERAL.pattern}")
    )
    stray = [
        found.text[max(0, m.start() - 8) : m.end() + 8]
        for m in pattern.finditer(found.text)
        if m.start() not in covered
    ]
    assert stray == []


@each_article
def test_claims_and_quantities_answer_each_other(path: Path) -> None:
    found = article(path)
    claimed = {row["claim"]: row["span"] for row in found.rows("quantities") if row["disposition"] == "claim"}
    assert claimed == {row["id"]: row["value"]["span"] for row in found.rows("claims")}
    for row in found.rows("quantities"):
        assert (row["disposition"], row["reason"] is None) in {("claim", True), ("dismissed", False)}


@each_article
def test_claims_are_well_formed(path: Path) -> None:
    found = article(path)
    entities, claims = found.labels["entities"], {row["id"] for row in found.rows("claims")}
    for claim in found.rows("claims"):
        value, period, window = claim["value"], claim["period"], claim["window"]
        assert claim["tier"] in {"core", "vague"}
        assert claim["subject"]["entity"] in entities
        assert claim["subject"]["resolution"] in RESOLUTIONS
        assert (claim["subject"]["mention"] is None) == (claim["subject"]["resolution"] == "zero")
        assert {agent["entity"] for agent in claim["attribution"]} <= set(entities)
        assert claim["relative_to"] is None or claim["relative_to"] in entities
        assert claim["repeat_of"] is None or claim["repeat_of"] in claims
        assert claim["modality"] in set(Modality)
        assert value["precision"] in set(Precision)
        for reading in claim["also_accept"]:
            assert reading
            assert set(reading) <= ACCEPTED
            assert reading.get("mod", "actual") in set(Modality)
            assert reading.get("subject", claim["subject"]["entity"]) in entities
        low, high = value["low"], value["high"]
        assert low is not None or high is not None
        assert low is None or high is None or low <= high
        assert not (low is None and value["low_exclusive"])
        assert not (high is None and value["high_exclusive"])
        assert claim["evidence"]["span"][0] <= value["span"][0] < value["span"][1] <= claim["evidence"]["span"][1]
        assert period is None or date.fromisoformat(period["start"]) <= date.fromisoformat(period["end"])
        assert period is None or period["basis"] in {"stated", "relative", "inherited"}
        assert window is None or re.fullmatch(r"P(\d+D|T\d+[HM])", window["duration"])


@each_article
def test_a_currency_in_the_print_is_the_currency_of_the_unit(path: Path) -> None:
    signs = {
        "韓元": "KRW",
        "韩元": "KRW",
        "HKD": "HKD",
        "CNY": "CNY",
        "euros": "EUR",
        "美元": "USD",
        "港元": "HKD",
        "欧元": "EUR",
        "歐元": "EUR",
        "日元": "JPY",
        "HK$": "HKD",
        "US$": "USD",
    }
    signs |= {"S$": "SGD", "A$": "AUD", "€": "EUR", "£": "GBP", "RMB": "CNY", "¥": "CNY", "$": "USD", "新台幣": "TWD"}
    signs |= {"仙": "HKD", "毛": "CNY", "分钱": "CNY", "元": "CNY", "块": "CNY"}
    local = {"HKD": "港元", "TWD": "新台幣"}
    found = article(path)
    for claim in found.rows("claims"):
        printed, unit = claim["value"]["printed"], claim["unit"]
        sign = next((sign for sign in signs if sign in printed), None)
        if sign == "元" and unit in local:
            assert local[unit] in found.text, printed
        elif sign and not (sign == "¥" and unit == "JPY"):
            assert unit == signs[sign], printed
        elif CURRENCY.fullmatch(unit) and {"unit": "count"} not in claim["also_accept"]:
            clause = found.text[slice(*claim["evidence"]["span"])]
            assert any(sign in clause for sign in signs) or re.search(r"yuan|cents|\dp\b", clause), printed
        assert ("%" in printed) <= (unit == "percent"), printed


@each_article
def test_relations_events_and_traps_point_at_what_is_there(path: Path) -> None:
    found = article(path)
    entities, quantities = found.labels["entities"], [row["span"] for row in found.rows("quantities")]
    for row in found.rows("relations"):
        assert {row["subject"]["entity"], row["object"]["entity"]} <= set(entities)
        assert row["predicate"] not in row["also_accept"]
        start, end = row["evidence"]["span"]
        ends = [row[side]["mention"]["span"] for side in ("subject", "object")]
        inside = [start <= a and b <= end for a, b in ends]
        assert any(inside) if row["bridged"] else all(inside), row
    for row in found.rows("events"):
        assert row["subject"]["entity"] in entities
    for row in found.rows("traps"):
        assert row["span"] in quantities
        assert row["wrong"]


def test_the_two_scripts_carry_the_same_labels() -> None:
    twice = [path for path in LABELS if path.parent.name in BOTH_SCRIPTS]
    assert twice
    for path in (path for path in twice if path.stem.endswith(".hans")):
        other = path.with_name(path.name.replace(".hans.", ".hant."))
        simplified, traditional = article(path), article(other)
        assert len(simplified.text) == len(traditional.text)
        assert simplified.text != traditional.text
        assert _without_text(simplified.labels) == _without_text(traditional.labels)


def test_the_second_ring_is_written_in_one_script_each() -> None:
    second = [article(path).labels["document"] for path in LABELS if path.parent.name == "second"]
    assert len({row["id"] for row in second}) == len(second)
    assert Counter(row["language"] for row in second) == {"en": 12, "zh-hans": 6, "zh-hant": 6}
    for row in second:
        text = (GOLD / "second" / row["file"]).read_text("utf-8")
        size = len(text.split()) if row["language"] == "en" else len(text)
        assert (90 if row["language"] == "en" else 200) <= size <= (220 if row["language"] == "en" else 700), row["id"]
        traditional = _traditional(text)
        assert bool(traditional) == (row["language"] == "zh-hant"), (row["id"], traditional)


def test_the_third_ring_is_written_in_one_script_each_and_at_the_length_of_the_press() -> None:
    third = [article(path) for path in LABELS if path.parent.name == "third"]
    assert len({found.labels["document"]["id"] for found in third}) == len(third)
    chinese = [found for found in third if found.labels["document"]["language"] != "en"]
    assert Counter(found.labels["document"]["language"] for found in chinese) == {"zh-hans": 5, "zh-hant": 5}
    for found in chinese:
        assert 500 <= len(found.text) <= 1100, found.path
        traditional = _traditional(found.text)
        assert bool(traditional) == (found.labels["document"]["language"] == "zh-hant"), (found.path, traditional)


NEWS = {  # how many in each language, of the rings of news items
    "fourth": {"zh-hans": 4, "zh-hant": 3, "en": 5},
    "fifth": {"zh-hans": 4, "zh-hant": 3, "en": 7},
    "sixth": {"zh-hans": 3, "zh-hant": 4, "en": 7},
}


@pytest.mark.parametrize("ring", NEWS)
def test_a_ring_of_news_is_written_in_one_script_each_and_at_the_length_of_a_news_item(ring: str) -> None:
    items = [article(path) for path in LABELS if path.parent.name == ring]
    assert Counter(found.labels["document"]["language"] for found in items) == NEWS[ring]
    for found in items:
        language = found.labels["document"]["language"]
        shortest, longest = (900, 2000) if language == "en" else (280, 900)
        assert shortest <= len(found.text) <= longest, found.path
        assert 10 <= len(found.rows("claims")) <= 30, found.path
        traditional = _traditional(found.text)
        assert bool(traditional) == (language == "zh-hant"), (found.path, traditional)


def _traditional(text: str) -> list[str]:
    """The characters of `text` that simplified Chinese writes otherwise."""
    return [sign for sign in text if "\u4e00" <= sign <= "\u9fff" and fold(sign) != sign]


def _without_text(node: Any) -> Any:
    """The labels without what differs between scripts: sliced text, names, and the document's own data."""
    if isinstance(node, dict):
        script_bound = {"printed", "surface", "labels", "document"}
        return {key: _without_text(value) for key, value in node.items() if key not in script_bound}
    return [_without_text(value) for value in node] if isinstance(node, list) else node


def test_the_readme_counts_the_articles_by_ring_language_and_genre() -> None:
    rows = re.findall(
        r"^\| ([a-z ]+)" + r" \| (\d+)" * (2 * len(RINGS)) + r" \|$", (GOLD / "README.md").read_text("utf-8"), re.M
    )
    columns = [(ring, language) for ring in RINGS for language in ("zh", "en")]
    promised = {(genre, *column): int(n) for genre, *ns in rows for column, n in zip(columns, ns, strict=True)}
    documents = [(path.parent.name, article(path).labels["document"]) for path in LABELS]
    counted = Counter(
        (row["genre"], ring, row["language"][:2])
        for ring, row in documents
        if ring not in BOTH_SCRIPTS or row["language"] != "zh-hant"
    )
    assert counted == Counter({key: n for key, n in promised.items() if n})


def test_the_rings_share_no_article_and_no_invented_company() -> None:
    rings = [[article(path).labels for path in LABELS if path.parent.name == ring] for ring in RINGS]
    ids, invented = [], []
    for ring in rings:
        ids.append({labels["document"]["id"] for labels in ring})
        invented.append({id for labels in ring for id, entity in labels["entities"].items() if not entity["known"]})
    for left, right in combinations(range(len(RINGS)), 2):
        assert ids[left].isdisjoint(ids[right])
        if max(left, right) <= RINGS.index("fourth"):  # the later ones name firms of the world, as others may
            assert invented[left].isdisjoint(invented[right])
    assert 0.28 < len(ids[1]) / len(ids[0] | ids[1]) < 0.4
