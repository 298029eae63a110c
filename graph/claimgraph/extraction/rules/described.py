"""Words that only say what a Chinese name is: 视频平台甲, 其视频模型乙, 甲是最大的茶饮品牌; and 与甲的差距, 包括甲在内.

Tells which mention belongs to a name beside it, or is only told of; which of the others acts is settled in `subjects`.
"""

from __future__ import annotations

import re
from functools import cache

from claimgraph.extraction.cues import Cues
from claimgraph.extraction.rules.mentions import Mention
from claimgraph.extraction.rules.scene import Scene, within

_LONGEST = 14
_POINTS = re.compile(r"[该这本此]")
_MARKS = re.compile(r"[ ]?[《“「\"]?")


@cache
def _grammar(cues: Cues) -> dict[str, re.Pattern[str]]:
    """The class of a thing before its name, what is said of somebody, and what holds between two; compiled once."""
    classes = cues.pattern("owned-thing", "thing-class", "firm-class")
    return {
        "class": re.compile(rf"(?:旗下)?(?:的)?[^,，。;:：、\d“”「」《》与和在]{{0,10}}{classes}[ ]?[《“「\"]?"),
        "is": re.compile(r"(?:是|为|属于|成为|作为|定位)(?!了)[^,，。;:：]{0,24}$"),
        "plainly": re.compile(r"(?<![不还只就正可但于])是[^,，。;:：“”《》\d]{2,24}$"),
        "shop": re.compile(cues.pattern("shop-front")),
        "between": re.compile(rf"的{cues.pattern('between-two')}"),
    }


class Described:
    """What is only said of another name in one scene."""

    def __init__(self, scene: Scene) -> None:
        self._scene, self._grammar = scene, _grammar(scene.lexicon.cues)

    def role(self, mention: Mention) -> str | None:
        """The part of a mention that describes a name beside it, or that a name is only measured with."""
        if self._is_class(mention):
            return "class"
        if self._owns(mention):
            return "possessor"
        if self._is_told(mention):
            return "class"
        lower = self._scene.lower
        joined = lower[mention.start - 1 : mention.start] in tuple("与和跟同距")
        if joined and self._grammar["between"].match(lower, mention.end):
            return "comparand"
        return self._measured_with(mention)

    def _next(self, place: int, reach: int) -> Mention | None:
        """The next name, in the same clause."""
        end = min(place + reach, self._scene.clause(place).end) if place else 0
        found = [m for m in within(self._scene.mentions, place, end) if m.named]
        return next((m for m in found if m.sort not in ("place", "market")), None)

    def _is_class(self, mention: Mention) -> bool:
        """Whether a noun is what the name right after it is: 视频平台[甲], 应用“乙”."""
        lower = self._scene.lower
        if mention.how != "noun" or mention.sort == "market" or _POINTS.match(lower, mention.start):
            return False
        after = self._next(mention.end, 3)
        return after is not None and _MARKS.fullmatch(lower, mention.end, after.start) is not None

    def _owns(self, mention: Mention) -> bool:
        """Whether what it makes follows by class and name: 其视频模型乙, 豆包视频生成模型丙."""
        possessive = mention.how == "pronoun" and self._scene.lower[mention.start : mention.end] == "其"
        if not possessive and not (mention.named and mention.sort in ("organization", "product", "any")):
            return False
        after = self._next(mention.end, _LONGEST)
        if after is None or after.identity == mention.identity:
            return False
        return self._grammar["class"].fullmatch(self._scene.lower, mention.end, after.start) is not None

    def _is_told(self, mention: Mention) -> bool:
        """Whether a market, or any name after 是, only tells what somebody is: 甲是中国最大的现制茶饮品牌."""
        clause = self._scene.clause(mention.start)
        kind = "is" if mention.sort == "market" else "plainly"
        told = self._grammar[kind].search(self._scene.lower, clause.start, mention.start)
        if told is None:
            return False
        return any(m.named and m.sort != "place" for m in within(self._scene.mentions, clause.start, told.start()))

    def _measured_with(self, mention: Mention) -> str | None:
        """Whom a number is only measured with, or what is only used: 落后榜首的甲, 占甲总收入, 以甲制作."""
        lower, clause = self._scene.lower, self._scene.clause(mention.start)
        before, after = lower[clause.start : mention.start], lower[mention.end : clause.end]
        if _NICKNAMED.search(before):
            return "class"
        if _AGAINST.search(before):
            return "comparand"
        if _SHARES.search(before) and re.match(r"(?:集团|公司)?(?:的|总|整体|全部|当期|同期|\d)", after):
            return "object"
        if _FRACTION.search(before) and _OF_IT.match(after):
            return "comparand"
        if re.search(r"[以拿]$", before) and re.match(r"(?:制作|生成|打造|拍摄|开发|制造|完成)", after):
            return "object"
        if re.search(r"在[^,，。;]{0,24}$", before) and re.match(r"[^,，。;\d]{0,16}榜[单中上]", after):
            return "place"
        if re.search(r"(?:来自[^,，。;\d]{0,6}|(?:包括|包含|涵盖)[^,，。;:：\d]{0,40})$", before):
            return "object"
        if _BOUGHT.search(before) and re.match(r"的?(?:约|近|逾|超)?(?:\d|股[份权])", after):
            return "object"
        if re.search(r"吸引了?[^,，。;\d]{0,20}$", before):
            return "object"
        if self._grammar["shop"].match(after):
            return "place"
        return None


_AGAINST = re.compile(
    r"(?:落后|领先|高出|超出|次于|逊于|输给|多过|少过|超越|胜过|优于)于?(?:排名)?(?:榜首|首位|第[一二三四]名?(?:位)?)?的?$"
)
_FRACTION = re.compile(r"(?:接近|相当于|约为|仅为|只有|不足|超过|等于)(?:当前|目前|同期|去年|今年|\d{4}年|的)*$")
_OF_IT = re.compile(r"[^,，。;\d]{0,10}的(?:约|近|大约)?(?:一半|[一二三四五六七八九十百\d.]+(?:分之|成(?!本)|%|倍))")
_NICKNAMED = re.compile(r"(?:称为|称作|誉为|视为|比作|号称|堪称|自称)[^,，。;\d]{0,10}的$")
_BOUGHT = re.compile(r"(?:买下|收购|购入|出售|增持|减持|入股|投资|持有)了?[^,，。;\d]{0,8}$")
_SHARES = re.compile(r"(?:占|占到|贡献了?|约占|仅占|只占|占据了?)$")
