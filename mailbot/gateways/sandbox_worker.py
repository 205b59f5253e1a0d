"""The child process of the sandbox: runs one function after another under hard limits.

Started as a script by `sandbox.py`, with the standard library only, so that nothing of the
program (nor its main module) is loaded that the work does not need. It ends when its parent does.

A task is a pickle, then pieces of content, then an empty message. Answers are one letter and a
rest: `+` (ready), `R` and the result as plain data, `F` and where it failed, `M` (out of memory).
"""

from __future__ import annotations

import gc
import importlib
import pickle
import resource
import signal
import sys
import traceback
from collections.abc import Callable
from contextlib import suppress
from io import BytesIO
from multiprocessing.connection import Connection
from typing import Any

READY, RESULT, FAILED, MEMORY = b"+", b"R", b"F", b"M"


def main(descriptor: int) -> None:
    """Serve the parent until it hangs up.

    Signals to the whole group (a service being stopped, Ctrl-C) are the parent's to obey: a child
    that obeyed them in the middle of a mail would make the mail look guilty.
    """
    for sent_to_all in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(sent_to_all, signal.SIG_IGN)
    with Connection(descriptor) as parent:
        start = pickle.loads(parent.recv_bytes())  # noqa: S301 - from our own parent
        try:
            dump = _prepare(start)
        except BaseException as error:
            parent.send_bytes(FAILED + _where(error).encode("utf-8", "replace"))
            raise
        parent.send_bytes(READY)
        with suppress(EOFError):
            while True:
                task, content = parent.recv_bytes(), _content(parent)
                _allow_time(start["cpu_seconds"], start["wall_seconds"])
                parent.send_bytes(_answer(task, content, dump))
                signal.setitimer(signal.ITIMER_REAL, 0)
                del task, content


def _prepare(start: dict[str, Any]) -> Callable[[object], bytes]:
    """Load the modules, set the limits; return the function that writes results."""
    sys.path[:] = start["path"]
    for name in start["preload"]:
        importlib.import_module(name)
    dump: Callable[[object], bytes] = importlib.import_module(start["values"]).dump
    limits = {
        resource.RLIMIT_AS: start["memory_bytes"],
        resource.RLIMIT_NOFILE: start["open_files"],
        resource.RLIMIT_FSIZE: 0,
        resource.RLIMIT_CORE: 0,
    }
    for which, most in limits.items():
        resource.setrlimit(which, (most, most))
    importlib.import_module(start["filter"]).refuse_outside_calls()
    _spare_what_is_loaded()
    return dump


def _spare_what_is_loaded() -> None:
    """Have the collector of garbage pass over the modules, which stay, and look up less often: a
    tenth of the processor time of a task went into it.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(10_000)


def _allow_time(cpu_seconds: int, wall_seconds: float) -> None:
    """Give the next task its time; the parent's own clock comes first, this one if it is dead."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    spent = int(used.ru_utime + used.ru_stime)
    hard = resource.getrlimit(resource.RLIMIT_CPU)[1]
    resource.setrlimit(resource.RLIMIT_CPU, (spent + cpu_seconds + 1, hard))
    signal.setitimer(signal.ITIMER_REAL, wall_seconds + 1)


def _content(parent: Connection) -> bytes | None:
    """Return what follows a task, None if it is more than we may hold.

    It is taken to its end in any case: what was left would be read as a task, a stranger's pickle.
    """
    held: BytesIO | None = BytesIO()
    while piece := parent.recv_bytes():
        try:
            held = held if held and held.write(piece) else None
        except MemoryError:
            held = None
    return held.getvalue() if held else None


def _answer(task: bytes, content: bytes | None, dump: Callable[[object], bytes]) -> bytes:
    if content is None:
        return MEMORY
    try:
        function, takes_content, args, kwargs = pickle.loads(task)  # noqa: S301 - our own parent's
        args = (content, *args) if takes_content else args
        return RESULT + dump(function(*args, **kwargs))
    except MemoryError:
        return MEMORY
    except BaseException as error:  # noqa: BLE001 - whatever it is, the parent is told
        return FAILED + _where(error).encode("utf-8", "replace")


def _where(error: BaseException) -> str:
    """Return the error's type and place. Its text is left out: it may quote what was read."""
    kind = f"{type(error).__module__}.{type(error).__qualname__}".removeprefix("builtins.")
    frames = traceback.extract_tb(error.__traceback__)
    return f"{kind} at {frames[-1].filename}:{frames[-1].lineno}" if frames else kind


if __name__ == "__main__":
    main(int(sys.argv[1]))
