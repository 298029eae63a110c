"""What stands beside Chinese names, ends them, or is in none: the words by which would-be names are judged.

Knows words only; where names are looked for is told in `chinese_names` and in the modules it asks.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from claimgraph.extraction.cues import Cues, alternation

HAN = "\u3400-\u9fff"
COMMON = re.compile(
    r"[的了在和与及由对向从被将把是为于以而但若即则也都就又并且或其这那该此每各某第之所着过们个不没无未很更最已曾正还再只仅约近超逾达至到比较按据因使让给破"
    r"一二三四五六七八九十两几多少全同年月日季时期间前后内外中上下左右增减升降涨跌高低大小新旧]"
)
TRAILING = re.compile(
    r"(?<=..)(?:继续|同时|今|昨|起|访查|调查|统计|另外|另|则|亦|已|再|均|仍|共|合计|累计|手头|旗下|方面|分别|同期)$"
)
ROUND = re.compile(r"(?:(?:Pre-)?[A-H][+＋]*|天使\+?|种子)轮")
LEADING = re.compile(
    r"^(?:评估|收购|持有|投资|参股|控股|参考|参照|按照|根据|依据|包括|另有|还有|此外|连同|例如|譬如|如|对话|专访|采访|访问|报道|记者|连线|独家|其中|而|但|据|前|原|时任|今日|近日|用(?!友)|使用|通过)"
)
TODAY = re.compile(r"[今昨前](?:\(\d{1,2}\)|[日天晚早]|年|收)|(?:本|上)?(?:周|月)\(?\d{1,2}\)?日")
MEASURE = re.compile(r"[0-9率价数量额费比度宽期长耗润本分票条值型式版级速幅次人力深重温压]$")


@dataclass(frozen=True, slots=True)
class Candidate:
    """A would-be name: how it is written, its sort, and the evidence that one place gives."""

    name: str
    sort: str
    evidence: str


class NameWords:
    """The words of a lexicon beside which Chinese names stand; compiled once."""

    def __init__(self, cues: Cues, labels: frozenset[str]) -> None:
        self.labels = labels
        self.measured = re.compile(alternation(labels))
        self.tails = cues.words("org-tail")
        self.tail = re.compile("|".join(map(re.escape, self.tails)))
        self.sure = frozenset(cues.words("org-tail-sure"))
        self.stop = re.compile(cues.pattern("name-stop"))
        self.verb = re.compile(cues.pattern("subject-verb"))
        self.deed = re.compile(alternation(word for word in cues.words("deed") if not word.isascii()))
        self.introduced = re.compile(rf"(?:{cues.pattern('introducer')})")

    def without_tail(self, name: str) -> str:
        """A name without the tail of an organization that it ends with."""
        return next((name.removesuffix(tail) for tail in self.tails if name.endswith(tail)), name)

    def is_tail(self, rest: str) -> bool:
        """Whether what follows a name begins with the tail of an organization."""
        return rest in self.tails or any(rest.startswith(tail) for tail in self.tails)
