"""The named questions: ontology/queries/*.rq, each a SPARQL query under a head of comment lines that describe it.

    # title: Who said it
    # description: Every claim of one metric about one entity, with the chain it came through.
    # param entity (entity): whom it is about
    # param metric (metric) = annual_revenue: which number; the part after = is the default
    # param since (date, optional): leave out what was published before
    # columns: claim value printed period chain

A parameter is bound, as a term, to the variable of its name.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from claimgraph.errors import QueryError
from claimgraph.vocabulary import packaged

TYPES = ("entity", "metric", "source", "relation", "term", "text", "date", "integer", "decimal")
_PARAMETER = re.compile(
    r"param (?P<name>\w+) \((?P<type>\w+)(?P<optional>, optional)?\)(?: = (?P<default>.*?))?: (?P<about>.+)"
)


@dataclass(frozen=True, slots=True)
class Parameter:
    """One value a question wants: its type tells how a word of the command line becomes a term."""

    name: str
    type: str
    description: str
    default: str | None = None
    optional: bool = False

    @property
    def required(self) -> bool:
        return self.default is None and not self.optional


@dataclass(frozen=True, slots=True)
class NamedQuery:
    """A question with a name. `text` is the whole file: plain SPARQL that any endpoint runs."""

    name: str
    title: str
    description: str
    parameters: tuple[Parameter, ...]
    columns: tuple[str, ...]
    text: str

    def usage(self) -> str:
        """How to ask it on the command line."""
        words = [f"-p {p.name}={p.default or p.type.upper()}" for p in self.parameters]
        shown = [word if p.required else f"[{word}]" for word, p in zip(words, self.parameters, strict=True)]
        return " ".join(["claimgraph query", self.name, *shown])


@cache
def named_queries(*folders: Path) -> Mapping[str, NamedQuery]:
    """The packaged questions by name, and those in further folders. Raises QueryError for a head that is not right."""
    found: dict[str, NamedQuery] = {}
    for folder in (packaged("ontology") / "queries", *folders):
        for path in sorted(folder.glob("*.rq")):
            found[path.stem] = parse_query(path.stem, path.read_text(encoding="utf-8"))
    return found


def parse_query(name: str, text: str) -> NamedQuery:
    """One file as a question."""
    fields: dict[str, str] = {}
    parameters = []
    for line in _head(text):
        if line.startswith("param "):
            parameters.append(_parameter(name, line))
        else:
            field, _, value = line.partition(": ")
            fields[field] = f"{fields[field]} {value}" if field in fields else value
    missing = [field for field in ("title", "description", "columns") if not fields.get(field)]
    if missing:
        raise QueryError(f"{name}.rq: its head lacks {', '.join(missing)}; write lines such as `# title: ...`")
    return NamedQuery(
        name, fields["title"], fields["description"], tuple(parameters), tuple(fields["columns"].split()), text
    )


def _head(text: str) -> Iterable[str]:
    for line in text.splitlines():
        if not line.startswith("#"):
            return
        yield line.lstrip("# ").rstrip()


def _parameter(name: str, line: str) -> Parameter:
    found = _PARAMETER.fullmatch(line)
    if found is None or found["type"] not in TYPES:
        raise QueryError(
            f"{name}.rq: not a parameter: {line!r}; write `# param NAME (TYPE): what it is`, TYPE one of {TYPES}"
        )
    return Parameter(found["name"], found["type"], found["about"], found["default"], bool(found["optional"]))
