"""What a person decided about copies and rates, as N-Quads beside what was derived, so that any day can be derived anew.

Verdicts stand on the disagreements themselves, decisions on relations in the graph of relations.
"""

from __future__ import annotations

from collections.abc import Iterator

from claimgraph.claim import content_id
from claimgraph.corpus.model import CopyDecision, Rate
from claimgraph.quads.iris import CG, Iris
from claimgraph.quads.terms import FALSE, GREGORIAN, TRUE, A, decimal, iri, tagged
from claimgraph.vocabulary import Vocabulary

__all__ = ["copy_lines", "rate_lines"]


def copy_lines(decision: CopyDecision, iris: Iris) -> Iterator[str]:
    """That one source is a copy of another, or is none."""
    node = f"<{iris.base}copy-decision/{content_id('copy-decision', decision.source, decision.of)}>"
    yield f"{node}{A}<{CG}CopyDecision>"
    yield f"{node}{iri('cg:onSource')}<{iris.source(decision.source)}>"
    yield f"{node}{iri('cg:onCopied')}<{iris.source(decision.of)}>"
    yield f"{node}{iri('cg:accepted')}{TRUE if decision.copy else FALSE}"
    if decision.why:
        yield f"{node}{iri('skos:note')}{tagged(decision.why, 'en')}"


def rate_lines(rate: Rate, iris: Iris, vocabulary: Vocabulary) -> Iterator[str]:
    """What one unit of a currency was worth in another on a day."""
    node = f"<{iris.base}rate/{content_id('rate', rate.currency, rate.to, rate.rate, rate.on.text)}>"
    units = [vocabulary.units.get(unit) for unit in (rate.currency, rate.to)]
    yield f"{node}{A}<{CG}DatedRate>"
    for name, unit in zip(("cg:rateFrom", "cg:rateTo"), units, strict=True):
        if unit is not None:
            yield f"{node}{iri(name)}<{unit.iri}>"
    yield f"{node}{iri('cg:rateValue')}{decimal(rate.rate)}"
    yield f'{node}{iri("cg:rateOn")}"{rate.on.text}{GREGORIAN[rate.on.precision]}'
    if rate.why:
        yield f"{node}{iri('skos:note')}{tagged(rate.why, 'en')}"
