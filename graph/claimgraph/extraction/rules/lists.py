"""Lists that are dealt out: A、B和C分别为1、2和3; the i-th number belongs to the i-th name, metric or day.

Finds such runs in a sentence and pairs them; everything else about the numbers is decided as for any other number.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from claimgraph.extraction.cues import Cues
from claimgraph.extraction.rules.mentions import Mention
from claimgraph.extraction.rules.periods import PeriodMention
from claimgraph.extraction.rules.quantities import Amount
from claimgraph.extraction.rules.scene import Item, MetricLabel, Scene, within
from claimgraph.extraction.rules.spelled import spelled
from claimgraph.extraction.rules.text import Span


@dataclass(frozen=True, slots=True)
class Share:
    """What the list deals to one number: its subject, its label, its period, or the duration that is its window."""

    mention: Mention | None = None
    label: MetricLabel | None = None
    duration: Amount | None = None
    period: PeriodMention | None = None


_AND = re.compile(
    r"[》”」]?[ ]?(?:、|/|和|与|及|以及|,|，|and|, and|&)[ ]?(?:第|the |约|近|a |about )?[《“「]?|[》”」][《“「]"
)


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
        start, size = sentence.start, len(values)
        named = [m for m in within(scene.mentions, start, place) if m.named]
        durations = [a for a in within(scene.amounts, start, place) if a.unit in _TIME]
        mentions = _last_of_length(scene.lower, named, size)
        labels = _last_of_length(scene.lower, within(scene.labels, start, place), size)
        windows = _last_of_length(scene.lower, durations, size)
        near = within(scene.periods, values[-1].end, cue.start()) if trailing else []
        near = near or within(scene.periods, start, place) or within(scene.periods, max(0, start - _BACK), start)
        periods = _periods(scene, near, size)
        if not (mentions or labels or windows or periods or trailing):
            mentions = spelled(scene, sentence, cue.start(), size)
        after = mentions[-1].end if mentions else place
        others = [run for run in runs if run is not values and run[0].start > after and len(run) == size]
        for run in others if mentions else []:
            yield from ((value.start, Share(mention)) for value, mention in zip(run, mentions or [], strict=True))
        for index, value in enumerate(values):
            yield (
                value.start,
                Share(
                    mentions[index] if mentions else None,
                    labels[index] if labels else None,
                    windows[index] if windows else None,
                    periods[index] if periods else None,
                ),
            )

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


def _periods(scene: Scene, mentions: Sequence[PeriodMention], size: int) -> list[PeriodMention] | None:
    """As many periods as numbers: named one by one, or the years of a span (2023年至2025年)."""
    if run := _last_of_length(scene.lower, mentions, size):
        return run
    span = next((m for m in reversed(mentions) if m.grain == "span" and m.first and m.last), None)
    if span is None or span.first is None or span.last is None or span.last.year - span.first.year + 1 != size:
        return None
    if (span.first.month, span.first.day, span.last.month, span.last.day) != (1, 1, 12, 31):
        return None
    years = range(span.first.year, span.last.year + 1)
    return [replace(span, grain="year", first=date(year, 1, 1), last=date(year, 12, 31)) for year in years]


_BACK = 120
_TIME = frozenset(("second", "minute", "hour", "day", "week", "month", "year"))


def _last_of_length(lower: str, items: Sequence[Item], size: int) -> list[Item] | None:
    """The last run of so many items."""
    runs = [run for run in _runs(lower, items) if len(run) == size]
    return runs[-1] if runs else None


def _runs(lower: str, items: Sequence[Item]) -> list[list[Item]]:
    """Items with nothing but list marks between them, as runs."""
    runs: list[list[Item]] = []
    for item in items:
        if runs and _AND.fullmatch(lower, runs[-1][-1].end, item.start):
            runs[-1].append(item)
        else:
            runs.append([item])
    return [run for run in runs if len(run) > 1] or runs[:0]
