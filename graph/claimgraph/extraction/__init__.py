"""From a document to drafted claims: one module per method, one shape of draft for all of them.

>>> from claimgraph.extraction import Lexicon, read
>>> for draft in read("Orrin's revenue grew 12% to $3.5 million in 2024.", Lexicon.load()).claims:
...     print(draft.metric, draft.low, draft.unit)
revenue_growth_yoy 12 percent
annual_revenue 3500000.0 USD
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from claimgraph.extraction.draft import Draft, Reading
from claimgraph.extraction.lexicon import Lexicon

if TYPE_CHECKING:
    from claimgraph.claim import PartialDate

__all__ = ["Draft", "Lexicon", "Reading", "read"]


def read(text: str, lexicon: Lexicon, *, published: PartialDate | None = None) -> Reading:
    """Drafts claims from a text by the rules; offsets are code points in the text as given."""
    return lexicon.reader().read(text, published)
