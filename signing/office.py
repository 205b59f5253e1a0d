"""Office files with a signature inside: recognised, never judged here.

The rules of their digests (ECMA-376 part 2 §13, ODF 1.2 part 3 §4) are many, and no file signed
by the programs in use was at hand to prove a verifier against: a person looks.
"""

from __future__ import annotations

from io import BytesIO
from zipfile import BadZipFile, ZipFile

_OOXML = "_xmlsignatures/"
_ODF = "META-INF/documentsignatures.xml"
_MACROS = "META-INF/macrosignatures.xml"


def is_signed_office_file(data: bytes) -> bool:
    """Return whether the bytes are an OOXML or ODF file that carries a document signature."""
    if not data.startswith(b"PK"):
        return False
    try:
        with ZipFile(BytesIO(data)) as container:
            names = container.namelist()
    except (BadZipFile, ValueError, OSError, NotImplementedError):
        return False
    return any(_marks_a_signature(name) for name in names)


def _marks_a_signature(name: str) -> bool:
    return name in {_ODF, _MACROS} or (name.startswith(_OOXML) and name.endswith((".xml", ".sigs")))
