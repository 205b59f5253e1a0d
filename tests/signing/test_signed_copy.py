"""Whether what came back from signing is our document, signed."""

from __future__ import annotations

import pytest
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.generic import pdf_name, pdf_string
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

from signing import (
    Appearance,
    add_document_timestamp,
    add_validation_data,
    is_signed_copy,
    load_pkcs12,
    sign_pdf,
)
from tests.pki import asking
from tests.signing import forgery
from tests.signing.forgery import updated
from tests.signing.picture import red_square
from tests.signing.world import NOW, SIGNED_AT, leader, letter, organisation, pki, plain, signed


def _codes(original: bytes, copy: bytes) -> list[str]:
    return [reason.code for reason in is_signed_copy(original, copy)]


def _visible() -> bytes:
    """Return the letter with the hand and the seal drawn, as tools that stamp do."""
    who = load_pkcs12(leader().pkcs12(b"x"), b"x")
    hand = Appearance(0, (320, 100, 420, 150), red_square())
    approved = sign_pdf(plain(), who, field_name="Hand", signed_at=SIGNED_AT, appearance=hand)
    seal = load_pkcs12(organisation().pkcs12(b"x"), b"x")
    drawn = Appearance(0, (280, 90, 360, 170), red_square())
    return sign_pdf(approved, seal, field_name="Seal", signed_at=SIGNED_AT, appearance=drawn)


def _form_with_fonts() -> bytes:
    def change(writer: IncrementalPdfFileWriter) -> None:
        font = generic.DictionaryObject({pdf_name("/Type"): pdf_name("/Font")})
        fonts = generic.DictionaryObject({pdf_name("/Helv"): writer.add_object(font)})
        resources = generic.DictionaryObject({pdf_name("/Font"): fonts})
        form = {
            pdf_name("/Fields"): generic.ArrayObject(),
            pdf_name("/DR"): writer.add_object(resources),
            pdf_name("/DA"): pdf_string("/Helv 0 Tf"),
        }
        writer.root["/AcroForm"] = writer.add_object(generic.DictionaryObject(form))
        writer.update_root()

    return pki().sign(updated(plain(), change), organisation())


def _archived() -> bytes:
    kept = add_validation_data(letter(), [pki().intermediate.der], pki().crls())
    return add_document_timestamp(kept, asking(pki().tsa, NOW), "Archive1")


@pytest.mark.parametrize(
    "copy",
    [
        pytest.param(signed, id="one signature"),
        pytest.param(letter, id="leader, then organisation"),
        pytest.param(_visible, id="drawn"),
        pytest.param(_form_with_fonts, id="with the fonts of a stamp"),
        pytest.param(_archived, id="with validation data and a time stamp"),
    ],
)
def test_our_document_with_signatures_is_one(copy: object) -> None:
    assert callable(copy)
    assert _codes(plain(), copy()) == []


def test_a_seal_on_a_document_the_leader_signed_is_one() -> None:
    approved = pki().sign(plain(), leader())
    issued = pki().sign(approved, organisation(), field_name="Signature2")

    assert _codes(approved, issued) == []


@pytest.mark.parametrize(
    ("copy", "code"),
    [
        pytest.param(plain, "no_signature", id="nothing added"),
        pytest.param(lambda: b"x" + signed(), "not_our_bytes", id="another start"),
        pytest.param(lambda: b"rubbish", "not_our_bytes", id="rubbish"),
        pytest.param(lambda: plain() + b"rubbish", "no_signature", id="rubbish after"),
        pytest.param(
            lambda: updated(plain(), forgery.visible_empty_field), "no_signature", id="empty field"
        ),
        pytest.param(
            lambda: pki().sign(forgery.with_text_field(plain()), organisation()),
            "changed_beyond_signing",
            id="a text field before",
        ),
        pytest.param(
            lambda: updated(signed(), forgery.other_text), "changed_beyond_signing", id="text after"
        ),
        pytest.param(
            lambda: pki().sign(updated(plain(), forgery.other_text), organisation()),
            "changed_beyond_signing",
            id="text before",
        ),
        pytest.param(
            lambda: pki().sign(updated(plain(), forgery.annotation), organisation()),
            "changed_beyond_signing",
            id="a note",
        ),
        pytest.param(
            lambda: pki().sign(updated(plain(), forgery.orphan), organisation()),
            "changed_beyond_signing",
            id="an object nothing refers to",
        ),
        pytest.param(
            lambda: add_document_timestamp(plain(), asking(pki().tsa, NOW), "T"),
            "no_signature",
            id="only a time stamp",
        ),
    ],
)
def test_anything_else_is_none(copy: object, code: str) -> None:
    assert callable(copy)
    assert code in _codes(plain(), copy())
