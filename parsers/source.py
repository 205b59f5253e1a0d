"""What comes in: one file's name and bytes; and where in it something stands."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

Box = tuple[float, float, float, float]


class ReadError(Exception):
    """The files cannot be read at all. `code` is stable; the message is for the log."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(code, message)
        self.code = code
        self.message = message


@dataclass(frozen=True, slots=True)
class SourceFile:
    """An attachment: its name as the mail gives it, and its bytes."""

    name: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands.

    `page` counts from 1; `box` is `(x, y, width, height)` in fractions of the page as displayed
    (after /Rotate), origin top left. Workbooks have `sheet` and `cell` instead. A docx has
    its table and the cell of that; of text outside tables it has the `paragraph`, for people to
    find: what stands outside them is in one place.
    """

    file: str = ""
    page: int | None = None
    box: Box | None = None
    sheet: str = ""
    cell: str = ""
    paragraph: str = field(default="", compare=False)


def first_page(places: Iterable[Place]) -> Place | None:
    """Return the page or sheet of the first of these places, or None for none."""
    first = next(iter(places), None)
    return first and Place(first.file, first.page, sheet=first.sheet)


def joined_box(boxes: list[Box]) -> Box | None:
    """Return the smallest box around all, or None for none."""
    if not boxes:
        return None
    left, top = min(box[0] for box in boxes), min(box[1] for box in boxes)
    right = max(box[0] + box[2] for box in boxes)
    bottom = max(box[1] + box[3] for box in boxes)
    return (left, top, right - left, bottom - top)
