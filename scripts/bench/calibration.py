"""Fits how much each circumstance of a reading tells whether it is right, over labelled texts, and keeps the weights.

A small logistic regression with a penalty on every weight, one for the subject, one for the metric, one for the number. What
it promises is measured on articles that it has not seen: the texts are divided by article, ten times.
"""

from __future__ import annotations

import json
import random
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

PARTS = ("subject", "metric", "number")
PENALTY = {"subject": 14.0, "metric": 14.0, "number": 40.0}
FOLDS, SEEDS, RARE = 10, (0, 1, 2), 6
TUNED = 0.3


@dataclass(frozen=True, slots=True)
class Row:
    """One draft: its circumstances, whether each part was right (None: not labelled), and whether it may be a claim."""

    article: str
    weight: float
    circumstances: tuple[str, ...]
    right: dict[str, bool | None]
    open: bool

    def of(self, part: str) -> list[str]:
        """The circumstances of one part of the reading."""
        return [words.split(": ", 1)[1] for words in self.circumstances if words.startswith(part + ": ")]

    def teaches(self, part: str) -> bool:
        """Whether a part is labelled, and nothing else has ruled the reading out before its likelihood is asked."""
        mapped = bool(self.of("metric"))
        return self.right[part] is not None and (self.open or not mapped or part == "number")

    @property
    def proper(self) -> bool:
        """Whether subject, value and unit are right."""
        return bool(self.right["subject"] and self.right["number"])


def _names(rows: Iterable[Row], part: str) -> list[str]:
    counted = Counter(words for row in rows for words in row.of(part))
    return sorted(words for words, count in counted.items() if count >= RARE)


def _table(rows: Sequence[Row], part: str, names: Sequence[str]) -> np.ndarray:
    column = {words: place for place, words in enumerate(names, 1)}
    table = np.zeros((len(rows), len(names) + 1))
    table[:, 0] = 1.0
    for index, row in enumerate(rows):
        for words in row.of(part):
            if words in column:
                table[index, column[words]] = 1.0
    return table


def _fit(table: np.ndarray, right: np.ndarray, weight: np.ndarray, penalty: float) -> np.ndarray:
    """The weights that make these outcomes most likely, by Newton's method."""
    found = np.zeros(table.shape[1])
    shrink = np.full(table.shape[1], penalty)
    shrink[0] = 1e-6
    for _ in range(40):
        likely = 1 / (1 + np.exp(-table @ found))
        slope = table.T @ (weight * (right - likely)) - shrink * found
        bend = (table * (weight * likely * (1 - likely))[:, None]).T @ table + np.diag(shrink)
        step = np.linalg.solve(bend, slope)
        found += step
        if np.abs(step).max() < 1e-6:
            break
    return found


def _cross_validated(rows: Sequence[Row], seed: int) -> np.ndarray:
    """For every row the likelihood that a model gives it which has not seen its article."""
    articles = sorted({row.article for row in rows})
    random.Random(seed).shuffle(articles)
    fold = {article: place % FOLDS for place, article in enumerate(articles)}
    folds = np.array([fold[row.article] for row in rows])
    weight = np.array([row.weight for row in rows])
    likely = np.ones(len(rows))
    for part in PARTS:
        table = _table(rows, part, _names(rows, part))
        known = np.array([row.teaches(part) for row in rows])
        right = np.array([float(bool(row.right[part])) for row in rows])
        for number in range(FOLDS):
            train, test = (folds != number) & known, folds == number
            found = _fit(table[train], right[train], weight[train], PENALTY[part])
            share = 1 / (1 + np.exp(-table[test] @ found))
            has = np.array([bool(row.of(part)) for row in rows])[test]
            likely[test] *= np.where(has, share, 1.0)
    return likely


def measure(rows: Sequence[Row], only: set[str]) -> list[tuple[float, int, int, int, int]]:
    """The curve on these articles: from which likelihood how many drafts, how many right, with metric, of how many right."""
    counted: dict[float, list[int]] = defaultdict(lambda: [0, 0, 0, 0])
    for seed in SEEDS:
        likely = _cross_validated(rows, seed)
        for row, share in zip(rows, likely, strict=True):
            if not row.open or row.article not in only:
                continue
            for step in range(50, 97):
                entry = counted[step / 100]
                entry[3] += row.proper
                if share >= step / 100:
                    entry[0] += 1
                    entry[1] += row.proper
                    entry[2] += bool(row.proper and row.right["metric"])
    return [(cut, *(round(n / len(SEEDS)) for n in counted[cut])) for cut in sorted(counted)]


def write(rows: Sequence[Row], path: Path, claimed_from: float) -> None:
    """Fits over all rows and stores the weights, greatest first, beside what is there already."""
    content = json.loads(path.read_text(encoding="utf-8"))
    content["claimed_from"] = claimed_from
    weight = np.array([row.weight for row in rows])
    for part in PARTS:
        known = np.array([row.teaches(part) for row in rows])
        names = _names(rows, part)
        table = _table(rows, part, names)
        right = np.array([float(bool(row.right[part])) for row in rows])
        base, *found = _fit(table[known], right[known], weight[known], PENALTY[part])
        pairs = sorted(zip(names, found, strict=True), key=lambda pair: (-pair[1], pair[0]))
        weights = {words: round(float(share), 2) for words, share in pairs}
        content[part] = {"base": round(float(base), 2), "weights": weights}
    path.write_text(json.dumps(content, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
