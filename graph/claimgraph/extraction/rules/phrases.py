"""The words a text itself uses for what it counts, where no label of the vocabulary fits.

Chinese: the noun after the measure word, or the phrase between the subject and the verb before the number. English: the
noun after the number, or the noun before its verb.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from claimgraph.extraction.cues import Cues, alternation
from claimgraph.extraction.rules.fold import lower
from claimgraph.extraction.rules.quantities import Amount
from claimgraph.extraction.rules.scene import Scene, within
from claimgraph.extraction.rules.text import Span


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words of the text and where they stand."""

    words: str
    span: Span


_ZH_AFTER = re.compile(
    r"(?:的|以上的|左右的)?(?P<noun>[\u4e00-\u9fffA-Za-z]{2,12}?)(?=[的在于是为和与及、,，。;；:：)）(（]"
    r"|已|将|分布|同比|环比|以上|以下|左右|$|\d)"
)
_ZH_NOT_NOUN = re.compile(
    r"^(?:以上|以下|左右|以内|之间|同比|环比|其中|但|而|并|且|不等|起|后"
    r"|前|内|上下|之|的|增长|下降|增至|降至|至|到|在|是|为|收购|出售|上线"
    r"|成立)"
)
_EN_AFTER = re.compile(
    r"[ -](?:of (?:its |the )?)?(?P<noun>(?:(?!(?:and|or|but|in|on|at|by"
    r"|to|from|of|for|with|as|than|up|down|while|when|after|before|since"
    r"|during|over|under|per|that|which|who|a|an|the|its|their|was|were|is"
    r"|are|will|would|has|had|have|not|it|more|less|fewer|higher|lower|compared"
    r"|according|last|this|next|each|versus|against|out|ago|earlier|respectively"
    r"|including|excluding|if|also|about|around|via|across|among|between"
    r"|through|within|without|so|then|now|just|only)\b)[a-z][a-z'’&-]*[ ]?){1,4})"
)
_EN_VERB = re.compile(
    r"(?P<noun>[A-Za-z][A-Za-z'’& -]{1,60}?)[ ](?:(?:was|were|is|are|will be"
    r"|be|would be|has been|had been|came in|came|stood|remained|stayed|ended"
    r"|rose|fell|grew|climbed|jumped|dropped|declined|increased|decreased"
    r"|widened|narrowed|reached|hit|totaled|totalled|averaged|exceeded|topped"
    r"|slipped|edged|surged|plunged|soared|slid|shrank|improved|doubled|tripled"
    r"|more than|to|at|of|by|from|up|down|about|around|nearly|almost|roughly"
    r"|over|under|up to|at least|at most|a|an|the|some|only|just|least|most"
    r"|than|less|between|will|would|reach|costs?|started?|starting|now|currently"
    r"|also|still)[ ]?)+$"
)


class PhraseReader:
    """Reads phrases in one scene."""

    def __init__(self, scene: Scene, cues: Cues) -> None:
        self._scene = scene
        self._chinese = scene.text.chinese
        self._stop = re.compile(cues.pattern("phrase-stop"))
        self._verb = re.compile(rf"(?:{alternation(cues.words('phrase-verb'))})+$")
        change = alternation(cues.words("rise", "fall", "base-yoy", "base-qoq", "base-mom"))
        self._change = re.compile(rf"(?:{change}|[-+ (（:：])+$")

    def read(self, amount: Amount, clause: Span) -> Phrase | None:
        """The noun after the number where it counts things, else the phrase before it, else what follows."""
        after = self.after(amount)
        if after and (amount.unit == "count" or (not self._chinese and amount.unit in ("percent", "multiple"))):
            return after
        return self.before(amount, clause) or after

    def after(self, amount: Amount) -> Phrase | None:
        """The noun right after the number."""
        plain = self._scene.text.plain
        end = max(amount.end, amount.cue_end)
        match = (_ZH_AFTER if self._chinese else _EN_AFTER).match(
            plain if self._chinese else self._scene.lower, end, min(len(plain), end + 60)
        )
        if not match or (self._chinese and _ZH_NOT_NOUN.match(match["noun"])):
            return None
        start, stop = match.span("noun")
        return Phrase(plain[start:stop].strip(), Span(start, stop))

    def before(self, amount: Amount, clause: Span) -> Phrase | None:
        """The phrase before the number's verb, after the subject and the date."""
        return self._zh_before(amount, clause) if self._chinese else self._en_before(amount, clause)

    def _zh_before(self, amount: Amount, clause: Span) -> Phrase | None:
        plain = self._scene.text.plain
        end = amount.cue_start if 0 <= amount.cue_start < amount.start else amount.start
        start = clause.start
        start = max([start, *self._ends(clause.start, end)])
        head = self._without_verb(plain[start:end])
        head = head.rstrip("的")
        head = head.split("的")[-1] if len(head) > 10 else head
        trimmed = re.sub(
            r"^(?:的|在|其|则|也|还|并|且|而|但|将|把|对|了|以|为|这|该|本|单月|当月"
            r"|当季|全年|累计|方面|公司|平均|约|近|\W)+",
            "",
            head,
        )
        offset = start + (len(plain[start:end][: len(head)]) - len(trimmed)) if head else start
        if len(trimmed) < 2 or len(trimmed) > 16 or self._stop.fullmatch(trimmed):
            return None
        place = plain.rfind(trimmed, start, end)
        return (
            Phrase(trimmed, Span(place, place + len(trimmed)))
            if place >= 0
            else Phrase(trimmed, Span(offset, offset + len(trimmed)))
        )

    def _without_verb(self, head: str) -> str:
        """Words without the verbs and the words of change that they end with."""
        before = None
        while before != head:
            before = head
            for pattern in (self._verb, self._change):
                if found := pattern.search(lower(head)):
                    head = head[: found.start()]
        return head

    def _en_before(self, amount: Amount, clause: Span) -> Phrase | None:
        plain, small = self._scene.text.plain, self._scene.lower
        end = amount.cue_start if 0 <= amount.cue_start < amount.start else amount.start
        start = max(clause.start, end - 90)
        match = _EN_VERB.search(small, start, end)
        if not match:
            return None
        first, last = match.span("noun")
        first = max([first, *self._ends(start, last)])
        words = re.split(
            r"\b(?:and|that|which|while|but|with|its|the|their|a|an|of|in|on|for"
            r"|said|has|have|had|as|to|from|by|or|it|also|per|at)\b",
            plain[first:last],
        )
        phrase = next((w.strip(" '’s,-") for w in reversed(words) if len(w.strip(" '’s,-")) > 2), "")
        place = plain.rfind(phrase, first, last) if phrase else -1
        return Phrase(phrase, Span(place, place + len(phrase))) if place >= 0 else None

    def _ends(self, start: int, end: int) -> Iterator[int]:
        """Where names, dates and numbers of a stretch end."""
        yield from (mention.end for mention in within(self._scene.mentions, start, end) if mention.end <= end)
        yield from (period.end for period in within(self._scene.periods, start, end) if period.end <= end)
        yield from (amount.end for amount in within(self._scene.amounts, start, end) if amount.end <= end)
