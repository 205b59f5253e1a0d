"""Names of agencies for narrow places."""

from __future__ import annotations

_SHORT = (
    ("Ủy ban nhân dân", "UBND"),
    ("Hội đồng nhân dân", "HĐND"),
    ("thành phố Cần Thơ", "TP. Cần Thơ"),
)


def shortened(name: str) -> str:
    """Return the name as people abbreviate it: `UBND phường Ninh Kiều`."""
    for whole, short in _SHORT:
        name = name.replace(whole, short)
    return name
