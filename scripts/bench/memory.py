"""A corpus larger than memory: claims made one by one, written as they come, loaded on disk, in a process of its own.

The goal is for 1,000,000 claims (--size 38M); smaller sizes show how memory grows.
"""

from __future__ import annotations

import json
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from material import claims_for, streamed
from measuring import Figure, alone, peak_megabytes

from claimgraph.store import ClaimStore


def run(size: int) -> Iterator[Figure]:
    answer = alone("memory.py", size)
    yield Figure("claims streamed to disk", claims_for(size), "claims", note=f"{answer['quads']:.0f} quads")
    yield Figure("peak memory", answer["peak"] / 1024, "GB", at_most=2)
    yield Figure("speed, with the claims made on the way", answer["quads"] / answer["cpu"] / 1e6, "M quads/s")
    yield Figure("files", answer["files"] / 2**30, "GB")


def load(size: int) -> dict[str, float]:
    """What loading used."""
    with tempfile.TemporaryDirectory() as folder:
        began = time.process_time()
        with ClaimStore.create(Path(folder) / "store") as store:
            store.load_nquads(streamed(size), trusted=True)
            cpu, peak = time.process_time() - began, peak_megabytes()
            files = sum(file.stat().st_size for file in Path(folder).rglob("*") if file.is_file())
            return {"quads": len(store), "cpu": cpu, "peak": peak, "files": files}


if __name__ == "__main__":
    print(json.dumps(load(int(sys.argv[1]))))
