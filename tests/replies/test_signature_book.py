"""The signature book: what goes out as one zip, and what is taken from one that comes back."""

from __future__ import annotations

from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailbot.replies import signature_book
from mailbot.replies.signature_book import Returned, Sheet, bound, sheet_name, unbound


def a_zip(*entries: tuple[str, bytes]) -> bytes:
    book = BytesIO()
    with ZipFile(book, "w", ZIP_DEFLATED) as container:
        for name, data in entries:
            container.writestr(name, data)
    return book.getvalue()


def test_what_is_bound_comes_back_as_it_was() -> None:
    sheets = (Sheet("HS-2026-00001_1.pdf", b"%PDF one"), Sheet("HS-2026-00002_2.pdf", b"%PDF two"))
    assert unbound("notices.zip", bound(sheets)) == Returned(sheets)
    assert bound(sheets) == bound(sheets)


def test_a_file_by_itself_is_a_book_of_one() -> None:
    assert unbound("signed.pdf", b"%PDF") == Returned((Sheet("signed.pdf", b"%PDF"),))


def test_a_notice_is_named_so_that_every_zip_program_can_write_it() -> None:
    assert sheet_name(7, "HS-2026-00012", "12/TB-TTCNTT") == "HS-2026-00012_12-TB-TTCNTT_7.pdf"
    assert sheet_name(7, "HS-2026-00012", "09/QĐ-ĐÔ") == "HS-2026-00012_09-QD-DO_7.pdf"
    assert sheet_name(7, "HS-2026-00012", "") == "HS-2026-00012_7.pdf"


def test_what_file_managers_add_is_left_out_and_folders_are_opened() -> None:
    data = a_zip(
        ("Đã ký/", b""),
        ("Đã ký/một.pdf", b"%PDF"),
        ("Đã ký/Thumbs.db", b"x"),
        ("__MACOSX/Đã ký/._một.pdf", b"x"),
        (".DS_Store", b"x"),
    )
    assert [sheet.name for sheet in unbound("a.zip", data).sheets] == ["Đã ký/một.pdf"]


@pytest.mark.parametrize(
    ("data", "fault"),
    [
        pytest.param(b"PK\x03\x04 and nothing more", "book_unreadable", id="no zip"),
        pytest.param(a_zip(), "book_empty", id="nothing in it"),
        pytest.param(a_zip(("__MACOSX/x", b"x")), "book_empty", id="litter only"),
        pytest.param(a_zip(*((f"{n}.pdf", b"") for n in range(501))), "book_too_large", id="many"),
        pytest.param(a_zip(("a.pdf", bytes(25_000_001))), "book_too_large", id="a bomb"),
    ],
)
def test_a_book_that_cannot_be_taken_says_why(data: bytes, fault: str) -> None:
    assert unbound("a.zip", data) == Returned(fault=fault)


def test_all_files_together_have_a_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(signature_book, "MAX_BYTES", 1000)
    data = a_zip(("a.pdf", bytes(600)), ("b.pdf", bytes(600)))
    assert unbound("a.zip", data).fault == "book_too_large"


@given(st.binary(max_size=300), st.integers(0, 200), st.binary(max_size=4))
def test_no_zip_however_spoilt_raises(tail: bytes, at: int, spoilt: bytes) -> None:
    data = a_zip(("a.pdf", b"%PDF" * 20), ("b.pdf", b"two"))
    broken = data[:at] + spoilt + data[at + len(spoilt) :] + tail
    assert isinstance(unbound("a.zip", b"PK" + broken[2:]), Returned)
