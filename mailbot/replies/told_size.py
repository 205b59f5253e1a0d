"""How large something is, as people read it. A leaf: the sandbox loads it with the papers."""

from __future__ import annotations


def megabytes(size: int) -> str:
    """Return a size as people read it: `25,0 MB`."""
    return f"{size / 1_000_000:.1f} MB".replace(".", ",")
