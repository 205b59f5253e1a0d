"""Which files beside a signed list may hold one of their own."""

from __future__ import annotations

from dataclasses import replace

import pytest
from asn1crypto import cms

from mailbot.intake.attachment import Attachment, AttachmentKind
from mailbot.intake.beside_list import files_beside
from tests.intake.tnef import tnef_stream

DETACHED = cms.ContentInfo(
    {
        "content_type": "signed_data",
        "content": cms.SignedData(
            {
                "version": "v1",
                "digest_algorithms": [],
                "encap_content_info": {"content_type": "data"},
                "signer_infos": [],
            }
        ),
    }
).dump()
PNG = b"\x89PNG\r\n\x1a\n"
KIND = AttachmentKind


def a_file(name: str, data: bytes, content_type: str, kind: AttachmentKind) -> Attachment:
    return Attachment(name, data, "", len(data), kind, content_type, given_name=name)


@pytest.mark.parametrize(
    ("name", "data", "content_type", "kind", "told"),
    [
        pytest.param("cv.pdf", b"%PDF-1.7", "application/pdf", KIND.ATTACHMENT, False, id="PDF"),
        pytest.param("ds.rar", b"Rar!", "", KIND.ATTACHMENT, True, id="archive"),
        pytest.param("ds.doc", b"x", "application/msword", KIND.INLINE, True, id="shown in place"),
        pytest.param("ds.png", PNG, "image/png", KIND.ATTACHMENT, True, id="picture"),
        pytest.param("logo.png", PNG, "image/png", KIND.INLINE, False, id="logo"),
        pytest.param("a.p7s", b"0\x82", "", KIND.SIGNATURE, False, id="signature"),
        pytest.param("winmail.dat", tnef_stream([]), "", KIND.CONTAINER, False, id="mere text"),
        pytest.param("winmail.dat", b'x\x9f>"', "", KIND.CONTAINER, True, id="broken"),
        pytest.param("a.pdf.p7m", DETACHED, "", KIND.CONTAINER, False, id="signature around none"),
        pytest.param("a.pdf.p7m", b"0\x03\x02\x01\x00", "", KIND.CONTAINER, True, id="shut"),
        pytest.param("smime.p7m", b"0\x82", "", KIND.CONTAINER, False, id="the mail's signature"),
        pytest.param("a.eml", b"Subject: a", "message/rfc822", KIND.CONTAINER, False, id="mail"),
        pytest.param("ATT1.txt", b"Sent by", "text/plain", KIND.ATTACHMENT, False, id="added"),
        pytest.param("ds.txt", b"1 092090001234", "text/plain", KIND.INNER, True, id="typed list"),
        pytest.param("a.vcf", b"TEL:0912345678", "text/vcard", KIND.INLINE, False, id="card"),
    ],
)
def test_only_what_may_list_somebody_is_told(
    name: str, data: bytes, content_type: str, kind: AttachmentKind, *, told: bool
) -> None:
    files = (a_file(name, data, content_type, kind),)

    assert files_beside(files) == (list(files) if told else [])


def test_a_container_that_was_opened_is_told_by_what_is_in_it() -> None:
    box = a_file("winmail.dat", b"broken", "", KIND.CONTAINER)
    inside = replace(a_file("ds.doc", b"x", "", KIND.INNER), container=box.name)

    assert files_beside((box, inside)) == [inside]
