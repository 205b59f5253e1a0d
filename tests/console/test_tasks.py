"""Việc cần làm: work by hand, and passwords that are shown once."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from mailbot.__main__ import main
from mailbot.cases.state import State
from mailbot.replies.read_back import printed_text
from mailbot.storage import effects, history
from mailbot.storage.effects import EffectState
from tests.console.desk import with_tasks
from tests.console.office import Browser, Staffed
from tests.crash.settings_file import write_settings
from tests.plans import recorded

FRAGMENT = {"sec-fetch-site": "same-origin", "hx-request": "true"}


def story(staffed: Staffed, case_id: int) -> list[str]:
    with staffed.house.database.transaction() as connection:
        return [event.what for event in history.of_case(connection, case_id)]


def test_the_page_shows_what_to_do_and_never_a_password(staffed: Staffed) -> None:
    case, _ = with_tasks(staffed)
    page = Browser(staffed, "lan").get("/viec-can-lam").text
    assert "2 việc ở hệ thống thư, 0 mật khẩu giao trực tiếp." in page
    assert case.number in page
    assert "dao.nth@cantho.gov.vn" in page
    assert "Mat-khau" not in page
    assert "092190001234" not in page


def test_the_cases_of_the_page_are_read_together(staffed: Staffed) -> None:
    case, (_, given) = with_tasks(staffed)
    with staffed.house.database.transaction() as connection:
        staffed.house.hands.done(connection, given, "Lan")
    browser = Browser(staffed, "lan")
    with recorded(staffed.house.database) as seen:
        assert browser.get("/viec-can-lam").text.count(f"{case.number}</span>") == 2
    opening = [one for one in seen if "cases.sealed" in one]
    assert opening
    assert all("cases.id IN (" in one for one in opening)


def test_an_empty_desk_says_so(staffed: Staffed) -> None:
    assert "Hết việc" in Browser(staffed, "lan").get("/viec-can-lam").text


def test_seeing_a_password_is_written_into_the_cases_story(staffed: Staffed) -> None:
    case, (key, _) = with_tasks(staffed)
    answer = Browser(staffed, "lan").post(f"/viec-can-lam/{key}/mat-khau", headers=FRAGMENT)
    assert "Mat-khau-0" in answer.text
    assert answer.headers["cache-control"] == "no-store"
    assert "password_revealed" in story(staffed, case.id)


def test_a_password_is_shown_only_after_a_fresh_second_factor(staffed: Staffed) -> None:
    _, (key, _) = with_tasks(staffed)
    browser = Browser(staffed, "lan")
    staffed.now += timedelta(minutes=16)
    asked = browser.post(f"/viec-can-lam/{key}/mat-khau", headers=FRAGMENT)
    assert asked.status_code == 200
    assert "Mat-khau" not in asked.text
    assert "Mã xác thực" in asked.text
    wrong = browser.post(f"/viec-can-lam/{key}/mat-khau", headers=FRAGMENT, code="000000")
    assert "Mã xác thực không đúng" in wrong.text
    code = staffed.code("lan")
    shown = browser.post(f"/viec-can-lam/{key}/mat-khau", headers=FRAGMENT, code=code)
    assert "Mat-khau-0" in shown.text


def test_what_was_typed_survives_the_question_for_the_second_factor(staffed: Staffed) -> None:
    _, (key, other) = with_tasks(staffed)
    with staffed.house.database.transaction() as connection:
        staffed.house.hands.done(connection, key, "Lan")
    browser = Browser(staffed, "lan")
    staffed.now += timedelta(minutes=16)
    asked = browser.post(f"/viec-can-lam/{key}/giao", headers=FRAGMENT, to="Đào <Thị>")
    assert 'name="to" value="Đào &lt;Thị&gt;"' in asked.text
    assert f'hx-post="/viec-can-lam/{key}/giao"' in asked.text
    assert other not in asked.text


def test_the_case_goes_on_after_the_last_task(staffed: Staffed) -> None:
    case, (first, second) = with_tasks(staffed)
    browser = Browser(staffed, "lan")
    assert browser.post(f"/viec-can-lam/{first}/xong").status_code == 303
    assert staffed.load(case.number).state is State.AWAITING_HANDS
    empty = browser.post(f"/viec-can-lam/{second}/khong-lam-duoc", reason="  ")
    assert "Cần nêu lý do" in empty.text
    browser.post(f"/viec-can-lam/{second}/khong-lam-duoc", reason="Tên này đã có người dùng")
    assert staffed.load(case.number).state is State.ACCEPTED
    with staffed.house.database.transaction() as connection:
        told = {one.op_key: (one.state, one.reason) for one in effects.of_case(connection, case.id)}
    assert told[first] == (EffectState.DONE, "")
    assert told[second] == (EffectState.FAILED, "Tên này đã có người dùng")


def test_what_could_not_be_done_is_told_with_its_reason_in_the_notice(staffed: Staffed) -> None:
    case, (first, second) = with_tasks(staffed)
    browser = Browser(staffed, "lan")
    browser.post(f"/viec-can-lam/{first}/xong")
    browser.post(f"/viec-can-lam/{second}/khong-lam-duoc", reason="Tên này đã có người dùng")
    for step in (staffed.house.provision, staffed.house.compose):
        step(staffed.load(case.number))
    assert staffed.load(case.number).state is State.AWAITING_SIGNATURE
    (waiting,) = staffed.house.letter_office.waiting()
    draft = staffed.house.letter_office.draft(waiting.letter.id)
    notice = " ".join(printed_text(draft.data).split())
    assert "dao.nth@cantho.gov.vn" in notice
    assert "Tên này đã có người dùng" in notice
    assert "de.tv@cantho.gov.vn" not in notice


def test_a_password_is_given_once_to_somebody_named(staffed: Staffed) -> None:
    case, (key, _) = with_tasks(staffed)
    browser = Browser(staffed, "lan")
    early = browser.post(f"/viec-can-lam/{key}/giao", headers=FRAGMENT, to="Nguyễn Thị Hồng Đào")
    assert "không phải giao mật khẩu trực tiếp" in early.text
    browser.post(f"/viec-can-lam/{key}/xong")
    assert "Giao mật khẩu" in browser.get("/viec-can-lam").text
    nobody = browser.post(f"/viec-can-lam/{key}/giao", headers=FRAGMENT, to=" ")
    assert "họ tên người nhận" in nobody.text
    given = browser.post(f"/viec-can-lam/{key}/giao", headers=FRAGMENT, to="Nguyễn Thị Hồng Đào")
    assert "Mat-khau-0" in given.text
    assert "mà chưa xác nhận" not in given.text
    again = browser.post(f"/viec-can-lam/{key}/giao", headers=FRAGMENT, to="Người khác")
    assert "Mat-khau-0" in again.text
    assert "cho Nguyễn Thị Hồng Đào) mà chưa xác nhận đã giao" in again.text
    assert browser.post(f"/viec-can-lam/{key}/da-giao").status_code == 303
    gone = browser.post(f"/viec-can-lam/{key}/giao", headers=FRAGMENT, to="Người khác")
    assert "không còn lưu" in gone.text
    assert "Mat-khau" not in gone.text
    told = [what for what in story(staffed, case.id) if what.startswith("password_")]
    assert told == ["password_shown", "password_shown_again", "password_handed_over"]


def test_who_confirms_has_given_the_password_to_whom_they_showed_it(staffed: Staffed) -> None:
    case, (key, _) = with_tasks(staffed)
    hands = staffed.house.hands
    with staffed.house.database.transaction() as connection:
        hands.done(connection, key, "Lan")
        effects.plan_hand_over(connection, (key,), "in_person")
        hands.show(connection, key, "Lan", "Trần Văn An")
        hands.show(connection, key, "Bình", "Lê Thị Mai")
        hands.handed_over(connection, key, "Lan")
        (told,) = [
            one
            for one in history.of_case(connection, case.id)
            if one.what == "password_handed_over"
        ]
    assert (told.who, told.detail["to"]) == ("Lan", "Trần Văn An")


def test_a_password_that_nobody_was_shown_is_not_handed_over(staffed: Staffed) -> None:
    _, (key, _) = with_tasks(staffed)
    browser = Browser(staffed, "lan")
    browser.post(f"/viec-can-lam/{key}/xong")
    assert "chưa hiện cho ai" in browser.post(f"/viec-can-lam/{key}/da-giao").text
    with staffed.house.database.transaction() as connection:
        assert staffed.house.effects.password(connection, key) == "Mat-khau-0"


def test_a_command_that_dies_before_its_print_loses_no_password(
    staffed: Staffed,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    _, (key, _) = with_tasks(staffed)
    Browser(staffed, "lan").post(f"/viec-can-lam/{key}/xong")
    settings = write_settings(staffed.house.settings, tmp_path / "handing.toml")
    words = ["hand-over", key, "--to", "Đào", "--officer", "Lan", "--settings", str(settings)]
    with monkeypatch.context() as dying:
        dying.setattr("mailbot.__main__._say", _die)
        with pytest.raises(SystemExit):
            main(words)

    assert main(words) == 0
    told = capsys.readouterr().out
    assert "Mat-khau-0" in told
    assert "chưa xác nhận đã giao" in told
    assert main(words) == 2
    assert "không còn lưu" in capsys.readouterr().err


def _die(*_: object, **__: object) -> None:
    raise SystemExit(137)


def test_a_task_that_waits_no_more_is_not_done_twice(staffed: Staffed) -> None:
    case, (key, _) = with_tasks(staffed)
    browser = Browser(staffed, "lan")
    browser.post(f"/viec-can-lam/{key}/xong")
    assert "không còn chờ làm" in browser.post(f"/viec-can-lam/{key}/xong").text
    assert "không còn chờ làm" in browser.post(f"/viec-can-lam/{key}/mat-khau").text
    assert story(staffed, case.id).count("task_done") == 1
    assert browser.get("/viec-can-lam/khong-co/hoi/giao").status_code == 404
