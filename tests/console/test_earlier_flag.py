"""A flag that an earlier version stored, and this one has no words for, is shown all the same."""

from __future__ import annotations

from pathlib import Path

import pytest

from mailbot.__main__ import main
from mailbot.cases.case import Case
from mailbot.cases.finding import Finding, Severity
from mailbot.storage.staff import Role
from tests.builders import a_case
from tests.console.office import TWO_ROWS, Browser, Staffed, a_flag, a_staffed_house
from tests.operations.copy_settings import write_settings

GONE = "row.told_by_an_earlier_version"
SHOWN = f"mã {GONE}"


@pytest.fixture
def case(staffed: Staffed) -> Case:
    of_row = a_flag(code=GONE)
    rooms = [Finding(f"{room}.gone", Severity.LOOK) for room in ("list", "signature", "sender")]
    blocks = Finding(GONE, Severity.BLOCKS)
    return staffed.open(a_case(rows=TWO_ROWS, findings=(of_row, a_flag(), *rooms, blocks)))


def test_every_page_of_its_case_can_be_opened(staffed: Staffed, case: Case) -> None:
    staffed.member("minh", *Role)
    browser = Browser(staffed, "minh")
    page = browser.get(f"/ho-so/{case.number}")
    assert page.status_code == 200
    assert SHOWN in page.text
    for path in ("/", "/bao-cao", "/thoi-han", "/nhat-ky"):
        assert browser.get(path).status_code == 200, path


@pytest.mark.parametrize("kind", ["bo-sung", "tu-choi"])
def test_no_letter_speaks_of_it(staffed: Staffed, case: Case, kind: str) -> None:
    shown = Browser(staffed, "lan").post(f"/ho-so/{case.number}/xem-truoc/{kind}")
    assert shown.status_code == 200
    assert GONE not in shown.text


def test_an_approval_is_told_that_it_stands_in_the_way(staffed: Staffed, case: Case) -> None:
    shown = Browser(staffed, "lan").post(f"/ho-so/{case.number}/xem-truoc/duyet")
    assert shown.status_code == 200
    assert SHOWN in shown.text


@pytest.mark.parametrize("command", ["show", "explain"])
@pytest.mark.parametrize("form", [(), ("--json",)], ids=["text", "json"])
def test_commands_tell_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], command: str, form: tuple[str, ...]
) -> None:
    with a_staffed_house(tmp_path) as staffed:
        opened = staffed.open(a_case(rows=TWO_ROWS, findings=(a_flag(code=GONE),)))
    url, archive = f"sqlite:///{tmp_path}/mailbot.db", tmp_path / "archive"
    settings = write_settings(tmp_path / "secrets" / "mailbot.toml", url, archive)
    assert main([command, opened.number, "--settings", str(settings), *form]) in {0, 2}
    assert SHOWN in capsys.readouterr().out
