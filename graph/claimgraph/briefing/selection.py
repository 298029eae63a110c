"""What a briefing is asked for, in words of the command line: metrics with all that is narrower, kinds, periods."""

from __future__ import annotations

from collections.abc import Iterable

from claimgraph.briefing.reading import local
from claimgraph.claim import Period
from claimgraph.errors import QueryError
from claimgraph.queries.parameters import metric as find_metric
from claimgraph.store import ClaimStore
from claimgraph.vocabulary import Vocabulary, suggest


def metrics_below(store: ClaimStore, vocabulary: Vocabulary, names: Iterable[str]) -> frozenset[str]:
    """The metrics with these ids or labels and every narrower one. Raises QueryError with the nearest name."""
    own = {label.text.casefold(): id for id, metric in vocabulary.metrics.items() for label in metric.labels}
    found = {
        name if name in vocabulary.metrics else own.get(name.casefold()) or local(find_metric(store, name).value)
        for name in names
    }
    waiting = sorted(found)
    while waiting:
        above = waiting.pop()
        below = {id for id, metric in vocabulary.metrics.items() if above in metric.broader} - found
        found |= below
        waiting += sorted(below)
    return frozenset(found)


def disagreement_kind(vocabulary: Vocabulary, name: str) -> str:
    """A kind of disagreement as files spell it. Raises QueryError with the nearest one."""
    spelt = name.strip().replace("_", "-").replace(" ", "-")
    kinds = {kind.casefold(): kind for kind in vocabulary.disagreement_kinds}
    kinds |= {local(node).casefold(): kind for kind, node in vocabulary.disagreement_kinds.items()}
    if spelt.casefold() in kinds:
        return kinds[spelt.casefold()]
    nearest = suggest(spelt, vocabulary.disagreement_kinds)
    hint = f"did you mean {nearest}?" if nearest else f"kinds are {', '.join(sorted(vocabulary.disagreement_kinds))}"
    raise QueryError(f"no kind of disagreement is called {name!r}; {hint}")


def period(text: str) -> Period:
    """A period as files spell it. Raises QueryError."""
    try:
        return Period.parse(text)
    except ValueError as error:
        raise QueryError(str(error)) from None
