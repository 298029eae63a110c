"""Evidence checked against the text: every span is sliced again and compared with what was recorded.

Texts are matched to sources by the SHA-256 of their bytes, so they may lie in any folder under any name. A text whose
name is a source's id but whose digest differs has changed since it was read, and is reported as such.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from claimgraph.claim import Claim, EventClaim, MetricClaim, Source
from claimgraph.errors import SourceError

_TEXT_SUFFIXES = {"", ".txt", ".md", ".text"}


@dataclass(frozen=True, slots=True)
class Mismatch:
    """One span, or one text, that is no longer what was recorded."""

    source: str
    claim: str | None
    message: str

    def __str__(self) -> str:
        where = f"{self.source}, claim {self.claim}" if self.claim else self.source
        return f"{where}: {self.message}"


@dataclass(frozen=True, slots=True)
class Verification:
    """What was checked: sources whose text was at hand, spans sliced, sources without a text, and what did not match."""

    checked: int
    spans: int
    absent: tuple[str, ...]
    mismatches: tuple[Mismatch, ...]

    @property
    def holds(self) -> bool:
        return not self.mismatches

    def summary(self) -> str:
        """One line: what was sliced, and what could not be."""
        absent = ", ".join(self.absent[:5]) + (f" and {more:,} more" if (more := len(self.absent) - 5) > 0 else "")
        if not self.checked and absent:
            return f"nothing was checked: no text at hand for {absent}"
        state = "all hold" if self.holds else f"{len(self.mismatches):,} no longer match"
        spans, texts = ("" if number == 1 else "s" for number in (self.spans, self.checked))
        line = f"{self.spans:,} span{spans} of {self.checked:,} text{texts} sliced again: {state}"
        return f"{line}; no text at hand for {absent}" if absent else line


def text_digest(data: bytes) -> str:
    """The digest a source file records: `sha256:` and 64 hexadecimal digits of the text's bytes."""
    return f"sha256:{sha256(data).hexdigest()}"


def slice_digest(text: str, start: int, end: int) -> str:
    """The first twelve hexadecimal digits of the SHA-256 of a clause."""
    return sha256(text[start:end].encode()).hexdigest()[:12]


def read_texts(folder: Path) -> dict[str, tuple[Path, bytes]]:
    """Every text below the folder, by digest."""
    if not folder.is_dir():
        raise SourceError(f"no folder of texts at {folder}: name the folder that holds the articles as text files")
    texts = {}
    for path in sorted(folder.rglob("*")):
        if path.is_file() and path.suffix.lower() in _TEXT_SUFFIXES:
            try:
                data = path.read_bytes()
            except OSError as error:
                raise SourceError(
                    f"{path}: cannot be read ({error.strerror}); make it readable or move it away"
                ) from None
            texts[text_digest(data)] = (path, data)
    return texts


def verify(sources: Iterable[Source], claims: Iterable[Claim], texts: Mapping[str, tuple[Path, bytes]]) -> Verification:
    """Slice every span of every source whose text is given, and say what no longer matches."""
    by_source: dict[str, list[Claim]] = {}
    for claim in claims:
        if claim.evidence:
            by_source.setdefault(claim.source, []).append(claim)
    named = {path.stem: (path, data) for path, data in texts.values()}
    absent, mismatches, checked, spans = [], list[Mismatch](), 0, 0
    for source in sources:
        held = texts.get(source.digest or "")
        if held is None and source.digest and source.id in named:
            held = named[source.id]
            mismatches.append(
                Mismatch(source.id, None, f"the text {held[0]} is not the one that was read: other digest")
            )
        if held is None:
            if source.id in by_source or source.digest:
                absent.append(source.id)
            continue
        checked += 1
        found = _slices(source, by_source.get(source.id, ()), *held)
        spans += len(by_source.get(source.id, ()))
        mismatches += found
    return Verification(checked, spans, tuple(absent), tuple(mismatches))


def _slices(source: Source, claims: Iterable[Claim], path: Path, data: bytes) -> Iterator[Mismatch]:
    """What does not match in one text."""
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        yield Mismatch(source.id, None, f"{path}: not UTF-8 at byte {error.start}")
        return
    for claim in claims:
        yield from (Mismatch(source.id, claim.id, message) for message in check(claim, text))


def check(claim: Claim, text: str) -> Iterator[str]:
    """What is wrong with the evidence of one claim, given its text."""
    evidence = claim.evidence
    if evidence is None:
        return
    span = f"{evidence.start}..{evidence.end}"
    if evidence.end > len(text):
        yield f"span {span} ends after the text, which has {len(text)} code points"
        return
    if evidence.digest and slice_digest(text, evidence.start, evidence.end) != evidence.digest:
        yield f"the clause at {span} is not the one that was recorded (check {evidence.digest})"
    if evidence.printed_start is not None and evidence.printed_end is not None:
        printed = claim.quantity.printed if isinstance(claim, MetricClaim) else getattr(claim, "printed", None)
        found = text[evidence.printed_start : evidence.printed_end]
        if isinstance(claim, MetricClaim | EventClaim) and found != printed:
            yield f"printed {printed!r}, but {evidence.printed_start}..{evidence.printed_end} reads {found!r}"
