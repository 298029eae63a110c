#!/usr/bin/env python3
"""Writes the fold table: which character is read as which, one for one (needs opencc, of the `dev` extra).

    scripts/make_fold_table.py [FILE]      default graph/claimgraph/extraction/rules/fold_table.txt

Traditional characters become the simplified ones of OpenCC's character data; full-width and small forms, compatibility
ideographs, exotic blanks, hyphens and decimal digits become the plain character. A pair is kept only where it replaces
one code point by one, so that every offset of the folded text is an offset of the text itself.
"""

import sys
import unicodedata
from pathlib import Path

import opencc

ROOT = Path(__file__).resolve().parents[1]
TABLE = ROOT / "graph/claimgraph/extraction/rules/fold_table.txt"
IDEOGRAPHS = [(0x3400, 0x4DBF), (0x4E00, 0x9FFF), (0xF900, 0xFAFF), (0x20000, 0x323AF)]
WIDTH_FORMS = [(0xFF01, 0xFF9F), (0xFFE0, 0xFFEE), (0xFE50, 0xFE6B)]
BLANKS = "\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"
HYPHENS = "\u2010\u2011\u2012\u2013\u2212\uff0d\ufe63"
BLANK = "\u2423"
TILDES = "\u301c\uff5e\u223c\u02dc"


def width_pairs() -> dict[str, str]:
    """Full-width, small and compatibility forms whose NFKC form is one character."""
    pairs = {}
    for first, last in [*WIDTH_FORMS, (0xF900, 0xFAFF)]:
        for code in range(first, last + 1):
            plain = unicodedata.normalize("NFKC", chr(code))
            if len(plain) == 1 and plain != chr(code):
                pairs[chr(code)] = plain
    return pairs


def digit_pairs() -> dict[str, str]:
    """Decimal digits of every script."""
    digits = (chr(code) for code in range(0x80, 0x110000) if unicodedata.category(chr(code)) == "Nd")
    return {digit: str(unicodedata.decimal(digit)) for digit in digits}


def script_pairs() -> dict[str, str]:
    """Traditional to simplified, character by character."""
    convert = opencc.OpenCC("t2s").convert
    pairs = {}
    for first, last in IDEOGRAPHS:
        for code in range(first, last + 1):
            simplified = convert(chr(code))
            if len(simplified) == 1 and simplified != chr(code):
                pairs[chr(code)] = simplified
    return pairs


def table() -> dict[str, str]:
    """All pairs, with chains followed to their end: folding twice changes nothing more."""
    pairs = width_pairs() | digit_pairs() | script_pairs()
    pairs |= dict.fromkeys(BLANKS, " ") | dict.fromkeys(HYPHENS, "-") | dict.fromkeys(TILDES, "~")
    for source in pairs:
        seen = {source}
        while (target := pairs[source]) in pairs and target not in seen:
            seen.add(target)
            pairs[source] = pairs[target]
    return {source: target for source, target in sorted(pairs.items()) if source != target}


def main() -> None:
    path = Path(sys.argv[1]) if len(sys.argv) > 1 else TABLE
    pairs = table()
    lines, row = [], []
    for source, target in pairs.items():
        row.append(f"{ord(source):x}{target if target != ' ' else BLANK}")
        if len(row) == 16:
            lines.append(" ".join(row))
            row = []
    path.write_text("\n".join([*lines, " ".join(row)]) + "\n", encoding="utf-8")
    print(f"{len(pairs)} pairs in {path.name}, from opencc {opencc.__version__}")


if __name__ == "__main__":
    main()
