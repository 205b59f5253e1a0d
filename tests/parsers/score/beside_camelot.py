"""Camelot's tables over a sample of the corpus, read in a venv of its own, as requests."""

from __future__ import annotations

import json
import subprocess
import tempfile
from pathlib import Path
from typing import Any

import pypdfium2

from parsers import SourceFile
from parsers.interpret import interpret
from parsers.reading import Grid, Line, Reading
from parsers.source import Place
from tests.parsers.corpus.document import Document
from tests.parsers.score.readers import grid_of, lines_of
from tests.parsers.score.run import Run

ROOT = Path(__file__).parents[3]
PYTHON = ROOT / ".venv-peers" / "bin" / "python"
SCRIPT = ROOT / "benchmarks" / "peers" / "camelot_tables.py"


def camelot_run(documents: dict[str, Document]) -> Run:
    """Return what camelot reads of these PDF documents, as far as its time goes."""
    with tempfile.TemporaryDirectory() as folder:
        for name, document in documents.items():
            ((_, data),) = document.files
            (Path(folder) / f"{name}.pdf").write_bytes(data)
        out = Path(folder) / "out.json"
        subprocess.run([PYTHON, SCRIPT, folder, out], check=True)
        found: dict[str, Any] = json.loads(out.read_text("utf-8"))
    tables = {Path(file).stem: value for file, value in found["tables"].items()}
    crashed = {name: value for name, value in tables.items() if isinstance(value, str)}
    requests = {
        name: interpret([_reading(documents[name], value)])
        for name, value in tables.items()
        if name not in crashed
    }
    seconds = {Path(file).stem: value for file, value in found["seconds"].items()}
    return Run(requests, seconds, found["peak"], crashed=crashed)


def _reading(document: Document, tables: list[tuple[int, list[list[str]]]]) -> Reading:
    """Return camelot's tables among the text pdfium gives: camelot itself gives no other text."""
    file = SourceFile(*document.files[0])
    pdf = pypdfium2.PdfDocument(file.data)
    blocks: list[Line | Grid] = []
    for number, page in enumerate(pdf, start=1):
        place = Place(file.name, number)
        blocks += lines_of(page.get_textpage().get_text_range(), place)
        blocks += [grid_of(table, place) for at, table in tables if at == number and table]
    pdf.close()
    return Reading(tuple(blocks))
