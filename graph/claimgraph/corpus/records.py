"""YAML text as records: named fields with their lines, every scalar exactly the text that was written.

This is the one place that knows PyYAML. No tag is resolved, so `2025`, `no`, `12:30` and `1_000` stay text; aliases,
tags and repeated keys are refused, because two readers could take them for two different things.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

import yaml

from claimgraph.corpus.problems import Problems, did_you_mean

__all__ = ["Record", "last_line", "read_bytes", "read_record"]

_Loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
_ABSENT = frozenset({"", "~", "null"})
_STANDARD_TAG = "tag:yaml.org,2002:"


class Record:
    """One mapping of a file. The readers report what is wrong and return None, so that reading goes on."""

    __slots__ = ("_keys", "_nodes", "failed", "line", "path", "problems")

    def __init__(self, path: Path, node: yaml.MappingNode, problems: Problems) -> None:
        self.path, self.problems, self.line = path, problems, node.start_mark.line + 1
        self.failed = False
        self._nodes: dict[str, yaml.Node] = {}
        self._keys: dict[str, int] = {}
        for key, value in node.value:
            name, line = key.value, key.start_mark.line + 1
            if not isinstance(name, str):
                self._report(line, "", "a key must be a plain word")
            elif name in self._keys:
                self._report(line, name, f"stands twice in one place (first on line {self._keys[name]}); keep one")
            else:
                self._nodes[name], self._keys[name] = value, line

    def __contains__(self, name: str) -> bool:
        node = self._nodes.get(name)
        return node is not None and not _is_absent(node)

    def names(self) -> Iterator[str]:
        return iter(self._nodes)

    def line_of(self, name: str) -> int:
        return self._keys.get(name, self.line)

    def problem(self, name: str, what: str) -> None:
        self._report(self.line_of(name), name, what)

    def _report(self, line: int, name: str, what: str) -> None:
        self.failed = True
        self.problems.add(self.path, line, name, what)

    def allow(self, names: Iterable[str]) -> None:
        """Report every key that is not one of these."""
        allowed = frozenset(names)
        for name in self._nodes.keys() - allowed:
            self.problem(name, f"unknown key{did_you_mean(name, allowed)}")

    def text(self, name: str, *, required: bool = False) -> str | None:
        """The scalar of that field; None (reported where required) when it is missing or blank."""
        node = self._nodes.get(name)
        if node is None or _is_absent(node):
            if required:
                self.problem(name, "is missing")
            return None
        return self._scalar(name, node)

    def _scalar(self, name: str, node: yaml.Node) -> str | None:
        if not isinstance(node, yaml.ScalarNode):
            self._report(node.start_mark.line + 1, name, "must be a single value, not a list or a group of keys")
            return None
        if not node.value.strip():
            self._report(node.start_mark.line + 1, name, "is blank; write a value or delete the key")
            return None
        return str(node.value)

    def texts(self, name: str) -> tuple[str, ...]:
        """The scalars of a list; a single value counts as a list of one."""
        return tuple(text for node in self._items(name) if (text := self._scalar(name, node)) is not None)

    def flag(self, name: str, *, default: bool = False) -> bool:
        text = self.text(name)
        if text not in (None, "true", "false"):
            self.problem(name, f"{text!r} is neither true nor false")
        return default if text is None else text == "true"

    def number(self, name: str) -> int | None:
        """A whole number that is not negative."""
        text = self.text(name)
        if text is None or (text.isascii() and text.isdigit() and len(text) < 16):
            return None if text is None else int(text)
        self.problem(name, f"{text!r} is not a whole number")
        return None

    def pairs(self, name: str) -> tuple[tuple[str, str], ...]:
        """The keys and values of a group of plain values, in the order they are written."""
        group = self.record(name)
        if group is None:
            return ()
        found = tuple((key, text) for key in group.names() if (text := group.text(key, required=True)) is not None)
        self.failed |= group.failed
        return found

    def record(self, name: str) -> Record | None:
        node = self._nodes.get(name)
        if node is None or _is_absent(node):
            return None
        if isinstance(node, yaml.MappingNode):
            return Record(self.path, node, self.problems)
        self.problem(name, "must be a group of keys (key: value)")
        return None

    def items(self, name: str) -> Iterator[str | Record]:
        """The items of a list, each a text or a record; a single value counts as a list of one."""
        for node in self._items(name):
            if isinstance(node, yaml.MappingNode):
                yield Record(self.path, node, self.problems)
            elif (text := self._scalar(name, node)) is not None:
                yield text

    def records(self, name: str) -> Iterator[Record]:
        """The items of a list of groups; anything else in it is reported."""
        node = self._nodes.get(name)
        if node is None or _is_absent(node):
            return
        if not isinstance(node, yaml.SequenceNode):
            self.problem(name, "must be a list (lines that start with '- ')")
            return
        for item in node.value:
            if isinstance(item, yaml.MappingNode):
                yield Record(self.path, item, self.problems)
            else:
                self._report(item.start_mark.line + 1, name, "each item must be a group of keys (key: value)")

    def _items(self, name: str) -> list[yaml.Node]:
        node = self._nodes.get(name)
        if node is None or _is_absent(node):
            return []
        return list(node.value) if isinstance(node, yaml.SequenceNode) else [node]


def _is_absent(node: yaml.Node) -> bool:
    return isinstance(node, yaml.ScalarNode) and node.style is None and node.value in _ABSENT


def read_bytes(path: Path, problems: Problems) -> bytes | None:
    """The bytes of a file; None, with the reason reported, when it cannot be read."""
    try:
        return path.read_bytes()
    except FileNotFoundError:
        problems.add(path, 0, "", "no such file; create it or correct the name")
    except OSError as error:
        problems.add(path, 0, "", f"cannot be read ({error.strerror}); check that it is a file and its permissions")
    return None


def read_record(data: bytes | str, path: Path, problems: Problems, *, may_be_empty: bool = False) -> Record | None:
    """The mapping a file consists of. Bad encoding, bad YAML and anything but a mapping are reported with their line."""
    text = data if isinstance(data, str) else _decode(data, path, problems)
    if text is None:
        return None
    try:
        root = yaml.compose(text, Loader=_Loader)
    except yaml.reader.ReaderError as error:
        line = text.count("\n", 0, error.position) + 1
        problems.add(path, line, "", "a control character that YAML does not allow; delete it")
        return None
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        what = ", ".join(part for part in (error.context, error.problem) if part)
        remedy = "quote values that hold ': ' or begin with a sign such as > @ * & %"
        problems.add(path, mark.line + 1 if mark else 0, "", f"not valid YAML ({what}); {remedy}")
        return None
    if root is None:
        if not may_be_empty:
            problems.add(path, 1, "", "the file is empty")
    elif not isinstance(root, yaml.MappingNode):
        problems.add(path, root.start_mark.line + 1, "", "must consist of keys and values (key: value)")
    elif _is_plain(root, path, problems):
        return Record(path, root, problems)
    return None


def _decode(data: bytes, path: Path, problems: Problems) -> str | None:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        what = f"byte 0x{data[error.start]:02x} is not UTF-8; save the file as UTF-8"
        problems.add(path, line, "", what)
        return None


def _is_plain(root: yaml.Node, path: Path, problems: Problems) -> bool:
    """Whether no node is an alias or carries a tag of its own: the first of them is reported."""
    seen: set[int] = set()
    stack = [root]
    while stack:
        node = stack.pop()
        if id(node) in seen:
            problems.add(path, node.start_mark.line + 1, "", "is used again by an alias (*); write the value out")
            return False
        if not node.tag.startswith(_STANDARD_TAG):
            problems.add(path, node.start_mark.line + 1, "", f"the tag {node.tag} is not read here; delete it")
            return False
        seen.add(id(node))
        if isinstance(node, yaml.MappingNode):
            for key, value in node.value:
                stack += (key, value)
        elif isinstance(node, yaml.SequenceNode):
            stack += node.value
    return True


def last_line(text: str, name: str) -> tuple[int, int, bool] | None:
    """Where the list under that top-level key ends: the line after its last item, its indentation, whether it is empty.

    None when the list is written in brackets, where nothing can be added line by line.
    """
    root = yaml.compose(text, Loader=_Loader)
    if isinstance(root, yaml.MappingNode):
        for key, value in root.value:
            if key.value != name:
                continue
            if _is_absent(value) or (isinstance(value, yaml.SequenceNode) and not value.value):
                return key.start_mark.line + 1, 0, True
            if not isinstance(value, yaml.SequenceNode) or value.flow_style:
                return None
            return _end(value), value.start_mark.column, False
    return text.count("\n") + (not text.endswith("\n") and bool(text)), 0, True


def _end(node: yaml.Node) -> int:
    """The number of lines up to and including the last line of this node's content."""
    while isinstance(node, yaml.MappingNode | yaml.SequenceNode) and not node.flow_style and node.value:
        last = node.value[-1]
        node = last[1] if isinstance(last, tuple) else last
    return int(node.end_mark.line) + (1 if node.end_mark.column else 0)
