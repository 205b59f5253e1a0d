"""Where in a docx something stands: the cell of its table, named as the readers name it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import chain
from typing import Any

from parsers.source import Place
from parsers.word.styles import W, number


class Where:
    """The cells and paragraphs of a body with their places."""

    def __init__(self, file: str, body: Any, parents: Mapping[Any, Any]) -> None:
        self._file, self._parents = Place(file), parents
        self._places: dict[Any, Place] = dict(places(file, body)) | dict(_paragraphs(file, body))

    def first(self, elements: Iterable[Any]) -> Place:
        """Return where the first of these stands."""
        element = next(iter(elements), None)
        inside = () if element is None else element.iter(f"{W}tc")
        cell = next(chain(inside, self._around(element)), None)
        return self._places.get(cell) or self._file

    def _around(self, element: Any) -> Iterator[Any]:
        while element is not None:
            if element.tag == f"{W}tr":  # what is said of a whole row
                yield from element.iter(f"{W}tc")
            elif element in self._places:
                yield element
            element = self._parents.get(element)


def places(file: str, body: Any) -> Iterator[tuple[Any, Place]]:
    """Yield each cell with its place; an inner table's cell counts within its own."""
    for table, found in enumerate(body.iter(f"{W}tbl"), start=1):
        for line, row in enumerate(found.iter(f"{W}tr"), start=1):
            for column, cell in cells_of(row):
                yield cell, Place(file, sheet=f"bảng {table}", cell=f"{line}.{column}")


def _paragraphs(file: str, body: Any) -> Iterator[tuple[Any, Place]]:
    """Yield the paragraphs with text, or other signs, that stand in no table."""
    tables = below = 0
    for element in unwrapped(body):
        if element.tag == f"{W}tbl":
            tables, below = tables + 1, 0
        elif element.tag == f"{W}p":
            below += any((text.text or "").strip() for text in element.iter(f"{W}t"))
            yield element, Place(file, paragraph=paragraph_name(tables, below or 1))


def paragraph_name(tables: int, below: int) -> str:
    """Return what a paragraph is called that is the so many-th with text below so many tables."""
    return f"đoạn {below}" + (f" sau bảng {tables}" if tables else "")


def unwrapped(parent: Any) -> Iterator[Any]:
    """Yield the children, those of content controls and insertions in their place."""
    for child in parent:
        if child.tag == f"{W}sdt":
            content = child.find(f"{W}sdtContent")
            if content is not None:
                yield from unwrapped(content)
        elif child.tag in (f"{W}ins", f"{W}smartTag", f"{W}customXml"):
            yield from unwrapped(child)
        else:
            yield child


def cells_of(row: Any) -> Iterator[tuple[int, Any]]:
    """Yield the cells of a row with the column each begins in, counted from 1."""
    column = 1 + number(row.find(f"{W}trPr/{W}gridBefore"), "val", 0)
    for cell in row.iter(f"{W}tc"):
        yield column, cell
        column += number(cell.find(f"{W}tcPr/{W}gridSpan"), "val", 1)
