"""The sandbox: hostile bytes are read in a warm child process with hard limits.

Limits are those of setrlimit(2): memory, processor time, open files, no file may be written, no
core; a clock ends what sleeps. There is no network, no other program and no signal: see
sandbox_filter. What a child answers is not trusted: see plain_values.
"""

from __future__ import annotations

import os
import pickle
import resource
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterable
from contextlib import ExitStack, closing
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path
from queue import SimpleQueue
from types import TracebackType
from typing import Any, Concatenate, ParamSpec, Self, TypeVar

from mailbot.errors import SandboxError, SandboxFailure, TryLaterError, os_reason
from mailbot.gateways import plain_values, sandbox_filter, sandbox_worker
from mailbot.gateways.plain_values import NotPlainError
from mailbot.gateways.sandbox_channel import Channel
from mailbot.gateways.sandbox_worker import FAILED, MEMORY, READY, RESULT
from mailbot.words import say

P = ParamSpec("P")
T = TypeVar("T")

START_WITHIN_SECONDS = 60.0
LARGEST_ANSWER_BYTES = 1 << 28

# A child does one task at a time. Left alone, libraries start a thread for each processor, and the
# C library keeps 64 MB of addresses for each: with many, that alone would reach the limit.
FEW_THREADS = {"MALLOC_ARENA_MAX": "2", "RAYON_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}


@dataclass(frozen=True, slots=True)
class Limits:
    """What one task may use. A worker that failed is never used again; a sound one is replaced
    after so many tasks, at that age, or once it keeps so much more memory than when it was fresh:
    to start one costs as much processor time as a few hundred small mails.
    """

    memory_bytes: int = 1 << 30
    cpu_seconds: int = 30
    wall_seconds: float = 120.0
    open_files: int = 64
    tasks_per_worker: int = 2000
    worker_seconds: float = 86_400.0
    worker_growth_bytes: int = 1 << 28


@dataclass(eq=False)
class Sandbox:
    """Runs importable functions in child processes; thread-safe, close it after use.

    Up to `workers` tasks run at once, others wait. `preload` names modules a worker imports before
    its first task; `trusted` the packages whose frozen values and enums may come back.
    """

    limits: Limits = field(default_factory=Limits)
    preload: tuple[str, ...] = ()
    workers: int = 1
    trusted: tuple[str, ...] = ("mailbot", "parsers", "signing")
    _idle: SimpleQueue[_Worker | None] = field(init=False, repr=False)
    _closed: bool = field(default=False, init=False, repr=False)

    def __post_init__(self) -> None:
        self._idle = SimpleQueue()
        for _ in range(self.workers):
            self._idle.put(None)

    def run(self, function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Return what the function returns there; SandboxError says what ended it otherwise,
        TryLaterError that no child could be started.
        """
        return self._answer((function, False, args, kwargs), ())  # type: ignore[no-any-return]

    def run_on(
        self,
        function: Callable[Concatenate[bytes, P], T],
        content: Iterable[bytes],
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> T:
        """Do the same; the function's first argument is what the pieces of `content` are together,
        which only the child holds whole.
        """
        return self._answer((function, True, args, kwargs), content)  # type: ignore[no-any-return]

    def _answer(self, task: tuple[object, ...], content: Iterable[bytes]) -> Any:
        told = pickle.dumps(task, pickle.HIGHEST_PROTOCOL)
        worker = self._take()
        try:
            return worker.ask(chain((told,), filter(None, content), (b"",)), self.trusted)
        finally:
            self._put_back(worker)

    def warm(self) -> None:
        """Start the workers now; they load their modules while we go on."""
        for _ in range(self.workers):
            self._idle.put(self._take())

    def close(self) -> None:
        """End every worker that is idle now; a busy one ends with its task."""
        self._closed = True
        for _ in range(self.workers):
            worker = self._idle.get()
            if worker is not None:
                worker.end()
            self._idle.put(None)

    def __enter__(self) -> Self:
        self.warm()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def _take(self) -> _Worker:
        worker = self._idle.get()
        if self._closed:
            self._idle.put(worker)
            raise RuntimeError("the sandbox is closed")
        if worker is not None and worker.alive:
            return worker
        if worker is not None:
            worker.end()
        try:
            return self._new_worker()
        except BaseException:
            self._idle.put(None)
            raise

    def _put_back(self, worker: _Worker) -> None:
        """Give the place free; a spent or dead worker is replaced at once, not at the next task."""
        if worker.alive and not worker.is_spent:
            self._idle.put(worker)
            return
        worker.end()
        fresh = None
        try:
            fresh = None if self._closed else self._new_worker()
        except TryLaterError:
            # The task that is over has its result; the next one will ask again.
            return
        finally:
            self._idle.put(fresh)

    def _new_worker(self) -> _Worker:
        return _Worker(self.limits, self.preload)


class _Worker:
    """One child process, used by one thread at a time."""

    def __init__(self, limits: Limits, preload: tuple[str, ...]) -> None:
        self.limits = limits
        self.tasks = 0
        self.ready = False
        self.begun_at = time.monotonic()
        self.fresh_bytes = 0
        self.channel, self.process = _started()
        self._tell(
            {
                "path": [entry or str(Path.cwd()) for entry in sys.path],
                "preload": preload,
                "values": plain_values.__name__,
                "filter": sandbox_filter.__name__,
                "memory_bytes": limits.memory_bytes,
                "cpu_seconds": limits.cpu_seconds,
                "wall_seconds": limits.wall_seconds,
                "open_files": limits.open_files,
            }
        )

    @property
    def alive(self) -> bool:
        """Whether the worker can take a task; one that speaks unasked cannot."""
        if self.channel.closed or self.process.poll() is not None:
            return False
        return not (self.ready and self.channel.poll())

    @property
    def is_spent(self) -> bool:
        """Whether it has served long enough."""
        return (
            self.tasks >= self.limits.tasks_per_worker
            or time.monotonic() - self.begun_at >= self.limits.worker_seconds
            or self._kept_bytes() - self.fresh_bytes >= self.limits.worker_growth_bytes
        )

    def ask(self, task: Iterable[bytes], trusted: tuple[str, ...]) -> Any:
        """Return the result, or raise SandboxError. A worker that failed is not used again:
        hostile input may have left it short of memory or files, or no longer ours, or it still
        waits for pieces that could not be read.
        """
        self._wait_until_ready()
        self.tasks += 1
        try:
            return _result(self._within(self.limits.wall_seconds, task), trusted)
        except BaseException:
            self.end()
            raise

    def end(self) -> None:
        """End the child, whatever it is doing."""
        self.channel.close()
        self.process.kill()
        self.process.wait()

    def _wait_until_ready(self) -> None:
        """Return once the modules are loaded. A worker that cannot start says nothing about the
        task, so that is no SandboxError.
        """
        if self.ready:
            return
        try:
            answer = self._within(START_WITHIN_SECONDS, ())
        except SandboxError as error:
            raise _not_started(error.detail) from error
        if answer != READY:
            self.end()
            raise _not_started(answer[1:500].decode("utf-8", "replace"))
        self.ready = True
        self.fresh_bytes = self._kept_bytes()

    def _kept_bytes(self) -> int:
        """Return how much memory the child holds now; nothing of one that is gone."""
        try:
            pages = Path(f"/proc/{self.process.pid}/statm").read_bytes().split()[1]
        except (OSError, IndexError):
            return 0
        return int(pages) * resource.getpagesize()

    def _within(self, seconds: float, task: Iterable[bytes]) -> bytes:
        """Send the task's messages, return the answer. Once the time is up the child is killed."""
        until = time.monotonic() + seconds
        try:
            self.channel.send(task, until)
            return self.channel.receive(LARGEST_ANSWER_BYTES, until)
        except (EOFError, OSError) as error:
            raise self._death(late=isinstance(error, TimeoutError)) from error

    def _death(self, *, late: bool) -> SandboxError:
        """Return what the child died of."""
        self.end()
        code = -self.process.returncode
        if late or code in {signal.SIGXCPU, signal.SIGALRM}:
            return SandboxError(SandboxFailure.TIMEOUT, "the time limit was reached")
        name = signal.Signals(code).name if code in set(signal.Signals) else f"exit {-code}"
        return SandboxError(SandboxFailure.CRASHED, name)

    def _tell(self, start: dict[str, Any]) -> None:
        """Say how to prepare. Where memory is short, the child may be gone by then."""
        until = time.monotonic() + START_WITHIN_SECONDS
        try:
            self.channel.send((pickle.dumps(start),), until)
        except OSError as error:
            raise _not_started(self._death(late=False).detail) from error


def _started() -> tuple[Channel, subprocess.Popen[bytes]]:
    """Start a child; return our end of its channel, and the child."""
    try:
        ours, theirs = socket.socketpair()
        with ExitStack() as undone:
            channel = undone.enter_context(closing(Channel(ours)))
            with theirs:
                child = _child(theirs)
            undone.pop_all()
    except OSError as error:
        raise _not_started(os_reason(error)) from error
    return channel, child


def _child(channel: socket.socket) -> subprocess.Popen[bytes]:
    """Start the child with its end of the channel, nothing else, and a bare environment: a secret
    in ours is none of its business.
    """
    command = [sys.executable, "-I", "-B", sandbox_worker.__file__, str(channel.fileno())]
    return subprocess.Popen(  # noqa: S603 - our own interpreter, our own file
        command,
        pass_fds=[channel.fileno()],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env={"LC_ALL": "C.UTF-8", "PATH": os.defpath, "TZ": "UTC", **FEW_THREADS},
    )


def _not_started(detail: str) -> TryLaterError:
    return TryLaterError(say("outside.sandbox_not_started", detail=detail))


def _result(answer: bytes, trusted: tuple[str, ...]) -> Any:
    if answer[:1] == FAILED:
        raise SandboxError(SandboxFailure.FAILED, answer[1:500].decode("utf-8", "replace"))
    if answer[:1] == MEMORY:
        raise SandboxError(SandboxFailure.MEMORY, "out of memory")
    try:
        return plain_values.load(answer.removeprefix(RESULT), trusted)
    except NotPlainError as error:
        raise SandboxError(SandboxFailure.FAILED, f"answer: {error}") from error
