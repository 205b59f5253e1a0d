import json
from datetime import time
from pathlib import Path

import pytest

from mailbot.__main__ import main
from mailbot.commands.deadline import deadline_json
from mailbot.errors import BadInputError
from mailbot.settings import Deadline


def test_times_are_vietnamese_with_their_offset() -> None:
    assert deadline_json("2026-01-09T10:00") == {
        "received_at": "2026-01-09T10:00:00+07:00",
        "due_at": "2026-01-12T17:00:00+07:00",
        "target_at": "2026-01-12T10:00:00+07:00",
        "warnings": [],
    }


@pytest.mark.parametrize(
    "text",
    [
        "2026-01-09T10:00+07:00",
        "2026-01-09T03:00:00Z",
        "2026-01-09 10:00",
        " 2026-01-08T22:00:00-05:00 ",
    ],
)
def test_the_same_instant_in_other_spellings_is_the_same_deadline(text: str) -> None:
    assert deadline_json(text) == deadline_json("2026-01-09T10:00")


def test_a_date_alone_is_the_start_of_that_day() -> None:
    answer = deadline_json("2026-01-09")
    assert answer["received_at"] == "2026-01-09T00:00:00+07:00"
    assert answer["due_at"] == "2026-01-12T17:00:00+07:00"


def test_a_year_without_a_document_warns_in_vietnamese() -> None:
    (warning,) = deadline_json("2026-12-31T09:00")["warnings"]
    assert "năm 2027 chưa có văn bản xác nhận" in warning


def test_stricter_settings_are_obeyed() -> None:
    answer = deadline_json("2026-01-09T10:00", Deadline(working_days=1, due_at=time(16)))
    assert answer["due_at"] == "2026-01-10T16:00:00+07:00"


@pytest.mark.parametrize(
    "text", ["", "mai", "2026-13-01", "2026-01-09T25:00", "09/01/2026", "1900-01-01", "9999-12-31"]
)
def test_what_is_no_usable_time_is_refused_with_a_hint(text: str) -> None:
    with pytest.raises(BadInputError, match=r"ISO 8601|2000–2098"):
        deadline_json(text)


def test_the_operators_calendar_is_used_and_its_faults_are_named(tmp_path: Path) -> None:
    own = tmp_path / "calendar.toml"
    own.write_text("[[day]]\ndate = 2026-01-12\nworking = false\ndocument = 'CV 1'\n", "utf-8")
    answer = deadline_json("2026-01-09T10:00", Deadline(calendar_file=own))
    assert answer["due_at"].startswith("2026-01-14")

    own.write_text("[[day]]\ndate = 2026-01-12\n", "utf-8")
    with pytest.raises(BadInputError, match="2026-01-12"):
        deadline_json("2026-01-09T10:00", Deadline(calendar_file=own))


@pytest.mark.parametrize("content", [None, b"\xff\xfe"])
def test_a_calendar_that_cannot_be_read_is_named(tmp_path: Path, content: bytes | None) -> None:
    own = tmp_path / "calendar.toml"
    if content is not None:
        own.write_bytes(content)
    with pytest.raises(BadInputError, match=r"calendar\.toml"):
        deadline_json("2026-01-09T10:00", Deadline(calendar_file=own))


def test_the_command_answers_in_words_and_in_json(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["deadline", "2026-12-31T09:00"]) == 0
    words = capsys.readouterr().out
    assert "Hạn trả lời" in words
    assert "2027" in words
    assert "năm 2027 chưa có văn bản" in words

    assert main(["deadline", "2026-12-31T09:00", "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == deadline_json("2026-12-31T09:00")


def test_a_time_nobody_understands_is_an_error_in_json_too(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["deadline", "mai", "--json"]) == 2
    error = json.loads(capsys.readouterr().out)["error"]
    assert error["code"] == "bad_input"
    assert "ISO 8601" in error["message"]
