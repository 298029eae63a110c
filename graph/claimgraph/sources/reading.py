"""Any location -> a document: a file, an address, standard input; the medium is told from the bytes, then the name."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from claimgraph.errors import SourceError
from claimgraph.sources.decoding import decode
from claimgraph.sources.document import Document, script_of
from claimgraph.sources.marks import boilerplate, byline, credits, date_line

_PAGES = {".html", ".htm", ".xhtml"}
_MARKDOWN = {".md", ".markdown"}
_PAGE_HEADS = ("<!doctype html", "<html", "<head", "<body", "<?xml")
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
    if location.startswith(("http://", "https://")):
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
    return _described(Document(text, location, media_type, title=_title(text, media_type)), limits)


def _described(document: Document, limits: Limits) -> Document:
    """The document with what its text alone tells."""
    text = document.text
    if len(text) > limits.characters:
        raise SourceError(f"{document.location}: {len(text):,} characters; cut it into articles")
    published, origin = document.published, document.published_from
    if published is None and (published := date_line(text)):
        origin = "a line at the top of the text"
    return replace(
        document,
        author=document.author or byline(text),
        published=published,
        published_from=origin,
        language=document.language or script_of(text),
        credits=credits(text),
        boilerplate=boilerplate(text),
    )


def _is_page(text: str, suffix: str) -> bool:
    """Whether it is HTML: by its first tag, by its name, or by the tags at its beginning; Markdown may begin with one."""
    head = text[:4_000].lstrip("\ufeff \t\r\n").lower()
    if head.startswith(_PAGE_HEADS):
        return True
    if suffix in _PAGES:
        return "<" in head
    return suffix not in _MARKDOWN and head.startswith("<") and any(mark in head for mark in _PAGE_MARKS)


def _title(text: str, media_type: str) -> str | None:
    """The first line, where it reads as a title: short, without the end of a sentence."""
    line = next((line.strip() for line in text[:4_000].split("\n") if line.strip() and line.strip() != "![]()"), "")
    if media_type == "text/markdown" and line.startswith("#"):
        return line.lstrip("# ").strip() or None
    return line if 0 < len(line) <= 100 and line[-1] not in ".。!！?？;；,，" else None
