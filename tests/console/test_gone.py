"""An old case whose things went by their time says so in a sentence; nothing of it fails."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from mailbot.cases.case import Case, Channel, Paperwork
from mailbot.cases.state import State
from mailbot.commands.cases import _told
from mailbot.operations.retention import retention_of
from mailbot.settings import Retention as Rules
from mailbot.storage import history, letters
from mailbot.storage.letters import LetterKind
from tests.builders import a_case
from tests.console.office import TWO_ROWS, Browser, Staffed

KEPT_SHORTLY = Rules(
    answered_days=30,
    outbox_days=30,
    rows_days=30,
    notices_days=30,
    drafts_days=30,
    verdicts_days=30,
)


@pytest.fixture
def old(staffed: Staffed) -> Case:
    """A case on paper that was answered, and of which everything is gone."""
    work = Paperwork("lan", on_paper=True, needs_comparison=False)
    case = staffed.open(a_case(rows=TWO_ROWS, channel=Channel.IN_PERSON, paperwork=work))
    house = staffed.house
    with house.database.transaction() as connection:
        one = letters.write(connection, case.id, LetterKind.RESULT, {}, staffed.now)
        letters.keep_signed(connection, one.id, b"%PDF signed", "12/TB", staffed.now.date())
        house.cases.save(connection, replace(case, state=State.ANSWERED), staffed.now, "answered")
    staffed.now += timedelta(days=31)
    retention = replace(retention_of(house), rules=KEPT_SHORTLY)
    purged = retention()
    assert (purged.of_cases, purged.rows, purged.notices) == (1, 1, 1)
    return case


def test_the_page_tells_what_is_gone_and_since_when(staffed: Staffed, old: Case) -> None:
    page = Browser(staffed, "lan").get(f"/ho-so/{old.number}")

    assert page.status_code == 200
    on = f"{staffed.now:%d/%m/%Y}"
    assert f"thư gốc và các tệp đính kèm (xóa ngày {on})" in page.text
    assert f"thông tin người trong danh sách (xóa ngày {on})" in page.text
    assert f"văn bản đã ký (xóa ngày {on})" in page.text
    assert TWO_ROWS[0].name not in page.text


def test_a_case_of_which_nothing_went_says_nothing_of_it(staffed: Staffed) -> None:
    case = staffed.open(a_case(rows=TWO_ROWS))

    assert "Theo thời hạn lưu giữ" not in Browser(staffed, "lan").get(f"/ho-so/{case.number}").text


@pytest.mark.parametrize(
    "path", ["/ho-so/{}/tep/0", "/ho-so/{}/cat/1/name.png", "/tiep-nhan/{}/trang/0.png"]
)
def test_what_is_gone_is_answered_in_words(staffed: Staffed, old: Case, path: str) -> None:
    answer = Browser(staffed, "lan").get(path.format(old.number))

    assert 400 <= answer.status_code < 500


def test_the_counter_shows_the_case_and_prints_no_notice_that_is_gone(
    staffed: Staffed, old: Case
) -> None:
    browser = Browser(staffed, "lan")

    assert browser.get(f"/tiep-nhan/{old.number}").status_code == 200
    answer = browser.post(f"/tiep-nhan/{old.number}/in-ket-qua")
    assert answer.status_code < 500
    assert "đã được xóa theo thời hạn lưu giữ" in answer.text


def test_the_command_that_explains_a_case_tells_it_too(staffed: Staffed, old: Case) -> None:
    with staffed.house.database.transaction() as connection:
        events = history.of_case(connection, old.id)

    told = "\n".join(_told(staffed.house, one) for one in events)

    assert "Xóa nội dung thư gốc" in told
    assert "Xóa danh sách 2 dòng" in told
    assert "Xóa văn bản đã ký 12/TB" in told
