"""Which mentions cannot be the subject of a number: sources, comparands, owners, investors, objects, places, appositions.

Looks only at the words right before and after a mention; who remains is weighed in `subjects`.
"""

from __future__ import annotations

import re
from functools import cache

from claimgraph.extraction.cues import Cues
from claimgraph.extraction.rules.described import Described
from claimgraph.extraction.rules.mentions import Mention
from claimgraph.extraction.rules.scene import Scene, within


def roles(scene: Scene) -> dict[int, str]:
    """The start of every mention that is set aside -> the part it plays."""
    reader = _Roles(scene)
    return {mention.start: role for mention in scene.mentions if (role := reader.role(mention))}


@cache
def _authoring(cues: Cues) -> re.Pattern[str]:
    """What those who write do after "we" and have after "our"; compiled once."""
    return re.compile(
        rf"[ ]?(?:now |also |still |therefore |have |had |仍|也|则|对|将|把|继续)?{cues.pattern('estimator')}"
    )


class _Roles:
    """Reads the roles of one scene."""

    def __init__(self, scene: Scene) -> None:
        self._scene = scene
        self._author = _authoring(scene.lexicon.cues)
        self._owned = re.compile(
            rf"['’]s? (?:[a-z0-9-]+ ){{0,4}}?{scene.lexicon.cues.pattern('thing', 'owned-thing')},? [\"“]?"
        )
        self._outdone = re.compile(rf"{scene.lexicon.cues.pattern('outdoes')} (?:the |its |rival |fellow )*$")
        self._acts = re.compile(rf" {scene.lexicon.cues.pattern('acting', 'deed')}")
        self._expects = re.compile(
            rf" (?:now |also |still |had |has )*{scene.lexicon.cues.pattern('foresees')} (?:that )?(?:the )?"
        )
        self._audience = re.compile(scene.lexicon.cues.pattern("audience"))
        self._audience_acts = re.compile(scene.lexicon.cues.pattern("audience-acts"))
        self._described = Described(scene)

    def role(self, mention: Mention) -> str | None:
        """Why a mention cannot be the subject of a number in its clause; None where it can."""
        scene, lower = self._scene, self._scene.lower
        if mention.sort in ("person", "publication", "place"):
            return mention.sort
        if self._beside_amount(mention) or self._bracketed(mention):
            return "aside"
        if self._is_author(mention):
            return "author"
        for citation in within(scene.citations, scene.sentence(mention.start).start, mention.start + 1):
            if mention.start < citation.end and not (citation.agent and mention.start > citation.agent.start + 20):
                return "source"
        before, after = lower[max(0, mention.start - 14) : mention.start], lower[mention.end : mention.end + 16]
        if self._is_audience(mention) or self._is_owned(mention):
            return "class"
        if scene.text.chinese:
            return self._described.role(mention) or self._chinese_role(mention, before, after)
        return self._english_role(mention, before, after)

    def _is_audience(self, mention: Mention) -> bool:
        """Whether a group of customers is only counted or served here: 拥有企业客户10万家, sold to enterprise customers."""
        lower = self._scene.lower
        if mention.sort != "market" or not self._audience.search(lower, mention.start, mention.end):
            return False
        return not self._audience_acts.match(lower, mention.end)

    def _is_owned(self, mention: Mention) -> bool:
        """English: whether what seems a market is a firm's own: Koto's global phone shipments."""
        if mention.sort != "market" or self._scene.text.chinese:
            return False
        near = within(self._scene.mentions, max(0, mention.start - 48), mention.start)
        firms = [m for m in near if m.named and m.sort in ("organization", "any")]
        return any(_OF_ITS.fullmatch(self._scene.lower, m.end, mention.start) for m in firms)

    def _beside_amount(self, mention: Mention) -> bool:
        """Whether a name alone in a bracket explains the amount before it: from $3 billion (Sequoia)."""
        lower, opening = self._scene.lower, mention.start - 1
        if not mention.named or lower[opening : mention.start] != "(" or lower[mention.end : mention.end + 1] != ")":
            return False
        before = within(self._scene.amounts, max(0, opening - 40), opening)
        return any(amount.end in (opening, opening - 1) for amount in before)

    def _is_author(self, mention: Mention) -> bool:
        """Whether "we" are those who write: we pencil in a loss, our forecast, 我们维持."""
        if mention.how != "pronoun" or not _WE.fullmatch(self._scene.lower, mention.start, mention.end):
            return False
        return self._author.match(self._scene.lower, mention.end) is not None

    def _bracketed(self, mention: Mention) -> bool:
        """Whether a name stands in a bracket that tells no number: 其他(含甲云)收入, Pelion (Orrin Capital led it) grew."""
        lower = self._scene.lower
        opening = lower.rfind("(", max(0, mention.start - _BRACKET), mention.start)
        if opening < 0 or re.search(r"[)\n。]", lower[opening : mention.start]):
            return False
        closing = lower.find(")", mention.end, mention.end + _BRACKET)
        return closing >= 0 and not within(self._scene.amounts, opening, closing)

    def _chinese_role(self, mention: Mention, before: str, after: str) -> str | None:
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
            and re.fullmatch(r"[《“「\"]?", lower_gap(self._scene, mention, following[0]))
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

    def _english_role(self, mention: Mention, before: str, after: str) -> str | None:
        if self._in_apposition(mention):
            return "apposition"
        if mention.how == "pronoun" and _PUT.search(self._before(mention).rstrip()):
            return "object"
        if mention.named and _CONSENSUS.match(after):
            return "source"
        if mention.named and _WHICH.search(before):
            return "relative"
        if _LEADS_ROUND.match(self._scene.lower, mention.end):
            return "investor"
        if self._foresees(mention):
            return "speaker"
        if re.search(
            r"(?<![a-z])(?:made|built|owned|run|backed|led|developed|published|created|founded) by (?:[a-z.'’-]+ ){0,3}$",
            self._before(mention),
        ):
            return "object"
        if self._outdone.search(self._before(mention)):
            return "comparand"
        if before.endswith("with ") and _DOING.match(self._scene.lower, mention.end):
            return None
        if re.search(
            r"(?:led by|backed by|acquired by|owned by| by|with|bought|buy|buys|acquire"
            r"|acquired|acquiring|via|using|into|joining|from investors including"
            r"|including|include|includes|sued|left) (?:the |its |a )?$",
            before,
        ):
            return "object"
        if self._listed_after(mention):
            return "object"
        if _MEASURED_OF.search(self._before(mention)):
            return None
        if _MADE_BY.search(before) and self._acts.match(self._scene.lower, mention.end):
            return None
        if re.search(
            r"(?:\bon|\bin|\bat|\bto|\bfrom|\bof|\bfor|\bbetween|\bamong|\bnear|\bowner"
            r"|\bparent|\bmaker|\bstake in) (?:the |its )?$",
            before,
        ):
            return "object-of"
        following = within(self._scene.mentions, mention.end, mention.end + 48)
        gap = lower_gap(self._scene, mention, following[0]) if following and following[0].named else ""
        near = bool(following) and following[0].start < mention.end + 24
        if mention.sort == "market" and near and re.fullmatch(r"(?: [a-z-]+){1,2} ", gap):
            return "class"
        if following and self._is_owned(following[0]):
            return None
        if mention.how != "entity" and following and following[0].named and following[0].start - mention.end < 24:
            gap = lower_gap(self._scene, mention, following[0])
            if (
                (mention.how == "pronoun" and self._scene.lower[mention.start : mention.end] == "its")
                or gap.startswith(("'s", "’s"))
            ) and re.fullmatch(r"(?:['’]s)?(?: [a-z-]+){0,3} ", gap):
                return "possessor"
        if mention.named and following and following[0].named and self._owned.fullmatch(gap):
            return "possessor"
        following = [m for m in following if m.start <= mention.end + 5]
        if re.match(r"[.]?['’]s? (?![(])", after) and following and following[0].named:
            return "possessor"
        return None

    def _foresees(self, mention: Mention) -> bool:
        """Whether somebody else is expected to do what a clause tells: the firm expects Koto to earn, sees Orrin selling."""
        for other in within(self._scene.mentions, mention.end, mention.end + 40)[:1]:
            told = self._expects.fullmatch(self._scene.lower, mention.end, other.start)
            return other.named and told is not None and _WILL.match(self._scene.lower, other.end) is not None
        return False

    def _listed_after(self, mention: Mention) -> bool:
        """Whether the list that a name stands in only gives examples or backers: publishers, which include A, B and C."""
        scene, first = self._scene, mention
        for _ in range(12):
            linked = [m for m in within(scene.mentions, max(0, first.start - 48), first.start) if m.named]
            if not linked or scene.lower[linked[-1].end : first.start] not in _LINKS:
                break
            first = linked[-1]
        return first is not mention and _EXAMPLES.search(scene.lower, max(0, first.start - 24), first.start) is not None

    def _before(self, mention: Mention) -> str:
        first = self._scene.sentence(mention.start).start
        return self._scene.lower[max(first, mention.start - 44) : mention.start]

    def _in_apposition(self, mention: Mention) -> bool:
        """Whether a mention stands in a clause that only explains the name before it: Koto, the group's tool, ..."""
        scene = self._scene
        clause = scene.clause(mention.start)
        if not _EXPLAINS.match(scene.lower, clause.start, clause.end) or scene.lower[
            clause.end : clause.end + 1
        ] not in (",", "-"):
            return False
        named = [m for m in within(scene.mentions, max(0, clause.start - 60), clause.start) if m.how != "pronoun"]
        named = [m for m in named if m.start >= scene.sentence(mention.start).start]
        return bool(named) and clause.start - named[-1].end <= 3


