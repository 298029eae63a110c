"""Lines of text for a terminal: wrapped by display width, so that Chinese characters count as the two columns they take."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from claimgraph.queries.answers import display_width

WIDTH = 80
_WIDE = re.compile(r"[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]")
_NO_BREAK_BEFORE = frozenset("，。、；：？！）」』》〉”’…,.;:?!)]}%")


def wrap(text: str, indent: str = "", hang: str | None = None, width: int = WIDTH) -> list[str]:
    """The text in lines of at most `width` columns; `hang` stands before all lines but the first.

    >>> wrap("可灵的收入 was over 140 million dollars", "- ", "  ", width=20)
    ['- 可灵的收入 was', '  over 140 million', '  dollars']
    """
    rest = indent if hang is None else hang
    lines: list[str] = []
    line, empty = indent, True
    for gap, word in _words(plain(text)):
        space = " " if gap and not empty else ""
        if not empty and display_width(line + space + word) > width:
            lines.append(line)
            line, empty, space = rest, True, ""
        *full, last = _pieces(word, width - display_width(line)) if empty else [word]
        for piece in full:
            lines.append(line + piece)
            line = rest
        line, empty = line + space + last, False
    return [*lines, line.rstrip()]


def plain(text: str) -> str:
    """The text without line breaks and control characters: what a source prints must not steer a terminal."""
    return "".join(
        character if character.isprintable() else " " if character.isspace() else "\N{REPLACEMENT CHARACTER}"
        for character in text
    )


def heading(text: str, mark: str = "─") -> list[str]:
    """A line with a rule below it."""
    return ["", plain(text), mark * min(WIDTH, display_width(text))]


def two_sided(left: str, right: str, width: int = WIDTH) -> list[str]:
    """Text on both ends of a line; on two lines where they do not fit on one."""
    gap = width - display_width(left) - display_width(right)
    if gap >= 2:
        return [f"{left}{' ' * gap}{right}".rstrip()]
    return [*wrap(left, "", _indent_of(left) + "  ", width), f"{' ' * max(0, width - display_width(right))}{right}"]


def table(columns: Sequence[str], rows: Sequence[Sequence[str]], width: int = WIDTH) -> list[str]:
    """Cells under their columns, every cell wrapped, so that nothing is cut off."""
    sizes = _sizes(columns, rows, width)
    lines = [*_row(columns, sizes), "  ".join("─" * size for size in sizes)]
    for row in rows:
        lines += _row(row, sizes)
    return lines


def _row(cells: Sequence[str], sizes: Sequence[int]) -> list[str]:
    wrapped = [wrap(cell, width=size) if cell else [""] for cell, size in zip(cells, sizes, strict=True)]
    height = max(map(len, wrapped))
    lines = []
    for number in range(height):
        parts = [part[number] if number < len(part) else "" for part in wrapped]
        padded = [part + " " * (size - display_width(part)) for part, size in zip(parts, sizes, strict=True)]
        lines.append("  ".join(padded).rstrip())
    return lines


def _sizes(columns: Sequence[str], rows: Sequence[Sequence[str]], width: int) -> list[int]:
    """Column widths that fit: the widest gives way first, none below what makes words unreadable."""
    natural = [max([display_width(column), *(display_width(row[index]) for row in rows)], default=1)
               for index, column in enumerate(columns)]  # fmt: skip
    sizes = [max(1, size) for size in natural]
    room = width - 2 * (len(sizes) - 1)
    while sum(sizes) > room and max(sizes) > 8:
        sizes[sizes.index(max(sizes))] -= 1
    return sizes


def _words(text: str) -> Iterator[tuple[bool, str]]:
    """What must stay together, and whether a space stands before it; Chinese may break after every character."""
    for chunk in text.split():
        gap, word = True, ""
        for character in chunk:
            if word and (_WIDE.match(character) or _WIDE.match(word[-1])) and character not in _NO_BREAK_BEFORE:
                yield gap, word
                gap, word = False, ""
            word += character
        yield gap, word


def _pieces(word: str, width: int) -> Iterator[str]:
    """A word that is wider than the line, in pieces."""
    piece = ""
    for character in word:
        if display_width(piece + character) > max(2, width):
            yield piece
            piece = ""
        piece += character
    yield piece


def _indent_of(text: str) -> str:
    return text[: len(text) - len(text.lstrip())]
