"""The typesetter: the one module that calls typst.

A service has its type set in a child process (see `house.letters`): what a letter quotes was
written by strangers, and the setter's memory, some 40 MB, is then not the service's own.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Protocol

FACTS = "facts.json"


@dataclass(frozen=True, slots=True)
class TypeSet:
    """What came of it: the PDF and, as JSON, the places asked for; else the setter's `fault`."""

    pdf: bytes = b""
    places: str = ""
    fault: str = ""


class SetType(Protocol):
    """Sets type, here or elsewhere."""

    def __call__(
        self, files: Mapping[str, bytes], faces: Path, facts: str, *, tagged: bool, placed: bool
    ) -> TypeSet:
        """Return what comes of it; see `set_type`."""


def set_type(
    files: Mapping[str, bytes], faces: Path, facts: str, *, tagged: bool, placed: bool
) -> TypeSet:
    """Set the file `main` with the faces of this folder and nothing else; a warning is a fault.

    Templates read the facts from the file FACTS. As inputs of the system they would be part of the
    setter's library, and nothing it remembers of one letter would serve the next.

    The same files and facts give the same bytes. `tagged`: with structure for screen readers.
    `placed`: with the places, which cost a tenth more.
    """
    import typst  # noqa: PLC0415 - only where type is set

    options = {
        "font_paths": _opened(faces),
        "ignore_system_fonts": True,
    }
    sources = {**files, FACTS: facts.encode()}
    try:
        # The query comes second: it finds the layout in the setter's cache.
        pdf, warnings = typst.compile_with_warnings(
            sources, pdf_standards=["a-2u"], timestamp=0, pdf_tags=tagged, **options
        )
        places = ""
        if placed:
            places = typst.query(sources, "<places>", field="value", one=True, **options)
    except RuntimeError as error:
        return TypeSet(fault=str(error))
    return TypeSet(fault=str(warnings[0])) if warnings else TypeSet(pdf, places)


@cache
def _opened(folder: Path) -> Any:
    import typst  # noqa: PLC0415 - as above

    # Two spellings of one folder, or of no face at all, would fall back to another face.
    return typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[folder]
    )
