"""A SPARQL update aimed at one graph, written as an update of the whole dataset.

rdflib lets a view of one graph be updated as if it were alone; the engine knows only datasets. So data blocks go into
GRAPH, operations get WITH, and DEFAULT becomes the graph's name. Only tokens are moved, no term is rewritten.
"""

from __future__ import annotations

from claimgraph.store.sparql import Token, tokens

_MANAGING = {"CLEAR": "GRAPH ", "DROP": "GRAPH ", "CREATE": "", "ADD": "", "MOVE": "", "COPY": ""}


def aimed_at(graph: str, sparql: str) -> str:
    """The update with `graph` (an IRI in angle brackets) in the place of the default graph.

    >>> aimed_at("<urn:g>", "INSERT DATA { <urn:a> <urn:b> <urn:c> }")
    'INSERT DATA { GRAPH <urn:g> { <urn:a> <urn:b> <urn:c> } }'
    >>> aimed_at("<urn:g>", "CLEAR DEFAULT ; DELETE { ?s ?p 1 } WHERE { ?s ?p 1 }")
    'CLEAR GRAPH <urn:g> ; WITH <urn:g> DELETE { ?s ?p 1 } WHERE { ?s ?p 1 }'
    """
    found = tokens(sparql)
    edits: list[tuple[int, int, str]] = []
    for start, end in _operations(found):
        edits += _edits(found[start:end], graph)
    pieces, position = [], 0
    for begin, stop, text in sorted(edits):
        pieces += [sparql[position:begin], text]
        position = stop
    return "".join([*pieces, sparql[position:]])


def _operations(found: tuple[Token, ...]) -> list[tuple[int, int]]:
    """Where each operation of the update begins and ends; prologues are skipped."""
    spans, start, depth = [], 0, 0
    for i, token in enumerate(found):
        if token.kind == "mark":
            depth += {"{": 1, "}": -1}.get(token.text, 0)
        if token.kind == "mark" and token.text == ";" and depth == 0:
            spans.append((start, i))
            start = i + 1
    return [*spans, (start, len(found))]


def _edits(operation: tuple[Token, ...], graph: str) -> list[tuple[int, int, str]]:
    words = [(i, token) for i, token in enumerate(operation) if token.kind == "word"]
    words = [(i, token) for i, token in words if token.text not in ("PREFIX", "BASE")]
    if not words:
        return []
    first, verb = words[0]
    if verb.text in _MANAGING:
        name = _MANAGING[verb.text] + graph
        return [(token.start, token.end, name) for _, token in words[1:] if token.text == "DEFAULT"]
    if verb.text not in ("INSERT", "DELETE"):
        return []
    following = operation[first + 1].text if first + 1 < len(operation) else ""
    if following == "DATA" or (verb.text, following) == ("DELETE", "WHERE"):
        return _wrapped(operation[first + 2 :], graph)
    return [(verb.start, verb.start, f"WITH {graph} ")]


def _wrapped(block: tuple[Token, ...], graph: str) -> list[tuple[int, int, str]]:
    """The statements of a data block that stand outside GRAPH, put into it."""
    edits: list[tuple[int, int, str]] = []
    depth, opened, naming = 0, False, False
    for token in block:
        closing = token.kind == "mark" and token.text == "}"
        if depth == 1 and token.kind == "word" and token.text == "GRAPH":
            naming = True
        if depth == 1 and opened and (naming or closing):
            edits.append((token.start, token.start, "} "))
            opened = False
        elif depth == 1 and not (opened or naming or closing or token.text == "."):
            edits.append((token.start, token.start, f"GRAPH {graph} {{ "))
            opened = True
        if token.kind == "mark" and token.text in "{}":
            depth += -1 if closing else 1
            naming = False
    return edits
