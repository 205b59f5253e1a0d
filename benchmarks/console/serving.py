"""`python -m benchmarks.console.serving HOUSE [URL]`: the console of a town, as it is served.

It prints its port and an officer's session, and serves until its input closes. With PROFILE in the
environment it writes there where its processor time went.
"""

from __future__ import annotations

import cProfile
import os
import sys
import threading
import time
from pathlib import Path

import uvicorn

from benchmarks.console.kept import OFFICER, Place
from mailbot.console import app
from mailbot.console.serve import configuration
from tests.console.office import a_house_again
from tests.servers.ports import free_ports


def main() -> None:
    """Serve."""
    place = Place(Path(sys.argv[1]), *sys.argv[2:3])
    port = free_ports(1)[0]
    profile = _profiled() if "PROFILE" in os.environ else None
    with a_house_again(place.house, console={"port": port}, **place.sections) as staffed:
        server = uvicorn.Server(configuration(staffed.house))
        threading.Thread(target=_stop_with_input, args=(server,), daemon=True).start()
        print(port, staffed.session(OFFICER), flush=True)
        server.run()
    if profile is not None:
        profile.dump_stats(os.environ["PROFILE"])


def _stop_with_input(server: uvicorn.Server) -> None:
    sys.stdin.read()
    server.should_exit = True


def _profiled() -> cProfile.Profile:
    """Have every answer profiled by the processor time of its thread."""
    profile, answer = cProfile.Profile(time.thread_time), app._answer  # noqa: SLF001
    app._answer = lambda *given: profile.runcall(answer, *given)  # type: ignore[assignment] # noqa: SLF001
    return profile


if __name__ == "__main__":
    main()
