"""Every span is sliced again; what no longer matches is named with its source and claim."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claimgraph.claim import Evidence, MetricClaim, Quantity, Source
from claimgraph.corpus import read_corpus
from claimgraph.errors import SourceError
from claimgraph.evidence import read_texts, slice_digest, text_digest, verify
from claimgraph.pipeline import verify_corpus, verify_store

TEXT = "可灵月活突破1200万,收入1.4亿美元。"
SHARED = Path(__file__).parents[2] / "shared/articles"


def claim(printed: str = "1200万", text: str = TEXT, **changes) -> MetricClaim:
    start = text.index("1200")
    evidence = Evidence(0, 10, start, start + 5, slice_digest(text, 0, 10))
    values = {"source": "one", "about": "kling", "metric": "monthly_active_users"}
    quantity = Quantity(None, None, "count", printed)
    return MetricClaim(**{**values, "quantity": quantity, "evidence": evidence, **changes})


def checked(folder: Path, *claims: MetricClaim, text: str = TEXT):
    source = Source("one", "One", digest=text_digest(TEXT.encode()))
    (folder / "one.txt").write_text(text, encoding="utf-8", newline="")
    return verify([source], claims, read_texts(folder))


def test_what_was_recorded_holds(tmp_path: Path) -> None:
    result = checked(tmp_path, claim())
    assert (result.holds, result.checked, result.spans) == (True, 1, 1)


def test_another_printed_form_is_a_mismatch(tmp_path: Path) -> None:
    (mismatch,) = checked(tmp_path, claim("1300万")).mismatches
    assert mismatch.claim == claim("1300万").id
    assert "'1300万'" in str(mismatch)
    assert "'1200万'" in str(mismatch)


def test_a_changed_text_is_told_and_every_span_in_it(tmp_path: Path) -> None:
    result = checked(tmp_path, claim(), text=TEXT.replace("1200", "1300"))
    assert [mismatch.claim is None for mismatch in result.mismatches] == [True, False, False]


def test_a_span_after_the_end_is_a_mismatch(tmp_path: Path) -> None:
    far = claim(evidence=Evidence(0, 999))
    assert "ends after the text" in str(checked(tmp_path, far).mismatches[0])


@settings(deadline=None, max_examples=60)
@given(place=st.integers(0, len(TEXT) - 1), letter=st.sampled_from("9可 x"))
def test_any_change_of_a_clause_is_found(tmp_path_factory, place, letter) -> None:
    changed = TEXT[:place] + letter + TEXT[place + 1 :]
    result = checked(tmp_path_factory.mktemp("texts"), claim(), text=changed)
    assert result.holds == (changed == TEXT)


def test_a_text_that_is_not_utf_8_says_where(tmp_path: Path) -> None:
    data = b"Kling \xff"
    (tmp_path / "one.txt").write_bytes(data)
    result = verify([Source("one", "One", digest=text_digest(data))], [], read_texts(tmp_path))
    assert "not UTF-8 at byte 6" in str(result.mismatches[0])


def test_no_folder_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="no folder of texts"):
        read_texts(tmp_path / "missing")


@pytest.mark.skipif(not SHARED.is_dir(), reason="the article the project began from is not beside the project")
def test_every_span_of_the_first_article_holds(ai_video) -> None:
    for result in (verify_corpus("ai-video", SHARED), verify_store(ai_video, SHARED)):
        assert result.holds, result.mismatches[:5]
        assert result.spans == sum(c.evidence is not None for c in read_corpus("ai-video").claims) == 149
