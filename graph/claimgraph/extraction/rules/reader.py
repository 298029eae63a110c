"""Reads a text by the rules: from what stands in it to drafts, every quantity once.

The order of the work, and the only place where drafts of numbers are put together.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import replace

from claimgraph.claim import PartialDate
from claimgraph.extraction.draft import Reading
from claimgraph.extraction.lexicon import Lexicon
from claimgraph.extraction.rules.apart import told_apart
from claimgraph.extraction.rules.attribution import CitationFinder
from claimgraph.extraction.rules.codes import Code, codes, ordinals
from claimgraph.extraction.rules.currencies import local_money
from claimgraph.extraction.rules.drafting import Drafting
from claimgraph.extraction.rules.events import EventReader
from claimgraph.extraction.rules.lists import ListReader
from claimgraph.extraction.rules.mentions import MentionFinder
from claimgraph.extraction.rules.metrics import MetricChooser
from claimgraph.extraction.rules.modality import ModalityReader
from claimgraph.extraction.rules.multiples import carried_multiples
from claimgraph.extraction.rules.opinions import OpinionReader
from claimgraph.extraction.rules.periods import PeriodMention, PeriodReader
from claimgraph.extraction.rules.quantities import Amount, QuantityReader
from claimgraph.extraction.rules.relations import RelationReader
from claimgraph.extraction.rules.scene import MetricLabel, Scene
from claimgraph.extraction.rules.scopes import ScopeReader
from claimgraph.extraction.rules.surnames import with_surnames
from claimgraph.extraction.rules.tables import tabulated
from claimgraph.extraction.rules.text import Text


class RuleReader:
    """All grammars of a lexicon, compiled once; reads any number of texts."""

    def __init__(self, lexicon: Lexicon) -> None:
        cues = lexicon.cues
        self._lexicon = lexicon
        self._quantities, self._periods = QuantityReader(cues), PeriodReader(cues)
        self._mentions, self._citations = MentionFinder(lexicon), CitationFinder(cues)
        self._chooser, self._modality, self._lists = MetricChooser(lexicon), ModalityReader(cues), ListReader(cues)
        self._relations, self._events = RelationReader(cues, self._modality), EventReader(lexicon, self._modality)
        self._taiwan = re.compile(cues.pattern("taiwan-market"))
        self._scopes, self._opinions = ScopeReader(cues), OpinionReader(cues, self._modality)

    def read(self, text: str, published: PartialDate | None = None) -> Reading:
        """The drafts of a text."""
        scene = self.scene(Text(text), published)
        drafting = Drafting(scene, self._chooser, self._modality, self._lists, self._scopes)
        numbers = list(drafting.drafts())
        readers = (self._relations, self._events, self._opinions)
        others = [draft for reader in readers for draft in reader.read(scene, drafting.subjects)]
        return Reading(tuple(sorted([*numbers, *others], key=lambda draft: (draft.start, draft.end))))

    def scene(self, text: Text, published: PartialDate | None) -> Scene:
        """The text with all that stands in it."""
        lower = text.lower
        found = codes(lower)
        blocked = [(code.start, code.end) for code in found]
        fixed = [Code(start, end, reason) for (start, end), reason in self._quantities.fixed(lower)]
        mentions = self._mentions.find(text, [(c.start, c.end) for c in found if c.reason == "part of an address"])
        periods = [p for p in self._periods.read(lower, published) if not _inside(blocked, p)]
        ranks = [rank for rank in ordinals(lower) if not _inside(blocked, rank)]
        named = [
            (m.start, m.end)
            for m in mentions
            if m.how == "entity" and re.search(r"[\d一二三四五六七八九十百千万亿]", lower[m.start : m.end])
        ]
        taken = [*blocked, *((p.start, p.end) for p in periods), *((r.start, r.end) for r in ranks), *named]
        counted, mentions = told_apart(self._quantities.read(lower, taken), with_surnames(text.plain, mentions), lower)
        counted = tabulated(lower, carried_multiples(lower, local_money(text, counted, self._taiwan)))
        amounts = sorted([*counted, *ranks], key=lambda amount: amount.start)
        scene = Scene(
            text,
            self._lexicon,
            published,
            (*found, *fixed),
            tuple(periods),
            mentions,
            self._labels(text, periods),
            tuple(amounts),
        )
        return replace(scene, citations=self._citations.find(scene))

    def _labels(self, text: Text, periods: list[PeriodMention]) -> tuple[MetricLabel, ...]:
        """The metric labels, leftmost and longest, with all metrics that share them; none cuts a period in two."""
        within = {place for period in periods for place in range(period.start + 1, period.end)}
        spans: dict[tuple[int, int], list[str]] = {}
        for match in self._lexicon.matches(text.plain, text.lower):
            if match.metric and match.start not in within:
                ids = spans.setdefault((match.start, match.end), [])
                if match.metric not in ids:
                    ids.append(match.metric)
        labels: list[MetricLabel] = []
        for start, end in sorted(spans, key=lambda span: (span[0], -span[1])):
            if not labels or start >= labels[-1].end:
                labels.append(MetricLabel(start, end, tuple(spans[start, end])))
        return tuple(labels)


def _inside(blocked: list[tuple[int, int]], item: PeriodMention | Amount) -> bool:
    place = bisect_left(blocked, (item.end, -1))
    return any(blocked[i][1] > item.start for i in range(max(0, place - 2), place))
