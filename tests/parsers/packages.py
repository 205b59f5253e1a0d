"""Office files taken apart and put together again, for what no library would write."""

from __future__ import annotations

import io
import posixpath
import warnings
import zipfile

OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
EMPTY = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
END = "</Relationships>"
ID = "rId777"

DOCUMENT = "word/document.xml"
SHEET = "xl/worksheets/sheet1.xml"


def parts_of(data: bytes) -> dict[str, str | bytes]:
    """Return the parts of an office file: those in XML as text."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: _as_text(name, archive.read(name)) for name in archive.namelist()}


def packed(*members: tuple[str, str | bytes]) -> bytes:
    """Return an archive of these members, in this order, even where a name stands twice."""
    out = io.BytesIO()
    with warnings.catch_warnings(), zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        warnings.simplefilter("ignore")  # a name that stands twice
        for name, content in members:
            archive.writestr(name, content)
    return out.getvalue()


def changed(data: bytes, part: str, old: str, new: str) -> bytes:
    """Return the file with a text of a part replaced where it first stands."""
    parts = parts_of(data)
    content = str(parts[part])
    assert old in content
    return packed(*(parts | {part: content.replace(old, new, 1)}).items())


def with_part(data: bytes, source: str, kind: str, name: str, content: str) -> bytes:
    """Return the file with one more part, to which `source` has a relationship of this kind."""
    parts = parts_of(data)
    folder, last = posixpath.split(source)
    rels = f"{folder}/_rels/{last}.rels"
    one = f'<Relationship Id="{ID}" Type="{OFFICE}{kind}" Target="/{name}"/>'
    known = str(parts.get(rels, EMPTY + END))
    return packed(*(parts | {name: content, rels: known.replace(END, one + END)}).items())


def _as_text(name: str, content: bytes) -> str | bytes:
    return content.decode() if name.endswith((".xml", ".rels")) else content
