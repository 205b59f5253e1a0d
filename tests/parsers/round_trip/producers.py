"""Every producer of the generator, with the old and the open workbooks of an office suite."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path

from tests.parsers.corpus import office
from tests.parsers.corpus.booked import BookLook, booked
from tests.parsers.corpus.documents import FILES, Files, Papers
from tests.parsers.corpus.written import letter_of


def _old_books(target: str) -> Callable[[Papers], Files]:
    """Return what writes the annex as such a workbook, and the letter as docx."""

    def files(papers: Papers) -> Files:
        books = {f"{name}.xlsx": booked(paper, BookLook()) for name, paper in papers.items()}
        with tempfile.TemporaryDirectory() as folder:
            made = office.convert(books, target, Path(folder))
        return {
            name: (
                ("cong-van.docx", letter_of(paper)),
                (f"phu-luc.{target}", made[f"{name}.{target}"]),
            )
            for name, paper in papers.items()
        }

    return files


PRODUCERS: Mapping[str, Callable[[Papers], Files]] = {
    **FILES,
    "xls": _old_books("xls"),
    "ods": _old_books("ods"),
}
QUICK = ("typst", "reportlab", "weasyprint", "docx", "xlsx")
"""Those that write one paper as fast as many."""

ALWAYS_FLAGGED = {"xls": frozenset({"old_workbook"}), "ods": frozenset({"one_reader"})}
"""What is flagged whatever the file holds: these workbooks have only one reader."""
