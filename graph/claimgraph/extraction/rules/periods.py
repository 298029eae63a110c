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
from claimgraph.extraction.rules.fiscal import CALENDAR, FiscalYears, by_calendar, fiscal_year_of
from claimgraph.extraction.rules.period_dates import (
    Dated,
    PeriodMention,
    dates_of,
    ended_span,
    joined_mentions,
    nearest_year,
    quarter_before,
    related,
    same_of_year,
)
from claimgraph.extraction.rules.period_forms import (
    CHINESE,
    COMPACT,
    COUNTS,
    DAY_SPAN,
    NUMERIC,
    ORDINALS,
    RELATIVE,
    SPAN_YEARS,
    Part,
    chinese_part,
    english_pattern,
    grain_named,
    is_month,
    quarter_or_half,
    whole_word,
    year_number,
)
from claimgraph.extraction.rules.period_spans import SpanReader, around, counted_back, moved_back

__all__ = ["PeriodMention", "PeriodReader"]

_RESULTS_END = 4
_ENDS = re.compile(r" end(?:ed|ing|s)? | to ")
_CLAUSE = 100
_SENTENCE_END = re.compile(r"[。!?\n]|(?<=[a-z\d)])\. (?=[a-z])")
_BESIDE = 12
_COMPARED = re.compile(
    r"(?:较|比|相比|恢复[到至]|重返|扭转|落后|不及|[低高多少优]于"
    r"|than|from|against|versus|over|above|below|times|compared with|compared to)[ ]?"
    r"(?:in |that of |those of |the )?(?:same |corresponding |comparable )?(?:quarter |period |month |half )?(?:of |in )?$"
)


def _is_aside(lower: str, mention: PeriodMention) -> bool:
    """Whether a mention dates only a comparison: after 较 or than, or in brackets before a colon or a number."""
    if _COMPARED.search(lower, max(0, mention.start - 40), mention.start) or _FIRST_IN.match(lower, mention.end):
        return True
    if _OF_BEFORE.search(lower, max(0, mention.start - 4), mention.end):
        return True
    if _FROM_LEVEL.search(lower, max(0, mention.start - 48), mention.start):
        return True
    opened = lower.rfind("(", max(0, mention.start - 24), mention.start)
    bracketed = opened >= 0 and ")" not in lower[opened : mention.start]
    return bracketed and re.match(r"[ ]?[:：]|[^)\n]{0,24}\d", lower[mention.end : mention.end + 26]) is not None


_FROM_LEVEL = re.compile(
    r"(?<![a-z])from [^a-z\d]{0,4}\d[\d.,]*(?:%| percent| per cent)?(?: (?:million|billion|trillion))?(?: [a-z]+)? "
    r"(?:in|during|for) $"
)
_OF_BEFORE = re.compile(r"(?:of|in) the (?:previous|prior|preceding) ")
_FIRST_IN = re.compile(r"(?:以来)?(?:首次|最[高低大小多少]|新[高低])")
_SAME_TIME = re.compile(r"同[期季月]")
_SAME_LONG = 2
_AT_END = re.compile(r"(?<![a-z])(?:end|close)(?![a-z])|末|底")
_CLAUSE_END = re.compile(r"[,，。;；!?\n]|\. ")


