"""Builds are deterministic, incremental, and published whole or not at all."""

import json
import os
import shutil
import signal
import stat
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest

from claimgraph.errors import ClaimGraphError, CorpusError, StoreError
from claimgraph.pipeline import build
from claimgraph.store import ClaimStore

FILES = ("graph.ttl", "network.html", "manifest.json", "report.json", "report.txt")


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    """A corpus of three sources that a test may change."""
    folder = tmp_path / "corpus"
    (folder / "sources").mkdir(parents=True)
    (folder / "corpus.yaml").write_text("id: small\ntitle: A small market\n")
    (folder / "entities.yaml").write_text(
        "kling: {kind: Product, labels: {en: Kling, zh-hans: 可灵}}\nkuaishou: {kind: Company, labels: {en: Kuaishou}}\n"
    )
    for number in range(3):
        (folder / "sources" / f"s{number}.yaml").write_text(source_text(number))
    return folder


def source_text(number: int, users: int = 12_000_000) -> str:
    return (
        f"url: https://example.org/{number}\ntitle: Report {number}\npublisher: Weekly {number}\nlanguage: en\n"
        f"published: 2026-01-{number + 10}\nkind: news\nclaims:\n"
        f"- about: kling\n  metric: monthly_active_users\n  value: '>{users + number}'\n  printed: {users + number}\n"
        "  period: as of 2026-01\n"
        "- {about: kling, relation: ownedBy, object: kuaishou}\n"
    )


def contents(place: Path) -> dict[str, bytes]:
    return {name: (place / name).read_bytes() for name in FILES}


def rows(place: Path, query: str) -> list[tuple[str, ...]]:
    with ClaimStore.open(place) as store:
        return sorted(tuple(str(value) for value in row) for row in store.query(query))


def test_two_builds_are_the_same_bytes_whatever_the_hash_seed(corpus: Path, tmp_path: Path) -> None:
    for seed in ("1", "77"):
        subprocess.run(
            [sys.executable, "-m", "claimgraph", "build", str(corpus), "--out", str(tmp_path / seed)],
            check=True, capture_output=True, env={**os.environ, "PYTHONHASHSEED": seed},
        )  # fmt: skip
    assert contents(tmp_path / "1") == contents(tmp_path / "77")


def test_a_rebuild_touches_only_what_changed_and_gives_what_a_fresh_build_gives(corpus: Path, tmp_path: Path) -> None:
    place = tmp_path / "out"
    assert build(corpus, place).changed == 3
    assert build(corpus, place).changed == 0
    (corpus / "sources/s1.yaml").write_text(source_text(1, users=13_000_000))
    (corpus / "sources/s2.yaml").unlink()
    (corpus / "sources/s3.yaml").write_text(source_text(3))
    assert build(corpus, place).changed == 2
    build(corpus, tmp_path / "fresh")
    assert contents(place) == contents(tmp_path / "fresh")
    everything = "SELECT ?g ?s ?p ?o { GRAPH ?g { ?s ?p ?o } }"
    assert rows(place, everything) == rows(tmp_path / "fresh", everything)


def test_a_rebuild_after_any_edit_gives_what_a_fresh_build_gives(corpus: Path, tmp_path: Path) -> None:
    """Derived graphs that come, change and go; claims that begin and cease to agree; a decision that is taken back."""
    place, changing = tmp_path / "out", corpus / "sources/s1.yaml"
    forecast = source_text(1).replace("  period: as of 2026-01\n", "  period: as of 2027-01\n  modality: expected\n")
    edits = [forecast, source_text(1, users=90_000_000), source_text(1).replace("title: ", "title: Another "), ""]
    build(corpus, place)
    for number, text in enumerate([*edits, source_text(1)]):
        if text:
            changing.write_text(text)
        else:
            (corpus / "decisions.yaml").write_text(
                "relations:\n- {about: kling, relation: ownedBy, object: kuaishou, accepted: false}\n"
            )
        if number == len(edits):
            (corpus / "decisions.yaml").unlink()
        build(corpus, place)
        build(corpus, tmp_path / f"fresh-{number}")
        assert contents(place) == contents(tmp_path / f"fresh-{number}")
        with ClaimStore.open(place) as one, ClaimStore.open(tmp_path / f"fresh-{number}") as other:
            assert set(one.quads()) == set(other.quads())


