"""What narrows a number: the region, segment, platform, plan, tier, round or list that its own clause names.

A scope word that could belong to another number of the clause, or to no number, narrows nothing: a wrong scope is worse
than none. The words are declared in the lexicon (cg:ScopeCue), with the kind and the value that they mean.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from claimgraph.extraction.cues import Cue, Cues
from claimgraph.extraction.rules.quantities import Amount
from claimgraph.extraction.rules.scene import Scene, within
from claimgraph.extraction.rules.text import Span
from claimgraph.vocabulary import Metric

_PRICED = frozenset(("price", "credits", "api_price", "cost_per"))
_COUNTED = frozenset(("Flow", "Level", "RatioMeasure"))
_JOINED = re.compile(r"(?:,? and |, | & |、|和|与|及)(?:the )?")
_FOLLOWS = re.compile(r"[^,;\u3400-\u9fff]{0,30}\b(?:in|from|across|on|for)(?: the)? ")
_REACH = 240
_HAN = re.compile("[\u3400-\u9fff]")


@dataclass(frozen=True, slots=True)
class _Hit:
    """A scope word in a clause."""

    start: int
    end: int
    kind: str
    value: str


class ScopeReader:
    """Reads the scope of numbers by the scope cues and templates of a lexicon."""

    def __init__(self, cues: Cues) -> None:
        self._cue_of: dict[str, Cue] = {word: cue for cue in cues.kind("ScopeCue") for word in cue.words}
        self._word = re.compile(_words(self._cue_of))
        self._templates = [
            (cue.means.split(":")[1], re.compile(cue.template)) for cue in cues.templates("scope") if cue.template
        ]
        self._kinds = {cue.means.split(":")[0] for cue in self._cue_of.values()} | {kind for kind, _ in self._templates}
        self._before = re.compile(rf"{cues.pattern('scope-before')}[ ]?(?:the )?$")
        self._after = re.compile(
            rf"(?:['’]s)?[ ]?(?:的|[\u3400-\u9fffa-z]{{2,8}}(?=市场))?{cues.pattern('scope-after')}"
        )
        self._foreign = re.compile(cues.pattern("scope-foreign"))

    def read(
        self, scene: Scene, amount: Amount, metric: Metric | None, label: Span | None
    ) -> tuple[tuple[str, str], ...]:
        """The scope of a number: pairs of kind and value, sorted; empty where its clause tells none for sure."""
        stretch = self._stretch(scene, amount)
        found: dict[str, set[str]] = {}
        kinds = frozenset(kind for kind in self._kinds if _fits(kind, metric, amount))
        for hit in self._hits(scene, stretch, label, kinds):
            if self._is_of(scene, amount, hit, stretch):
                found.setdefault(hit.kind, set()).add(hit.value)
        if metric is not None and metric.id.startswith("segment_") and "segment" not in found and "region" in found:
            found["segment"] = found.pop("region")
        return tuple(sorted((kind, next(iter(values))) for kind, values in found.items() if len(values) == 1))

    @staticmethod
    def _stretch(scene: Scene, amount: Amount) -> Span:
        """The clause of the number, with the words before a colon that it follows: Pro plan: $37."""
        whole = scene.clause(amount.start)
        clause = Span(max(whole.start, amount.start - _REACH), min(whole.end, amount.end + _REACH))
        before = scene.lower[max(0, clause.start - 2) : clause.start].rstrip()
        if before.endswith(":") and clause.start > 2:
            earlier = scene.clause(clause.start - 2)
            line = scene.lower.rfind("\n", 0, clause.start) + 1
            if clause.start - earlier.start <= 40 and not within(scene.amounts, earlier.start, clause.start):
                return Span(max(line, earlier.start), clause.end)
        return clause

    def _hits(self, scene: Scene, stretch: Span, label: Span | None, kinds: frozenset[str]) -> Iterator[_Hit]:
        """The scope words of these kinds."""
        for match in self._word.finditer(scene.lower, stretch.start, stretch.end):
            cue = self._cue_of[match[0]]
            kind, value = cue.means.split(":")
            start, end = match.span()
            if kind not in kinds:
                continue
            if kind == "region" and not self._narrows(scene, start, end):
                continue
            if kind == "segment" and not self._names_part(scene, start, end, label):
                continue
            if kind != "region" and _in_name(scene, start, end):
                continue
            yield _Hit(start, end, kind, value)
        for kind, pattern in self._templates:
            if kind not in kinds:
                continue
            for match in pattern.finditer(scene.text.plain, stretch.start, stretch.end):
                value = re.sub(r"\s+", " ", match["name"]).strip()
                if value:
                    yield _Hit(match.start("name"), match.end("name"), kind, value)

    def _narrows(self, scene: Scene, start: int, end: int) -> bool:
        """Whether a place says where something is counted: 在海外, overseas revenue, in Europe; not where a firm sits."""
        lower = scene.lower
        joined = _JOINED.match(lower, end)
        if joined and self._word.match(lower, joined.end()):
            return False
        if self._foreign.match(lower, end) or self._foreign.search(lower, max(0, start - 12), start):
            return False
        if any(m.start < start < m.end or m.start < end < m.end for m in within(scene.mentions, start - 40, end)):
            return False
        return bool(self._before.search(lower, max(0, start - 14), start) or self._after.match(lower, end))

    def _names_part(self, scene: Scene, start: int, end: int, label: Span | None) -> bool:
        """Whether a segment stands in a label or right before one."""
        if label is None:
            return False
        if label.start <= start < label.end or label.start <= end - 1 < label.end:
            return True
        gap = scene.lower[end : label.start] if end <= label.start else None
        return (
            gap is not None
            and re.fullmatch(r"[ ]?(?:业务|服务|板块|部门|services?|business|segment|unit)?[ ]?(?:的|'s)?[ ]?", gap)
            is not None
        )

    def _is_of(self, scene: Scene, amount: Amount, hit: _Hit, stretch: Span) -> bool:
        """Whether no other number stands between a scope word and this one, which it rather belongs to."""
        if hit.start < amount.start:
            earlier = within(scene.amounts, stretch.start, hit.start)
            if earlier and _FOLLOWS.fullmatch(scene.lower, earlier[-1].end, hit.start):
                return False
            between = within(scene.amounts, hit.end, amount.start)
            return all(_shares(scene, other, amount) for other in between)
        between = within(scene.amounts, amount.end, hit.start)
        return not between and not (_HAN.match(scene.text.plain[hit.start]) and hit.kind == "region")


def _shares(scene: Scene, other: Amount, amount: Amount) -> bool:
    """Whether two numbers of a clause are a level and its change, so that what narrows one narrows the other."""
    return "percent" in (other.unit, amount.unit) and other.unit != amount.unit and amount.start - other.end < 24


def _fits(kind: str, metric: Metric | None, amount: Amount) -> bool:
    """Whether a number of this metric, or of this unit where its metric is unknown, can be narrowed so."""
    name = metric.id if metric else ""
    money = amount.unit.isupper() and len(amount.unit) == 3
    ranked = amount.unit in ("rank", "elo") or name in ("ranking_position", "market_rank", "elo_score")
    match kind:
        case "plan" | "resolution" | "tier":
            return (metric is None and money) or any(name.startswith(start) for start in _PRICED)
        case "round":
            return name in _OF_ROUNDS or (metric is None and money)
        case "chart" | "group" | "track":
            return ranked
        case "segment":
            return any(part in name for part in _OF_SEGMENTS)
        case _:
            return not ranked and (metric is None or (metric.measure in _COUNTED and name not in _NOT_OF_PLACES))


_OF_ROUNDS = frozenset(("funding_raised", "funding_sought", "valuation", "post_money_valuation", "pre_money_valuation"))
_OF_SEGMENTS = ("revenue", "gmv", "margin", "profit", "income")
_NOT_OF_PLACES = frozenset(
    (
        "stock_move",
        "funding_raised",
        "funding_sought",
        "investment_amount",
        "valuation",
        "market_cap",
        "acquisition_price",
        "market_rank",
        "elo_score",
        "ipo_price",
    )
)


def _in_name(scene: Scene, start: int, end: int) -> bool:
    """Whether a word is a piece of a name."""
    return any(
        m.named and m.start <= start and end <= m.end and m.end - m.start > end - start
        for m in within(scene.mentions, start - 40, end)
    )


def _words(words: dict[str, Cue]) -> str:
    """All scope words, the longest first; a Latin one as a whole word."""
    ordered = sorted(words, key=lambda word: (-len(word), word))
    firsts = "".join(sorted({re.escape(word[0]) for word in ordered}))
    either = "|".join(
        rf"(?<![a-z0-9]){re.escape(word)}(?![a-z0-9$])" if word[0].isascii() else re.escape(word) for word in ordered
    )
    return f"(?=[{firsts}])(?:{either})"
