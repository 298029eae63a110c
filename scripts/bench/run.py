#!/usr/bin/env python3
"""How fast is claimgraph? Runs benchmarks on generated claims and says which goals are met.

    scripts/bench/run.py [NAME ...] [--size 10k|100k|1M|10M] [--json | --markdown]

Sizes are quads. Times are CPU seconds; goals are ratios within one run, beside rdflib or the engine itself, and hold on
any machine. Exit code 1 when a goal is missed. Of their own: validation.py, extraction.py, agreement.py.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterator, Mapping
from importlib import import_module
from pathlib import Path

from measuring import Figure

BENCHMARKS: Mapping[str, str] = {
    "build": "building",
    "query": "querying",
    "turtle": "exporting",
    "shapes": "shapes",
    "open": "opening",
    "memory": "memory",
    "rebuild": "rebuilding",
    "start": "starting",
}
Printer = Callable[[str, int, Figure], str]


def size(text: str) -> int:
    """A number of quads: 10k, 1M, 250000."""
    factor = {"k": 1_000, "m": 1_000_000}.get(text[-1:].lower(), 1)
    return int(float(text.rstrip("kKmM")) * factor)


def figures(name: str, quads: int) -> Iterator[Figure]:
    """The results of one benchmark, as they come."""
    yield from import_module(BENCHMARKS[name]).run(quads)


def as_text(name: str, quads: int, figure: Figure) -> str:
    mark = "" if not figure.goal else "ok" if figure.holds else "MISSED"
    return (
        f"{name:8} {figure.name:40} {number(figure.value):>10} {figure.unit:22} {figure.goal:>7} {mark:6} {figure.note}"
    )


def as_markdown(name: str, quads: int, figure: Figure) -> str:
    mark = "" if not figure.goal else "yes" if figure.holds else "**no**"
    return f"| {name} | {figure.name} | {number(figure.value)} {figure.unit} | {figure.goal} | {mark} | {figure.note} |"


def as_json(name: str, quads: int, figure: Figure) -> str:
    return figure.json(name, quads)


def number(value: float) -> str:
    """Three significant digits; whole numbers in full."""
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}"


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"of {', '.join(BENCHMARKS)}; all when omitted")
    parser.add_argument("--size", type=size, default=size("100k"), help="about so many quads (default 100k)")
    form = parser.add_mutually_exclusive_group()
    form.add_argument("--json", dest="printer", action="store_const", const=as_json, help="one JSON object a line")
    form.add_argument("--markdown", dest="printer", action="store_const", const=as_markdown, help="rows of a table")
    parser.set_defaults(printer=as_text)
    options = parser.parse_args()
    if unknown := [name for name in options.names if name not in BENCHMARKS]:
        parser.error(f"no benchmark is called {unknown[0]!r}; there are {', '.join(BENCHMARKS)}")
    if options.printer is as_markdown:
        print("| benchmark | what | result | goal | met | |\n| - | - | - | - | - | - |")
    holds = True
    for name in options.names or BENCHMARKS:
        for figure in figures(name, options.size):
            print(options.printer(name, options.size, figure), flush=True)
            holds &= figure.holds
    return 0 if holds else 1


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).parent))
    sys.exit(main())
