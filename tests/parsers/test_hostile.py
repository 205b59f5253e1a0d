"""Any bytes give a value or the library's own error, nothing else."""

from __future__ import annotations

import contextlib
import io
import random
import tempfile
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest
import python_calamine
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from parsers import FlagCode, ReadError, RequestList, SourceFile, read_request
from parsers.kinds import OLE, FileKind, file_kind
from tests.parsers.corpus.corpus import papers
from tests.parsers.corpus.office import convert
from tests.parsers.corpus.request import Request, a_request
from tests.parsers.corpus.sheets import annex_workbook
from tests.parsers.corpus.typeset import typeset
from tests.parsers.corpus.word import letter_alone, letter_with_annex
from tests.parsers.test_archive import packed


def _request() -> Request:
    return a_request(random.Random(3), [("new", "individual", 3)])


def _converted(target: str) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        made = convert({"a.xlsx": annex_workbook(_request())}, target, Path(folder))
    return made[f"a.{target}"]


def _picture() -> bytes:
    out = io.BytesIO()
    Image.linear_gradient("L").save(out, "PNG")
    return out.getvalue()


PICTURE = "a.picture"
SOUND: dict[str, Callable[[], bytes]] = {
    "a.pdf": lambda: typeset(next(papers(1)).paper),
    "a.xlsx": lambda: annex_workbook(_request()),
    "a.docx": lambda: letter_with_annex(_request()),
    "a.xls": lambda: _converted("xls"),
    "a.ods": lambda: _converted("ods"),
    "a.zip": lambda: packed({"a.docx": letter_alone(_request()), "b.zip": packed({"c": b"c"})}),
    PICTURE: _picture,
}


@cache
def _sound(name: str) -> bytes:
    return SOUND[name]()


@pytest.mark.parametrize("name", SOUND)
def test_a_sound_file_is_of_its_kind(name: str) -> None:
    assert file_kind(_sound(name)) is FileKind(name.removeprefix("a."))


def _read(name: str, data: bytes) -> None:
    with contextlib.suppress(ReadError):
        assert isinstance(read_request([SourceFile(name, data)]), RequestList)


@given(
    st.binary(max_size=400), st.sampled_from([b"", b"%PDF-1.7\n", b"PK\x03\x04", b"\xff\xd8\xff"])
)
@settings(max_examples=150, deadline=None)
def test_arbitrary_bytes_never_raise_anything_else(data: bytes, start: bytes) -> None:
    _read("a", start + data)


@pytest.mark.parametrize("name", [name for name in SOUND if name != PICTURE])
@given(data=st.data())
@settings(
    max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_a_damaged_file_never_raises_anything_else(name: str, data: st.DataObject) -> None:
    _read(name, _damaged(data, _sound(name)))


@given(data=st.data())
@settings(max_examples=5, deadline=None)
def test_a_damaged_picture_never_raises_anything_else(data: st.DataObject) -> None:
    """Each starts a recogniser, which costs a second."""
    _read(PICTURE, _damaged(data, _sound(PICTURE)))


def _damaged(data: st.DataObject, file: bytes) -> bytes:
    sound = bytearray(file)
    for _ in range(data.draw(st.integers(1, 30))):
        sound[data.draw(st.integers(0, len(sound) - 1))] = data.draw(st.integers(0, 255))
    return bytes(sound[: data.draw(st.integers(len(sound) // 2, len(sound)))])


@pytest.mark.parametrize(
    ("start", "code"),
    [
        pytest.param(b"\xff\xd8\xff\xe0", FlagCode.FILE_UNREADABLE, id="a broken photograph"),
        pytest.param(b"Rar!\x1a\x07", FlagCode.FILE_ARCHIVE, id="a rar archive"),
        pytest.param(b"%PDF-1.7 broken", FlagCode.FILE_UNREADABLE, id="a broken PDF"),
        pytest.param(b"plain text", FlagCode.FILE_UNSUPPORTED, id="plain text"),
    ],
)
def test_what_cannot_be_read_is_flagged_with_its_file(start: bytes, code: FlagCode) -> None:
    read = read_request([SourceFile("tep.bin", start)])

    assert [(flag.code, dict(flag.fields)) for flag in read.flags] == [(code, {"file": "tep.bin"})]
    assert read.procedure == "none"


def test_an_old_workbook_with_a_password_is_called_so(monkeypatch: pytest.MonkeyPatch) -> None:
    def locked(_: object) -> None:
        raise python_calamine.PasswordError

    monkeypatch.setattr(python_calamine.CalamineWorkbook, "from_filelike", locked)
    data = OLE + "Workbook".encode("utf-16-le")

    read = read_request([SourceFile("a.xls", data)])

    assert [flag.code for flag in read.flags] == [FlagCode.FILE_ENCRYPTED]


def test_too_many_files_are_refused_at_once() -> None:
    with pytest.raises(ReadError):
        read_request([SourceFile("a.pdf", b"")] * 41)
