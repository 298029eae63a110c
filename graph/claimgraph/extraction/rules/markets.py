"""The markets a text speaks of: the one that a clause is led by where nobody acts in it, and the one of a whole report.

A market is said by its name (移动游戏市场, smartphone shipments), by a place (台湾市场, in India) or by a bare noun
(行业, the industry). Whether a number is of a market or of a firm is decided in `subjects`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

from claimgraph.extraction.cues import Cues, alternation
from claimgraph.extraction.rules.fold import fold
from claimgraph.extraction.rules.mentions import Mention
from claimgraph.extraction.rules.scene import Scene, within
from claimgraph.extraction.rules.text import Span

_NOBODY = frozenset(("source", "person", "publication", "place", "class", "speaker", "aside"))
_LEAD = 3
_SPENT = re.compile(
    r"(?:consumers|users|people|players|shoppers|households) sp(?:ent|end)[^.;]{1,40}? on (?P<name>[a-z-]+ [a-z]+)"
)
_WORLD = re.compile(
    r"(?:^|(?<=[ \n]))(?<!'s )(?<!’s )(?:total )?(?:global|worldwide|world|nationwide|industry-wide) "
    r"(?P<name>[a-z][a-z-]+(?: [a-z-]+){1,5}?)"
    r"(?: [(][^()]{1,40}[)])?(?: have| has| had| will)? (?:reached|hit|rose|fell|grew|climbed|totall?ed|dropped|increased"
    r"|declined|decreased)(?![a-z])"
)
_PHRASE = re.compile(
    r"(?:^|(?<=[ ,.\n]))(?:the |total |overall |global |worldwide |annual |average |gross |combined )*(?P<name>"
    r"(?!(?:of|for|in|it|they|we|he|she|this|that|there|which|who|shares|its|their|our|revenue|sales|profit|and|or|to"
    r"|adjusted|net|operating|pre-tax|pretax|non-gaap|earnings|income|quarterly|core|underlying)(?![a-z]))"
    r"[a-z][a-z-]+(?: [a-z-]+){1,6}?)(?: [(][^()]{1,40}[)])?(?: have| has| had| will)?"
    r" (?:reached|hit|rose|fell|grew|climbed|totall?ed|dropped|slipped|surged|declined|increased|decreased"
    r"|came to|stood at|topped|exceeded|were|was|jumped)(?![a-z])"
)


@cache
def _grammar(cues: Cues) -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    """What opens a clause, a market by its tail, a market by its place, and a place that acts; compiled once."""
    region = cues.pattern("market-region")
    tail = rf"(?:{cues.pattern('market-tail')}|市场(?={cues.pattern('market-measure')}))"
    opener = re.compile(rf"(?:{cues.pattern('clause-opener')}|[,，:：;；、\"“「【\]】 ]|的)+")
    named = re.compile(
        rf"(?P<name>(?:{region})?(?:(?!的|是|在|和|与|了|预|估|料|称|说|为|对|每|单|由|占|比|较|于)[a-z一-龥]){{0,8}}?{tail})(?<![哪各某多几这那]个赛道)(?!份额|占有率|化|领先|首|内|第|龙头|人士|地位|唯一|竞争|平均|均值|协会|研究|报告|标准)"
    )
    placed = re.compile(
        rf"(?P<name>{region}(?:(?!的|是|在|和|与|了|已|共|有|个|占)[a-z一-龥]){{2,10}}?)(?:的)?(?:总|实际|合计|累计|单月|平均)*$"
    )
    acts = re.compile(
        r" (?:was|is|were|are|grew|rose|fell|remained|led|shrank|climbed|accounted|accounts|made up|makes up|took"
        r"|saw|contributed|posted)(?![a-z])"
    )
    return opener, named, placed, acts


@cache
def _idle(cues: Cues) -> re.Pattern[str]:
    """Words that say nothing of what a label is told of, in a row: 集团之, 实现; compiled once."""
    return re.compile(f"(?:{cues.pattern('plain-before-label')})+")


@cache
def _class_of_goods(cues: Cues) -> re.Pattern[str]:
    """A class of goods before the words of a metric: OLED机种, 电竞萤幕; compiled once."""
    stop = "(?!的|是|在|和|与|了|已|有|个|占|达|于|比|较|年|月|生成|推出)"
    return re.compile(rf"(?P<name>(?:{stop}[a-z0-9一-龥]){{0,6}}?{cues.pattern('goods-tail')})(?:的)?")


class Markets:
    """The markets of one scene."""

    def __init__(self, scene: Scene, excluded: Mapping[int, str]) -> None:
        self._scene, self._excluded = scene, excluded
        self._opener, self._named, self._placed, self._acts = _grammar(scene.lexicon.cues)
        self._goods = _class_of_goods(scene.lexicon.cues)
        self._house = re.compile(scene.lexicon.cues.pattern("research-house"))
        whole = scene.lexicon.cues.words("market-whole")
        self._idle = _idle(scene.lexicon.cues)
        self._whole = re.compile("|".join(f"^{word}" if len(word) == 1 else word for word in whole))
        regions = [word for word in scene.lexicon.cues.words("market-region") if word not in _EVERYWHERE]
        self._row = re.compile(
            rf"(?P<name>{alternation(regions)})(?:市场)?(?=以|则|同期|约|占|为|达|仅|共|贡献|排|位|的?票房|的?份额|的?销量|的?出货|\d)"
        )
        self._bare = frozenset(scene.lexicon.cues.words("noun-market"))
        self.main: Mention | None = None
        self.reporting = False
        self.main = self._reported()

    def _reported(self) -> Mention | None:
        """The market a report is about: it leads the first sentences, and nobody acts there before the first number."""
        scene = self._scene
        for sentence in scene.text.sentences[:_LEAD]:
            amounts = [a for a in within(scene.amounts, sentence.start, sentence.end) if a.reason is None]
            stop = amounts[0].start if amounts else sentence.end
            acting = self._acting(sentence.start, stop)
            found = self._mentioned(sentence.start, acting.start if acting else stop)
            if found and acting and self._excluded.get(found.start) == "object-of":
                found = None
            found = found or self._opening(sentence, acting.start if acting else stop)
            if found or acting or amounts:
                return found
        return None

    def _opening(self, sentence: Span, stop: int) -> Mention | None:
        """The market in the clause before the first number, or in the first of a title."""
        clauses = [clause for clause in self._scene.clauses_of(sentence) if clause.start < stop]
        if not clauses:
            return None
        clause = clauses[-1]
        labels = within(self._scene.labels, clause.start, stop)
        self.reporting = True
        found = self.of_clause(clause, min(stop, clause.end), labels[0].start if labels else None)
        self.reporting = False
        found = found or self._spoken(clause, stop)
        return found if found and found.named else None

    def _spoken(self, clause: Span, stop: int) -> Mention | None:
        """English: the noun phrase of which a report tells its first number: mobile app downloads fell to 136 billion."""
        if self._scene.text.chinese:
            return None
        sentence = self._scene.sentence(clause.start)
        found = _PHRASE.search(self._scene.lower, sentence.start, stop) or _SPENT.search(
            self._scene.lower, sentence.start, sentence.end
        )
        return self._market(*found.span("name")) if found else None

    def _acting(self, start: int, end: int) -> Mention | None:
        """The first firm or product that acts in a stretch."""
        return next(
            (
                m
                for m in within(self._scene.mentions, start, end)
                if m.named
                and m.sort not in ("market", "place", "person", "publication")
                and self._excluded.get(m.start) not in _NOBODY
            ),
            None,
        )

    def _mentioned(self, start: int, end: int) -> Mention | None:
        """A market that is named in a stretch."""
        return next(
            (
                m
                for m in within(self._scene.mentions, start, end)
                if m.sort == "market" and m.named and self._excluded.get(m.start) != "class"
            ),
            None,
        )

    def of_sentence(self, sentence: Span) -> Mention | None:
        """The market that a sentence opens with."""
        clauses = self._scene.clauses_of(sentence)
        return self.of_clause(clauses[0], clauses[0].end) if clauses else None

    def of_clause(self, clause: Span, anchor: int, label: int | None = None) -> Mention | None:
        """The market that opens a clause before `anchor`; by its place only where the words of a metric follow at once."""
        if not self._scene.text.chinese:
            return self._english(clause, anchor)
        place = self._opened(clause.start, anchor)
        if found := self._named.match(self._scene.lower, place, anchor):
            return self._market(*found.span("name"))
        if label is None or not place < label <= anchor or not self._counted(place):
            return None
        end = self._before_period(place, label)
        found = self._placed.match(self._scene.lower, place, end)
        if found is None and (self.main is not None or self._told_by_house(place)):
            found = self._goods.fullmatch(self._scene.lower, place, end)
        if found and not self._whole.search(found["name"]):
            return self._market(*found.span("name"))
        return None if found else self._place_before(place, label)

    def _place_before(self, place: int, label: int) -> Mention | None:
        """The place at the head of a count, with nothing but a date before the words of a metric: 中国1月累计票房."""
        found = self._row.match(self._scene.lower, place, label)
        total = found and _TOTAL.fullmatch(self._scene.lower, self._opened(found.end(), label), label)
        return self._market(*found.span("name")) if found and total else None

    def phrase(self, clause: Span, label: int) -> Mention | None:
        """Chinese: the words between what opens a clause and those of a metric, where they can be a class of anything."""
        if not self._scene.text.chinese or not clause.start < label <= clause.end:
            return None
        place = self._opened(clause.start, label)
        found = _CLASS.fullmatch(self._scene.lower, place, self._before_period(place, label))
        told = found and not self._whole.match(found["name"]) and not self._idle.fullmatch(found["name"])
        return self._market(*found.span("name")) if found and told else None

    def _counted(self, place: int) -> bool:
        """Whether a place stands in what somebody counts of a market, or in a text about one."""
        return (
            self.reporting
            or self.main is not None
            or any(
                place in c.scope and (c.agent is None or c.agent.sort != "person") and not c.titled
                for c in self._scene.citations_of(place)
            )
        )

    def _told_by_house(self, place: int) -> bool:
        """Whether a place stands in what one who counts markets says: 集邦科技预估,智慧手机出货量."""
        told = [c for c in self._scene.citations if place in c.scope and not c.titled]
        return any(
            c.agent.sort == "publication" if c.agent else self._house.search(fold(c.words)) is not None for c in told
        )

    def _opened(self, place: int, end: int) -> int:
        """Past the conjunctions, dates and words that only introduce."""
        while place < end:
            if opening := self._opener.match(self._scene.lower, place, end):
                place = opening.end()
            elif dated := within(self._scene.periods, place, place + 1):
                place = dated[0].end
            else:
                break
        return min(place, end)

    def _before_period(self, start: int, end: int) -> int:
        """Without a date that stands right before the words of a metric."""
        dated = [p for p in within(self._scene.periods, start, end) if p.end == end]
        return dated[0].start if dated else end

    def _english(self, clause: Span, anchor: int) -> Mention | None:
        lower = self._scene.lower
        if found := _WORLD.search(lower, self._scene.sentence(clause.start).start, anchor):
            return self._market(*found.span("name"))
        for mention in within(self._scene.mentions, clause.start, anchor):
            if mention.sort == "place":
                inside = _IN.fullmatch(lower, clause.start, mention.start)
                market = inside and _WHERE_MARKET.match(lower, mention.end)
                if market or (not lower[clause.start : mention.start].strip() and self._acts.match(lower, mention.end)):
                    return self._market(mention.start, mention.end)
        return None

    def place_of(self, clause: Span, anchor: int) -> Mention | None:
        """The place that leads a clause, in a text about a market: 北美同期约10亿美元, in China, where the market shrank."""
        scene = self._scene
        start = self._opened(clause.start, anchor) if scene.text.chinese else clause.start
        if scene.text.chinese and (found := self._row.match(scene.lower, start, anchor)):
            return self._market(*found.span("name"))
        for mention in within(scene.mentions, start, start + (1 if scene.text.chinese else 4)):
            if mention.sort == "place" and mention.end <= anchor:
                return self._market(mention.start, mention.end)
        return None

    def _market(self, start: int, end: int) -> Mention:
        words = self._scene.text.plain[start:end]
        return Mention(start, end, "noun" if words in self._bare else "name", "market", None, words)


_CLASS = re.compile(r"(?P<name>(?:(?![的是在和与了已将对从被把各本该其每])[a-z0-9一-龥]){2,10}?)(?:前?\d{1,2})?(?:的)?")
_EVERYWHERE = frozenset(("全球", "全国", "国内", "我国"))
_TOTAL = re.compile(r"(?:的|累计|总|全年|单日|合计|电影|影院){0,3}")
_IN = re.compile(r" ?in (?:the )?")
_WHERE_MARKET = re.compile(r", where (?:the )?market")
