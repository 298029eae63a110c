"""The corpus room: files as analysts write them, wrong in every way, written back, and made anew."""

import json
import os
import time
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import jsonschema
import pytest
import yaml
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

import strategies
from claimgraph.claim import Claim, Entity, EventClaim, MetricClaim, Precision, Quantity, RelationClaim
from claimgraph.corpus import (
    append_claims,
    dump_entities,
    dump_source,
    find_corpus,
    new_corpus,
    packaged_corpora,
    parse_quantity,
    parse_source,
    read_corpus,
    read_source,
    write_quantity,
)
from claimgraph.corpus.entities import parse_entities
from claimgraph.corpus.problems import Problems
from claimgraph.errors import CorpusError
from claimgraph.vocabulary import load, packaged

SCHEMA = json.loads((packaged("ontology") / "corpus.schema.json").read_text(encoding="utf-8"))
ENTITIES = """\
kling: {kind: Product, labels: {en: Kling AI, zh-hant: 可靈AI}, also: {en: Kling}}
kuaishou: {kind: Company, labels: {en: Kuaishou}}
questmobile: {kind: Organization, labels: {en: QuestMobile}}
insiders: {kind: Organization, labels: {en: Unnamed insiders}, anonymous: true}
"""
SOURCE = """\
url: https://example.org/1
title: Own words
publisher: questmobile
claims:
"""


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    """A small corpus that reads without a problem."""
    (tmp_path / "sources").mkdir()
    write(tmp_path, "corpus.yaml", "id: small\ntitle: Small\n")
    write(tmp_path, "entities.yaml", ENTITIES)
    write(tmp_path, "sources/one.yaml", SOURCE + "- {about: kling, relation: ownedBy, object: kuaishou}\n")
    write(tmp_path, "sources/two.yaml", "title: Two\nclaims: []\n")
    return tmp_path


def write(folder: Path, name: str, text: str | bytes) -> Path:
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def problems(folder: Path) -> tuple[str, ...]:
    with pytest.raises(CorpusError) as caught:
        read_corpus(folder)
    return tuple(line.removeprefix(f"{folder}/") for line in caught.value.problems)


# --- reading what is right ------------------------------------------------------------------------------------------


def test_a_corpus_is_read_with_the_line_of_every_claim(corpus: Path) -> None:
    found = read_corpus(corpus)
    (claim,) = found.claims
    assert (found.id, found.base, sorted(found.sources)) == (
        "small",
        "https://w3id.org/claimgraph/small/",
        ["one", "two"],
    )
    assert isinstance(claim, RelationClaim)
    assert (claim.about, claim.predicate, claim.object) == ("kling", "ownedBy", "kuaishou")
    assert str(found.place(claim)) == f"{corpus}/sources/one.yaml:5"
    assert found.sources["one"].digest.startswith("sha256:")


def test_scalars_stay_the_text_that_was_written() -> None:
    text = SOURCE + "- {about: kling, event: launch_date, date: 2025, printed: no}\n"
    text += "- {about: kling, metric: downloads, value: 1_000, printed: 12:30, note: 0010}\n"
    event, metric = parse_source(text, Path("one.yaml")).claims
    assert isinstance(event, EventClaim)
    assert isinstance(metric, MetricClaim)
    assert (event.printed, event.date.text if event.date else None) == ("no", "2025")
    assert (metric.quantity.printed, metric.quantity.low, metric.note) == ("12:30", Decimal(1000), "0010")


def test_a_plain_name_becomes_a_publication_and_a_known_name_its_entity(corpus: Path) -> None:
    write(
        corpus,
        "sources/two.yaml",
        "title: Two\nlanguage: zh-hant\npublisher: 鉅亨網\ncreators: [Some Body]\nclaims: []\n",
    )
    write(corpus, "sources/three.yaml", "title: Three\npublisher: QUESTMOBILE\nclaims: []\n")
    found = read_corpus(corpus)
    made = found.entities[found.sources["two"].source.publisher or ""]
    assert (made.kind, made.label("zh-hant"), made.labels[0].language) == ("Publication", "鉅亨網", "zh-hant")
    assert made.id.isascii()
    assert found.entities["some-body"].kind == "Person"
    assert found.sources["three"].source.publisher == "questmobile"


