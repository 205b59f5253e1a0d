"""Two robots never talk to each other, and nobody unproven is answered."""

from __future__ import annotations

import pytest

from mailbot.intake.loop import MAX_THREAD_ANSWERS, may_answer
from mailbot.intake.message import read_message
from mailbot.intake.sender import Sender, judge_sender
from tests.intake.mails import (
    AGENCY,
    COLLEAGUE,
    INBOX,
    INSIDER,
    REGISTRY,
    RULES,
    by_login,
    crlf,
    from_outside,
    letter,
    lmtp,
)
from tests.intake.programs import programs


def reasons(raw: bytes, own_ids: tuple[str, ...] = ()) -> tuple[str, ...]:
    sender = judge_sender(raw, REGISTRY, RULES, [INBOX])
    return may_answer(read_message(raw), sender, [INBOX], own_ids)


def test_an_agency_s_letter_may_be_answered() -> None:
    assert reasons(by_login(AGENCY) + letter()) == ()


@pytest.mark.parametrize("raw", [pytest.param(one.raw, id=one.name) for one in programs()])
def test_what_real_programs_write_may_be_answered(raw: bytes) -> None:
    assert reasons(raw) == ()


@pytest.mark.parametrize(
    ("extra", "why"),
    [
        ("Auto-Submitted: auto-replied\n", "auto_submitted"),
        ("Auto-Submitted: auto-generated (vacation)\n", "auto_submitted"),
        ("Auto-Submitted: AUTO-NOTIFIED; owner-email=a@b.vn\n", "auto_submitted"),
        ("Auto-Submitted: no\nAuto-Submitted: auto-replied\n", "auto_submitted"),
        ("Auto-Submitted:\n", "auto_submitted"),
        ("List-Id: <ds.cantho.gov.vn>\n", "mailing_list"),
        ("List-Unsubscribe: <mailto:x@y.vn>\n", "mailing_list"),
        ("Mailing-List: contact x@y.vn\n", "mailing_list"),
        ("Precedence: bulk\n", "bulk"),
        ("Precedence: LIST\n", "bulk"),
        ("Precedence: junk\n", "bulk"),
        ("Precedence: auto_reply\n", "bulk"),
        ("X-Auto-Response-Suppress: All\n", "suppressed"),
        ("X-Auto-Response-Suppress: DR, OOF, AutoReply\n", "suppressed"),
        ("X-Autoreply: yes\n", "autoreply"),
        ("X-Loop: a@b.vn\n", "loop"),
        ("X-Mailbot-Loop: sotttt\n", "own_loop_mark"),
        ("Received: from a by b; Mon, 23 Nov 2026 09:00:00 +0700\n" * 30, "too_many_hops"),
    ],
)
def test_what_a_machine_sent_is_not_answered(extra: str, why: str) -> None:
    assert why in reasons(by_login(AGENCY) + letter(AGENCY, extra))


@pytest.mark.parametrize(
    "extra",
    [
        "Auto-Submitted: no\n",
        "Auto-Submitted: No (a person)\n",
        "Precedence: normal\n",
        "X-Auto-Response-Suppress: None\n",
        "Received: from a by b; Mon, 23 Nov 2026 09:00:00 +0700\n" * 5,
    ],
)
def test_what_a_person_sent_is_answered(extra: str) -> None:
    assert reasons(by_login(AGENCY) + letter(AGENCY, extra)) == ()


@pytest.mark.parametrize(
    "address",
    [
        "MAILER-DAEMON@cantho.gov.vn",
        "postmaster@cantho.gov.vn",
        "noreply@cantho.gov.vn",
        "no-reply+x@cantho.gov.vn",
        "do-not-reply@cantho.gov.vn",
    ],
)
def test_robots_are_known_by_their_names(address: str) -> None:
    assert "from_robot" in reasons(by_login(address.lower()) + letter(address))


def test_an_agency_whose_name_begins_like_a_robot_s_is_none() -> None:
    raw = by_login("noreplyx@cantho.gov.vn") + letter("noreplyx@cantho.gov.vn")

    assert "from_robot" not in reasons(raw)


def test_a_null_return_path_is_not_answered() -> None:
    raw = by_login(AGENCY).replace(AGENCY.encode(), b"", 1) + letter()

    assert "null_return_path" in reasons(raw)


@pytest.mark.parametrize(
    "raw",
    [
        pytest.param(from_outside() + letter(), id="forged"),
        pytest.param(by_login(INSIDER) + letter(INSIDER), id="unknown"),
        pytest.param(by_login(COLLEAGUE) + letter(), id="colleague"),
    ],
)
def test_only_an_accepted_sender_is_answered(raw: bytes) -> None:
    assert "not_accepted" in reasons(raw)


def test_our_own_mail_is_not_answered() -> None:
    assert "own_address" in reasons(by_login(INBOX) + letter(INBOX))


def test_a_blind_copy_to_us_is_ours_by_its_envelope() -> None:
    other = letter().replace(f"To: {INBOX}".encode(), b"To: ai@cantho.gov.vn")

    assert reasons(by_login(AGENCY) + other) == ()


def test_a_mail_that_is_not_to_us_is_not_answered() -> None:
    other = letter().replace(f"To: {INBOX}".encode(), b"To: ai@cantho.gov.vn")
    trace = by_login(AGENCY).replace(f"Delivered-To: {INBOX}\r\n".encode(), b"")

    assert "not_addressed_to_us" in reasons(trace + other)


def test_a_thread_is_answered_a_few_times_only() -> None:
    own = tuple(f"<m{number}@cantho.gov.vn>" for number in range(MAX_THREAD_ANSWERS))
    raw = by_login(AGENCY) + letter(AGENCY, f"References: {' '.join(own)}\n")

    assert "thread_too_deep" in reasons(raw, own)
    assert reasons(raw, own[1:]) == ()


def test_a_delivery_report_is_not_answered() -> None:
    raw = lmtp("") + crlf(
        "From: MAILER-DAEMON@mx.cantho.gov.vn\nTo: sotttt@cantho.gov.vn\n"
        "Content-Type: multipart/report; boundary=b\n\n--b\n\nx\n--b--\n"
    )
    message = read_message(raw)
    sender = Sender("delivery_report", "", None, ())

    assert {"report", "null_return_path", "not_accepted"} <= set(
        may_answer(message, sender, [INBOX])
    )
