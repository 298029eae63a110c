"""A corpus -> a checked graph: read, write quads, derive, validate, write files, publish. One page, one journey.

Only sources whose file changed are written and validated again; derivations replace their own named graphs. The result
is the same, byte by byte, as that of a build from nothing.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import closing
from io import BytesIO
from pathlib import Path

import pyoxigraph as ox

from claimgraph import vocabulary
from claimgraph.claim import Source
from claimgraph.corpus import Corpus, find_corpus, read_corpus
from claimgraph.drawing import draw
from claimgraph.evidence import read_texts, verify
from claimgraph.formats import FORMATS, export
from claimgraph.pipeline.derivation import derive
from claimgraph.pipeline.manifest import Changes, Inputs, Manifest, changes, graph_digest, ground_digest
from claimgraph.pipeline.publication import staging
from claimgraph.pipeline.report import BuildReport, violations_of
from claimgraph.pipeline.union import united
from claimgraph.quads import Iris, QuadWriter
from claimgraph.store import ClaimStore
from claimgraph.validation import validate
from claimgraph.wording import Names

VOCABULARY_GRAPH = f"{vocabulary.BASE}ns"
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
    progress("reading the corpus")
    metrics = find_corpus(where) / "metrics.ttl"
    words = vocabulary.load(metrics if metrics.is_file() else None)
    corpus = united(read_corpus(where, words))
    held = read_texts(texts) if texts else None
    place = out or Path("build") / corpus.id
    with staging(place) as stage:
        progress("writing the graph")
        writer = QuadWriter(Iris(corpus.base), Names(corpus.entities, words), sources_of(corpus))
        inputs = _inputs(corpus, writer)
        previous = Manifest.read(place)
        wanted = changes(inputs, corpus.base, previous)
        with closing(_store(place, stage.folder, wanted)) as store:
            written = _write(corpus, store, writer, wanted)
            progress("deriving copies, agreements, relations")
            derivation = derive(corpus, words, store, held)
            progress("validating")
            manifest = _manifest(corpus, store, inputs, previous, {*written, *derivation.graphs})
            touched = None if wanted.all or previous is None else manifest.differing(previous)
            results = validate(store, graphs=touched).results
            report = BuildReport.of(corpus, place, manifest, derivation, quads=len(store), changed=len(wanted.written))
            store.optimize()
        checked = verify(sources_of(corpus).values(), corpus.claims, held) if held is not None else None
        report = report.checked(violations_of(results, corpus), checked)
        if report.holds:
            progress("writing graph.ttl and network.html")
            _write_files(stage.folder, corpus, manifest, report)
            stage.publish()
    return report.after(time.perf_counter() - began)


def sources_of(corpus: Corpus) -> dict[str, Source]:
    """The sources of a corpus by id."""
    return {id: file.source for id, file in corpus.sources.items()}


def _store(place: Path, folder: Path, wanted: Changes) -> ClaimStore:
    """A writable store: a copy of the previous build's where it can be built upon, else an empty one."""
    if wanted.all or not (place / "store").is_dir():
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
    return Inputs(ground_digest(_vocabulary_files(corpus), shared), files)


def _vocabulary_files(corpus: Corpus) -> list[Path]:
    """The vocabulary's files and the corpus's own metrics."""
    return [*vocabulary.vocabulary_files(), *([corpus.metrics] if corpus.metrics else [])]


def _write(corpus: Corpus, store: ClaimStore, writer: QuadWriter, wanted: Changes) -> list[str]:
    """Writes what changed: all in one stream, or graph by graph. Returns the graphs that were written."""
    entities = writer.iris.graph("entities")
    written = [writer.iris.source(id) for id in sorted(wanted.written)]
    if wanted.all:
        store.load_nquads(_everything(corpus, writer), trusted=True)
        return [entities, *written]
    for id in sorted(wanted.dropped):
        store.drop_graph(writer.iris.source(id))
    for id in sorted(wanted.written):
        store.replace_graph(writer.iris.source(id), _source(corpus, writer, id))
    if wanted.written or wanted.dropped:
        store.replace_graph(entities, _entities(corpus, writer))
        written.append(entities)
    return written


def _everything(corpus: Corpus, writer: QuadWriter) -> Iterator[str | bytes]:
    yield from _vocabulary_quads(_vocabulary_files(corpus))
    for id in sorted(corpus.sources):
        yield from _source(corpus, writer, id)
    yield from _entities(corpus, writer)


def _entities(corpus: Corpus, writer: QuadWriter) -> Iterator[str]:
    """The entities, and the nodes that claims of several sources share."""
    yield from (writer.entity(corpus.entities[id]) for id in sorted(corpus.entities))
    for claim in corpus.claims:
        writer.share(claim)
    yield writer.shared()


def _source(corpus: Corpus, writer: QuadWriter, id: str) -> Iterator[str]:
    file = corpus.sources[id]
    yield writer.source(file.source)
    yield from map(writer.claim, file.claims)


def _vocabulary_quads(paths: list[Path]) -> Iterator[bytes]:
    """The vocabulary in a named graph of its own, so that queries can ask for labels and definitions."""
    graph = ox.NamedNode(VOCABULARY_GRAPH)
    for path in paths:
        quads = (
            ox.Quad(quad.subject, quad.predicate, quad.object, graph)
            for quad in ox.parse(path=path, format=ox.RdfFormat.TURTLE)
        )
        yield ox.serialize(quads, format=ox.RdfFormat.N_QUADS) or b""


def _manifest(
    corpus: Corpus, store: ClaimStore, inputs: Inputs, previous: Manifest | None, fresh: set[str]
) -> Manifest:
    """The digest of every named graph; those that were not written again keep the digest they had."""
    known = dict(previous.graphs) if previous else {}
    graphs = {
        graph: known[graph] if graph in known and graph not in fresh else graph_digest(_triples(store, graph))
        for graph in store.graphs()
    }
    return Manifest(corpus.id, corpus.base, inputs.ground, inputs.files, graphs)


def _triples(store: ClaimStore, graph: str) -> bytes:
    output = BytesIO()
    store.dump(output, ox.RdfFormat.N_TRIPLES, graph=graph)
    return output.getvalue()


def _write_files(folder: Path, corpus: Corpus, manifest: Manifest, report: BuildReport) -> None:
    """What stands beside the store: the Turtle, the page, the manifest and the report."""
    with closing(ClaimStore.open(folder)) as store:
        export(store, folder / "graph.ttl", FORMATS["turtle"])
        draw(store, folder / "network.html", title=corpus.title)
    manifest.write(folder)
    report.write(folder)