def test_everything_a_claim_can_say_is_read() -> None:
    text = """\
title: Own words
length: 100
digest: sha256:0123456789012345678901234567890123456789012345678901234567890123
claims:
- about: kling
  metric: monthly_active_users
  value: ">12M"
  printed: 1200萬
  period: as of 2026-01
  basis: inherited
  modality: expected
  negated: true
  by: [questmobile, {agent: olivia-moore, as: partner, at: a16z}]
  scope: {segment: overseas}
  relative-to: pixverse
  window: P30D
  span: 76..85
  printed-span: 80..85
  check: 1f2e3d4c5b6a
  says: Own words.
  note: why
  review: unreviewed
  recorded-by: rules 1
"""
    (claim,) = parse_source(text, Path("one.yaml")).claims
    assert isinstance(claim, MetricClaim)
    assert claim.quantity == Quantity(Decimal(12000000), None, "count", "1200萬", low_exclusive=True)
    assert [(hop.agent, hop.capacity, hop.organization) for hop in claim.attribution] == [
        ("questmobile", None, None),
        ("olivia-moore", "partner", "a16z"),
    ]
    assert claim.period
    assert (claim.period.text, claim.period.basis) == ("as of 2026-01", "inherited")
    assert claim.evidence
    assert (claim.evidence.start, claim.evidence.printed_end, claim.evidence.digest) == (76, 85, "1f2e3d4c5b6a")
    assert (claim.negated, claim.window, claim.relative_to, claim.scope) == (
        True,
        "P30D",
        "pixverse",
        (("segment", "overseas"),),
    )
    assert (claim.review.value, claim.recorded_by, claim.paraphrase, claim.note) == (
        "unreviewed",
        "rules 1",
        "Own words.",
        "why",
    )


def test_what_is_counted_is_never_below_zero() -> None:
    text = SOURCE + "- {about: kling, metric: monthly_active_users, value: -5 million, printed: five million}\n"
    with pytest.raises(CorpusError, match="value: monthly_active_users counts what there is and cannot be below zero"):
        parse_source(text, Path("one.yaml"))


@pytest.mark.parametrize(
    ("text", "low", "high", "canonical"),
    [
        ("12,000,000", "12000000", "12000000", "12000000"),
        ("1.4bn CNY", "1400000000", "1400000000", "1400000000 CNY"),
        ("1.4億 USD", "140000000", "140000000", "140000000 USD"),
        ("~70%", "70", "70", "~70 percent"),
        (">12M", "12000000", None, ">12000000"),
        (">=12M", "12000000", None, ">=12000000"),
        ("<5 million", None, "5000000", "<5000000"),
        ("<=2000000 CNY", None, "2000000", "<=2000000 CNY"),
        ("30..50 USD/minute", "30", "50", "30..50 USD / minute"),
        ("-13.50 percent", "-13.5", "-13.5", "-13.5 percent"),
        ("−25 percent", "-25", "-25", "-25 percent"),
        (">30..<50", "30", "50", ">30..<50"),
        ("500M..1bn", "500000000", "1000000000", "500000000..1000000000"),
        ("0..5M", "0", "5000000", "0..5000000"),
        ("vague 2000..9999", "2000", "9999", "vague 2000..9999"),
        ("unstated USD", None, None, "unstated USD"),
        ("12 minute", "12", "12", "12 minute"),
    ],
)
def test_values_are_read_and_written_canonically(text: str, low: str | None, high: str | None, canonical: str) -> None:
    quantity = parse_quantity(text, "as printed")
    expected = tuple(None if bound is None else Decimal(bound) for bound in (low, high))
    assert (quantity.low, quantity.high) == expected
    assert write_quantity(quantity) == canonical
    assert parse_quantity(canonical, "as printed") == quantity


