"""A request laid out on paper, before any producer writes it: head, lines and grids of cells."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date

from tests.parsers.corpus.foot import Signature, a_signature
from tests.parsers.corpus.opening import Opening, an_opening
from tests.parsers.corpus.request import ASKED, GROUNDS, Fields, Request
from tests.parsers.corpus.stated import Counted, a_count

NEXT_PAGE = "\f"
SMALL = 0.8
"""How large small letters are, of the usual ones."""


@dataclass(frozen=True)
class PaperCell:
    """One cell; `wide` columns and `tall` rows are merged, `struck` text has a line through it.

    `lettered` is "italic", "underlined", "small" or "another face", "" for letters like all.
    """

    text: str = ""
    wide: int = 1
    tall: int = 1
    bold: bool = False
    struck: bool = False
    lettered: str = ""


@dataclass(frozen=True)
class PaperGrid:
    """A table: column weights and rows; a row lists only the cells that begin in it."""

    weights: tuple[float, ...]
    rows: tuple[tuple[PaperCell, ...], ...]
    header_rows: int = 1

    def placed(self) -> Iterator[tuple[int, int, PaperCell]]:
        """Yield each cell after the row and the column it begins in."""
        taken: set[tuple[int, int]] = set()
        for y, row in enumerate(self.rows):
            x = 0
            for cell in row:
                while (y, x) in taken:
                    x += 1
                yield y, x, cell
                taken |= {(y + j, x + i) for j in range(cell.tall) for i in range(cell.wide)}


@dataclass(frozen=True)
class Look:
    """How the paper is drawn.

    `rules` are "all", "double", "grey", "none" or "flat" (no upright ones). `turned` turns the
    page as displayed, `sideways` its content with it. `font` names the face asked for. `dated` is
    how the letter writes its date; `inline` puts the list between the letter's sentences.
    `crowded` keeps the size of the letters also where a word is wider than its column; `numbers`
    makes a workbook hold its numbers as such. `below` is the room left under the text of every
    cell, in points, as where somebody drags the rows taller.
    """

    landscape: bool = True
    rules: str = "all"
    repeat_header: bool = True
    turned: int = 0
    sideways: bool = False
    header: str = ""
    footer: str = ""
    size: float = 11.0
    justify: bool = False
    stroke: float = 0.5
    shaded: bool = False
    rows_split: bool = True
    anywhere: bool = False
    font: str = "Tinos"
    dated: str = ""
    inline: bool = False
    crowded: bool = False
    numbers: bool = False
    below: float = 0.0


@dataclass(frozen=True)
class Paper:
    """A whole document with what must be read from it. NEXT_PAGE in the annex begins a page.

    `must_flag` papers may be read in any way that is flagged; others exactly and without a flag.
    Where a paper is in an old encoding, `named` is the agency's name in today's, `asked` its
    subject, and `placed` the line with place and day as the paper has it.
    """

    superior: str
    agency: str
    number: str
    on: date
    subject: str
    body: tuple[str, ...]
    annex: tuple[str | PaperGrid, ...]
    procedure: str
    organisations: tuple[Fields, ...] = ()
    individuals: tuple[Fields, ...] = ()
    must_flag: bool = False
    named: str = ""
    asked: str = ""
    placed: str = ""
    look: Look = field(default_factory=Look)
    signature: Signature = field(default_factory=Signature)
    counted: Counted = field(default_factory=Counted)
    opening: Opening = field(default_factory=Opening)

    @property
    def dated(self) -> str:
        """The line with place and day."""
        return self.placed or f"Cần Thơ, {self.look.dated or dated(self.on)}"

    @property
    def numbered(self) -> str:
        """The line with the number."""
        return self.opening.numbered.format(*self.number.split("/", 1))

    def drawn(self, **look: object) -> Paper:
        return replace(self, look=replace(self.look, **look))  # type: ignore[arg-type]


ADDRESSEE = Opening().address
LEGAL = (
    "Căn cứ Quyết định số 33/2015/QĐ-UBND ngày 18 tháng 12 năm 2015 của Ủy ban nhân dân thành phố "
    "Cần Thơ về việc ban hành Quy chế quản lý, sử dụng hệ thống thư điện tử trong hoạt động của "
    "các cơ quan nhà nước;"
)


def dated(on: date) -> str:
    return f"ngày {on.day:02d} tháng {on.month:02d} năm {on.year}"


def paper_of(request: Request, annex: tuple[str | PaperGrid, ...]) -> Paper:
    """Return the request's letter with the annex as laid out."""
    asked = ASKED[request.procedure]
    # By the letter's number: what else is drawn for the seed stays as it is.
    rng = random.Random(f"{request.number} {request.on} {request.agency}")
    signature = a_signature(rng)
    organisations, people = (request.expected(shape) for shape in ("organisation", "individual"))
    ground = GROUNDS[request.procedure]
    words, aside, counted = a_count(rng, len(organisations), len(people), ground)
    opening = an_opening(rng)
    body = (
        opening.address,
        LEGAL,
        (
            f"{request.agency_in_text} kính gửi đề nghị Sở Thông tin và Truyền thông {asked} cho "
            f"{words}."
        ),
        *([aside] if aside else []),
        "Rất mong nhận được sự hỗ trợ của quý cơ quan./.",
    )
    return Paper(
        request.superior,
        request.agency,
        request.number,
        request.on,
        f"{opening.about} {asked}",
        body,
        annex,
        request.procedure,
        tuple(organisations),
        tuple(people),
        signature=signature,
        counted=counted,
        opening=opening,
    )
