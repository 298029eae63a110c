"""What a build did, as values, as JSON beside the graph, and as a summary a person enjoys reading."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from textwrap import wrap

from claimgraph.briefing.model import counted
from claimgraph.corpus import Corpus
from claimgraph.evidence import Verification
from claimgraph.pipeline.derivation import Derivation
from claimgraph.pipeline.manifest import Manifest
from claimgraph.quads import Iris
from claimgraph.validation import Finding

NAME, TEXT_NAME = "report.json", "report.txt"
_SHOWN = 25
"""How many faults are printed; mending the first often mends the rest."""


@dataclass(frozen=True, slots=True)
class Violation:
    """A broken shape: where the fault is written, and the shape's own words."""

    place: str
    message: str
    focus: str

    def __str__(self) -> str:
        return f"{self.place}: {self.message} ({self.focus.rsplit('/', 2)[-2]} {self.focus.rsplit('/', 1)[-1]})"


@dataclass(frozen=True, slots=True)
class BuildReport:
    """The result of one build. `holds` is false when shapes are broken or evidence no longer matches."""

    corpus: str
    title: str
    place: Path
    digest: str
    sources: int
    entities: int
    claims: Mapping[str, int]
    derived: Mapping[str, int]
    disagreements: Mapping[str, int]
    quads: int
    changed: int
    spans: int
    findings: tuple[str, ...] = ()
    violations: tuple[Violation, ...] = ()
    verification: Verification | None = None
    seconds: float = 0.0

    @classmethod
    def of(
        cls, corpus: Corpus, place: Path, manifest: Manifest, derivation: Derivation, *, quads: int, changed: int
    ) -> BuildReport:
        """What was read, written and derived, before it is checked."""
        kinds = Counter(type(claim).__name__.removesuffix("Claim").lower() for claim in corpus.claims)
        return cls(
            corpus=corpus.id,
            title=corpus.title,
            place=place,
            digest=manifest.digest,
            sources=len(corpus.sources),
            entities=len(corpus.entities),
            claims=dict(sorted(kinds.items(), key=lambda kind: (-kind[1], kind[0]))),
            derived=derivation.counts,
            disagreements=derivation.kinds,
            quads=quads,
            changed=changed,
            spans=sum(claim.evidence is not None for claim in corpus.claims),
            findings=derivation.findings,
        )

    @classmethod
    def read(cls, folder: Path) -> BuildReport | None:
        """The report of the build in a folder, of which nothing had to be written again; None where it has none."""
        try:
            values = json.loads((folder / NAME).read_text(encoding="utf-8"))
            same = ("corpus", "title", "sources", "entities", "claims", "derived", "disagreements", "quads")
            return cls(
                **{name: values[name] for name in same},
                place=folder,
                digest=values["digest"].removeprefix("sha256:"),
                changed=0,
                spans=values["evidence_spans"],
                findings=tuple(values["findings"]),
            )
        except (OSError, ValueError, TypeError, KeyError):
            return None

    def checked(self, violations: tuple[Violation, ...], verification: Verification | None) -> BuildReport:
        return replace(self, violations=violations, verification=verification)

    def after(self, seconds: float) -> BuildReport:
        return replace(self, seconds=seconds)

    @property
    def holds(self) -> bool:
        return not self.violations and (self.verification is None or self.verification.holds)

    def write(self, folder: Path) -> None:
        """Writes report.json and report.txt; neither holds a time or a path of this machine."""
        values = {
            "corpus": self.corpus,
            "title": self.title,
            "digest": f"sha256:{self.digest}",
            "sources": self.sources,
            "entities": self.entities,
            "claims": dict(self.claims),
            "derived": dict(self.derived),
            "disagreements": dict(self.disagreements),
            "quads": self.quads,
            "evidence_spans": self.spans,
            "violations": [str(violation) for violation in self.violations],
            "findings": list(self.findings),
        }
        text = json.dumps(values, ensure_ascii=False, indent=1)
        (folder / NAME).write_text(text + "\n", encoding="utf-8")
        (folder / TEXT_NAME).write_text(self.summary() + "\n", encoding="utf-8")

    def faults(self) -> str:
        """What keeps the build from being published, a line each, and what became of the build before."""
        lines = [str(violation) for violation in self.violations]
        if self.verification:
            lines += [str(mismatch) for mismatch in self.verification.mismatches]
        if len(lines) > _SHOWN:
            lines[_SHOWN:] = [f"... and {len(lines) - _SHOWN:,} more"]
        lines.append(f"nothing was published; {self.place} is as it was")
        return "\n".join(lines)

    def written(self) -> str:
        """Where the files are, and how much had to be done."""
        files = f"{self.place}/: store/ graph.ttl network.html report.txt"
        return f"{files} ({counted(self.changed, 'source')} written, {self.seconds:.1f} s)"

    def summary(self) -> str:
        """The numbers of the build in lines of at most 80 columns."""
        claims = ", ".join(f"{number:,} {kind}" for kind, number in self.claims.items())
        lines = [
            self.title,
            f"  {counted(self.sources, 'source')}, {_named(self.entities, 'entities')}, "
            f"{counted(sum(self.claims.values()), 'claim')}",
            f"  {claims}" if claims else "  nothing is claimed yet",
        ]
        lines += _wrapped([_named(number, name) for name, number in self.derived.items() if number])
        if self.disagreements:
            first, *rest = [f"{number:,} {kind}" for kind, number in self.disagreements.items()]
            lines += _wrapped([f"disagreements: {first}", *rest])
        lines.append(f"  {self.quads:,} quads, sha256 {self.digest[:16]}…")
        lines += wrap(_evidence(self.spans, self.verification), 80, initial_indent="  ", subsequent_indent="    ")
        lines.append(
            f"  shapes: {counted(len(self.violations), 'violation')}" + ("" if self.violations else ", all hold")
        )
        return "\n".join(lines + self._remarks())

    def _remarks(self) -> list[str]:
        """What could not be computed or followed, and what to do about it."""
        if not self.findings:
            return []
        shown = [
            *self.findings[:_SHOWN],
            *([f"... and {more:,} more"] if (more := len(self.findings) - _SHOWN) > 0 else []),
        ]
        lines = [f"  findings: {len(self.findings):,}, which stop nothing and want mending"]
        for finding in shown:
            lines += wrap(finding, 80, initial_indent="    - ", subsequent_indent="      ", break_long_words=False)
        return lines


