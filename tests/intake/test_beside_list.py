"""Which files beside a signed list may hold one of their own."""

from __future__ import annotations

import pytest

from mailbot.intake.attachment import Attachment, AttachmentKind
from mailbot.intake.beside_list import files_beside

PNG = b"\x89PNG\r\n\x1a\n"
KIND = AttachmentKind


def a_file(name: str, data: bytes, content_type: str, kind: AttachmentKind) -> Attachment:
    return Attachment(name, data, "", len(data), kind, content_type)


@pytest.mark.parametrize(
    ("name", "data", "content_type", "kind", "told"),
    [
        pytest.param("cv.pdf", b"%PDF-1.7", "application/pdf", KIND.ATTACHMENT, False, id="PDF"),
        pytest.param("ds.rar", b"Rar!", "", KIND.ATTACHMENT, True, id="archive"),
        pytest.param("ds.doc", b"x", "application/msword", KIND.INLINE, True, id="shown in place"),
        pytest.param("ds.png", PNG, "image/png", KIND.ATTACHMENT, True, id="picture"),
        pytest.param("logo.png", PNG, "image/png", KIND.INLINE, False, id="logo"),
        pytest.param("a.p7s", b"0\x82", "", KIND.SIGNATURE, False, id="signature"),
        pytest.param("a.zip", b"PK", "", KIND.CONTAINER, False, id="container"),
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
