"""Rewrites EXISTS { A . B } in a query to EXISTS { A FILTER EXISTS { B } }, which asks the same and is looked up.

Why: `reaching`. Only groups of plain triples, with filters behind them, are rewritten; any other is left as it is.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from claimgraph.store.sparql import Token, tokens

_OPENING, _CLOSING = frozenset("({["), frozenset(")}]")


def chained(query: str) -> str:
    """The query with its EXISTS groups nested triple by triple.

    >>> chained("ASK { FILTER NOT EXISTS { ?a :p ?b . ?b :q ?c ; :r 1.5 . FILTER (?c > 1) } }")
    'ASK { FILTER NOT EXISTS { ?a :p ?b . FILTER EXISTS { ?b :q ?c ; :r 1.5 . FILTER (?c > 1) } } }'
    """
    found = tokens(query)
    inserted: list[tuple[int, str]] = []
    for index, token in enumerate(found):
        if _is(token, "{") and index and _is_word(found[index - 1], "EXISTS"):
            end = _closing(found, index)
            begins = None if end is None else _later_subjects(found, index, end)
            if begins and end is not None:
                inserted += [(found[begin].start, "FILTER EXISTS { ") for begin in begins]
                inserted.append((found[end].start, "} " * len(begins)))
    pieces, position = [], 0
    for place, text in sorted(inserted):
        pieces += [query[position:place], text]
        position = place
    return "".join([*pieces, query[position:]])


def _later_subjects(found: Sequence[Token], start: int, end: int) -> list[int] | None:
    """Where the second and later triples of a group begin; None for a group that is not to be touched."""
    begins, filtered = [], False
    for index, token in _top_level(found, start, end):
        before, after = found[index - 1], found[index + 1]
        if token.text in ("[", "_", "OPTIONAL", "UNION", "GRAPH", "BIND", "VALUES", "SELECT", "MINUS", "SERVICE"):
            return None
        if _is(token, "{") and not _is_word(before, "EXISTS"):
            return None
        if token.text.startswith("_:") or (token.kind == "name" and token.text.endswith(".")):
            return None
        filtered = filtered or _is_word(token, "FILTER")
        if (
            _is(token, ".")
            and not _in_number(before, token, after)
            and index + 1 < end
            and not _is_word(after, "FILTER")
        ):
            if filtered:
                return None
            begins.append(index + 1)
    return None if filtered and _triples_behind_filter(found, start, end) else begins


def _triples_behind_filter(found: Sequence[Token], start: int, end: int) -> bool:
    """Whether a triple follows a filter: the filter may be about it, so neither can be moved."""
    top = [token for _, token in _top_level(found, start, end)]
    first = next(index for index, token in enumerate(top) if _is_word(token, "FILTER"))
    allowed = ("FILTER", "NOT", "EXISTS", ".", "(", "{")
    behind = [token for token in top[first:] if token.text not in allowed and token.kind != "word"]
    return bool(behind)


def _top_level(found: Sequence[Token], start: int, end: int) -> Iterator[tuple[int, Token]]:
    """The tokens of a group that stand in no parentheses, brackets or braces of their own, these marks included."""
    depth = 0
    for index in range(start + 1, end):
        token = found[index]
        if token.kind == "mark" and token.text in _CLOSING:
            depth -= 1
        elif depth == 0:
            yield index, token
        if token.kind == "mark" and token.text in _OPENING:
            depth += 1


def _closing(found: Sequence[Token], start: int) -> int | None:
    depth = 0
    for index in range(start, len(found)):
        depth += _is(found[index], "{") - _is(found[index], "}")
        if depth == 0:
            return index
    return None


def _in_number(before: Token, dot: Token, after: Token) -> bool:
    """1.5 is read as three tokens that touch."""
    return (before.text.isdigit() and before.end == dot.start and after.start == dot.end and after.text.isdigit()) or (
        after.start == dot.end and after.text[:1].isdigit()
    )


def _is(token: Token, mark: str) -> bool:
    return token.kind == "mark" and token.text == mark


def _is_word(token: Token, word: str) -> bool:
    return token.kind == "word" and token.text == word
