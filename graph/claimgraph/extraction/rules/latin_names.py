"""Names in Latin letters that no corpus knows: capitalised words, without what only describes them, and their sort.

Finds and trims them; who such a name is, and whether the text bears it out, is decided elsewhere.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from claimgraph.extraction.cues import Cues, alternation
from claimgraph.extraction.rules.known_names import KnownNames
from claimgraph.extraction.rules.name_forms import Name, abbreviated, past_variant
from claimgraph.extraction.rules.text import Text

_L = "A-Za-z0-9À-ÖØ-öø-ÿ"
_WORD = rf"(?:[A-ZÀ-Ö](?:[{_L}&-]|[.](?=[{_L}])|['’](?=[A-Z]))*|[a-z]{{1,3}}[A-Z][{_L}-]*|A/S)"
_LATIN_NAME = re.compile(
    rf"(?<![{_L}_@#/.&-]){_WORD}"
    rf"(?:(?:[ ](?:of|de|da|del|van|von|la|le|&)){{0,2}}[ ](?:{_WORD}|\d{{1,3}}(?:\.\d)?(?![\w.,%]"
    rf"|[ ]?(?:million|billion|percent|%|thousand)))){{0,5}}"
)
_ADJECTIVE = re.compile(
    r"[a-z]-(?:listed|based|backed|led|owned|made|born|style|bound|traded"
    r"|denominated|run|powered|driven|focused|generated|native|enabled|related|heavy|only|like|wide|first)$"
)
_PLURAL = re.compile(r"(?:[eo]rs|ists|ants|ees|ions|ments|ings|ties|als)$")
_NEVER_LAST = re.compile(
    "of|the|for|&|de|in|on|(?:mon|tues|wednes|thurs|fri|satur|sun)day"
    "|january|february|march|april|june|july|august|september|october|november|december"
)
_DATELINE = re.compile(r"[A-Z][A-Z. ]{3,}(?:, [A-Z][A-Za-z. ]{1,14})?(?: ?\([A-Za-z ]{2,20}\))? ?[–—-]{1,2} [^\n]{60}")
_OF_FIRMS = (
    r" (?:shares|stock|sales|revenue|cuts|reports|raises|posts|employs|to (?:pay|cut|buy|sell|close|raise))(?![a-z])"
)
_MONEY = re.compile(
    r"(?:RMB|USD|CNY|HKD|EUR|GBP|US|HK|NT|AU?|CA?|S|R|JPY|KRW|INR|Rs|DKK|SEK|NOK|CHF|BRL|MXN|THB|VND|IDR|PHP|MYR|PLN|TRY"
    r"|ZAR|SAR|AED|ILS|TWD|NZD|SGD|CAD|AUD)(?:[\d.,]+[a-z]*|(?=\$)|$)"
)


class LatinNames:
    """Finds capitalised names by the cues of a lexicon."""

    def __init__(self, cues: Cues, ordinary: frozenset[str], listed: KnownNames) -> None:
        self._listed = listed
        titles = cues.words("title")
        self._ordinary = ordinary
        self._place = re.compile(
            rf"(?:{'|'.join(re.escape(w) for w in cues.words('place') if ' ' in w and w.isascii())})(?![a-z])"
        )
        self._english_tails = frozenset(cues.words("org-tail-en"))
        self._title_after = re.compile(rf",? (?:the |its |a |an )?(?:[a-z' -]{{0,24}})?{alternation(titles)}")
        self._title_before = re.compile(rf"{alternation(titles)}(?: and [a-z ]+)?,? ?$")
        self._speaking = re.compile(r"(?:[ ]|, )(?:said|says|told|added|wrote|argued|noted|who )")
        self._acting = re.compile(rf"(?:,|['’]s |[ ]{cues.pattern('acting')})")
        self._thing_before = re.compile(rf"{cues.pattern('thing')},? $")
        self._thing_after = re.compile(rf" {cues.pattern('thing')}")
        self._firm_after = re.compile(rf", (?:a|an|the|one of) (?:[A-Za-z'’ -]{{0,40}} )?{cues.pattern('firm')}")
        self._not_names = frozenset(cues.words("not-a-name"))
        self._source_tail = re.compile(f"(?:{'|'.join(cues.words('source-tail'))})$")

    def find(self, text: Text) -> Iterator[Name]:
        """The capitalised names of a text, each with what the text calls it at its fullest."""
        starts = {span.start for span in text.sentences}
        names = [name for match in _LATIN_NAME.finditer(text.plain) if (name := self._trimmed(text, match, starts))]
        full = _fullest({text.plain[start:end] for start, end in names})
        full |= abbreviated(text, names)
        for start, end in names:
            word = text.plain[start:end]
            yield Name(start, end, word, full.get(word, word), self._sort(text, start, end))

    def _trimmed(self, text: Text, match: re.Match[str], starts: set[int]) -> tuple[int, int] | None:
        """The name without articles and common words at its beginning, possessive and stops at its end."""
        start, end = match.span()
        if match[0].endswith((".", "-")):
            end -= 1
        if re.match(r"\+(?![\w+])", text.plain[end : end + 2]):
            end += 1
        end = past_variant(text.plain, end)
        words = [(m.start() + start, m.end() + start) for m in re.finditer(r"[^ ]+", text.plain[start:end])]
        attributes = [i for i, word in enumerate(words) if _ADJECTIVE.search(text.lower[slice(*word)])]
        words = words[attributes[-1] + 1 :] if attributes and attributes[-1] + 1 < len(words) else words
        while (
            words
            and not self._place.match(text.lower, words[0][0])
            and (
                text.lower[slice(*words[0])].strip(".,'’") in self._not_names
                or text.lower[: words[0][1]].endswith(("-based", "-backed", "-led"))
            )
        ):
            words = words[1:]
        while words and _NEVER_LAST.fullmatch(text.lower[slice(*words[-1])].strip(".,'’")):
            words = words[:-1]
        if _DATELINE.match(text.plain, start) and text.plain[start - 1 : start] in ("", "\n"):
            return None
        if not words or _ADJECTIVE.search(text.lower, words[0][0], words[-1][1]):
            return None
        if self._is_term(text.plain[slice(*words[0])]) or re.search(r"\d ?$", text.plain[: words[0][0]][-3:]):
            return None
        start, end = words[0][0], words[-1][1]
        word = text.plain[start:end]
        if _MONEY.fullmatch(word) or (_MONEY.match(word) and text.plain[end : end + 1] == "$"):
            return None
        if word.replace(" ", "").replace(".", "").isdigit() or (len(word) < 2 and not text.chinese):
            return None
        plain_word = len(words) == 1 and word.isalpha() and word.istitle()
        if plain_word and start in starts and self._common(text, word, end):
            return None
        return (start, end) if re.search("[A-Z]", word) and not re.fullmatch(r"[A-Z]?\d+[A-Z]?", word) else None

    def _is_term(self, word: str) -> bool:
        """DAUs, APIs: the plural of an abbreviation that is no name."""
        return word.endswith("s") and word[:-1].isupper() and word[:-1].lower() in self._not_names

    def _common(self, text: Text, word: str, end: int) -> bool:
        """Whether a word that opens a sentence is an ordinary one: written small elsewhere, or seen once with no verb."""
        if re.search(rf"(?<![A-Za-z]){re.escape(word.lower())}(?![a-z])", text.plain):
            return True
        if word.lower() in self._ordinary or word.lower().rstrip("s") in self._ordinary:
            return True
        if len(re.findall(rf"[a-z,] {re.escape(word)}(?![A-Za-z])", text.plain)) > 0:
            return False
        if re.search(rf"(?<![A-Za-z]){re.escape(word)} [A-Z][a-z]+(?:'s|’s|,| [a-z])", text.plain):
            return word.lower().endswith(("ing", "ed", "ly"))
        if _PLURAL.search(word):
            return True
        places = list(re.finditer(rf"(?<![A-Za-z]){re.escape(word)}(?![A-Za-z])", text.plain))
        acting = [place for place in places if self._acting.match(text.lower, place.end())]
        if word.lower().endswith(("ing", "ed", "ly")):
            return len(places) < 2 or not acting
        return not acting

    def _sort(self, text: Text, start: int, end: int) -> str:
        words = text.lower[start:end].split()
        if self._listed.is_source(text.plain[start:end]):
            return "publication"
        if self._listed.is_firm(text.plain[start:end]):
            return "organization"
        if self._source_tail.search(text.lower[start:end]) and len(words) > 1:
            return "publication"
        if words[-1].strip(".") in self._english_tails and len(words) > 1:
            return "organization"
        if self._title_before.search(text.lower, max(0, start - 40), start) and len(words) > 1:
            return "person"
        after = text.lower[end : end + 44]
        firm = re.search(rf"{re.escape(text.plain[start:end])}(?:'s|’s)?{_OF_FIRMS}", text.plain)
        if len(words) in (2, 3) and not firm and (self._speaking.match(after) or self._title_after.match(after)):
            return "person" if all(w.isalpha() for w in words) else "organization"
        if re.search(r"\d", text.plain[start:end]) or self._thing_before.search(text.lower, max(0, start - 20), start):
            return "product"
        if self._firm_after.match(text.lower, end):
            return "organization"
        return "product" if self._thing_after.match(text.lower, end) else "any"


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