@pytest.mark.parametrize(
    "text",
    [
        "",
        "about 5",
        "12,00",
        "5..",
        "..5",
        "$5",
        "1.2.3",
        "5 USD / ",
        "> ",
        "<5..9",
        "5..3",
        "30..50M",
        "9" * 30,
        "1e6",
        "٣",
    ],
)
def test_what_is_not_a_value_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        parse_quantity(text, "")


# --- what is wrong, and what the message says -----------------------------------------------------------------------

DATA = Path(__file__).parent / "data" / "corpus"
WRONG_CLAIMS = yaml.load((DATA / "wrong-claims.yaml").read_text(encoding="utf-8"), Loader=yaml.BaseLoader)  # noqa: S506
WRONG_FILES = yaml.load((DATA / "wrong-files.yaml").read_text(encoding="utf-8"), Loader=yaml.BaseLoader)  # noqa: S506
CLAIM = "- {about: kling, metric: downloads, value: 5, printed: five}\n"


@pytest.mark.parametrize("case", WRONG_CLAIMS, ids=lambda case: case["says"])
def test_a_wrong_claim_is_named_with_file_line_field_and_remedy(corpus: Path, case: dict[str, str]) -> None:
    write(corpus, "sources/one.yaml", f"length: 100\n{SOURCE}- {case['claim']}\n")
    begins = (f"sources/one.yaml:6: {case['says']}", f"sources/one.yaml:6: about: {case['says']}")
    assert any(line.startswith(begins) for line in problems(corpus)), problems(corpus)


@pytest.mark.parametrize("case", WRONG_FILES, ids=lambda case: case["says"])
def test_a_wrong_file_is_named_with_line_and_remedy(corpus: Path, case: dict[str, str]) -> None:
    write(corpus, case["file"], ENTITIES + case["text"] if "after" in case else case["text"])
    assert any(line.startswith(case["says"]) for line in problems(corpus)), problems(corpus)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (b"title: a\nnote: \xff\xfe\n", "sources/one.yaml:2: byte 0xff is not UTF-8; save the file as UTF-8"),
        ("title: a\n".encode("utf-16"), "sources/one.yaml:1: byte 0xff is not UTF-8; save the file as UTF-8"),
        (b"title: a\nnote: \x07\n", "sources/one.yaml:2: a control character that YAML does not allow; delete it"),
        (b"[" * 200_000, "sources/one.yaml:1: nested more than 20 deep; nothing here needs that"),
        (b"a: {" * 200_000, "sources/one.yaml:1: nested more than 20 deep; nothing here needs that"),
    ],
    ids=["latin", "utf-16", "control", "lists", "groups"],
)
def test_bytes_that_are_no_text_are_told(corpus: Path, text: bytes, message: str) -> None:
    write(corpus, "sources/one.yaml", text)
    assert problems(corpus) == (message,)


def test_the_same_claim_twice_is_told(corpus: Path) -> None:
    write(corpus, "sources/one.yaml", SOURCE + CLAIM + CLAIM.replace("}", ", note: again}"))
    (line,) = problems(corpus)
    assert line.startswith("sources/one.yaml:6: claim: the same claim stands on line 5; delete one, or say")


def test_all_problems_are_told_at_once(corpus: Path) -> None:
    write(corpus, "sources/one.yaml", "title: a\nkind: x\npublished: never\nclaims:\n- {about: nobody-here}\n")
    write(corpus, "sources/two.yaml", "titel: b\n")
    assert len({line.split(": ")[1] for line in problems(corpus)}) >= 4
    assert {line.split(":")[0] for line in problems(corpus)} == {"sources/one.yaml", "sources/two.yaml"}


def test_a_corpus_without_sources_says_what_to_do(corpus: Path) -> None:
    for path in (corpus / "sources").iterdir():
        path.unlink()
    assert problems(corpus) == (
        f"{corpus}/sources: no sources yet; write one file per article: sources/some-article.yaml",
    ) or (problems(corpus) == ("sources: no sources yet; write one file per article: sources/some-article.yaml",))


