"""What is wrong with a query, in words: the engine's position and expectations, made exact where the text allows it.

The engine says where its furthest attempt ended, which for a keyword is behind the word it tried. It evaluates nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from claimgraph.store.sparql import Token, tokens
from claimgraph.vocabulary import suggest

_POSITION = re.compile(r"(?:error )?at (\d+):(\d+): (.*)", re.S)
_EXPECTED = re.compile(r'"(?:[^"\\]|\\.)*"|\[[^\]]*\]|[^,]+')
_CLOSES = {")": "(", "]": "[", "}": "{"}
_FORMS = ("SELECT", "ASK", "CONSTRUCT", "DESCRIBE")
_CHANGES = ("INSERT", "DELETE", "LOAD", "CLEAR", "CREATE", "DROP", "COPY", "MOVE", "ADD", "WITH")
_WORDS = (  # the keywords and functions of SPARQL 1.1
    "A", "ASK", "ASC", "AS", "BASE", "BIND", "BY", "CONSTRUCT", "DESC", "DESCRIBE", "DISTINCT", "EXISTS",
    "FALSE", "FILTER", "FROM", "GRAPH", "GROUP", "HAVING", "IN", "LIMIT", "MINUS", "NAMED", "NOT", "OFFSET",
    "OPTIONAL", "ORDER", "PREFIX", "REDUCED", "SELECT", "SEPARATOR", "SERVICE", "SILENT", "TRUE", "UNDEF",
    "UNION", "VALUES", "WHERE", "COUNT", "SUM", "MIN", "MAX", "AVG", "SAMPLE", "GROUP_CONCAT", "STR", "LANG",
    "LANGMATCHES", "DATATYPE", "BOUND", "IRI", "URI", "BNODE", "RAND", "ABS", "CEIL", "FLOOR", "ROUND",
    "CONCAT", "STRLEN", "UCASE", "LCASE", "ENCODE_FOR_URI", "CONTAINS", "STRSTARTS", "STRENDS", "STRBEFORE",
    "STRAFTER", "YEAR", "MONTH", "DAY", "HOURS", "MINUTES", "SECONDS", "TIMEZONE", "TZ", "NOW", "UUID",
    "STRUUID", "MD5", "SHA1", "SHA256", "SHA384", "SHA512", "COALESCE", "IF", "STRLANG", "STRDT", "SAMETERM",
    "ISIRI", "ISURI", "ISBLANK", "ISLITERAL", "ISNUMERIC", "REGEX", "SUBSTR", "REPLACE",
)  # fmt: skip
_SAID = {
    '"?"': "a variable",
    '"$"': "a variable",
    '"<"': "an IRI",
    '":"': "a prefixed name",
    '"<<"': "",
    '"<<("': "",
    "Prefix not found": "a declared prefix",
    "IRI parsing failed": "an IRI without spaces",
    "The SELECT contains a variable that is unbound": "only variables of SELECT that are grouped or aggregated",
}


def form_fault(sparql: str) -> str | None:
    """What keeps a text from being a question at all: it is empty, it changes data, its brackets do not pair."""
    found = tokens(sparql)
    if found and found[0].text in ("PREFIX", "BASE"):
        return None  # the engine reads what is declared
    first = found[0] if found and found[0].kind == "word" else None
    if not found:
        return "the query is empty: write SELECT, ASK, CONSTRUCT or DESCRIBE"
    if first is None or first.text in _FORMS:
        return None
    if first.text in _CHANGES:
        return f"{_at(sparql, first.start)}: {first.text} changes data; a query only asks: {', '.join(_FORMS)}"
    nearest = suggest(first.text, _FORMS)
    hint = f"did you mean {nearest}?" if nearest else f"a query begins with {', '.join(_FORMS[:-1])} or {_FORMS[-1]}"
    return f"{_at(sparql, first.start)}: {sparql[first.start : first.end]} begins no query; {hint}"


def readable(message: str, sparql: str) -> str:
    """The engine's message with the place, what was expected there, the nearest word, and the line it speaks of."""
    found = _POSITION.search(message)
    if not found:
        return message
    lines = sparql.split("\n")
    number, column = int(found[1]), int(found[2])
    if number > len(lines):
        return found[0]
    line = lines[number - 1]
    column, expected = _furthest(column, " ".join(found[3].split()))
    start = sum(len(before) + 1 for before in lines[: number - 1])
    words = [token for token in tokens(sparql) if start + column - 1 <= token.start <= start + int(found[2])]
    fault = next(_nearest(sparql, words), None) or _unpaired(sparql) or f"line {number}, column {column}: {expected}"
    return f"{fault}\n  in: {line.strip()[:100] or 'the end'}"


def _furthest(column: int, expected: str) -> tuple[int, str]:
    """The column where the furthest attempt began, and what was tried there."""
    if not expected.startswith("expected "):
        return column, expected
    tried = [item.strip() for item in _EXPECTED.findall(expected.removeprefix("expected ").removeprefix("one of "))]
    starts = {item: column - _length(item) for item in tried if item}
    last = max(starts.values(), default=column)
    names = sorted({_named(item) for item, start in starts.items() if start == last} - {""}, key=_terms_first)
    if not names:
        return max(1, last), "expected something else; what stands before this may not be complete"
    sure = any(not _length(item) for item in starts)
    rest = "" if sure else ", or else what follows does not belong here"
    return max(1, last), f"expected {'one of ' if len(names) > 1 else ''}{', '.join(names[:12])}{rest}"


def _length(item: str) -> int:
    if item == "[_]":
        return 1
    return len(item) if re.fullmatch(r"\w+", item) else 0


def _named(item: str) -> str:
    """One expectation as people call it; nothing for a letter inside a name, and nothing for "any character"."""
    if item.startswith("["):
        return "a number" if item in ("['0'..='9']", "['0' ..= '9']") else ""
    return "" if "\\" in item else _SAID.get(item, item)


def _terms_first(name: str) -> tuple[bool, str]:
    return not name.startswith(("a ", "an ")), name


def _nearest(sparql: str, words: list[Token]) -> Iterator[str]:
    """A word that is no keyword and looks like one."""
    for token in words:
        if token.kind == "word" and token.text not in _WORDS and (nearest := suggest(token.text, _WORDS)):
            written = sparql[token.start : token.end]
            yield f"{_at(sparql, token.start)}: {written} is no word of SPARQL; did you mean {nearest}?"


def _unpaired(sparql: str) -> str | None:
    """The first bracket that closes nothing, or the last one that is never closed."""
    opened: list[Token] = []
    for token in tokens(sparql):
        if token.kind != "mark":
            continue
        if token.text in _CLOSES.values():
            opened.append(token)
        elif token.text in _CLOSES and (not opened or opened.pop().text != _CLOSES[token.text]):
            return f"{_at(sparql, token.start)}: this {token.text} closes nothing"
    return f"{_at(sparql, opened[-1].start)}: this {opened[-1].text} is never closed" if opened else None


def _at(sparql: str, offset: int) -> str:
    """The line and column of an offset."""
    return f"line {sparql.count(chr(10), 0, offset) + 1}, column {offset - sparql.rfind(chr(10), 0, offset)}"
