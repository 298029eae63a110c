"""Which words a template cannot do without, so that most sentences are passed over before it is tried.

Reads the small part of the syntax of regular expressions that templates use; what it does not know it takes for optional,
so that a template may be tried in vain but is never passed over wrongly.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

_TOKEN = re.compile(
    r"(?P<open>\((?:\?(?:P<\w+>|[:=!]|<[=!]))?)|(?P<close>\))|(?P<bar>\|)|(?P<class>\[(?:\\.|[^\]\\])+\])"
    r"|(?P<gap>\{[so][*!^~]*(?::[a-z|-]+)?\})|(?P<words>\{[a-z][a-z-]+\})|(?P<times>[?*+]\??|\{\d*,?\d*\}\??)"
    r"|(?P<escape>\\.)|(?P<edge>[\^$])|(?P<letter>.)",
    re.DOTALL,
)
_HAN = re.compile("[\u3400-\u9fff]")


def anchors(template: str, words: Callable[[str], Iterable[str]]) -> frozenset[str]:
    """Words of which a text in lower case must hold one for the template to match; empty where none are sure.

    >>> sorted(anchors("{s}, (?:bought|acquired) by {o}", lambda means: ()))
    ['acquired', 'bought']
    >>> sorted(anchors("{s}(?:被|遭){sue}", lambda means: ("起诉", "控告")))
    ['控告', '起诉']
    """
    tokens = list(_TOKEN.finditer(template))
    found, _ = _alternatives(tokens, 0, words)
    return found


def _alternatives(
    tokens: list[re.Match[str]], place: int, words: Callable[[str], Iterable[str]]
) -> tuple[frozenset[str], int]:
    """The anchors of a group from its first token to the one that closes it, and where that stands."""
    branches: list[frozenset[str]] = []
    while True:
        best, place = _sequence(tokens, place, words)
        branches.append(best)
        if place >= len(tokens) or tokens[place].lastgroup == "close":
            break
        place += 1
    return frozenset().union(*branches) if all(branches) else frozenset(), place


def _sequence(
    tokens: list[re.Match[str]], place: int, words: Callable[[str], Iterable[str]]
) -> tuple[frozenset[str], int]:
    """The best anchors of one alternative: of all that it must hold the least usual."""
    best: frozenset[str] = frozenset()
    run = ""
    while place < len(tokens) and tokens[place].lastgroup not in ("close", "bar"):
        token, found, plain = tokens[place], frozenset[str](), ""
        if token.lastgroup == "open":
            found, place = _alternatives(tokens, place + 1, words)
            found = found if token[0] in ("(", "(?:") or token[0].startswith("(?P") else frozenset()
        elif token.lastgroup == "words":
            found = frozenset(words(token[0][1:-1]))
        elif token.lastgroup == "letter" and token[0] != ".":
            plain = token[0]
        elif token.lastgroup == "escape" and not token[0][1].isalnum():
            plain = token[0][1]
        place += 1
        if place < len(tokens) and tokens[place].lastgroup == "times":
            optional = tokens[place][0][0] in "?*" or tokens[place][0].startswith(("{0", "{,"))
            found, plain = (frozenset(), "") if optional else (found, "")
            place += 1
        if plain:
            run += plain.lower()
            continue
        best, run = _better(best, frozenset((run,))), ""
        best = _better(best, found)
    return _better(best, frozenset((run,))), place


def _better(one: frozenset[str], other: frozenset[str]) -> frozenset[str]:
    return max((one, other), key=lambda words: min(map(_weight, words), default=0.0))


def _weight(word: str) -> float:
    """How much a word tells: a Chinese character as much as three letters, blanks and marks nothing."""
    return sum(3.0 if _HAN.match(letter) else float(letter.isalnum()) for letter in word)
