"""A corpus -> a checked graph: read, write quads, derive, validate, write files, publish. One page, one journey.

Only sources whose file changed are written and validated again; derivations replace their own named graphs. The result
is the same, byte by byte, as that of a build from nothing.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path

import pyoxigraph as ox

from claimgraph import vocabulary
from claimgraph.claim import Source
from claimgraph.corpus import Corpus, corpus_id, find_corpus, read_corpus
from claimgraph.drawing import draw
from claimgraph.evidence import read_texts, verify
from claimgraph.formats import FORMATS, Changed, export, rewritten
from claimgraph.pipeline.derivation import derive
from claimgraph.pipeline.difference import Difference, digest_of, graph_lines
from claimgraph.pipeline.manifest import Changes, Inputs, Manifest, changes, ground_digest
from claimgraph.pipeline.publication import Stage, staging
from claimgraph.pipeline.report import BuildReport, violations_of
from claimgraph.pipeline.standing import file_digests, read_digest, standing
from claimgraph.pipeline.union import united
from claimgraph.pipeline.writing import vocabulary_files, write
from claimgraph.quads import Iris, QuadWriter
from claimgraph.store import ClaimStore
from claimgraph.validation import Report, validate
from claimgraph.wording import Names

Progress = Callable[[str], None]


def build(
    where: str | Path = "ai-video",
    out: Path | None = None,
    *,
    texts: Path | None = None,
    progress: Progress = lambda step: None,
) -> BuildReport:
    """Builds a corpus into `out` (default build/<corpus id>) and reports what was done.

    Raises CorpusError for a wrong file and StoreError where the place cannot be written. When shapes are broken, or
    evidence in `texts` no longer matches, nothing is published: the report says so and the previous build stays.
    """
    began = time.perf_counter()
    folder = find_corpus(where)
    made_of = "" if texts else read_digest(folder)
    place = out or Path("build") / corpus_id(folder)
    if made_of and (report := standing(place, made_of, folder)) is not None:
        with staging(place):  # clears away what a killed build left
            return report.after(time.perf_counter() - began)
    progress("reading the corpus")
    metrics = folder / "metrics.ttl"
    words = vocabulary.load(metrics if metrics.is_file() else None)
    corpus = united(read_corpus(folder, words))
    held = read_texts(texts) if texts else None
    with staging(place) as stage:
        report = _made(Material(corpus, words, held, made_of), place, stage, progress)
    return report.after(time.perf_counter() - began)


@dataclass(frozen=True, slots=True)
class Material:
    """What a build is made of: the corpus, its vocabulary, the texts at hand, and the digest of all that was read."""

    corpus: Corpus
    words: vocabulary.Vocabulary
    held: Mapping[str, tuple[Path, bytes]] | None
    digest: str


def _made(material: Material, place: Path, stage: Stage, progress: Progress) -> BuildReport:
    """Builds on the stage, and publishes what holds."""
    corpus, words, held = material.corpus, material.words, material.held
    progress("writing the graph")
    writer = QuadWriter(Iris(corpus.base), Names(corpus.entities, words), sources_of(corpus))
    inputs = _inputs(corpus, writer)
    previous = Manifest.of(place) if (place / "store").is_dir() else None
    wanted = changes(inputs, corpus.base, previous)
    with closing(_store(place, stage.folder, wanted)) as store:
        known = {} if wanted.all or previous is None else previous.graphs
        written = write(corpus, store, writer, wanted, known)
        progress("deriving copies, agreements, relations")
        derivation = derive(corpus, words, store, held, known)
        if wanted.all:
            store.optimize()
        progress("validating")
        differences = [*written, *derivation.differences]
        results = _validate(store, wanted, corpus.base, differences).results
        manifest = _manifest(corpus, store, inputs, {**known, **{each.graph: each.digest for each in differences}})
        report = BuildReport.of(corpus, place, manifest, derivation, quads=len(store), changed=len(wanted.written))
    checked = verify(sources_of(corpus).values(), corpus.claims, held) if held is not None else None
    report = report.checked(violations_of(results, corpus), checked)
    if report.holds:
        progress("writing graph.ttl and network.html")
        taken = None
        if not wanted.all and previous is not None and previous.beside == file_digests(place):
            taken = place / "graph.ttl"
        _write_files(stage.folder, corpus, report, _Turtle(taken, differences))
        replace(manifest, read=material.digest, beside=file_digests(stage.folder)).write(stage.folder)
        stage.publish()
    return report


def sources_of(corpus: Corpus) -> dict[str, Source]:
    """The sources of a corpus by id."""
    return {id: file.source for id, file in corpus.sources.items()}


def _store(place: Path, folder: Path, wanted: Changes) -> ClaimStore:
    """A writable store: a copy of the previous build's where it can be built upon, else an empty one."""
    if wanted.all:
        return ClaimStore.create(folder / "store")
    with closing(ClaimStore.open(place)) as last:
        last.backup(folder / "store")
    return ClaimStore.open(folder, writable=True)


def _inputs(corpus: Corpus, writer: QuadWriter) -> Inputs:
    """Digests of what is read. Publications made of a source's own words belong to that source, not to the ground."""
    own = {entity.id for file in corpus.sources.values() for entity in file.publications}
    shared = "".join(writer.entity(corpus.entities[id]) for id in sorted(corpus.entities.keys() - own))
    shared += repr([decision.entities for decision in corpus.decisions.same])
    files = {id: file.digest for id, file in corpus.sources.items()}
    return Inputs(ground_digest(vocabulary_files(corpus), shared), files)


def _validate(store: ClaimStore, wanted: Changes, base: str, differences: Iterable[Difference]) -> Report:
    """The whole graph where everything is new; else the sources written, what else differs, and what refers to a node
    that lost a class."""
    if wanted.all:
        return validate(store)
    nodes: set[str] = set()
    for each in differences:
        nodes |= each.subjects
        for gone in each.retyped:
            nodes.update(
                quad.subject.value
                for quad in store.quads(object=ox.NamedNode(gone))
                if isinstance(quad.subject, ox.NamedNode)
            )
    return validate(store, graphs=[Iris(base).source(id) for id in sorted(wanted.written)], nodes=nodes)


def _manifest(corpus: Corpus, store: ClaimStore, inputs: Inputs, known: Mapping[str, str]) -> Manifest:
    """The digest of every named graph: as it is known, or of what the store holds."""
    graphs = {graph: known.get(graph) or digest_of(graph_lines(store, graph)) for graph in store.graphs()}
    return Manifest(corpus.id, corpus.base, inputs.ground, inputs.files, graphs)


@dataclass(frozen=True, slots=True)
class _Turtle:
    """The file of the build before, where it can be built upon, and what differs since."""

    earlier: Path | None
    differences: Sequence[Difference]

    def write(self, store: ClaimStore, path: Path) -> None:
        pieces = None
        if self.earlier is not None:
            subjects = {subject for each in self.differences for subject in each.subjects}
            graphs = {each.graph for each in self.differences if each.subjects}
            pieces = rewritten(store, self.earlier, Changed(graphs, subjects))
        if pieces is None:
            export(store, path, FORMATS["turtle"])
            return
        with path.open("wb") as output:
            output.writelines(pieces)


def _write_files(folder: Path, corpus: Corpus, report: BuildReport, turtle: _Turtle) -> None:
    """What stands beside the store: the Turtle, the page and the report."""
    with closing(ClaimStore.open(folder)) as store:
        turtle.write(store, folder / "graph.ttl")
        draw(store, folder / "network.html", title=corpus.title)
    report.write(folder)
