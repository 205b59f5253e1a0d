"""CPU time of the thread that works, and of the children that read for it; not of the servers."""

from __future__ import annotations

import os
import resource
import time
from pathlib import Path


def spent() -> float:
    """Return the CPU seconds used so far by this thread and all children, living or ended."""
    ended = resource.getrusage(resource.RUSAGE_CHILDREN)
    living = sum(_seconds(Path(f"/proc/{child}/schedstat")) for child in _children())
    return time.thread_time() + ended.ru_utime + ended.ru_stime + living


def _children() -> list[str]:
    found = []
    for task in Path(f"/proc/{os.getpid()}/task").glob("*/children"):
        found += task.read_text().split()
    return found


def _seconds(path: Path) -> float:
    try:
        return int(path.read_text().split()[0]) / 1e9
    except (OSError, IndexError):
        return 0.0  # it has just ended