def _named(number: int, plural: str) -> str:
    """A number of things whose name is given in the plural.

    >>> _named(1, "entities"), _named(1, "groups of copies"), _named(2, "slots")
    ('1 entity', '1 group of copies', '2 slots')
    """
    one = re.sub(r"ies\b", "y", plural) if plural.endswith("entities") else re.sub(r"s\b", "", plural, count=1)
    return f"{number:,} {one if number == 1 else plural}"


def _wrapped(parts: list[str], width: int = 78) -> list[str]:
    lines = ["  "]
    for number, part in enumerate(parts):
        word = part + (", " if number < len(parts) - 1 else "")
        if len(lines[-1]) + len(word) > width:
            lines.append("  ")
        lines[-1] += word
    return [line.rstrip() for line in lines]


def _evidence(spans: int, verification: Verification | None) -> str:
    if verification is None:
        return f"evidence: {counted(spans, 'span')} recorded; `claimgraph verify --texts DIR` checks them against the texts"
    state = "all hold" if verification.holds else f"{len(verification.mismatches)} no longer match"
    sliced = f"{counted(verification.spans, 'span')} of {counted(verification.checked, 'text')}"
    return f"evidence: {sliced} sliced again, {state}"


def violations_of(results: Iterable[Finding], corpus: Corpus) -> tuple[Violation, ...]:
    """Broken shapes with the file and line of the claim, or the file of the source, they stand in."""
    iris = Iris(corpus.base)
    places = {
        iris.claim(id): f"{file.path}:{line}" for file in corpus.sources.values() for id, line in file.lines.items()
    }
    nodes = {claim.rsplit("/", 1)[-1]: place for claim, place in places.items()}
    files = {iris.source(id): str(file.path) for id, file in corpus.sources.items()}

    def place(focus: str, graph: str | None) -> str:
        satellite = nodes.get(focus.rsplit("/", 1)[-1].split("-")[0])
        return places.get(focus) or satellite or files.get(graph or "") or f"{corpus.folder / 'entities.yaml'}"

    return tuple(
        Violation(place(focus, result.graph), _message(result), focus)
        for result in results
        for focus in (getattr(result.focus, "value", str(result.focus)),)
    )


def _message(result: Finding) -> str:
    """The shape's words, with the value they speak of."""
    value = getattr(result.value, "value", None)
    return f"{result.message} [{value}]" if value and value not in result.message else result.message
