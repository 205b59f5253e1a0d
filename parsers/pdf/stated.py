"""What the pages with a table are said to show, so that it can be held against how they look."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from parsers.pdf.frame import Frame
from parsers.pdf.glyphs import Glyph
from parsers.pdf.matrix import Rect
from parsers.reading import Reading
from parsers.source import SourceFile


@dataclass(frozen=True, slots=True)
class StatedPage:
    """The letters a person is to see on page `number`, counted from 1, and of what else it draws
    what is `painted`, what of that is coloured (`tints`), and the texts that are (`dyed`).

    No more is kept of a drawing: a long list has many pages.
    """

    number: int
    frame: Frame
    glyphs: Sequence[Glyph]
    painted: Sequence[Rect]
    tints: Sequence[Rect]
    dyed: Sequence[Rect]


@dataclass(frozen=True, slots=True)
class Stated:
    """Pages of one file."""

    file: SourceFile
    pages: tuple[StatedPage, ...]


@dataclass(frozen=True, slots=True)
class FastReading(Reading):
    """What the fast reader saw, and what should be looked at before anybody believes it."""

    stated: Stated = field(kw_only=True)
