"""The answer to a query, and its forms: a table for the terminal, Markdown, CSV, TSV, SPARQL JSON and XML, Turtle."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from io import BytesIO
from typing import IO

import pyoxigraph as ox

from claimgraph.errors import FormatError
from claimgraph.turtle import triples_turtle
from claimgraph.vocabulary import PREFIXES, suggest

RESULT_FORMATS = ("table", "csv", "tsv", "json", "xml", "markdown", "turtle")
_XSD = PREFIXES["xsd"]


@dataclass(frozen=True, slots=True)
class Answer:
    """What a query gave: solutions, a yes or no, or triples. `prefixes` shorten IRIs where people read them."""

    result: ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples
    prefixes: Mapping[str, str]

    @classmethod
    def of(cls, result: ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples, prefixes: Mapping[str, str]) -> Answer:
        return cls(result, prefixes)

    @property
    def columns(self) -> tuple[str, ...]:
        match self.result:
            case ox.QuerySolutions():
                return tuple(variable.value for variable in self.result.variables)
            case ox.QueryBoolean():
                return ("answer",)
            case _:
                return ("subject", "predicate", "object")

    def rows(self) -> Iterator[tuple[ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple | None, ...]]:
        """The rows as terms; can be read once."""
        match self.result:
            case ox.QuerySolutions():
                names = self.columns
                for solution in self.result:
                    yield tuple(solution[name] for name in names)
            case ox.QueryBoolean():
                yield (ox.Literal(bool(self.result)),)
            case _:
                for triple in self.result:
                    yield (triple.subject, triple.predicate, triple.object)

    def texts(self) -> Iterator[tuple[str, ...]]:
        """The rows as people read them: labels and numbers plain, IRIs by prefix."""
        for row in self.rows():
            yield tuple(readable(term, self.prefixes) for term in row)


def readable(term: object, prefixes: Mapping[str, str]) -> str:
    """A term for a table: a literal's text, an IRI by its prefix.

    >>> readable(ox.NamedNode("https://w3id.org/claimgraph/ns#Claim"), PREFIXES), readable(None, {})
    ('cg:Claim', '')
    >>> readable(ox.Literal("140000000", datatype=ox.NamedNode(_XSD + "decimal")), {})
    '140,000,000'
    """
    match term:
        case None:
            return ""
        case ox.Literal():
            if term.datatype.value in (f"{_XSD}decimal", f"{_XSD}integer"):
                return _grouped(term.value)
            return " ".join(term.value.split())
        case ox.NamedNode():
            for prefix, namespace in prefixes.items():
                if term.value.startswith(namespace) and len(term.value) > len(namespace):
                    return f"{prefix}:{term.value[len(namespace) :]}"
            return term.value
        case _:
            return str(term)


def _grouped(number: str) -> str:
    whole, point, part = number.partition(".")
    sign, digits = ("-", whole[1:]) if whole.startswith("-") else ("", whole)
    return f"{sign}{int(digits or 0):,}{point}{part}"


def write_answer(answer: Answer, format: str, output: IO[bytes], *, width: int | None = None) -> None:
    """Writes an answer. Raises FormatError where the format cannot hold it."""
    writer = _WRITERS.get(format)
    if writer is None:
        nearest = suggest(format, RESULT_FORMATS)
        hint = f"; did you mean {nearest}?" if nearest else ""
        raise FormatError(f"unknown format {format!r}{hint} Formats of answers: {', '.join(RESULT_FORMATS)}")
    writer(answer, output, width)


def _standard(format: ox.QueryResultsFormat) -> Callable[[Answer, IO[bytes], int | None], None]:
    def write(answer: Answer, output: IO[bytes], width: int | None) -> None:
        if isinstance(answer.result, ox.QueryTriples):
            raise FormatError("this query gives triples: use --format turtle or table")
        if isinstance(answer.result, ox.QueryBoolean) and format in _TABULAR:
            output.write(b"true\n" if answer.result else b"false\n")
            return
        whole = BytesIO()
        answer.result.serialize(whole, format=format)
        text = whole.getvalue()
        output.write(text if text.endswith(b"\n") else text + b"\n")

    return write


_TABULAR = (ox.QueryResultsFormat.CSV, ox.QueryResultsFormat.TSV)


def _turtle(answer: Answer, output: IO[bytes], width: int | None) -> None:
    if not isinstance(answer.result, ox.QueryTriples):
        raise FormatError("only CONSTRUCT and DESCRIBE give triples: use --format table, csv, json ...")
    output.write(triples_turtle(answer.result, answer.prefixes).encode())


def _markdown(answer: Answer, output: IO[bytes], width: int | None) -> None:
    def line(cells: tuple[str, ...]) -> bytes:
        return ("| " + " | ".join(cell.replace("\\", "\\\\").replace("|", "\\|") for cell in cells) + " |\n").encode()

    output.write(line(answer.columns))
    output.write(line(tuple("---" for _ in answer.columns)))
    output.writelines(line(row) for row in answer.texts())


def display_width(text: str) -> int:
    """How many columns of a terminal the text takes: Chinese characters take two.

    >>> display_width("Kling"), display_width("可灵")
    (5, 4)
    """
    if text.isascii():
        return len(text)
    wide = sum(unicodedata.east_asian_width(character) in "WF" for character in text)
    marks = sum(unicodedata.combining(character) != 0 for character in text)
    return len(text) + wide - marks


def _table(answer: Answer, output: IO[bytes], width: int | None) -> None:
    rows = list(answer.texts())
    columns = answer.columns
    natural = [
        max([display_width(name), *(display_width(row[index]) for row in rows)]) for index, name in enumerate(columns)
    ]
    widths = _fit(natural, width)
    output.write((_line(columns, widths) + "\n").encode())
    output.write(("  ".join("─" * size for size in widths) + "\n").encode())
    for row in rows:
        output.write((_line(row, widths) + "\n").encode())
    if isinstance(answer.result, ox.QuerySolutions):
        output.write(f"{len(rows):,} row{'' if len(rows) == 1 else 's'}\n".encode())


def _fit(natural: list[int], width: int | None) -> list[int]:
    """Column widths that fit the terminal: the widest columns give way first, none below eight."""
    widths = list(natural)
    room = None if width is None else width - 2 * (len(widths) - 1)
    while room is not None and sum(widths) > room and max(widths, default=0) > 8:
        widths[widths.index(max(widths))] -= 1
    return widths


def _line(cells: tuple[str, ...], widths: list[int]) -> str:
    return "  ".join(_cell(text, size) for text, size in zip(cells, widths, strict=True)).rstrip()


def _cell(text: str, size: int) -> str:
    text = "".join(character if character.isprintable() else "\N{REPLACEMENT CHARACTER}" for character in text)
    if display_width(text) > size:
        while display_width(text) > size - 1:
            text = text[:-1]
        text += "…"
    return text + " " * (size - display_width(text))


_WRITERS: Mapping[str, Callable[[Answer, IO[bytes], int | None], None]] = {
    "table": _table,
    "markdown": _markdown,
    "turtle": _turtle,
    "csv": _standard(ox.QueryResultsFormat.CSV),
    "tsv": _standard(ox.QueryResultsFormat.TSV),
    "json": _standard(ox.QueryResultsFormat.JSON),
    "xml": _standard(ox.QueryResultsFormat.XML),
}
