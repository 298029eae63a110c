"""PDF -> text, page by page, by pypdfium2 and, where that fails, pypdf. Scanned pages without text are an error.

The day a PDF was made is not the day its text was published, so it is not taken for it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from claimgraph.errors import MissingExtraError, SourceError
from claimgraph.sources.document import Document

_PAGES, _CHARACTERS = 2_000, 5_000_000
_NO_NAMES = {"", "untitled", "anonymous", "unspecified", "(unspecified)", "unknown", "(anonymous)", "none"}


def read_pdf(data: bytes, location: str) -> Document:
    """The text of a PDF. Raises SourceError for one that is encrypted, broken or holds no text."""
    text, facts = _by_pdfium(data, location)
    if text is None:
        text, facts = _by_pypdf(data, location)
    if not text.strip():
        raise SourceError(f"{location}: no text in this PDF; run text recognition over it first")
    return Document(
        text=text,
        location=location,
        media_type="application/pdf",
        title=_name(facts.get("Title")),
        author=_name(facts.get("Author")),
    )


def _name(text: str | None) -> str | None:
    """A title or author, unless it is what a program writes where nobody gave one."""
    name = (text or "").strip("\0 \t\r\n")
    return None if name.lower() in _NO_NAMES else name


def _by_pdfium(data: bytes, location: str) -> tuple[str | None, Mapping[str, str]]:
    """The text, or None where the library gives up and the other one may not."""
    try:
        import pypdfium2
    except ImportError:
        return None, {}
    try:
        with pypdfium2.PdfDocument(data) as document:
            _check_pages(len(document), location)
            text = _joined((_page_text(document[number]) for number in range(len(document))), location)
            return text, document.get_metadata_dict()
    except pypdfium2.PdfiumError as error:
        if "password" in str(error).lower():
            raise _encrypted(location) from None
        return None, {}


def _page_text(page: object) -> str:
    """The text of one page of pypdfium2, which is closed afterwards."""
    part = page.get_textpage()  # type: ignore[attr-defined]
    try:
        return str(part.get_text_bounded())
    finally:
        part.close()
        page.close()  # type: ignore[attr-defined]


def _by_pypdf(data: bytes, location: str) -> tuple[str, Mapping[str, str]]:
    import io
    import logging

    try:
        import pypdf
        from pypdf.errors import PyPdfError
    except ImportError as error:
        raise MissingExtraError("pypdfium2", "documents", error) from None
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    try:
        reader = pypdf.PdfReader(io.BytesIO(data), strict=False)
        if reader.is_encrypted and not reader.decrypt(""):
            raise _encrypted(location)
        _check_pages(len(reader.pages), location)
        text = _joined((page.extract_text() for page in reader.pages), location)
        facts = {str(key).lstrip("/"): str(value) for key, value in (reader.metadata or {}).items()}
    except (
        PyPdfError,
        ValueError,
        LookupError,
        TypeError,
        AttributeError,
        ArithmeticError,
        RecursionError,
        OSError,
    ) as error:
        raise SourceError(f"{location}: a broken PDF ({type(error).__name__}); download it again") from None
    return text, facts


def _joined(pages: Iterable[str], location: str) -> str:
    """The pages as one text that UTF-8 can hold: plain line ends, the hyphen of a broken word as a hyphen."""
    parts, length = [], 0
    for page in pages:
        parts.append(page)
        length += len(page)
        if length > _CHARACTERS:
            raise SourceError(f"{location}: more than {_CHARACTERS:,} characters; cut out the part that matters")
    text = "\n\n".join(parts).replace("\r\n", "\n").replace("\r", "\n").replace("\ufffe", "-").replace("\0", "")
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _check_pages(pages: int, location: str) -> None:
    if pages > _PAGES:
        raise SourceError(f"{location}: {pages:,} pages; cut out the part that matters")


def _encrypted(location: str) -> SourceError:
    return SourceError(f"{location}: protected by a password; remove the protection and read it again")
