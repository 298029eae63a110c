"""The command line: one command per verb, the same verbs as in Python.

Standard output carries only the result. Errors go to standard error in one or two lines. Exit codes: 0 done, 1 the
answer is "no" (violations, mismatches), 2 bad input or usage.
"""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from typer import BadParameter

__all__ = ["main"]


def main(words: list[str] | None = None) -> None:
    """Runs one command and exits."""
    sys.exit(run(sys.argv[1:] if words is None else words))


def run(words: list[str]) -> int:
    """Runs one command and returns its exit code."""
    from typer import Abort, BadParameter

    from claimgraph.cli.application import application
    from claimgraph.errors import ClaimGraphError

    usage_error = cast("type[BadParameter]", BadParameter.__base__)  # Typer gives it no name of its own
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace" if stream is sys.stderr else "strict")
    try:
        code = application(words, standalone_mode=False)
        return code if isinstance(code, int) else 0
    except SystemExit as stop:
        return stop.code if isinstance(stop.code, int) else 2
    except usage_error as error:
        print(_usage(error) if words else error.format_message(), file=sys.stderr)
        return 2
    except ClaimGraphError as error:
        print(f"claimgraph: {error}", file=sys.stderr)
        return 2
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except (Abort, KeyboardInterrupt):
        print("claimgraph: interrupted; nothing was changed", file=sys.stderr)
        return 130


def _usage(error: BadParameter) -> str:
    """What is wrong with the words of a command, and where it says how it is called, in two lines."""
    context = error.ctx
    command = context.command_path if context else "claimgraph"
    return f"claimgraph: {' '.join(error.format_message().split())}\n  `{command} --help` shows how it is called"
