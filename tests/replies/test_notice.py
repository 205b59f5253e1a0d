"""Which findings of a case its notice names."""

from __future__ import annotations

from datetime import UTC, datetime

from mailbot.cases.case import Decision, DecisionKind
from mailbot.cases.finding import Finding, Severity
from mailbot.replies.letter import Refusal, Supplement
from mailbot.replies.notice import Record, notice_of
from mailbot.storage.letters import LetterKind
from mailbot.words import load_words
from tests.builders import NINH_KIEU, a_case, a_row

WORDS = load_words()
FINDINGS = (
    Finding("row.missing_phone", Severity.LOOK, {}, 0, "phone"),
    Finding("list.row_numbering", Severity.LOOK, {"stt": "3"}, 0, "stt"),
    Finding("list.scan", Severity.LOOK),
    Finding("sender.reply_to_differs", Severity.LOOK),
)
DECISION = Decision(DecisionKind.REFUSE, "Lan", datetime(2026, 11, 24, tzinfo=UTC), ("Trùng.",))
RECORD = Record(a_case(rows=(a_row(),), findings=FINDINGS, decision=DECISION), (), NINH_KIEU)


def test_a_supplement_names_doubts_of_reading_beside_defects_and_nothing_of_ours() -> None:
    notice = notice_of(LetterKind.SUPPLEMENT, RECORD, WORDS)

    assert isinstance(notice, Supplement)
    told = [defect.expected or defect.text for defect in notice.defects]
    assert told == [
        WORDS.say("letters.expected_phone"),
        WORDS.say("letters.expected_list_row_numbering"),
        "Trùng.",
    ]


def test_a_refusal_rests_on_no_doubt_of_reading() -> None:
    notice = notice_of(LetterKind.REFUSAL, RECORD, WORDS)

    assert isinstance(notice, Refusal)
    assert [one.expected for one in notice.defects] == [WORDS.say("letters.expected_phone")]
