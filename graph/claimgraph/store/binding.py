"""Puts terms in the place of a query's variables, the same way for every store.

Values are whole terms written by the engine, never text pasted into text. A bound variable is bound everywhere: in
sub-queries, filters, unions and MINUS too, and it keeps its column in the answer.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

import pyoxigraph as ox

from claimgraph.errors import QueryError
from claimgraph.store.sparql import Token, form_at, tokens


def bind(sparql: str, bindings: Mapping[str, object]) -> str:
    """The query with every named variable standing for its value, in sub-queries, filters and MINUS too.

    A bound variable keeps its column. Raises QueryError for a value that is no term, a variable that the query does not
    have, and one to which the query itself assigns a value.

    >>> bind("SELECT ?o { ?s ?p ?o }", {"s": ox.NamedNode("urn:a")})
    'SELECT ?o { <urn:a> ?p ?o }'
    >>> bind("SELECT * { ?s ?p ?o }", {"s": ox.NamedNode("urn:a")})
    'SELECT * { <urn:a> ?p ?o  VALUES ?s { <urn:a> } }'
    """
    values = [(name.removeprefix("?"), _written(name.removeprefix("?"), value)) for name, value in bindings.items()]
    return _bound(sparql, tuple(sorted(values)))


@lru_cache(maxsize=256)
def _bound(sparql: str, values: tuple[tuple[str, str], ...]) -> str:
    binder = _Binder(tokens(sparql), dict(values))
    binder.check_names()
    try:
        binder.walk()
    except _UnclosedError:
        return sparql  # the engine says where
    except RecursionError:
        raise QueryError("the query nests too many groups to bind its variables: write it flatter") from None
    pieces, position = [], 0
    for start, end, text in sorted(binder.edits):
        pieces += [sparql[position:start], text]
        position = end
    return "".join([*pieces, sparql[position:]])


def _written(name: str, value: object) -> str:
    if isinstance(value, ox.NamedNode | ox.Literal):
        return str(value)
    raise QueryError(f"?{name} is bound to {value!r}, which is no term: pass a NamedNode or a Literal")


class _UnclosedError(Exception):
    """A brace that is never closed."""


class _Binder:
    """One walk over the tokens of a query that notes what to replace: (start, end, new text)."""

    def __init__(self, found: tuple[Token, ...], values: Mapping[str, str]) -> None:
        self.tokens = found
        self.values = values
        self.edits: list[tuple[int, int, str]] = []

    def check_names(self) -> None:
        present = {token.text for token in self.tokens if token.kind == "variable"}
        for name in sorted(self.values.keys() - present):
            known = ", ".join(f"?{one}" for one in sorted(present)) or "none"
            raise QueryError(f"the query has no variable ?{name} to bind; its variables: {known}")

    def walk(self) -> None:
        """The whole text: an update, or a query's prologue, form, WHERE group and modifiers."""
        start, end = form_at(self.tokens), len(self.tokens)
        if start is None:
            i = 0
            while i < end:
                i = self.element(i)
            return
        form = self.tokens[start].text
        body = start + 1
        if form == "CONSTRUCT" and self.text(body) == "{":
            body = self.closing(body) + 1
        group = self.opening(body)
        if group is None:
            self.constants(start, end)
            return
        short_form = form == "CONSTRUCT" and body == start + 1
        starred = form == "SELECT" and self.starred(start, group)
        outside = set(self.values) if starred else self.named(start, group) | self.named(self.closing(group), end)
        self.group(group, set() if short_form else outside)

    def group(self, start: int, kept: set[str]) -> int:
        """A group graph pattern from its `{`; `kept` variables are still known outside it. Returns its `}`."""
        end = self.closing(start)
        if kept:
            self.insert_before(end, kept)
        if self.text(start + 1) == "SELECT":
            self.subselect(start + 1, end)
            return end
        i = start + 1
        while i < end:
            i = self.element(i)
        return end

    def subselect(self, start: int, end: int) -> None:
        """A SELECT within a group: what its head and modifiers name must be bound in its own WHERE group."""
        group = self.opening(start)
        if group is None or group >= end:
            return
        self.refuse_assignments(start, group)
        self.group(group, self.named(start, group) | self.named(self.closing(group), end))

    def element(self, i: int) -> int:
        """One element inside a group; returns the index after it."""
        token = self.tokens[i]
        word = token.text if token.kind == "word" else ""
        if token.text == "{" and token.kind == "mark":
            return self.group(i, set()) + 1
        if word == "MINUS" and self.text(i + 1) == "{":
            shared = self.named(i + 1, self.closing(i + 1))
            self.insert_before(i, shared)  # MINUS compares only what both sides have in common
            return self.group(i + 1, shared) + 1
        if word == "VALUES":
            return self.inline_data(i)
        if word == "BOUND" and self.text(i + 1) == "(" and self.text(i + 2) in self.values:
            self.edits += [(token.start, token.end, ""), (*self.span(i + 2), "true")]
            return i + 4
        if word == "AS":
            self.refuse_assignments(i, i + 2)
        self.constants(i, i + 1)
        return i + 1

    def inline_data(self, i: int) -> int:
        """VALUES inside a group: its own variables stay, joined with the bound value."""
        block = self.opening(i)
        if block is None:
            return i + 1
        self.insert_before(i, self.named(i, block))
        return self.closing(block) + 1

    def constants(self, start: int, end: int) -> None:
        for token in self.tokens[start:end]:
            if token.kind == "variable" and token.text in self.values:
                self.edits.append((token.start, token.end, self.values[token.text]))

    def refuse_assignments(self, start: int, end: int) -> None:
        for first, second in zip(self.tokens[start:end], self.tokens[start + 1 : end], strict=False):
            if first.text == "AS" and second.kind == "variable" and second.text in self.values:
                raise QueryError(f"the query assigns a value to ?{second.text} itself: it cannot be bound from outside")

    def insert_before(self, i: int, names: set[str]) -> None:
        for name in sorted(names):
            position = self.tokens[i].start
            self.edits.append((position, position, f" VALUES ?{name} {{ {self.values[name]} }} "))

    # -- looking ------------------------------------------------------------------------------------------------------

    def text(self, i: int) -> str:
        return self.tokens[i].text if i < len(self.tokens) else ""

    def span(self, i: int) -> tuple[int, int]:
        return self.tokens[i].start, self.tokens[i].end

    def named(self, start: int, end: int) -> set[str]:
        return {token.text for token in self.tokens[start:end] if token.kind == "variable"} & self.values.keys()

    def starred(self, start: int, end: int) -> bool:
        following = self.text(start + 1), self.text(start + 2)
        return start < end and (
            following[0] == "*" or (following[0] in ("DISTINCT", "REDUCED") and following[1] == "*")
        )

    def opening(self, start: int) -> int | None:
        """The next `{` outside parentheses."""
        depth = 0
        for i in range(start, len(self.tokens)):
            if self.tokens[i].kind == "mark":
                depth += {"(": 1, ")": -1}.get(self.tokens[i].text, 0)
                if self.tokens[i].text == "{" and depth == 0:
                    return i
        return None

    def closing(self, start: int) -> int:
        """The `}` that closes the `{` at `start`."""
        depth = 0
        for i in range(start, len(self.tokens)):
            if self.tokens[i].kind == "mark":
                depth += {"{": 1, "}": -1}.get(self.tokens[i].text, 0)
                if depth == 0:
                    return i
        raise _UnclosedError
