"""Long lists in pages."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar
from urllib.parse import urlencode

from mailbot.cases.typed_number import read_number

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """One page of a list; `before` and `after` are the addresses of its neighbours, or nothing."""

    items: Sequence[T]
    found: int
    number: int
    count: int
    before: str
    after: str


def page_of(items: Sequence[T], path: str, query: Mapping[str, str], size: int) -> Page[T]:
    """Return the page that the address asks for (`trang`), the last one where there are fewer."""
    return page_read(len(items), lambda skip, most: items[skip : skip + most], path, query, size)


def page_read(
    found: int,
    read: Callable[[int, int], Sequence[T]],
    path: str,
    query: Mapping[str, str],
    size: int,
) -> Page[T]:
    """Return the same of a list of this length that is not at hand: `read(skip, most)` some."""
    count = max(1, -(-found // size))
    number = min(count, max(1, read_number(query.get("trang", "")) or 1))

    def address(other: int) -> str:
        if not 1 <= other <= count:
            return ""
        kept = {name: value for name, value in query.items() if value and name != "xong"}
        return f"{path}?{urlencode(kept | {'trang': str(other)})}"

    shown = read((number - 1) * size, size)
    return Page(shown, found, number, count, address(number - 1), address(number + 1))