def test_a_build_of_which_nothing_changed_is_left_as_it_is(corpus: Path, tmp_path: Path) -> None:
    place = tmp_path / "out"
    first = build(corpus, place)
    folder = place.stat().st_ino
    (tmp_path / ".out.building-1").mkdir()
    again = build(corpus, place)
    assert replace(again, seconds=0.0) == replace(first, seconds=0.0, changed=0)
    assert place.stat().st_ino == folder
    assert not list(tmp_path.glob(".out.building-*"))


def test_a_build_with_findings_stands_where_its_corpus_stands(corpus: Path, tmp_path: Path) -> None:
    place, moved = tmp_path / "out", tmp_path / "moved"
    with (corpus / "sources/s1.yaml").open("a") as file:
        file.write("- {about: kuaishou, relation: ownedBy, object: kuaishou-2}\n")
        file.write("- {about: kuaishou-2, relation: ownedBy, object: kuaishou}\n")
    with (corpus / "entities.yaml").open("a") as file:
        file.write("kuaishou-2: {kind: Company, labels: {en: Second}}\n")
    assert build(corpus, place).findings
    folder = place.stat().st_ino
    build(corpus, place)
    assert place.stat().st_ino == folder
    claims = [claim[1:-1].rsplit("/", 1)[1] for (claim,) in rows(place, "SELECT ?c { ?c a cg:RelationClaim }")[:2]]
    (corpus / "decisions.yaml").write_text(f"verdicts:\n- {{claims: [{', '.join(claims)}], kind: contradiction}}\n")
    told = build(corpus, place).findings
    assert any(str(corpus / "decisions.yaml") in finding for finding in told)
    folder = place.stat().st_ino
    assert build(corpus, place).findings == told
    assert place.stat().st_ino == folder
    corpus.rename(moved)
    assert any(str(moved / "decisions.yaml") in finding for finding in build(moved, place).findings)


@pytest.mark.parametrize("name", ["graph.ttl", "network.html", "report.json"])
def test_a_file_of_the_build_that_is_gone_or_changed_is_written_again(corpus: Path, tmp_path: Path, name: str) -> None:
    place = tmp_path / "out"
    build(corpus, place)
    before = contents(place)
    for spoil in (Path.unlink, lambda path: path.write_bytes(path.read_bytes().replace(b"k", b"q"))):
        spoil(place / name)
        build(corpus, place)
        assert contents(place) == before


def test_a_build_whose_store_is_gone_is_made_from_nothing(corpus: Path, tmp_path: Path) -> None:
    place = tmp_path / "out"
    build(corpus, place)
    before = contents(place)
    shutil.rmtree(place / "store")
    assert build(corpus, place).changed == 3
    assert contents(place) == before
    assert rows(place, "SELECT ?s { ?s a cg:Source }")


def test_entities_that_change_are_written_everywhere(corpus: Path, tmp_path: Path) -> None:
    place = tmp_path / "out"
    build(corpus, place)
    text = (corpus / "entities.yaml").read_text()
    (corpus / "entities.yaml").write_text(text.replace("Kling", "Kling AI"))
    build(corpus, place)
    paraphrases = rows(place, "SELECT ?p { ?c cg:paraphrase ?p }")
    assert paraphrases
    assert all("Kling AI" in paraphrase for (paraphrase,) in paraphrases)


def test_entities_decided_to_be_the_same_are_one_and_deleting_the_line_undoes_it(corpus: Path, tmp_path: Path) -> None:
    place = tmp_path / "out"
    entities = (corpus / "entities.yaml").read_text()
    (corpus / "entities.yaml").write_text(entities + "keling: {kind: Product, labels: {en: Keling}}\n")
    (corpus / "sources/s1.yaml").write_text(source_text(1).replace("about: kling", "about: keling"))
    build(corpus, place)
    subjects = "SELECT DISTINCT ?about { ?c cg:about ?about }"
    apart = rows(place, subjects)
    assert len(apart) == 2
    (corpus / "decisions.yaml").write_text("same:\n- {entities: [kling, keling], why: another spelling}\n")
    build(corpus, place)
    assert rows(place, subjects) == [("<https://w3id.org/claimgraph/small/entity/kling>",)]
    assert rows(place, "SELECT ?l { <https://w3id.org/claimgraph/small/entity/kling> skos:altLabel ?l }") == [
        ('"Keling"@en',)
    ]
    (corpus / "decisions.yaml").unlink()
    build(corpus, place)
    assert rows(place, subjects) == apart