def test_missing_and_unreadable_files_are_told(corpus: Path, tmp_path: Path) -> None:
    (corpus / "entities.yaml").unlink()
    (corpus / "sources/two.yaml").unlink()
    (corpus / "sources/two.yaml").mkdir()
    lines = problems(corpus)
    assert any("entities.yaml: no such file" in line for line in lines)
    assert any("sources/two.yaml: cannot be read (Is a directory)" in line for line in lines)
    with pytest.raises(CorpusError, match="no such file"):
        read_source(tmp_path / "absent.yaml")


@pytest.mark.skipif(os.geteuid() == 0, reason="root reads everything")
def test_a_file_without_permission_is_told(corpus: Path) -> None:
    (corpus / "sources/two.yaml").chmod(0)
    assert problems(corpus) == (
        "sources/two.yaml: cannot be read (Permission denied); check that it is a file and its permissions",
    )


def test_a_circle_of_declared_copies_is_found(corpus: Path) -> None:
    for id, of in (("one", "two"), ("two", "three"), ("three", "one")):
        write(corpus, f"sources/{id}.yaml", f"title: a\ncopy-of: {of}\nclaims: []\n")
    assert [line for line in problems(corpus) if "copies go in a circle: one -> two -> three -> one" in line]


def test_finding_a_corpus(corpus: Path, tmp_path: Path) -> None:
    assert find_corpus(corpus) == corpus
    assert "ai-video" in packaged_corpora()
    assert (find_corpus("ai-video") / "corpus.yaml").is_file()
    with pytest.raises(CorpusError, match="did you mean ai-video"):
        find_corpus("ai-vidoe")
    with pytest.raises(CorpusError, match="claimgraph new"):
        find_corpus(corpus / "sources")
    with pytest.raises(CorpusError, match="a file"):
        find_corpus(corpus / "corpus.yaml")


def test_decisions_are_typed_and_placed(corpus: Path) -> None:
    claim = read_corpus(corpus).claims[0]
    write(corpus, "sources/two.yaml", SOURCE + CLAIM)
    other = read_corpus(corpus).sources["two"].claims[0]
    text = f"""\
same:
- {{entities: [kling, insiders], why: a test}}
different:
- {{entities: [kling, kuaishou]}}
copy-of:
- {{source: one, of: two}}
verdicts:
- {{claims: [{claim.id}, {other.id}], kind: revision}}
rates:
- {{currency: HKD, to: USD, rate: 0.128, on: 2025-06-30}}
relations:
- {{about: kling, relation: ownedBy, object: kuaishou, accepted: false}}
"""
    write(corpus, "decisions.yaml", text)
    found = read_corpus(corpus).decisions
    assert (found.same[0].entities, found.same[0].why, found.same[0].place.line) == (("kling", "insiders"), "a test", 2)
    assert found.different[0].entities == ("kling", "kuaishou")
    assert (found.copies[0].source, found.copies[0].of, found.copies[0].copy) == ("one", "two", True)
    assert (found.verdicts[0].kind, found.rates[0].rate, found.relations[0].accepted) == (
        "revision",
        Decimal("0.128"),
        False,
    )


# --- writing --------------------------------------------------------------------------------------------------------


def _writable(claim: Claim) -> bool:
    """Whether the file can say it: texts that are not blank, and no bound on a date that is not stated."""
    texts = [claim.paraphrase, claim.note, getattr(claim, "object_text", None), getattr(claim, "printed", None)]
    texts += [text for pair in claim.scope for text in pair] + [hop.capacity for hop in claim.attribution]
    texts += [claim.quantity.printed] if isinstance(claim, MetricClaim) else []
    dated = not isinstance(claim, EventClaim) or claim.date is not None or not claim.not_before
    return dated and all(text is None or text.strip() for text in texts)


def _measured(claim: Claim) -> Claim:
    """The claim with a unit its metric allows."""
    if not isinstance(claim, MetricClaim):
        return claim
    metric = load().metrics[claim.metric]
    return replace(claim, quantity=replace(claim.quantity, unit=metric.units[0], per_unit=None))


writable_claims = strategies.claims().map(_measured).filter(_writable)  # type: ignore[arg-type]


