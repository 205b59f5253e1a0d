"""Keeps the HTTP client out that pyHanko brings along.

Nothing here opens a connection for a document, and what is not loaded cannot. pyHanko imports
aiohttp only to offer clients of its own: a tenth of a second and 10 MB of every process. Whoever
wants one of them imports aiohttp first.
"""

from __future__ import annotations

import sys
from types import ModuleType


class _Absent(ModuleType):
    """Has every class that pyHanko names, and none of them does anything."""

    def __getattr__(self, name: str) -> type:
        if name.startswith("__"):
            raise AttributeError(name)
        return type(name, (), {})


sys.modules.setdefault("aiohttp", _Absent("aiohttp"))
