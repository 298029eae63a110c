"""YAML text -> nodes with their lines: plain mappings, lists and texts, nothing resolved, nothing that could surprise.

The parser's events are put together here rather than by PyYAML, whose composer ends the process on deep nesting.
Aliases, tags and second documents are refused, because two readers could take them for two different things.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import yaml

__all__ = ["Group", "Items", "Node", "NotPlainError", "Text", "compose", "insertion_point", "is_absent"]

_Loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
_ABSENT = frozenset({"", "~", "null"})
_DEEPEST = 20
_QUOTE = "quote values that hold ': ' or begin with a sign such as > @ * & %"


@dataclass(slots=True)
class Node:
    """Something in the text: the line it begins on, its column, and the last line of its content."""

    line: int
    column: int
    end: int


@dataclass(slots=True)
class Text(Node):
    """A scalar, exactly as written. `plain` is true without quotes."""

    value: str
    plain: bool


@dataclass(slots=True)
class Items(Node):
    """A list; `flow` is true in brackets."""

    flow: bool
    items: list[Node] = field(default_factory=list)


@dataclass(slots=True)
class Group(Node):
    """Keys with their values in the order written; a key whose value is still to come stands in `waiting`."""

    flow: bool
    pairs: list[tuple[Node, Node]] = field(default_factory=list)
    waiting: Node | None = None


class NotPlainError(ValueError):
    """The text is not YAML, or YAML of a sort that is not read here. `line` is where."""

    def __init__(self, line: int, what: str) -> None:
        self.line = line
        super().__init__(what)


def is_absent(node: Node) -> bool:
    """Whether a value was left out: nothing, `~` or `null` without quotes."""
    return isinstance(node, Text) and node.plain and node.value in _ABSENT


def compose(text: str) -> Node | None:
    """The one document of the text; None where there is none. Raises NotPlainError."""
    try:
        return _build(text)
    except yaml.reader.ReaderError as error:
        line = text.count("\n", 0, error.position) + 1
        raise NotPlainError(line, "a control character that YAML does not allow; delete it") from None
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        what = ", ".join(part for part in (error.context, error.problem) if part)
        raise NotPlainError(mark.line + 1 if mark else 0, f"not valid YAML ({what}); {_QUOTE}") from None


def _build(text: str) -> Node | None:
    root: Node | None = None
    open_: list[Items | Group] = []
    event: Any
    for event in yaml.parse(text, Loader=_Loader):
        if isinstance(event, yaml.CollectionEndEvent):
            open_.pop().end = _last_line(event.end_mark)
            continue
        _refuse(event, again=root is not None, depth=len(open_))
        node = _node(event)
        if node is None:
            continue
        if open_:
            _attach(open_[-1], node)
        else:
            root = node
        if not isinstance(node, Text):
            open_.append(node)
    return root


def _refuse(event: Any, *, again: bool, depth: int) -> None:
    """Raise NotPlainError for what YAML knows and this reader does not."""
    if isinstance(event, yaml.AliasEvent):
        what = f"*{event.anchor} is an alias; write the value out"
    elif isinstance(event, yaml.DocumentStartEvent) and again:
        what = "a second document begins here (---); keep one in a file"
    elif getattr(event, "tag", None) is not None:
        what = f"the tag {event.tag} is not read here; delete it"
    elif depth > _DEEPEST:
        what = f"nested more than {_DEEPEST} deep; nothing here needs that"
    else:
        return
    raise NotPlainError(event.start_mark.line + 1, what)


def _node(event: Any) -> Text | Items | Group | None:
    if not isinstance(event, yaml.NodeEvent):
        return None
    start: Any = event.start_mark
    line, column, end = start.line + 1, start.column, _last_line(event.end_mark)
    if isinstance(event, yaml.ScalarEvent):
        return Text(line, column, end, event.value, plain=not event.style)
    flow = bool(getattr(event, "flow_style", False))
    return (
        Items(line, column, end, flow) if isinstance(event, yaml.SequenceStartEvent) else Group(line, column, end, flow)
    )


def _last_line(mark: Any) -> int:
    """The last line before a mark; a mark at the beginning of a line belongs to the one above."""
    return int(mark.line) + (1 if mark.column else 0)


def _attach(parent: Items | Group, node: Node) -> None:
    """Add an item to a list, or a key or its value to a group."""
    if isinstance(parent, Items):
        parent.items.append(node)
    elif parent.waiting is None:
        parent.waiting = node
    else:
        parent.pairs.append((parent.waiting, node))
        parent.waiting = None


def insertion_point(text: str, name: str) -> tuple[int, int, bool] | None:
    """Where the list under that top-level key ends: its last line, its indentation, whether it is empty.

    None when the list is written in brackets, where nothing can be added line by line.
    """
    root = compose(text)
    for key, value in root.pairs if isinstance(root, Group) else ():
        if not isinstance(key, Text) or key.value != name:
            continue
        if is_absent(value) or (isinstance(value, Items) and not value.items):
            return key.line, 0, True
        if not isinstance(value, Items) or value.flow:
            return None
        return _end(value), value.column, False
    return text.count("\n") + (not text.endswith("\n") and bool(text)), 0, True


def _end(node: Node) -> int:
    """The last line of a node's content, without the comments that follow it."""
    while True:
        if isinstance(node, Items) and node.items and not node.flow:
            node = node.items[-1]
        elif isinstance(node, Group) and node.pairs and not node.flow:
            node = node.pairs[-1][1]
        else:
            return node.end
