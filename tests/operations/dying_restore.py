"""`mailbot restore` again and again, each time in a fork that SIGKILL ends at another step.

Called with the copy, the shares of the way at which to die, and as many settings files and one: the
first restore goes through and counts its steps. A step is whatever the code of the restore calls or
returns from. What became of each is told as JSON: its exit code, or the signal that ended it,
negative.
"""

from __future__ import annotations

import json
import os
import signal
import sys
from collections.abc import Sequence
from types import FrameType

from mailbot.__main__ import main
from mailbot.commands import backup as command
from mailbot.operations import backup, database_copy

# Imported once, before anything is forked.
_CODE = frozenset({command.__file__, backup.__file__, database_copy.__file__})


def live(copy: str, settings: str, last: int) -> int:
    """Carry out the command, at most to its step `last` where that is not 0; return the steps."""
    seen = 0

    def watch(frame: FrameType, _event: str, _of: object) -> None:
        nonlocal seen
        if frame.f_code.co_filename not in _CODE:
            return
        seen += 1
        if seen == last:
            os.kill(os.getpid(), signal.SIGKILL)

    sys.setprofile(watch)
    code = main(["restore", copy, "--settings", settings, "--json"])
    sys.setprofile(None)
    if code:
        sys.exit(code)
    return seen


def lived(copy: str, settings: str, last: int) -> tuple[int, int]:
    """Return what became of a fork that does so, and how many steps it told of."""
    told, tell = os.pipe()
    child = os.fork()
    if not child:
        os.write(tell, str(live(copy, settings, last)).encode())
        os._exit(0)
    os.close(tell)
    with os.fdopen(told, "rb") as steps:
        counted = int(steps.read() or 0)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), counted


def several(copy: str, shares: Sequence[float], first: str, *others: str) -> list[int]:
    """Return what became of each."""
    code, steps = lived(copy, first, 0)
    lasts = (round(share * steps) for share in shares)
    pairs = zip(others, lasts, strict=True)
    return [code, *(lived(copy, settings, last)[0] for settings, last in pairs)]


if __name__ == "__main__":
    wanted = [float(share) for share in sys.argv[2].split(",")]
    became = several(sys.argv[1], wanted, *sys.argv[3:])
    sys.stderr.write(json.dumps(became))
