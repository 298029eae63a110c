"""How well a text bears out that a capitalised word is a name, and of which sort: by its form and what stands beside it.

Grades one place of one would-be name; which words are looked at is decided in `latin_names`.
"""

from __future__ import annotations

import re

from claimgraph.extraction.cues import Cues, alternation
from claimgraph.extraction.rules.common_words import ordinary_english
from claimgraph.extraction.rules.known_names import KnownNames
from claimgraph.extraction.rules.text import Text

_OF_FIRMS = (
    r" (?:shares|stock|sales|revenue|cuts|reports|raises|posts|employs|to (?:pay|cut|buy|sell|close|raise))(?![a-z])"
)
_INSIDE = re.compile(
    r"(?:(?<![A-Za-z])[a-z][a-z'’-]*|\d(?:[\d.,]*\d)?[a-z]*|(?<=[a-z0-9%)] )(?:The|A|An)|[A-Za-z]['’]s),? \Z"
)
_CAPITAL = re.compile(r"(?<![A-Za-z])[A-Z][A-Za-z'’-]* \Z")
_REGISTERED = re.compile(r",? (?:Inc|Ltd|LLC|Corp|PLC|plc|Co|AG|SA|NV)(?![A-Za-z])")
_MIXED_CASE = re.compile(r"[a-z][A-Z]|[A-Z]{2}[a-z]{2}|^[A-Za-z]+-?\d")
_ACRONYM = re.compile(r"[A-Z]{1,3}(?:&[A-Z])?|[A-Z]{1,3}s")
_FIGURES = re.compile(r" \|| (?:market share|shipments|sales|revenues?|shares|stock|users|profit)(?![a-z])")
_RANK = re.compile(r"(?:^|\n)(?:No[.] ?)?\d{1,2}[.)]? ?\Z")
_FORMED_WORD = re.compile(r"(?:ing|ed|ly|ion|ment|ive)$")
_OWNS = re.compile(r"['’]s?(?= )")
_FOUNDED_BY = re.compile(
    r"(?:founded|started|established|set up)(?: (?:in|last|this) (?:[a-z]+ ){0,2}(?:\d{4}|year))?"
    r" by (?:[a-z’'-]+ [a-z’'-]+,? (?:and )?){0,3}$"
)
_HAN = re.compile(r"[\u3400-\u9fff]")


