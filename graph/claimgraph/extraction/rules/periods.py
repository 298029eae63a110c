"""Periods: years, halves, quarters, months, days, spans of them, levels as of a day, and dates told from another date.

A mention whose year the text leaves out is resolved against an earlier mention of the same passage or the publication
date, and says so (`basis` relative). Durations (30天, five days) are quantities, not periods.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import replace

from claimgraph.claim import PartialDate
from claimgraph.extraction.cues import Cues
from claimgraph.extraction.rules.period_dates import (
    Dated,
    PeriodMention,
    dates_of,
    joined_mentions,
    nearest_year,
    related,
)
from claimgraph.extraction.rules.period_forms import (
    CHINESE,
    COMPACT,
    COUNTS,
    NUMERIC,
    ORDINALS,
    RELATIVE,
    SPAN_YEARS,
    Part,
    chinese_part,
    english_pattern,
    is_month,
    quarter_or_half,
    whole_word,
    year_number,
)

__all__ = ["PeriodMention", "PeriodReader"]


class PeriodReader:
    """The period grammar, compiled from the period words of a lexicon."""

    def __init__(self, cues: Cues) -> None:
        words = cues.table("PeriodWord")
        self._shift = {word: int(cue.factor or 0) for word, cue in words.items() if cue.means == "year"}
        self._months = {word: int(cue.factor or 0) for word, cue in words.items() if cue.means == "month"}
        self._relative = {word: cue for word, cue in words.items() if cue.means in RELATIVE}
        relative = "|".join(sorted(map(re.escape, self._shift), key=len, reverse=True))
        months = "|".join(sorted(map(re.escape, self._months), key=len, reverse=True))
        self._chinese = re.compile(CHINESE.pattern.replace("__REL__", relative))
        self._english = re.compile(english_pattern(months).replace("__REL__", relative))
        words_left = sorted([*self._relative, *self._shift], key=len, reverse=True)
        firsts = "".join(sorted({re.escape(word[0]) for word in words_left}))
        self._words = re.compile(rf"(?=[{firsts}])(?:{'|'.join([whole_word(word) for word in words_left])})")
        self._as_of = re.compile(rf"{cues.pattern('as-of')}[ ]?(?:the |于|到|至)?[ ]?$")
        self._future = re.compile(cues.pattern("future"))
        self._bare_year = re.compile(
            r"(?<![\d.$€£¥#/:-])(?<!\d,)(?P<y>(?:19[5-9]|20[0-6])\d)(?!\d|[.,:/]\d"
            r"|[ ]?(?:%|percent|million|billion|thousand|yuan|dollars|users|people"
            r"|units|"
            r"employees|stores|points|元|万|亿|个|家|人|名|台|辆|件|次|美元|港元"
            r"|米|吨|点|mah|mw|watts?|pixels|copies|vehicles|customers|cities|mAh)"
            r"|[a-z]|-[a-z])"
        )

    def read(self, lower: str, published: PartialDate | None = None) -> list[PeriodMention]:
        """The period mentions of a folded text in lower case, in order, resolved as far as the text and the date allow."""
        found = [*self._span_years(lower), *self._numeric(lower), *self._compact(lower), *self._english_mentions(lower)]
        found += [*self._chinese_mentions(lower), *self._word_mentions(lower), *self._bare_years(lower)]
        kept: list[Dated] = []
        for draft in sorted(found, key=lambda d: (d.start, -d.end)):
            if not kept or draft.start >= kept[-1].end:
                kept.append(draft)
            elif draft.end > kept[-1].end and draft.year and not kept[-1].year:
                kept[-1] = draft
        return self._resolved(lower, kept, published)

    # --- finding --------------------------------------------------------------------------------------------------

    def _span_years(self, lower: str) -> Iterator[Dated]:
        for match in SPAN_YEARS.finditer(lower):
            first, last = year_number(match["a"]), int(match["b"])
            if 0 < last - first < 60:
                yield Dated(match.start(), match.end(), Part("span", 1, 12 * (last - first + 1)), first)

    def _numeric(self, lower: str) -> Iterator[Dated]:
        for match in NUMERIC.finditer(lower):
            if (match["d"] is None and match["s"] == ".") or (
                match["s"] == "." and len(match["m"]) == 1 and not match["d"]
            ):
                continue
            day = int(match["d"]) if match["d"] else None
            yield Dated(
                match.start(), match.end(), Part("day" if day else "month", int(match["m"]), 1, day), int(match["y"])
            )

    def _compact(self, lower: str) -> Iterator[Dated]:
        for match in COMPACT.finditer(lower):
            year = next(int(match[g]) for g in ("y1", "y2", "y3", "y4", "y5", "y6", "y7") if match[g])
            year += 2000 if year < 100 else 0
            quarter = match["q"] or match["q2"] or match["q3"]
            half = match["h"] or match["h2"] or match["h3"]
            yield Dated(match.start(), match.end(), quarter_or_half(quarter, half), year)

    def _chinese_mentions(self, lower: str) -> Iterator[Dated]:
        for match in self._chinese.finditer(lower):
            year = (
                year_number(match["year"]) if match["year"] else 2000 + int(match["short"]) if match["short"] else None
            )
            shift = self._shift.get(match["rel"]) if match["rel"] else None
            prefix = "" if year is not None or shift is not None else "z_"
            part = chinese_part(match, prefix)
            if prefix and (part is None or (part.grain == "year" and not part.edge and match["z_part"] != "全年")):
                continue
            if prefix and match["z_part"] and match["z_part"] not in ("年末", "年底", "年初", "年中", "全年", "年终"):
                continue
            yield Dated(match.start(), match.end(), part or Part("year"), year, shift)

    def _english_mentions(self, lower: str) -> Iterator[Dated]:
        for match in self._english.finditer(lower):
            groups = match.groupdict()
            part = self._english_part(groups)
            if part is None or (groups["mm"] and not groups["md"] and not groups["my"] and not is_month(lower, match)):
                continue
            word = next((groups[g] for g in ("ey", "qy", "ny", "dy", "my", "py", "fy", "ya") if groups[g]), None)
            year = int(word) if word and word.isdigit() else None
            yield Dated(match.start(), match.end(), part, year, self._shift.get(word or ""))

    def _english_part(self, groups: dict[str, str | None]) -> Part | None:
        def text(name: str) -> str:
            return groups[name] or ""

        if groups["em"]:
            months = COUNTS.get(text("ec")) or {"quarter": 3, "half": 6}.get(text("ew"), 12)
            grain = {3: "quarter", 6: "half", 12: "year"}.get(months, "months")
            return Part(grain, self._months[text("em")] - months + 1, months)
        if groups["q"]:
            number = str(ORDINALS[text("q")])
            if groups["what"] == "half":
                return quarter_or_half(None, number) if number in "12" else None
            return quarter_or_half(number, None)
        if groups["n"]:
            months = COUNTS.get(text("n")) or int(text("n"))
            return Part("months", 1, min(months, 12))
        if groups["dm"]:
            return Part("day", self._months[text("dm")], 1, int(text("dd")))
        if groups["mm"]:
            day = int(text("md")) if groups["md"] else None
            return Part("day" if day else "month", self._months[text("mm")], 1, day)
        if groups["pos"]:
            edge = {"early": -1, "mid": 0, "late": 1, "end": 2}.get(text("pos"), -1)
            return Part("year", edge=edge)
        if groups["range"]:
            return Part("span", 1, 12 * max(1, int(text("yb")) - int(text("ya")) + 1))
        return Part("year")

    def _word_mentions(self, lower: str) -> Iterator[Dated]:
        for match in self._words.finditer(lower):
            if match[0] in self._shift:
                yield Dated(match.start(), match.end(), Part("year"), None, self._shift[match[0]])
            else:
                cue = self._relative[match[0]]
                yield Dated(match.start(), match.end(), Part("same"), None, int(cue.factor or 0), cue.means)

    def _bare_years(self, lower: str) -> Iterator[Dated]:
        for match in self._bare_year.finditer(lower):
            yield Dated(match.start(), match.end(), Part("year"), int(match["y"]))

    # --- resolving ------------------------------------------------------------------------------------------------

    def _resolved(self, lower: str, drafts: list[Dated], published: PartialDate | None) -> list[PeriodMention]:
        """Dates for every mention, in reading order; a year left out comes from the passage, else from the publication."""
        breaks = [match.start() for match in re.finditer(r"\n", lower)]
        mentions: list[PeriodMention] = []
        anchor: tuple[int, int] | None = None
        for draft in drafts:
            near = anchor is not None and draft.start - anchor[1] < 300
            paragraph = bisect_right(breaks, draft.start)
            year = anchor[0] if anchor and near and bisect_right(breaks, anchor[1]) == paragraph else None
            mention = self._mention(lower, draft, year, published, mentions)
            mentions.append(mention)
            if mention.first and (draft.year or draft.shift is not None) and draft.relation == "":
                anchor = (mention.first.year, draft.end)
        return joined_mentions(lower, mentions)

    def _mention(
        self,
        lower: str,
        draft: Dated,
        context_year: int | None,
        published: PartialDate | None,
        before: list[PeriodMention],
    ) -> PeriodMention:
        start = draft.start
        as_of = self._as_of.search(lower, max(0, start - 20), start)
        mention = PeriodMention(as_of.start() if as_of else start, draft.end, draft.part.grain, as_of=as_of is not None)
        if draft.relation:
            return related(mention, draft, published, before)
        if draft.part.edge and draft.part.grain == "year":
            mention = replace(mention, as_of=draft.part.edge == 2 or mention.as_of)
        year, basis = draft.year, "stated"
        if year is None:
            basis = "relative"
            if draft.shift is not None:
                year = published.first.year + draft.shift if published else None
            elif context_year is not None:
                year = context_year
            elif published:
                future = self._future.search(lower, max(0, start - 12), min(len(lower), draft.end + 24)) is not None
                year = nearest_year(draft.part, published, future)
        if year is None or not (dates := dates_of(draft.part, year)):
            return replace(mention, basis=basis)
        return replace(mention, first=dates[0], last=dates[1], basis=basis)
