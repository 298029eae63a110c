"""Reads the text of a SPARQL query as tokens: which dataset it names, whether it reaches out, where its variables stand.

Values take the place of variables as whole terms written by the engine, never as text pasted into text. It is no
parser: a text that is not SPARQL passes through and the engine says what is wrong with it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

import pyoxigraph as ox

from claimgraph.errors import QueryError

_TOKEN = re.compile(
    r"""
    (?P<skip> \s+ | \#[^\r\n]* )
  | (?P<string> \"{3}(?:\"{0,2}(?:[^"\\]|\\.))*\"{3} | '{3}(?:'{0,2}(?:[^'\\]|\\.))*'{3}
              | "(?:[^"\\\r\n]|\\.)*" | '(?:[^'\\\r\n]|\\.)*' )
  | (?P<iri> <(?![?$])[^<>"{}|^`\x00-\x20]*> )
  | (?P<variable> [?$]\w+ )
  | (?P<name> (?:[^\W\d_][\w.\-]*|_)?:(?:[\w.\-:%]|\\.)* )
  | (?P<word> \w+ )
  | (?P<mark> . )
    """,
    re.VERBOSE | re.DOTALL,
)
_ESCAPE = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")


@dataclass(frozen=True, slots=True)
class Token:
    """One token of a query: its kind, its text (words in upper case, variables by name), and where it stands."""

    kind: str
    text: str
    start: int
    end: int


@lru_cache(maxsize=256)
def tokens(sparql: str) -> tuple[Token, ...]:
    """The tokens of a query, without white space and comments.

    >>> [token.text for token in tokens("select ?a { ?a :from 'FROM' } # FROM")]
    ['SELECT', 'a', '{', 'a', ':from', "'FROM'", '}']
    """
    found = []
    for match in _TOKEN.finditer(sparql):
        kind, text = match.lastgroup or "mark", match.group()
        if kind == "skip":
            continue
        text = text.upper() if kind == "word" else text[1:] if kind == "variable" else text
        found.append(Token(kind, text, match.start(), match.end()))
    return tuple(found)


def names_dataset(sparql: str) -> bool:
    """Whether the query names its own dataset (SPARQL 1.1 Query, section 13.2).

    >>> names_dataset("SELECT * FROM <urn:g> { ?s ?p ?o }"), names_dataset("SELECT ?from { ?from <urn:from> 'from' }")
    (True, False)
    """
    return _has_word(sparql, "FROM")


def reaches_out(sparql: str) -> bool:
    """Whether evaluating the text would fetch something from another server (SERVICE, LOAD).

    >>> reaches_out("SELECT * { SERVICE <http://other/> { ?s ?p ?o } }"), reaches_out("LOAD <http://other/>")
    (True, True)
    >>> reaches_out("SELECT * { ?s ?service 'LOAD' }"), reaches_out(r"ASK { S\\u0045RVICE <http://other/> { } }")
    (False, True)
    """
    return _has_word(sparql, "SERVICE") or _has_word(sparql, "LOAD")


def _has_word(sparql: str, word: str) -> bool:
    """Whether a keyword stands in the text, written plainly or with code-point escapes (section 19.2)."""
    if "\\u" in sparql or "\\U" in sparql:
        sparql = _ESCAPE.sub(_unescaped, sparql)
    if word not in sparql.upper():
        return False
    return any(token.kind == "word" and token.text == word for token in tokens(sparql))


def _unescaped(escape: re.Match[str]) -> str:
    number = int(escape[1] or escape[2], 16)
    return chr(number) if number < 0x110000 else escape[0]


def form(sparql: str) -> str:
    """The form of a query: SELECT, ASK, CONSTRUCT or DESCRIBE; "" for anything else.

    >>> form("PREFIX ask: <urn:ask#> construct where { ?s ask:select ?o }")
    'CONSTRUCT'
    """
    found = tokens(sparql)
    start = form_at(found)
    return "" if start is None else found[start].text


def variables(sparql: str) -> frozenset[str]:
    """The names of all variables in the text.

    >>> sorted(variables("SELECT ?a { ?a :p $b FILTER(?a != '?c') }"))
    ['a', 'b']
    """
    return frozenset(token.text for token in tokens(sparql) if token.kind == "variable")


def form_at(found: tuple[Token, ...]) -> int | None:
    """The index of the keyword that says which form the query has; None for an update."""
    for i, token in enumerate(found):
        if token.text == "{" and token.kind == "mark":
            return None
        if token.kind == "word" and token.text in ("SELECT", "ASK", "CONSTRUCT", "DESCRIBE"):
            return i
    return None


def bind(sparql: str, bindings: Mapping[str, object]) -> str:
    """The query with every named variable standing for its value, in sub-queries, filters and MINUS too.

    A bound variable keeps its column. Raises QueryError for a value that is no term, a variable that the query does not
    have, and one to which the query itself assigns a value.

    >>> bind("SELECT ?o { ?s ?p ?o }", {"s": ox.NamedNode("urn:a")})
    'SELECT ?o { <urn:a> ?p ?o }'
    >>> bind("SELECT * { ?s ?p ?o }", {"s": ox.NamedNode("urn:a")})
    'SELECT * { <urn:a> ?p ?o  VALUES ?s { <urn:a> } }'
    """
    values = {name.removeprefix("?"): _written(name.removeprefix("?"), value) for name, value in bindings.items()}
    binder = _Binder(tokens(sparql), values)
    binder.check_names()
    try:
        binder.walk()
    except _UnclosedError:
        return sparql  # the engine says where
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
