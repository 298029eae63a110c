"""Relation templates: a pattern with gaps and named groups of words, compiled to a regular expression over marked text.

`{s}` and `{o}` are the two ends, with the sorts they may have (`{o:organization|any}`); `{o*}` is a list of them; `{o!}`
takes a Chinese name too that nothing but the template tells for one, `{o~}` a Latin one by its capital; before `{s^}`
stands no preposition. A sort that is no
sort of mention is the meaning of phrase cues: `{o:exchange}` is one of those words. `{buy}` is a list of words: the cues
that mean `relation-buy`. How a marked text looks is the business of `marking`.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

import ahocorasick_rs

from claimgraph.extraction.cues import Cue, Cues
from claimgraph.extraction.rules.anchors import anchors

OPEN, CLOSE = "\u27e6", "\u27e7"
SORTS = frozenset(("organization", "product", "work", "person", "market", "programme", "publication", "place", "any"))

_GAP = re.compile(r"\{(?P<end>[so])(?P<how>[*!^~]{0,4})(?::(?P<sorts>[a-z|-]+))?\}")
_WORDS = re.compile(r"\{(?P<means>[a-z][a-z-]+)\}")
_ONE = rf"{OPEN}\d+{CLOSE}"
_HAN = "\u3400-\u9fff"
_GLOSS = r"(?: ?[(][^()]{1,80}[)])?"
_QUOTE = r"[“”\"「」《》]?"
_DESCRIBED = (
    r"(?:(?:the |an? )?(?!with |joined |including |from |by |alongside |who |which |its |their |his |said )"
    r"(?:[a-z][a-z-]* ){0,3}{investor-kind} )?"
)
_NO_VERB = r"(?! (?:said|says|has|had|is|was|will|plans|expects|also)(?![a-z]))"
_GOVERNING = (
    "of",
    "in",
    "with",
    "by",
    "for",
    "from",
    "to",
    "at",
    "on",
    "like",
    "as",
    "than",
    "between",
    "including",
    "or",
)
_NO_OBJECT = "".join(f"(?<! {word} )" for word in _GOVERNING) + "(?<![^,] and )"
_BARE_FIRM = rf"(?![由与和同获被对向从在于为将把至及等])(?:{_ONE}|[{_HAN}A-Za-z0-9·&])" + "{2,10}?"
_BARE_PERSON = rf"(?:[{_HAN}]{{1,5}}(?:·[{_HAN}]{{1,6}}){{1,2}}|{{surname}}[{_HAN}]{{1,2}}?|{{transliterated}}{{3,6}}?)"
_LATIN = (
    "(?-i:(?<![A-Za-z0-9])(?:[A-Z][A-Za-z0-9&’-]*[A-Za-z0-9]|[0-9][A-Z][A-Za-z0-9]*)"
    "(?: [A-Z][A-Za-z0-9&’-]*[A-Za-z0-9]){0,3}(?: [0-9IVX]{1,3})?"
    rf"(?=(?:'s|’s)? ?[,.;:()、。]|$|[{_HAN}]|(?:'s|’s)? ⟦| {{after-name}}))"
)
_TOLD_PERSON = re.compile(r"(\{[so][*!^]*!:person[^}]*\}\)?)\(\?=")
_STOPPED = re.compile(r"\[\^([^\]\[]*[.][^\]\[]*)\]")
_IN_NUMBER = r"(?:[^\1]|(?<=[0-9])[.](?=[0-9]))"
_STANDING = frozenset(("ownedBy", "businessUnitOf", "subsidiaryOf"))
_HELD = frozenset(("leader", "officer"))
_STILL = "".join(
    f"(?<!{word})" for word in ("副", "前", "原", "董事", "former ", "ex-", "vice ", "deputy ", "then-", "late ")
)


@dataclass(frozen=True, slots=True)
class Template:
    """A template: its relation and expression, the sorts of its ends, whether one may be bare, the words one must be."""

    id: str
    predicate: str
    expression: str
    sorts: dict[str, tuple[str, ...]]
    bare: bool
    words: dict[str, str]

    @property
    def describes(self) -> bool:
        """Whether the object is told by words of the text."""
        return "(?P<text>" in self.expression

    @property
    def presumes(self) -> bool:
        """Whether whatever is done, the relation holds already: Koto plans to sell its Yunduo unit."""
        return " its " in self.expression and self.predicate in _STANDING

    def matches(self, marked: str) -> Iterator[re.Match[str]]:
        """Where the template matches a marked sentence."""
        return _pattern(self.expression).finditer(marked)


class Templates:
    """All relation templates of a lexicon, of which a sentence is shown only those that it may match."""

    def __init__(self, cues: Cues) -> None:
        declared = [cue for cue in cues.templates("relation") if cue.template]
        self._all = [_read(cue, cues) for cue in declared]
        self._always: list[int] = []
        self._of_word: dict[str, list[int]] = defaultdict(list)
        for number, cue in enumerate(declared):
            found = anchors(cue.template or "", lambda means: cues.words(f"relation-{means}", means))
            for word in found:
                self._of_word[word].append(number)
            if not found:
                self._always.append(number)
        self._words = list(self._of_word)
        self._automaton = ahocorasick_rs.AhoCorasick(self._words)

    def of(self, marked: str) -> list[Template]:
        """The templates that may match a marked sentence, in the order of their ids."""
        hits = self._automaton.find_matches_as_indexes(marked.lower(), overlapping=True)
        seen = {number for word in {hit[0] for hit in hits} for number in self._of_word[self._words[word]]}
        return [self._all[number] for number in sorted({*seen, *self._always})]


@cache
def _pattern(expression: str) -> re.Pattern[str]:
    """Compiled when it is first needed: most texts need few of the templates."""
    return re.compile(expression, re.IGNORECASE)


def _read(cue: Cue, cues: Cues) -> Template:
    sorts: dict[str, tuple[str, ...]] = {}
    words_of: dict[str, str] = {}
    bare = False

    def gap(match: re.Match[str]) -> str:
        nonlocal bare
        named = tuple(match["sorts"].split("|")) if match["sorts"] else ()
        bare = bare or "!" in match["how"] or "~" in match["how"] or any(sort not in SORTS for sort in named)
        classes = [sort for sort in named if sort not in SORTS]
        sorts[match["end"]] = ("organization", "publication", "place", "any") if classes else named
        if classes:
            words_of[match["end"]] = _words(classes[0], cues)
        before = _NO_OBJECT if "^" in match["how"] else ""
        return f"{before}(?P<{match['end']}>{_gap(match['how'], named, cues)})"

    template = _TOLD_PERSON.sub(rf"\1(?=(?<={CLOSE})|[0-9]|", cue.template or "")
    template = _STOPPED.sub(_IN_NUMBER, template)
    expression = _WORDS.sub(lambda match: _words(match["means"], cues), _GAP.sub(gap, template))
    return Template(cue.id, cue.means.split(":")[1], expression, sorts, bare, words_of)


def _words(means: str, cues: Cues) -> str:
    """The words of the cues `relation-<means>`, or of those that mean just that, as one group."""
    found = cues.words(f"relation-{means}", means)
    latin = "|".join(re.escape(word).replace(r"\ ", " ") for word in found if word[0].isascii())
    han = [word for word in found if not word[0].isascii()]
    single = "".join(word for word in han if len(word) == 1)
    parts = [rf"(?<![a-z])(?:{latin})(?![a-z])"] if latin else []
    parts += [word for word in han if len(word) > 1] + ([f"[{single}]"] if single else [])
    still = _STILL if means in _HELD else ""
    return f"{still}(?:{'|'.join(parts or ['(?!)'])})"


def _gap(how: str, sorts: tuple[str, ...], cues: Cues) -> str:
    """The expression of one gap."""
    classes = [sort for sort in sorts if sort not in SORTS]
    one = _ONE
    if classes:
        one = f"(?:{_ONE}|{_words(classes[0], cues)})"
    elif "!" in how:
        one = f"(?:{_ONE}|{_BARE_PERSON if sorts and sorts[0] == 'person' else _BARE_FIRM})"
    if "~" in how:
        one = f"(?:{one}|{_LATIN})"
    if "*" not in how:
        return one
    item = rf"(?:{_QUOTE}(?:{_ONE}(?:'s |’s )?)?{_QUOTE}{one}{_GLOSS}{_QUOTE})"
    chinese = rf"(?:(?:、|以?及|和|与|,(?={_QUOTE}{_ONE})){item})+"
    if "!" in how:
        return f"(?:{item}(?:{chinese})?)"
    acts = "" if "^" in how else _NO_VERB
    several = rf"(?:, (?:the )?{_DESCRIBED}{item})*,? (?:and|&|as well as|along with) (?:the )?{_DESCRIBED}{item}{acts}"
    more = _words("others", cues)
    others = rf"(?:, {_DESCRIBED}{item})+(?=,? (?:and|among) (?:[a-z-]+ )*{more})"
    return f"(?:{item}(?:{chinese}|{several}|{others})?)"
