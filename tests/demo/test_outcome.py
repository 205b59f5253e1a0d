"""Whatever goes otherwise than expected is told; nothing else is."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from mailbot.cases.case import Case, Channel
from mailbot.cases.finding import Finding, Severity
from mailbot.cases.row import Holder, Procedure, Row
from mailbot.cases.state import State
from mailbot.commands.demo_page import page, value
from mailbot.demo.cast import CENTRE, NINH_KIEU
from mailbot.demo.mailboxes import Found
from mailbot.demo.outcome import Notice, Opened, Outcome
from mailbot.demo.samples import Expected, Sample
from mailbot.replies.mail import MailKind
from mailbot.storage.messages import Disposition
from mailbot.words import load_words

NOW = datetime(2026, 11, 23, 2, tzinfo=UTC)
WORDS = load_words()
ROW = Row(Holder.PERSON, "Trần Quốc Thái", "1", procedure=Procedure.NEW)
UNSIGNED = Finding("signature.unsigned", Severity.BLOCKS)


def a_mail(**changes: Any) -> Found:
    return replace(
        Found("<reply@cantho.gov.vn>", "<1@cantho.gov.vn>", seen=False, raw=b""), **changes
    )


def a_case(state: State, *findings: Finding) -> Case:
    return Case(
        1, "HS-2026-00001", state, 1, Channel.EMAIL, NINH_KIEU.code, NINH_KIEU.mailbox, "new",
        NOW, NOW, rows=(ROW,), findings=findings,
    )  # fmt: skip


def a_sample(expected: Expected, name: str) -> Sample:
    return Sample(
        name, NINH_KIEU.mailbox, NINH_KIEU, "Đề nghị cấp mới", "<1@cantho.gov.vn>", b"", expected
    )


def answered(**changes: Any) -> Outcome:
    replies = frozenset({MailKind.RESULT})
    expected = Expected(Disposition.CASE, State.ANSWERED, replies=replies)
    sound = Outcome(
        a_sample(expected, "clean_new"),
        Disposition.CASE,
        ("list_read",),
        a_case(State.ANSWERED),
        (MailKind.RESULT,),
        (a_mail(),),
        a_mail(),
        Notice(a_mail(), "01/TB-TTCNTT", "passed", CENTRE, {}),
        (Opened("thaitq@cantho.gov.vn", new_opens=True),),
    )
    return replace(sound, **changes)


def reviewed(**changes: Any) -> Outcome:
    expected = Expected(
        Disposition.CASE,
        State.IN_REVIEW,
        frozenset({"signature.unsigned"}),
        frozenset({MailKind.ACKNOWLEDGEMENT}),
    )
    sound = Outcome(
        a_sample(expected, "unsigned"),
        Disposition.CASE,
        ("list_read",),
        a_case(State.IN_REVIEW, UNSIGNED),
        (MailKind.ACKNOWLEDGEMENT,),
        (a_mail(),),
        a_mail(),
    )
    return replace(sound, **changes)


@pytest.mark.parametrize("sound", [answered(), reviewed()], ids=["answered", "reviewed"])
def test_what_ends_as_expected_has_no_fault(sound: Outcome) -> None:
    assert sound.faults == ()
    assert "Cả tám thư" in page([sound], [], WORDS)


@pytest.mark.parametrize(
    ("outcome", "code"),
    [
        pytest.param(reviewed(disposition=Disposition.REJECTED), "disposition", id="rejected"),
        pytest.param(
            reviewed(case=None, disposition=Disposition.LEFT_ALONE), "state", id="left alone"
        ),
        pytest.param(
            reviewed(case=a_case(State.ACCEPTED, UNSIGNED)), "state", id="accepted by itself"
        ),
        pytest.param(
            reviewed(case=a_case(State.IN_REVIEW)), "finding_missing", id="other findings"
        ),
        pytest.param(reviewed(arrived=None), "touched", id="taken away"),
        pytest.param(reviewed(arrived=a_mail(seen=True)), "touched", id="marked read"),
        pytest.param(
            reviewed(kinds=(MailKind.REFUSAL,)), "reply_unexpected", id="refused by itself"
        ),
        pytest.param(reviewed(answers=()), "reply_lost", id="reply not in the mailbox"),
        pytest.param(answered(notice=None), "no_notice", id="no notice"),
        pytest.param(
            answered(notice=Notice(a_mail(), "01", "indeterminate", CENTRE, {})),
            "notice_unsigned",
            id="notice that does not verify",
        ),
        pytest.param(
            answered(notice=Notice(a_mail(), "01", "passed", "Ai đó", {})),
            "notice_unsigned",
            id="notice signed by somebody else",
        ),
        pytest.param(answered(mailboxes=()), "slip_unread", id="slip that does not open"),
        pytest.param(
            answered(mailboxes=(Opened("a@cantho.gov.vn", new_opens=False),)),
            "password_wrong",
            id="password that does not log in",
        ),
        pytest.param(
            answered(mailboxes=(Opened("a@cantho.gov.vn", new_opens=True, old_opens=True),)),
            "password_old",
            id="old password still good",
        ),
    ],
)
def test_what_ends_otherwise_is_a_fault_and_is_told(outcome: Outcome, code: str) -> None:
    assert code in {fault.code for fault in outcome.faults}
    told = page([outcome], [], WORDS)
    assert "KHÔNG được xử lý như mong đợi" in told
    assert "…" not in told.rpartition("KHÔNG")[2].partition("Đã lưu")[0]
    assert value([outcome], [], WORDS)["as_expected"] is False
