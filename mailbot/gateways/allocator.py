"""The C library's allocator: told to give memory back, so that a daemon stays as large as its work.

By itself glibc raises the size from which a block is mapped alone, up to 32 MB, each time such a
block is freed. Blocks of megabytes (a password's Argon2 memory, a large mail) then lie among small
ones and are never given back. Other C libraries are left as they are.
"""

from __future__ import annotations

import ctypes

_TRIM_THRESHOLD, _MMAP_THRESHOLD, _ARENA_MAX = -1, -3, -8  # of <malloc.h>
_MAPPED_FROM_BYTES = 1 << 18
_TRIMMED_FROM_BYTES = 1 << 20
_ARENAS = 2


def keep_small() -> None:
    """Map blocks from 256 kB on alone, and share few arenas among the threads (mallopt(3)).

    Called before the threads begin: what is allocated already stays where it is.
    """
    mallopt = getattr(ctypes.CDLL(None), "mallopt", None)
    if mallopt is None:
        return
    mallopt(_MMAP_THRESHOLD, _MAPPED_FROM_BYTES)
    mallopt(_TRIM_THRESHOLD, _TRIMMED_FROM_BYTES)
    mallopt(_ARENA_MAX, _ARENAS)
