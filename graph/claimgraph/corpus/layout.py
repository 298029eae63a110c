"""Values laid out as YAML that reads and diffs well: stable order, one line where it fits, quotes only where needed.

What a value means is not known here: the leaves are texts, and this module writes them so that any YAML reader, typed
or not, gets the same texts back.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from functools import lru_cache

import yaml

__all__ = ["Leaf", "Node", "group", "item", "line"]

Leaf = str
Node = Leaf | Sequence["Node"] | Mapping[str, "Node"]

WIDTH = 110
_REST = r"\"\x00-\x1f\x7f-\xa0\u2028\u2029\ufeff"
_FIRST = rf"[^\s\-?:,\[\]{{}}#&*!|>'%@`=<{_REST}]"
_PLAIN = {
    True: re.compile(rf"{_FIRST}[^?\[\]{{}},{_REST}]*|-(?=\d)[\d.-]*"),  # within brackets
    False: re.compile(rf"{_FIRST}[^{_REST}]*|-(?=\d)[\d.-]*"),
}
_BREAKS_PLAIN = re.compile(r":(?:\s|$)|\s#|\s$|[\ud800-\udfff\ufffe\uffff\u200b-\u200f\u2060]")
_MUST_ESCAPE = re.compile(r"[\x7f-\xa0\u00ad\u200b-\u200f\u2028-\u202f\u2060-\u206f\ufeff\ufff0-\uffff\ud800-\udfff]")
_NUMBER = re.compile(r"[-+]?(?:0[xo][0-9a-fA-F]+|(?:\.\d|\d)[\d_]*(?:\.[\d_]*)?(?:[eE][-+]?\d+)?)")
_BARE = frozenset(
    {"value", "period", "date", "published", "length", "rate", "on", "negated", "held", "anonymous", "copy"}
)
_RESOLVERS = yaml.SafeLoader.yaml_implicit_resolvers


@lru_cache(maxsize=8192)
def _quoted(text: str, flow: bool) -> bool:
    """Whether the text would not survive as a plain scalar."""
    return _PLAIN[flow].fullmatch(text) is None or _BREAKS_PLAIN.search(text) is not None


@lru_cache(maxsize=8192)
def _typed(text: str) -> bool:
    """Whether some YAML reader would take the plain text for a number, a date, a boolean or nothing."""
    if _NUMBER.fullmatch(text):
        return True
    return any(pattern.match(text) for _, pattern in _RESOLVERS.get(text[0], ()))


def scalar(text: str, *, bare: bool = False, flow: bool = True) -> str:
    """The text as a YAML scalar, within brackets or (`flow` false) outside. `bare` leaves numbers and dates unquoted.

    >>> scalar("1200萬"), scalar("no"), scalar("71"), scalar("71", bare=True), scalar(">12"), scalar("a: b")
    ('1200萬', '"no"', '"71"', '71', '">12"', '"a: b"')
    """
    if text and not _quoted(text, flow) and (bare or not _typed(text)):
        return text
    escaped = json.dumps(text, ensure_ascii=False)
    return _MUST_ESCAPE.sub(lambda match: f"\\u{ord(match[0]):04x}", escaped)


def _flow(node: Node, *, bare: bool = False) -> str:
    if isinstance(node, str):
        return scalar(node, bare=bare)
    if isinstance(node, Mapping):
        return "{" + ", ".join(f"{scalar(key)}: {_flow(value, bare=key in _BARE)}" for key, value in node.items()) + "}"
    return "[" + ", ".join(_flow(value) for value in node) + "]"


def line(key: str, node: Node, indent: int = 0) -> str:
    """`key: value`, a group or list in brackets where it fits and below the key where it does not; ends with a newline."""
    lead = " " * indent
    if isinstance(node, str):
        return f"{lead}{scalar(key)}: {scalar(node, bare=key in _BARE, flow=False)}\n"
    flow = _flow(node)
    if not node or len(lead) + len(key) + len(flow) + 2 <= WIDTH:
        return f"{lead}{scalar(key)}: {flow}\n"
    if isinstance(node, Mapping):
        return f"{lead}{scalar(key)}:\n" + group(node, indent + 2)
    return f"{lead}{scalar(key)}:\n" + "".join(item(value, indent) for value in node)


def group(node: Mapping[str, Node], indent: int = 0) -> str:
    """One line per key."""
    return "".join(line(key, value, indent) for key, value in node.items())


def item(node: Node, indent: int = 0) -> str:
    """One item of a list: a group in brackets where it fits on a line, else its keys one below the other."""
    lead, flow = " " * indent, _flow(node)
    if isinstance(node, Mapping) and len(lead) + len(flow) + 2 > WIDTH:
        return f"{lead}- {group(node, indent + 2).lstrip(' ')}"
    return f"{lead}- {flow}\n"
