"""Reads the text of a SPARQL query as tokens: its form, its variables, which dataset it names, whether it reaches out.

It is no parser: a text that is not SPARQL passes through, and the engine says what is wrong with it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from urllib.parse import urljoin

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
_LINKS = frozenset(
    ("AS", "UNION", "OPTIONAL", "MINUS", "FILTER", "BIND", "GRAPH", "EXISTS", "VALUES", "LATERAL", *"!&+-*/|")
)
_DEEPEST, _LONGEST = 500, 2000  # the engine recurses over brackets and chains; beyond some thousands its stack ends
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


def dataset_clause(sparql: str, prefixes: Mapping[str, str], base: str | None = None) -> tuple[list[str], list[str]]:
    """The IRIs that follow FROM and FROM NAMED.

    >>> dataset_clause("PREFIX a: <urn:a#> ASK FROM a:x FROM NAMED b:y FROM <urn:z> { ?s ?p ?o }", {"b": "urn:b#"})
    (['urn:a#x', 'urn:z'], ['urn:b#y'])
    """
    found = tokens(sparql)
    known = {**prefixes}
    default: list[str] = []
    named: list[str] = []
    for i, token in enumerate(found[:-2]):
        if token.kind != "word":
            continue
        first, second = found[i + 1], found[i + 2]
        if token.text == "PREFIX":
            known[first.text[:-1]] = second.text[1:-1]
        elif token.text == "BASE":
            base = first.text[1:-1]
        elif token.text == "FROM" and first.text == "NAMED":
            named.append(_resolved(second, known, base))
        elif token.text == "FROM":
            default.append(_resolved(first, known, base))
    return default, named


def _resolved(token: Token, prefixes: Mapping[str, str], base: str | None) -> str:
    if token.kind == "iri":
        return urljoin(base, token.text[1:-1]) if base else token.text[1:-1]
    prefix, _, local = token.text.partition(":")
    return prefixes.get(prefix, "") + re.sub(r"\\(.)", r"\1", local)


def reaches_out(sparql: str) -> bool:
    """Whether evaluating the text would fetch something from another server (SERVICE, LOAD).

    >>> reaches_out("SELECT * { SERVICE <http://other/> { ?s ?p ?o } }"), reaches_out("LOAD <http://other/>")
    (True, True)
    >>> reaches_out("SELECT * { ?s ?service 'LOAD' }"), reaches_out(r"ASK { S\\u0045RVICE <http://other/> { } }")
    (False, True)
    """
    return _has_word(sparql, "SERVICE") or _has_word(sparql, "LOAD")


def excess(sparql: str) -> str | None:
    """What of the text the engine could not follow without running out of its stack, with its place; None when nothing.

    >>> excess("ASK { FILTER(" + "(" * 9 + "true" + ")" * 9 + ") }")
    >>> excess("ASK { FILTER(\\n" + "(" * 900 + "true" + ")" * 900 + ") }")
    'error at 2:499: more than 500 brackets stand open; take the query apart'
    """
    if len(sparql) <= _DEEPEST:
        return None
    depth = links = 0
    for match in _TOKEN.finditer(sparql):
        text = match.group()
        if match.lastgroup == "mark" and text in "([{":
            depth += 1
        elif match.lastgroup == "mark" and text in ")]}":
            depth -= 1
        elif match.lastgroup in ("mark", "word") and text.upper() in _LINKS:
            links += 1
        if depth > _DEEPEST or links > _LONGEST:
            line = sparql.count("\n", 0, match.start()) + 1
            place = f"error at {line}:{match.start() - sparql.rfind(chr(10), 0, match.start())}"
            if depth > _DEEPEST:
                return f"{place}: more than {_DEEPEST} brackets stand open; take the query apart"
            return f"{place}: more than {_LONGEST:,} operators and clauses; take the query apart, or use VALUES"
    return None


def _has_word(sparql: str, word: str) -> bool:
    """Whether a keyword stands in the text, written plainly or with code-point escapes (section 19.2)."""
    if "\\u" in sparql or "\\U" in sparql:
        sparql = _ESCAPE.sub(_unescaped, sparql)
    if word not in sparql.upper() or not re.search(rf"\b{word}\b", sparql, re.IGNORECASE):
        return False  # without reading tokens: long lists of IRIs, some of which say "download"
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


def declared_prefixes(sparql: str) -> frozenset[str]:
    """The prefixes that the text declares itself.

    >>> sorted(declared_prefixes("PREFIX a: <urn:a#> prefix : <urn:b#> ASK { a:x :y 'PREFIX c:' }"))
    ['', 'a']
    """
    found = tokens(sparql)
    pairs = pairwise(found)
    return frozenset(name.text[:-1] for word, name in pairs if (word.kind, word.text) == ("word", "PREFIX"))


def form_at(found: tuple[Token, ...]) -> int | None:
    """The index of the keyword that says which form the query has; None for an update."""
    for i, token in enumerate(found):
        if token.text == "{" and token.kind == "mark":
            return None
        if token.kind == "word" and token.text in ("SELECT", "ASK", "CONSTRUCT", "DESCRIBE"):
            return i
    return None
