"""Who speaks where in an interview: lines that begin with a label and a colon, of which some ask and others answer.

Looks at the lines of a text only; whose firm answers is decided in `topics`.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from dataclasses import dataclass

from claimgraph.extraction.cues import Cues
from claimgraph.extraction.rules.text import Text

_LABEL = re.compile(
    r"(?:^|\n)[ \"“•*-]*(?P<label>[^\n:：?？!！,，。;；\d|]{1,24}?)(?:[ ]?[(（][^()（）\n]{1,20}[)）])?[ ]?[:：](?!\d)"
)
_FEWEST = 4
_VOICES = 6


@dataclass(frozen=True, slots=True)
class Turn:
    """What one voice says, its label included."""

    start: int
    end: int
    said: int
    label: str
    asks: bool


class Turns:
    """The turns of one text; empty where it is no interview."""

    def __init__(self, text: Text, cues: Cues) -> None:
        asking = re.compile(rf"{cues.pattern('asker')}\d*")
        lines = list(_LABEL.finditer(text.lower))
        spoken = Counter(line["label"].strip() for line in lines)
        voices = {label for label, count in spoken.items() if count > 1 or asking.fullmatch(label)}
        lines = [line for line in lines if line["label"].strip() in voices]
        asked = {label for label in voices if asking.fullmatch(label)}
        interview = bool(asked) and len(lines) >= _FEWEST and 1 < len(voices) <= _VOICES
        stops = [line.start() for line in lines[1:]] + [_end(text.lower, line.end()) for line in lines[-1:]]
        self._turns = [
            Turn(line.start("label"), stop, line.end(), line["label"].strip(), line["label"].strip() in asked)
            for line, stop in zip(lines, stops, strict=True)
            if interview
        ]
        self._starts = [turn.start for turn in self._turns]

    def __bool__(self) -> bool:
        return bool(self._turns)

    @property
    def start(self) -> int:
        """Where the first voice begins."""
        return self._turns[0].start if self._turns else 0

    def at(self, place: int) -> Turn | None:
        """The turn that holds a place."""
        number = bisect_right(self._starts, place) - 1
        return self._turns[number] if number >= 0 and place < self._turns[number].end else None

    def labels(self, place: int) -> bool:
        """Whether a place stands in the label of a turn."""
        turn = self.at(place)
        return turn is not None and place < turn.said


def _end(lower: str, start: int) -> int:
    """The end of the paragraph."""
    end = lower.find("\n", start)
    return len(lower) if end < 0 else end
