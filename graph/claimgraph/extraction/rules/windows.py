"""Durations that say over what time a number was counted (上线5天, 30天留存, within a week): windows, never periods."""

from __future__ import annotations

import re

from claimgraph.extraction.rules.quantities import Amount
from claimgraph.extraction.rules.scene import Scene, within
from claimgraph.extraction.rules.text import Span

_ISO = {
    "second": "PT{}S",
    "minute": "PT{}M",
    "hour": "PT{}H",
    "day": "P{}D",
    "week": "P{}D",
    "month": "P{}M",
    "year": "P{}Y",
}
_WINDOW_BEFORE = re.compile(
    r"(?:用了?|仅用|只用|花了?|历时|上线|发布|开售|上映|开播|公测|推出|首"
    r"|仅|短短|不到|过去|近|最近|未来|此后|后|在|within|in|in just|in only"
    r"|in its first|its first|first|after|over|the first|for|past|last|next"
    r"|just)(?:仅|后|的|不到|约)?[ ]?$"
)
_WINDOW_AFTER = re.compile(
    r"(?:内|之内|以内|后|就|便|即|的?(?:用户)?留存|的?(?:累计)?(?:播放|下载"
    r"|销)|累计|时间|[ -](?:of|after|since|retention|following|later))"
)


def iso_duration(amount: Amount) -> str | None:
    """A duration as ISO 8601: P5D, P6M, PT30S."""
    if amount.low is None or amount.unit not in _ISO:
        return None
    number = amount.low * (7 if amount.unit == "week" else 1)
    return _ISO[amount.unit].format(f"{number.normalize():f}")


def is_window(scene: Scene, amount: Amount) -> bool:
    """Whether a duration says over what time something was counted."""
    if iso_duration(amount) is None:
        return False
    lower = scene.lower
    return bool(
        _WINDOW_AFTER.match(lower, max(amount.end, amount.cue_end))
        or _WINDOW_BEFORE.search(lower, max(0, amount.start - 14), amount.start)
    )


def window_of(scene: Scene, amount: Amount, label: Span | None, windows: dict[int, str]) -> str | None:
    """The window of a number: the duration before it in its clause that was found to be one."""
    clause = scene.clause(amount.start)
    start = min(clause.start, label.start - 12) if label else clause.start
    near = [
        other
        for other in within(scene.amounts, max(0, start), amount.start)
        if other.start in windows and other.start >= clause.start
    ]
    return windows[near[-1].start] if near else None
