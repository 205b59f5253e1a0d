"""Which characters a face can show."""

from __future__ import annotations

from struct import pack

import pytest

from mailbot.defaults import default_file
from mailbot.replies.font import FontError, characters, missing_vietnamese
from mailbot.replies.press import FACES


def a_font(table: bytes) -> bytes:
    """Return a font that is nothing but a cmap with one Unicode subtable."""
    cmap = pack(">HH", 0, 1) + pack(">HHI", 3, 10, 12) + table
    return b"\x00\x01\x00\x00" + pack(">HHHH", 1, 0, 0, 0) + pack(
        ">4sIII", b"cmap", 0, 28, len(cmap)
    ) + cmap  # fmt: skip


@pytest.mark.parametrize("face", FACES)
def test_the_shipped_faces_have_every_vietnamese_letter(face: str) -> None:
    supported = characters((default_file("fonts") / face).read_bytes())

    assert missing_vietnamese(supported) == ()
    assert ord("ữ") in supported
    assert ord("中") not in supported


def test_a_face_without_vietnamese_is_known_by_what_it_lacks() -> None:
    assert "ữ" in missing_vietnamese(frozenset(range(32, 256)))
    assert "a" not in missing_vietnamese(frozenset(range(32, 256)))


def test_segments_with_a_delta_and_with_glyph_ids_are_read() -> None:
    ends, starts = pack(">3H", 0x42, 0x52, 0xFFFF), pack(">3H", 0x41, 0x50, 0xFFFF)
    deltas, offsets = pack(">3H", 0xFFC0, 0, 1), pack(">3H", 0, 4, 0)
    glyphs = pack(">3H", 7, 0, 9)
    body = pack(">4H", 6, 0, 0, 0) + ends + b"\0\0" + starts + deltas + offsets + glyphs
    table = pack(">3H", 4, 6 + len(body), 0) + body

    assert characters(a_font(table)) == {0x41, 0x42, 0x50, 0x52}


def test_groups_are_read() -> None:
    table = pack(">HHIII", 12, 0, 40, 0, 2) + pack(">6I", 0x41, 0x43, 1, 0x1F600, 0x1F600, 9)

    assert characters(a_font(table)) == {0x41, 0x42, 0x43, 0x1F600}


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7", b"\x00\x01\x00\x00" + b"\x00" * 8])
def test_what_is_no_font_is_told(content: bytes) -> None:
    with pytest.raises(FontError):
        characters(content)
