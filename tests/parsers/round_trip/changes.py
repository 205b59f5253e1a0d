"""What must not change how a list is read: blank rows, the order of columns, where pages end."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from hypothesis import strategies as st

from tests.parsers.corpus.paper import NEXT_PAGE, Paper, PaperCell, PaperGrid

Row = tuple[PaperCell, ...]
FILLER = "Ghi chú: các đơn vị kiểm tra kỹ thông tin."


@st.composite
def with_blank_rows(draw: st.DrawFn, paper: Paper) -> Paper:
    """Return the paper with rows of its template left blank, at the end and between."""

    def blanked(grid: PaperGrid) -> PaperGrid:
        rows = list(grid.rows)
        for _ in range(draw(st.integers(0, 2))):
            rows.insert(draw(st.integers(grid.header_rows, len(rows))), _blank(grid))
        return replace(grid, rows=(*rows, *draw(_template_rows(grid))))

    return _changed(paper, blanked)


def _blank(grid: PaperGrid, text: str = "") -> Row:
    return tuple(PaperCell(text) for _ in grid.weights)


@st.composite
def _template_rows(draw: st.DrawFn, grid: PaperGrid) -> list[Row]:
    """Return up to three rows: blank, only numbered on, or with the template's dots."""
    count, style = draw(st.integers(0, 3)), draw(st.sampled_from(("blank", "numbered", "dots")))
    if style == "dots":
        return [_blank(grid, "…")] * count
    if style == "blank":
        return [_blank(grid)] * count
    first = len(grid.rows) - grid.header_rows + 1
    at = next(x for x, cell in enumerate(grid.rows[0]) if cell.text == "STT")
    return [
        tuple(PaperCell(str(number) if x == at else "") for x in range(len(grid.weights)))
        for number in range(first, first + count)
    ]


@st.composite
def with_columns_permuted(draw: st.DrawFn, paper: Paper) -> Paper:
    """Return the paper with the columns of each list in another order."""

    def permuted(grid: PaperGrid) -> PaperGrid:
        order = draw(st.permutations(range(len(grid.weights))))
        rows = tuple(tuple(row[column] for column in order) for row in grid.rows)
        return replace(grid, rows=rows, weights=tuple(grid.weights[x] for x in order))

    return _changed(paper, permuted)


@st.composite
def with_pages_split(draw: st.DrawFn, paper: Paper) -> Paper:
    """Return the paper with its pages ending elsewhere: a list begun lower, taller rows, the header
    repeated or not, a list parted by hand with its header typed again or not.
    """
    filler = (FILLER,) * draw(st.integers(0, 45))
    annex: list[str | PaperGrid] = []
    for part in paper.annex:
        annex += draw(_parted(part)) if isinstance(part, PaperGrid) else [part]
    return replace(paper, annex=(*filler, *annex)).drawn(
        repeat_header=draw(st.booleans()), below=float(draw(st.integers(0, 60)))
    )


@st.composite
def _parted(draw: st.DrawFn, grid: PaperGrid) -> list[str | PaperGrid]:
    head, body = grid.rows[: grid.header_rows], grid.rows[grid.header_rows :]
    if len(body) < 2 or not draw(st.booleans()):
        return [grid]
    at, again = draw(st.integers(1, len(body) - 1)), draw(st.booleans())
    above = replace(grid, rows=(*head, *body[:at]))
    if again:
        return [above, NEXT_PAGE, replace(grid, rows=(*head, *body[at:]))]
    return [above, NEXT_PAGE, replace(grid, rows=body[at:], header_rows=0)]


def _changed(paper: Paper, change: Callable[[PaperGrid], PaperGrid]) -> Paper:
    def parts() -> Iterator[str | PaperGrid]:
        for part in paper.annex:
            yield change(part) if isinstance(part, PaperGrid) else part

    return replace(paper, annex=tuple(parts()))


CHANGES = {
    "blank rows": with_blank_rows,
    "columns": with_columns_permuted,
    "pages": with_pages_split,
}
