"""Any location -> a document: a file, an address, standard input; the medium is told from the bytes, then the name."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from claimgraph.errors import SourceError
from claimgraph.sources.decoding import decode
from claimgraph.sources.document import Document, boilerplate, credits, date_line, script_of

_MARKDOWN = {".md", ".markdown"}


@dataclass(frozen=True, slots=True)
class Limits:
    """How much is read of one document, and how long an address may take. Private addresses are refused."""

    bytes: int = 50_000_000
    characters: int = 5_000_000
    seconds: float = 20.0
    redirects: int = 5
    allow_private: bool = False


def read_documents(locations: Iterable[str], limits: Limits = Limits()) -> Iterator[Document]:
    """The documents at these locations, one by one."""
    for location in locations:
        yield read_document(location, limits)


def read_document(location: str, limits: Limits = Limits()) -> Document:
    """The document at a path, at an http(s) address, or on standard input (`-`). Raises SourceError.

    A plain-text file is stored as it is: its offsets are those of the file decoded, line ends included.
    """
    if location.startswith(("http://", "https://")):
        from claimgraph.sources.web import fetch

        data, address = fetch(location, limits)
        return replace(_document(data, address, "", limits), url=address)
    if location == "-":
        return _document(sys.stdin.buffer.read(limits.bytes + 1), "standard input", "", limits)
    path = Path(location)
    try:
        if path.is_file() and path.stat().st_size > limits.bytes:
            raise SourceError(f"{location}: larger than {limits.bytes // 1_000_000} MB; cut it into articles")
        data = path.read_bytes()
    except FileNotFoundError:
        raise SourceError(
            f"{location}: no such file; name a file, an http(s) address, or - for standard input"
        ) from None
    except OSError as error:
        raise SourceError(f"{location}: cannot be read ({error.strerror}); name a readable file") from None
    return _document(data, location, path.suffix.lower(), limits)


def _document(data: bytes, location: str, suffix: str, limits: Limits) -> Document:
    if len(data) > limits.bytes:
        raise SourceError(f"{location}: larger than {limits.bytes // 1_000_000} MB; cut it into articles")
    if data.startswith(b"%PDF-") or suffix == ".pdf":
        from claimgraph.sources.pdf import read_pdf

        return _described(read_pdf(data, location), limits)
    text = decode(data, location)
    if _looks_like_html(text):
        from claimgraph.sources.html import read_html

        return _described(read_html(text, location), limits)
    media_type = "text/markdown" if suffix in _MARKDOWN else "text/plain"
    return _described(Document(text, location, media_type, title=_title(text, media_type)), limits)


def _described(document: Document, limits: Limits) -> Document:
    """The document with what its text alone tells."""
    if len(document.text) > limits.characters:
        raise SourceError(f"{document.location}: {len(document.text):,} characters; cut it into articles")
    published, origin = document.published, document.published_from
    if published is None and (published := date_line(document.text)):
        origin = "a line at the top of the text"
    return replace(
        document,
        published=published,
        published_from=origin,
        language=document.language or script_of(document.text),
        credits=credits(document.text),
        boilerplate=boilerplate(document.text),
    )


def _looks_like_html(text: str) -> bool:
    head = text[:2_000].lstrip().lower()
    return head.startswith(("<!doctype html", "<html", "<head", "<body", "<?xml")) or (
        head.startswith("<") and ("<p" in head or "<div" in head or "<article" in head)
    )


def _title(text: str, media_type: str) -> str | None:
    """The first line, where it reads as a title: short, without the end of a sentence."""
    line = next((line.strip() for line in text.split("\n") if line.strip() and line.strip() != "![]()"), "")
    if media_type == "text/markdown" and line.startswith("#"):
        return line.lstrip("# ").strip() or None
    return line if 0 < len(line) <= 100 and line[-1] not in ".。!！?？;；,，" else None
