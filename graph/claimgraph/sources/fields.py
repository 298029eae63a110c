"""Labelled lines at the top of a text (`Author: ...`, `来源：...`) and the front matter of Markdown, as fields.

The labels are data: one field and its labels per line in fields.txt. What a field means is decided elsewhere.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

__all__ = ["front_matter", "labelled"]

_FRONT = re.compile(
    r"\ufeff?[ \t\r\n]*(?P<mark>---|\+\+\+)[ \t]*\r?\n(?P<body>.*?)\r?\n(?:(?P=mark)|\.\.\.)[ \t]*(?=\r?\n|$)",
    re.DOTALL,
)
_LONGEST, _LONGEST_LINE = 4_000, 300


def front_matter(text: str) -> tuple[Mapping[str, str], int]:
    """The fields of a front matter in YAML or TOML, and where it ends; nothing and 0 where a text has none.

    >>> front_matter("---\\ntitle: 'Koto grows'\\ntags: [a]\\n---\\nKoto ...")
    ({'title': 'Koto grows'}, 37)
    """
    found = _FRONT.match(text[:_LONGEST])
    if not found or not any(_pair(line, ":=") for line in found["body"].splitlines()):
        return {}, 0
    return _fields(found["body"].splitlines(), ":="), found.end()


def labelled(lines: list[str]) -> Mapping[str, str]:
    """The fields of these lines that begin with a label, the first of each.

    >>> labelled(["Koto grows", "作者：王小明", "URL: https://koto.example/1"])
    {'author': '王小明', 'url': 'https://koto.example/1'}
    """
    return _fields(lines, ":：|｜丨")


def _fields(lines: list[str], signs: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for line in lines:
        if (pair := _pair(line, signs)) and (field := _labels().get(pair[0].lower())):
            found.setdefault(field, pair[1])
    return {field: value for field, value in found.items() if value}


def _pair(line: str, signs: str) -> tuple[str, str] | None:
    """What stands before and after the first of these signs."""
    found = re.match(
        rf"\W{{0,3}}(?P<name>[\w -]{{1,30}}?)\s*[{re.escape(signs)}]\s*(?P<value>.*)$", line[:_LONGEST_LINE]
    )
    return (found["name"].strip(), found["value"].strip(" \t\r[]\"'“”*_")) if found else None


@cache
def _labels() -> Mapping[str, str]:
    """Label in small letters -> field."""
    return dict(_rows())


def _rows() -> Iterator[tuple[str, str]]:
    for row in (Path(__file__).parent / "fields.txt").read_text(encoding="utf-8").splitlines():
        field, _, labels = row.partition(":")
        if labels and not row.startswith("#"):
            yield from ((label.strip().lower(), field) for label in labels.split(","))
