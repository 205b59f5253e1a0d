"""A disk so small that it can be filled."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def small_disk(place: Path, megabytes: int) -> Iterator[None]:
    """Mount a file system of this size; needs root."""
    place.mkdir(mode=0o755)
    options = f"size={megabytes}m,nr_inodes=2000,mode=755"
    subprocess.run(["mount", "-t", "tmpfs", "-o", options, "tmpfs", str(place)], check=True)
    try:
        yield
    finally:
        subprocess.run(["umount", "-l", str(place)], check=True)


def fill(place: Path) -> Path:
    """Take all that is left; return the file to remove."""
    filler = place / "filler"
    with filler.open("wb", buffering=0) as file:
        for size in (65536, 1):
            try:
                while True:
                    file.write(os.urandom(size) if size > 1 else b"x")
            except OSError:
                continue
    return filler


def take_every_file(place: Path) -> list[Path]:
    """Make files till the file system has room for no more of them; return what to remove."""
    made: list[Path] = []
    try:
        while True:
            one = place / f"filler{len(made)}"
            one.touch()
            made.append(one)
    except OSError:
        return made
