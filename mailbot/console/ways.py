"""A way into the console: a method, an address, who may take it and what answers.

Each screen's module ends with its own `WAYS`; `app.py` puts them together.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from starlette.responses import Response

from mailbot.console.visit import Visit
from mailbot.storage.staff import Role

READERS = frozenset({Role.VIEW, Role.HANDLE, Role.APPROVE, Role.AUDIT})
REVIEWERS = frozenset({Role.HANDLE, Role.APPROVE})
DECIDERS = frozenset({Role.APPROVE})
ADMINISTRATORS = frozenset({Role.ADMINISTER})
AUDITORS = frozenset({Role.AUDIT, Role.ADMINISTER})
ANYBODY = frozenset(Role)

Answer = Callable[[Visit], Response]


@dataclass(frozen=True, slots=True)
class Way:
    """One way in. `roles` is None where nobody need be logged in.

    What a page asks by itself is `quiet`: it keeps no session alive, and without one it is silent.
    """

    method: str
    path: str
    answer: Answer
    roles: frozenset[Role] | None
    quiet: bool = False
