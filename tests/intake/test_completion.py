"""A dossier sent anew takes its case over: what it replaces, what stays, and what is remarked."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from mailbot.cases.case import Case, Paperwork
from mailbot.cases.finding import Finding, Severity
from mailbot.cases.sender_proof import SenderProof
from mailbot.cases.state import State
from mailbot.intake.completion import completed, remarks_on
from tests.builders import a_case, a_row

LATER = timedelta(days=3)


def fresh_for(case: Case) -> Case:
    """Return what a mail that arrives later makes out."""
    return replace(
        case,
        state=State.IN_REVIEW,
        arrived_at=case.arrived_at + LATER,
        due_at=case.due_at + LATER,
        thread=("<second@so.vn>",),
        paperwork=None,
    )


def test_what_was_filed_on_paper_is_paper_no_longer_once_a_mail_completes_it() -> None:
    on_paper = a_case(paperwork=Paperwork("lan", on_paper=True, needs_comparison=True))

    taken_over = completed(on_paper, fresh_for(on_paper))

    assert taken_over.paperwork is None
    assert not taken_over.is_answered_on_paper


@pytest.mark.parametrize(
    ("state", "restarts"),
    [
        (State.AWAITING_SUPPLEMENT, True),
        (State.IN_REVIEW, False),
        (State.AWAITING_AUTHORITY, False),
    ],
)
def test_only_what_was_asked_for_restarts_the_clock(state: State, restarts: bool) -> None:
    case = replace(a_case(), state=state)

    taken_over = completed(case, fresh_for(case))

    assert (taken_over.due_at == case.due_at + LATER) is restarts
    assert (taken_over.arrived_at == case.arrived_at + LATER) is restarts
    assert taken_over.corrections == case.corrections + restarts


def test_the_thread_grows_and_names_no_mail_twice() -> None:
    case = a_case(thread=("<first@so.vn>", "<second@so.vn>"))

    assert completed(case, fresh_for(case)).thread == ("<first@so.vn>", "<second@so.vn>")


@pytest.mark.parametrize(
    ("state", "corrections", "is_sound", "code"),
    [
        pytest.param(State.AWAITING_SUPPLEMENT, 0, False, None, id="asked for once"),
        pytest.param(State.AWAITING_SUPPLEMENT, 1, True, None, id="sound at last"),
        pytest.param(State.AWAITING_SUPPLEMENT, 1, False, "case.corrected_again", id="again"),
        pytest.param(State.IN_REVIEW, 0, True, "case.replaced_in_review", id="under review"),
        pytest.param(State.AWAITING_AUTHORITY, 0, True, "case.replaced_in_review", id="waiting"),
    ],
)
def test_a_person_sees_what_was_not_asked_for_and_what_failed_twice(
    state: State, corrections: int, is_sound: bool, code: str | None
) -> None:
    case = replace(a_case(corrections=corrections), state=state)

    remarks = remarks_on(case, case.rows, is_sound=is_sound)

    assert [one.code for one in remarks] == ([code] if code else [])


def test_a_row_that_was_to_be_mended_may_be_taken_out_and_no_other_in_silence() -> None:
    rows = (a_row(), a_row(name="Trần Văn Đệ", stt="2", national_id="092090005678"))
    odd = Finding("row.phone_odd", Severity.LOOK, row=1, column="phone")
    case = replace(a_case(rows=rows, findings=(odd,)), state=State.AWAITING_SUPPLEMENT)

    assert remarks_on(case, rows[:1], is_sound=True) == ()
    (remark,) = remarks_on(case, rows[1:], is_sound=True)
    assert (remark.code, remark.fields) == ("case.rows_dropped", {"rows": "1"})


@pytest.mark.parametrize(
    ("parent_id", "told"),
    [
        pytest.param(7, [("case.rows_added", {"rows": "2"})], id="rows held back"),
        pytest.param(None, [], id="a whole list"),
    ],
)
def test_rows_that_come_beside_those_held_back_are_told(
    parent_id: int | None, told: list[tuple[str, dict[str, str]]]
) -> None:
    rows = (a_row(), a_row(name="Trần Văn Đệ", stt="2", national_id="092090005678"))
    case = replace(a_case(rows=rows[:1], parent_id=parent_id), state=State.AWAITING_SUPPLEMENT)

    remarks = remarks_on(case, rows, is_sound=True)

    assert [(one.code, one.fields) for one in remarks] == told


def test_the_evidence_about_the_sender_is_that_of_the_mail_that_completed_the_dossier() -> None:
    case = a_case(sender=SenderProof(login="first@so.vn"))
    fresh = replace(fresh_for(case), sender=SenderProof(login="second@so.vn"))

    assert completed(case, fresh).sender == fresh.sender
