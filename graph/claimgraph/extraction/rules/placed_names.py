"""Chinese names told by what stands on both sides of them: 紧随其后的甲乙剧场月活为9万, 旗下丙丁音乐下载量超过2亿.

Yields candidates with a sort and the evidence of one place; whether they are names is settled in `chinese_names`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from claimgraph.extraction.cues import Cues, alternation
from claimgraph.extraction.rules.common_words import is_word, ordinary
from claimgraph.extraction.rules.text import Text

_HAN = "\u3400-\u9fff"
_LEFT = (
    r"(?:紧随其后|紧跟其后|随后|第[一二三四五六七八九十]名?|第[一二三四五六七八九十]位|榜首|垫底|居首|领先)的(?:则是|是)?",
    r"(?:其次|排名第[一二三四五六七八九十]|位列第[一二三四五六七八九十]|第[一二三四五六七八九十]名?)(?:的)?(?:则是|是|为)",
    r"(?:推出|打造|研发|开发|发行|出品|代理|运营|自研|孵化|上线)的",
    r"旗下(?:的)?",
)
_COUNTED = (
    r"(?:则|已|也|仍|为|达到?|约|近|超过?|突破|升至|降至|增至|跌至|同比|环比|以|有|仅|共|累计|的"
    r"|[(（][^()（）]{1,20}[)）]|[\d.,]){1,6}"
)
_VERSION = re.compile(rf"(?<![A-Za-z0-9{_HAN}])V\d{{1,2}}(?:[.]\d)?(?=[{_HAN}])")
_HYPHENED = re.compile(
    rf"(?<![A-Za-z0-9{_HAN}])[{_HAN}]{{2,5}}-[A-Za-z][A-Za-z0-9.]*(?:-[A-Za-z0-9.]+)*(?![A-Za-z0-9])"
)
_SMALL = re.compile(r"(?<![A-Za-z0-9./@_-])[a-z]{3,}\d?(?:-[a-z0-9.]+)+(?=[ ]?(?:模型|版本|API))")
_EDITION = re.compile(r"(?:(?<=[,，。;；:：、\n（(和与及而但])|^)(?P<name>\d{1,4}[ ]?(?:GB|TB)(?:版本|版))", re.M)
_FORMER = re.compile(
    r"(?:前代|上一代|上代|前一代|老款|旧款)(?:的|车型|机型|机)?(?P<name>[A-Z]{1,3}[ ]?\d{1,3}(?![\d.%]))"
)
_ENDS = re.compile(r"[量额率价费户数率比值]$")


class PlacedNames:
    """Finds names between two edges by the cues of a lexicon."""

    def __init__(self, cues: Cues, labels: frozenset[str]) -> None:
        self._labels = labels
        metric = alternation(labels)
        period = r"(?:20\d\d年|\d{1,2}月|第?[一二三四]季度?|上半年|下半年|全年|单月|当月|本月|上月|去年|今年)"
        self._between = re.compile(
            rf"(?:{'|'.join(_LEFT)})(?:{cues.pattern('owned-thing', 'thing-class', 'firm-class')})?"
            rf"(?P<name>[{_HAN}]{{2,7}}?)(?P<rest>(?:的)?(?:{period}的?)?(?:(?P<metric>{metric})|{period}))"
        )
        verbs = cues.words("deed", "subject-verb")
        deeds = alternation(word for word in verbs if not word.isascii() and (len(word) > 1 or word in "在则已将"))
        after = rf"(?=[”」]?(?:{period}|{metric}|{deeds}|均价|售价|同期))"
        edge = rf"(?:^|[,，。;；:：、\n（(]|{cues.pattern('introducer')})"
        self._model = re.compile(
            rf"{edge}(?P<name>(?P<own>[{_HAN}]{{2,5}}?)"
            rf"(?P<model>[A-Z]{{1,4}}\d{{0,3}}(?:[ ]?(?:Pro|Max|Plus|Ultra))?)){after}",
            re.MULTILINE,
        )
        moved = alternation(word for word in cues.words("rise", "fall") if not word.isascii())
        pair = rf"[{_HAN}]{{2,7}}?(?:分别|同比|环比|各)?{moved}了?[约近超]?\d[\d.]*%"
        self._pairs = re.compile(rf"{pair}(?:[、和与及]{pair})+")
        self._pair = re.compile(
            rf"(?:^|[、和与及]|包括|其中|例如|比如)(?P<name>[{_HAN}]{{2,7}}?)(?:分别|同比|环比|各)?{moved}"
        )
        self._unit = re.compile(
            rf"(?:^|(?<=[,，。;；\n]))(?:其中|但|而)?(?P<name>(?P<own>[{_HAN}]{{4,8}})集团)(?=(?:的|季度|单季|上季)?{metric})",
            re.M,
        )
        self._quoted = re.compile(rf"[“「](?P<name>[{_HAN}A-Za-z0-9]{{2,8}})[”」](?={deeds}|{metric})")
        self._led = re.compile(f"^(?:{cues.pattern('introducer')})")
        self._not = frozenset(cues.words("not-a-name"))
        self._stop = re.compile(cues.pattern("name-stop"))
        classes = cues.pattern("goods-tail", "owned-thing", "thing-class", "firm-class", "noun-market")
        self._class = re.compile(f"{classes}$")

    def classed(self, name: str) -> bool:
        """Whether a would-be name ends as a class of things does, or as a measure."""
        return bool(self._class.search(name) or _ENDS.search(name) or name in self._labels)

    def find(self, text: Text, common: re.Pattern[str]) -> Iterator[tuple[str, str, str]]:
        """How each is written, its sort, its evidence."""
        yield from ((match[0], "product", "inside") for match in _VERSION.finditer(text.plain))
        yield from ((match[0], "product", "form") for match in _HYPHENED.finditer(text.plain))
        yield from ((match[0], "product", "form") for match in _SMALL.finditer(text.plain))
        yield from ((match["name"], "product", "form") for match in _EDITION.finditer(text.plain))
        yield from ((match["name"], "product", "form") for match in _FORMER.finditer(text.plain))
        yield from self._modelled(text, common)
        yield from self._in_quotes(text, common)
        yield from self._paired(text, common)
        yield from self._units(text, common)
        for match in self._between.finditer(text.plain):
            name = match["name"]
            if self._stop.search(name) or common.search(name) or is_word(name) or _ENDS.search(name):
                continue
            if name in self._labels or self._class.search(name) or (len(name) < 3 and ordinary(name)):
                continue
            if not re.match(rf"{_COUNTED}|[^,，。;；]{{0,10}}\d", text.plain[match.end() : match.end() + 16]):
                continue
            yield name, "any", "inside"

    def _modelled(self, text: Text, common: re.Pattern[str]) -> Iterator[tuple[str, str, str]]:
        """星途纪元ET, 银帆S7: a strange word with letters behind it, before a date, a verb or a metric."""
        for match in self._model.finditer(text.plain):
            own = self._led.sub("", match["own"], count=1)
            model = match["model"].lower()
            if ordinary(own) or self._stop.search(own) or common.search(own) or model in self._not:
                continue
            if len(own) > 1:
                yield own + match["model"], "product", "inside"

    def _units(self, text: Text, common: re.Pattern[str]) -> Iterator[tuple[str, str, str]]:
        """中国电商集团收入增长: what is called a group at the head of a clause, before the words of a metric."""
        for match in self._unit.finditer(text.plain):
            own = match["own"].removeprefix("中国")
            if not (self._stop.search(own) or common.search(own)):
                yield match["name"], "organization", "form"

    def _paired(self, text: Text, common: re.Pattern[str]) -> Iterator[tuple[str, str, str]]:
        """包括甲乙丙增长35%、丁戊己增长17%: the members of a list of which each has its own change."""
        for match in self._pairs.finditer(text.plain):
            for found in self._pair.finditer(match[0]):
                name = found["name"]
                if not (self._stop.search(name) or common.search(name) or self.classed(name)):
                    yield name, "any", "placed" if ordinary(name) else "inside"

    def _in_quotes(self, text: Text, common: re.Pattern[str]) -> Iterator[tuple[str, str, str]]:
        """“笔灵星”在6月完成: what is set in quotation marks and acts."""
        for match in self._quoted.finditer(text.plain):
            name = match["name"]
            if ordinary(name) or name.isascii() or self._stop.search(name) or common.search(name):
                continue
            yield name, "any", "inside"
