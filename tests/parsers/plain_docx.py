"""A Word file of paragraphs and plain tables, in the order they are given."""

from __future__ import annotations

import io
from collections.abc import Sequence

import docx

Part = str | Sequence[Sequence[str]]
"""A paragraph's text, or a table's rows of cells."""


def plain_docx(*parts: Part) -> bytes:
    """Return the file's bytes."""
    document, out = docx.Document(), io.BytesIO()
    for part in parts:
        if isinstance(part, str):
            document.add_paragraph(part)
            continue
        table = document.add_table(len(part), len(part[0]))
        for row, texts in zip(table.rows, part, strict=True):
            for cell, text in zip(row.cells, texts, strict=True):
                cell.text = text
    document.save(out)
    return out.getvalue()
