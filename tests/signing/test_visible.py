"""Visible signatures: the hand and the seal."""

from __future__ import annotations

from functools import lru_cache
from io import BytesIO
from pathlib import Path

import pypdfium2
import pytest
import typst
from PIL import Image, ImageDraw

from signing import SigningError, Verdict, is_signed_copy, load_pkcs12, sign_pdf
from signing.appearance import Box, is_picture
from signing.placement import hand, seal
from tests.signing.world import SIGNED_AT, leader, organisation, verify

FONTS = Path(__file__).resolve().parents[2] / "config" / "fonts"
TITLE, NAME = "GIÁM ĐỐC", "Nguyễn Hữu Phước"
FRAME = (330, 420, 510, 490)  # between title and name
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


def _opaque(form: str) -> bytes:
    output = BytesIO()
    Image.new("RGB", (40, 40), RED[:3]).save(output, form)
    return output.getvalue()


def _sealed() -> bytes:
    notice = _notice()
    signed_by = hand(0, FRAME, _picture(300, 120, BLUE))
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


@pytest.mark.parametrize(
    ("size", "box"),
    [
        pytest.param((300, 120), (340, 215, 490, 275), id="as wide as the frame allows"),
        pytest.param((120, 300), (395, 205, 435, 285), id="as high as the frame allows"),
    ],
)
def test_the_hand_is_centred_in_its_frame_and_keeps_its_proportions(
    size: tuple[int, int], box: Box
) -> None:
    shown = hand(2, (340, 195, 490, 295), _picture(*size, BLUE))

    assert shown.page == 2
    wide, high = shown.box[2] - shown.box[0], shown.box[3] - shown.box[1]
    assert abs(wide / high - size[0] / size[1]) < 0.02
    if size[0] > size[1]:
        assert shown.box == box
    assert (shown.box[0] + shown.box[2]) // 2 == 415


def test_the_seal_is_of_real_size_and_covers_a_third_of_the_hand() -> None:
    signed_by = hand(0, FRAME, _picture(300, 120, BLUE))

    left, bottom, right, top = seal(signed_by, _picture(400, 400, RED)).box

    assert (right - left, top - bottom) == (102, 102)
    wide = signed_by.box[2] - signed_by.box[0]
    assert abs((right - signed_by.box[0]) - wide / 3) <= 1


def test_hand_and_seal_are_seen_where_they_stand_in_their_colours() -> None:
    signed_by = hand(0, FRAME, _picture(300, 120, BLUE))
    stamped = seal(signed_by, _picture(400, 400, RED))
    data = _sealed()

    red, green, blue = _pixel(data, (FRAME[0] + FRAME[2]) / 2 + 20, (FRAME[1] + FRAME[3]) / 2)
    assert blue > 150 > red
    red, green, blue = _pixel(data, stamped.box[0] + 30, (stamped.box[1] + stamped.box[3]) / 2)
    assert red > 150 > max(green, blue)


def test_outside_the_round_of_the_seal_the_page_shows_through() -> None:
    signed_by = hand(0, FRAME, _picture(300, 120, BLUE))
    stamped = seal(signed_by, _picture(400, 400, RED))

    assert _pixel(_sealed(), stamped.box[0] + 3, stamped.box[3] - 3) == (255, 255, 255)


def test_a_notice_with_hand_and_seal_is_our_own_and_passes() -> None:
    data = _sealed()

    assert is_signed_copy(_notice(), data) == ()
    assert verify(data).verdict is Verdict.PASSED


@pytest.mark.parametrize(
    ("data", "good"),
    [
        pytest.param(_picture(400, 400, RED), True, id="with transparency"),
        pytest.param(_opaque("PNG"), False, id="without transparency"),
        pytest.param(_opaque("JPEG"), False, id="a photograph"),
        pytest.param(_picture(2001, 10, RED), False, id="too large"),
        pytest.param(_picture(400, 400, RED)[:200], False, id="cut off"),
        pytest.param(b"GIF89a", False, id="another format"),
        pytest.param(b"", False, id="nothing"),
    ],
)
def test_a_picture_lets_the_text_below_be_seen(data: bytes, *, good: bool) -> None:
    assert is_picture(data) is good


def test_a_picture_that_cannot_be_read_is_told() -> None:
    with pytest.raises(SigningError, match="image_unreadable"):
        hand(0, FRAME, b"no picture")
