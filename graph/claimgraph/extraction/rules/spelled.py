"""The members of a list that is dealt out, read by its commas where not all of them are names known to the text.

As many members as numbers, half of them names at least (Koto、甲助手、丙位居前三); the numbers are read in `lists`.
"""

from __future__ import annotations

import re

from claimgraph.extraction.rules.mentions import Mention
from claimgraph.extraction.rules.scene import Scene, within
from claimgraph.extraction.rules.text import Span

_JOINT = re.compile(r"[ ]?(?:、|以及|和|与|及)[ ]?")
_OPENED = re.compile(r".*(?:其中|其次|包括|分为|如果|单从|[的是,，:：])")
_CLOSED = re.compile(r"(?:在|的|位居|位列|排名|等|则|均|都|单|这|[一二三四五六七八九十两\d]+[家款个大部])")
_GLOSS = re.compile(r"\([^()]*(?:\)|$)")
_LONGEST = 18
_DATE = re.compile(r"[\d一二三四五六七八九十]+(?:年|月|日|季)|[上下]半年")


def spelled(scene: Scene, sentence: Span, end: int, size: int) -> list[Mention] | None:
    """The members of the last list before `end` that has so many; None where it is one of metrics or days."""
    if not scene.text.chinese:
        return None
    for clause in reversed([c for c in scene.clauses_of(sentence) if c.start < end]):
        told = within(scene.amounts, clause.start, clause.end)
        stop = min([clause.end, end, *(amount.start for amount in told)])
        labels = [m.start for m in within(scene.labels, clause.start, stop)]
        glossed = [m.span() for m in _GLOSS.finditer(scene.lower, clause.start, stop)]
        joints = list(_JOINT.finditer(scene.lower, clause.start, stop))
        joints = [j for j in joints if not any(start < j.start() < end for start, end in glossed)]
        if len(joints) < size - 1:
            continue
        joints = joints[-(size - 1) :] if size > 1 else []
        if any(first < joints[-1].end() for first in labels if first >= joints[0].start()):
            return None
        members = _members(scene, clause, joints, min([stop, *(x for x in labels if x >= joints[-1].end())]))
        if members:
            return members
    return None


def _members(scene: Scene, clause: Span, joints: list[re.Match[str]], stop: int) -> list[Mention] | None:
    """The words between the joints as names; the first without what leads up to it, the last without what follows."""
    plain = scene.text.plain
    opened = _OPENED.match(plain, clause.start, joints[0].start())
    edges = [opened.end() if opened else clause.start]
    edges += [place for joint in joints for place in joint.span()]
    closed = _CLOSED.search(plain, joints[-1].end() + 1, stop)
    edges.append(closed.start() if closed else stop)
    spans = [(edges[i], edges[i + 1]) for i in range(0, len(edges), 2)]
    members = [_member(scene, start, end) for start, end in spans]
    found = [m for m in members if m]
    known = sum(bool(m.evidence) and m.sort != "place" for m in found)
    return found if 2 * known >= len(members) == len(found) else None


def _member(scene: Scene, start: int, end: int) -> Mention | None:
    """One member: the name that it is, else its words."""
    plain = scene.text.plain
    start += len(plain[start:end]) - len(plain[start:end].lstrip(" 《“「"))
    words = _GLOSS.sub("", plain[start:end]).strip(" 》”」")
    gloss = _GLOSS.search(plain, start, end)
    reach = gloss.start() if gloss else end
    named = [m for m in within(scene.mentions, start, reach) if m.named and m.sort != "market"]
    if named and named[-1].end - named[-1].start >= len(words) - 2:
        return named[-1]
    if not 2 <= len(words) <= _LONGEST or _DATE.search(words) or within(scene.amounts, start, end):
        return None
    return Mention(start, end, "name", "any", None, words)
