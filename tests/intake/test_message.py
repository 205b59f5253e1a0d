"""What a mail says: its texts in NFC, whatever the program and the charset."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from mailbot.intake.message import read_message
from tests.intake.mails import AGENCY, INBOX, by_login, crlf, letter
from tests.intake.programs import for_1258, mixed, plain_pdf

GREETING = "Kính gửi Trung tâm, đề nghị cấp mới hộp thư điện tử."


def body(text: str) -> str:
    return read_message(crlf(f"From: {AGENCY}\nMIME-Version: 1.0\n{text}")).body


def subject(value: bytes) -> str:
    return read_message(b"Subject: " + value + b"\r\n\r\n").subject


@pytest.mark.parametrize(
    ("charset", "data"),
    [
        ("utf-8", GREETING.encode()),
        ("UTF8", GREETING.encode()),
        ('"utf-8"', GREETING.encode()),
        ("windows-1258", for_1258(GREETING).encode("cp1258")),
        ("x-unknown", GREETING.encode()),
        ("us-ascii", GREETING.encode()),
        ("us-ascii", for_1258(GREETING).encode("cp1258")),
        ("utf-16", GREETING.encode("utf-16")),
        ("rot13", GREETING.encode()),
    ],
)
def test_the_text_is_read_in_its_charset(charset: str, data: bytes) -> None:
    raw = f"Content-Type: text/plain; charset={charset}\r\n\r\n".encode() + data

    assert read_message(raw).body == GREETING


def test_html_is_read_where_there_is_no_plain_text() -> None:
    html = (
        "<html><head><title>x</title><style>p {color: red}</style></head><body>"
        "<p>Kính&nbsp;gửi,</p><script>alert('x')</script><div>đề nghị&amp;cấp</div>a<br>b</body>"
    )

    found = body(f"Content-Type: text/html; charset=utf-8\n\n{html}\n")

    assert found.split("\n") == ["Kính gửi,", "đề nghị&cấp", "a", "b"]


@pytest.mark.parametrize(
    ("shown", "read"),
    [
        ("<p>chữ <b>thường</b></p>", "chữ thường"),
        ("<p>chữ thường, xin rút lại</p>", "chữ thường\n\nchữ thường, xin rút lại"),
    ],
)
def test_html_is_read_beside_plain_text_only_where_it_says_more(shown: str, read: str) -> None:
    text = mixed("\nchữ thường", f"Content-Type: text/html\n\n{shown}")

    assert body(text.replace("mixed", "alternative")) == read


def test_a_text_file_is_no_part_of_the_text() -> None:
    attached = "Content-Type: text/plain; name=a.txt\n\ntrong tệp"

    assert body(mixed("\nngoài", attached)) == "ngoài"


def test_the_text_of_a_forwarded_mail_is_not_the_sender_s() -> None:
    inner = "Content-Type: message/rfc822\n\nSubject: a\n\nđề nghị cấp mới hộp thư"

    assert body(mixed("\nxem thư kèm", inner)) == "xem thư kèm"


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (b"=?utf-8?q?=C4=90=E1=BB=81_ngh=E1=BB=8B?=", "Đề nghị"),
        (b"=?UTF-8?B?xJDhu4E=?= =?utf-8?q?_ngh=E1=BB=8B?=", "Đề nghị"),
        (b"=?utf-8?B?xJDhuw==?= =?utf-8?B?gQ==?=", "Đề"),
        (b"=?utf-8*vi?q?=C4=90?=", "Đ"),
        ("Đề nghị".encode(), "Đề nghị"),
        (b"Re: =?utf-8?q?a?= b", "Re: a b"),
        (b"=?x-unknown?q?a=20b?=", "a b"),
        (b"=?utf-8?q?khong dong", "=?utf-8?q?khong dong"),
        (b"=?utf-8?B?x?=", ""),
        ("De\u0302\u0300".encode(), "Dề"),
    ],
)
def test_the_subject_is_decoded(value: bytes, text: str) -> None:
    assert subject(value) == text


def test_the_thread_is_known_nearest_first() -> None:
    extra = "In-Reply-To: <c@x>\nReferences: <a@x> <b@x>\n <c@x>\n"

    message = read_message(by_login(AGENCY) + letter(AGENCY, extra))

    assert message.references == ("<a@x>", "<b@x>", "<c@x>")
    assert message.answers_to == ("<c@x>", "<b@x>", "<a@x>")


def test_the_date_a_mail_claims_is_kept_apart() -> None:
    message = read_message(letter())

    assert message.dated_at == datetime(2026, 11, 23, 1, 59, 58, tzinfo=UTC)
    assert read_message(b"Date: gibberish\r\n\r\n").dated_at is None


def test_recipients_are_those_of_header_and_envelope() -> None:
    raw = by_login(AGENCY) + letter(AGENCY, "Cc: Ai <Ai@B.vn>, c@d.vn\n")

    assert read_message(raw).marks.recipients == {INBOX, "ai@b.vn", "c@d.vn"}


def test_a_mail_without_anything_is_empty() -> None:
    message = read_message(b"")

    assert (message.subject, message.body, message.attachments) == ("", "", ())


def test_a_container_within_a_container_is_opened() -> None:
    inner = mixed("\nx", plain_pdf(), boundary="in")
    forwarded = f"Content-Type: message/rfc822\n\nSubject: a\n{inner}"
    outer = f"Content-Type: message/rfc822\n\nSubject: b\n{mixed(forwarded, boundary='mid')}"

    found = read_message(crlf(mixed(outer))).attachments

    assert [(one.kind.value, one.container) for one in found] == [
        ("container", ""),
        ("container", "message.eml"),
        ("inner", "message.eml"),
    ]
