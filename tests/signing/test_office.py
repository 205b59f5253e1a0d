"""Office files that carry a signature are recognised."""

from __future__ import annotations

from io import BytesIO
from zipfile import ZipFile

import pytest
from hypothesis import given, strategies

from signing import is_signed_office_file


def _zip(*names: str) -> bytes:
    output = BytesIO()
    with ZipFile(output, "w") as container:
        for name in names:
            container.writestr(name, "x")
    return output.getvalue()


@pytest.mark.parametrize(
    "names",
    [
        pytest.param(
            ("[Content_Types].xml", "word/document.xml", "_xmlsignatures/sig1.xml"), id="OOXML"
        ),
        pytest.param(("content.xml", "META-INF/documentsignatures.xml"), id="ODF"),
    ],
)
def test_a_signed_office_file_is_recognised(names: tuple[str, ...]) -> None:
    assert is_signed_office_file(_zip(*names))


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(_zip("[Content_Types].xml", "word/document.xml"), id="unsigned OOXML"),
        pytest.param(_zip("content.xml", "META-INF/manifest.xml"), id="unsigned ODF"),
        pytest.param(b"PK\x03\x04 cut off", id="a broken zip"),
        pytest.param(b"%PDF-1.7", id="a PDF"),
        pytest.param(b"", id="nothing"),
    ],
)
def test_anything_else_is_not(data: bytes) -> None:
    assert not is_signed_office_file(data)


@given(strategies.binary(max_size=200))
def test_any_bytes_give_an_answer(data: bytes) -> None:
    assert not is_signed_office_file(b"PK" + data)
