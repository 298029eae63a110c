"""Cells and tables of Markdown, with everything escaped that would be read as markup."""

from __future__ import annotations

import re
from collections.abc import Iterator

from claimgraph.briefing.writing.lines import plain

_MARKUP = re.compile(r"([\\`*_\[\]<>|#])")


def cell(text: str) -> str:
    r"""Text that stands for itself.

    >>> cell("a|b <i>")
    'a\\|b \\<i\\>'
    """
    return _MARKUP.sub(r"\\\1", plain(text))


def row(*texts: str) -> str:
    """A row of a table."""
    return "| " + " | ".join(cell(text) for text in texts) + " |"


def table_head(*names: str) -> Iterator[str]:
    """The head of a table and the rule below it."""
    yield row(*names)
    yield "|" + " --- |" * len(names)
