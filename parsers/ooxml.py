"""The parts of a docx or xlsx, found by what refers to them, as the office programs find them
(ECMA-376, part 2): a part's name says nothing.
"""

from __future__ import annotations

import posixpath
import zipfile
from collections.abc import Iterator
from itertools import chain
from typing import Any
from urllib.parse import unquote
from xml.etree import ElementTree as ET

MAX_XML = 30_000_000
DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
LINES = frozenset({"line", "straightConnector1"})
ROOT = ""
"""The source of the relationships that the package itself has."""


class Package:
    """An archive of parts. Raises ValueError or KeyError where it is not put together soundly."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self.archive = archive
        self.names = {f"/{name}".lower(): name for name in archive.namelist()}
        if len(self.names) != len(archive.namelist()):
            raise ValueError("one name twice: programs differ in which of the two they open")

    @property
    def main(self) -> str:
        """Return the name of the part that the program opens first."""
        (name,) = self.related(ROOT, "officeDocument")
        return name

    def related(self, source: str, *kinds: str) -> list[str]:
        """Return the parts that a part has of these kinds, the last words of the types."""
        return [
            self._named(source, str(one.get("Target", "")))
            for one in self._relationships(source)
            if str(one.get("Type", "")).rsplit("/", 1)[-1] in kinds
            and one.get("TargetMode") != "External"
        ]

    def targets(self, source: str) -> dict[str, str]:
        """Return the parts that a part has, by the identifiers of the relationships."""
        return {
            str(one.get("Id")): self._named(source, str(one.get("Target", "")))
            for one in self._relationships(source)
            if one.get("TargetMode") != "External"
        }

    def part(self, name: str) -> Any:
        """Return the root element of a part."""
        return part(self.archive, name)

    def content_type(self, name: str) -> str:
        """Return what kind of part this is said to be."""
        types = self.part(self.names["/[content_types].xml"])
        wanted, extension = f"/{name}".lower(), name.rsplit(".", 1)[-1].lower()
        named = (one for one in types if str(one.get("PartName", "")).lower() == wanted)
        rest = (one for one in types if str(one.get("Extension", "")).lower() == extension)
        found = next(chain(named, rest), None)
        return "" if found is None else str(found.get("ContentType", ""))

    def _relationships(self, source: str) -> Iterator[Any]:
        folder, last = posixpath.split(source)
        name = self.names.get(posixpath.join("/", folder, "_rels", f"{last}.rels").lower())
        if name is not None:
            yield from self.part(name)

    def _named(self, source: str, target: str) -> str:
        folder = posixpath.dirname(f"/{source}")
        whole = posixpath.normpath(posixpath.join(folder, unquote(target)))
        return self.names[whole.lower()]


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


def is_line(geometry: Any) -> bool:
    """Return whether a shape's preset geometry (20.1.9.18), None for none, is a mere line."""
    return geometry is not None and geometry.get("prst") in LINES
