"""A matrix as a table for the terminal, Markdown, CSV and one self-contained page of HTML."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from decimal import Decimal
from html import escape
from importlib.resources import files
from io import StringIO
from string import Template

from claimgraph.agreement import Support
from claimgraph.briefing.reports import Cell, Matrix
from claimgraph.briefing.writing.lines import WIDTH, table, wrap
from claimgraph.briefing.writing.markdown import cell as escaped
from claimgraph.briefing.writing.markdown import row, table_head
from claimgraph.briefing.writing.portrait import LEGEND, support

_NARROWEST, _LABEL = 18, 18
_NUMBER = re.compile(r"-?[\d.]+")
_MARKS = {"disputed": "!", "stale": "†"}
_KEY = "! disputed: other values are claimed for the same.  † over a year older than the newest of its row."


def text(matrix: Matrix, width: int = WIDTH) -> str:
    """Tables of as many columns as fit, one below the other."""
    lines = [*wrap(matrix.title), ""]
    fitting = max(1, (width - _LABEL) // (_NARROWEST + 2))
    for start in range(0, len(matrix.columns), fitting):
        part = slice(start, start + fitting)
        rows = [
            [line.label, *map(cell_text, line.cells[part])] for line in matrix.rows if _filled(line.cells[part], matrix)
        ]
        lines += [*table(["", *matrix.columns[part]], rows, width), ""]
    if not matrix.rows:
        lines += ["No metric is stated of it.", ""]
    lines += [*wrap(_KEY), *wrap(LEGEND)]
    if matrix.left_out:
        lines += wrap(f"{matrix.left_out} more metrics are stated of one of them only: name them with --metric.")
    return "\n".join(lines) + "\n"


def _filled(cells: tuple[Cell, ...], matrix: Matrix) -> bool:
    """Whether the row says something in these columns; a matrix that fits at once keeps all its rows."""
    return len(cells) == len(matrix.columns) or any(cell.state == "stated" for cell in cells)


def cell_text(cell: Cell) -> str:
    """The value with its marks, its period and its support; or why the field is blank."""
    if cell.support is None:
        return f"– {cell.state}"
    marks = "".join(_MARKS[mark] for mark in cell.marks)
    place = f" ({cell.place})" if cell.place else ""
    return f"{cell.value}{' ' + marks if marks else ''}, {cell.period}{place}, {support(cell.support)}"


def markdown(matrix: Matrix) -> str:
    """One table; blanks say why they are blank."""
    lines = [f"**{escaped(matrix.title)}**", "", *table_head("", *matrix.columns)]
    lines += [row(line.label, *map(cell_text, line.cells)) for line in matrix.rows]
    return "\n".join([*lines, "", f"{_KEY} {LEGEND}"]) + "\n"


_PARTS = ("", "low", "high", "unit", "period", "modality", "support", "origins", "marks")


def to_csv(matrix: Matrix) -> str:
    """A line for each metric; for each column its text, bounds, unit, period, modality, support, origins and marks."""
    output = StringIO()
    writer = csv.writer(output, lineterminator="\n")
    writer.writerow(["metric", *(f"{column} {part}".strip() for column in matrix.columns for part in _PARTS)])
    for line in matrix.rows:
        writer.writerow([line.label, *(_guarded(value) for cell in line.cells for value in _fields(cell))])
    return output.getvalue()


def _fields(cell: Cell) -> Iterator[str]:
    yield cell.value or cell.state
    yield from (_number(cell.low), _number(cell.high), "/".join(filter(None, (cell.unit, cell.per_unit))))
    yield f"{cell.period} ({cell.place})" if cell.place else cell.period
    yield cell.modality or ""
    yield (
        f"articles {cell.support.articles}, texts {cell.support.texts}, origins {cell.support.origins}"
        if cell.support
        else ""
    )
    yield "; ".join(cell.origins)
    yield ", ".join(cell.marks)


def _three(support: Support) -> str:
    return f"articles {support.articles}, texts {support.texts}, origins {support.origins}"


def _number(value: Decimal | None) -> str:
    return "" if value is None else f"{value.normalize():f}"


def _guarded(text: str) -> str:
    """Text that a spreadsheet does not take for a formula."""
    return f"'{text}" if text.startswith(("=", "+", "@", "-", "\t")) and not _NUMBER.fullmatch(text) else text


def html(matrix: Matrix) -> str:
    """A page of its own: no script, nothing from elsewhere; who said a value shows where the pointer rests."""
    page = Template(files(__package__).joinpath("matrix.html").read_text(encoding="utf-8"))
    head = "".join(f'<th scope="col">{escape(column)}</th>' for column in matrix.columns)
    body = "\n".join(
        f'<tr><th scope="row">{escape(line.label)}</th>{"".join(map(_field, line.cells))}</tr>' for line in matrix.rows
    )
    return page.substitute(title=escape(matrix.title), head=head, body=body, key=escape(f"{_KEY} {LEGEND}"))


def _field(cell: Cell) -> str:
    if cell.support is None:
        return f'<td class="blank">{escape(cell.state)}</td>'
    marks = "".join(f' <b class="{mark}" title="{mark}">{_MARKS[mark]}</b>' for mark in cell.marks)
    when = escape(f"{cell.period} ({cell.place})" if cell.place else cell.period)
    voices = escape("; ".join(cell.origins))
    small = f"{when}<br>{support(cell.support)} · {voices}"
    return f'<td title="{voices}">{escape(cell.value)}{marks}<small>{small}</small></td>'
