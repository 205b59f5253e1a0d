"""Legitimate mails as real programs write them, each with the files it must yield.

Every one is sent by the agency with its own login; what is expected is (name, bytes, kind) in the
order of the mail.
"""

from __future__ import annotations

import base64
import binascii
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from urllib.parse import quote

from asn1crypto import cms
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.hazmat.primitives.serialization.pkcs7 import (
    PKCS7Options,
    PKCS7SignatureBuilder,
)

from tests.intake.mails import AGENCY, INBOX, by_login, crlf
from tests.intake.tnef import tnef_stream

File = tuple[str, bytes, str]

PDF = b"%PDF-1.7\r\n%\xe2\xe3\xcf\xd3\n" + bytes(range(256)) * 20 + b"\n--=_x\r\n--\r\n%%EOF\r\n"
ANNEX = b"%PDF-1.4\n" + b"\x00\r\r\n\n" * 50 + b"%%EOF"
XLSX = b"PK\x03\x04" + bytes(reversed(range(256))) * 10
PNG = b"\x89PNG\r\n\x1a\n" + b"\x00\x01\x02" * 40
NAME = "Công văn đề nghị cấp mới hộp thư.pdf"
ANNEX_NAME = "Phụ lục danh sách.pdf"


@dataclass(frozen=True)
class Program:
    """A mail by one program."""

    name: str
    raw: bytes
    files: tuple[File, ...]


def b64(data: bytes, width: int = 76) -> str:
    text = base64.b64encode(data).decode()
    return "\n".join(text[at : at + width] for at in range(0, len(text), width))


def word(text: str, charset: str = "utf-8", encoding: str = "B") -> str:
    data = text.encode(charset)
    if encoding == "B":
        return f"=?{charset}?B?{base64.b64encode(data).decode()}?="
    return f"=?{charset}?Q?" + "".join(
        chr(byte) if chr(byte).isalnum() and byte < 128 else f"={byte:02X}" for byte in data
    ) + "?="  # fmt: skip


def mail(body: str, extra: str = "", sender: str = f"UBND Ninh Kieu <{AGENCY}>") -> bytes:
    head = (
        f"From: {sender}\nTo: {INBOX}\nSubject: {word('Đề nghị cấp mới hộp thư')}\n"
        f"Date: Mon, 23 Nov 2026 08:59:58 +0700\nMessage-ID: <a1@cantho.gov.vn>\n"
        f"{extra}MIME-Version: 1.0\n"
    )
    return by_login(AGENCY) + crlf(head + body)


def mixed(*parts: str, boundary: str = "b1") -> str:
    inner = "".join(f"--{boundary}\n{part}\n" for part in parts)
    return f'Content-Type: multipart/mixed; boundary="{boundary}"\n\n{inner}--{boundary}--\n'


TEXT = "Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: 8bit\n\nKính gửi,\n"
HTML = (
    "Content-Type: text/html; charset=utf-8\nContent-Transfer-Encoding: 8bit\n\n<p>Kính gửi,</p>\n"
)


def part(head: str, data: bytes = PDF) -> str:
    return f"{head}\nContent-Transfer-Encoding: base64\n\n{b64(data)}\n"


def plain_pdf(name: str = "cv.pdf", data: bytes = PDF) -> str:
    return part(
        f'Content-Type: application/pdf; name="{name}"\n'
        f'Content-Disposition: attachment; filename="{name}"',
        data,
    )


def programs() -> Iterator[Program]:
    """Yield every mail of the table."""
    for name, build in _TABLE.items():
        raw, files = build()
        yield Program(name, raw, tuple(files))


Built = tuple[bytes, list[File]]


