"""Which Chinese mentions are set aside by the words beside them: comparands, owners, investors, objects, places, classes.

Looks at one mention of a Chinese text; what holds in both languages is told in `roles`.
"""

from __future__ import annotations

import re

from claimgraph.extraction.rules.mentions import Mention
from claimgraph.extraction.rules.scene import Scene, within


class ChineseRoles:
    """Reads the roles of one Chinese scene."""

    def __init__(self, scene: Scene) -> None:
        self._scene = scene

    def role(self, mention: Mention, before: str, after: str) -> str | None:
        """The part of a mention by the words before and after it; None where it can be a subject."""
        if mention.how == "pronoun" and re.match(r"(?:持平|相当|他|中|次|实|余|间|后(?!续))", after):
            return "object"
        if (
            re.match(r"(?:同期|当月)?的?(?:\d|[一二三四五六七八九十半]|近|约)", after)
            and re.search(r"(?:竞品|是|为|达到?|约|不到|相当于|仅|于|出|了|过|只有|仅有|不足|只是)$", before)
            and not re.match(r"\d{4}年|一[家款个]", after)
        ):
            return "comparand"
        if re.search(r"(?:通过|透过|借助)[ ]?$", before):
            return "object"
        if re.search(r"(?:(?<![占环同对相])比|较)[^,，。;\d]{2,8}的[ ]?$", before):
            return "comparand"
        if re.search(r"继$", before) and re.match(r"之?后", after):
            return "comparand"
        if re.search(r"(?:竞品|对手)$", before) and not self._introduces(mention):
            return "comparand"
        if re.search(
            r"(?:相比于?|相较于?|比|超过|高于|低于|落后于?|不及)(?:其?前代|上一代|上代|前一代)?$", before
        ) and not re.search(r"(?:占比|环比|同比|对比)$", before):
            return "comparand"
        if re.search(r"较$", before) and not re.match(r"的?\d", after):
            return "comparand"
        if re.search(r"[与和同跟]$", before) and re.match(
            r"(?:的)?(?:截然|完全|明显|有所)?(?:不同|相似|类似|竞争|抗衡|签约|签署|签订|达成|合作|联手|合资|谈判|接洽)",
            after,
        ):
            return "comparand"
        following = within(self._scene.mentions, mention.end, mention.end + 9)
        if (
            mention.sort == "market"
            and following
            and re.fullmatch(r"[《“「\"]?", self._scene.between(mention, following[0]))
        ):
            return "class"
        if (
            re.match("[“「《]", after)
            and following
            and following[0].named
            and re.search("(?:公司|企业|平台|品牌|厂商|应用|商)$", self._scene.lower[mention.start : mention.end])
        ):
            return "class"
        possessed = (
            following
            and following[0].named
            and following[0].sort in ("product", "work", "any", "programme", "organization")
        )
        if re.match(r"(?:集团|公司)?(?:旗下|家|自研|推出|内部)?的?", after) and possessed:
            gap = self._scene.lower[mention.end : following[0].start]
            if re.fullmatch(
                r"(?:(?:集团|公司)?旗下|自研|推出|最新)?的?[^超达为比与是对被较向和在从,，。\d]{0,6}", gap
            ) and re.search(r"的|旗下|推出|最新|自研", gap):
                return "possessor"
        if self._owns_quoted(mention):
            return "possessor"
        if re.match(r"(?:中国区|应用商店|商店|app ?store|(?:总|免费|畅销|下载)榜)", after):
            return "place"
        if re.match(r"(?:旗下|体系|内部|系(?!列))", after):
            return "possessor"
        if self._invests(mention, before):
            return "investor"
        if re.search(
            r"(?:由|被|用|给|向|收购|出售给|卖给|来自|背靠|入股|登陆|获|供应商|客户"
            r"|引入|引进|包括|包含|选择|击败|赶超|对标|起诉|携手|联合|牵手|签约|登上|登顶|替代|取代|去了|转向|流向|投向|使"
            r"|让|令)$",
            before,
        ):
            return "object"
        if mention.how == "noun" and _DESCRIBED.search(before) and mention.end - mention.start == len("公司"):
            return "class"
        if (
            (_DRIVEN.search(before) and _DRIVES.match(after))
            or self._is_cause(mention)
            or _BECAUSE.search(before)
            or (mention.how == "noun" and _SOLD.search(before))
        ):
            return "object"
        if self._in_relative_clause(mention):
            return "relative"
        if _ONCE_AT.search(before):
            return "former"
        if self._led_by_with(mention):
            return "object"
        if mention.how == "noun" and mention.sort == "market" and before and not re.search(r"[,，。;；:：\n]$", before):
            return "place"
        if re.search(r"(?:在|于)$", before) and re.match(
            r"(?:上线|上市|平台|挂牌|敲响|敲钟|递表|递交|主板|开播|首播|播出|上(?!半)|发行|的总|体系)", after
        ):
            return "place"
        return None

    def _is_cause(self, mention: Mention) -> bool:
        """Whether a clause only tells why: 受惠甲科技2月推出的乙应用接入."""
        clause = self._scene.clause(mention.start)
        opening = _WHY.match(self._scene.lower, clause.start, mention.start)
        return opening is not None and not within(self._scene.amounts, clause.start, clause.end)

    def _owns_quoted(self, mention: Mention) -> bool:
        """Whether what a firm makes follows it by class and by name in quotes: 甲科技视频生成模型“乙”."""
        quoted = _QUOTED_THING.match(self._scene.lower, mention.end)
        if quoted is None or mention.sort not in ("organization", "any"):
            return False
        return any(m.named for m in within(self._scene.mentions, quoted.end(), quoted.end() + 1))

    def _invests(self, mention: Mention, before: str) -> bool:
        """Whether a name, or the list that it stands in, puts money into somebody: 甲资本、乙创投领投."""
        scene, place = self._scene, mention.end
        for other in within(scene.mentions, mention.end, mention.end + 60):
            if not other.named or not _LISTED.fullmatch(scene.lower, place, other.start):
                break
            place = other.end
        if place == mention.end and re.search(r"\d[万亿]?(?:美元|港元|元|人民币)?$", before):
            return False
        return _INVESTS.match(scene.lower, place) is not None

    def _introduces(self, mention: Mention) -> bool:
        """Whether a clause begins with what a name is, and the name acts in it: 对手净界科技同期营收达21亿元."""
        clause = self._scene.clause(mention.start)
        return mention.start - clause.start <= 6

    def _in_relative_clause(self, mention: Mention) -> bool:
        """Whether a name belongs to the clause before 的 that describes another: 云栖影业完成的《冻塔》."""
        clause = self._scene.clause(mention.start)
        for other in within(self._scene.mentions, mention.end, min(clause.end, mention.end + 20)):
            gap = self._scene.lower[mention.end : other.start]
            chart = _CHART.match(self._scene.lower, other.end, clause.end)
            if other.named and other.sort != "market" and not chart and _RELATIVE.fullmatch(gap):
                return True
        return False

    def _led_by_with(self, mention: Mention) -> bool:
        """Whether the list that a name stands in begins after 与 or 由: 与小米、网易等."""
        scene, first = self._scene, mention
        for _ in range(12):
            linked = [m for m in within(scene.mentions, max(0, first.start - 24), first.start) if m.end <= first.start]
            if not linked or not re.fullmatch(r"、|和|与|及|以及", scene.lower[linked[-1].end : first.start]):
                break
            first = linked[-1]
        if first is mention and not re.match(r"、|等", scene.lower[mention.end : mention.end + 1]):
            return False
        return bool(_LIST_OF_OTHERS.search(scene.lower, max(0, first.start - 4), first.start))


