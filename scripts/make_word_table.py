#!/usr/bin/env python3
"""Writes the table of common Chinese words: what is one is no name of a company (needs jieba, of the `dev` extra).

    scripts/make_word_table.py [FILE]      default graph/claimgraph/extraction/rules/common_words.txt

Words of two and three characters from jieba's dictionary (MIT licence), the more frequent ones, without proper names.
"""

import sys
from pathlib import Path

import jieba

ROOT = Path(__file__).resolve().parents[1]
TABLE = ROOT / "graph/claimgraph/extraction/rules/common_words.txt"
PROPER = ("nr", "ns", "nt", "nz")
LEAST = {2: 60, 3: 150}
ROW = 40


def words() -> list[str]:
    """The words, sorted."""
    dictionary = (Path(jieba.__file__).parent / "dict.txt").read_text(encoding="utf-8")
    kept = []
    for line in dictionary.splitlines():
        word, count, sort = line.split(" ")
        chinese = all("\u4e00" <= character <= "\u9fff" for character in word)
        if chinese and int(count) >= LEAST.get(len(word), 10**9) and not sort.startswith(PROPER):
            kept.append(word)
    return sorted(kept)


def main() -> None:
    path = Path(sys.argv[1]) if len(sys.argv) > 1 else TABLE
    kept = words()
    rows = [" ".join(kept[index : index + ROW]) for index in range(0, len(kept), ROW)]
    path.write_text("\n".join(rows) + "\n", encoding="utf-8")
    print(f"{len(kept)} words in {path.name}, from jieba {jieba.__version__}")


if __name__ == "__main__":
    main()