def _outlook() -> Built:
    related = (
        'Content-Type: multipart/related; boundary="r1"; type="multipart/alternative"\n\n'
        '--r1\nContent-Type: multipart/alternative; boundary="a1"\n\n'
        f"--a1\n{TEXT}\n--a1\n{HTML}\n--a1--\n\n--r1\n"
        + part(
            'Content-Type: image/png; name="image001.png"\nContent-Description: image001.png\n'
            'Content-Disposition: inline; filename="image001.png"; size=128\n'
            "Content-ID: <image001.png@01DC5C3F.A1B2C3D0>",
            PNG,
        )
        + "\n--r1--\n"
    )
    pdf = part(
        f'Content-Type: application/pdf; name="{word(NAME)}"\nContent-Description: {word(NAME)}\n'
        f'Content-Disposition: attachment; filename="{word(NAME)}"; size={len(PDF)};\n'
        '\tcreation-date="Mon, 23 Nov 2026 01:00:00 GMT"'
    )
    extra = "Thread-Index: AdxcPwZ1\nX-MS-Has-Attach: yes\nX-Originating-IP: [10.1.2.3]\n"
    files = [("image001.png", PNG, "inline"), (NAME, PDF, "attachment")]
    return mail(mixed(related, pdf, boundary="_004_"), extra), files


def _outlook_long_name() -> Built:
    long_name = "Công văn số 123 đề nghị cấp mới hộp thư điện tử cho công chức quận Ninh Kiều.pdf"
    data = long_name.encode()
    # Old Outlook cuts wherever a word is full, in the middle of a letter too.
    words = "\n ".join(
        f"=?utf-8?B?{base64.b64encode(data[at : at + 43]).decode()}?="
        for at in range(0, len(data), 43)
    )
    head = (
        f'Content-Type: application/pdf;\n name="{words}"\n'
        f'Content-Disposition: attachment;\n filename="{words}"'
    )
    return mail(mixed(TEXT, part(head))), [(long_name, PDF, "attachment")]


def _outlook_tnef() -> Built:
    stream = tnef_stream([(NAME, "CONGVA~1.PDF", PDF), (ANNEX_NAME, "PHULUC.PDF", ANNEX)])
    body = mixed(
        TEXT,
        part(
            'Content-Type: application/ms-tnef; name="winmail.dat"\n'
            'Content-Disposition: attachment; filename="winmail.dat"',
            stream,
        ),
    )
    return mail(body, "X-MS-TNEF-Correlator: <a>\n"), [
        ("winmail.dat", stream, "container"),
        (NAME, PDF, "inner"),
        (ANNEX_NAME, ANNEX, "inner"),
    ]


def _old_tnef() -> Built:
    stream = tnef_stream([("", "CONGVAN.PDF", PDF)])
    body = part("Content-Type: application/ms-tnef", stream)
    return mail(body), [("winmail.dat", stream, "container"), ("CONGVAN.PDF", PDF, "inner")]


def _zimbra() -> Built:
    alternative = (
        'Content-Type: multipart/alternative; boundary="=_z2"\n\n'
        f"--=_z2\n{TEXT}\n--=_z2\n{HTML}\n--=_z2--\n"
    )
    coded = word(NAME, encoding="Q")
    pdf = part(
        f'Content-Type: application/pdf; name="{coded}"\n'
        f'Content-Disposition: attachment; filename="{coded}"'
    )
    extra = "X-Mailer: Zimbra 8.8.15_GA_4717 (ZimbraWebClient - GC120)\nThread-Topic: De nghi\n"
    return mail(mixed(alternative, pdf, boundary="=_z1"), extra), [(NAME, PDF, "attachment")]


def _thunderbird() -> Built:
    coded = quote(NAME)
    # Cut in the middle of an escape, as some programs do.
    first, second = coded[:40], coded[40:]
    pdf = part(
        f'Content-Type: application/pdf; name="{word(NAME)}"\n'
        f"Content-Disposition: attachment;\n filename*0*=UTF-8''{first};\n filename*1*={second}"
    )
    return mail(mixed(TEXT, pdf, boundary="------------0a")), [(NAME, PDF, "attachment")]


def _gmail() -> Built:
    pdf = part(
        f'Content-Type: application/pdf; name="{word(NAME)}"\n'
        f'Content-Disposition: attachment; filename="{word(NAME)}"\n'
        "Content-ID: <f_mabcd>\nX-Attachment-Id: f_mabcd"
    )
    body = mixed(
        'Content-Type: multipart/alternative; boundary="0001"\n\n'
        f"--0001\n{TEXT}\n--0001\n{HTML}\n--0001--\n",
        pdf,
        boundary="0000",
    )
    return mail(body), [(NAME, PDF, "attachment")]


