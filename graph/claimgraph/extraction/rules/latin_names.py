"""Names in Latin letters that no corpus knows: capitalised words, without what only describes them.

Finds and trims them and leaves out what nothing bears out; how well each is known and its sort is told by `latin_evidence`.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterator
from operator import attrgetter

from claimgraph.extraction.cues import Cues, alternation
from claimgraph.extraction.rules.common_words import ordinary_english
from claimgraph.extraction.rules.evidence import best
from claimgraph.extraction.rules.known_names import KnownNames
from claimgraph.extraction.rules.latin_evidence import LatinEvidence
from claimgraph.extraction.rules.name_forms import Name, abbreviated, is_variant, past_variant
from claimgraph.extraction.rules.text import Span, Text

_L = "A-Za-z0-9À-ÖØ-öø-ÿ"
_WORD = rf"(?:[A-ZÀ-Ö](?:[{_L}&-]|[.](?=[{_L}])|['’](?=[A-Z]))*|[a-z]{{1,3}}[A-Z][{_L}-]*|A/S)"
_AMOUNT = (
    r"[.,]?\d|[ ]?(?:million|billion|percent|per cent|%|thousand"
    r"|(?!分别)[万亿千百个元倍年月日家款部台人名次条件分秒届岁位集张美港]|[-+]?\d)|[A-Za-z0-9_%]"
)
_VERSION = rf"\d{{1,3}}(?:\.\d)?(?!{_AMOUNT})|\d(?:\.\d)?(?=系列)"
_LATIN_NAME = re.compile(
    rf"(?<![{_L}_@#/.&])(?<!(?<![-) ])-){_WORD}"
    rf"(?:(?:[ ](?:of|de|da|del|van|von|la|le|&)){{0,2}}[ ](?:{_WORD}|{_VERSION})){{0,5}}"
)
_ADJECTIVE = re.compile(
    r"[a-z]-(?:listed|based|backed|led|owned|made|born|style|bound|traded"
    r"|denominated|run|powered|driven|focused|generated|native|enabled|related|heavy|only|like|wide|first"
    r"|level|size|scale|class|type|themed|branded|inspired|funded|controlled|operated|managed|developed|designed)$"
)
_NEVER_LAST = re.compile(
    "of|the|for|&|de|in|on|api|apis|(?:mon|tues|wednes|thurs|fri|satur|sun)day"
    "|january|february|march|april|june|july|august|september|october|november|december"
)
_DATELINE = re.compile(r"[A-Z][A-Z. ]{3,}(?:, [A-Z][A-Za-z. ]{1,14})?(?: ?\([A-Za-z ]{2,20}\))? ?[–—-]{1,2} [^\n]{60}")
_MONEY = re.compile(
    r"(?:RMB|USD|CNY|HKD|EUR|GBP|US|HK|NT|AU?|CA?|S|R|JPY|KRW|INR|Rs|DKK|SEK|NOK|CHF|BRL|MXN|THB|VND|IDR|PHP|MYR|PLN|TRY"
    r"|ZAR|SAR|AED|ILS|TWD|NZD|SGD|CAD|AUD)(?:[\d.,]+[a-z]*|(?=\$)|$)"
)
_NO_NAME = re.compile(
    r"(?:FY|CY|[1-4]Q|Q[1-4]|[12]H|H[12])['’]?(?:\d\d){0,2}(?:[-/]\d\d)?[AEFP]?|[IVX]{1,4}|[A-F][+-]|(?:CR|TOP|Top)\d{1,3}|[A-Z]?\d+[A-Z]?"
    r"|[A-Z]{2,}-?(?:\d{4,}|\d{6,}-\d+)"
)
_PARTICLES = frozenset(("of", "de", "da", "&"))
_START = attrgetter("start")
_COUNTED = re.compile(r"\d ?\Z")
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d \Z")
_RUN_ON = re.compile(r"(?<=[A-Za-z])\d+\Z")
_INITIALS = re.compile(r"(?:[A-Z]\.)+[A-Z]")
_LISTED_AT = re.compile(r"(?:NYSE|NASDAQ|AMEX|LSE|TSX|ASX|HKEX|SEHK|SSE|SZSE|TSE|KRX|NSE|BSE|OTC\w*)[ ]?:[ ]?$", re.I)
_SPEAKER = re.compile(r"^(?P<who>[A-Z][\w.’' -]{0,28}):[ ]", re.MULTILINE)
_RUNNING = re.compile(r"[a-z0-9)'’%][,;]? \Z")


class LatinNames:
    """Finds capitalised names by the cues of a lexicon."""

    def __init__(self, cues: Cues, ordinary: frozenset[str], listed: KnownNames) -> None:
        self._evidence = LatinEvidence(cues, listed)
        self._listed = listed
        self._measured = ordinary
        self._place = re.compile(
            rf"(?:{'|'.join(re.escape(w) for w in cues.words('place') if ' ' in w and w.isascii())})(?![a-z])"
        )
        self._not_names = frozenset(cues.words("not-a-name"))
        self._never_first = frozenset(cues.words("name-lead"))
        self._title = re.compile(f"{alternation(cues.words('inner-title'))}[ ]")
        self._tails = frozenset(cues.words("org-tail-en"))

    def find(self, text: Text) -> Iterator[Name]:
        """The capitalised names of a text, each with what the text calls it at its fullest and how well it is known."""
        speakers = _speakers(text)
        headings = [span for span in text.paragraphs if _is_heading(text.plain[span.start : span.end])]
        spans = [
            span
            for match in _LATIN_NAME.finditer(text.plain)
            for piece in self._pieces(text, match.start(), match.end(), headings)
            if (span := self._trimmed(text, *piece))
        ]
        short = abbreviated(text, spans)
        grades: dict[str, list[str]] = defaultdict(list)
        for start, end in spans:
            word = text.plain[start:end]
            sure = word in short or word in speakers
            grades[word].append("form" if sure else self._evidence.grade(text, start, end))
        known = {word: _repeated(found) for word, found in grades.items()}
        heads = {word.split(" ")[0] for word, grade in known.items() if " " in word and grade == "form"}
        known |= {word: "form" for word, grade in known.items() if word in heads and grade == "lone" and word.isupper()}
        kept = [(start, end) for start, end in spans if known[text.plain[start:end]] != "lone"]
        full = {
            word: longer
            for word, longer in _fullest({text.plain[start:end] for start, end in kept}).items()
            if not self._listed.is_firm(word) or longer.split()[-1].lower().strip(".") in self._tails
        } | short
        for start, end in kept:
            word = text.plain[start:end]
            called = full.get(word, word)
            evidence = best([known[word], known.get(called, "lone")])
            sort = "person" if word in speakers else self._evidence.sort(text, start, end)
            yield Name(start, end, word, called, sort, evidence)

    def _pieces(self, text: Text, start: int, end: int, headings: list[Span]) -> Iterator[tuple[int, int]]:
        """The names in one run of capitals: a firm and a person with a title between them, the words of a heading."""
        cut = start
        for title in self._title.finditer(text.lower, start, end):
            if title.start() > cut:
                yield cut, title.start() - 1
            cut = title.end()
        heading = bisect_right(headings, start, key=_START) - 1
        if heading >= 0 and start in headings[heading]:
            yield from self._told_apart(text, cut, end)
        elif cut < end:
            of = _PERSON_OF.match(text.plain, cut, end)
            if of and of["firm"].split()[-1].lower() in self._tails and not ordinary_english(of["person"].split()[-1]):
                yield of.span("person")
                yield of.span("firm")
            else:
                yield cut, end

    def _told_apart(self, text: Text, start: int, end: int) -> Iterator[tuple[int, int]]:
        """The names in a heading, where all words have capitals: those of the running text, and words of no dictionary."""
        words = [(m.start() + start, m.end() + start) for m in re.finditer(r"[^ ]+", text.plain[start:end])]
        first = 0
        while first < len(words):
            last = first
            for stop in range(len(words), first, -1):
                run = text.plain[words[first][0] : words[stop - 1][1]]
                inside = _inside_sentence(text.plain, run)
                firm = 1 < stop - first < 5 and text.lower[slice(*words[stop - 1])] in self._tails
                if (
                    firm
                    or (inside and not self._only_measures(run))
                    or (stop == first + 1 and not ordinary_english(run))
                ):
                    last = stop
                    break
            if last == first:
                first += 1
                continue
            while last < len(words) and text.plain[slice(*words[last])].isdigit():
                last += 1
            yield words[first][0], words[last - 1][1]
            first = last

    def _only_measures(self, run: str) -> bool:
        """Whether all words are those of metrics or never names: Monthly Active Users, July-August."""
        words = re.split("[ /&-]", run.lower())
        return all(word in self._measured or word in self._not_names for word in words)

    def _trimmed(self, text: Text, start: int, end: int) -> tuple[int, int] | None:
        """The name without articles and common words at its beginning, possessive and stops at its end."""
        if text.plain[:end].endswith((".", "-")):
            end -= 1
        if (run_on := _RUN_ON.search(text.plain, start, end)) and text.plain[end : end + 1] in "月日年万亿家个":
            end = run_on.start()
        if re.match(r"\+(?![\w+])", text.plain[end : end + 2]):
            end += 1
        if _INITIALS.fullmatch(text.plain, start, end) and text.plain[end : end + 1] == ".":
            end += 1
        end = past_variant(text.plain, end)
        words = [(m.start() + start, m.end() + start) for m in re.finditer(r"[^ ]+", text.plain[start:end])]
        attributes = [i for i, word in enumerate(words) if _ADJECTIVE.search(text.lower[slice(*word)])]
        words = words[attributes[-1] + 1 :] if attributes and attributes[-1] + 1 < len(words) else words
        words = self._without_end(text, self._without_lead(text, words))
        if _DATELINE.match(text.plain, start) and text.plain[start - 1 : start] in ("", "\n"):
            return None
        if not words or _ADJECTIVE.search(text.lower, words[0][0], words[-1][1]):
            return None
        start, end = words[0][0], words[-1][1]
        return None if self._is_none(text, start, end) else (start, end)

    def _without_lead(self, text: Text, words: list[tuple[int, int]]) -> list[tuple[int, int]]:
        """Without a first word that is none of a name; inside a sentence only what leads no name is cut."""
        while words and not self._place.match(text.lower, words[0][0]):
            word = text.lower[slice(*words[0])].strip(".,'’")
            running = _RUNNING.search(text.plain, max(0, words[0][0] - 3), words[0][0]) is not None
            kept = len(words) > 1 and running and word not in self._never_first and not self._listed_alone(text, words)
            kept = kept and not self._only_measures(text.plain[words[0][0] : words[-1][1]])
            kept = kept and text.plain[words[1][0]].isupper()
            led = text.lower[: words[0][1]].endswith(("-based", "-backed", "-led"))
            if self._listed.is_firm(text.plain[words[0][0] : words[-1][1]]):
                break
            small = text.plain[words[0][0]].islower() and word in _PARTICLES
            if led or small or (word in self._never_first and len(words) > 1) or (word in self._not_names and not kept):
                words = words[1:]
            else:
                break
        return words

    def _listed_alone(self, text: Text, words: list[tuple[int, int]]) -> bool:
        """Whether what follows the first word is a name of its own: Cloud Netflix."""
        rest = text.plain[words[1][0] : words[-1][1]]
        return self._listed.is_firm(rest) or self._listed.is_source(rest)

    def _without_end(self, text: Text, words: list[tuple[int, int]]) -> list[tuple[int, int]]:
        while words:
            last = text.plain[slice(*words[-1])]
            money = _MONEY.match(last) and text.plain[words[-1][1] : words[-1][1] + 1] == "$"
            period = len(words) > 1 and not last.isdigit() and _NO_NAME.fullmatch(last) and last[0] in "FCQH1234"
            if not (_NEVER_LAST.fullmatch(last.lower().strip(".,'’")) or money or period):
                break
            words = words[:-1]
        tail = bool(words) and text.lower[slice(*words[-1])] in self._tails
        if len(words) > 2 and not tail and self._only_measures(text.plain[words[-2][0] : words[-1][1]]):
            words = words[:-2]
        return words

    def _is_none(self, text: Text, start: int, end: int) -> bool:
        """Whether these words are money, a period, a grade, a ticker, the unit of a number or a measure."""
        word = text.plain[start:end]
        if _MONEY.fullmatch(word) or (_MONEY.match(word) and text.plain[end : end + 1] == "$"):
            return True
        if word.replace(" ", "").replace(".", "").isdigit() or (len(word) < 2 and not text.chinese):
            return True
        if not re.search("[A-Z]", word) or _NO_NAME.fullmatch(word) or self._is_term(word):
            return True
        if word.lower() in self._not_names and " " in word:
            return True
        if is_variant(word) and text.plain[end : end + 1] == "版":
            return True
        if re.search("[ /&-]", word) and self._only_measures(word):
            return True
        before = text.plain[max(0, start - 12) : start]
        if _LISTED_AT.search(before) or (word.isupper() and self._is_ticker(text, start, end)):
            return True
        if not _COUNTED.search(before) or _YEAR.search(before):
            return False
        return len(word) < 4 or ordinary_english(word) or before.endswith(("in 10 ", "of 10 "))

    @staticmethod
    def _is_ticker(text: Text, start: int, end: int) -> bool:
        """Whether capitals stand in brackets after a firm's dot, and nowhere else: Halvar Inc. (HLV)."""
        word = text.plain[start:end]
        bracketed = text.plain[max(0, start - 3) : start] == ". (" and text.plain[end : end + 1] == ")"
        return bracketed and text.plain.count(word) == text.plain.count(f"({word})")

    def _is_term(self, word: str) -> bool:
        """DAUs, APIs: the plural of an abbreviation that is no name."""
        return word.endswith("s") and word[:-1].isupper() and word[:-1].lower() in self._not_names


