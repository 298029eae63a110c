"""Pieces of text as one file to read from, so that a store can load what is still being written.

Holds little more than a piece at a time.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Final

_BUFFER: Final = 1 << 18


class ChunkReader(io.RawIOBase):
    """A readable file over an iterable of text or bytes.

    >>> ChunkReader(["ab", b"c", "", "d"]).read(3)
    b'abc'
    """

    def __init__(self, chunks: Iterable[str | bytes]) -> None:
        self._chunks = iter(chunks)
        self._rest = memoryview(b"")

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: object) -> int:
        target = memoryview(buffer).cast("B")  # type: ignore[arg-type]
        filled = 0
        while filled < len(target):
            if not self._rest and not self._next():
                break
            taken = min(len(target) - filled, len(self._rest))
            target[filled : filled + taken] = self._rest[:taken]
            self._rest = self._rest[taken:]
            filled += taken
        return filled

    def _next(self) -> bool:
        for chunk in self._chunks:
            if chunk:
                self._rest = memoryview(chunk.encode() if isinstance(chunk, str) else chunk)
                return True
        return False


@contextmanager
def opened(chunks: Iterable[str | bytes] | str | bytes | Path) -> Iterator[IO[bytes]]:
    """A binary file over text, bytes, a path, an open file, or an iterable of pieces."""
    if isinstance(chunks, Path):
        with chunks.open("rb") as file:
            yield file
    else:
        pieces = [chunks] if isinstance(chunks, str | bytes) else chunks
        yield io.BufferedReader(ChunkReader(pieces), _BUFFER)  # the engine asks for two kilobytes at a time


def slices(stream: IO[bytes], size: int) -> Iterator[tuple[bytes, int]]:
    """The stream in slices of about `size` bytes that end with a line, each with the number of lines before it.

    >>> list(slices(io.BytesIO(b"one\\ntwo\\nthree\\n"), 5))
    [(b'one\\ntwo\\n', 0), (b'three\\n', 2)]
    """
    lines = 0
    while part := stream.read(size):
        part += stream.readline()
        yield part, lines
        lines += part.count(b"\n")