def _ios() -> Built:
    inner = (
        "Content-Type: multipart/mixed; boundary=Apple-Mail-2\n\n--Apple-Mail-2\n" + HTML
        + "\n--Apple-Mail-2\n"
        + part(
            f'Content-Type: application/pdf; name="{word(NAME)}"; x-apple-part-url="A1"\n'
            f'Content-Disposition: inline; filename="{word(NAME)}"'
        )
        + "\n--Apple-Mail-2\n" + HTML + "\n--Apple-Mail-2--\n"
    )  # fmt: skip
    body = (
        "Content-Type: multipart/alternative; boundary=Apple-Mail-1\n\n"
        f"--Apple-Mail-1\n{TEXT}\n--Apple-Mail-1\n{inner}\n--Apple-Mail-1--\n"
    )
    return mail(body, "X-Mailer: iPhone Mail (21F90)\n"), [(NAME, PDF, "inline")]


def _macos() -> Built:
    decomposed = unicodedata.normalize("NFD", NAME)
    pdf = part(
        "Content-Disposition: attachment;\n"
        f"\tfilename*=utf-8''{quote(decomposed)}\n"
        f'Content-Type: application/pdf; x-unix-mode=0644; name="{word(decomposed)}"'
    )
    return mail(mixed(TEXT, pdf)), [(NAME, PDF, "attachment")]


def _whole_pdf() -> Built:
    return mail(plain_pdf("scan.pdf")), [("scan.pdf", PDF, "attachment")]


def _whole_pdf_inline() -> Built:
    body = part('Content-Type: application/pdf; name="scan.pdf"\nContent-Disposition: inline')
    return mail(body), [("scan.pdf", PDF, "inline")]


def _scanner() -> Built:
    return mail(mixed(plain_pdf("DOC001.PDF"))), [("DOC001.PDF", PDF, "attachment")]


def _nameless() -> Built:
    body = mixed(TEXT, part("Content-Type: application/pdf"))
    return mail(body), [("unnamed-1.pdf", PDF, "attachment")]


def _two_annexes() -> Built:
    body = mixed(TEXT, plain_pdf("cv.pdf"), plain_pdf("cv.pdf", ANNEX), plain_pdf("ds.xlsx", XLSX))
    files = [
        ("cv.pdf", PDF, "attachment"),
        ("cv.pdf", ANNEX, "attachment"),
        ("ds.xlsx", XLSX, "attachment"),
    ]
    return mail(body), files


def _forwarded_inline() -> Built:
    quoted = TEXT + "\n-------- Thư gốc --------\nFrom: ai@example.net\nSubject: khac\n"
    extra = "References: <x@y>\nIn-Reply-To: <x@y>\nX-Forwarded-Message-Id: <x@y>\n"
    return mail(mixed(quoted, plain_pdf()), extra), [("cv.pdf", PDF, "attachment")]


def _inner_mail(depth: int = 1) -> str:
    body = mixed(TEXT, plain_pdf(), boundary="i0")
    text = f"From: ai@example.net\nSubject: trong\nMIME-Version: 1.0\n{body}"
    for level in range(1, depth):
        wrapped = mixed(f"Content-Type: message/rfc822\n\n{text}", boundary=f"i{level}")
        text = f"From: ai@example.net\nSubject: {level}\n{wrapped}"
    return text


def _forwarded_as_file() -> Built:
    inner = _inner_mail()
    attached = (
        f'Content-Type: message/rfc822; name="{word("Chuyển tiếp.eml")}"\n'
        f'Content-Disposition: attachment; filename="{word("Chuyển tiếp.eml")}"\n\n{inner}'
    )
    files = [("Chuyển tiếp.eml", crlf(inner), "container"), ("cv.pdf", PDF, "inner")]
    return mail(mixed(TEXT, attached)), files


