"""Whether an office suite's print holds every row: LibreOffice loses those below a repeated header
that fills the rest of its page.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

import pypdfium2

from tests.parsers.corpus.paper import Paper

OWN = ("name", "phone", "national_id", "email", "manager_phone", "manager_email")


def loses_rows(paper: Paper, files: Iterable[tuple[str, bytes]]) -> bool:
    """Return whether there is a row of which none of these PDFs has any value of its own, nor the
    beginning of one: a page break may cut all values of a row.
    """
    text = "".join(_text(data) for name, data in files if name.endswith(".pdf"))
    rows = (*paper.organisations, *paper.individuals)
    values = ([_begun(name, _solid(row.get(name, ""))) for name in OWN] for row in rows)
    return any(not any(value and value in text for value in own) for own in values)


def _begun(name: str, value: str) -> str:
    """Return what must be there of a value: two thirds; names, which begin alike, whole."""
    return value if name == "name" else value[: -(-2 * len(value) // 3)]


def _text(data: bytes) -> str:
    document = pypdfium2.PdfDocument(data)
    try:
        return _solid("".join(page.get_textpage().get_text_bounded() for page in document))
    finally:
        document.close()


def _solid(text: str) -> str:
    """Return the text without its spaces and line breaks, composed."""
    return unicodedata.normalize("NFC", "".join(text.split()))
