"""The walk through the queue in a terminal: one draft at a time, its clause, what it says, and one letter to decide."""

from __future__ import annotations

import shutil
import textwrap
from collections.abc import Callable
from pathlib import Path

import typer

from claimgraph.claim import Polarity
from claimgraph.corpus.layout import line
from claimgraph.corpus.problems import Problems
from claimgraph.corpus.records import read_record
from claimgraph.errors import ClaimGraphError, CorpusError
from claimgraph.extraction.acceptance import Judgement
from claimgraph.pipeline.judging import changes_of
from claimgraph.pipeline.queue import Entry, State, fields_of
from claimgraph.pipeline.review import Review, waiting

_KEYS = "[a]ccept [e]dit [m]ap metric [n]ew entity mer[g]e name [r]eject [s]kip [u]ndo [q]uit"
_AROUND = 40


def walk(folder: Path, say: Callable[[str], None] = typer.echo) -> int:
    """Walk through every open draft of a corpus; returns how many were decided."""
    decided = 0
    for queue in list(waiting(folder)):
        review = Review(folder, queue.source.id)
        say(f"\n== {queue.source.title} ({queue.source.id}): {len(queue.open)} drafts ==")
        done, stopped = _Walk(review, say).run()
        decided += done
        if stopped:
            break
    return decided


class _Walk:
    """The walk through one article."""

    def __init__(self, review: Review, say: Callable[[str], None]) -> None:
        self._review, self._say = review, say
        self._ids = [entry.id for entry in review.queue.open]
        self._trail: list[int] = []
        self._verbs: dict[str, Callable[[Entry], bool]] = {
            "a": self._accept, "e": self._edit, "m": self._map, "n": self._create, "g": self._merge, "r": self._reject,
        }  # fmt: skip

    def run(self) -> tuple[int, bool]:
        """How many drafts were decided, and whether the person wants to stop."""
        place = 0
        while place < len(self._ids):
            entry = self._review.queue.entry(self._ids[place])
            if entry.state is State.OPEN:
                self._show(entry, place)
                key = self._ask()
                if key == "q":
                    return len(self._trail), True
                if key == "u":
                    place = self._undone(place)
                    continue
                if key != "s" and not self._tried(key, entry, place):
                    continue
            place += 1
        return len(self._trail), False

    def _ask(self) -> str:
        try:
            return str(typer.prompt(_KEYS, prompt_suffix=" > ")).strip().lower()[:1]
        except typer.Abort:
            return "q"

    def _undone(self, place: int) -> int:
        try:
            undone = self._review.undo()
        except ClaimGraphError as error:
            self._say(f"  {error}")
            return place
        if not undone:
            self._say("  nothing to undo")
            return place
        return self._trail.pop() if self._trail else place

    def _tried(self, key: str, entry: Entry, place: int) -> bool:
        """Whether a decision was taken and the walk goes on to the next draft."""
        verb = self._verbs.get(key)
        if verb is None:
            self._say("  one of these letters, please")
            return False
        try:
            decided = verb(entry)
        except (ClaimGraphError, ValueError) as error:
            self._say(f"  {error}")
            return False
        except typer.Abort:
            self._say("\n  left as it was")
            return False
        if decided:
            self._trail.append(place)
        return decided

    # --- decisions ------------------------------------------------------------------------------------------------

    def _accept(self, entry: Entry) -> bool:
        judgement = None
        if entry.draft.kind == "opinion":
            draft = entry.draft
            says = _answer("in own words", draft.says)
            judgement = Judgement(
                _answer("aspect", draft.aspect), says, Polarity(_answer("polarity", draft.polarity or "neutral"))
            )
        self._say(f"  claim {self._review.accept(entry.id, judgement)}")
        return True

    def _reject(self, entry: Entry) -> bool:
        self._review.reject(entry.id, _answer("why"))
        return True

    def _map(self, entry: Entry) -> bool:
        count = self._review.map(entry.id, _answer(f"which metric is {entry.draft.metric_text!r}"))
        self._say(f"  {count} drafts mapped")
        return False

    def _edit(self, entry: Entry) -> bool:
        name, _, value = _answer("field: value").partition(":")
        self._review.edit(entry.id, _changes(name.strip(), value.strip(), self._review, entry.id))
        return False

    def _create(self, entry: Entry) -> bool:
        name = _answer("name", entry.draft.subject_text)
        kind = next((new.kind for new in self._review.names() if new.name == name), "Company")
        self._say(f"  created {self._review.create(name, _answer('kind', kind)).id}")
        return False

    def _merge(self, entry: Entry) -> bool:
        for new in self._review.names():
            likely = ", ".join(f"{c.entity} ({c.label}, {c.likeness:g})" for c in new.candidates) or "nobody known"
            self._say(f"  {new.name}: {likely}")
        name = _answer("name", entry.draft.subject_text)
        self._say(f"  merged with {self._review.merge(name, _answer('with the entity')).id}")
        return False

    # --- showing --------------------------------------------------------------------------------------------------

    def _show(self, entry: Entry, place: int) -> None:
        draft, text = entry.draft, self._review.text
        start, end = draft.evidence_start, draft.evidence_end
        before, after = text[max(0, start - _AROUND) : start], text[end : end + _AROUND]
        clause = typer.style(text[start:end], bold=True)
        self._say(f"\n{place + 1}/{len(self._ids)} {entry.id}  …{before}{clause}{after}…".replace("\n", " ").strip())
        shown = {
            name: node for name, node in fields_of(entry).items() if name not in ("id", "check", "span", "printed-span")
        }
        self._say(_folded([f"{name}: {node}" for name, node in shown.items()]))


def _folded(parts: list[str]) -> str:
    """The parts in lines that a terminal shows without breaking a word."""
    width = shutil.get_terminal_size().columns - 2
    return textwrap.fill(", ".join(parts), width, initial_indent="  ", subsequent_indent="  ", break_on_hyphens=False)


def _answer(question: str, default: str | None = None) -> str:
    return str(typer.prompt(f"  {question}", default=default)).strip()


def _changes(name: str, value: str, review: Review, id: str) -> dict[str, object]:
    """What `field: value` changes in a draft."""
    problems = Problems()
    record = read_record(line(name, value), Path("edit"), problems)
    problems.check()
    changes = changes_of(record, review, id) if record else {}
    if not changes:
        raise CorpusError(f"{name}: nothing changed; fields are about, metric, value, period, modality, by, scope, ...")
    return changes
