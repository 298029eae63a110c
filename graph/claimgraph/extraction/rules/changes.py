"""Whether a number is a change, up or down, and against which period: the words of change beside it.

Knows nothing of metrics; what it is a change of is decided in `ratio_binder`.
"""

from __future__ import annotations

import re

from claimgraph.extraction.cues import Cues
from claimgraph.extraction.rules.quantities import Amount
from claimgraph.extraction.rules.scene import Scene, within
from claimgraph.extraction.rules.text import Span


class ChangeReader:
    """Reads changes in one scene."""

    def __init__(self, scene: Scene, cues: Cues) -> None:
        self._scene = scene
        self._rise, self._fall = re.compile(cues.pattern("rise")), re.compile(cues.pattern("fall"))
        self._closing = re.compile(cues.pattern("closing-move"))
        up, down = cues.pattern("rise-noun"), cues.pattern("fall-noun")
        self._noun_after = re.compile(
            r"[ -]?(?:左右|上下|以上)?(?:(?:year-on-year|year-over-year|annual"
            r"|yoy|on average|quarterly|monthly|sequential) )?"
            rf"(?:(?P<up>{up}|(?:higher|more)(?![a-z])|上涨|增长|的增幅|的增长|的涨幅)"
            rf"|(?P<down>{down}|(?:lower|fewer|less|below|short of|cheaper)(?![a-z])"
            r"|下降|的降幅|的跌幅|的?下降空间|的?下跌空间))"
        )
        self._bases = [(base, re.compile(_NOT_SINGLE + cues.pattern(f"base-{base}"))) for base in ("yoy", "qoq", "mom")]

    def only_change(self, words: str) -> bool:
        """Whether words say only that something changes (同比增长, increase), not what."""
        if self._closing.fullmatch(words):
            return False
        for _, pattern in self._bases:
            words = pattern.sub("", words)
        return not self._fall.sub("", self._rise.sub("", words)).strip(" 率幅度了年微急大激猛劲")

    def direction(self, amount: Amount, clause: Span) -> int | None:
        """1 up, -1 down, None where the number is no change: the cue nearest before it, or right after it in English."""
        lower = self._scene.lower
        if _GROWN.match(lower, amount.start, amount.end) and amount.unit == "percent":
            return 1
        if amount.unit == "percent" and _SIZE_OF_FALL.search(lower, max(clause.start, amount.start - 14), amount.start):
            return -1
        first = max(clause.start, amount.start - 30)
        best, place = None, -1
        for direction, pattern in ((1, self._rise), (-1, self._fall)):
            for match in pattern.finditer(lower, first, amount.start):
                if match[0].endswith(("至", "到")) or amount.cue_start <= match.start() < amount.cue_start + 4:
                    continue
                if match.end() - match.start() == 1 and not self._adjacent(match, amount):
                    continue
                if match.end() > place and not _TO.fullmatch(lower, match.end(), amount.start):
                    best, place = direction, match.end()
        if best is not None and not re.search(r"(?<![a-z\d.-])\d|%", lower[place : amount.start]):
            return best
        after = self._noun_after.match(lower, amount.end, amount.end + 40)
        if after:
            return 1 if after["up"] else -1
        if amount.unit == "percent" and (mark := self._signed_beside(amount)):
            return -1 if mark in "-−" else 1
        if amount.unit == "percent" and (found := self._on_base(amount, clause)):
            return -1 if "-" in found or "−" in found else 1
        if amount.unit == "percent" and self._base_after(amount):
            return -1 if amount.value < 0 else 1
        word = lower[amount.start : amount.end]
        if word in ("halved", "halving", "减半", "腰斩"):
            return -1
        return 1 if _GROWN.match(word) else None

    def _base_after(self, amount: Amount) -> bool:
        """Whether the base of a change follows a percentage at once: 11.0% YoY."""
        gap = self._scene.lower[amount.end : amount.end + 1]
        found = [base.match(self._scene.lower, amount.end + 1) for _, base in self._bases]
        return gap == " " and any(base and not base[0].startswith(_AGO) for base in found)

    def _signed_beside(self, amount: Amount) -> str:
        """The sign of a percentage that stands right after a level, as its change: 11.8亿元（+4.1%）, $1.7bn, +46%."""
        lower = self._scene.lower
        mark = next((m for m in (lower[amount.start], lower[amount.start - 1 : amount.start]) if m and m in "+-−"), "")
        before = within(self._scene.amounts, amount.start - 40, amount.start)
        levels = [a for a in before if a.end <= amount.start and a.unit != amount.unit]
        gap = lower[levels[-1].end : amount.start] if levels else "?"
        return mark if mark and re.fullmatch(r"[ ]?(?:[a-z]{4,9}[ ]?)?[ ,(/;]{1,2}[-+−]?", gap) else ""

    def _on_base(self, amount: Amount, clause: Span) -> str:
        """What stands between a base of comparison and the number right after it: 同比+5.4%, "yoy -3%"."""
        lower = self._scene.lower
        first = max(clause.start, amount.start - 16)
        ends = [match.end() for _, base in self._bases for match in base.finditer(lower, first, amount.start)]
        gap = lower[max(ends) : amount.start + 1] if ends else ""
        return gap if re.fullmatch(r"[ :：(（]*(?:[-+−]?\d|[-+−])", gap) else ""

    def _adjacent(self, cue: re.Match[str], amount: Amount) -> bool:
        """Whether a cue of one character (涨, 高) stands right before the number and belongs to no other word."""
        start = amount.cue_start if 0 <= amount.cue_start < amount.start else amount.start
        return start - cue.end() <= 1 and self._scene.lower[max(0, cue.start() - 1) : cue.start()] not in (
            "最",
            "更",
            "新",
            "单",
            "偏",
            "较",
            "至",
            "不",
            "许",
        )

    def base(self, amount: Amount, clause: Span) -> str | None:
        lower = self._scene.lower
        head = lower[max(clause.start, amount.start - 24) : amount.start]
        tail = lower[amount.end : min(clause.end, amount.end + 36)] if not self._scene.text.chinese else ""
        told = re.match(r"[^,;.\d]*", tail)
        if told and (_FROM_QUARTER.search(told[0]) or any(pattern.search(told[0]) for _, pattern in self._bases)):
            head, tail = "", told[0]
        near = head if head and any(pattern.search(head) for _, pattern in self._bases) else head + "|" + tail
        if _FROM_QUARTER.search(near):
            return "qoq"
        for base, pattern in self._bases:
            if pattern.search(near):
                return "mom" if base == "qoq" and re.search("环比", near) and self._grain(clause) == "month" else base
        return None

    def _grain(self, clause: Span) -> str | None:
        sentence = self._scene.sentence(clause.start)
        periods = within(self._scene.periods, sentence.start, clause.end)
        return periods[-1].grain if periods else None


_NOT_SINGLE = "(?<!单)"  # 单季增速 is the growth of one quarter, not on the one before
_GROWN = re.compile(r"翻|doubl|tripl|quadrupl|quintupl|trebl|倍增")
_SIZE_OF_FALL = re.compile(
    r"(?:跌|降|减|衰退)幅(?:已|一度|进一步)?(?:收窄|扩大|缩小|放大|缩窄)?[至到为达](?:约|近|了)?$"
)
_AGO = ("a ", "from", "than", "over")
_TO = re.compile(
    r"[^,，\d]{0,2}(?:至|到|为|成|从|由|自)(?:了)?[^,，\d]{0,4}"
    r"|[ ](?:yoy |year-on-year |year-over-year )?(?:to|at|from)[ ](?:about "
    r"|around |nearly |some |over |more than )?"
)
_FROM_QUARTER = re.compile(
    r"(?:较|比|由|从|自)(?:前|上)?(?:一|二|三|四|上)个?季度|(?:than|from"
    r"|against|over) (?:in |that of )?the (?:previous|prior|preceding|first"
    r"|second|third|fourth) quarter(?! of (?:[12]\d{3}|last year))"
)
