"""Everything wrong with a corpus, collected with file, line and field, so that one run shows all of it."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from claimgraph.errors import CorpusError
from claimgraph.vocabulary import suggest

__all__ = ["Problems", "did_you_mean"]


def did_you_mean(word: str, names: Iterable[str]) -> str:
    """`; did you mean X?` with the nearest of the names, or how many there are to choose from.

    >>> did_you_mean("monthly_active_user", ["monthly_active_users", "downloads"])
    '; did you mean monthly_active_users?'
    >>> did_you_mean("x", ["positive", "negative", "neutral"])
    '; write one of negative, neutral, positive'
    """
    known = sorted(names)
    near = suggest(word, known)
    if near is None and (loose := _loose(word)):
        near = next((name for name in known if _loose(name) == loose), None)
    if near is not None:
        return f"; did you mean {near}?"
    return f"; write one of {', '.join(known)}" if 0 < len(known) <= 16 else ""


def _loose(name: str) -> str:
    return "".join(character for character in name.casefold() if character.isalnum())


class Problems:
    """The problems found so far. `add` never raises; `check` raises them all at once, in the order of the files."""

    __slots__ = ("_found",)

    def __init__(self) -> None:
        self._found: list[tuple[str, int, str]] = []

    def __len__(self) -> int:
        return len(self._found)

    def add(self, path: Path | str, line: int, field: str, what: str) -> None:
        place = f"{path}:{line}" if line else str(path)
        self._found.append((str(path), line, f"{place}: {field}: {what}" if field else f"{place}: {what}"))

    def check(self) -> None:
        """Raise CorpusError with one line per problem, if there is any."""
        if self._found:
            raise CorpusError(*dict.fromkeys(text for _, _, text in sorted(self._found)))
