"""How findings and reasons read in a terminal."""

from __future__ import annotations

import pytest

from mailbot.cases.finding import Finding, Severity
from mailbot.commands.wording import by_weight, finding_line, reason_words, told
from mailbot.words import Words, load_words

WORDS = load_words()
LOOK = Severity.LOOK


@pytest.mark.parametrize(
    ("finding", "said"),
    [
        pytest.param(
            Finding("row.phone_odd", LOOK, {"stt": "2", "name": "Lê Văn Tám", "value": "09"}, 1),
            "Dòng 2 (Lê Văn Tám): số điện thoại “09” không phải số đang dùng tại Việt Nam.",
            id="the row is said once",
        ),
        pytest.param(
            Finding("row.missing_phone", LOOK, {"stt": "1", "name": "Lê Văn Tám"}, 4),
            "Dòng 5 (STT 1, Lê Văn Tám): thiếu số điện thoại.",
            id="the paper's own number where it differs",
        ),
        pytest.param(
            Finding("list.phone_missing", LOOK, {"stt": "2"}, 1),
            "Dòng 2: không có số điện thoại.",
            id="as reading says it",
        ),
        pytest.param(
            Finding("list.duplicate", LOOK, {"stt": "2", "other": "1"}, 1),
            "Dòng 2: trùng với dòng số 1.",
            id="without a colon",
        ),
        pytest.param(
            Finding("row.no_address", LOOK, {"name": "Lê"}, 1),
            "Dòng 2: không đặt được địa chỉ hộp thư từ tên “Lê”.",
            id="a wording without its row",
        ),
        pytest.param(
            Finding("request.no_rows", LOOK),
            "Không tìm thấy danh sách đề nghị kèm theo văn bản.",
            id="no row",
        ),
    ],
)
def test_a_finding_names_its_row_once(finding: Finding, said: str) -> None:
    assert told(finding, WORDS) == said
    assert finding_line(finding, WORDS) == f"  ? {said}"


def test_the_heaviest_comes_first() -> None:
    note = Finding("a", Severity.NOTE)
    look, blocks = Finding("b", LOOK, row=2), Finding("c", Severity.BLOCKS, row=3)
    assert by_weight((note, look, blocks)) == [blocks, look, note]


def test_a_ledgers_codes_are_words_without_gaps() -> None:
    for code in ("no_words", "login_differs", "unknown", "own_copy", "oversize", "not_examined"):
        said = reason_words(code, "ubnd@cantho.gov.vn", WORDS)
        assert said != code
        assert "…" not in said


def test_every_reason_for_a_sender_has_words_without_gaps() -> None:
    codes = [key.partition(".")[2] for key in WORDS.texts if key.startswith("sender.")]
    gaps = [
        code
        for code in codes
        if code != "no_file" and "…" in reason_words(code, "ubnd@cantho.gov.vn", WORDS)
    ]
    assert gaps == []


def test_a_code_without_words_stays_a_code() -> None:
    assert reason_words("new_code", "", Words({})) == "new_code"
