"""A table whose long texts are wrapped inside their columns; on a narrow screen, a list."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import zip_longest

from mailbot.commands.wording import width

_BETWEEN = " │ "


@dataclass(frozen=True, slots=True)
class Column:
    """A heading, the width the column needs, and its share of what the screen has beyond that."""

    head: str
    least: int
    share: int = 0


def grid(columns: Sequence[Column], rows: Sequence[Sequence[str]], screen: int) -> str:
    """Return the table, as wide as the screen, with a rule between its rows.

    Where the screen has no room for what the columns need, each row is a block of lines instead.
    """
    if screen < _needed(columns):
        return "\n\n".join(_listed(columns, row, screen) for row in rows)
    widths = _widths(columns, screen)
    rule = "─┼─".join("─" * size for size in widths)
    blocks = [_block([column.head for column in columns], widths)]
    blocks += [_block(row, widths) for row in rows]
    return f"\n{rule}\n".join(blocks)


def _widths(columns: Sequence[Column], screen: int) -> list[int]:
    shares = sum(column.share for column in columns)
    free = screen - _needed(columns)
    return [column.least + free * column.share // shares for column in columns]


def _needed(columns: Sequence[Column]) -> int:
    return sum(column.least for column in columns) + len(_BETWEEN) * (len(columns) - 1)


def _listed(columns: Sequence[Column], row: Sequence[str], screen: int) -> str:
    """Return a row as lines: the first cell, then every other under its heading."""
    label = max(width(column.head) for column in columns[1:]) + 2
    lines = [row[0]]
    for column, cell in zip(columns[1:], row[1:], strict=True):
        first, *rest = _wrapped(cell, max(20, screen - label - 2))
        lines.append(f"  {column.head}:{' ' * (label - width(column.head) - 1)}{first}")
        lines += [" " * (label + 2) + text for text in rest]
    return "\n".join(lines)


def _block(cells: Sequence[str], widths: Sequence[int]) -> str:
    wrapped = [_wrapped(cell, size) for cell, size in zip(cells, widths, strict=True)]
    lines = zip_longest(*wrapped, fillvalue="")
    return "\n".join(_line(line, widths) for line in lines)


def _wrapped(text: str, size: int) -> list[str]:
    lines = [
        textwrap.wrap(part, size, break_on_hyphens=False) or [""] for part in text.splitlines()
    ]
    return [line for part in lines for line in part] or [""]


def _line(cells: Sequence[str], widths: Sequence[int]) -> str:
    padded = (text + " " * (size - width(text)) for text, size in zip(cells, widths, strict=True))
    return _BETWEEN.join(padded).rstrip()
