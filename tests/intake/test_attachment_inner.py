"""Containers: what is inside winmail.dat and .p7m, also when programs write them oddly."""

from __future__ import annotations

import base64
import io
import struct
import zipfile

import pytest
from asn1crypto import cms, core, pem

from mailbot.intake.attachment_inner import Inner, unwrap_cms, unwrap_tnef, unwrap_zip
from mailbot.intake.message import read_message
from tests.intake.mails import crlf
from tests.intake.programs import ANNEX, PDF, cms_of, for_1258, mixed, part, plain_pdf
from tests.intake.tnef import tnef_object, tnef_stream

DATA_OBJECT = struct.pack("<HHI", 0x000D, 0x3701, 1)
IID = b"\x0b\x00\x02\x00\x00\x00\x00\x00\xc0\x00\x00\x00\x00\x00\x00\x46"


def with_properties(*properties: bytes) -> bytes:
    return tnef_stream([("", "A.PDF", PDF)]) + tnef_object(
        2, 0x9005, 6, struct.pack("<I", len(properties)) + b"".join(properties)
    )


def long_name(text: str, kind: int = 0x1F) -> bytes:
    data = text.encode("utf-16-le") + b"\0\0" if kind == 0x1F else text.encode("cp1258") + b"\0"
    padded = data + b"\0" * (-len(data) % 4)
    return struct.pack("<HHII", kind, 0x3707, 1, len(data)) + padded


NAMED = (
    struct.pack("<HH", 0x001E, 0x8001) + b"G" * 16 + struct.pack("<II", 1, 6)
    + b"n\0a\0\0\0\0\0" + struct.pack("<II", 1, 2) + b"x\0\0\0"
)  # fmt: skip
NUMBERED = struct.pack("<HH", 3, 0x8002) + b"G" * 16 + struct.pack("<III", 0, 7, 9)
SEVERAL = struct.pack("<HHI", 0x1003, 0x0001, 2) + b"\1\0\0\0\2\0\0\0"
TEXTS = struct.pack("<HHI", 0x101F, 0x0002, 2) + (struct.pack("<I", 4) + b"a\0\0\0") * 2


@pytest.mark.parametrize("before", [NAMED, NUMBERED, SEVERAL, TEXTS, NAMED + SEVERAL])
def test_a_name_is_found_behind_properties_of_any_kind(before: bytes) -> None:
    count = 2 if before in {NAMED + SEVERAL} else 1
    stream = with_properties(before, *([b""] * (count - 1)), long_name("Công văn.pdf"))

    assert unwrap_tnef(stream) == (Inner("Công văn.pdf", PDF),)


def test_a_name_in_the_old_vietnamese_code_page_becomes_nfc() -> None:
    name = "Phụ lục đề nghị.pdf"

    assert unwrap_tnef(with_properties(long_name(for_1258(name), 0x1E))) == (Inner(name, PDF),)


def test_the_files_of_an_embedded_message_are_found() -> None:
    inside = IID + tnef_stream([("Phụ lục.pdf", "B.PDF", ANNEX)])
    prop = DATA_OBJECT + struct.pack("<I", len(inside)) + inside + b"\0" * (-len(inside) % 4)

    assert unwrap_tnef(with_properties(prop)) == (Inner("Phụ lục.pdf", ANNEX),)


def test_a_stream_that_was_cut_off_yields_what_is_there() -> None:
    stream = tnef_stream([("", "A.PDF", PDF), ("", "B.PDF", ANNEX)])

    first, second = unwrap_tnef(stream[:-10])

    assert first == Inner("A.PDF", PDF)
    assert ANNEX.startswith(second.data)


@pytest.mark.parametrize("data", [b"", b"\x78\x9f", b"\x78\x9f\x3e\x22", b"PK\x03\x04" * 9])
def test_what_is_no_tnef_holds_nothing(data: bytes) -> None:
    assert unwrap_tnef(data) == ()


def indefinite(data: bytes) -> bytes:
    """Return the signed data in BER of indefinite length, content in pieces, as tools stream it."""
    info = cms.ContentInfo.load(cms_of(data))
    pieces = b"".join(core.OctetString(data[at : at + 50]).dump() for at in range(0, len(data), 50))
    signed = info["content"]
    content = b"\x24\x80" + pieces + b"\0\0"
    encapsulated = (
        b"\x30\x80" + signed["encap_content_info"]["content_type"].dump()
        + b"\xa0\x80" + content + b"\0\0" + b"\0\0"
    )  # fmt: skip
    body: bytes = (
        signed["version"].dump() + signed["digest_algorithms"].dump() + encapsulated
        + signed["certificates"].dump() + signed["signer_infos"].dump()
    )  # fmt: skip
    kind: bytes = info["content_type"].dump()
    return b"\x30\x80" + kind + b"\xa0\x80\x30\x80" + body + b"\0\0" * 3


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(cms_of(PDF), id="DER"),
        pytest.param(base64.encodebytes(cms_of(PDF)), id="base64"),
        pytest.param(pem.armor("CMS", cms_of(PDF)), id="PEM"),
        pytest.param(indefinite(PDF), id="BER"),
    ],
)
def test_a_signed_file_is_unwrapped_in_every_encoding(data: bytes) -> None:
    assert unwrap_cms(data, "Công văn.pdf.p7m") == (Inner("Công văn.pdf", PDF),)


def test_a_pdf_inside_smime_p7m_is_a_file_not_a_mail() -> None:
    assert unwrap_cms(cms_of(PDF), "smime.p7m") == (Inner("smime.pdf", PDF),)


@pytest.mark.parametrize("data", [b"", b"\x30", b"\x30\x80", b"-----BEGIN CMS-----", b"xyz" * 50])
def test_what_is_no_cms_holds_nothing(data: bytes) -> None:
    assert unwrap_cms(data, "a.p7m") == ()


def test_containers_in_containers_are_opened_a_few_times_only() -> None:
    wrapped = crlf(mixed("\nx", plain_pdf()))
    for _ in range(8):
        wrapped = crlf(
            part("Content-Type: application/pkcs7-mime; name=smime.p7m", cms_of(wrapped))
        )

    kinds = [one.kind.value for one in read_message(wrapped).attachments]

    assert 3 <= len(kinds) <= 6
    assert set(kinds) == {"container"}


def zipped(*names: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as box:
        for name in names:
            box.writestr(name, PDF)
    return out.getvalue()


def test_a_pdf_in_a_zip_is_a_file_of_the_mail_so_that_its_signatures_are_verified() -> None:
    data = zipped("hồ sơ/cv.pdf", "hồ sơ/phụ lục.pdf")
    raw = crlf(mixed("\nx", part('Content-Type: application/zip; name="hs.zip"', data)))

    found = read_message(raw).attachments

    assert [(one.name, one.kind.value, one.container) for one in found] == [
        ("hs.zip", "container", ""),
        ("cv.pdf", "inner", "hs.zip"),
        ("phụ lục.pdf", "inner", "hs.zip"),
    ]
    assert found[1].data == PDF


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(zipped("_rels/.rels", "word/document.xml"), id="an office file is no archive"),
        pytest.param(zipped("a.pdf")[:60], id="cut off"),
        pytest.param(zipped(), id="empty"),
    ],
)
def test_a_zip_that_does_not_open_whole_stays_one_file(data: bytes) -> None:
    assert unwrap_zip(data, "a.zip") == ()
