"""A document as the grammars see it: folded, without the blanks and line breaks that only typesetting put there.

`plain` is what is matched; `offsets` leads every position of it back to the text as it was given. Paragraphs, sentences
and clauses are spans of `plain`. Nothing here knows numbers or names.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from operator import attrgetter

from claimgraph.extraction.rules.fold import fold, lower

CJK = "\u2e80-\u2fdf\u3001-\u303f\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U000323af"
_CJK_CHARACTER = re.compile(f"[{CJK}]")
_DROPPED = re.compile("[\ufeff\u200b-\u200f\u2060\u00ad\u202a-\u202e\r]")
_RUN = re.compile(
    r"(?!(?<=[!-~])[ ][!-~])[ \t\n\f\v\u0085\u2028\u2029]+|[\ufeff\u200b-\u200f\u2060\u00ad\u202a-\u202e\r]+"
)
_DIGITS = re.compile(r"\d[\d.]|[.,]\d")
_FINAL = "。!?;:…」』”》)]}|"
_UNIT_HEAD = re.compile(r"[年月日号万亿千百%个家元美港人名次倍岁]")


_START = attrgetter("start")


@dataclass(frozen=True, slots=True)
class Span:
    """A half-open stretch of `plain`."""

    start: int
    end: int

    def __contains__(self, position: int) -> bool:
        return self.start <= position < self.end


class Text:
    """A text and its plain reading; see the module."""

    def __init__(self, raw: str) -> None:
        self.raw = raw
        self.plain, self.offsets = _squeeze(raw)
        self.lower = lower(self.plain)

    def raw_span(self, start: int, end: int) -> tuple[int, int]:
        """Where a stretch of `plain` stands in the text as given."""
        if start >= end:
            return self.offsets[start], self.offsets[start]
        return self.offsets[start], self.offsets[end - 1] + 1

    def printed(self, start: int, end: int) -> str:
        """That stretch as given, untouched."""
        first, last = self.raw_span(start, end)
        return self.raw[first:last]

    @cached_property
    def traditional(self) -> bool:
        """Whether it is written in traditional characters."""
        sample = [character for character in self.raw[:4000] if "\u4e00" <= character <= "\u9fff"]
        return sum(fold(character) != character for character in sample) > 0.05 * len(sample)

    @cached_property
    def chinese(self) -> bool:
        """Whether the text is mostly Chinese."""
        sample = self.plain[:4000]
        return len(_CJK_CHARACTER.findall(sample)) * 4 > len(sample)

    @cached_property
    def sentences(self) -> tuple[Span, ...]:
        return tuple(_sentences(self.plain))

    @cached_property
    def paragraphs(self) -> tuple[Span, ...]:
        return tuple(Span(m.start(), m.end()) for m in re.finditer(r"[^\n]+", self.plain))

    @cached_property
    def clauses(self) -> tuple[Span, ...]:
        return tuple(clause for sentence in self.sentences for clause in _clauses(self.plain, sentence))

    def sentence_at(self, position: int) -> int:
        """The number of the sentence that holds the position."""
        return max(0, bisect_right(self.sentences, position, key=_START) - 1)

    def clause_at(self, position: int) -> int:
        """The number of the clause that holds the position."""
        return max(0, bisect_right(self.clauses, position, key=_START) - 1)


def is_cjk(character: str) -> bool:
    """Whether this one character is Chinese script or punctuation.

    >>> is_cjk("月"), is_cjk("。"), is_cjk("a"), is_cjk(",")
    (True, True, False, False)
    """
    return bool(_CJK_CHARACTER.match(character))


def _squeeze(raw: str) -> tuple[str, list[int]]:
    """Folded text without meaningless blanks, and for every place of it (and its end) the place in `raw`."""
    folded = fold(raw)
    width = _wrap_width(folded)
    pieces: list[str] = []
    offsets: list[int] = []
    place, last = 0, ""
    for run in _RUN.finditer(folded):
        if run.start() > place:
            pieces.append(folded[place : run.start()])
            offsets.extend(range(place, run.start()))
            last = folded[run.start() - 1]
        following = _RUN.match(folded, run.end())
        after = folded[run.end() : run.end() + 1]
        blank = "" if following else _blank(folded, run, last, after, width)
        blank = "\n" if "\n" in run[0].strip(" \t\r") and following else blank
        if blank and last not in ("", "\n"):
            pieces.append(blank)
            offsets.append(run.start())
            last = blank
        place = run.end()
    pieces.append(folded[place:])
    offsets.extend(range(place, len(folded)))
    offsets.append(len(raw))
    return "".join(pieces), offsets


def _blank(folded: str, run: re.Match[str], before: str, after: str, width: int) -> str:
    """What a run of blanks stands for: nothing, one blank, or the end of a paragraph."""
    if _DROPPED.match(run[0]):
        return ""
    between_cjk = bool(before and after and is_cjk(before) and is_cjk(after))
    beside_cjk = bool(before and is_cjk(before)) or bool(after and is_cjk(after))
    if breaks := run[0].count("\n") + run[0].count("\u2028") + run[0].count("\u2029"):
        if breaks > 1 or not _is_soft(folded, run.start(), after, width):
            return "\n"
        return "" if beside_cjk or _cuts_number(folded, run) else " "
    if between_cjk:
        return " " if len(run[0]) > 1 or "\t" in run[0] or not _UNIT_HEAD.match(after) else ""
    return "" if beside_cjk and "\t" not in run[0] else " "


def _is_soft(folded: str, place: int, after: str, width: int) -> bool:
    """Whether a line break falls inside a sentence: the line is full, or a number is cut from its unit."""
    line = folded[max(folded.rfind("\n", 0, place), place - 400) + 1 : place].rstrip(" \t\r")
    if not line or not after or line[-1] in _FINAL:
        return False
    if line[-1] == "." and not (line[-2:-1].isdigit() and after.isdigit()):
        return False
    if line[-1].isdigit() and _UNIT_HEAD.match(after) and (len(line.strip()) > 3 or not line.strip().isdigit()):
        return True
    return bool(width) and _columns(line) >= width * 0.8


def _cuts_number(folded: str, run: re.Match[str]) -> bool:
    """Whether a soft break falls inside a number: Chinese lines are filled to the last column, digits or not."""
    place = max(folded.rfind("\n", 0, run.start()), run.start() - 400) + 1
    around = folded[run.start() - 1 : run.start()] + folded[run.end() : run.end() + 1]
    return bool(_DIGITS.fullmatch(around) and _CJK_CHARACTER.search(folded, place, run.start()))


def _columns(line: str) -> int:
    return len(line) + len(_CJK_CHARACTER.findall(line))


def _wrap_width(folded: str) -> int:
    """The width a text is wrapped at, 0 where its lines are paragraphs."""
    lines = [_columns(line) for line in folded[:20000].split("\n") if line.strip()]
    if len(lines) < 3 or max(lines) > 130 or max(lines) < 40:
        return 0
    full = sum(line >= max(lines) * 0.8 for line in lines)
    return max(lines) if full >= 3 and full * 2 >= len(lines) else 0


_ABBREVIATION = re.compile(
    r"(?:\b(?:[A-Za-z]|Mr|Mrs|Ms|Dr|Inc|Corp|Ltd|Co|No|St|Jr|Sr|vs|etc|approx"
    r"|est|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec"
    r"|Prof|Gen|Rep|Sen|Fig|Vol|Rs|cf|al|e\.g|i\.e|a\.m|p\.m|U\.S|U\.K))$"
)
_END = re.compile(r"[。！？!?；;…]+[”」』’\")]*|\.[”\")]*(?=[ ]|$)|\n+")


def _sentences(plain: str) -> Iterator[Span]:
    start = 0
    for end in _END.finditer(plain):
        if end[0].startswith(".") and _goes_on(plain, end):
            continue
        yield from _bounded(plain, start, end.end())
        start = end.end()
    yield from _bounded(plain, start, len(plain))


_LONGEST = 1200


def _bounded(plain: str, start: int, end: int) -> Iterator[Span]:
    """The sentence; what runs on without end is cut at a blank, so that no work grows with the square of a text."""
    while end - start > _LONGEST:
        cut = plain.rfind(" ", start + _LONGEST // 2, start + _LONGEST) + 1 or start + _LONGEST
        if span := _stripped(plain, start, cut):
            yield span
        start = cut
    if span := _stripped(plain, start, end):
        yield span


def _goes_on(plain: str, end: re.Match[str]) -> bool:
    """Whether a full stop belongs to an abbreviation or an initial."""
    if not _ABBREVIATION.search(plain[max(0, end.start() - 8) : end.start()]):
        return False
    following = plain[end.end() : end.end() + 2]
    head = plain[max(0, end.start() - 8) : end.start()]
    company = re.search(r"\b(?:Inc|Corp|Ltd|Co|etc|a\.m|p\.m|U\.S|U\.K)$", head)
    return not (company and following[1:2].isupper() and plain[end.end() + 1 : end.end() + 5].istitle())


def _stripped(plain: str, start: int, end: int) -> Span | None:
    while start < end and plain[start] in " \n":
        start += 1
    while end > start and plain[end - 1] in " \n":
        end -= 1
    return Span(start, end) if start < end else None


_COMMA = re.compile(r"(?<!\d),|,(?!\d)|[，、:：](?=\D)|[-—]{2,}|—| - | – ")
_LIST_MARK = "、"


def _clauses(plain: str, sentence: Span) -> Iterator[Span]:
    """Parts of a sentence between commas, colons and dashes; a list mark (、) does not end a clause."""
    start = sentence.start
    for mark in _COMMA.finditer(plain, sentence.start, sentence.end):
        if mark[0] == _LIST_MARK:
            continue
        if mark.start() > start:
            yield Span(start, mark.start())
        start = mark.end()
    if start < sentence.end:
        yield Span(start, sentence.end)
