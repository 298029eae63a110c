"""Bytes -> text: byte-order marks, UTF-8 and UTF-16, the encoding a page declares, else the one the bytes suggest."""

from __future__ import annotations

import codecs
import re

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
_DECLARED = re.compile(
    rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_-]{2,40})|^<\?xml[^>]*encoding=[\"']([^\"']+)"
)
_WIDER = {
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "gb_2312-80": "gb18030",
    "iso-8859-1": "cp1252",
    "latin-1": "cp1252",
    "big5": "big5hkscs",
}
"""Encodings that pages name and the wider ones they mean."""


def decode(data: bytes, location: str, declared: str | None = None) -> str:
    """The text of these bytes, without a byte-order mark. Raises SourceError for what is empty, or is no text.

    `declared` is the encoding that a server named; what stands in the page itself counts after it. UTF-8 that reads
    as UTF-8 is UTF-8 whatever anybody declares.
    """
    if not data.strip():
        raise _empty(location)
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _text(_decoded(data, encoding, location), location)
    if unmarked := _unmarked_utf16(data):
        return _text(_decoded(data, unmarked, location), location)
    try:
        return _text(data.decode("utf-8"), location)
    except UnicodeDecodeError as error:
        _refuse_broken_utf8(data, error, location)
    for name in (declared, _declared(data)):
        if name and (text := _as_declared(data, name)):
            return _text(text, location)
    return _text(_decoded(data, _guess(data, location), location), location)


def _empty(location: str) -> SourceError:
    return SourceError(f"{location}: empty; name a file that holds an article")


def _text(text: str, location: str) -> str:
    if _is_binary(text):
        raise SourceError(f"{location}: not a text; name a text, Markdown, HTML or PDF file")
    if not text.strip("\ufeff\0 \t\r\n"):
        raise _empty(location)
    return text


def _decoded(data: bytes, encoding: str, location: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise SourceError(f"{location}: broken {encoding} at byte {error.start}; save the file as UTF-8") from None


def _is_binary(text: str) -> bool:
    """Control characters that no article has."""
    sample = text[:_SAMPLE]
    return sum(character < " " and character not in "\t\n\r\f\v" for character in sample) > len(sample) / 200


def _unmarked_utf16(data: bytes) -> str | None:
    """UTF-16 without its mark, told by the zero bytes of its Latin letters, digits and line ends."""
    sample = data[: _SAMPLE & ~1]
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    if len(sample) < 8 or max(even, odd) < len(sample) / 100 or min(even, odd) * 20 > max(even, odd):
        return None
    encoding = "utf-16-le" if odd > even else "utf-16-be"
    try:
        text = sample.decode(encoding, errors="ignore")
    except UnicodeDecodeError:
        return None
    strange = sum(not (character.isprintable() or character.isspace()) for character in text)
    return encoding if len(data) % 2 == 0 and strange * 50 < len(text) else None


def _refuse_broken_utf8(data: bytes, error: UnicodeDecodeError, location: str) -> None:
    """Raise where nearly all of it is UTF-8: read as anything else it would be nonsense that looks like text."""
    text = data[:_SAMPLE].decode("utf-8", errors="replace") + data[max(_SAMPLE, error.start - 64) :][:256].decode(
        "utf-8", errors="replace"
    )
    broken, foreign = text.count("\ufffd"), sum(character > "\x7f" for character in text)
    if broken and foreign >= 8 and broken * 4 < foreign:
        raise SourceError(f"{location}: broken UTF-8 at byte {error.start}; get the file again, or save it as UTF-8")


def _declared(data: bytes) -> str | None:
    """The encoding that a page names in its head."""
    found = _DECLARED.search(data[:4096])
    return (found[1] or found[2]).decode("ascii", "ignore") if found else None


def _as_declared(data: bytes, name: str) -> str | None:
    """The text by that name of an encoding, or None where the name is unknown or does not hold."""
    name = name.strip().lower()
    try:
        return data.decode(_WIDER.get(name, name))
    except (LookupError, UnicodeDecodeError, ValueError):
        return None


def _guess(data: bytes, location: str) -> str:
    """The legacy encoding that these bytes are most likely in."""
    from charset_normalizer import from_bytes

    if b"\0" in data[:_SAMPLE]:
        raise SourceError(f"{location}: not a text; name a text, Markdown, HTML or PDF file")
    sample = data[:_SAMPLE]
    if len(data) > _SAMPLE:
        sample = sample[: max(sample.rfind(b"\n"), sample.rfind(b" "), _SAMPLE // 2)]
    best = from_bytes(sample, cp_isolation=list(_LEGACY)).best()
    if best is None:
        raise SourceError(f"{location}: its encoding cannot be told; save the file as UTF-8")
    return best.encoding