_BRACKET = 80
_LEADS_ROUND = re.compile(
    r" (?:has |have |had |is |will |to )*(?:co-?)?(?:leads?|led|leading) (?:(?:a|an|the|its)(?![a-z])|"
    r"[$€£]?[\d.,]+[a-z]* (?:[a-z]+illion )?(?:[a-z-]+ ){0,3}(?:round|investment|funding|financing))"
)
_WILL = re.compile(r" (?:to|will|would|could) [a-z]+")
_RELATIVE = re.compile(r"(?!是)[^\d达超为至]{2,16}的[《“「\"]?")
_CHART = re.compile(r"[^,，。;\d]{0,16}榜[单中上]")
_DESCRIBED = re.compile(
    r"(?:上市|龙头|头部|子|母|分|[一两几多\d]家|[大型类]|科技|创业|初创|独角兽|参股|控股|同类|相关|半导体|模型|软件|芯片|互联网|游戏)$"
)
_LINKS = (", ", " and ", ", and ", " or ", ", or ")
_EXAMPLES = re.compile(r"(?:including|includes?|such as|led by|backed by|joined by|investors like) (?:the )?$")
_WHICH = re.compile(r", (?:which|whom) $")
_DOING = re.compile(r"(?: for [a-z]+)?(?: [a-z-]+){0,2} [a-z]{2,}ing(?![a-z])")
_OF_ITS = re.compile(r"['’]s (?:global |worldwide |overseas |domestic |international |total |own |overall )*")
_MADE_BY = re.compile(r"(?:\bowner|\bparent|\bmaker) $")
_MEASURED_OF = re.compile(
    r"(?:revenues?|sales?|shares|downloads|users|subscribers|prices?|valuation|demand|deliveries|shipments|spending)"
    r" (?:of|at|on) (?:the )?$|shares in (?:the )?$"
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
_CONSENSUS = re.compile(r"(?:['’]s)? (?:consensus|estimates?)(?![a-z])")
_WHY = re.compile(r"(?:受惠|受益|得益|由于|受|有赖|拜)")
_WE = re.compile(r"我们|我司|we|our")
_PUT = re.compile(r" (?:put|puts|value|values|valued|valuing|give|gives|gave|call|calls|called)$")
_SOLD = re.compile(r"(?:销售|售出|卖出|交付|生产|推出|发布|投放|发行|的)$")
_LIST_OF_OTHERS = re.compile(
    r"(?:与|由|向|跟|同|对|继|超越|超过|赶超|击败|力压|反超|引入|引进|包括|包含|获|来自|选择|携手|联合|签约|有|如|像|用|使用|借助|通过|采用)(?:了|到)?$"
)


def lower_gap(scene: Scene, first: Mention, second: Mention) -> str:
    """The text between two mentions."""
    return scene.lower[first.end : second.start]


_EXPLAINS = re.compile(
    r"[ ]*(?:the|a|an|its|their|one of|now|formerly|part of|owned by|maker of"
    r"|[a-z][a-z .&-]{1,24}['’]s (?:[a-z]+est|main|chief|former|parent|sister|own|second|third|arch)"
    r"|which|who|whose|where)(?![a-z])(?!.{0,80}\b(?:said|rose|fell|reached"
    r"|was|were|had|has)\b)"
)