@settings(deadline=None, max_examples=150)
@given(source=strategies.sources, claims=st.lists(writable_claims, max_size=4))
def test_a_source_reads_back_as_it_was_written(source: object, claims: list[Claim]) -> None:
    written = replace(source, id="one", url="https://example.org/a", text_length=20_000)  # type: ignore[type-var]
    assume(all(text is None or text.strip() for text in (written.title, written.trust, written.note)))
    unique = {claim.id: claim for claim in claims}
    text = dump_source(written, unique.values())
    file = parse_source(text, Path("one.yaml"))
    assert file.source == written
    assert list(file.claims) == list(unique.values())
    assert dump_source(file.source, file.claims) == text
    jsonschema.validate(_typed(text), SCHEMA)


@settings(deadline=None, max_examples=200)
@given(text=strategies.texts)
@example("\x85a")
@example("a\u2028b")
@example("- a")
@example("a: b #c")
@example("null")
@example("\ufeffx\ufffe")
@example("1e5")
@example("0x1F")
@example("'quoted' \"twice\"\\")
def test_any_text_survives_in_brackets_and_outside(text: str) -> None:
    assume(text.strip())
    for note in (text, text + " " + "x" * 120):
        claim = RelationClaim(source="one", about="kling", predicate="ownedBy", object="kuaishou", note=note)
        source = parse_source("title: a\n", Path("one.yaml")).source
        written = dump_source(replace(source, title=text), [claim])
        file = parse_source(written, Path("one.yaml"))
        assert (file.source.title, file.claims[0].note) == (text, note)
        assert yaml.safe_load(written)["title"] == text


@settings(deadline=None, max_examples=200)
@given(quantity=strategies.quantities())
def test_quantities_read_back_as_they_were_written(quantity: Quantity) -> None:
    assert parse_quantity(write_quantity(quantity), quantity.printed) == quantity


@settings(deadline=None, max_examples=100)
@given(
    entities=st.lists(strategies.entities, max_size=4),
    ids=st.lists(strategies.ids, min_size=4, max_size=4, unique=True),
)
def test_entities_read_back_as_they_were_written(entities: list[Entity], ids: list[str]) -> None:
    named = [replace(entity, id=id, labels=_one_preferred(entity)) for entity, id in zip(entities, ids, strict=False)]
    assume(all(label.text.strip() for entity in named for label in entity.labels))
    assume(all(entity.note is None or entity.note.strip() for entity in named))
    problems = Problems()
    text = dump_entities(named)
    assert list(parse_entities(text, Path("entities.yaml"), load(), problems).values()) == named
    assert not len(problems)


def _one_preferred(entity: Entity) -> tuple[object, ...]:
    kept: dict[object, object] = {}
    for label in entity.labels:
        kept.setdefault((label.language, label.rank) if label.rank == "preferred" else label, label)
    return tuple(kept.values())


def _typed(text: str) -> object:
    """The YAML as a typed reader sees it, dates as text: what an editor validates."""
    return json.loads(json.dumps(yaml.safe_load(text), default=str))


# --- adding claims --------------------------------------------------------------------------------------------------

NEW = MetricClaim(
    source="one", about="kling", metric="downloads",
    quantity=Quantity(Decimal(5), Decimal(5), "count", "five", precision=Precision.APPROXIMATE),
)  # fmt: skip


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("# mine\ntitle: a # b\nclaims:\n# first\n- {about: kling, relation: ownedBy, object: kuaishou} # c\n# last\n",
         "# mine\ntitle: a # b\nclaims:\n# first\n- {about: kling, relation: ownedBy, object: kuaishou} # c\nNEW# last\n"),
        ("title: a\nclaims:\n  - about: kling\n    relation: ownedBy\n    object: kuaishou\nnote: after\n",
         "title: a\nclaims:\n  - about: kling\n    relation: ownedBy\n    object: kuaishou\n  NEWnote: after\n"),
        ("title: a\nclaims: []\nnote: after\n", "title: a\nclaims:\nNEWnote: after\n"),
        ("title: a\nclaims:\n", "title: a\nclaims:\nNEW"),
        ("title: a", "title: a\nclaims:\nNEW"),
        ("title: a\nclaims:\n- about: kling\n  opinion: strength\n  says: >\n    two\n    lines\n\n# end",
         "title: a\nclaims:\n- about: kling\n  opinion: strength\n  says: >\n    two\n    lines\n\nNEW# end\n"),
    ],
)  # fmt: skip
def test_claims_are_added_and_comments_stay(tmp_path: Path, before: str, after: str) -> None:
    path = write(tmp_path, "one.yaml", before)
    line = "- {about: kling, metric: downloads, value: ~5, printed: five}\n"
    assert append_claims(path, [NEW]) == 1
    assert path.read_text().replace(line, "NEW").rstrip("\n") == after.rstrip("\n")
    assert append_claims(path, [NEW]) == 0
    assert list(tmp_path.iterdir()) == [path]


