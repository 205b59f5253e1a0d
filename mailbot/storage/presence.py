"""This process among those that work on this machine: a lock it holds for as long as it lives.

The kernel gives the lock back when the process ends, however it ends (flock(2)); so whoever gets
the lock of another knows that it is gone, and no clock need be trusted for it.
"""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from secrets import token_hex

_LOCKS = "*.lock"


@dataclass(frozen=True, slots=True)
class Presence:
    """`name` is this process's alone; it is empty where it could have no lock: then nobody can tell
    whether it lives, and what it held waits for the end of its lease.
    """

    folder: Path
    name: str = ""
    descriptor: int = -1

    def departed(self) -> Iterator[str]:
        """Yield the names of processes that are gone; each is forgotten once the next is asked
        for, so that one whose work could not be taken back now is met again.
        """
        for path in sorted(self.folder.glob(_LOCKS)):
            with _held(path) as is_ours:
                if is_ours:
                    yield path.stem
                    path.unlink(missing_ok=True)

    def others(self) -> bool:
        """Return whether another process is at work here."""
        return any(self._is_anothers(path) for path in sorted(self.folder.glob(_LOCKS)))

    def _is_anothers(self, path: Path) -> bool:
        if path.stem == self.name:
            return False
        with _held(path) as is_ours:
            return not is_ours and path.exists()

    def leave(self) -> None:
        """End in order: nothing is left behind."""
        if self.name:
            self._lock.unlink(missing_ok=True)
            os.close(self.descriptor)

    @property
    def _lock(self) -> Path:
        return _lock_of(self.folder, self.name)


def show_up(folder: Path) -> Presence:
    """Take a lock in this folder, which every process that works with the same data has."""
    name = token_hex(8)
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        descriptor = os.open(_lock_of(folder, name), os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
    except OSError:
        return Presence(folder)
    # Between the two calls another may have taken us for one that is gone.
    if _is_locked(descriptor) and _is_at(descriptor, _lock_of(folder, name)):
        return Presence(folder, name, descriptor)
    os.close(descriptor)
    return Presence(folder)


def _lock_of(folder: Path, name: str) -> Path:
    return folder / f"{name}.lock"


@contextmanager
def _held(path: Path) -> Iterator[bool]:
    """Yield whether the lock of this file is ours: nobody else has it, or took it away."""
    try:
        descriptor = os.open(path, os.O_RDWR)
    except OSError:
        yield False
        return
    try:
        yield _is_locked(descriptor) and _is_at(descriptor, path)
    finally:
        os.close(descriptor)


def _is_locked(descriptor: int) -> bool:
    """Return whether the lock is ours now; a file system that has none gives it to nobody."""
    with suppress(OSError):
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        return True
    return False


def _is_at(descriptor: int, path: Path) -> bool:
    """Return whether the name still means this file."""
    with suppress(OSError):
        return os.path.samestat(os.fstat(descriptor), path.stat())
    return False
