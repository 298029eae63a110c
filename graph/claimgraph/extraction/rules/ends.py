"""The two ends of a relation as a template's gap holds them: the mentions there, and names that only the template tells.

Also what each end must be to suit the relation; whether a draft can be relied on is judged in `reliance`.
"""

from __future__ import annotations

import re

from claimgraph.extraction.cues import Cues
from claimgraph.extraction.rules.common_words import ordinary, ordinary_english
from claimgraph.extraction.rules.marking import Marked
from claimgraph.extraction.rules.mentions import Mention
from claimgraph.extraction.rules.scene import Scene, within
from claimgraph.extraction.rules.templates import CLOSE, OPEN, Template
from claimgraph.extraction.rules.text import Span

_ITEM = re.compile(rf"(?:{OPEN}\d+{CLOSE}(?:'s|’s)? ?)?{OPEN}(\d+){CLOSE}")
_GLOSS = re.compile("[(][^()]*[)]")
_APART = re.compile("、|以?及|和|与|,|(?<= )(?:and|&|as well as|along with) ")
_BETWEEN = re.compile("[^\0]+")
_TELLS = re.compile("领投|跟投|参投|投资方|(?:副|高级|资深|首席|常务|执行|联席|前|原)$")
_BROUGHT = re.compile("由|获得?|被")
_QUOTES = '“”"「」《》 '
_WHOLE = re.compile(rf"[{_QUOTES}]*(?:{OPEN}\d+{CLOSE}(?:'s|’s)? ?)?{OPEN}(\d+){CLOSE}[{_QUOTES}]*")
_BARE = re.compile(
    r"[的了在是为被把将等其该这那此并且也还则都已曾从]|^[一二三四五六七八九十两几多数\d]|\d$|\d[年月日号]"
)
_LATIN_NAME = re.compile(r"(?<![A-Za-z0-9])(?:[A-Z]|[0-9][A-Z])[A-Za-z0-9&’.-]*(?: [A-Z][A-Za-z0-9&.-]*)* ?$")
_DESCRIBED = re.compile(rf" *(?:[a-z][a-z-]* )+(?:{OPEN}\d+{CLOSE}(?:'s|’s)? ?)?{OPEN}(\d+){CLOSE} *")
_ADJECTIVE = re.compile(r"(?:ese|ish|ean|ian|ican|utch|ench|iss)$")
_PERSONAL = re.compile(r"[A-Z][\w'’.-]*(?: (?:de|da|van|von|bin|al)|(?: [A-Z][\w'’.-]*)){1,3}|[\u3400-\u9fff·]{2,12}")
_SORTS_OF_KIND = {
    "Agent": frozenset(("organization", "person", "publication", "any")),
    "Organization": frozenset(("organization", "publication", "any")),
    "Person": frozenset(("person", "any")),
    "Programme": frozenset(("programme", "any")),
    "MarketSegment": frozenset(("market",)),
    "Offering": frozenset(("product", "programme", "any")),
}


class Ends:
    """Reads the ends of matched templates."""

    def __init__(self, cues: Cues) -> None:
        sure = "|".join(map(re.escape, cues.words("org-tail-sure")))
        self._not_name = re.compile(cues.pattern("name-stop"))
        self._lead = re.compile(f".*{cues.pattern('introducer', 'relation-investor-kind')}")
        self._no_latin = re.compile(rf"(?i:{cues.pattern('relation-no-name')})(?: .*)?")
        self._more, self._tail = re.compile(f"(?:{sure})+"), re.compile(f"(?:{sure})$")

    def of(self, scene: Scene, marked: Marked, match: re.Match[str], template: Template, name: str) -> list[Mention]:
        """The mentions in a gap, and the names that only the template tells."""
        text = _GLOSS.sub(lambda gloss: "\0" * len(gloss[0]), match.groupdict().get(name) or "")
        if not template.bare:
            return [marked.mentions[int(item[1])] for item in _ITEM.finditer(text)]
        found: list[Mention] = []
        text = _APART.sub(lambda mark: "\0" * len(mark[0]), text)
        for item in _BETWEEN.finditer(text):
            if whole := _WHOLE.fullmatch(item[0]):
                mention = marked.mentions[int(whole[1])]
                if name not in template.words or re.search(template.words[name], mention.name.lower()):
                    found.append(mention)
                continue
            if item[0].isascii() is False and (marks := _DESCRIBED.fullmatch(item[0])):
                found.append(marked.mentions[int(marks[1])])
                continue
            span = marked.span(match.start(name) + item.start(), match.start(name) + item.end())
            if bare := self._bare(scene, span, template.sorts.get(name, ())):
                found.append(bare)
        return found

    def _bare(self, scene: Scene, span: Span, sorts: tuple[str, ...]) -> Mention | None:
        """A name that only stands in the place of one; None where the words are ordinary ones."""
        if latin := _LATIN_NAME.search(scene.text.plain, span.start, span.end):
            return self._told(scene, latin)
        name = _BROUGHT.split(scene.text.plain[span.start : span.end].strip(_QUOTES))[-1]
        if ordinary(name) or self._not_name.fullmatch(name) or len(name) < 2 or _TELLS.search(name):
            return None
        if sorts[:1] != ("person",):
            lead = self._lead.match(name)
            name = name[lead.end() :] if lead and len(name) - lead.end() > 1 else name
            if (
                ordinary(name)
                or _BARE.search(name)
                or (self._not_name.search(name[2:]) and not self._tail.search(name))
            ):
                return None
        known = [m for m in within(scene.mentions, span.start, span.end) if m.entity]
        if known and self._tail.fullmatch(name[known[0].end - span.start :]):
            return known[0]
        place = scene.text.plain.find(name, span.start)
        if sorts[:1] != ("person",) and (more := self._more.match(scene.text.plain, span.end)):
            name = scene.text.plain[place : more.end()]
        return Mention(place, place + len(name), "name", sorts[0] if sorts else "any", None, name)

    def _told(self, scene: Scene, latin: re.Match[str]) -> Mention | None:
        """A Latin name that only a template and its capital tell; None where the text has it as an ordinary word too."""
        name = latin[0].strip()
        if _ADJECTIVE.search(name) or self._no_latin.fullmatch(name):
            return None
        small = rf"(?<![A-Za-z]){re.escape(name.lower())}"
        if ordinary_english(name) and not name.isupper() and re.search(small, scene.text.plain):
            return None
        return Mention(latin.start(), latin.start() + len(name), "name", "any", None, name)


def sorted_so(scene: Scene, mention: Mention, sorts: tuple[str, ...]) -> bool:
    """Whether the sort of a mention is one of those that a template asks for; a firm that publishes news too is a firm."""
    firm = mention.sort == "publication" and scene.lexicon.is_kind(mention.entity or "", "Organization")
    if sorts and mention.sort not in sorts and not (firm and "organization" in sorts):
        return False
    person = "person" in sorts and "organization" not in sorts
    if mention.sort == "any" and person and not _PERSONAL.fullmatch(mention.name):
        return False
    return mention.sort != "place" or "place" in sorts


def suits(scene: Scene, mention: Mention, kind: str) -> bool:
    """Whether a mention can stand at an end of a relation that asks for this kind of entity."""
    if kind == "Entity":
        return True
    if mention.entity:
        return scene.lexicon.is_kind(mention.entity, kind)
    if kind == "Person" and mention.sort == "any":
        return _PERSONAL.fullmatch(mention.name) is not None
    return mention.sort in _SORTS_OF_KIND.get(kind, frozenset((mention.sort,)))
