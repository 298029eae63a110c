"""Hypothesis strategies for claim values: every field that RDF must carry, with hostile text in the free ones."""

from datetime import date
from decimal import Decimal

from hypothesis import strategies as st

from claimgraph.claim import (
    Entity,
    EventClaim,
    Evidence,
    Hop,
    Label,
    MetricClaim,
    Modality,
    OpinionClaim,
    PartialDate,
    Period,
    Polarity,
    Precision,
    Quantity,
    RelationClaim,
    ReviewState,
    Source,
)

ids = st.from_regex(r"[a-z][a-z0-9]{0,6}(-[a-z0-9]{1,4})?", fullmatch=True)
any_ids = st.one_of(ids, st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]), min_size=1, max_size=8))
texts = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cs"], exclude_characters="\x00"), min_size=1, max_size=40
)
decimals = st.decimals(-(10**15), 10**15, places=4, allow_nan=False, allow_infinity=False).map(
    lambda number: Decimal(f"{number.normalize():f}")
)
dates = st.dates(date(1990, 1, 1), date(2060, 12, 31))


@st.composite
def partial_dates(draw: st.DrawFn) -> PartialDate:
    return PartialDate(draw(dates).isoformat()[: draw(st.sampled_from([4, 7, 10]))])


@st.composite
def periods(draw: st.DrawFn) -> Period:
    first, last = sorted((draw(dates), draw(dates)))
    start, end = draw(st.sampled_from([(first, last), (first, None), (None, last)]))
    return Period(start, end, draw(st.booleans()), draw(st.sampled_from(["stated", "inherited", "relative"])))


@st.composite
def quantities(draw: st.DrawFn) -> Quantity:
    low, high = sorted((draw(decimals), draw(decimals)))
    shape = draw(st.sampled_from(["point", "range", "low", "high", "vague"]))
    bounds = {
        "point": (low, low),
        "range": (low, high),
        "low": (low, None),
        "high": (None, high),
        "vague": (None, None),
    }
    low_bound, high_bound = bounds[shape]
    return Quantity(
        low=low_bound,
        high=high_bound,
        unit=draw(st.sampled_from(["count", "percent", "USD", "CNY", "rank", "second"])),
        printed=draw(texts),
        low_exclusive=low_bound is not None and draw(st.booleans()),
        high_exclusive=high_bound is not None and draw(st.booleans()),
        precision=draw(st.sampled_from(Precision)),
        per_unit=draw(st.none() | st.sampled_from(["minute", "second"])),
    )


hops = st.builds(Hop, agent=ids, capacity=st.none() | texts, organization=st.none() | ids)


@st.composite
def evidences(draw: st.DrawFn) -> Evidence:
    start, length = draw(st.integers(0, 10_000)), draw(st.integers(1, 500))
    printed = draw(st.none() | st.just((start, start + 1)))
    return Evidence(start, start + length, *(printed or (None, None)), draw(st.none() | st.just("1f2e3d4c5b6a")))


def _common(source: st.SearchStrategy[str]) -> dict[str, st.SearchStrategy[object]]:
    return {
        "source": source,
        "about": ids,
        "modality": st.sampled_from(Modality),
        "negated": st.booleans(),
        "attribution": st.lists(hops, max_size=3).map(tuple),
        "period": st.none() | periods(),
        "scope": st.dictionaries(st.sampled_from(["segment", "region", "tier"]), texts, max_size=2).map(
            lambda scope: tuple(scope.items())
        ),
        "evidence": st.none() | evidences(),
        "paraphrase": st.none() | texts,
        "note": st.none() | texts,
        "review": st.sampled_from(ReviewState),
        "recorded_by": st.sampled_from(["hand", "rules 0.1.0", "model a/b 2"]),
    }


def claims(source: str = "one") -> st.SearchStrategy[object]:
    common = _common(st.just(source))
    return st.one_of(
        st.builds(
            MetricClaim,
            **common,
            metric=st.sampled_from(["revenue_growth", "annual_revenue", "downloads"]),
            quantity=quantities(),
            window=st.none() | st.sampled_from(["P30D", "P5D", "P3M"]),
            relative_to=st.none() | ids,
        ),
        st.builds(
            RelationClaim, **common, predicate=st.sampled_from(["ownedBy", "partnerOf"]), object=ids,
            object_text=st.none() | texts,
        ),
        st.builds(
            RelationClaim, **common, predicate=st.just("describedAs"), object=st.none(), object_text=texts
        ),
        st.builds(
            EventClaim, **common, event=st.sampled_from(["launch_date", "founded_date"]),
            date=st.none() | partial_dates(), printed=texts, precision=st.sampled_from(Precision),
            not_before=st.booleans(), not_after=st.just(False), participant=st.none() | ids,
        ),
        st.builds(
            OpinionClaim, **{**common, "paraphrase": texts}, aspect=st.sampled_from(["strategy", "weakness"]),
            polarity=st.sampled_from(Polarity), mentions=st.lists(ids, max_size=2).map(tuple),
        ),
    )  # fmt: skip


entities = st.builds(
    Entity,
    id=any_ids,
    kind=st.sampled_from(["Company", "Product", "Person", "Model"]),
    labels=st.lists(
        st.builds(
            Label, texts, st.sampled_from(["en", "zh-hans", "zh-hant"]),
            st.sampled_from(["preferred", "alternative", "hidden"]),
        ),
        max_size=4,
    ).map(tuple),
    anonymous=st.booleans(),
    note=st.none() | texts,
)  # fmt: skip

sources = st.builds(
    Source,
    id=any_ids,
    title=texts,
    url=st.none() | st.just("https://example.org/a?b=c d"),
    publisher=st.none() | ids,
    creators=st.lists(ids, max_size=2).map(tuple),
    language=st.none() | st.sampled_from(["en", "zh-hant"]),
    published=st.none() | partial_dates(),
    kind=st.none() | st.sampled_from(["news", "analyst-report"]),
    digest=st.none() | st.just("sha256:" + "0" * 64),
    text_length=st.none() | st.integers(0, 10**6),
    held=st.booleans(),
    copy_of=st.none() | ids,
    trust=st.none() | texts,
    note=st.none() | texts,
)
