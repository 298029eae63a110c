"""The claim model: what one source said, as frozen values whose ids are hashes of their content.

A claim is one utterance in one document; it is not a fact. This room knows nothing of RDF, files or texts: it only says
what a claim consists of and when two claims are the same claim. Everything else reads and writes these values.
"""

from claimgraph.claim.claims import Claim, EventClaim, MetricClaim, OpinionClaim, RelationClaim
from claimgraph.claim.identity import content_id
from claimgraph.claim.subjects import Entity, Source
from claimgraph.claim.time import PartialDate, Period
from claimgraph.claim.values import Evidence, Hop, Label, Modality, Polarity, Precision, Quantity, ReviewState, Role

__all__ = [
    "Claim",
    "Entity",
    "EventClaim",
    "Evidence",
    "Hop",
    "Label",
    "MetricClaim",
    "Modality",
    "OpinionClaim",
    "PartialDate",
    "Period",
    "Polarity",
    "Precision",
    "Quantity",
    "RelationClaim",
    "ReviewState",
    "Role",
    "Source",
    "content_id",
]
