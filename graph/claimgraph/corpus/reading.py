"""A corpus folder -> a corpus: every file read, every reference checked, every problem told at once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from claimgraph.claim import Entity
from claimgraph.corpus.decisions import check_copies, parse_decisions
from claimgraph.corpus.entities import parse_entities
from claimgraph.corpus.model import Corpus, Decisions, SourceFile
from claimgraph.corpus.problems import Problems, did_you_mean
from claimgraph.corpus.records import Record, read_bytes, read_record
from claimgraph.corpus.sources import source_file
from claimgraph.corpus.terms import Terms, is_id, is_iri
from claimgraph.errors import CorpusError
from claimgraph.vocabulary import BASE, Vocabulary, load, packaged

__all__ = ["corpus_id", "find_corpus", "packaged_corpora", "read_corpus"]


def packaged_corpora() -> list[str]:
    """The names of the corpora that come with claimgraph."""
    return sorted(path.parent.name for path in packaged("corpora").glob("*/corpus.yaml"))


def find_corpus(name: str | Path) -> Path:
    """The folder of a corpus: a path, or the name of one that comes with claimgraph. Raises CorpusError."""
    folder = Path(name)
    if (folder / "corpus.yaml").is_file():
        return folder
    known = packaged_corpora()
    if str(name) in known:
        return packaged("corpora") / str(name)
    if folder.is_dir():
        raise CorpusError(f"{folder}: not a corpus, it has no corpus.yaml; make one with: claimgraph new {folder}")
    if folder.exists():
        raise CorpusError(f"{folder}: a file; name the folder of a corpus, the one that holds corpus.yaml")
    remedy = did_you_mean(str(name), known) or f"; packaged are {', '.join(known)}"
    raise CorpusError(f"{name}: no such corpus{remedy}")


def corpus_id(folder: Path) -> str:
    """The id that a corpus folder gives itself; empty where it gives none that can be read."""
    return _head(folder, Problems())[0]


def read_corpus(where: str | Path, vocabulary: Vocabulary | None = None) -> Corpus:
    """Read and check a corpus folder, or a packaged corpus by name. Raises CorpusError with every problem found.

    The vocabulary is claimgraph's own with the corpus's metrics.ttl, unless another one is given.
    """
    folder, problems = find_corpus(where), Problems()
    metrics = folder / "metrics.ttl" if (folder / "metrics.ttl").is_file() else None
    vocabulary = vocabulary or load(metrics)
    head = _head(folder, problems)
    entities = _entities(folder, vocabulary, problems)
    terms = Terms(vocabulary, entities, problems)
    sources = _sources(folder, terms)
    entities |= _publications(sources.values())
    decisions = _decisions(folder, terms, sources)
    check_copies(sources, decisions.copies, terms)
    problems.check()
    id, title, base = head
    return Corpus(id, title, base, folder, entities, sources, decisions, metrics)


def _head(folder: Path, problems: Problems) -> tuple[str, str, str]:
    path = folder / "corpus.yaml"
    data = read_bytes(path, problems)
    record = read_record(data, path, problems) if data is not None else None
    if record is None:
        return "", "", ""
    record.allow(("id", "title", "base"))
    id, title = record.text("id", required=True) or "", record.text("title", required=True) or ""
    if id and not is_id(id):
        record.problem("id", f"{id!r} is not an id; use a-z, 0-9 and single hyphens: ai-video")
    return id, title, _base(record, id)


def _base(record: Record, id: str) -> str:
    base = record.text("base") or f"{BASE}{id}/"
    if not is_iri(base):
        record.problem("base", f"{base!r} is not an IRI; write https://..., without spaces")
    elif not base.endswith(("/", "#")):
        record.problem("base", f"{base!r} must end with / so that names can follow it")
    return base


def _entities(folder: Path, vocabulary: Vocabulary, problems: Problems) -> dict[str, Entity]:
    path = folder / "entities.yaml"
    data = read_bytes(path, problems)
    return parse_entities(data, path, vocabulary, problems) if data is not None else {}


def _sources(folder: Path, terms: Terms) -> dict[str, SourceFile]:
    """The files of sources/ by id, sorted. Names that begin with `_` or `.` are not read: drafts and examples."""
    place, found = folder / "sources", dict[str, SourceFile]()
    paths = [path for path in place.glob("*.y*ml") if path.suffix in (".yaml", ".yml") and path.name[0] not in "._"]
    if not paths:
        terms.problems.add(place, 0, "", "no sources yet; write one file per article: sources/some-article.yaml")
    for path in sorted(paths):
        if path.stem in found:
            terms.problems.add(
                path, 0, "", f"a second source {path.stem}, beside {found[path.stem].path.name}; keep one"
            )
            continue
        data = read_bytes(path, terms.problems)
        file = source_file(data, path, terms) if data is not None else None
        if file is not None:
            found[path.stem] = file
    return found


def _decisions(folder: Path, terms: Terms, sources: Mapping[str, SourceFile]) -> Decisions:
    path = folder / "decisions.yaml"
    if not path.exists():
        return Decisions()
    data = read_bytes(path, terms.problems)
    return parse_decisions(data, path, terms, sources) if data is not None else Decisions()


def _publications(sources: Iterable[SourceFile]) -> dict[str, Entity]:
    """The entities made of plain names of publishers and authors; the first source that names one gives its label."""
    made: dict[str, Entity] = {}
    for file in sources:
        for entity in file.publications:
            made.setdefault(entity.id, entity)
    return made
