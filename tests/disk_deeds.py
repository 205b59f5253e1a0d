"""What a piece of code has the disk do, in its order: whether a loss of power would lose a file.

A killed process shows nothing of it, for the system still writes what it was given.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest


@dataclass
class Deeds:
    """`said` are ("synced", inode of a file or folder) and ("named", inode of a file)."""

    said: list[tuple[str, int]] = field(default_factory=list)

    def kept(self, file: Path) -> bool:
        """Return whether the file was on disk before it had its name, and then its name was."""
        inode, folder = file.stat().st_ino, file.parent.stat().st_ino
        named = max((n for n, one in enumerate(self.said) if one == ("named", inode)), default=0)
        before, after = self.said[:named], self.said[named:]
        return ("synced", inode) in before and ("synced", folder) in after


@contextmanager
def disk_deeds() -> Iterator[Deeds]:
    """Yield what the disk is asked for meanwhile."""
    deeds = Deeds()
    synced = os.fsync

    def sync(descriptor: int) -> None:
        synced(descriptor)
        deeds.said.append(("synced", os.fstat(descriptor).st_ino))

    def naming(real: Callable[..., None]) -> Callable[..., None]:
        def name(source: Any, target: Any) -> None:
            real(source, target)
            deeds.said.append(("named", Path(target).stat().st_ino))

        return name

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, "fsync", sync)
        for one in ("rename", "replace"):
            patch.setattr(os, one, naming(getattr(os, one)))
        yield deeds
