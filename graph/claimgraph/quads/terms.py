"""N-Quads terms as text: escaping, typed literals and the predicates that claims are written with."""

from __future__ import annotations

import re
from decimal import Decimal

from claimgraph.vocabulary import CG, PREFIXES

_NEEDS_ESCAPE = re.compile(r'["\\\x00-\x1f\x7f]')
_ESCAPES = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t", "\b": "\\b", "\f": "\\f"}
_XSD = PREFIXES["xsd"]

DATE = f'"^^<{_XSD}date>'
DECIMAL = f'"^^<{_XSD}decimal>'
INTEGER = f'"^^<{_XSD}integer>'
DURATION = f'"^^<{_XSD}duration>'
URI = f'"^^<{_XSD}anyURI>'
TRUE = f'"true"^^<{_XSD}boolean>'
FALSE = f'"false"^^<{_XSD}boolean>'
GREGORIAN = {"year": f'"^^<{_XSD}gYear>', "month": f'"^^<{_XSD}gYearMonth>', "day": DATE}


def escape(text: str) -> str:
    """The inside of an N-Quads string.

    >>> escape('over "12"\\n')
    'over \\\\"12\\\\"\\\\n'
    """
    if not _NEEDS_ESCAPE.search(text):
        return text
    return _NEEDS_ESCAPE.sub(lambda found: _ESCAPES.get(found[0], f"\\u{ord(found[0]):04X}"), text)


def string(text: str) -> str:
    return f'"{escape(text)}"'


def tagged(text: str, language: str) -> str:
    return f'"{escape(text)}"@{language.lower()}'


def decimal(value: Decimal) -> str:
    """The canonical lexical form the engine keeps.

    >>> decimal(Decimal("6.40")).split("^")[0], decimal(Decimal("1E+6")).split("^")[0]
    ('"6.4"', '"1000000"')
    """
    return f'"{value.normalize():f}{DECIMAL}'


def iri(name: str) -> str:
    """A prefixed name of ours as a spaced N-Quads term: `iri("cg:about")`."""
    prefix, _, rest = name.partition(":")
    return f" <{PREFIXES[prefix]}{rest}> "


A = iri("rdf:type")


def types(*names: str) -> tuple[str, ...]:
    return tuple(f"<{CG}{name}>" for name in names)
