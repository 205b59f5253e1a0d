"""Which registered mailbox an unknown address imitates, so that no officer is taken in.

This only words a warning; the gate itself compares by exact equality.
"""

from __future__ import annotations

from collections.abc import Iterable

_SWAPS = (("rn", "m"), ("vv", "w"), ("cl", "d"))
_LETTERS = str.maketrans({"0": "o", "1": "l", "i": "l", "5": "s", ".": "", "-": "", "_": ""})


def imitated(address: str, registered: Iterable[str]) -> str:
    """Return the registered address that this other one looks like, or ""."""
    wanted = _skeleton(address)
    return next((known for known in registered if known and _is_like(address, wanted, known)), "")


def _is_like(address: str, skeleton: str, known: str) -> bool:
    if address == known:
        return False
    local, _, domain = known.partition("@")
    if known in address or f"{local}%{domain}" in address:
        return True
    if address.startswith(f"{local}@") and address.endswith(f".{domain}"):
        return True
    return _differs_in_one(skeleton, _skeleton(known))


def _skeleton(address: str) -> str:
    local, _, domain = address.partition("@")
    text = f"{local.partition('+')[0]}@{domain}"
    for written, seen in _SWAPS:
        text = text.replace(written, seen)
    return text.translate(_LETTERS)


def _differs_in_one(one: str, other: str) -> bool:
    """Return whether the texts are equal up to one letter added, left out, changed or swapped."""
    if abs(len(one) - len(other)) > 1:
        return False
    start = next(
        (at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b),
        min(len(one), len(other)),
    )
    rest, other_rest = one[start:], other[start:]
    return (
        rest[1:] == other_rest[1:]
        or rest[1:] == other_rest
        or rest == other_rest[1:]
        or (rest[:2] == other_rest[:2][::-1] and rest[2:] == other_rest[2:])
    )
