"""A .p7s beside a file, a .p7m around one, signed mails, signed office files: reported the same."""

from __future__ import annotations

from email.message import EmailMessage
from io import BytesIO
from zipfile import ZipFile

import pytest
from asn1crypto import cms

from mailbot.cases.finding import Severity
from mailbot.intake.message import read_message
from mailbot.intake.paper import mail_papers, papers_of
from mailbot.intake.signature import judge_mail_signature
from mailbot.intake.signed_file import signed_office_files
from signing import Verdict, load_pkcs12, sign_detached
from tests.signing.world import NOW, SIGNED_AT, organisation, plain, signed, trust

SHEET = b"PK\x03\x04 a workbook"


def p7s(data: bytes) -> bytes:
    key = load_pkcs12(organisation().pkcs12(b"x"), b"x")
    return sign_detached(data, key, signed_at=SIGNED_AT)


def p7m(data: bytes) -> bytes:
    """Return the same signature around its content."""
    info = cms.ContentInfo.load(p7s(data))
    info["content"]["encap_content_info"] = {"content_type": "data", "content": data}
    return bytes(info.dump(force=True))


def mail(*files: tuple[str, bytes]) -> bytes:
    message = EmailMessage()
    message["Subject"] = "V/v"
    message.set_content("Kính gửi")
    for name, data in files:
        message.add_attachment(data, maintype="application", subtype="octet-stream", filename=name)
    return message.as_bytes()


def verdicts(raw: bytes) -> dict[str, Verdict]:
    papers = papers_of(read_message(raw).attachments, trust(), NOW)
    return {paper.name: paper.report.verdict for paper in papers}


def test_a_file_with_its_signature_beside_it_is_proven() -> None:
    found = verdicts(mail(("ds.xlsx", SHEET), ("ds.xlsx.p7s", p7s(SHEET))))

    assert found == {"ds.xlsx": Verdict.PASSED}


def test_a_file_that_is_not_what_was_signed_beside_it_fails() -> None:
    found = verdicts(mail(("ds.xlsx", SHEET + b"!"), ("ds.xlsx.p7s", p7s(SHEET))))

    assert found == {"ds.xlsx": Verdict.FAILED}


def test_another_files_signature_proves_nothing() -> None:
    assert verdicts(mail(("ds.xlsx", SHEET), ("khac.xlsx.p7s", p7s(SHEET)))) == {}


def test_a_plain_pdf_may_be_signed_beside_and_a_signed_one_keeps_its_own_verdict() -> None:
    beside = verdicts(mail(("cv.pdf", plain()), ("cv.pdf.p7s", p7s(plain()))))
    own = verdicts(mail(("cv.pdf", signed()), ("cv.pdf.p7s", p7s(b"something else"))))

    assert beside == {"cv.pdf": Verdict.PASSED}
    assert own == {"cv.pdf": Verdict.PASSED}


def test_a_file_inside_of_a_signature_is_proven() -> None:
    assert verdicts(mail(("ds.xlsx.p7m", p7m(SHEET))))["ds.xlsx"] is Verdict.PASSED


def clear_signed(body: bytes, over: bytes) -> bytes:
    signature = EmailMessage()
    signature.set_content(p7s(over), maintype="application", subtype="pkcs7-signature")
    return (
        b'Content-Type: multipart/signed; boundary="b"; protocol="application/pkcs7-signature"\r\n'
        b"\r\n--b\r\n" + body + b"\r\n--b\r\n" + signature.as_bytes() + b"\r\n--b--\r\n"
    )


BODY = b"Content-Type: text/plain\r\n\r\nK\xc3\xadnh g\xe1\xbb\xadi"


@pytest.mark.parametrize(
    ("body", "code", "severity"),
    [
        pytest.param(BODY, "signature.mail_signed", Severity.NOTE, id="as signed"),
        pytest.param(BODY + b"!", "signature.mail_signature_failed", Severity.BLOCKS, id="changed"),
    ],
)
def test_a_signed_mail_is_reported(body: bytes, code: str, severity: Severity) -> None:
    message = read_message(clear_signed(body, BODY))

    (paper,) = mail_papers(message, trust(), NOW)

    finding = judge_mail_signature(paper.report)
    assert (finding.code, finding.severity) == (code, severity)


def test_an_opaque_mail_is_reported() -> None:
    raw = (
        b'Content-Type: application/pkcs7-mime; smime-type=signed-data; name="smime.p7m"\r\n'
        b"Content-Transfer-Encoding: binary\r\n\r\n" + p7m(BODY)
    )
    message = read_message(raw)

    (paper,) = mail_papers(message, trust(), NOW)

    assert paper.report.verdict is Verdict.PASSED


def test_an_office_file_signed_inside_is_recognised() -> None:
    out = BytesIO()
    with ZipFile(out, "w") as file:
        file.writestr("_xmlsignatures/sig1.xml", "<Signature/>")
    files = read_message(mail(("ds.xlsx", out.getvalue()), ("khac.xlsx", SHEET))).attachments

    assert signed_office_files(files) == ("ds.xlsx",)


@pytest.mark.parametrize("first", ["the archive", "the signed letter"])
def test_a_signed_letter_called_like_a_file_in_an_archive_lends_it_nothing(first: str) -> None:
    archive, letter = ("a.zip", a_zip("b.pdf", plain())), ("a.zip/b.pdf", signed())
    files = (archive, letter) if first == "the archive" else (letter, archive)

    found = read_message(mail(*files)).attachments

    inside = {f"{one.name}/" for one in found}
    assert not [one.name for one in found if one.name.startswith(tuple(inside))]


def a_zip(name: str, data: bytes) -> bytes:
    output = BytesIO()
    with ZipFile(output, "w") as archive:
        archive.writestr(name, data)
    return output.getvalue()


def test_a_slash_in_a_name_stays_where_it_confuses_nothing() -> None:
    (found,) = read_message(mail(("V/v cấp hộp thư.pdf", signed()))).attachments

    assert found.name == "V/v cấp hộp thư.pdf"


@pytest.mark.parametrize("parts", [1, 3])
def test_a_signed_mail_with_a_part_too_many_or_too_few_proves_nothing(parts: int) -> None:
    content = b"Content-Type: text/plain\r\n\r\nxin chao\r\n"
    signature = b"Content-Type: application/pkcs7-signature; name=smime.p7s\r\n\r\n" + p7s(content)
    pieces = [content, signature, content][:parts]
    raw = (
        b'Content-Type: multipart/signed; boundary="b"\r\n\r\n'
        + b"".join(b"--b\r\n" + piece + b"\r\n" for piece in pieces)
        + b"--b--\r\n"
    )

    (paper,) = mail_papers(read_message(raw), trust(), NOW)

    finding = judge_mail_signature(paper.report)
    assert (finding.code, finding.severity) == ("signature.mail_signature_unproven", Severity.LOOK)


def test_every_opaque_entity_of_a_mail_is_judged() -> None:
    entity = b"Content-Type: text/plain\r\n\r\nxin chao\r\n"
    foreign = p7m(entity).replace(b"xin chao", b"xin CHAO")

    raw = mail(("smime.p7m", p7m(entity)), ("smime.p7m", foreign))

    verdicts_of = [one.report.verdict for one in mail_papers(read_message(raw), trust(), NOW)]
    assert verdicts_of == [Verdict.PASSED, Verdict.FAILED]