def _ten_deep() -> Built:
    raw = mail(mixed(f"Content-Type: message/rfc822\n\n{_inner_mail(10)}"))
    files = [("message.eml", crlf(_inner_mail(depth)), "container") for depth in range(10, 0, -1)]
    return raw, [*files, ("cv.pdf", PDF, "inner")]


def _digest() -> Built:
    inner = _inner_mail()
    body = f'Content-Type: multipart/digest; boundary="d"\n\n--d\n\n{inner}\n--d--\n'
    return mail(body), [("message.eml", crlf(inner), "container"), ("cv.pdf", PDF, "inner")]


@cache
def _signer() -> tuple[x509.Certificate, rsa.RSAPrivateKey]:
    key = rsa.generate_private_key(65537, 2048)
    name = x509.Name.from_rfc4514_string("CN=UBND Ninh Kieu")
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(datetime(2026, 1, 1, tzinfo=UTC))
        .not_valid_after(datetime(2027, 1, 1, tzinfo=UTC))
        .sign(key, hashes.SHA256())
    )
    return certificate, key


def cms_of(data: bytes, *options: PKCS7Options) -> bytes:
    certificate, key = _signer()
    builder = PKCS7SignatureBuilder().set_data(data).add_signer(certificate, key, hashes.SHA256())
    return builder.sign(Encoding.DER, [PKCS7Options.Binary, *options])


def signed_entity() -> bytes:
    return crlf(mixed(TEXT, plain_pdf(), boundary="s2"))


def _smime_signed() -> Built:
    entity = signed_entity()
    signature = cms_of(entity, PKCS7Options.DetachedSignature)
    head = (
        'Content-Type: multipart/signed; protocol="application/pkcs7-signature"; micalg=sha-256;'
        '\n boundary="s1"\n\nThis is an S/MIME signed message\n\n--s1\n'
    )
    tail = part(
        'Content-Type: application/pkcs7-signature; name="smime.p7s"\n'
        'Content-Disposition: attachment; filename="smime.p7s"',
        signature,
    )
    raw = mail(head) + entity + crlf(f"\n--s1\n{tail}\n--s1--\n")
    return raw, [("cv.pdf", PDF, "attachment"), ("smime.p7s", signature, "signature")]


def _smime_opaque() -> Built:
    wrapped = cms_of(signed_entity())
    body = part(
        "Content-Type: application/pkcs7-mime; smime-type=signed-data; name=smime.p7m\n"
        "Content-Disposition: attachment; filename=smime.p7m",
        wrapped,
    )
    return mail(body), [("smime.p7m", wrapped, "container"), ("cv.pdf", PDF, "inner")]


def _p7m_file() -> Built:
    wrapped = cms_of(PDF)
    name = NAME + ".p7m"
    body = mixed(
        TEXT,
        part(
            f"Content-Type: application/octet-stream; name={name.split()[0]}\n"
            f"Content-Disposition: attachment; filename*=utf-8''{quote(name)}",
            wrapped,
        ),
    )
    return mail(body), [(name, wrapped, "container"), (NAME, PDF, "inner")]


def _detached_p7s() -> Built:
    signature = cms_of(PDF, PKCS7Options.DetachedSignature)
    body = mixed(TEXT, plain_pdf(), plain_pdf("cv.pdf.p7s", signature))
    return mail(body), [("cv.pdf", PDF, "attachment"), ("cv.pdf.p7s", signature, "signature")]


def _encrypted() -> Built:
    envelope = cms.ContentInfo({"content_type": "data", "content": cms.OctetString(b"x")}).dump()
    body = part("Content-Type: application/pkcs7-mime; name=smime.p7m", envelope)
    return mail(body), [("smime.p7m", envelope, "container")]


def named(disposition: str, name: str, content_type: str = "application/pdf") -> Built:
    head = f"Content-Type: {content_type}\nContent-Disposition: {disposition}"
    return mail(mixed(TEXT, part(head))), [(name, PDF, "attachment")]


def _both_names() -> Built:
    return named(f"attachment; filename=\"Cong van.pdf\"; filename*=UTF-8''{quote(NAME)}", NAME)


