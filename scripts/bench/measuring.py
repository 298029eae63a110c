"""How time and memory are measured, and what a result looks like.

Time is CPU time of the process, as the median of several runs. What is compared runs in turns, so that a busy machine
slows both; ratios from one run are the results, seconds are there to be read.
"""

from __future__ import annotations

import gc
import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Figure:
    """One result. Where there is a goal, `at_least` or `at_most` says it."""

    name: str
    value: float
    unit: str
    at_least: float | None = None
    at_most: float | None = None
    note: str = ""

    @property
    def holds(self) -> bool:
        return (self.at_least is None or self.value >= self.at_least) and (
            self.at_most is None or self.value <= self.at_most
        )

    @property
    def goal(self) -> str:
        """`≥ 5`, `≤ 1.3`, or nothing."""
        if self.at_least is not None:
            return f"≥ {self.at_least:g}"
        return f"≤ {self.at_most:g}" if self.at_most is not None else ""

    def json(self, benchmark: str, size: int) -> str:
        return json.dumps(
            {"benchmark": benchmark, "size": size, **asdict(self), "holds": self.holds}, ensure_ascii=False
        )


TICK = 1e-6


def seconds(work: Callable[[], object]) -> float:
    """The CPU seconds of one run, no less than the clock can tell apart."""
    gc.collect()
    began = time.process_time()
    work()
    return max(time.process_time() - began, TICK)


def in_turns(works: Mapping[str, Callable[[], object]], runs: int = 5) -> dict[str, float]:
    """The median CPU seconds of each, run one after the other, round after round."""
    times: dict[str, list[float]] = {name: [] for name in works}
    with settled():
        for _ in range(runs):
            for name, work in works.items():
                times[name].append(seconds(work))
    return {name: statistics.median(taken) for name, taken in times.items()}


@contextmanager
def settled() -> Iterator[None]:
    """Hides what was made before from the garbage collector: it is no part of what is measured."""
    gc.collect()
    gc.freeze()
    try:
        yield
    finally:
        gc.unfreeze()


@dataclass(frozen=True, slots=True)
class Usage:
    """What a process of its own used: CPU and clock seconds, its standard output."""

    cpu: float
    wall: float
    output: str


def process(command: Sequence[str]) -> Usage:
    """Runs a program to its end. Raises RuntimeError with what it said when it fails."""
    before, began = os.times(), time.perf_counter()
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    after = os.times()
    if done.returncode:
        raise RuntimeError(f"{' '.join(command)} failed: {done.stderr.strip()}")
    cpu = after.children_user + after.children_system - before.children_user - before.children_system
    return Usage(cpu, time.perf_counter() - began, done.stdout)


def alone(script: str, *arguments: object) -> dict[str, Any]:
    """The answer of one of the small programs here, run in a process of its own: the last line it prints, as JSON."""
    usage = process([sys.executable, str(HERE / script), *map(str, arguments)])
    answer: dict[str, Any] = json.loads(usage.output.splitlines()[-1])
    return answer


def peak_megabytes() -> float:
    """The most memory this process ever held. A child's own figure where the system tells it apart from its parent's."""
    status = Path("/proc/self/status")
    if status.exists():
        line = next(line for line in status.read_text().splitlines() if line.startswith("VmHWM"))
        return int(line.split()[1]) / 1024
    import resource

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1 << 20 if sys.platform == "darwin" else 1 << 10)


def geometric_mean(values: Sequence[float]) -> float:
    return statistics.geometric_mean(values)
