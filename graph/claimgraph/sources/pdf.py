"""PDF -> text, page by page, by pypdfium2 and, where that fails, pypdf. Scanned pages without text are an error."""

from __future__ import annotations

from collections.abc import Mapping

from claimgraph.claim import PartialDate
from claimgraph.errors import MissingExtraError, SourceError
from claimgraph.sources.document import Document

_PAGES = 2_000


def read_pdf(data: bytes, location: str) -> Document:
    """The text of a PDF. Raises SourceError for one that is encrypted, broken or holds no text."""
    text, facts = _by_pdfium(data, location)
    if text is None:
        text, facts = _by_pypdf(data, location)
    if not text.strip():
        raise SourceError(f"{location}: no text in this PDF; run text recognition over it first")
    published = _date(facts.get("CreationDate"))
    return Document(
        text=text,
        location=location,
        media_type="application/pdf",
        title=facts.get("Title") or None,
        author=facts.get("Author") or None,
        published=published,
        published_from="the PDF's creation date" if published else None,
    )


def _by_pdfium(data: bytes, location: str) -> tuple[str | None, Mapping[str, str]]:
    """The text, or None where the library gives up and the other one may not."""
    try:
        import pypdfium2
    except ImportError:
        return None, {}
    try:
        with pypdfium2.PdfDocument(data) as document:
            _check_pages(len(document), location)
            pages = []
            for number in range(len(document)):
                page = document[number]
                part = page.get_textpage()
                pages.append(part.get_text_bounded().replace("\r\n", "\n").replace("\r", "\n"))
                part.close()
                page.close()
            return "\n\n".join(pages), document.get_metadata_dict()
    except pypdfium2.PdfiumError as error:
        if "password" in str(error).lower():
            raise _encrypted(location) from None
        return None, {}


def _by_pypdf(data: bytes, location: str) -> tuple[str, Mapping[str, str]]:
    import io
    import logging

    try:
        import pypdf
        from pypdf.errors import PyPdfError
    except ImportError:
        raise MissingExtraError("pypdfium2", "documents") from None
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    try:
        reader = pypdf.PdfReader(io.BytesIO(data), strict=False)
        if reader.is_encrypted:
            raise _encrypted(location)
        _check_pages(len(reader.pages), location)
        text = "\n\n".join(page.extract_text() for page in reader.pages)
        facts = {str(key).lstrip("/"): str(value) for key, value in (reader.metadata or {}).items()}
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, RecursionError, OSError) as error:
        raise SourceError(f"{location}: a broken PDF ({type(error).__name__}); download it again") from None
    return text, facts


def _check_pages(pages: int, location: str) -> None:
    if pages > _PAGES:
        raise SourceError(f"{location}: {pages:,} pages; cut out the part that matters")


def _encrypted(location: str) -> SourceError:
    return SourceError(f"{location}: protected by a password; remove the protection and read it again")


def _date(stamp: str | None) -> PartialDate | None:
    """`D:20260126...` as a day."""
    digits = (stamp or "").removeprefix("D:")[:8]
    try:
        return (
            PartialDate(f"{digits[:4]}-{digits[4:6]}-{digits[6:8]}") if len(digits) == 8 and digits.isdigit() else None
        )
    except ValueError:
        return None
