"""Files as records: named fields with their lines, every value exactly the text that was written.

Nothing is resolved, so `2025`, `no`, `12:30` and `1_000` stay text. Reading a field reports what is wrong with it and
goes on, so that one run finds everything.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from claimgraph.corpus.nodes import Group, Items, Node, NotPlainError, Text, compose, is_absent
from claimgraph.corpus.problems import Problems, did_you_mean

__all__ = ["Record", "read_bytes", "read_record"]


class Record:
    """One mapping of a file. The readers report what is wrong and return None, so that reading goes on."""

    __slots__ = ("_keys", "_nodes", "failed", "line", "path", "problems")

    def __init__(self, path: Path, node: Group, problems: Problems) -> None:
        self.path, self.problems, self.line = path, problems, node.line
        self.failed = False
        self._nodes: dict[str, Node] = {}
        self._keys: dict[str, int] = {}
        for key, value in node.pairs:
            name, line = key.value if isinstance(key, Text) else "", key.line
            if not name:
                self._report(line, "", "a key must be a plain word")
            elif name in self._keys:
                self._report(line, name, f"stands twice in one place (first on line {self._keys[name]}); keep one")
            else:
                self._nodes[name], self._keys[name] = value, line

    def __contains__(self, name: str) -> bool:
        node = self._nodes.get(name)
        return node is not None and not is_absent(node)

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
        if node is None or is_absent(node):
            if required:
                self.problem(name, "is missing")
            return None
        return self._scalar(name, node)

    def _scalar(self, name: str, node: Node) -> str | None:
        if not isinstance(node, Text):
            self._report(node.line, name, "must be a single value, not a list or a group of keys")
            return None
        if not node.value.strip():
            self._report(node.line, name, "is blank; write a value or delete the key")
            return None
        return node.value

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
        if node is None or is_absent(node):
            return None
        if isinstance(node, Group):
            return Record(self.path, node, self.problems)
        self.problem(name, "must be a group of keys (key: value)")
        return None

    def items(self, name: str) -> Iterator[str | Record]:
        """The items of a list, each a text or a record; a single value counts as a list of one."""
        for node in self._items(name):
            if isinstance(node, Group):
                yield Record(self.path, node, self.problems)
            elif (text := self._scalar(name, node)) is not None:
                yield text

    def records(self, name: str) -> Iterator[Record]:
        """The items of a list of groups; anything else in it is reported."""
        node = self._nodes.get(name)
        if node is None or is_absent(node):
            return
        if not isinstance(node, Items):
            self.problem(name, "must be a list (lines that start with '- ')")
            return
        for item in node.items:
            if isinstance(item, Group):
                yield Record(self.path, item, self.problems)
            else:
                self._report(item.line, name, "each item must be a group of keys (key: value)")

    def _items(self, name: str) -> list[Node]:
        node = self._nodes.get(name)
        if node is None or is_absent(node):
            return []
        return node.items if isinstance(node, Items) else [node]


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
        root = compose(text)
    except NotPlainError as error:
        problems.add(path, error.line, "", str(error))
        return None
    if root is None:
        if not may_be_empty:
            problems.add(path, 1, "", "the file is empty")
    elif isinstance(root, Group):
        return Record(path, root, problems)
    else:
        problems.add(path, root.line, "", "must consist of keys and values (key: value)")
    return None


def _decode(data: bytes, path: Path, problems: Problems) -> str | None:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        what = f"byte 0x{data[error.start]:02x} is not UTF-8; save the file as UTF-8"
        problems.add(path, line, "", what)
        return None
