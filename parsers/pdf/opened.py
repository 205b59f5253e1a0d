"""Opens a PDF with pdfium, and closes it again."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium

from parsers.source import ReadError, SourceFile


@contextmanager
def opened(file: SourceFile) -> Iterator[Any]:
    """Give the document with its forms. Raises ReadError for what pdfium cannot open or load."""
    try:
        document = pypdfium2.PdfDocument(file.data)
        try:
            document.init_forms()
            yield document
        finally:
            document.close()
    except pypdfium2.PdfiumError as error:
        encrypted = getattr(error, "err_code", None) == pdfium.FPDF_ERR_PASSWORD
        code = "file_encrypted" if encrypted else "file_unreadable"
        raise ReadError(code, f"pdfium: {error}") from error


@contextmanager
def page_of(document: Any, index: int) -> Iterator[tuple[Any, Any]]:
    """Give a page, counted from 0, and its text page."""
    page = document[index]
    textpage = page.get_textpage()
    try:
        yield page, textpage
    finally:
        textpage.close()
        page.close()
