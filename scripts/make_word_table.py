#!/usr/bin/env python3
"""Writes the tables of ordinary words, Chinese and English: what is one is no name by itself (needs the `dev` extra).

    scripts/make_word_table.py [FOLDER]      default graph/claimgraph/extraction/rules

Chinese: words of two and three characters from jieba's dictionary (MIT licence), the more frequent ones, without proper
names. English: the more frequent words of symspellpy's dictionary (MIT licence), which holds some well-known brands too.
"""

import sys
from importlib.resources import files
from pathlib import Path

import jieba

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "graph/claimgraph/extraction/rules"
PROPER = ("nr", "ns", "nt", "nz")
LEAST = {2: 60, 3: 150}
ENGLISH_LEAST = 500_000
ROW = 40


def chinese_words() -> list[str]:
    """The Chinese words, sorted."""
    dictionary = (Path(jieba.__file__).parent / "dict.txt").read_text(encoding="utf-8")
    kept = []
    for line in dictionary.splitlines():
        word, count, sort = line.split(" ")
        chinese = all("\u4e00" <= character <= "\u9fff" for character in word)
        if chinese and int(count) >= LEAST.get(len(word), 10**9) and not sort.startswith(PROPER):
            kept.append(word)
    return sorted(kept)


def english_words() -> list[str]:
    """The English words in small letters, sorted."""
    dictionary = files("symspellpy") / "frequency_dictionary_en_82_765.txt"
    rows = (line.split(" ") for line in dictionary.read_text(encoding="utf-8-sig").splitlines())
    return sorted(word for word, count in rows if int(count) >= ENGLISH_LEAST and len(word) > 2 and word.isalpha())


def write(path: Path, words: list[str]) -> None:
    rows = [" ".join(words[index : index + ROW]) for index in range(0, len(words), ROW)]
    path.write_text("\n".join(rows) + "\n", encoding="utf-8")
    print(f"{len(words)} words in {path.name}")


def main() -> None:
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER
    write(folder / "common_words.txt", chinese_words())
    write(folder / "common_words_en.txt", english_words())


if __name__ == "__main__":
    main()