_RELATIVE = re.compile(r"(?!是)[^\d达超为至]{2,16}的[《“「\"]?")
_CHART = re.compile(r"[^,，。;\d]{0,16}榜[单中上]")
_DESCRIBED = re.compile(
    r"(?:上市|龙头|头部|子|母|分|[一两几多\d]家|[大型类]|科技|创业|初创|独角兽|参股|控股|同类|相关|半导体|模型|软件|芯片|互联网|游戏)$"
)
_LISTED = re.compile(r"[)]?(?:、|和|与|及|以及|,)[(]?")
_INVESTS = re.compile(
    r"[)」”》]?(?:等|继续|则|独家|联合|共同|战略){0,2}(?:机构|公司|基金)?(?:领投|跟投|参投|独家投资|投资了?(?!的[约近超]?\d))"
)
_BECAUSE = re.compile(r"(?:带动|加上|受惠于?|受益于?|得益于|由于|推动|拉动|搭载|采用|推升|挹注|提及|不含|剔除|扣除)$")
_ONCE_AT = re.compile(r"(?:曾在|曾任|曾于|供职于|任职于|就职于|毕业于|曾供职|曾任职)$")
_QUOTED_THING = re.compile(
    r"(?:的|旗下的?)?[^,，。;\d“「《]{0,10}"
    r"(?:模型|应用|平台|产品|工具|软件|app|游戏|手游|网游|短剧|电影|影片|动画|系统|品牌|芯片|手机|车型)[“「《]"
)
_DRIVEN = re.compile(r"[受在因由][^,，。]{0,8}$")
_DRIVES = re.compile(r"[^,，。\d]{0,8}(?:带动|推动|影响|拖累|驱动|提振|冲击|刺激|拉动)")
_WHY = re.compile(r"(?:受惠|受益|得益|由于|受|有赖|拜)")
_SOLD = re.compile(r"(?:销售|售出|卖出|交付|生产|推出|发布|投放|发行|的)$")
_LIST_OF_OTHERS = re.compile(
    r"(?:与|由|向|跟|同|对|继|超越|超过|赶超|击败|力压|反超|引入|引进|包括|包含|获|来自|选择|携手|联合|签约|有|如|像|用|使用|借助|通过|采用)(?:了|到)?$"
)
