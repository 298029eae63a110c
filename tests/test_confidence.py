"""How likely a reading is right: weights of its circumstances add up, and what is unlikely is left to a person."""

from __future__ import annotations

from claimgraph.extraction import Draft, Lexicon, read
from claimgraph.extraction.rules.circumstances import Circumstances
from claimgraph.extraction.rules.confidence import claimed_from, likelihood


def draft(text: str, printed: str, lexicon: Lexicon) -> Draft:
    return next(d for d in read(text, lexicon).quantities if d.printed == printed)


def test_every_part_of_a_reading_lowers_its_likelihood() -> None:
    """A reading is right only where its subject, its metric and its number are."""
    subject = Circumstances(("subject found by explicit",), (), ("number is money",))
    whole = Circumstances(subject.subject, ("bound by carried",), subject.number)
    assert 0.0 < likelihood(whole) < likelihood(subject) < 1.0


def test_a_subject_in_another_paragraph_is_less_likely_than_one_in_the_clause() -> None:
    near = Circumstances(("subject found by explicit", "nobody between"), (), ())
    far = Circumstances(("subject found by zero", "subject in another paragraph", "names between"), (), ())
    assert likelihood(far) < likelihood(near)


def test_what_was_never_measured_changes_nothing() -> None:
    known = Circumstances(("subject found by explicit",), (), ())
    assert likelihood(Circumstances((*known.subject, "never seen"), (), ())) == likelihood(known)


def test_a_plain_statement_is_claimed_with_its_likelihood(bare: Lexicon) -> None:
    found = draft("澄湖科技2024年营收为12.6亿元。", "12.6亿元", bare)
    assert found.state == "claim"
    assert found.confidence is not None
    assert found.confidence >= claimed_from()
    assert {words.split(":")[0] for words in found.circumstances} == {"subject", "metric", "number"}
    assert "circumstances" not in found.as_dict()


def test_a_reading_that_was_seldom_right_is_left_to_a_person_with_its_share(bare: Lexicon) -> None:
    text = (
        "Tessaro Inc unveiled an app. Varnholt Ltd bought a rival, Orlis Corp, and Quenby plc sold one.\n"
        "Revenue was $40 million."
    )
    found = draft(text, "$40 million", bare)
    assert found.state == "unmapped"
    assert found.confidence is not None
    assert found.confidence < claimed_from()
    assert f"right in {round(100 * found.confidence)} of 100" in (found.reason or "")
