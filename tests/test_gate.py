"""The gate: what stands in the text passes in any script; what was changed does not; nothing is dropped in silence."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claimgraph.claim import Entity, Label, Modality, PartialDate, Period
from claimgraph.corpus import read_corpus
from claimgraph.extraction import Draft, Lexicon, Reading, read
from claimgraph.extraction.gate import Gate, Outcome, Proposal, Verdict
from claimgraph.extraction.quotes import QuoteFinder, plain
from claimgraph.extraction.rules.fold import fold

GOLD = Path(__file__).parent / "data" / "gold" / "development"
SHARED = Path(__file__).parents[2] / "shared"
SEED, SEED_GOLD = SHARED / "articles" / "seed-three-paths.txt", SHARED / "gold" / "seed-numbers.json"

ACCEPT, REVIEW, REJECT = Outcome.ACCEPT, Outcome.REVIEW, Outcome.REJECT


@cache
def lexicon() -> Lexicon:
    return Lexicon.load(read_corpus("ai-video").entities.values())


@dataclass(frozen=True)
class Case:
    """A true claim of a labelled text, as the gate is asked about it."""

    gate: Gate
    proposal: Proposal


def case_outcome(case: Case, proposal: Proposal) -> Outcome:
    return case.gate.judge([proposal])[0].outcome


# --- the true claims ----------------------------------------------------------------------------------------------------


@cache
def seed_cases() -> tuple[Case, ...]:
    """The core numbers of the seed article, as the rules read them, where gold says the same number."""
    if not SEED.exists():
        pytest.skip(f"no seed article at {SHARED}")
    text = SEED.read_bytes().decode()
    reading = read(text, lexicon())
    gate = Gate(text, lexicon(), reading)
    cases = []
    for claim in json.loads(SEED_GOLD.read_text(encoding="utf-8"))["claims"]:
        start, end = claim["value"]["mention"]["span"]
        if claim["tier"] == "core":
            draft = next(d for d in reading.claims if d.kind == "metric" and d.start < end and start < d.end)
            cases.append(Case(gate, unplaced(Proposal.of(draft, text))))
    return tuple(cases)


@cache
def gold_cases() -> tuple[Case, ...]:
    """Claims of the development gold whose metric and subject the lexicon knows, made from the labels alone."""
    cases: list[Case] = []
    for path in sorted(GOLD.glob("*.json")):
        labels = json.loads(path.read_text(encoding="utf-8"))
        text = path.with_suffix(".txt").read_bytes().decode()
        published = PartialDate(labels["document"]["published"])
        gate = Gate(text, lexicon(), read(text, lexicon(), published=published), published)
        cases += [Case(gate, proposal) for row in labels["claims"] if (proposal := labelled(row, labels, text))]
    return tuple(cases)


def labelled(row: dict[str, Any], labels: dict[str, Any], text: str) -> Proposal | None:
    subject, value, metric = row["subject"], row["value"], row["metric"].get("id")
    known = labels["entities"].get(subject["entity"], {}).get("known")
    if not known or metric not in lexicon().terms.metrics or row["tier"] != "core":
        return None
    start, end = value["span"]
    names = [m["span"] for m in labels["entities"][subject["entity"]]["mentions"] if m["kind"] == "name"]
    if not names:
        return None
    first, last = min(names, key=lambda span: abs(span[0] - start))
    period, phrase = row["period"], row["metric"]["mention"]
    draft = Draft(
        subject=subject["entity"], metric=metric, low=number(value["low"]), high=number(value["high"]),
        low_exclusive=value["low_exclusive"], high_exclusive=value["high_exclusive"], unit=row["unit"],
        per_unit=row["per_unit"],
        period=Period(day(period["start"]), day(period["end"])) if period else None, modality=Modality(row["modality"]),
        relative_to=row["relative_to"], metric_text=text[slice(*phrase["span"])] if phrase else None,
    )  # fmt: skip
    spans = [row["evidence"]["span"], (start, end), *([phrase["span"]] if phrase else [])]
    quote = slice(min(span[0] for span in spans), max(span[1] for span in spans))
    when = text[slice(*period["mention"]["span"])] if period and period["mention"] else ""
    return Proposal(
        draft=draft, quote=text[quote], subject_quote=text[first:last], value_quote=text[start:end], period_quote=when
    )


def day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def number(value: float | None) -> Decimal | None:
    return None if value is None else Decimal(str(value))


def unplaced(proposal: Proposal) -> Proposal:
    """As a model would ask: words, and no offsets."""
    return replace(
        proposal, draft=replace(proposal.draft, start=0, end=0, evidence_start=0, evidence_end=0, printed="")
    )


# --- corruptions --------------------------------------------------------------------------------------------------------

Corruption = Callable[[Proposal], Proposal | None]


def with_draft(proposal: Proposal, **changes: Any) -> Proposal:
    return replace(proposal, draft=replace(proposal.draft, **changes))


def nothing(proposal: Proposal) -> Proposal:
    return proposal


def no_numbers(proposal: Proposal) -> Proposal:
    """As a model asks: the gate reads the number itself."""
    return with_draft(
        proposal, low=None, high=None, low_exclusive=False, high_exclusive=False, unit=None, per_unit=None
    )


def other_script(proposal: Proposal) -> Proposal:
    """The quotes as a model may rewrite them: simplified, full width, other punctuation, blanks gone."""

    def rewritten(words: str) -> str:
        return fold(words).replace(",", "，").replace('"', "“").replace(" ", "  ").replace(":", "：")

    return replace(
        proposal,
        quote=rewritten(proposal.quote),
        subject_quote=rewritten(proposal.subject_quote),
        value_quote=rewritten(proposal.value_quote),
    )


def shifted(bound: Decimal | None) -> Decimal | None:
    """Another number of the same size: its last digit that counts is one more."""
    if bound is None:
        return None
    digits = bound.normalize()
    return digits + Decimal((0, (1,), digits.as_tuple().exponent))  # type: ignore[arg-type]


def value_only(proposal: Proposal) -> Proposal:
    return with_draft(proposal, low=shifted(proposal.draft.low), high=shifted(proposal.draft.high))


def next_digit(words: str) -> str | None:
    """The words with their first digit changed, or None where they have none."""
    for place, sign in enumerate(words):
        if sign.isascii() and sign.isdigit():
            return words[:place] + str((int(sign) + 1) % 10) + words[place + 1 :]
    return None


def value_in_quote(proposal: Proposal) -> Proposal | None:
    changed = next_digit(proposal.value_quote)
    if changed is None:
        return None
    quote = proposal.quote.replace(proposal.value_quote, changed)
    return replace(no_numbers(proposal), quote=quote, value_quote=changed)


def value_quoted_otherwise(proposal: Proposal) -> Proposal | None:
    """The quote is left, and the value that is said to stand in it is not the one that does."""
    changed = next_digit(proposal.value_quote)
    return (
        replace(no_numbers(proposal), value_quote=changed)
        if changed and plain(changed) not in plain(proposal.quote)
        else None
    )


def ten_times(proposal: Proposal) -> Proposal | None:
    low, high = proposal.draft.low, proposal.draft.high
    if not any((low, high)):
        return None
    return with_draft(proposal, low=None if low is None else low * 10, high=None if high is None else high * 10)


def other_unit(proposal: Proposal) -> Proposal:
    others = {"USD": "CNY", "CNY": "USD", "HKD": "USD", "percent": "count", "count": "percent"}
    return with_draft(proposal, unit=others.get(proposal.draft.unit or "", "USD"))


def paraphrased(proposal: Proposal) -> Proposal:
    middle = len(proposal.quote) // 2
    return replace(proposal, quote=proposal.quote[:middle] + "其实" + proposal.quote[middle:])


def other_year(proposal: Proposal) -> Proposal | None:
    period = proposal.draft.period
    if period is None or period.start is None or period.end is None or period.start.day != 1:
        return None
    moved = Period(
        period.start.replace(year=period.start.year + 11), period.end.replace(year=period.end.year + 11, day=28)
    )
    return with_draft(proposal, period=moved)


def other_metric(proposal: Proposal) -> Proposal:
    return with_draft(proposal, metric="employees" if proposal.draft.metric != "employees" else "monthly_active_users")


def other_subject(proposal: Proposal) -> Proposal:
    """Another company, which the text names nowhere."""
    return replace(with_draft(proposal, subject="snap"), subject_quote="Snap Inc")


def other_modality(proposal: Proposal) -> Proposal:
    expected = proposal.draft.modality is Modality.ACTUAL
    return with_draft(proposal, modality=Modality.EXPECTED if expected else Modality.ACTUAL)


def subject_unsaid(proposal: Proposal) -> Proposal:
    return replace(proposal, subject_quote="")


REFUSED = [
    value_only, value_in_quote, value_quoted_otherwise, ten_times, other_unit, paraphrased, other_year, other_subject,
    subject_unsaid,
]  # fmt: skip
KEPT = [nothing, no_numbers, other_script]


def tally(cases: tuple[Case, ...], corruption: Corruption) -> Counter[Outcome]:
    changed = [(case, made) for case in cases if (made := corruption(case.proposal))]
    return Counter(case_outcome(case, made) for case, made in changed)


@pytest.mark.parametrize("corruption", KEPT, ids=lambda c: c.__name__)
def test_seed_claims_pass_in_any_spelling(corruption: Corruption) -> None:
    assert tally(seed_cases(), corruption) == {ACCEPT: len(seed_cases())}


@pytest.mark.parametrize("corruption", REFUSED, ids=lambda c: c.__name__)
def test_corrupted_seed_claims_are_rejected(corruption: Corruption) -> None:
    found = tally(seed_cases(), corruption)
    assert set(found) == {REJECT}, found


def test_what_the_rules_read_otherwise_is_for_a_person() -> None:
    assert tally(seed_cases(), other_modality) == {REVIEW: len(seed_cases())}
    assert tally(seed_cases(), other_metric)[ACCEPT] == 0
    swapped = tally(seed_cases(), swapped_subject)
    assert set(swapped) == {REVIEW}, swapped


def swapped_subject(proposal: Proposal) -> Proposal:
    """Another product of the article, and its name quoted too."""
    other = ("jimeng", "即夢") if proposal.draft.subject != "jimeng" else ("kling", "可靈")
    return replace(with_draft(proposal, subject=other[0]), subject_quote=other[1])


@pytest.mark.parametrize("corruption", KEPT, ids=lambda c: c.__name__)
def test_labelled_claims_mostly_pass(corruption: Corruption) -> None:
    """What is refused of the labelled claims names its metric nowhere, or is a number the grammar reads in other units."""
    found = tally(gold_cases(), corruption)
    assert found[REJECT] <= 0.3 * found.total(), found
    assert found[ACCEPT] >= 0.35 * found.total(), found


@pytest.mark.parametrize("corruption", REFUSED, ids=lambda c: c.__name__)
def test_corrupted_labelled_claims_are_rejected(corruption: Corruption) -> None:
    found = tally(gold_cases(), corruption)
    assert set(found) == {REJECT}, found


@pytest.mark.parametrize("corruption", [other_modality, other_metric], ids=lambda c: c.__name__)
def test_no_other_reading_of_a_labelled_claim_passes(corruption: Corruption) -> None:
    """Of those on which the rules and the labels agree."""
    agreed = tuple(case for case in gold_cases() if case_outcome(case, case.proposal) is ACCEPT)
    assert len(agreed) > 100
    assert tally(agreed, corruption)[ACCEPT] == 0


def test_what_the_rules_draft_passes_the_same_gate() -> None:
    """The rules are held to what a model is held to: on all labelled texts nothing that they draft is refused."""
    verdicts = [verdict for path in sorted(GOLD.glob("*.txt")) for verdict in own_drafts(path.read_bytes().decode())]
    assert len(verdicts) > 300
    assert [verdict for verdict in verdicts if verdict.outcome is not ACCEPT] == []


def own_drafts(text: str) -> tuple[Verdict, ...]:
    reading = read(text, lexicon())
    return Gate(text, lexicon(), reading).judge([Proposal.of(draft, text) for draft in reading.claims])


def test_a_draft_of_the_rules_that_the_text_does_not_bear_out_is_dismissed_with_the_reason() -> None:
    text = "可灵月活突破1200万。"
    small = Lexicon.load(SMALL)
    reading = read(text, small)
    assert Gate(text, small, reading).gated() is reading
    wrong = Reading(tuple(replace(d, subject="vidu") if d.state == "claim" else d for d in reading.drafts))
    found = Gate(text, small, wrong).gated()
    assert found.claims == ()
    assert len(found.drafts) == len(reading.drafts), "it stays in the account"
    assert any("do not name vidu" in (draft.reason or "") for draft in found.drafts)


# --- lists and parameters -----------------------------------------------------------------------------------------------

LIST = "Kling的1天、7天、30天用户留存率分别为10%、2%、1%。"
SMALL = [
    Entity("kling", "Product", (Label("Kling", "en"), Label("可灵", "zh-hans"))),
    Entity("kuaishou", "Company", (Label("Kuaishou", "en"), Label("快手", "zh-hans"))),
    Entity("vidu", "Product", (Label("Vidu", "en"),)),
]


def gate_of(text: str) -> Gate:
    small = Lexicon.load(SMALL)
    return Gate(text, small, read(text, small))


def of_list(metric: str, value: str, window: str | None) -> Proposal:
    draft = Draft(subject="kling", metric=metric, window=window)
    return Proposal(draft=draft, quote=LIST, subject_quote="Kling", value_quote=value)


def test_a_value_belongs_to_the_parameter_it_is_printed_for() -> None:
    days = {"retention_rate_d1": "P1D", "retention_rate_d7": "P7D", "retention_rate_d30": "P30D"}
    values = {"P1D": "10%", "P7D": "2%", "P30D": "1%"}
    for metric, own in days.items():
        for window, value in values.items():
            verdict = gate_of(LIST).judge([of_list(metric, value, own)])[0]
            assert verdict.outcome is (ACCEPT if window == own else REJECT), verdict
            unsaid = gate_of(LIST).judge([of_list(metric, value, None)])[0]
            assert unsaid.outcome is (ACCEPT if window == own else REJECT), unsaid


def test_a_value_is_claimed_once() -> None:
    one, again = of_list("retention_rate_d7", "2%", "P7D"), of_list("retention_rate_d7", "2%", "P7D")
    verdicts = gate_of(LIST).judge([one, again])
    assert [verdict.outcome for verdict in verdicts] == [ACCEPT, REJECT]
    assert "claimed already" in verdicts[1].reasons[0]


@pytest.mark.parametrize("value", ["0%", "%", "", "10%、2%", "7天", "30天用户留存率分别为10%", "twelve"])
def test_values_that_are_none(value: str) -> None:
    verdict = gate_of(LIST).judge([of_list("retention_rate_d1", value, "P1D")])[0]
    assert verdict.outcome is REJECT
    assert verdict.reasons


def test_a_quote_that_stands_twice_is_the_one_beside_its_subject() -> None:
    text = "Vidu的月活为300万。" + "这是另一件事。" * 30 + "可灵的月活为500万。据悉月活为300万。"
    draft = Draft(subject="vidu", metric="monthly_active_users")
    verdict = gate_of(text).judge(
        [Proposal(draft=draft, quote="月活为300万", subject_quote="Vidu", value_quote="300万")]
    )[0]
    assert verdict.draft.start == text.index("300万")


# --- relations ----------------------------------------------------------------------------------------------------------


def relation(quote: str, subject: str = "kling", object_quote: str = "快手", **changes: Any) -> Proposal:
    draft = Draft(kind="relation", subject=subject, predicate="ownedBy", object="kuaishou")
    return Proposal(draft=replace(draft, **changes), quote=quote, subject_quote="可灵", object_quote=object_quote)


def test_a_relation_needs_both_its_ends_in_one_place() -> None:
    text = "可灵是快手旗下的产品。有人喜欢可灵。快手今天开会。可灵上线,而快手上涨。"
    gate = gate_of(text)
    found = {quote: gate.judge([relation(quote)])[0] for quote in text.split("。") if quote}
    assert found["可灵是快手旗下的产品"].outcome is not REJECT
    assert found["有人喜欢可灵"].outcome is REJECT
    assert found["快手今天开会"].outcome is REJECT
    apart = found["可灵上线,而快手上涨"]
    assert (apart.outcome, apart.reasons[0]) == (REVIEW, "its ends stand in different clauses")


@pytest.mark.parametrize(
    "changed",
    [
        relation("可灵是快手旗下的产品", object_quote="字节"),
        relation("可灵是快手旗下的产品", predicate="marriedTo"),
        relation("可灵是快手旗下的产品", object="kling"),
        relation("可灵是快手旗下的产品", object=None),
        relation("可灵是快手旗下的好产品"),
        relation("可灵是快手旗下的产品", subject="vidu"),
    ],
)
def test_relations_that_the_text_does_not_bear_out(changed: Proposal) -> None:
    assert gate_of("可灵是快手旗下的产品。").judge([changed])[0].outcome is REJECT


# --- quotes -------------------------------------------------------------------------------------------------------------


@settings(deadline=None, max_examples=150)
@given(st.text(st.characters(exclude_categories=("Cs",)), max_size=80), st.integers(0, 80), st.integers(1, 20))
def test_every_piece_of_a_text_is_found_where_it_stands(text: str, start: int, length: int) -> None:
    piece = text[start : start + length]
    found = list(QuoteFinder(text).find(piece))
    if plain(piece):
        assert any(start <= first and last <= start + length for first, last in found)
    assert all(plain(text[first:last]) == plain(piece) for first, last in found)


@settings(deadline=None, max_examples=100)
@given(st.from_regex(r"[a-z]{1,4}[0-9]{1,6}[a-z]{1,4}", fullmatch=True), st.integers(0, 9))
def test_one_changed_digit_is_never_found(text: str, digit: int) -> None:
    place = next(place for place, sign in enumerate(text) if sign.isdigit())
    changed = text[:place] + str(digit) + text[place + 1 :]
    assert bool(list(QuoteFinder(text).find(changed))) == (changed == text)


def test_names_are_whole_words() -> None:
    text = "Klingon films and Sora2 beat 可灵AI, not Kling 3"
    finder, whole = QuoteFinder(text), (0, len(text))
    assert finder.has_word("Kling", whole)
    assert not QuoteFinder("Klingon").has_word("Kling", (0, 7))
    assert finder.has_word("可灵", whole)
    assert not finder.has_word("ora2", whole)


def test_what_passes_in_a_text_passes_in_a_long_one() -> None:
    """A subject that is named hundreds of times is still the one beside the number."""
    entities = [Entity("oxbow", "Company", (Label("Oxbow", "en"),))]
    words = Lexicon.load(entities)
    text = "\n".join(
        f"Oxbow had {1000 + number} employees in 2024. {'It goes on and on. ' * 3}" for number in range(300)
    )
    reading = read(text, words)
    gated = Gate(text, words, reading).gated()
    assert len(gated.claims) == len(reading.claims) == 300
