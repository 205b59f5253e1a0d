"""The reply as bytes: what readers see in it, and what nobody can put into it."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mailbot.replies.mail import (
    Attachment,
    Body,
    Head,
    MailKind,
    Original,
    mail_text,
    message_id,
    reply_mail,
    reply_subject,
    thread_of,
)
from mailbot.words import load_words

WORDS = load_words()
CENTRE = "Trung tâm Công nghệ thông tin và Truyền thông"
FIELDS = {
    MailKind.ACKNOWLEDGEMENT: {"received_at": "09 giờ 12 phút ngày 23/11/2026"},
    MailKind.RECEIPT: {"received_at": "09 giờ 12 phút", "due_at": "17 giờ 00 ngày 26/11/2026"},
    MailKind.RESULT: {"number": "07/TB-TTCNTT"},
    MailKind.REFUSAL: {"number": "07/TB-TTCNTT"},
    MailKind.SUPPLEMENT: {"number": "12/TTCNTT"},
    MailKind.APOLOGY: {"number": "12/TTCNTT", "new_due_at": "17 giờ 00 ngày 27/11/2026"},
    MailKind.OVERSIZE: {"received_at": "09 giờ 12 phút", "size": "40 MB", "size_cap": "25 MB"},
    MailKind.RESEND: {},
}
NOTICE = Attachment("Thông báo kết quả HS-2026-00012.pdf", b"%PDF-1.7 \x00\xff" * 40)


def a_head(**changes: Any) -> Head:
    sound = Head(
        sender_name=CENTRE,
        sender="sotttt@cantho.gov.vn",
        recipient="ubndcaikhe@cantho.gov.vn",
        message_id="<hs-2026-00012.result.1@cantho.gov.vn>",
        date=datetime(2026, 11, 25, 1, 2, 3, tzinfo=UTC),
        instance="sotttt",
        case_number="HS-2026-00012",
    )
    return replace(sound, **changes)


def a_body(kind: MailKind = MailKind.RESULT, **changes: Any) -> Body:
    sound = Body(
        kind=kind,
        agency="Ủy ban nhân dân phường Cái Khế",
        issuer=CENTRE,
        inbox="sotttt@cantho.gov.vn",
        phone="0292 3 690 888",
        fields=FIELDS[kind],
    )
    return replace(sound, **changes)


def an_original(**changes: Any) -> Original:
    sound = Original("V/v đề nghị cấp mới hộp thư", "<a.1@mx.vn>", ("<a.0@mx.vn>",))
    return replace(sound, **changes)


def read(raw: bytes) -> EmailMessage:
    return message_from_bytes(raw, policy=policy.default)


def body_text(message: EmailMessage) -> str:
    part = message.get_body()
    assert part is not None
    return str(part.get_content()).replace("\r\n", "\n")


# ---- what readers see ----


def test_the_header_is_complete_and_in_the_thread() -> None:
    message = read(reply_mail(a_head(), a_body(), WORDS, an_original(), (NOTICE,)))

    assert message["From"].addresses[0].addr_spec == "sotttt@cantho.gov.vn"
    assert re.sub(" +", " ", message["From"].addresses[0].display_name) == CENTRE
    assert str(message["To"]) == "ubndcaikhe@cantho.gov.vn"
    assert message["Subject"] == "Re: V/v đề nghị cấp mới hộp thư [HS-2026-00012]"
    assert message["Date"].datetime == a_head().date
    assert str(message["Date"]).endswith("+0700")
    assert message["Message-ID"] == "<hs-2026-00012.result.1@cantho.gov.vn>"
    assert message["In-Reply-To"] == "<a.1@mx.vn>"
    assert str(message["References"]).split() == ["<a.0@mx.vn>", "<a.1@mx.vn>"]
    assert message["Auto-Submitted"] == "auto-replied"
    assert message["X-Mailbot-Loop"] == "sotttt"
    assert message["X-Auto-Response-Suppress"] == "All"
    assert message["MIME-Version"] == "1.0"
    assert all(len(message.get_all(name) or []) == 1 for name in ("From", "To", "Subject", "Date"))
    assert not any(name in message for name in ("Cc", "Bcc", "Reply-To", "Sender"))
    assert not message.defects


def test_attachments_come_out_byte_for_byte_with_their_vietnamese_names() -> None:
    guide = Attachment("Phiếu hướng dẫn sử dụng hộp thư.pdf", b"\r\n.\r\n\x80")

    message = read(reply_mail(a_head(), a_body(), WORDS, an_original(), (NOTICE, guide)))

    parts = list(message.iter_attachments())
    assert [part.get_filename() for part in parts] == [NOTICE.name, guide.name]
    assert [part.get_content() for part in parts] == [
        NOTICE.content,
        guide.content,
    ]
    assert all(not part.defects and not part["content-disposition"].defects for part in parts)
    assert parts[0].get_param("name") == "Thong bao ket qua HS-2026-00012.pdf"


@pytest.mark.parametrize("kind", MailKind)
def test_every_kind_has_its_text_with_every_field_filled(kind: MailKind) -> None:
    text = body_text(read(reply_mail(a_head(), a_body(kind), WORDS, an_original())))

    assert text.startswith("Kính gửi: Ủy ban nhân dân phường Cái Khế,\n\n")
    assert all(value in text for value in FIELDS[kind].values())
    assert "{" not in text
    assert "…" not in text
    assert CENTRE in text.split("--\n")[1]
    assert "Điện thoại: 0292 3 690 888" in text


@pytest.mark.parametrize("kind", [kind for kind in MailKind if FIELDS[kind]])
def test_a_missing_field_is_an_error_and_not_a_hole_in_the_text(kind: MailKind) -> None:
    with pytest.raises(ValueError, match=f"letters.mail_{kind} lacks"):
        reply_mail(a_head(), a_body(kind, fields={}), WORDS, an_original())


def test_an_acknowledgement_promises_no_time() -> None:
    fields = FIELDS[MailKind.ACKNOWLEDGEMENT] | {"due_at": "17 giờ 00 ngày 26/11/2026"}

    text = mail_text(WORDS, a_body(MailKind.ACKNOWLEDGEMENT, fields=fields), "HS-2026-00012", ())

    assert "09 giờ 12 phút ngày 23/11/2026" in text
    assert "17 giờ 00" not in text


def test_the_text_lists_what_is_attached_and_how_a_slip_is_opened() -> None:
    text = mail_text(WORDS, a_body(slip=True), "HS-2026-00012", ("a.pdf", "b.pdf"))

    assert "Tệp gửi kèm:\n- a.pdf\n- b.pdf" in text
    assert "Cụm mật khẩu để mở tệp" in text
    assert "Cụm mật khẩu" not in mail_text(WORDS, a_body(), "HS-2026-00012", ("a.pdf",))


def test_a_request_to_send_again_stands_outside_the_foreign_thread() -> None:
    message = read(reply_mail(a_head(case_number=""), a_body(MailKind.RESEND), WORDS))

    assert message["Subject"] == "Đề nghị gửi lại từ hộp thư công vụ"
    assert "In-Reply-To" not in message
    assert "References" not in message


def test_the_same_facts_give_the_same_bytes() -> None:
    first = reply_mail(a_head(), a_body(), WORDS, an_original(), (NOTICE,))

    assert first == reply_mail(a_head(), a_body(), WORDS, an_original(), (NOTICE,))


# ---- subject and thread ----


@pytest.mark.parametrize(
    ("theirs", "ours"),
    [
        pytest.param("V/v đề nghị", "Re: V/v đề nghị [HS-1]", id="plain"),
        pytest.param("RE: Fwd: Trả lời: V/v x", "Re: V/v x [HS-1]", id="prefixes folded"),
        pytest.param("Re[2]: V/v x [HS-1]", "Re: V/v x [HS-1]", id="our own subject again"),
        pytest.param("", "Re: Đề nghị về hộp thư điện tử [HS-1]", id="none"),
        pytest.param("a\r\nBcc: x@y.vn", "Re: a Bcc: x@y.vn [HS-1]", id="line ends"),
        pytest.param("a\u202eb\u200b\x00c", "Re: abc [HS-1]", id="hidden signs"),
        pytest.param("CCCD092090012345", "Re: CCCD*********345 [HS-1]", id="a CCCD"),
        pytest.param("{issuer}", "Re: {issuer} [HS-1]", id="braces"),
    ],
)
def test_the_subject_is_theirs_made_harmless(theirs: str, ours: str) -> None:
    assert reply_subject(WORDS, MailKind.RESULT, "HS-1", Original(theirs)) == ours


def test_a_very_long_subject_is_cut() -> None:
    assert len(reply_subject(WORDS, MailKind.RESULT, "HS-1", Original("đ" * 5000))) < 150


@pytest.mark.parametrize(
    ("original", "expected"),
    [
        pytest.param(Original(), ("", ()), id="no identifiers"),
        pytest.param(Original("", "<p@x>"), ("<p@x>", ("<p@x>",)), id="a first mail"),
        pytest.param(
            Original("", "<p@x>", ("<a@x>", "<a@x>", "<p@x>")),
            ("<p@x>", ("<a@x>", "<p@x>")),
            id="doubled",
        ),
        pytest.param(
            Original("", "no id", ("<a@x>", "rot", "<b c@x>", "<d@x>\r\nBcc: e")),
            ("", ("<a@x>",)),
            id="rotten ones left out",
        ),
        pytest.param(Original("", f"<{'a' * 300}@x>"), ("", ()), id="too long"),
    ],
)
def test_the_thread_is_cleaned(original: Original, expected: tuple[str, tuple[str, ...]]) -> None:
    assert thread_of(original) == expected


def test_a_long_thread_keeps_its_first_and_its_latest() -> None:
    references = tuple(f"<{n}@x>" for n in range(30))

    _, chain = thread_of(Original("", "<p@x>", references))

    assert chain == ("<0@x>", *(f"<{n}@x>" for n in range(22, 30)), "<p@x>")


# ---- what nobody can put in ----

FOREIGN = st.text(
    alphabet=st.one_of(
        st.characters(codec="utf-8"), st.sampled_from('\r\n\t\0 :<>@,;"=?._\u2028\u202e\x85')
    ),
    max_size=120,
)
OUR_FIELDS = [
    "From", "To", "Subject", "Date", "Message-ID", "In-Reply-To", "References", "Auto-Submitted",
    "X-Mailbot-Loop", "X-Auto-Response-Suppress", "Content-Language", "MIME-Version",
    "Content-Type", "Content-Transfer-Encoding",
]  # fmt: skip


@given(
    original=st.builds(Original, FOREIGN, FOREIGN, st.lists(FOREIGN, max_size=14).map(tuple)),
    agency=FOREIGN,
    name=FOREIGN,
    sender_name=FOREIGN,
    case_number=FOREIGN,
)
@settings(max_examples=200, deadline=None)
def test_no_foreign_text_adds_or_breaks_a_header_line(
    original: Original,
    agency: str,
    name: str,
    sender_name: str,
    case_number: str,
) -> None:
    raw = reply_mail(
        a_head(sender_name=sender_name, case_number=case_number),
        a_body(agency=agency),
        WORDS,
        original,
        (Attachment(name, b"%PDF"),),
    )

    assert raw.isascii()
    assert raw.count(b"\n") == raw.count(b"\r\n") == raw.count(b"\r")
    assert all(len(line) <= 998 for line in raw.split(b"\r\n"))
    header = raw.split(b"\r\n\r\n", 1)[0].decode()
    fields = [line.split(":")[0] for line in header.split("\r\n") if not line.startswith(" ")]
    assert [field for field in fields if field not in OUR_FIELDS] == []
    assert len(fields) == len(set(fields))
    message = read(raw)
    assert [a.addr_spec for a in message["To"].addresses] == ["ubndcaikhe@cantho.gov.vn"]
    assert [a.addr_spec for a in message["From"].addresses] == ["sotttt@cantho.gov.vn"]
    (part,) = message.iter_attachments()
    assert part.get_content() == b"%PDF"
    assert "/" not in (part.get_filename() or "")


@pytest.mark.parametrize(
    "address",
    ["", "a", "a@b@c", "a@b.vn\r\nBcc: x@y", "a@b.vn, c@d.vn", "A <a@b.vn>", "a b@c.vn", "á@b.vn",
     "a..b@c.vn", "a@", "@b.vn"],
)  # fmt: skip
def test_an_address_that_is_none_is_our_bug(address: str) -> None:
    with pytest.raises(ValueError, match="not a mail address"):
        reply_mail(a_head(recipient=address), a_body(), WORDS, an_original())


@pytest.mark.parametrize("identifier", ["", "a@b", "<a b@c>", "<a@b>\r\nX: y", "<a>", "<@b>"])
def test_a_message_id_that_is_none_is_our_bug(identifier: str) -> None:
    with pytest.raises(ValueError, match="not a Message-ID"):
        reply_mail(a_head(message_id=identifier), a_body(), WORDS, an_original())


def test_a_mark_of_ours_that_is_no_token_is_our_bug() -> None:
    with pytest.raises(ValueError, match="not fit to mark"):
        reply_mail(a_head(instance="a\r\nb"), a_body(), WORDS, an_original())


def test_a_message_id_is_made_of_token_and_domain() -> None:
    assert message_id("hs-1.result.1", "cantho.gov.vn") == "<hs-1.result.1@cantho.gov.vn>"
    with pytest.raises(ValueError, match="not fit"):
        message_id("a b", "cantho.gov.vn")


def test_an_encoded_word_in_their_subject_is_not_decoded_by_readers() -> None:
    trick = "=?utf-8?q?a=0D=0ABcc:_x@y?="

    message = read(reply_mail(a_head(), a_body(), WORDS, an_original(subject=trick)))

    assert message["Subject"] == f"Re: {trick} [HS-2026-00012]"
    assert "Bcc" not in message


def test_a_national_id_number_never_stands_in_a_mail() -> None:
    body = a_body(MailKind.OVERSIZE, fields=FIELDS[MailKind.OVERSIZE] | {"size": "092090012345"})

    raw = reply_mail(a_head(), body, WORDS, an_original(subject="x 092090012345"))

    message = read(raw)
    assert "092090012345" not in str(message["Subject"]) + body_text(message)
    assert "*********345" in body_text(message)
