"""The sandbox that all houses of one process of tests share: to start one for each would take most
of their time.
"""

from __future__ import annotations

import atexit
from functools import cache

from mailbot.gateways.sandbox import Sandbox
from mailbot.house import House
from mailbot.house.ground import READERS


def share_readers(house: House) -> None:
    """Let the house read where all others do; it will not close it."""
    vars(house)["sandbox"] = _readers()


@cache
def _readers() -> Sandbox:
    sandbox = Sandbox(preload=READERS)
    atexit.register(sandbox.close)
    return sandbox
