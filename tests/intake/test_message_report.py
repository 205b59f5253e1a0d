"""Delivery reports and read receipts, as servers write them."""

from __future__ import annotations

import pytest

from mailbot.intake.message import read_message
from mailbot.intake.message_report import DeliveryReport
from mailbot.intake.sender import judge_sender
from tests.intake.mails import INBOX, REGISTRY, RULES, crlf, letter, lmtp


def report(machine: str, returned: str, kind: str = "delivery-status") -> bytes:
    return lmtp("") + crlf(
        f"From: Mail Delivery System <MAILER-DAEMON@mx.cantho.gov.vn>\nTo: {INBOX}\n"
        f"Content-Type: multipart/report; report-type={kind}; boundary=b\n\n"
        "--b\nContent-Type: text/plain\n\nKhông gửi được.\n"
        f"--b\nContent-Type: message/{kind}\n\n{machine}\n"
        f"--b\n{returned}\n--b--\n"
    )


RETURNED = "Content-Type: message/rfc822\n\nFrom: a@b.vn\nMessage-ID: <goc@cantho.gov.vn>\n\nx"
HEADERS = "Content-Type: text/rfc822-headers\n\nFrom: a@b.vn\nMessage-ID: <goc@cantho.gov.vn>\n"
FAILED = (
    "Reporting-MTA: dns; mx.cantho.gov.vn\nArrival-Date: Mon, 23 Nov 2026 09:00:00 +0700\n\n"
    "Final-Recipient: rfc822; Ai@B.vn\nAction: failed\nStatus: 5.1.1\n"
    "Diagnostic-Code: smtp; 550 5.1.1 no such user\n"
)


def read(raw: bytes) -> DeliveryReport:
    return read_message(raw).reports[0]


@pytest.mark.parametrize("returned", [RETURNED, HEADERS])
def test_a_failure_names_our_mail_the_recipient_and_the_reason(returned: str) -> None:
    assert read(report(FAILED, returned)) == DeliveryReport(
        "<goc@cantho.gov.vn>", "ai@b.vn", "failed", "5.1.1", "smtp; 550 5.1.1 no such user"
    )


def test_it_names_the_send_of_our_mail_that_it_is_about() -> None:
    machine = FAILED.replace("Arrival-Date", "Original-Envelope-Id: 0a1b\nArrival-Date")
    assert read(report(machine, HEADERS)).envelope_id == "0a1b"
    assert read(report(FAILED, HEADERS)).envelope_id == ""


def test_a_relay_notice_is_told_from_a_failure() -> None:
    machine = FAILED.replace("failed", "relayed").replace("5.1.1", "2.0.0 (ok)")

    found = read(report(machine, HEADERS))

    assert (found.action, found.status) == ("relayed", "2.0.0")


def test_every_recipient_has_its_own_report() -> None:
    second = "\nFinal-Recipient: rfc822; hai@b.vn\nAction: delayed\nStatus: 4.4.1\n"

    found = read_message(report(FAILED + second, HEADERS)).reports

    assert [(one.recipient, one.action) for one in found] == [
        ("ai@b.vn", "failed"),
        ("hai@b.vn", "delayed"),
    ]


def test_the_address_we_wrote_to_counts_not_where_it_was_forwarded() -> None:
    machine = FAILED.replace("Action", "Original-Recipient: rfc822;goc@b.vn\nAction")

    assert read(report(machine, HEADERS)).recipient == "goc@b.vn"


def test_a_read_receipt_is_a_report_too() -> None:
    machine = (
        "Reporting-UA: x\nFinal-Recipient: rfc822;ai@b.vn\n"
        "Original-Message-ID: <goc@cantho.gov.vn>\n"
        "Disposition: manual-action/MDN-sent-manually; displayed\n"
    )

    found = read(report(machine, "Content-Type: text/plain\n\n", "disposition-notification"))

    assert (found.original_message_id, found.action) == ("<goc@cantho.gov.vn>", "displayed")


def test_a_report_that_says_nothing_speaks_of_nothing() -> None:
    assert read_message(report("", HEADERS)).reports == ()
    assert read_message(letter()).reports == ()


def test_the_sender_gate_knows_a_delivery_report() -> None:
    verdict = judge_sender(report(FAILED, RETURNED), REGISTRY, RULES, [INBOX]).verdict

    assert verdict == "delivery_report"


def test_a_report_with_an_envelope_sender_is_no_delivery_report() -> None:
    raw = report(FAILED, RETURNED).replace(b"Return-Path: <>", b"Return-Path: <ai@b.vn>")

    assert judge_sender(raw, REGISTRY, RULES, [INBOX]).verdict in {"held", "rejected"}


def test_a_null_return_path_without_a_report_is_rejected() -> None:
    raw = lmtp("") + letter()

    assert judge_sender(raw, REGISTRY, RULES, [INBOX]).verdict == "rejected"