def test_a_source_that_breaks_a_shape_is_named_with_its_line_and_nothing_is_published(
    corpus: Path, tmp_path: Path
) -> None:
    place = tmp_path / "out"
    build(corpus, place)
    before = contents(place)
    with (corpus / "sources/s1.yaml").open("a") as file:
        file.write("- {about: kuaishou, relation: versionOf, object: kling}\n")
    report = build(corpus, place)
    assert not report.holds
    assert any("s1.yaml:14" in str(violation) for violation in report.violations), report.faults()
    assert contents(place) == before


def test_a_wrong_file_leaves_the_previous_build(corpus: Path, tmp_path: Path) -> None:
    place = tmp_path / "out"
    build(corpus, place)
    before = contents(place)
    (corpus / "sources/s0.yaml").write_text(source_text(0).replace("monthly_active_users", "monthly_active_user"))
    with pytest.raises(CorpusError, match=r"s0\.yaml:9: metric: .*did you mean monthly_active_users"):
        build(corpus, place)
    assert contents(place) == before


@pytest.mark.parametrize("moment", [0.35, 0.7, 1.0, 1.3, 1.6, 2.0])
def test_a_killed_build_leaves_the_previous_one_whole(corpus: Path, tmp_path: Path, moment: float) -> None:
    place = tmp_path / "out"
    build(corpus, place)
    before = contents(place)
    (corpus / "sources/s1.yaml").write_text(source_text(1, users=13_000_000))
    process = subprocess.Popen(
        [sys.executable, "-m", "claimgraph", "build", str(corpus), "--out", str(place)],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    time.sleep(moment)
    process.send_signal(signal.SIGKILL)
    process.wait()
    with ClaimStore.open(place) as store:
        assert len(store) > 100
    if contents(place) != before:  # it had ended before the signal came: then it is the new build, whole
        build(corpus, tmp_path / "fresh")
        assert contents(place) == contents(tmp_path / "fresh")
    build(corpus, place)
    assert not list(tmp_path.glob(".out.building-*"))


def test_a_second_build_of_one_place_waits_its_turn(corpus: Path, tmp_path: Path) -> None:
    from claimgraph.pipeline.publication import staging

    with staging(tmp_path / "out"), pytest.raises(StoreError, match="another build"):
        build(corpus, tmp_path / "out")


def test_a_place_that_cannot_be_written_says_so(corpus: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(StoreError, match="--out"):
        build(corpus, tmp_path / "file" / "out")


@pytest.mark.skipif(sys.platform != "linux" or os.geteuid() != 0, reason="needs a small file system of its own")
def test_a_build_replaces_nothing_but_a_build(corpus: Path, tmp_path: Path) -> None:
    file = tmp_path / "notes.txt"
    file.write_text("mine")
    for place in (corpus, tmp_path, file, file / "below"):
        with pytest.raises(StoreError, match="choose"):
            build(corpus, place)
    assert file.read_text() == "mine"
    assert (corpus / "corpus.yaml").is_file()
    assert len(list((corpus / "sources").iterdir())) == 3


def test_what_stands_beside_the_files_of_a_build_stays(corpus: Path, tmp_path: Path) -> None:
    place, linked = tmp_path / "out", tmp_path / "linked"
    place.mkdir()
    linked.symlink_to(place)
    build(corpus, linked)
    (place / "mine.csv").write_text("1")
    (place / "drawings").mkdir()
    (place / "drawings" / "a.html").write_text("2")
    (corpus / "sources" / "s1.yaml").write_text(source_text(1, 13_000_000))
    build(corpus, linked)
    assert (place / "mine.csv").read_text() + (place / "drawings" / "a.html").read_text() == "12"
    assert linked.is_symlink()
    assert (place / "graph.ttl").is_file()


def test_a_full_disk_leaves_the_previous_build(corpus: Path, tmp_path: Path) -> None:
    small = tmp_path / "small"
    small.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=24m", "tmpfs", str(small)]
    if subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("no file system can be mounted here")
    try:
        build(corpus, small / "out")
        before = contents(small / "out")
        (small / "ballast").write_bytes(b"0" * _free(small))
        (corpus / "sources/s1.yaml").write_text(source_text(1, users=13_000_000))
        with pytest.raises(StoreError, match="full"):
            build(corpus, small / "out")
        assert contents(small / "out") == before
    finally:
        subprocess.run(["umount", "-l", str(small)], check=True)


def _free(folder: Path) -> int:
    disk = os.statvfs(folder)
    return max(0, disk.f_bavail * disk.f_frsize - 40_000)


def test_evidence_that_no_longer_matches_stops_the_build(corpus: Path, tmp_path: Path) -> None:
    from claimgraph.evidence import slice_digest, text_digest

    text = "Kling has 12,000,001 users a month."
    (tmp_path / "texts").mkdir()
    (tmp_path / "texts/s1.txt").write_text(text)
    source = source_text(1).replace("claims:", f"digest: {text_digest(text.encode())}\nlength: {len(text)}\nclaims:")
    spans = f"  span: 0..35\n  printed-span: 10..20\n  check: {slice_digest(text, 0, 35)}\n"
    right = source.replace("printed: 12000001\n", f"printed: 12,000,001\n{spans}")
    (corpus / "sources/s1.yaml").write_text(right)
    assert build(corpus, tmp_path / "out", texts=tmp_path / "texts").holds
    (corpus / "sources/s1.yaml").write_text(right.replace("printed: 12,000,001", "printed: 12,000,002"))
    report = build(corpus, tmp_path / "out", texts=tmp_path / "texts")
    assert not report.holds
    assert "12,000,002" in report.faults()


def test_no_folder_of_texts_is_an_error(corpus: Path, tmp_path: Path) -> None:
    with pytest.raises(ClaimGraphError, match="no folder of texts"):
        build(corpus, tmp_path / "out", texts=tmp_path / "missing")


def test_one_is_not_told_in_the_plural(corpus: Path, tmp_path: Path) -> None:
    for number in (1, 2):
        (corpus / "sources" / f"s{number}.yaml").unlink()
    report = build(corpus, tmp_path / "out")
    assert "  1 source, 3 entities, 2 claims" in report.summary()
    assert "1 slot, " in report.summary()
    assert "(1 source written" in report.written()


def test_the_report_tells_disagreements_by_kind(build_of_ai_video: Path) -> None:
    report = json.loads((build_of_ai_video / "report.json").read_text())
    assert sum(report["disagreements"].values()) == report["derived"]["disagreements"] > 0
    text = (build_of_ai_video / "report.txt").read_text()
    assert f"{report['disagreements']['contradiction']} contradiction" in text
    assert max(map(len, text.splitlines())) <= 80


def test_the_report_counts_what_is_there(build_of_ai_video: Path) -> None:
    report = json.loads((build_of_ai_video / "report.json").read_text())
    assert (report["sources"], report["violations"]) == (234, [])
    assert sum(report["claims"].values()) >= 1267
    with ClaimStore.open(build_of_ai_video) as store:
        assert report["quads"] == len(store)


def test_what_could_not_be_followed_is_said_with_its_remedy(corpus: Path, tmp_path: Path) -> None:
    with (corpus / "entities.yaml").open("a") as file:
        file.write("holding: {kind: Company, labels: {en: Holding}}\n")
    with (corpus / "sources" / "s1.yaml").open("a") as file:
        file.write("- {about: kuaishou, relation: ownedBy, object: holding}\n")
        file.write("- {about: holding, relation: ownedBy, object: kuaishou}\n")
    report = build(corpus, tmp_path / "out")
    for text in (report.summary(), (tmp_path / "out/report.txt").read_text()):
        said = " ".join(text.split())
        assert "holding -> kuaishou -> holding belong to one another in a circle; find the claim" in said
        assert max(map(len, text.splitlines())) <= 80


def test_a_build_can_be_read_by_others(build_of_ai_video: Path) -> None:
    for name in FILES:
        assert (build_of_ai_video / name).stat().st_mode & stat.S_IRUSR
    shutil.copytree(build_of_ai_video, build_of_ai_video.parent / "copy")
    with ClaimStore.open(build_of_ai_video.parent / "copy") as store:
        assert store.query(
            "ASK { entity:kling ?p ?o }", prefixes={"entity": "https://w3id.org/claimgraph/ai-video/entity/"}
        )
