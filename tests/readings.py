"""What is read out of a text, as far as several test modules ask for it."""

from __future__ import annotations

from datetime import date

from claimgraph.claim import PartialDate
from claimgraph.extraction import Lexicon, read


def days(text: str, printed: str, published: str, lexicon: Lexicon) -> tuple[date, date] | None:
    """First and last day of the number printed so."""
    found = read(text, lexicon, published=PartialDate(published)).quantities
    period = next(d for d in found if d.printed == printed).period
    return (period.start, period.end) if period and period.start and period.end else None


def subjects(text: str, lexicon: Lexicon) -> dict[str, str | None]:
    """The subject of every number of a text that was not dismissed, by how the number is printed."""
    return {d.printed: d.subject_text for d in read(text, lexicon).quantities if d.state != "dismissed"}