def test_claims_in_brackets_are_left_alone_with_a_reason(tmp_path: Path) -> None:
    text = "title: a\nclaims: [{about: kling, relation: ownedBy, object: kuaishou}]\n"
    path = write(tmp_path, "one.yaml", text)
    with pytest.raises(CorpusError, match="brackets"):
        append_claims(path, [NEW])
    assert path.read_text() == text


def test_adding_to_a_broken_file_changes_nothing(tmp_path: Path) -> None:
    path = write(tmp_path, "one.yaml", "title: a\nclaims:\n- {about: kling}\n")
    with pytest.raises(CorpusError, match="exactly one of"):
        append_claims(path, [NEW])
    assert path.read_text() == "title: a\nclaims:\n- {about: kling}\n"


# --- a corpus of one's own ------------------------------------------------------------------------------------------


def test_a_new_corpus_is_commented_and_its_example_reads(tmp_path: Path) -> None:
    folder = new_corpus(tmp_path / "My Market", "Mine: a title")
    with pytest.raises(CorpusError, match="no sources yet"):
        read_corpus(folder)
    entities = folder / "entities.yaml"
    rows = entities.read_text().splitlines()
    first = rows.index("# example-company:")
    entities.write_text("\n".join(row.removeprefix("# ") for row in rows[first:]) + "\n")
    (folder / "sources/first.yaml").write_text((folder / "sources/_example.yaml").read_text())
    found = read_corpus(folder)
    assert (found.id, found.title, len(found.claims)) == ("my-market", "Mine: a title", 4)
    for name in ("corpus.yaml", "entities.yaml", "sources/_example.yaml"):
        jsonschema.validate(_typed((folder / name).read_text()), SCHEMA)


def test_the_metrics_of_a_new_corpus_take_labels_and_metrics(tmp_path: Path) -> None:
    path = new_corpus(tmp_path / "mine") / "metrics.ttl"
    assert load(path).metrics == load().metrics
    text = path.read_text(encoding="utf-8")
    rows = [row.removeprefix("#") for row in text.splitlines() if row.startswith(("# metric:", "#     cg:"))]
    path.write_text("\n".join([text, *rows]), encoding="utf-8")
    load.cache_clear()
    metrics = load(path).metrics
    assert "user pool" in {label.text for label in metrics["monthly_active_users"].labels}
    assert metrics["charging_points"].units == ("count",)


def test_a_new_corpus_never_overwrites(tmp_path: Path) -> None:
    write(tmp_path, "notes.txt", "mine")
    with pytest.raises(CorpusError, match="is not empty"):
        new_corpus(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["notes.txt"]
    with pytest.raises(CorpusError, match="cannot be written"):
        new_corpus(tmp_path / "notes.txt" / "below")


# --- cost -----------------------------------------------------------------------------------------------------------


def test_one_source_is_read_in_milliseconds(corpus: Path) -> None:
    load()
    rows = "".join(f"- {{about: kling, metric: downloads, value: {n}, printed: '{n}'}}\n" for n in range(100))
    path = write(corpus, "sources/one.yaml", SOURCE + rows)
    start = time.process_time()
    assert len(read_source(path).claims) == 100
    assert time.process_time() - start < 0.25
