"""What a language model answers -> proposals for the gate: parsed, item by item, whatever stands around it.

An item that is none is told with its reason. Nothing in an answer is believed here; the gate decides.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from claimgraph.claim import Modality
from claimgraph.errors import MissingExtraError
from claimgraph.extraction.draft import Draft
from claimgraph.extraction.gate import Proposal

try:
    from pydantic import BaseModel, ConfigDict, Field, ValidationError
except ImportError as error:
    raise MissingExtraError("pydantic", "llm", error) from None

__all__ = ["NoAnswerError", "Parsed", "parse", "schema"]

_LONG, _SHORT, _MOST = 2_000, 300, 200
_FENCED = re.compile(r"```(?:json)?\s*(.*?)```", re.DOTALL | re.IGNORECASE)


class NoAnswerError(ValueError):
    """The text holds no JSON object of the kind that was asked for."""


class _Item(BaseModel):
    model_config = ConfigDict(extra="ignore", str_strip_whitespace=True)

    subject: str | None = Field(default=None, max_length=_SHORT)
    subject_quote: str = Field(max_length=_SHORT)
    quote: str = Field(min_length=1, max_length=_LONG)
    modality: Modality = Modality.ACTUAL
    attribution: list[str] = Field(default_factory=list, max_length=5)
    attribution_quote: str = Field(default="", max_length=_LONG)


class _Number(_Item):
    metric: str | None = Field(default=None, max_length=_SHORT)
    metric_quote: str = Field(default="", max_length=_SHORT)
    value_quote: str = Field(min_length=1, max_length=_SHORT)
    period_quote: str = Field(default="", max_length=_SHORT)
    relative_to: str | None = Field(default=None, max_length=_SHORT)


class _Relation(_Item):
    predicate: str = Field(max_length=_SHORT)
    object: str | None = Field(default=None, max_length=_SHORT)
    object_quote: str = Field(max_length=_SHORT)


class _Answer(BaseModel):
    claims: list[_Number] = Field(default_factory=list, max_length=_MOST)
    relations: list[_Relation] = Field(default_factory=list, max_length=_MOST)


@dataclass(frozen=True, slots=True)
class Parsed:
    """The proposals of an answer, and what in it could not be used."""

    proposals: tuple[Proposal, ...]
    unusable: tuple[str, ...] = ()


def schema(subjects: list[str], metrics: list[str], predicates: list[str]) -> dict[str, Any]:
    """The JSON Schema of an answer in which only these ids may stand."""
    whole = _Answer.model_json_schema()
    for name, ids in (("subject", subjects), ("object", subjects), ("relative_to", subjects), ("metric", metrics)):
        for part in ("_Number", "_Relation"):
            if name in whole["$defs"][part]["properties"]:
                whole["$defs"][part]["properties"][name] = {"enum": [*ids, None]}
    whole["$defs"]["_Relation"]["properties"]["predicate"] = {"enum": predicates}
    return whole


def parse(text: str, rule: str) -> Parsed:
    """The proposals of an answer: bare JSON, JSON in a fence, or JSON with words around it. Raises NoAnswerError."""
    answer = _object(text)
    proposals: list[Proposal] = []
    unusable: list[str] = []
    for name, kind in (("claims", _Number), ("relations", _Relation)):
        items = answer.get(name)
        if items is None:
            continue
        if not isinstance(items, list):
            unusable.append(f"{name} is no list")
            continue
        if len(items) > _MOST:
            unusable.append(f"{name}: {len(items) - _MOST:,} items beyond the first {_MOST}")
        for item in items[:_MOST]:
            try:
                proposals.append(_proposal(kind.model_validate(item), rule))
            except ValidationError as error:
                unusable.append(f"{name}: {'; '.join(_problems(error))}")
    return Parsed(tuple(proposals), tuple(unusable))


def _object(text: str) -> dict[str, Any]:
    for candidate in _candidates(text):
        try:
            found = json.loads(candidate)
        except (ValueError, RecursionError):
            continue
        if isinstance(found, dict) and ("claims" in found or "relations" in found):
            return found
    raise NoAnswerError("the answer holds no JSON object with claims and relations")


def _candidates(text: str) -> Iterator[str]:
    yield text
    yield from (match[1] for match in _FENCED.finditer(text))
    first, last = text.find("{"), text.rfind("}")
    if 0 <= first < last:
        yield text[first : last + 1]


def _problems(error: ValidationError) -> Iterator[str]:
    for problem in error.errors()[:3]:
        yield f"{'.'.join(map(str, problem['loc'])) or 'item'}: {problem['msg']}"


def _proposal(item: _Item, rule: str) -> Proposal:
    common: dict[str, Any] = {
        "subject": item.subject or None, "subject_text": item.subject_quote or None, "modality": item.modality,
        "attribution": tuple(name for name in item.attribution if name), "rule": rule,
    }  # fmt: skip
    quotes = {"quote": item.quote, "subject_quote": item.subject_quote, "attribution_quote": item.attribution_quote}
    if isinstance(item, _Number):
        draft = Draft(
            **common,
            metric=item.metric or None,
            metric_text=item.metric_quote or None,
            relative_to=item.relative_to or None,
        )
        return Proposal(draft=draft, **quotes, value_quote=item.value_quote, period_quote=item.period_quote)
    if isinstance(item, _Relation):
        draft = Draft(
            **common,
            kind="relation",
            predicate=item.predicate,
            object=item.object or None,
            object_text=item.object_quote,
        )
        return Proposal(draft=draft, **quotes, object_quote=item.object_quote)
    raise TypeError(f"not an item of an answer: {type(item).__name__}")
