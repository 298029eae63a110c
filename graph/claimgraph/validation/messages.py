"""The words of a finding: the shape's own message where it has one, with the query's answers filled in."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from pyoxigraph import Literal

from claimgraph.validation.algebra import Term

_PLACEHOLDER = re.compile(r"\{[?$](\w+)\}")


def chosen(messages: Sequence[Literal]) -> str | None:
    """The message in English or in no language, else the first; None where there is none."""
    if not messages:
        return None
    ours = [message for message in messages if (message.language or "en").lower().split("-")[0] == "en"]
    return min(ours or messages, key=str).value


def filled(message: str, answer: Mapping[str, Term]) -> str:
    """The message with {?name} and {$name} replaced by what the query answered (SHACL, section 5.3.2).

    >>> filled("{?value} is no {$wanted}", {"value": Literal("x")})
    'x is no {$wanted}'
    """

    def value(match: re.Match[str]) -> str:
        term = answer.get(match[1])
        return match[0] if term is None else term.value

    return _PLACEHOLDER.sub(value, message)
