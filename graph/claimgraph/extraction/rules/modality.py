"""How the text commits itself to a number: actual, expected, a target, an estimate, a possibility.

Reads the cue nearest before the number in its clause; a following cue counts only in English ("is expected").
"""

from __future__ import annotations

import re

from claimgraph.claim import Modality
from claimgraph.extraction.cues import Cues
from claimgraph.extraction.rules.text import Span

_KINDS = (
    ("modality-target", Modality.TARGET),
    ("modality-expected", Modality.EXPECTED),
    ("modality-estimated", Modality.ESTIMATED),
    ("modality-possible", Modality.POSSIBLE),
)


class ModalityReader:
    """Reads modality by the cues of a lexicon."""

    def __init__(self, cues: Cues) -> None:
        self._cues = [(modality, re.compile(cues.pattern(means))) for means, modality in _KINDS]
        self._blocked = re.compile(cues.pattern("modality-not-target"))

    def read(self, lower: str, clause: Span, start: int) -> Modality:
        """The modality of the number that starts at `start` in this clause."""
        head = self._blocked.sub(lambda match: "\0" * len(match[0]), lower[max(clause.start, start - 200) : start])
        best, place = Modality.ACTUAL, -1
        for modality, pattern in self._cues:
            for match in pattern.finditer(head):
                if match.start() > place:
                    best, place = modality, match.start()
        return best
