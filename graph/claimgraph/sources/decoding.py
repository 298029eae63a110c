"""Bytes -> text: byte-order marks, UTF-8 and UTF-16, else the encoding that the bytes themselves suggest."""

from __future__ import annotations

import codecs

from claimgraph.errors import SourceError

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_LEGACY = ("gb18030", "big5", "cp1252")
_SAMPLE = 65_536


def decode(data: bytes, location: str) -> str:
    """The text of these bytes. Raises SourceError for what is empty, or is no text."""
    if not data.strip():
        raise SourceError(f"{location}: empty; name a file that holds an article")
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _decoded(data, encoding, location)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        text = _decoded(data, _guess(data, location), location)
    if _is_binary(text):
        raise SourceError(f"{location}: not a text; name a text, Markdown, HTML or PDF file")
    return text


def _decoded(data: bytes, encoding: str, location: str) -> str:
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        raise SourceError(f"{location}: broken {encoding} at byte {error.start}; save the file as UTF-8") from None
    if not text.strip():
        raise SourceError(f"{location}: empty; name a file that holds an article")
    return text


def _is_binary(text: str) -> bool:
    """Control characters that no article has."""
    sample = text[:_SAMPLE]
    return sum(character < " " and character not in "\t\n\r\f" for character in sample) > len(sample) / 200


def _guess(data: bytes, location: str) -> str:
    """The legacy encoding that these bytes are most likely in."""
    from charset_normalizer import from_bytes

    if b"\0" in data[:_SAMPLE]:
        raise SourceError(f"{location}: not a text; name a text, Markdown, HTML or PDF file")
    best = from_bytes(data[:_SAMPLE], cp_isolation=list(_LEGACY)).best()
    if best is None:
        raise SourceError(f"{location}: its encoding cannot be told; save the file as UTF-8")
    return best.encoding