class PeriodReader:
    """The period grammar, compiled from the period words of a lexicon."""

    def __init__(self, cues: Cues) -> None:
        words = cues.table("PeriodWord")
        self._shift = {word: int(cue.factor or 0) for word, cue in words.items() if cue.means == "year"}
        self._months = {word: int(cue.factor or 0) for word, cue in words.items() if cue.means == "month"}
        self._relative = {word: cue for word, cue in words.items() if cue.means in RELATIVE}
        relative = "|".join(sorted(map(re.escape, self._shift), key=len, reverse=True))
        relative = relative.replace("年内", whole_word("年内"))
        months = "|".join(sorted(map(re.escape, self._months), key=len, reverse=True))
        self._chinese = re.compile(CHINESE.pattern.replace("__REL__", relative))
        self._english = re.compile(english_pattern(months).replace("__REL__", relative))
        words_left = sorted([*self._relative, *self._shift], key=len, reverse=True)
        firsts = "".join(sorted({re.escape(word[0]) for word in words_left}))
        self._words = re.compile(rf"(?=[{firsts}])(?:{'|'.join([whole_word(word) for word in words_left])})")
        self._as_of = re.compile(rf"{cues.pattern('as-of')}[ ]?(?:the |于|到|至)?[ ]?$")
        self._future = re.compile(cues.pattern("future"))
        self._began = re.compile(rf"{cues.pattern('began')}[^,，。;；\n\d]{{0,8}}$")
        self._model = re.compile(rf"(?:{cues.pattern('comes-out')}|\|)[^,，。;；\n]{{0,6}}? ?[a-z]+ ?$")
        self._foretold = re.compile(rf"{cues.pattern('foretells')}[,，][^,，。;；\n]{{0,12}}$")
        self._looking = re.compile(cues.pattern("looks-ahead"))
        self._spans, self._fiscal = SpanReader(cues), FiscalYears(cues, self._months)
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
        found = [
            *self._span_years(lower),
            *self._day_spans(lower),
            *self._numeric(lower),
            *self._compact(lower),
            *self._english_mentions(lower),
        ]
        found += [*self._chinese_mentions(lower), *self._word_mentions(lower), *self._bare_years(lower)]
        found += [*counted_back(lower), *self._spans.years(lower)]
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

    def _day_spans(self, lower: str) -> Iterator[Dated]:
        for match in DAY_SPAN.finditer(lower):
            part = Part("day", int(match["m"]), 1, int(match["a"]), last_day=int(match["b"]))
            year = year_number(match["y"]) if match["y"] else None
            yield Dated(match.start(), match.end(), part, year, self._shift.get(match["rel"] or ""))

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
            if prefix and match["z_q2"] and self._model.search(lower, max(0, match.start() - 24), match.start()):
                continue
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

        if month := groups["em"] or groups["em2"]:
            spelt = text("ec")
            months = (
                COUNTS.get(spelt)
                or (int(spelt) if spelt.isdigit() else 0)
                or {"quarter": 3, "half": 6}.get(text("ew").split("-")[0].split(" ")[0], 12)
            )
            grain = {3: "quarter", 6: "half", 12: "year"}.get(months, "months")
            last_day = int(groups["ed"] or groups["ed2"] or 0)
            return Part(grain, self._months[month] - months + 1, months, last_day=last_day or None)
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
                grain = grain_named(match[0]) if cue.means in ("same", "before") else "same"
                yield Dated(match.start(), match.end(), Part(grain), None, int(cue.factor or 0), cue.means)

    def _bare_years(self, lower: str) -> Iterator[Dated]:
        for match in self._bare_year.finditer(lower):
            yield Dated(match.start(), match.end(), Part("year"), int(match["y"]))

    # --- resolving ------------------------------------------------------------------------------------------------

    def _resolved(self, lower: str, drafts: list[Dated], published: PartialDate | None) -> list[PeriodMention]:
        """Dates for every mention, in reading order; a year left out comes from the passage, else from the publication."""
        drafts = self._by_calendar(lower, drafts, published)
        breaks = [match.start() for match in re.finditer(r"\n", lower)]
        mentions: list[PeriodMention] = []
        anchor: tuple[int, int] | None = None
        for draft in drafts:
            if mentions and draft.start < mentions[-1].end:
                continue
            near = (
                anchor is not None
                and draft.start - anchor[1] < 300
                and not (published and _SENTENCE_END.search(lower, anchor[1], draft.start))
            )
            paragraph = bisect_right(breaks, draft.start)
            year = anchor[0] if anchor and near and bisect_right(breaks, anchor[1]) == paragraph else None
            mention = self._mention(lower, draft, year, published, mentions)
            mention = self._spans.read(lower, ended_span(lower, mention), published)
            mentions.append(replace(mention, aside=mention.aside or _is_aside(lower, mention)))
            if (
                mention.first
                and not mentions[-1].aside
                and not self._began.search(lower, max(0, draft.start - 40), draft.start)
                and (draft.year or draft.shift is not None)
                and draft.relation == ""
            ):
                anchor = (mention.first.year, draft.end)
        return joined_mentions(lower, mentions)

    def _by_calendar(self, lower: str, drafts: list[Dated], published: PartialDate | None) -> list[Dated]:
        """The mentions of fiscal quarters, halves and years as months of the calendar."""
        end = self._fiscal.end(lower, drafts, published)
        if end == CALENDAR:
            return drafts
        moved = []
        for draft in drafts:
            worded = self._fiscal.worded(lower, draft)
            year = draft.year
            if draft.shift is not None and worded and draft.part.grain == "year" and published:
                year = fiscal_year_of(published.first, end) + draft.shift
            bare = year is None and draft.shift is None and draft.part.grain != "year"
            if draft.relation or _ENDS.search(lower, draft.start, draft.end) or not (worded or bare):
                moved.append(draft)
                continue
            part, start = by_calendar(draft.part, year, end)
            moved.append(replace(draft, part=part, year=start, shift=None if year else draft.shift))
        return moved

    def _year_left_out(
        self, lower: str, draft: Dated, context_year: int | None, published: PartialDate | None
    ) -> int | None:
        """The year of a month or quarter that stands without one: that of the passage, unless it is yet to come and the
        words do not look ahead; else the nearest to the publication."""
        if published is None:
            return context_year
        ahead = self._looks_ahead(lower, draft)
        told = dates_of(draft.part, context_year) if context_year is not None else None
        if told and (told[0] <= published.last or ahead):
            return context_year
        return nearest_year(draft.part, published, ahead)

    def _whole_year(self, lower: str, draft: Dated, context_year: int | None, published: PartialDate) -> int:
        """The year of a bare 全年, "full year": that of the passage; results come out by spring, later it is this year's."""
        this = published.first.year
        if self._looks_ahead(lower, draft):
            return this
        if context_year is not None and context_year <= this:
            return context_year
        return this - 1 if published.first.month <= _RESULTS_END else this

    def _reference(self, lower: str, draft: Dated, published: PartialDate | None) -> PartialDate | None:
        """The publication; for a quarter that the text only reports on (本季, the quarter), the quarter before it."""
        reports = draft.relation == "same" and draft.part.grain == "quarter" and not self._looks_ahead(lower, draft)
        reports = reports and not self._spans.goes_on(lower, draft.end)
        return quarter_before(published) if published and reports else published

    def _looks_ahead(self, lower: str, draft: Dated) -> bool:
        """Whether the words beside a period in its clause speak of what is to come."""
        clause = _CLAUSE_END.split(lower[max(0, draft.start - _CLAUSE) : draft.start])[-1]
        before = clause[-_BESIDE:]
        after = _CLAUSE_END.split(lower[draft.end : draft.end + 24].lstrip(",，"))[0]
        return (
            self._future.search(before + "|" + after) is not None
            or self._looking.search(clause) is not None
            or before.endswith(("by ", "by late ", "by early "))
            or self._foretold.search(lower, max(0, draft.start - _CLAUSE), draft.start) is not None
        )

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
        if draft.relation == "around":
            return around(mention, draft.shift or 0, published)
        if draft.relation == "ago":
            return moved_back(mention, draft, published, before)
        if draft.relation:
            told = related(mention, draft, self._reference(lower, draft, published), before)
            return replace(told, first=told.last) if as_of and _AT_END.search(as_of[0]) else told
        if draft.part.edge and draft.part.grain == "year":
            mention = replace(mention, as_of=draft.part.edge == 2 or mention.as_of)
        year, basis = draft.year, "stated"
        if year is None:
            basis = "relative"
            if draft.shift is not None:
                year = published.first.year + draft.shift if published else None
            elif published and draft.part.grain == "year" and not draft.part.edge:
                year = self._whole_year(lower, draft, context_year, published)
            else:
                year = self._year_left_out(lower, draft, context_year, published)
        if year is None or not (dates := dates_of(draft.part, year)):
            return replace(mention, basis=basis)
        if draft.part.grain == "year" and _SAME_TIME.match(lower, draft.end) and (moved := same_of_year(before, year)):
            return replace(moved, start=mention.start, end=draft.end + _SAME_LONG, basis="relative", aside=True)
        if as_of and _AT_END.search(as_of[0]) and draft.part.grain in ("month", "quarter", "half"):
            return replace(mention, first=dates[1], last=dates[1], basis=basis)
        at_end = draft.part.grain in ("month", "quarter") and draft.part.edge == 2
        return replace(mention, first=dates[0], last=dates[1], basis=basis, as_of=mention.as_of or at_end)