def _both_names_reversed() -> Built:
    return named(f"attachment; filename*=UTF-8''{quote(NAME)}; filename=\"Cong van.pdf\"", NAME)


def _plain_continuations() -> Built:
    return named('attachment; filename*0="Cong van "; filename*1="so 12.pdf"', "Cong van so 12.pdf")


def _mixed_continuations() -> Built:
    head = f"attachment; filename*1=\" 12.pdf\"; filename*0*=utf-8'vi'{quote('Công văn số')}"
    return named(head, "Công văn số 12.pdf")


def _raw_utf8_name() -> Built:
    return named(f'attachment; filename="{NAME}"', NAME)


def _unquoted_spaces() -> Built:
    return named("attachment; filename=Cong van so 12.pdf", "Cong van so 12.pdf")


def _quotes_in_name() -> Built:
    return named('attachment; filename="V/v \\"cấp\\"; lần 2.pdf"', 'V/v "cấp"; lần 2.pdf')


def _windows_1258() -> Built:
    # The old Vietnamese code page has tone marks of their own: the letters come decomposed.
    decomposed = for_1258(NAME)
    coded = word(decomposed, "windows-1258", "Q")
    return named(f'attachment; filename="{coded}"', NAME)


def for_1258(text: str) -> str:
    """Return the text the way windows-1258 can hold it: tone marks apart, letters composed."""
    out = []
    for char in text:
        pair = unicodedata.normalize("NFD", char)
        tones = "".join(mark for mark in pair if mark in "\u0300\u0301\u0303\u0309\u0323")
        letter = unicodedata.normalize("NFC", "".join(m for m in pair if m not in tones))
        out.append(letter + tones)
    return "".join(out)


def _raw_windows_1258() -> Built:
    head = mail(mixed(TEXT, part('Content-Disposition: attachment; filename="@@"')))
    return head.replace(b"@@", for_1258(NAME).encode("cp1258")), [(NAME, PDF, "attachment")]


def _rfc2231_1258() -> Built:
    coded = quote(for_1258(NAME).encode("cp1258"))
    return named(f"attachment; filename*=windows-1258''{coded}", NAME)


def _name_on_type_only() -> Built:
    return named("attachment", NAME, f'application/pdf;\n\tname="{word(NAME)}"')


def _upper_case() -> Built:
    body = mixed(
        TEXT,
        part(
            'CONTENT-TYPE: APPLICATION/PDF; NAME="CV.PDF"\nCONTENT-DISPOSITION: ATTACHMENT'
        ).replace("Content-Transfer-Encoding: base64", "CONTENT-TRANSFER-ENCODING: BASE64"),
    )
    return mail(body), [("CV.PDF", PDF, "attachment")]


def _path_name() -> Built:
    return named('attachment; filename="C:\\Van ban\\cv.pdf"', "cv.pdf")


def _quoted_printable() -> Built:
    exact = "".join(
        f"={byte:02X}" + ("=\n" if at % 20 == 19 else "") for at, byte in enumerate(PDF)
    )
    head = "Content-Type: application/pdf; name=cv.pdf\nContent-Transfer-Encoding: quoted-printable"
    return mail(mixed(TEXT, f"{head}\n\n{exact}")), [("cv.pdf", PDF, "attachment")]


def _binary() -> Built:
    data = PDF.replace(b"\n--", b"\n__")
    raw = mail(mixed(TEXT, "Content-Type: application/pdf; name=cv.pdf\nX: 1\n\n@@"))
    return raw.replace(b"@@", data), [("cv.pdf", data, "attachment")]


def _uuencode_lines(data: bytes) -> str:
    lines = [binascii.b2a_uu(data[at : at + 45]).decode() for at in range(0, len(data), 45)]
    return "begin 644 cv.pdf\n" + "".join(lines) + "`\nend\n"


def _uuencoded_text() -> Built:
    return mail(f"Content-Type: text/plain\n\nKinh gui\n\n{_uuencode_lines(PDF)}\nhet\n"), [
        ("cv.pdf", PDF, "attachment")
    ]


