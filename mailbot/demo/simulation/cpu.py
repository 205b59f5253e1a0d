"""CPU time of the thread that works, and of the children that read for it; not of the servers."""

from __future__ import annotations

import os
import resource
import time
from pathlib import Path


def spent() -> float:
    """Return the CPU seconds used so far by this thread and all children, living or ended."""
    return time.thread_time() + of_own_children()


def of_own_children() -> float:
    """Return the CPU seconds used so far by all children of this process, living or ended."""
    ended = resource.getrusage(resource.RUSAGE_CHILDREN)
    living = sum(seconds_of(child) for child in children_of(os.getpid()))
    return ended.ru_utime + ended.ru_stime + living


def children_of(pid: int) -> tuple[int, ...]:
    """Return the living children of a process."""
    found: list[int] = []
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        found += [int(child) for child in task.read_text().split()]
    return tuple(found)


def seconds_of(pid: int) -> float:
    """Return the time of all threads; a process that is gone has used none."""
    total = 0.0
    for task in Path(f"/proc/{pid}/task").glob("*/schedstat"):
        try:
            total += int(task.read_text().split()[0]) / 1e9
        except (OSError, IndexError):
            continue
    return total
