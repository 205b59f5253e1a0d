"""Functions of pdfium that are asked for each letter or object, as plain addresses.

pypdfium2's own wrap each pointer in an object, which is most of what they cost.
"""

from __future__ import annotations

import ctypes
from typing import Any


def plain(function: Any, result: Any, *arguments: Any) -> Any:
    """Return the function with a pointer as its first argument, before these."""
    address = ctypes.cast(function, ctypes.c_void_p).value or 0
    return ctypes.CFUNCTYPE(result, ctypes.c_void_p, *arguments)(address)
