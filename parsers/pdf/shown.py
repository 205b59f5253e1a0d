"""What the pages with a list show once they are drawn, held against what they are said to."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from parsers.flag import Flag
from parsers.pdf.coloured import coloured
from parsers.pdf.look import drawn_otherwise
from parsers.pdf.opened import opened, page_of
from parsers.pdf.stated import Stated
from parsers.request import Row


def shown_otherwise(stated: Stated, rows: Sequence[Row]) -> Iterator[Flag]:
    """Yield what of a file looks otherwise than stated, and which of the rows are coloured.

    The file is opened once. Raises ReadError for one that cannot be.
    """
    with opened(stated.file) as document:
        for said in stated.pages:
            with page_of(document, said.number - 1) as (page, textpage):
                yield from drawn_otherwise(page, textpage, said, stated.file.name)
        yield from coloured(document, stated, rows)
