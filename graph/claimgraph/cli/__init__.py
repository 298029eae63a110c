"""The command line: one command per verb, the same verbs as in Python.

Standard output carries only the result. Errors go to standard error in one or two lines. Exit codes: 0 done, 1 the
answer is "no" (violations, mismatches), 2 bad input or usage.
"""

from __future__ import annotations

import os
import sys

__all__ = ["main"]


def main(words: list[str] | None = None) -> None:
    """Runs one command and exits."""
    sys.exit(run(sys.argv[1:] if words is None else words))


def run(words: list[str]) -> int:
    """Runs one command and returns its exit code."""
    from claimgraph.cli.application import application
    from claimgraph.errors import ClaimGraphError

    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace" if stream is sys.stderr else "strict")
    try:
        application(words)
    except SystemExit as stop:
        return stop.code if isinstance(stop.code, int) else 2
    except ClaimGraphError as error:
        print(f"claimgraph: {error}", file=sys.stderr)
        return 2
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except KeyboardInterrupt:
        print("claimgraph: interrupted; nothing was changed", file=sys.stderr)
        return 130
    return 0
