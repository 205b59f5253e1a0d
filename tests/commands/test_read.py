"""`mailbot read` prints the request in the shape others rely on."""

from __future__ import annotations

import json
import random
from pathlib import Path

import pytest

from mailbot.commands.read import exit_code, read_json
from mailbot.errors import BadInputError
from tests.parsers.corpus.request import a_request
from tests.parsers.corpus.sheets import annex_workbook

ORGANISATION = {
    "stt", "name", "parent_agency", "email", "manager_name", "manager_phone", "manager_email",
    "phone", "note", "procedure", "raw", "place",
}  # fmt: skip
INDIVIDUAL = {
    "stt", "name", "parent_agency", "unit", "position", "national_id", "phone", "email", "note",
    "procedure", "raw", "place",
}  # fmt: skip


@pytest.fixture
def annex(tmp_path: Path) -> Path:
    kinds = [("new", "organisation", 2), ("new", "individual", 3)]
    path = tmp_path / "phu-luc.xlsx"
    path.write_bytes(annex_workbook(a_request(random.Random(1), kinds)))
    return path


def test_the_answer_is_json_with_the_promised_keys(annex: Path) -> None:
    answer = json.loads(json.dumps(read_json([annex])))

    assert answer["procedure"] == "new"
    assert set(answer["letter"]) >= {"number", "date", "agency"}
    assert set(answer["organisations"][0]) >= ORGANISATION
    assert set(answer["individuals"][0]) >= INDIVIDUAL
    assert answer["individuals"][2]["stt"] == "3"


def test_a_list_without_a_letter_is_flagged_in_vietnamese(annex: Path) -> None:
    answer = read_json([annex])

    flag = next(flag for flag in answer["flags"] if flag["code"] == "letter_missing")
    assert flag["message"] == "Không tìm thấy văn bản đề nghị kèm theo danh sách."
    assert (flag["place"]["file"], flag["place"]["sheet"]) == (annex.name, "Sheet")
    assert exit_code(answer) == 2


def test_a_request_without_flags_passes_and_none_fails() -> None:
    assert exit_code({"procedure": "new", "flags": []}) == 0
    assert exit_code({"procedure": "none", "flags": []}) == 1
    assert exit_code({"procedure": "cancel", "flags": []}) == 1


def test_a_file_that_is_not_there_is_a_plain_error(tmp_path: Path) -> None:
    with pytest.raises(BadInputError):
        read_json([tmp_path / "none.pdf"])
