"""The centre's own signature: valid by our own verifier, and seen where the hand would be."""

from __future__ import annotations

from datetime import timedelta

import pypdfium2
import pytest
from PIL import Image, ImageChops

from mailbot.clock import local
from mailbot.replies.own_signature import OwnSignature, notice_faults
from mailbot.replies.press import PAGE_HEIGHT, Box, render, stamp
from signing import load_pkcs12
from tests.pki import PASSPHRASE, TestPki
from tests.replies.builders import NUMBERED, a_result, a_row, an_issuer

CENTRE = "Trung tâm Công nghệ thông tin và Truyền thông"


@pytest.fixture(scope="module")
def pki() -> TestPki:
    return TestPki.build()


@pytest.fixture(scope="module")
def signature(pki: TestPki) -> OwnSignature:
    centre = pki.organisation(CENTRE, "Sở Khoa học và Công nghệ")
    key = load_pkcs12(centre.pkcs12(PASSPHRASE), PASSPHRASE)
    return OwnSignature(key, "Phát hành văn bản", "Cần Thơ", lambda: pki.now)


def test_what_we_sign_may_leave(pki: TestPki, signature: OwnSignature) -> None:
    signed = signature(render(a_result(a_row()), an_issuer(), NUMBERED))
    assert notice_faults(signed, pki.trust_store(), pki.now + timedelta(minutes=1)) == ()


def test_the_letter_shows_the_signature_where_the_hand_would_be_and_nowhere_else(
    signature: OwnSignature,
) -> None:
    rendered = render(a_result(a_row()), an_issuer(), NUMBERED)
    assert rendered.signature_page == 1
    assert rendered.signature_box is not None
    left, bottom, right, top = rendered.signature_box

    drawn = ImageChops.difference(_page(rendered.pdf), _page(signature(rendered))).getbbox()

    assert drawn is not None
    height = round(PAGE_HEIGHT)
    assert left <= drawn[0] < drawn[2] <= right + 1
    assert height - top - 1 <= drawn[1] < drawn[3] <= height - bottom + 1


def test_it_says_who_signed_and_when(
    signature: OwnSignature, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown: list[str] = []

    def noting(lines: tuple[str, ...], box: Box) -> bytes:
        shown.extend(lines)
        return stamp(lines, box)

    monkeypatch.setattr("mailbot.replies.own_signature.stamp", noting)
    signature(render(a_result(a_row()), an_issuer(), NUMBERED))
    moment = f"{local(signature.clock()):%d.%m.%Y %H:%M:%S}"
    assert shown == [f"Ký bởi: {CENTRE}", f"Thời gian ký: {moment} +07:00"]


def _page(pdf: bytes) -> Image.Image:
    with pypdfium2.PdfDocument(pdf) as document:
        document.init_forms()
        picture: Image.Image = document[0].render(scale=1).to_pil().convert("L")
        return picture
