"""A build is published whole or not at all: written beside its place, then put there in one step.

A process killed at any moment leaves either the previous build or the new one. What a killed build leaves behind is
removed by the next one. Only a build is ever replaced: a folder that holds anything else is refused, and what somebody
put beside the files of a build stays there.
"""

from __future__ import annotations

import ctypes
import errno
import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from claimgraph.errors import FormatError, StoreError

_AT_FDCWD, _RENAME_EXCHANGE = -100, 2
_FULL = {errno.ENOSPC, errno.EDQUOT}
_READ_ONLY = {errno.EROFS, errno.EACCES, errno.EPERM}
_MARK = "manifest.json"  # every build holds it
_OWN = {_MARK, "store", "graph.ttl", "network.html", "report.json", "report.txt"}


class Stage:
    """A folder beside its place. It takes that place when the block ends, if `publish` was called."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.ready = False

    def publish(self) -> None:
        self.ready = True


@contextmanager
def staging(place: Path) -> Iterator[Stage]:
    """A fresh folder beside `place`; nothing there changes unless it is published and the block ends without an error."""
    place = place.resolve()
    with _storage_errors(place):
        _refuse_others(place)
        place.parent.mkdir(parents=True, exist_ok=True)
        with _only_one(place):
            _recover(place)
            folder = place.parent / f".{place.name}.building-{os.getpid()}"
            folder.mkdir()
            stage = Stage(folder)
            try:
                yield stage
                if stage.ready:
                    _keep_others(place, folder)
                    _sync(folder)
                    _exchange(folder, place)
            finally:
                shutil.rmtree(folder, ignore_errors=True)


def _refuse_others(place: Path) -> None:
    """Raises StoreError where the place holds something that no build wrote."""
    if not place.is_dir() and (place.exists() or any(parent.is_file() for parent in place.parents)):
        raise StoreError(f"{place}: a file stands where the build should go; choose another place with --out")
    if place.is_dir() and not (place / _MARK).is_file() and (found := sorted(path.name for path in place.iterdir())):
        names = ", ".join(found[:3]) + (" ..." if len(found) > 3 else "")
        raise StoreError(f"{place} is no build and holds {names}; choose a new or empty folder with --out")


def _keep_others(place: Path, folder: Path) -> None:
    """Takes over what somebody put beside the files of the previous build."""
    if not place.is_dir():
        return
    for path in place.iterdir():
        if path.name in _OWN:
            continue
        if path.is_dir() and not path.is_symlink():
            shutil.copytree(path, folder / path.name, symlinks=True)
        else:
            shutil.copy2(path, folder / path.name, follow_symlinks=False)


@contextmanager
def _storage_errors(place: Path) -> Iterator[None]:
    """A full disk or a folder that cannot be written becomes one line with a remedy."""
    full = StoreError(f"the disk that holds {place.parent} is full; free some space: the previous build is whole")
    try:
        yield
    except (FormatError, StoreError) as error:
        if "No space left" in str(error):
            raise full from None
        raise
    except OSError as error:
        if error.errno in _FULL or "No space left" in str(error):
            raise full from None
        if error.errno in _READ_ONLY:
            raise StoreError(
                f"cannot write below {place.parent} ({error.strerror}); choose another place with --out"
            ) from None
        raise


@contextmanager
def _only_one(place: Path) -> Iterator[None]:
    """Holds the lock of this place, so that two builds never write it at once."""
    lock = place.parent / f".{place.name}.lock"
    with lock.open("a") as handle:
        try:
            _lock(handle.fileno())
        except OSError:
            raise StoreError(f"another build of {place} is running; wait for it to end") from None
        yield


def _lock(descriptor: int) -> None:
    if sys.platform == "win32":
        import msvcrt

        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
    else:
        import fcntl

        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)


def _recover(place: Path) -> None:
    """Removes what a killed build left, and restores the previous build if it was caught between two renames."""
    previous = place.parent / f".{place.name}.previous"
    if previous.exists() and not place.exists():
        previous.rename(place)
    shutil.rmtree(previous, ignore_errors=True)
    for stale in place.parent.glob(f".{place.name}.building-*"):
        shutil.rmtree(stale, ignore_errors=True)


def _exchange(folder: Path, place: Path) -> None:
    """Puts the folder in its place. The previous build, if any, ends where the folder was and is removed by the caller."""
    if not place.exists():
        folder.rename(place)
    elif not _rename_exchange(folder, place):
        previous = place.parent / f".{place.name}.previous"
        place.rename(previous)
        folder.rename(place)
        shutil.rmtree(previous, ignore_errors=True)


def _rename_exchange(one: Path, other: Path) -> bool:
    """Swaps two folders in one step where the system can; false where it cannot."""
    if not sys.platform.startswith("linux"):
        return False
    try:
        rename = ctypes.CDLL(None, use_errno=True).renameat2
    except (AttributeError, OSError):
        return False
    return int(rename(_AT_FDCWD, os.fsencode(one), _AT_FDCWD, os.fsencode(other), _RENAME_EXCHANGE)) == 0


def _sync(folder: Path) -> None:
    """What was written reaches the disk before the exchange does."""
    if hasattr(os, "sync"):
        for path in folder.rglob("*"):
            if path.is_file():
                with path.open("rb") as handle:
                    os.fsync(handle.fileno())
