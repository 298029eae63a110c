"""Who says it, and through whom it came: the voices behind a set of claims, one for each origin, in words."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace

from claimgraph.briefing.model import Told, Voice
from claimgraph.briefing.reports import SourceLine
from claimgraph.claim import Claim, EventClaim, MetricClaim, Modality, Precision, Source
from claimgraph.wording import Names, date_text, hop_text, period_text, quantity_text, sentence, window_text

_MODALITY = {
    Modality.ACTUAL: "",
    Modality.EXPECTED: "expected ",
    Modality.TARGET: "a target of ",
    Modality.ESTIMATED: "estimated ",
    Modality.POSSIBLE: "possibly ",
}


def voices(rows: Iterable[Told], names: Names) -> tuple[Voice, ...]:
    """The voices behind these claims, those with most articles first."""
    groups: dict[str, list[Told]] = defaultdict(list)
    for row in rows:
        groups[row.voice].append(row)
    found = [_voice(group, names) for group in groups.values()]
    return tuple(sorted(found, key=lambda voice: (-voice.articles, voice.name, voice.agent or "")))


def _voice(rows: list[Told], names: Names) -> Voice:
    rows = sorted(rows, key=lambda row: (published_key(row.source), row.source.id, row.id))
    origin = rows[0].origin
    last = [
        row.claim.attribution[-1] for row in rows if row.claim.attribution and row.claim.attribution[-1].agent == origin
    ]
    spoken = sorted({hop_text(hop, names) for hop in last}, key=lambda name: (-len(name), name))
    name = spoken[0] if spoken else names.entity(origin) if origin else "nobody named"
    through = dict.fromkeys(hop_text(hop, names) for row in rows for hop in row.claim.attribution[:-1])
    sources = {row.source.id: row.source for row in rows}
    relays = [source for source in sources.values() if source.publisher != origin]
    return Voice(
        agent=origin,
        name=name,
        itself=len(relays) < len(sources),
        through=tuple(through),
        relayed_by=tuple(publisher_name(source, names) for source in relays),
        articles=len(sources),
        texts=len({row.text for row in rows}),
    )


def publisher_name(source: Source, names: Names) -> str:
    """The publisher's name, or the source's own id where none is known."""
    return names.entity(source.publisher) if source.publisher else source.id


def published_key(source: Source) -> str:
    """Sorts sources by date; those without one come last."""
    return source.published.text if source.published else "9999"


def value_text(claim: MetricClaim, names: Names) -> str:
    """The value as stated: `expected 140 million $`, `not over 12 million`."""
    denied = "not " if claim.negated else ""
    return f"{denied}{_MODALITY[claim.modality]}{quantity_text(claim.quantity, names)}"


def period_words(claim: Claim) -> str:
    """When it holds: `in Q3 2025`, or `period not stated`."""
    return period_text(claim.period) if claim.period else "period not stated"


def place_words(claim: Claim, names: Names) -> str:
    """What narrows a value: scope, window, what it is relative to; empty where nothing does."""
    parts = [f"{kind}: {what}" for kind, what in claim.scope]
    if isinstance(claim, MetricClaim):
        if claim.window:
            parts.append(f"within {window_text(claim.window)}")
        if claim.relative_to:
            parts.append(f"against {names.entity(claim.relative_to)}")
    return ", ".join(parts)


def source_line(source: Source, claims: int, names: Names) -> SourceLine:
    """A source as a reader finds it."""
    published = source.published.text if source.published else None
    return SourceLine(source.id, source.title, publisher_name(source, names), published, source.url, claims)


def event_words(claim: EventClaim, names: Names) -> str:
    """The date with its bound and precision, and the other entity: `about March 2025, with Sora`."""
    if claim.date is None:
        when = claim.printed
    else:
        bound = "not before " if claim.not_before else "not after " if claim.not_after else ""
        about = "about " if claim.precision is not Precision.AS_PRINTED else ""
        when = f"{bound}{about}{date_text(claim.date)}"
    hedge = "" if claim.modality is Modality.ACTUAL else f"{claim.modality.value}: "
    other = f", with {names.entity(claim.participant)}" if claim.participant else ""
    scope = f" ({place_words(claim, names)})" if claim.scope else ""
    return f"{hedge}{'not ' if claim.negated else ''}{when}{other}{scope}"


def without_chain(claim: Claim, names: Names) -> str:
    """The claim as a sentence that leaves out who said it."""
    return sentence(replace(claim, attribution=()), names)
