"""The parts of a docx or xlsx, read by themselves (ECMA-376, part 2)."""

from __future__ import annotations

import zipfile
from typing import Any
from xml.etree import ElementTree as ET

MAX_XML = 30_000_000
DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/main}"


def part(archive: zipfile.ZipFile, name: str) -> Any:
    """Return the root element of a part. Raises ValueError for one that is none or too large."""
    if archive.getinfo(name).file_size > MAX_XML:
        raise ValueError("too large")
    with archive.open(name) as stream:
        source = stream.read(MAX_XML + 1)
    if b"<!DOCTYPE" in source or b"<!ENTITY" in source:
        raise ValueError("no office program writes a document type")
    return ET.fromstring(source)  # noqa: S314 - without a document type


def text_of(element: Any, space: str) -> str:
    """Return the text of all paragraphs under an element; `space` is the namespace they are of."""
    paragraphs = element.iter(f"{space}p")
    texts = ("".join(run.text or "" for run in p.iter(f"{space}t")) for p in paragraphs)
    return " ".join(" ".join(texts).split())
