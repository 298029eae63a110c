"""Comparators: the bound that words set to a quantity (over 5, 不到3000元, up to 10 seconds), and to all of a list.

Where such words belong to something else (taken over, 70% more than the $5 billion) the quantity stays as printed.
"""

from __future__ import annotations

import re
from dataclasses import replace

from claimgraph.extraction.cues import Cues, alternation
from claimgraph.extraction.rules.amounts import Amount, bounded

_LOOK_BACK = 26


class ComparatorReader:
    """The comparators of a lexicon, compiled."""

    def __init__(self, cues: Cues) -> None:
        self._before = cues.table("ComparatorCue", "before")
        self._after = cues.table("ComparatorCue", "after")
        guarded = [word for word in self._before if len(word) == 1 and word > "z"]
        plain = [word for word in self._before if word not in guarded]
        single = "|".join(guarded) or "(?!)"
        self._comparator = re.compile(
            rf"(?P<word>{alternation(plain)}|(?<![通经不度渡透难转穿最附亲条合签公节制相大免越])(?:{single}))"
            r"(?:[了至达到为是有]|达到|[ ]?(?:the |a |an ))?[ ]?$"
        )
        self._possessed = re.compile(
            rf"(?P<word>{alternation(w for w in plain if w > 'z')})[^,，。;；\d]{{1,3}}[^,，。;；%]{{0,12}}的$"
        )
        self._after_cue = re.compile(rf"[ ]?(?P<word>{alternation(self._after)})")

    def read(self, lower: str, amounts: list[Amount]) -> list[Amount]:
        """The amounts under their comparators; in a list the bound of the first holds for all (超过2亿元、3亿元)."""
        found: list[Amount] = []
        for amount in amounts:
            compared = self._compared(lower, amount)
            if found and compared == amount and (cue := self._shared(lower, found[-1], amount)):
                compared = bounded(amount, cue)
            found.append(compared)
        return found

    @staticmethod
    def _shared(lower: str, last: Amount, amount: Amount) -> str | None:
        """The bound that a list hands on to its next number."""
        alike = last.unit == amount.unit and last.counter == amount.counter and (last.unit != "count" or last.counter)
        if not alike or last.comparator not in ("above", "at-least") or last.reason or amount.reason:
            return None
        return last.comparator if _LIST.fullmatch(lower, last.end, amount.start) else None

    def _compared(self, lower: str, amount: Amount) -> Amount:
        if amount.reason:
            return amount
        before = self._comparator.search(lower, max(0, amount.start - _LOOK_BACK), amount.start)
        if (
            before
            and before["word"] == "over"
            and _SPANNED.search(lower, max(0, before.start("word") - 12), amount.start)
        ) and (amount.unit in _TIME or _SEASONS.match(lower, amount.end)):
            before = None
        if before and _DIFFERENCE.search(lower, max(0, before.start("word") - 12), before.end("word")):
            before = None
        if before and _PHRASAL.search(lower, max(0, before.start("word") - 12), before.end("word")):
            before = None
        if before is None and amount.unit in _RELATIVE and (amount.style == "word" or amount.unit == "multiple"):
            before = self._possessed.search(lower, max(0, amount.start - _LOOK_BACK), amount.start)
        if before and not _crossed(lower, before.start("word"), amount.start):
            cue = self._before[before["word"]].means
            amount = replace(bounded(amount, cue), cue_start=before.start("word"))
        elif _CAP.search(lower, max(0, amount.start - 14), amount.start):
            amount = replace(bounded(amount, "at-most"), cue_start=amount.start)
        after = self._after_cue.match(lower, amount.end)
        if after and (
            after["word"] != "起" or re.match(r"$|[,，。;；)）、/\s售]", lower[after.end() : after.end() + 1] or " ")
        ):
            cue = self._after[after["word"]].means
            signed = after["word"] == "+" and lower[after.end() : after.end() + 1].isdigit()
            within = after["word"] in ("以内", "之内", "前后") and amount.unit in _TIME
            if not signed and not (within and not _LED_TO.search(lower, max(0, amount.start - 3), amount.start)):
                amount = replace(bounded(amount, cue), cue_end=after.end())
        return amount


_RELATIVE = frozenset(("percent", "percentage_point", "basis_point", "multiple"))
_LIST = re.compile(r"[ ]?[、和与及][ ]?|以及")
_LED_TO = re.compile(r"[压缩降减短控][制短减]?(?:到|至|在)$|[到至]$")
_SPANNED = re.compile(
    r"(?<!well )(?<!just )(?<!was )(?<!is )(?<!for )(?<!took )(?<!of )(?<!lasts )(?<!lasted )over (?:the )?$"
)
_SEASONS = re.compile(r" (?:seasons|games|matches|rounds|phases|quarters|instalments|sessions)")
_PHRASAL = re.compile(
    r"(?:\b(?:hand|turn|sign|tak|hold|roll|carr)(?:s|ed|e|es|ing|ied|y|ies)?|\btook|\bheld) over$"
    r"|\b(?:edged|went|goes|gone|rose|risen|moved|ticked|crept|climbed|inched|shot|jumped|picked|nudged|stepped|bumped|ramped|catch"
    r"|caught|scaled|added|adds|adding|back|pushed|rises|rising|grew|drifted|revised|marked) up to$"
)
_DIFFERENCE = re.compile(r"(?:%|percent|points?|times|\d ?x|fold) (?:more|less|higher|lower|fewer) than$")
_CAP = re.compile(r"最[高大多长](?:[^,，。;；\d]{1,8}(?:可达|可至|可获)|(?:可|能)[^,，。;；\d达]{1,5})$")
_TIME = frozenset(("second", "minute", "hour", "day", "week", "month", "year"))


def _crossed(lower: str, start: int, end: int) -> bool:
    return any(mark in lower[start:end] for mark in "，。;；\n")
