"""Lists that are dealt out: A、B和C分别为1、2和3; the i-th number belongs to the i-th name, metric or day.

Finds such runs in a sentence and pairs them; everything else about the numbers is decided as for any other number.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from claimgraph.extraction.cues import Cues
from claimgraph.extraction.rules.mentions import Mention
from claimgraph.extraction.rules.quantities import Amount
from claimgraph.extraction.rules.scene import Item, MetricLabel, Scene, within
from claimgraph.extraction.rules.text import Span


@dataclass(frozen=True, slots=True)
class Share:
    """What the list deals to one number: its subject, its label, or the duration that is its window."""

    mention: Mention | None = None
    label: MetricLabel | None = None
    duration: Amount | None = None


_AND = re.compile(r"[ ]?(?:、|和|与|及|以及|,|，|and|, and|&)[ ]?(?:第|the |约|近|a |about )?")


class ListReader:
    """Deals out the lists of one scene."""

    def __init__(self, cues: Cues) -> None:
        self._cue = re.compile(cues.pattern("respectively"))

    def read(self, scene: Scene) -> dict[int, Share]:
        """The start of a number -> what its list deals to it."""
        dealt: dict[int, Share] = {}
        for sentence in scene.text.sentences:
            for cue in self._cue.finditer(scene.lower, sentence.start, sentence.end):
                dealt.update(self._deal(scene, sentence, cue))
            dealt = dict(self._plain(scene, sentence)) | dealt
        return dealt

    def _deal(self, scene: Scene, sentence: Span, cue: re.Match[str]) -> Iterator[tuple[int, Share]]:
        trailing = cue[0] == "respectively"
        amounts = (
            within(scene.amounts, sentence.start, cue.start())
            if trailing
            else within(scene.amounts, cue.end(), sentence.end)
        )
        amounts = [
            a for a in amounts if a.reason is None and (a.unit not in _TIME or trailing or a.start < cue.end() + 8)
        ]
        runs = _runs(scene.lower, amounts)
        values = (runs[-1] if trailing else runs[0]) if runs else []
        if len(values) < 2:
            return
        place = values[0].start
        for items, name in self._items(scene, sentence, place, len(values)):
            for value, item in zip(values, items, strict=True):
                yield value.start, Share(**{name: item})

    def _plain(self, scene: Scene, sentence: Span) -> Iterator[tuple[int, Share]]:
        """A and B are third and fourth: as many names as numbers, a few words between them, no cue."""
        amounts = [
            a for a in within(scene.amounts, sentence.start, sentence.end) if a.reason is None and a.unit not in _TIME
        ]
        named = [m for m in within(scene.mentions, sentence.start, sentence.end) if m.named]
        names = _runs(scene.lower, named)
        for values in _runs(scene.lower, amounts):
            for run in names:
                gap = scene.lower[run[-1].end : values[0].start]
                if (
                    len(run) == len(values)
                    and 0 < len(gap) < 16
                    and len({a.unit for a in values}) == 1
                    and not re.search(r"[,，。;\d]", gap)
                ):
                    yield from (
                        (value.start, Share(mention=mention)) for value, mention in zip(values, run, strict=True)
                    )

    def _items(self, scene: Scene, sentence: Span, place: int, size: int) -> Iterator[tuple[Sequence[object], str]]:
        """The last runs of the same length before the numbers: names and labels and durations, each at most once."""
        named = [m for m in within(scene.mentions, sentence.start, place) if m.named]
        labels = within(scene.labels, sentence.start, place)
        durations = [a for a in within(scene.amounts, sentence.start, place) if a.unit in _TIME]
        if runs := [run for run in _runs(scene.lower, named) if len(run) == size]:
            yield runs[-1], "mention"
        if runs := [run for run in _runs(scene.lower, labels) if len(run) == size]:
            yield runs[-1], "label"
        if runs := [run for run in _runs(scene.lower, durations) if len(run) == size]:
            yield runs[-1], "duration"


_TIME = frozenset(("second", "minute", "hour", "day", "week", "month", "year"))


def _runs(lower: str, items: Sequence[Item]) -> list[list[Item]]:
    """Items with nothing but list marks between them, as runs."""
    runs: list[list[Item]] = []
    for item in items:
        if runs and _AND.fullmatch(lower, runs[-1][-1].end, item.start):
            runs[-1].append(item)
        else:
            runs.append([item])
    return [run for run in runs if len(run) > 1] or runs[:0]
