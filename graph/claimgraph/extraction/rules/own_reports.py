"""Whom a sentence is about that names nobody but who tells it: 甲数据显示,超过四成用户; 甲财报显示其销量; 甲表示,其用户.

Looks at the words right after a source; which sources there are is read in `attribution`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

from claimgraph.extraction.cues import Cues
from claimgraph.extraction.rules.mentions import Mention
from claimgraph.extraction.rules.scene import Scene, within

_REPORTS = re.compile(r"[^,，。;；]{0,14}?(?:数据|财报|战报|公告|年报|季报|半年报|招股书|业绩|快报)")
_SAYS = re.compile(r"[^。;；“”]{0,16}(?:显示|称|表示|透露|宣布|披露|指出|预计|强调)[,，:：]?(?:目前|截至|当前)?")
_SAID = re.compile(r"(?:said|says|announced|disclosed)(?: (?:on |late |early )?[a-z]+day)?,?(?: that)? $")
_HEAD = 5
_FIRMS = frozenset(("organization", "product", "any"))


@cache
def _houses(cues: Cues) -> re.Pattern[str]:
    """What those who count others are called, right before their name; compiled once."""
    return re.compile(rf"{cues.pattern('research-house')}[ ]?$")


def reporting(scene: Scene, excluded: Mapping[int, str], start: int) -> Mention | None:
    """The firm whose own figures a sentence tells, where it names nobody else before the number at `start`."""
    if not scene.text.chinese:
        return None
    named = [m for m in within(scene.mentions, scene.sentence(start).start, start) if m.named and m.sort != "place"]
    if len(named) != 1 or excluded.get(named[0].start) != "source" or named[0].sort not in _FIRMS:
        return None
    known = (named[0].entity is not None or named[0].evidence == "listed") and not _is_house(scene, named[0])
    return named[0] if known and _REPORTS.match(scene.lower, named[0].end) else None


def speaking(scene: Scene, excluded: Mapping[int, str], pronoun: Mention) -> Mention | None:
    """The firm that says what 其 does right after it: 甲战报显示其销量, 乙表示,其用户."""
    word = scene.lower[pronoun.start : pronoun.end]
    if word == "it":
        return _said_it(scene, excluded, pronoun)
    if word != "其":
        return None
    before = within(scene.mentions, max(scene.sentence(pronoun.start).start, pronoun.start - 24), pronoun.start)
    named = [m for m in before if m.named and m.sort != "place"]
    if not named or excluded.get(named[-1].start) != "source" or named[-1].sort not in _FIRMS:
        return None
    says = _SAYS.fullmatch(scene.lower, named[-1].end, pronoun.start) is not None
    return named[-1] if says and not _is_house(scene, named[-1]) else None


def _said_it(scene: Scene, excluded: Mapping[int, str], pronoun: Mention) -> Mention | None:
    """English: the firm at the head of a sentence that says what it does: Tessaro, which..., said on Monday it sold."""
    sentence = scene.sentence(pronoun.start)
    if not _SAID.search(scene.lower, max(sentence.start, pronoun.start - 40), pronoun.start):
        return None
    first = next(iter(within(scene.mentions, sentence.start, pronoun.start)), None)
    heads = first is not None and first.named and first.start - sentence.start < _HEAD
    return first if heads and first and first.sort in _FIRMS and excluded.get(first.start) == "source" else None


def _is_house(scene: Scene, mention: Mention) -> bool:
    """Whether one who tells is called before its name what those are called who count others: 投资机构甲数据显示,其."""
    return _houses(scene.lexicon.cues).search(scene.lower, max(0, mention.start - 12), mention.start) is not None
