"""What a request is held against: the same file, read once by default in the same run."""

from __future__ import annotations

import io
import tempfile
from pathlib import Path

import pdfplumber

from benchmarks.cpu import milliseconds, of_command


def beside(paper: bytes) -> dict[str, float]:
    """Return the CPU milliseconds of pdfplumber's default tables and of `pdfsig`."""
    with tempfile.TemporaryDirectory() as name:
        path = Path(name) / "paper.pdf"
        path.write_bytes(paper)
        return {
            "pdfplumber, tables by default": milliseconds(lambda: _tables(paper), 5),
            "pdfsig": of_command(["pdfsig", str(path)], 5),
        }


def _tables(paper: bytes) -> None:
    with pdfplumber.open(io.BytesIO(paper)) as pdf:
        found = [table for page in pdf.pages for table in page.extract_tables()]
    if not found:
        raise RuntimeError("pdfplumber found no table")