class LatinEvidence:
    """Grades and sorts would-be names by the cues of a lexicon."""

    def __init__(self, cues: Cues, listed: KnownNames) -> None:
        self._listed = listed
        titles = cues.words("title")
        self._tails = frozenset(cues.words("org-tail-en"))
        self._title_after = re.compile(rf",? (?:the |its |a |an )?(?:[a-z' -]{{0,24}})?{alternation(titles)}")
        held = alternation(cues.words("title", "relation-leader", "relation-officer"))
        self._title_before = re.compile(rf"{held}(?: and [a-z ]+)?,? ?$")
        self._speaking = re.compile(r"(?:[ ]|, )(?:said|says|told|added|wrote|argued|noted|who )")
        self._doing = re.compile(rf"(?:['’]s |[ ]{cues.pattern('acting')})")
        self._deeds = re.compile(rf"[ ](?:has |have |had |also |will )?{cues.pattern('deed')}")
        self._chinese_deeds = re.compile(cues.pattern("subject-verb"))
        self._not_names = frozenset(cues.words("not-a-name"))
        self._places = frozenset(cues.words("place"))
        self._plain_firms = frozenset(cues.words("plain-firm"))
        self._tier = re.compile(rf"(?:,? (?:and |or )?[A-Z][a-z]+)*[ -]?{cues.pattern('tier')}", re.I)
        self._thing_before = re.compile(rf"{cues.pattern('thing')},? $")
        self._thing_after = re.compile(rf" {cues.pattern('thing')}")
        self._firm_after = re.compile(
            rf", (?:a|an|the|one of) (?:[A-Za-z'’ -]{{0,40}} )?{cues.pattern('firm', 'part-noun')}"
        )
        kinds = cues.pattern("firm", "thing", "part-noun")
        self._apposed = re.compile(rf", (?:a|an|the|one of|its) (?:[a-z'’0-9$. -]{{0,40}} )?{kinds}")
        self._inner_title = re.compile(rf" {cues.pattern('inner-title')} (?=[a-z])")
        holder = rf"(?i:{alternation(titles)}|{cues.pattern('inner-title', 'relation-leader', 'relation-officer')})"
        self._titled = re.compile(rf" {holder}(?:,? (?:and|&) (?:[a-z-]+ ){{0,2}}{holder})? (?=[A-Z][\w’'-]+ [A-Z])")
        self._before_titles = frozenset(cues.words("before-title"))
        self._source_tail = re.compile(rf"(?<![a-z])(?:{'|'.join(cues.words('source-tail'))})\Z")

    def grade(self, text: Text, start: int, end: int) -> str:
        """The evidence that this place alone gives, a word of `evidence.GRADES`."""
        word = text.plain[start:end]
        if word.lower() in self._places or self._listed.is_source(word):
            return "listed"
        if self._listed.is_firm(word):
            return "lone" if word.lower() in self._plain_firms and not self._borne_out(text, start, end) else "listed"
        if self._formed(text, start, end):
            return "form"
        if _ACRONYM.fullmatch(word):
            return "acts" if self._does(text, end) or _OWNS.match(text.plain, end) else "lone"
        if ordinary_english(word):
            return self._plain_grade(text, start, end)
        if _OWNS.match(text.plain, end) or self._does(text, end):
            return "acts"
        return "inside"

    def _borne_out(self, text: Text, start: int, end: int) -> bool:
        """Whether a firm called by an ordinary word is meant here, not what the word means: Apple, Target, Gap."""
        if _FIGURES.match(text.plain, end) or self._employs(text, start, end):
            return True
        return self._plain_grade(text, start, end) != "lone" or self._doing.match(text.lower, end) is not None

    def _formed(self, text: Text, start: int, end: int) -> bool:
        """Whether a name has the tail of a firm or a title, or an apposition tells that it is a firm or a product."""
        words = text.lower[start:end].split()
        if (len(words) > 1 and words[-1].strip(".") in self._tails) or _REGISTERED.match(text.plain, end):
            return True
        if len(words) > 1 and self._title_before.search(text.lower, max(0, start - 40), start):
            return True
        if self._employs(text, start, end):
            return True
        if len(words) > 1 and self._title_after.match(text.lower[end : end + 44]):
            return True
        if len(words) < 4 and self._apposed.match(text.lower, end):
            return True
        return _MIXED_CASE.search(text.plain[start:end]) is not None and not text.plain[start:end].isupper()

    def _plain_grade(self, text: Text, start: int, end: int) -> str:
        """The grade of ordinary words: a capital tells only inside a sentence, a verb only where firms alone do that."""
        word = text.plain[start:end]
        if self._tier.match(text.plain, end):
            return "lone"
        if text.chinese:
            return "inside"
        plural = word.endswith("s") and " " not in word and ordinary_english(word[:-1])
        if _OWNS.match(text.plain, end) or (self._does(text, end) and not plural):
            return "acts"
        if word.isupper():
            return "lone"
        before = text.plain[max(0, start - 24) : start]
        small = " " not in word and self._small(text, word)
        if _RANK.search(before) or (_INSIDE.search(before) and not _CAPITAL.search(before) and not small):
            return "inside"
        if " " in word and not any(part.lower() in self._not_names for part in word.split()):
            return "inside" if not self._in_cell(text, start, end) else "lone"
        told = not plural and not small and not _FORMED_WORD.search(word) and self._doing.match(text.lower, end)
        return "placed" if told else "lone"

    def _employs(self, text: Text, start: int, end: int) -> bool:
        """Whether a title and the name of a person follow: Orrin chairman Dana Reyes."""
        words = text.lower[start:end].split(" ")
        led = words[-1] in self._before_titles or words[-1] in self._not_names
        led = led or _CAPITAL.search(text.plain, max(0, start - 24), start) is not None
        return not led and self._titled.match(text.plain, end) is not None

    @staticmethod
    def _in_cell(text: Text, start: int, end: int) -> bool:
        """Whether words stand alone in a cell or on a line, where each has a capital."""
        before, after = text.plain[max(0, start - 2) : start].strip(" "), text.plain[end : end + 2].strip(" ")
        return before[-1:] in ("", "\n", "|") and after[:1] in ("", "\n", "|", ":")

    @staticmethod
    def _small(text: Text, word: str) -> bool:
        """Whether the text writes this word small elsewhere."""
        return re.search(rf"(?<![A-Za-z]){re.escape(word.lower())}(?![a-z])", text.plain) is not None

    def _does(self, text: Text, end: int) -> bool:
        """Whether what firms do follows."""
        if _HAN.match(text.plain[end : end + 1]):
            return self._chinese_deeds.match(text.lower, end) is not None
        return self._deeds.match(text.lower, end) is not None

    def sort(self, text: Text, start: int, end: int) -> str:
        """Organization, person, product, publication, or any where nothing tells."""
        words = text.lower[start:end].split()
        if self._listed.is_source(text.plain[start:end]):
            return "publication"
        if self._listed.is_firm(text.plain[start:end]):
            return "organization"
        if self._source_tail.search(text.lower[start:end]) and len(words) > 1:
            return "publication"
        if (words[-1].strip(".") in self._tails and len(words) > 1) or _REGISTERED.match(text.plain, end):
            return "organization"
        if self._title_before.search(text.lower, max(0, start - 40), start) and len(words) > 1:
            return "person"
        if len(words) in (2, 3) and _FOUNDED_BY.search(text.lower, max(0, start - 80), start):
            return "person"
        if self._employs(text, start, end):
            return "organization"
        after = text.lower[end : end + 44]
        speaks = len(words) in (2, 3) and (self._speaking.match(after) or self._title_after.match(after))
        if speaks and not re.search(rf"{re.escape(text.plain[start:end])}(?:'s|’s)?{_OF_FIRMS}", text.plain):
            return "person" if all(w.replace("-", "").isalpha() for w in words) else "organization"
        if re.search(r"\d", text.plain[start:end]) or self._thing_before.search(text.lower, max(0, start - 20), start):
            return "product"
        if self._firm_after.match(text.lower, end) or self._inner_title.match(text.lower, end):
            return "organization"
        return "product" if self._thing_after.match(text.lower, end) else "any"
