"""Names that stand so close to a number that nothing else can come between: beside it, before its bracket, right after it.

Looks at the words between the two; every farther subject is found in `subjects`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

from claimgraph.extraction.cues import Cues
from claimgraph.extraction.rules.mentions import Mention
from claimgraph.extraction.rules.scene import Scene, within

_ASIDE = frozenset(("person", "place", "publication"))


@cache
def _told_of(cues: Cues) -> re.Pattern[str]:
    """What stands between a number and the name that it describes: 的, 的视频平台, 的作品《; compiled once."""
    classes = cues.pattern("owned-thing", "thing-class", "firm-class")
    region = cues.pattern("market-region")
    return re.compile(rf"[)]?(?:左右|以上)?的[ ]?(?:{region})?(?:[^,，。;:：\d的]{{0,10}}{classes}[ ]?)?[《“「\"]?")


class Adjacency:
    """The names beside the numbers of one scene."""

    def __init__(self, scene: Scene, excluded: Mapping[int, str]) -> None:
        self._scene, self._excluded = scene, excluded
        leads = scene.lexicon.cues.pattern("leads-round")
        self._leads_round = re.compile(rf"(?<![a-z-]){leads}(?![a-z])")
        self._told_of = _told_of(scene.lexicon.cues)
        self._from_region = re.compile(rf"(^|[是为的]){scene.lexicon.cues.pattern('market-region')}$")

    def find(self, start: int) -> Mention | None:
        """The name beside the number at `start`."""
        start = self._first_of(start)
        return (
            self._bracketed(start)
            or self._raised_in(start)
            or self._dealt_after(start)
            or self._told_before(start)
            or self._beside(start)
            or self._held_at(start)
            or self._heads_line(start)
        )

    def _raised_in(self, start: int) -> Mention | None:
        """English: who got the money of a round that another led: Norvik led a $40m round in Tessaro."""
        clause = self._scene.clause(start)
        led = self._leads_round.search(self._scene.lower, clause.start, start)
        if self._scene.text.chinese or led is None:
            return None
        end = max((amount.end for amount in within(self._scene.amounts, start, start + 1)), default=start)
        found: Mention | None = None
        for mention in within(self._scene.mentions, end, min(clause.end + 40, end + 80)):
            gap = self._scene.lower[(found.end if found else end) : mention.start]
            if mention.named and mention.sort not in _ASIDE and (_MAKER if found else _ROUND_IN).fullmatch(gap):
                found = mention
        told = _ROUND.search(self._scene.lower, led.end(), found.start) if found else None
        return found if told else None

    def _first_of(self, start: int) -> int:
        """The first of amounts that a slash joins: $5/$30."""
        while self._scene.lower[start - 1 : start] == "/":
            before = [a for a in within(self._scene.amounts, max(0, start - 16), start) if a.end == start - 1]
            if not before:
                break
            start = before[0].start
        return start

    def _beside(self, start: int) -> Mention | None:
        """The name with nothing but a comparator before the number: miHoYo under 6%, 低于库迪的22万元."""
        if self._scene.text.chinese:
            return self._measured_against(start)
        for mention in within(self._scene.mentions, max(0, start - 40), start):
            gap = self._scene.lower[mention.end : start]
            aside = mention.sort in _ASIDE
            if (
                mention.named
                and not aside
                and (_BESIDE.fullmatch(gap) or self._gapped(mention, gap))
                and (mention.start not in self._excluded or _OWN.match(gap))
            ):
                return mention
        return None

    def _gapped(self, mention: Mention, gap: str) -> bool:
        """Whether a clause leaves out what the one before said: Koto has a value of $29 billion and Orrin of $33 billion."""
        before = self._scene.lower[max(0, mention.start - 7) : mention.start]
        return _AND.search(before) is not None and _OF.fullmatch(gap) is not None

    def _told_before(self, start: int) -> Mention | None:
        """Chinese: the name that a number describes where nobody acts before it: 季内收入超过1亿元的甲."""
        scene = self._scene
        if not scene.text.chinese:
            return None
        clause = scene.clause(start)
        end = max((amount.end for amount in within(scene.amounts, start, start + 1)), default=start)
        acting = [m for m in within(scene.mentions, clause.start, start) if m.start not in self._excluded]
        ranked = any(amount.unit == "rank" for amount in within(scene.amounts, start, start + 1))
        if acting or not (ranked or within(scene.labels, clause.start, start)):
            return None
        for mention in within(scene.mentions, end, min(clause.end, end + 18))[:1]:
            described = self._told_of.fullmatch(scene.lower, end, mention.start)
            if described and mention.named and mention.sort not in _ASIDE and mention.start not in self._excluded:
                return mention
        return None

    def _held_at(self, start: int) -> Mention | None:
        """English: where "we" count, whose number it is: we trim margin by 80bp at Koto, to 13.4%, by a point at Orrin."""
        clause = self._scene.clause(start)
        if self._scene.text.chinese or not self._authored(start):
            return None
        named = [
            m
            for m in within(self._scene.mentions, clause.start, clause.end + 24)
            if m.named and self._excluded.get(m.start) == "object-of" and m.sort not in _ASIDE
        ]
        end = max((a.end for a in within(self._scene.amounts, start, start + 1)), default=start)
        after = [m for m in named if _AT.fullmatch(self._scene.lower, end, m.start)]
        before = [m for m in within(self._scene.mentions, max(0, start - 40), start) if m.named]
        carried = [m for m in before[-1:] if _TO.fullmatch(self._scene.lower, m.end, start)]
        return next(iter([*after, *carried]), None)

    def _authored(self, start: int) -> bool:
        """Whether those who write speak of their own estimates in this sentence."""
        sentence = self._scene.sentence(start)
        return any(
            self._excluded.get(m.start) == "author"
            for m in within(self._scene.mentions, sentence.start, min(sentence.end, start))
        )

    def _measured_against(self, start: int) -> Mention | None:
        """Chinese: whose level another is compared with; a ratio is no level."""
        if any(a.unit in ("percent", "multiple") for a in within(self._scene.amounts, start, start + 1)):
            return None
        for mention in within(self._scene.mentions, max(0, start - 20), start):
            before = self._scene.lower[max(0, mention.start - 7) : mention.start]
            gap = self._scene.lower[mention.end : start]
            compared = _AGAINST.search(before) and re.fullmatch(r"的(?:约|近|超)?", gap)
            if compared and mention.named and mention.sort not in _ASIDE:
                return mention
        return None

    def _heads_line(self, start: int) -> Mention | None:
        """The name that a line of a list or table begins with: "• Tessaro: 15.2M", "| 天枢 | 12% |"."""
        lower = self._scene.lower
        line = lower.rfind("\n", 0, start) + 1
        opening = _BULLET.match(lower, line)
        place = opening.end() if opening else line
        for mention in within(self._scene.mentions, place, place + 1):
            if mention.named and mention.sort not in _ASIDE and _HEAD_END.match(lower, mention.end):
                return mention
        return None

    def _bracketed(self, start: int) -> Mention | None:
        """The name before a bracket that holds the number and little else: Vextor(15.2%)."""
        bracket = max(self._scene.lower.rfind(sign, max(0, start - 8), start) for sign in "(（")
        if bracket < 0 or re.search(r"[)）,，。;]", self._scene.lower[bracket:start]):
            return None
        for mention in within(self._scene.mentions, max(0, bracket - 40), bracket):
            if mention.named and mention.end in (bracket, bracket - 1) and mention.sort not in _ASIDE:
                return mention
        return None

    def _dealt_after(self, start: int) -> Mention | None:
        """The name that a number is given to: 24 times for Tessaro, 排名第二的是天枢."""
        end = max((amount.end for amount in within(self._scene.amounts, start, start + 1)), default=start)
        for mention in within(self._scene.mentions, end, end + 12):
            gap = self._from_region.sub(r"\1", self._scene.lower[end : mention.start])
            ranked = gap in (" is ", " is the ") and self._scene.lower[start:end].endswith("place")
            if mention.named and mention.sort not in ("place", "person") and (ranked or _GIVEN.fullmatch(gap)):
                return mention
            rank = self._scene.lower[start:end].startswith("第") and (not gap or _IS.fullmatch(gap))
            if mention.named and rank and mention.sort not in ("place", "person"):
                return mention
            owned = _USERS.match(self._scene.lower, mention.end) and _NEW.fullmatch(gap)
            if mention.named and owned and mention.sort not in _ASIDE:
                return mention
            done = gap == " that " and _DID.match(self._scene.lower, mention.end)
            if mention.named and done and mention.sort not in _ASIDE:
                return mention
            if mention.named and not gap and _PIECES.search(self._scene.lower, start, end):
                return mention
            held = gap in ("的", "的 ") and _PLAN.match(self._scene.lower, mention.end)
            if mention.named and held and mention.sort not in _ASIDE:
                return mention
        return None


_ROUND = re.compile(r"(?<![a-z])(?:rounds?|financing|funding|investment|series [a-h])(?![a-z])")
_ROUND_IN = re.compile(r"(?: [a-z-]+){0,4} (?:in|into|for) (?:the )?(?:[a-z0-9-]+ ){0,4}")
_MAKER = re.compile(r"(?:['’]s)? (?:developer|maker|creator|owner|parent|operator|startup|start-up|company) ")
_BULLET = re.compile(r"[ ]*(?:[•●○▪◦·*|-]|\d{1,2}[.)、])+[ ]*")
_HEAD_END = re.compile(r"[ ]?(?:\([^()\n]{1,20}\))?[ ]?(?:[:：|\t]|[–—-]{1,2} )")
_PIECES = re.compile(r"\d[万亿]?(?:余|多)?[辆台部架艘枚颗]$")
_PLAN = re.compile(r"[ ]?(?:订户|订阅|会员|套餐|方案|版本|版(?!图)|包月|包年)")
_AGAINST = re.compile(
    r"(?:低于|高于|超过|超越|优于|好于|不及|快于|多于|少于|落后于?|比|较)(?:其?前代|上一代|上代|前一代)?$"
)
_BESIDE = re.compile(
    r"(?: \([a-z.:]{1,14}\))?(?:['’]s? (?:(?!and|but|to)[a-z-]+ ){1,2}|(?:['’]s?)?"
    r"(?: at| with|:|,| seeing| holding| taking| posting| reporting| recording| in the)?) ?"
    r"(?:under|over|about|around|nearly|just under|more than|less than|almost|a |an )?[ $€£]*"
)
_AND = re.compile(r"(?:(?<![a-z])(?:and|while|to)|[,;]) $")
_OF = re.compile(r" of (?:about |around |nearly |over |more than |almost )?[$€£]*")
_IS = re.compile(r"则?[是为][“《「]?")
_AT = re.compile(r" (?:at|for|on) (?:the )?")
_TO = re.compile(r",? (?:to|from) (?:about |around |roughly )?[$€£]*")
_DID = re.compile(r" [a-z]+(?:ed|d|t|n|ew|ew|ose|ook|ave|aid|ade)(?![a-z])")
_NEW = re.compile(r" (?:new |net new |paid |paying |global |additional |monthly )?")
_USERS = re.compile(r" (?:subs|subscribers|subscriptions|users|members|customers|downloads|accounts|installs)(?![a-z])")
_OWN = re.compile(r"['’]s? | (?:with|at|in the|seeing|holding|taking|posting|reporting|recording) ")
_GIVEN = re.compile(r" (?:for|at) (?:the )?|位?的(?:则)?(?:是|为)[“《「]?")
