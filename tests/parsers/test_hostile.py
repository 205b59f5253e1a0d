"""Any bytes give a value or the library's own error, nothing else."""

from __future__ import annotations

import contextlib
import random

import pytest
import python_calamine
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from parsers import FlagCode, ReadError, RequestList, SourceFile, read_request
from parsers.kinds import OLE
from tests.parsers.corpus.corpus import papers
from tests.parsers.corpus.request import Request, a_request
from tests.parsers.corpus.sheets import annex_workbook
from tests.parsers.corpus.typeset import typeset
from tests.parsers.corpus.word import letter_with_annex


def _request() -> Request:
    return a_request(random.Random(3), [("new", "individual", 3)])


SOUND = {
    "a.pdf": typeset(next(papers(1)).paper),
    "a.xlsx": annex_workbook(_request()),
    "a.docx": letter_with_annex(_request()),
}


def _read(name: str, data: bytes) -> None:
    with contextlib.suppress(ReadError):
        assert isinstance(read_request([SourceFile(name, data)]), RequestList)


@given(
    st.binary(max_size=400), st.sampled_from([b"", b"%PDF-1.7\n", b"PK\x03\x04", b"\xff\xd8\xff"])
)
@settings(max_examples=150, deadline=None)
def test_arbitrary_bytes_never_raise_anything_else(data: bytes, start: bytes) -> None:
    _read("a", start + data)


@pytest.mark.parametrize("name", SOUND)
@given(data=st.data())
@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_a_damaged_file_never_raises_anything_else(name: str, data: st.DataObject) -> None:
    sound = bytearray(SOUND[name])
    for _ in range(data.draw(st.integers(1, 30))):
        sound[data.draw(st.integers(0, len(sound) - 1))] = data.draw(st.integers(0, 255))
    cut = data.draw(st.integers(len(sound) // 2, len(sound)))

    _read(name, bytes(sound[:cut]))


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
