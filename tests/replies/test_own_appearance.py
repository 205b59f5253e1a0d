"""The hand in blue, the seal in red: where they stand on a notice, and what stands without them."""

from __future__ import annotations

from functools import cache
from io import BytesIO

import pypdfium2
import pytest
from PIL import Image, ImageChops, ImageDraw, ImageFilter

from mailbot.replies.own_appearance import Pictures
from mailbot.replies.own_signature import OwnSignature, notice_faults
from mailbot.replies.press import PAGE_HEIGHT, Box, RenderedLetter, render
from signing import SignatureReport, SigningKey, load_pkcs12, verify_pdf
from tests.pki import PASSPHRASE, Identity, TestPki
from tests.replies.builders import NUMBERED, a_result, a_row, an_issuer

CENTRE = "Trung tâm Công nghệ thông tin và Truyền thông"
BLUE, RED = (20, 40, 200), (210, 20, 20)
SCALE = 2


@cache
def pki() -> TestPki:
    return TestPki.build()


def key(identity: Identity) -> SigningKey:
    return load_pkcs12(identity.pkcs12(PASSPHRASE), PASSPHRASE)


def picture(colour: tuple[int, int, int], width: int, height: int) -> bytes:
    """Return a disc (or an oval) on nothing, as pictures of seals and hands are."""
    image = Image.new("RGBA", (width, height), (0, 0, 0, 0))
    ImageDraw.Draw(image).ellipse((0, 0, width - 1, height - 1), fill=(*colour, 200))
    output = BytesIO()
    image.save(output, "PNG")
    return output.getvalue()


HAND, SEAL = picture(BLUE, 400, 170), picture(RED, 300, 300)


@cache
def letter() -> RenderedLetter:
    return render(a_result(a_row()), an_issuer(), NUMBERED)


def place(box: Box | None) -> Box:
    assert box is not None
    return box


@cache
def signed(pictures: Pictures, *, leader: bool) -> bytes:
    centre = pki().organisation(CENTRE, "Sở Khoa học và Công nghệ")
    director = pki().person("Nguyễn Văn Thử", "Sở Khoa học và Công nghệ", CENTRE)
    return OwnSignature(
        key(centre),
        "Phát hành văn bản",
        "Cần Thơ",
        lambda: pki().now,
        leader=key(director) if leader else None,
        pictures=pictures,
    )(letter())


def report(pdf: bytes) -> SignatureReport:
    return verify_pdf(pdf, pki().trust_store(), pki().now)


def painted(pdf: bytes, colour: tuple[int, int, int]) -> Box:
    """Return the box, in points from the lower left, of all pixels near the colour."""
    with pypdfium2.PdfDocument(pdf) as document:
        document.init_forms()
        page = document[0].render(scale=SCALE, may_draw_forms=True).to_pil().convert("RGB")
    bands = page.split()
    wanted = colour.index(max(colour))
    others = [band for number, band in enumerate(bands) if number != wanted]
    least = ImageChops.subtract(bands[wanted], ImageChops.lighter(*others))
    near = least.point(lambda difference: 255 if difference > 60 else 0)
    # The fringes of letters are thin; what is left is as much smaller on every side.
    near = near.filter(ImageFilter.MinFilter(5)).filter(ImageFilter.MaxFilter(5))
    found = near.getbbox()
    assert found is not None
    left, top, right, bottom = (side / SCALE for side in found)
    height = round(PAGE_HEIGHT)
    return round(left), round(height - bottom), round(right), round(height - top)


def test_leader_and_centre_sign_in_this_order_and_the_notice_may_leave() -> None:
    data = signed(Pictures(HAND, SEAL), leader=True)

    signers = [one.signer.name for one in report(data).signatures if one.signer]
    assert signers == ["Nguyễn Văn Thử", CENTRE]
    assert notice_faults(data, pki().trust_store(), pki().now) == ()


def test_the_hand_stands_centred_between_title_and_name() -> None:
    left, bottom, right, top = place(letter().signature_box)
    blue = painted(signed(Pictures(HAND, b""), leader=True), BLUE)

    assert left - 1 <= blue[0] < blue[2] <= right + 1
    assert bottom - 1 <= blue[1] < blue[3] <= top + 1
    assert abs((blue[0] + blue[2]) / 2 - (left + right) / 2) <= 2


def test_the_seal_is_of_real_size_over_the_left_third_of_the_hand() -> None:
    blue = painted(signed(Pictures(HAND, b""), leader=True), BLUE)
    red = painted(signed(Pictures(HAND, SEAL), leader=True), RED)

    assert abs((red[2] - red[0]) - 102) <= 2
    assert abs((red[3] - red[1]) - 102) <= 2
    assert abs((red[2] - blue[0]) - (blue[2] - blue[0]) / 3) <= 3


def test_without_a_leader_the_seal_stands_beside_the_words_who_signed() -> None:
    data = signed(Pictures(b"", SEAL), leader=False)
    red = painted(data, RED)

    wanted = place(letter().seal_box)
    assert [abs(a - b) <= 2 for a, b in zip(red, wanted, strict=True)] == [True] * 4
    assert report(data).verdict == "passed"
    assert f"Kýbởi:{CENTRE}".replace(" ", "") in _words(data)
    assert "+07:00" in _words(data)


@pytest.mark.parametrize("leader", [True, False])
def test_without_pictures_words_stand_for_the_first_signature(*, leader: bool) -> None:
    data = signed(Pictures(), leader=leader)

    assert report(data).verdict == "passed"
    name = "Nguyễn Văn Thử" if leader else CENTRE
    assert f"Ký bởi: {name}".replace(" ", "") in _words(data)


def _words(pdf: bytes) -> str:
    """Return the text of the first page with its signatures, without white space."""
    with pypdfium2.PdfDocument(pdf) as document:
        document.init_forms()
        pypdfium2.raw.FPDFPage_Flatten(document[0], 0)
        flat = BytesIO()
        document.save(flat)
    with pypdfium2.PdfDocument(flat.getvalue()) as document:
        return "".join(str(document[0].get_textpage().get_text_bounded()).split())
