"""HTML -> the article's text and what the page says of itself, by trafilatura; menus, comments and notices stay out."""

from __future__ import annotations

from claimgraph.claim import PartialDate
from claimgraph.errors import MissingExtraError, SourceError
from claimgraph.sources.document import Document, script_of


def read_html(html: str, location: str) -> Document:
    """The article of a page. Raises SourceError where there is none."""
    try:
        import trafilatura
    except ImportError:
        raise MissingExtraError("trafilatura", "documents") from None
    found = trafilatura.bare_extraction(
        html, include_comments=False, include_tables=True, favor_precision=True, with_metadata=True
    )
    text = (found.text or "").strip() if found else ""
    if not found or not text:
        raise SourceError(f"{location}: a page without an article; save the article's text and read that")
    return Document(
        text=text,
        location=location,
        media_type="text/html",
        title=found.title,
        author=found.author,
        publisher=found.sitename,
        published=_date(found.date),
        published_from="the page's own date" if _date(found.date) else None,
        url=found.url if found.url and found.url.startswith(("http://", "https://")) else None,
        language=script_of(text),
    )


def _date(text: str | None) -> PartialDate | None:
    try:
        return PartialDate(text) if text else None
    except ValueError:
        return None
