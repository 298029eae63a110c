"""What a text tells of itself, put together: front matter, labelled lines, byline, date line, credits, notices.

What the medium has told already (a page's meta elements, a PDF's properties) stays; an unstated date stays unknown.
"""

from __future__ import annotations

from dataclasses import replace

from claimgraph.claim import PartialDate
from claimgraph.sources.document import Document, script_of
from claimgraph.sources.fields import front_matter, labelled
from claimgraph.sources.marks import boilerplate, byline, credit_name, credits, dated, head_lines

__all__ = ["describe"]

_TITLE = 100
_RULES = frozenset("-+*_=~ ")


def describe(document: Document) -> Document:
    """The document with what its text alone tells."""
    front, end = front_matter(document.text) if document.media_type.startswith("text/") else ({}, 0)
    text = document.text[end:]
    given = {**labelled(head_lines(text)), **front}
    published, origin = (document.published, document.published_from)
    if published is None:
        published, origin = _published(front.get("published"), text)
    return replace(
        document,
        title=document.title or given.get("title") or _title(text, document.media_type),
        author=document.author or front.get("author") or byline(text),
        publisher=document.publisher or given.get("publisher") or _named(given.get("source")),
        published=published,
        published_from=origin,
        url=document.url or _address(given.get("url")) or _address(given.get("source")),
        language=document.language or script_of(document.text),
        credits=credits(text),
        boilerplate=(*(((0, end),) if end else ()), *boilerplate(document.text, end)),
    )


def _published(given: str | None, text: str) -> tuple[PartialDate | None, str | None]:
    day, _ = dated(given) if given else (None, None)
    return (day, "the front matter") if day else dated(text)


def _named(source: str | None) -> str | None:
    """A source that is a name and no address."""
    return credit_name(source) or None if source and "://" not in source else None


def _address(value: str | None) -> str | None:
    return value if value and value.startswith(("http://", "https://")) and " " not in value else None


def _title(text: str, media_type: str) -> str | None:
    """The first line of a text, where it reads as a title: short, no date or byline, without the end of a sentence."""
    if not media_type.startswith("text/") or media_type == "text/html":
        return None
    line = next((line for line in head_lines(text) if not _RULES.issuperset(line)), "")
    if media_type == "text/markdown" and line.startswith("#"):
        return line.lstrip("# ").strip() or None
    if dated(line)[0] or byline(line):
        return None
    return line if 0 < len(line) <= _TITLE and line[-1] not in ".。!！?？;；,，" else None
