"""A server process with all its children: start, stop, kill, freeze."""

from __future__ import annotations

import os
import signal
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from tests.servers.ports import wait_for

# Its input closes when we die, however we die; then it asks the server to end.
GUARD = ("/bin/sh", "-c", 'read nothing; kill "$0"')
STOP_WITHIN_SECONDS = 10.0
LAST_LINES = 20


@dataclass
class Process:
    """One server; `start` may be called again after `stop` or `kill`."""

    command: Sequence[str]
    log: Path
    environment: Mapping[str, str] = field(default_factory=dict)
    user: str | None = None
    stop_signal: signal.Signals = signal.SIGTERM
    running: subprocess.Popen[bytes] | None = None
    guard: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start the server; it dies with us, should we be killed."""
        with self.log.open("ab") as log:
            self.running = subprocess.Popen(
                list(self.command),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                env={"PATH": os.defpath, "LC_ALL": "C.UTF-8", **self.environment},
                user=self.user,
                group=self.user,
                extra_groups=[] if self.user else None,
                cwd=self.log.parent,
                start_new_session=True,
            )
        self.guard = subprocess.Popen(
            [*GUARD, str(self.running.pid)], stdin=subprocess.PIPE, start_new_session=True
        )

    @property
    def alive(self) -> bool:
        """Whether the first process runs."""
        return self.running is not None and self.running.poll() is None

    def stop(self) -> None:
        """Ask the server to end, wait for all its children, kill what lingers."""
        if self.running is None:
            return
        family = self.family()
        self._signal(family, signal.SIGCONT)
        self._signal(family[:1], self.stop_signal)
        try:
            self.running.wait(STOP_WITHIN_SECONDS)
            wait_for(lambda: not any(map(_exists, family)), "the end of children", 2)
        except (subprocess.TimeoutExpired, TimeoutError):
            self._signal(family, signal.SIGKILL)
        self._forget()

    def kill(self) -> None:
        """End the server and all its children at once, as a power cut would."""
        if self.running is None:
            return
        family = self.family()
        self._signal(family, signal.SIGKILL)
        wait_for(lambda: not any(map(_exists, family)), "the death of all children")
        self._forget()

    def freeze(self) -> None:
        """Let the server hang: connections stay open, nothing answers."""
        self._signal(self.family(), signal.SIGSTOP)

    def thaw(self) -> None:
        """Let a frozen server go on."""
        self._signal(self.family(), signal.SIGCONT)

    def family(self) -> list[int]:
        """Return the ids of the server and all its descendants, the server first."""
        if self.running is None:
            return []
        children = _children()
        family = [self.running.pid]
        for pid in family:
            family.extend(children.get(pid, ()))
        return family

    def _forget(self) -> None:
        """Reap the server and its guard."""
        for process in (self.guard, self.running):
            if process is not None:
                process.kill()
                process.communicate(timeout=STOP_WITHIN_SECONDS)
        self.running = self.guard = None

    @staticmethod
    def _signal(pids: Sequence[int], what: signal.Signals) -> None:
        for pid in pids:
            try:
                os.kill(pid, what)
            except ProcessLookupError:
                continue


def last_lines(log: Path) -> str:
    """Return the end of a log, for who reads why a test failed."""
    return "\n".join(log.read_text(errors="replace").splitlines()[-LAST_LINES:])


def _exists(pid: int) -> bool:
    """Whether the process runs; a zombie does not."""
    try:
        return _status(pid)[0] != "Z"
    except OSError:
        return False


def _children() -> dict[int, list[int]]:
    found: dict[int, list[int]] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                parent = int(_status(int(entry.name))[1])
            except OSError:
                continue
            found.setdefault(parent, []).append(int(entry.name))
    return found


def _status(pid: int) -> list[str]:
    """Return the fields of /proc/PID/stat after the name: state, parent, …"""
    return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