_PERSON_OF = re.compile(
    r"(?P<person>[A-Z][\w’'-]+(?: [A-Z][\w’'.-]+){1,2}) of (?P<firm>[A-Z][\w&’'-]+(?: [A-Z][\w&’'-]+)+)$"
)


def _repeated(grades: list[str]) -> str:
    """The best grade of a name; one that stands more than once in running text is better known than one that stands once."""
    found = best(grades)
    return "repeated" if found == "inside" and Counter(grades)["inside"] > 1 else found


def _speakers(text: Text) -> set[str]:
    """Who speaks in an interview: a name before a colon at the head of more than one line."""
    counted = Counter(match["who"] for match in _SPEAKER.finditer(text.plain))
    return {who for who, count in counted.items() if count > 1}


def _is_heading(line: str) -> bool:
    """Whether a line is a heading in which every word of weight has a capital."""
    words = [word for word in re.findall(r"[A-Za-z][A-Za-z’'-]*", line) if len(word) > 3]
    capital = sum(word[0].isupper() for word in words)
    return (
        len(words) > 3
        and capital >= 0.85 * len(words)
        and not re.match(r"\W*\d", line)
        and not line.rstrip().endswith((".", ",", ";"))
    )


def _fullest(words: set[str]) -> dict[str, str]:
    """Orrin -> Orrin Networks: the longer name that begins with a shorter one."""
    full: dict[str, str] = {}
    ordered = sorted(words, key=len)
    for index, word in enumerate(ordered):
        for longer in ordered[index + 1 :]:
            if (
                longer.startswith(word + " ")
                and not re.search(r"\d", longer[len(word) :])
                and past_variant(longer, len(word)) == len(word)
            ):
                full[word] = longer
                break
    return full


def _inside_sentence(plain: str, run: str) -> bool:
    """Whether words stand after a small letter or a comma somewhere, where no sentence begins."""
    place = plain.find(" " + run)
    while place >= 0:
        after = plain[place + 1 + len(run) : place + 2 + len(run)]
        before = plain[place - 1] if place else ""
        if (before == "," or (before.isascii() and before.islower())) and not (after.isascii() and after.isalpha()):
            return True
        place = plain.find(" " + run, place + 1)
    return False
