"""Archives are opened within limits, whatever they hold and however they name it."""

from __future__ import annotations

import io
import random
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from parsers import FlagCode, RequestList, SourceFile, archive, read_request
from parsers.archive import unpacked
from tests.parsers.asserts import rows_read
from tests.parsers.corpus.request import a_request
from tests.parsers.corpus.sheets import annex_workbook
from tests.parsers.corpus.word import annex_alone, letter_alone


def packed(files: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as box:
        for name, data in files.items():
            box.writestr(name, data)
    return out.getvalue()


def named(name: bytes) -> bytes:
    """Return an archive of one file with a name in bytes of its own, not marked as UTF-8."""
    plain = "x" * len(name)
    return packed({plain: b"a"}).replace(plain.encode(), name)


def codes(read: RequestList) -> list[tuple[FlagCode, str]]:
    return [(flag.code, dict(flag.fields).get("file", "")) for flag in read.flags]


def test_letter_and_annex_in_one_archive_are_one_request() -> None:
    request = a_request(random.Random(4), [("new", "individual", 3)])
    inner = packed({"phu luc/danh-sach.xlsx": annex_workbook(request)})
    data = packed({"Công văn.docx": letter_alone(request), "kèm theo.zip": inner})

    read = read_request([SourceFile("ho-so.zip", data)])

    assert rows_read(read, "individual") == request.expected("individual")
    assert read.letter.number == request.number
    assert read.flags == ()
    assert read.individuals[0].place is not None
    assert read.individuals[0].place.file == "ho-so.zip/kèm theo.zip/danh-sach.xlsx"


def test_an_annex_beside_an_archive_is_read_with_the_letter_in_it() -> None:
    request = a_request(random.Random(4), [("reset", "individual", 2)])
    files = [
        SourceFile("thu.zip", packed({"cv.docx": letter_alone(request)})),
        SourceFile("phu-luc.docx", annex_alone(request)),
    ]

    assert rows_read(read_request(files), "individual") == request.expected("individual")


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        pytest.param("Công văn.pdf".encode(), "Công văn.pdf", id="UTF-8 not marked as such"),
        pytest.param("Công văn xin.pdf".encode("cp1258"), "Công văn xin.pdf", id="CP1258"),
        pytest.param("résumé.pdf".encode("cp437"), "résumé.pdf", id="CP437"),
        pytest.param(b"../../etc/passwd", "passwd", id="a way out of the folder"),
        pytest.param(b"C:\\tmp\\a.pdf", "a.pdf", id="a drive"),
    ],
)
def test_a_name_is_read_as_its_sender_wrote_it_and_is_never_a_path(name: bytes, shown: str) -> None:
    (file,) = unpacked([SourceFile("a.zip", named(name))]).files

    assert file.name.startswith(f"a.zip/{shown}")


def test_what_a_mac_or_windows_adds_is_left_out() -> None:
    junk = {"__MACOSX/._a.pdf": b"1", "Thumbs.db": b"2", "x/.DS_Store": b"3", "~$a.docx": b"4"}

    assert unpacked([SourceFile("a.zip", packed(junk))]) == archive.Unpacked()


@pytest.mark.parametrize(
    "name", ["__MACOSX/a.pdf", "Thumbs.db", ".danh-sach.pdf", "~$ds.pdf", "ds/"]
)
def test_a_document_under_the_name_of_a_system_s_own_file_is_read(name: str) -> None:
    opened = unpacked([SourceFile("a.zip", packed({name: b"%PDF-1.7"}))])

    assert [file.data for file in opened.files] == [b"%PDF-1.7"]


def test_what_a_mac_adds_does_not_count_as_a_file(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "MAX_MEMBERS", 1)
    members = {"__MACOSX/._a.pdf": b"1", "a.pdf": b"%PDF-1.7"}

    assert not unpacked([SourceFile("a.zip", packed(members))]).flags


def test_a_bomb_is_left_unopened_whatever_it_says_of_its_size(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(archive, "MAX_BYTES", 100_000)
    data = packed({"a.pdf": b"\0" * 5_000_000})
    size = (5_000_000).to_bytes(4, "little")
    lying = data.replace(size, (10).to_bytes(4, "little"))

    for bomb in (data, lying):
        found = unpacked([SourceFile("a.zip", bomb)])
        assert found.files == ()
        assert len(found.flags) == 1


def test_archives_inside_archives_end_at_some_depth() -> None:
    data = packed({"a.pdf": b"%PDF-1.7"})
    for _ in range(4):
        data = packed({"b.zip": data})

    read = read_request([SourceFile("a.zip", data)])

    assert codes(read) == [(FlagCode.FILE_ARCHIVE, "a.zip/b.zip/b.zip")]


def test_a_file_with_a_password_is_named() -> None:
    data = bytearray(packed({"a.pdf": b"secret"}))
    data[6] |= 1
    data[data.index(b"PK\x01\x02") + 8] |= 1

    read = read_request([SourceFile("a.zip", bytes(data))])

    assert codes(read) == [(FlagCode.FILE_ENCRYPTED, "a.zip/a.pdf")]


def test_more_files_than_any_request_has_are_not_opened(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "MAX_MEMBERS", 3)
    data = packed({f"{n}.txt": b"x" for n in range(5)})

    found = unpacked([SourceFile("a.zip", data)])

    assert len(found.files) == 3
    assert [flag.code for flag in found.flags] == [FlagCode.FILE_TOO_LARGE]


SOUND = packed({"a.txt": b"abc" * 50, "b.zip": packed({"c.txt": b"d" * 90})})


def test_a_member_without_a_name_is_read_like_any_other() -> None:
    named = packed({"a.txt": b"abc"})
    nameless = named.replace(b"a.txt", b"\0.txt")  # zipfile ends a name at NUL

    read = read_request([SourceFile("a.zip", nameless)])

    assert [flag.code for flag in read.flags] == [FlagCode.FILE_UNSUPPORTED]


def test_an_archive_whose_directory_lists_nothing_is_told() -> None:
    nothing = bytearray(SOUND)
    size_of_directory = SOUND.rindex(b"PK\x05\x06") + 12
    nothing[size_of_directory] = 0

    read = read_request([SourceFile("a.zip", bytes(nothing))])

    assert [flag.code for flag in read.flags] == [FlagCode.FILE_ARCHIVE]


@pytest.mark.parametrize("way", [zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_a_file_that_does_not_unpack_is_told(way: int) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", way) as box:
        box.writestr("a.txt", b"danh sach" * 99)
    begin = 30 + len("a.txt") + 4  # behind the head that bzip2 and LZMA begin with
    broken = bytearray(out.getvalue())
    broken[begin : begin + 12] = b"\xff" * 12

    read = read_request([SourceFile("a.zip", bytes(broken))])

    assert codes(read) == [(FlagCode.FILE_UNREADABLE, "a.zip/a.txt")]


@given(data=st.data())
@settings(max_examples=100, deadline=None)
def test_a_damaged_archive_never_raises_anything_else(data: st.DataObject) -> None:
    broken = bytearray(SOUND)
    for _ in range(data.draw(st.integers(1, 12))):
        broken[data.draw(st.integers(4, len(broken) - 1))] = data.draw(st.integers(0, 255))

    read = read_request([SourceFile("a.zip", bytes(broken))])

    assert read.flags