def _uuencoded_part() -> Built:
    head = "Content-Type: application/pdf; name=cv.pdf\nContent-Transfer-Encoding: x-uuencode"
    return mail(mixed(TEXT, f"{head}\n\n{_uuencode_lines(PDF)}")), [("cv.pdf", PDF, "attachment")]


def _odd_boundary() -> Built:
    boundary = "=_(x)+y/z?:'a b"
    body = mixed(TEXT, plain_pdf(), boundary=boundary).replace(
        "\n\n--", f"\n\nMở đầu --{boundary}\n--{boundary}x\n--", 1
    )
    return mail(body + f"\nKết thúc\n--{boundary}\n"), [("cv.pdf", PDF, "attachment")]


def _unclosed() -> Built:
    body = mixed(TEXT, plain_pdf()).removesuffix("--b1--\n")
    return mail(body), [("cv.pdf", PDF, "attachment")]


def _wrong_boundary() -> Built:
    body = mixed(TEXT, plain_pdf()).replace('boundary="b1"', 'boundary="b2"')
    return mail(body), [("cv.pdf", PDF, "attachment")]


def _boundary_not_named() -> Built:
    body = mixed(TEXT, plain_pdf()).replace('; boundary="b1"', "")
    return mail(body), [("cv.pdf", PDF, "attachment")]


def _unquoted_boundary() -> Built:
    boundary = "=_NextPart_000/01:A?B=C"
    body = mixed(TEXT, plain_pdf(), boundary=boundary).replace(f'"{boundary}"', boundary)
    return mail(body), [("cv.pdf", PDF, "attachment")]


def _long_base64() -> Built:
    head = "Content-Type: application/pdf; name=cv.pdf\nContent-Transfer-Encoding: base64"
    return mail(mixed(f"{head}\n\n{b64(PDF, 990)}  \n\n")), [("cv.pdf", PDF, "attachment")]


def _unpadded_base64() -> Built:
    data = PDF + b"x" * ((1 - len(PDF)) % 3)
    head = "Content-Type: application/pdf; name=cv.pdf\nContent-Transfer-Encoding: base64"
    return mail(mixed(f"{head}\n\n{b64(data).rstrip('=')}\n")), [("cv.pdf", data, "attachment")]


def _empty_file() -> Built:
    return mail(mixed(TEXT, plain_pdf("rong.pdf", b""))), [("rong.pdf", b"", "attachment")]


def _text_file() -> Built:
    head = (
        "Content-Type: text/csv; charset=utf-8; name=ds.csv\n"
        "Content-Disposition: attachment; filename=ds.csv"
    )
    return mail(mixed(TEXT, f"{head}\n\nhọ tên;sđt\n")), [
        ("ds.csv", "họ tên;sđt\r\n".encode(), "attachment")
    ]


def _no_files() -> Built:
    return mail(TEXT), []


def _from_forms() -> Built:
    extra = f'Reply-To: "UBND" <{AGENCY}>\nSender: {AGENCY.upper()}\n'
    sender = f'"{AGENCY}" <{AGENCY}>'
    return mail(mixed(TEXT, plain_pdf()), extra, sender), [("cv.pdf", PDF, "attachment")]


def _folded_from() -> Built:
    sender = f"{word('Ủy ban nhân dân quận')}\n {word('Ninh Kiều, thành phố Cần Thơ')}\n <{AGENCY}>"
    return mail(mixed(TEXT, plain_pdf()), "", sender), [("cv.pdf", PDF, "attachment")]


def _raw_utf8_from() -> Built:
    return mail(mixed(TEXT, plain_pdf()), "", f'"UBND quận Ninh Kiều" <{AGENCY}>'), [
        ("cv.pdf", PDF, "attachment")
    ]


def _saved_with_lf() -> Built:
    raw, files = _zimbra()
    return raw.replace(b"\r\n", b"\n"), files


_TABLE: dict[str, Callable[[], Built]] = {
    name.removeprefix("_").replace("_", " "): value
    for name, value in list(globals().items())
    if name.startswith("_") and getattr(value, "__annotations__", {}).get("return") == "Built"
}
