"""PDFs written operator by operator: what no program of an office makes, and an attacker may."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

NOTHING: Mapping[str, str] = {}


@dataclass(frozen=True, slots=True)
class Form:
    """A form XObject: its operators, and what stands in its dictionary beside them."""

    operators: str
    entries: str = "/BBox [0 0 600 800]"


def plain_pdf(  # noqa: PLR0917 (each a part of the file)
    operators: str,
    forms: Mapping[str, Form] | None = None,
    states: Mapping[str, str] = NOTHING,
    fonts: Mapping[str, str] = NOTHING,
    more: Sequence[str] = (),
    page: str = "",
    catalog: str = "",
) -> bytes:
    """Return a PDF of one page, 600 by 800 points, that these operators draw.

    Font /F1 is Helvetica; `states` are the named graphics states, `more` further objects, the
    first of them number 10, the forms follow from 20; `page` and `catalog` stand in those
    dictionaries beside what they need.
    """
    named = {name: f"{20 + at} 0 R" for at, name in enumerate(forms or {})}
    resources = (
        f"<< /Font << /F1 4 0 R {_entries(fonts)} >> /XObject << {_entries(named)} >> "
        f"/ExtGState << {_entries(states)} >> >>"
    )
    objects = {
        1: f"<< /Type /Catalog /Pages 2 0 R {catalog} >>",
        2: "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        3: "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents 5 0 R "
        f"/Resources {resources} {page} >>",
        4: "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
        5: stream("", operators),
    }
    objects |= dict(enumerate(more, start=10))
    for at, form in enumerate((forms or {}).values(), start=20):
        entries = f"/Type /XObject /Subtype /Form /Resources {resources} {form.entries}"
        objects[at] = stream(entries, form.operators)
    return _file(objects)


def stream(entries: str, content: str) -> str:
    """Return a stream object."""
    return f"<< {entries} /Length {len(content)} >>\nstream\n{content}\nendstream"


def _entries(named: Mapping[str, str]) -> str:
    return " ".join(f"/{name} {value}" for name, value in named.items())


def _file(objects: Mapping[int, str]) -> bytes:
    out, offsets = b"%PDF-1.7\n", {}
    for number, body in sorted(objects.items()):
        offsets[number] = len(out)
        out += f"{number} 0 obj\n{body}\nendobj\n".encode("latin-1")
    start, size = len(out), max(offsets) + 1
    table = "".join(
        f"{offsets[n]:010d} 00000 n \n" if n in offsets else "0000000000 65535 f \n"
        for n in range(size)
    )
    trailer = f"trailer << /Size {size} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n"
    return out + f"xref\n0 {size}\n{table}{trailer}".encode("latin-1")
