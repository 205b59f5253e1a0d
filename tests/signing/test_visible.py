"""Visible signatures: the hand, the seal, and the mark on an annex."""

from __future__ import annotations

from functools import lru_cache
from io import BytesIO
from pathlib import Path

import pypdfium2
import pytest
import typst
from PIL import Image, ImageDraw

from signing import SigningError, Verdict, is_signed_copy, load_pkcs12, sign_pdf
from signing.drawing import draw_text
from signing.placement import corner_mark, find_gap, hand, seal
from tests.signing.world import SIGNED_AT, leader, organisation, verify

FONTS = Path(__file__).resolve().parents[2] / "config" / "fonts"
TITLE, NAME = "GIÁM ĐỐC", "Nguyễn Hữu Phước"
BLUE, RED = (20, 40, 200, 255), (200, 20, 20, 255)


@lru_cache
def _notice() -> bytes:
    source = f"""
#set page("a4")
#set text(font: "Tinos", size: 14pt)
Thông báo kết quả
#v(10cm)
#align(right, block(width: 7cm, align(center)[*{TITLE}* #v(2.5cm) *{NAME}*]))
"""
    made = typst.compile(  # type: ignore[misc]
        source.encode(), font_paths=[str(FONTS)], ignore_system_fonts=True
    )
    assert isinstance(made, bytes)
    return made


def _picture(width: int, height: int, colour: tuple[int, int, int, int]) -> bytes:
    image = Image.new("RGBA", (width, height), (0, 0, 0, 0))
    ImageDraw.Draw(image).ellipse((0, 0, width - 1, height - 1), fill=colour)
    output = BytesIO()
    image.save(output, "PNG")
    return output.getvalue()


def _sealed() -> bytes:
    notice = _notice()
    signed_by = hand(find_gap(notice, TITLE, NAME), _picture(300, 120, BLUE))
    approved = sign_pdf(
        notice,
        load_pkcs12(leader().pkcs12(b"x"), b"x"),
        field_name="LanhDao",
        signed_at=SIGNED_AT,
        appearance=signed_by,
    )
    return sign_pdf(
        approved,
        load_pkcs12(organisation().pkcs12(b"x"), b"x"),
        field_name="VanThu",
        signed_at=SIGNED_AT,
        appearance=seal(signed_by, _picture(400, 400, RED)),
    )


def _pixel(pdf: bytes, left: float, bottom: float) -> tuple[int, int, int]:
    document = pypdfium2.PdfDocument(pdf)
    document.init_forms()
    page = document[0]
    image = page.render(scale=1, may_draw_forms=True).to_pil().convert("RGB")
    found = image.getpixel((int(left), int(page.get_height() - bottom)))
    assert isinstance(found, tuple)
    return found


def test_the_gap_lies_between_title_and_name() -> None:
    gap = find_gap(_notice(), TITLE, NAME)

    assert gap.page == 0
    assert 55 < gap.top - gap.bottom < 100
    assert 380 < gap.centre < 480


def test_the_hand_is_centred_in_the_gap_and_keeps_its_proportions() -> None:
    gap = find_gap(_notice(), TITLE, NAME)

    left, bottom, right, top = hand(gap, _picture(300, 120, BLUE)).box

    assert abs((left + right) / 2 - gap.centre) <= 1
    assert (bottom, top) == (round(gap.bottom), round(gap.top))
    assert abs((right - left) / (top - bottom) - 2.5) < 0.05


def test_the_seal_is_of_real_size_and_covers_a_third_of_the_hand() -> None:
    signed_by = hand(find_gap(_notice(), TITLE, NAME), _picture(300, 120, BLUE))

    left, bottom, right, top = seal(signed_by, _picture(400, 400, RED)).box

    assert abs((right - left) - 102) <= 1
    assert abs((top - bottom) - 102) <= 1
    wide = signed_by.box[2] - signed_by.box[0]
    assert abs((right - signed_by.box[0]) - wide / 3) <= 1


def test_hand_and_seal_are_seen_where_they_stand_in_their_colours() -> None:
    gap = find_gap(_notice(), TITLE, NAME)
    signed_by = hand(gap, _picture(300, 120, BLUE))
    stamped = seal(signed_by, _picture(400, 400, RED))
    data = _sealed()

    red, green, blue = _pixel(data, gap.centre + 20, (gap.top + gap.bottom) / 2)
    assert blue > 150 > red
    red, green, blue = _pixel(data, stamped.box[0] + 30, (stamped.box[1] + stamped.box[3]) / 2)
    assert red > 150 > max(green, blue)


def test_outside_the_round_of_the_seal_the_page_shows_through() -> None:
    signed_by = hand(find_gap(_notice(), TITLE, NAME), _picture(300, 120, BLUE))
    stamped = seal(signed_by, _picture(400, 400, RED))

    assert _pixel(_sealed(), stamped.box[0] + 3, stamped.box[3] - 3) == (255, 255, 255)


def test_a_notice_with_hand_and_seal_is_our_own_and_passes() -> None:
    data = _sealed()

    assert is_signed_copy(_notice(), data) == ()
    assert verify(data).verdict is Verdict.PASSED


def test_a_notice_without_the_name_has_no_gap() -> None:
    with pytest.raises(SigningError, match="no_gap"):
        find_gap(_notice(), TITLE, "Một Người Khác")


def test_the_mark_on_an_annex_stands_at_the_top_right_whole() -> None:
    lines = ("123/UBND-VP; 05/02/2026 09:30:00 +07:00",)
    drawing = draw_text(lines, FONTS)

    mark = corner_mark(_notice(), drawing)
    made = sign_pdf(
        _notice(),
        load_pkcs12(organisation().pkcs12(b"x"), b"x"),
        field_name="Dau",
        signed_at=SIGNED_AT,
        appearance=mark,
    )

    assert mark.box[2:] == (595 - 28, 842 - 28)
    assert abs((mark.box[2] - mark.box[0]) - drawing.width) <= 1
    assert 12 <= drawing.height < 18
    assert lines[0] in _text_of(made)
    assert verify(made).verdict is Verdict.PASSED


def _text_of(pdf: bytes) -> str:
    document = pypdfium2.PdfDocument(pdf)
    document.init_forms()
    page = document[0]
    # A widget's text is not the page's: flattening draws it onto the page.
    pypdfium2.raw.FPDFPage_Flatten(page, 0)
    flat = BytesIO()
    document.save(flat)
    return str(pypdfium2.PdfDocument(flat.getvalue())[0].get_textpage().get_text_bounded())


def test_every_vietnamese_letter_is_drawn() -> None:
    letters = "Ắằẵẳặ Ầẩẫậ Đđ Ếềểễệ Ốồổỗộ Ớờởỡợ Ứừửữự Ýỳỷỹỵ"

    assert draw_text((letters, letters), FONTS).height > 20


def test_a_letter_the_font_does_not_have_is_told() -> None:
    with pytest.raises(SigningError, match="text_not_drawn"):
        draw_text(("漢字",), FONTS)


def test_a_missing_font_is_told(tmp_path: Path) -> None:
    with pytest.raises(SigningError, match="text_not_drawn"):
        draw_text(("abc",), tmp_path, font="Không có")


def test_markup_in_a_line_stays_text() -> None:
    plain = draw_text(("123",), FONTS)

    assert draw_text(("#pagebreak() *123*",), FONTS).width > plain.width
