"""Which English mentions are set aside by the words beside them: appositions, objects, owners, investors, comparands.

Looks at one mention of an English text; what holds in both languages is told in `roles`.
"""

from __future__ import annotations

import re

from claimgraph.extraction.rules.mentions import Mention
from claimgraph.extraction.rules.scene import Scene, within


class EnglishRoles:
    """Reads the roles of one English scene."""

    def __init__(self, scene: Scene) -> None:
        self._scene = scene
        self._owned = re.compile(
            rf"['’]s? (?:[a-z0-9-]+ ){{0,4}}?{scene.lexicon.cues.pattern('thing', 'owned-thing')},? [\"“]?"
        )
        self._outdone = re.compile(rf"{scene.lexicon.cues.pattern('outdoes')} (?:the |its |rival |fellow )*$")
        self._acts = re.compile(rf" {scene.lexicon.cues.pattern('acting', 'deed')}")
        self._expects = re.compile(
            rf" (?:now |also |still |had |has )*{scene.lexicon.cues.pattern('foresees')} (?:that )?(?:the )?"
        )

    def role(self, mention: Mention, before: str, after: str) -> str | None:
        """The part of a mention by the words before and after it; None where it can be a subject."""
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
        gap = self._scene.between(mention, following[0]) if following and following[0].named else ""
        near = bool(following) and following[0].start < mention.end + 24
        if mention.sort == "market" and near and re.fullmatch(r"(?: [a-z-]+){1,2} ", gap):
            return "class"
        if following and self.is_owned(following[0]):
            return None
        if mention.how != "entity" and following and following[0].named and following[0].start - mention.end < 24:
            gap = self._scene.between(mention, following[0])
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

    def is_owned(self, mention: Mention) -> bool:
        """English: whether what seems a market is a firm's own: Koto's global phone shipments."""
        if mention.sort != "market" or self._scene.text.chinese:
            return False
        near = within(self._scene.mentions, max(0, mention.start - 48), mention.start)
        firms = [m for m in near if m.named and m.sort in ("organization", "any")]
        return any(_OF_ITS.fullmatch(self._scene.lower, m.end, mention.start) for m in firms)

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


_LEADS_ROUND = re.compile(
    r" (?:has |have |had |is |will |to )*(?:co-?)?(?:leads?|led|leading) (?:(?:a|an|the|its)(?![a-z])|"
    r"[$€£]?[\d.,]+[a-z]* (?:[a-z]+illion )?(?:[a-z-]+ ){0,3}(?:round|investment|funding|financing))"
)
_WILL = re.compile(r" (?:to|will|would|could) [a-z]+")
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
_CONSENSUS = re.compile(r"(?:['’]s)? (?:consensus|estimates?)(?![a-z])")
_PUT = re.compile(r" (?:put|puts|value|values|valued|valuing|give|gives|gave|call|calls|called)$")
_EXPLAINS = re.compile(
    r"[ ]*(?:the|a|an|its|their|one of|now|formerly|part of|owned by|maker of"
    r"|[a-z][a-z .&-]{1,24}['’]s (?:[a-z]+est|main|chief|former|parent|sister|own|second|third|arch)"
    r"|which|who|whose|where)(?![a-z])(?!.{0,80}\b(?:said|rose|fell|reached"
    r"|was|were|had|has)\b)"
)
