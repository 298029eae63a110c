"""Any briefing as JSON: its fields by name, numbers as numbers, dates as ISO text."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from decimal import Decimal
from typing import Any


def to_json(value: object) -> str:
    """The value as indented JSON with a line end."""
    return json.dumps(plain_value(value), ensure_ascii=False, indent=2) + "\n"


def plain_value(value: Any) -> Any:
    """A value of JSON's own types.

    >>> plain_value((Decimal("140000000"), Decimal("0.5"), date(2025, 1, 2)))
    [140000000, 0.5, '2025-01-02']
    """
    match value:
        case Decimal():
            return int(value) if value == value.to_integral_value() else float(value)
        case date():
            return value.isoformat()
        case Mapping():
            return {str(key): plain_value(item) for key, item in value.items()}
        case tuple() | list():
            return [plain_value(item) for item in value]
        case _ if is_dataclass(value):
            known = {field.name: plain_value(getattr(value, field.name)) for field in fields(value)}
            return known | ({"text": value.text} if hasattr(value, "text") else {})
        case _:
            return value
