"""Answers of a language model, kept by the content of the question: asking the same again costs nothing.

One file per answer, written beside its place and then moved into it. A damaged file counts as none.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from claimgraph.errors import ExtractionError

__all__ = ["AnswerStore"]


@dataclass(frozen=True, slots=True)
class AnswerStore:
    """A folder of answers; without a folder nothing is kept."""

    folder: Path | None

    def read(self, question: str) -> dict[str, Any] | None:
        """The answer to this question, where it was kept."""
        if self.folder is None:
            return None
        try:
            answer = json.loads(self._path(self.folder, question).read_bytes())
        except (OSError, ValueError):
            return None
        return answer if isinstance(answer, dict) else None

    def keep(self, question: str, answer: Mapping[str, Any]) -> None:
        """Keep an answer. Raises ExtractionError where it cannot be written."""
        if self.folder is None:
            return
        path = self._path(self.folder, question)
        beside = path.with_name(f".{path.name}.{os.getpid()}")
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            beside.write_bytes(json.dumps(answer).encode("ascii"))
            beside.replace(path)
        except OSError as error:
            beside.unlink(missing_ok=True)
            raise ExtractionError(
                f"{self.folder}: answers cannot be kept there ({error.strerror}); set CLAIMGRAPH_LLM_CACHE"
            ) from None

    @staticmethod
    def _path(folder: Path, question: str) -> Path:
        return folder / f"{sha256(question.encode('utf-8', 'surrogatepass')).hexdigest()}.json"
