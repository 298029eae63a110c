"""Any location -> a document: a file, an address, standard input; the medium is told from the bytes, then the name."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from claimgraph.errors import SourceError
from claimgraph.sources.decoding import decode
from claimgraph.sources.description import describe
from claimgraph.sources.document import Document

_PAGES = {".html", ".htm", ".xhtml"}
_MARKDOWN = {".md", ".markdown"}
_PAGE_HEADS = ("<!doctype html", "<html", "<head", "<body", "<?xml")
_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]+)://")
_PAGE_MARKS = ("<p>", "<p ", "<div", "<article", "<meta", "<html")


@dataclass(frozen=True, slots=True)
class Limits:
    """How much is read of one document, and how long an address may take. Private addresses are refused."""

    bytes: int = 50_000_000
    characters: int = 5_000_000
    seconds: float = 20.0
    redirects: int = 5
    allow_private: bool = False


_USUAL = Limits()


def read_documents(locations: Iterable[str], limits: Limits = _USUAL) -> Iterator[Document]:
    """The documents at these locations, one by one."""
    for location in locations:
        yield read_document(location, limits)


def read_document(location: str, limits: Limits = _USUAL) -> Document:
    """The document at a path, at an http(s) address, or on standard input (`-`). Raises SourceError.

    A plain-text file is stored as it is: its offsets are those of the file decoded, line ends included.
    """
    if scheme := _SCHEME.match(location):
        if scheme[1].lower() not in ("http", "https"):
            raise SourceError(f"{location}: only http and https addresses are read; save the page as a file")
        from claimgraph.sources.web import fetch

        page = fetch(location, limits)
        document = _document(page.data, page.url, _suffix(page.url), limits, page.charset)
        return replace(document, url=document.url or page.url)
    if location == "-":
        return _document(sys.stdin.buffer.read(limits.bytes + 1), "standard input", "", limits)
    path = Path(location)
    try:
        with path.open("rb") as file:
            data = file.read(limits.bytes + 1)
    except FileNotFoundError:
        raise SourceError(
            f"{location}: no such file; name a file, an http(s) address, or - for standard input"
        ) from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise SourceError(f"{location}: cannot be read ({reason}); name a readable file") from None
    return _document(data, location, path.suffix.lower(), limits)


def _suffix(url: str) -> str:
    return Path(url.partition("?")[0]).suffix.lower()


def _document(data: bytes, location: str, suffix: str, limits: Limits, charset: str | None = None) -> Document:
    if len(data) > limits.bytes:
        raise SourceError(f"{location}: larger than {limits.bytes // 1_000_000} MB; cut it into articles")
    if b"%PDF-" in data[:1024] or (suffix == ".pdf" and data.strip()):
        from claimgraph.sources.pdf import read_pdf

        return _described(read_pdf(data, location), limits)
    text = decode(data, location, charset)
    if _is_page(text, suffix):
        from claimgraph.sources.html import read_html

        return _described(read_html(text, location), limits)
    media_type = "text/markdown" if suffix in _MARKDOWN else "text/plain"
    return _described(Document(text, location, media_type), limits)


def _described(document: Document, limits: Limits) -> Document:
    if len(document.text) > limits.characters:
        raise SourceError(f"{document.location}: {len(document.text):,} characters; cut it into articles")
    return describe(document)


def _is_page(text: str, suffix: str) -> bool:
    """Whether it is HTML: by its first tag, by its name, or by the tags at its beginning; Markdown may begin with one."""
    head = text[:4_000].lstrip("\ufeff \t\r\n").lower()
    if head.startswith(_PAGE_HEADS):
        return True
    if suffix in _PAGES:
        return "<" in head
    return suffix not in _MARKDOWN and head.startswith("<") and any(mark in head for mark in _PAGE_MARKS)
