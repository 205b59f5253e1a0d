"""A decision is held for half a minute: called back as if never taken, or carried out once."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from mailbot.cases.state import State
from mailbot.console.visit import PROOF_LASTS
from mailbot.rounds import MOST_BUGS
from mailbot.storage import history
from mailbot.storage.staff import Role
from tests.beside import held_up
from tests.console.office import Browser, Staffed, a_staffed_house, fill
from tests.databases import database_section
from tests.slips import take_one


def approve(staffed: Staffed, number: str, version: int) -> Browser:
    browser = Browser(staffed, "lan")
    answer = browser.post(f"/ho-so/{number}/quyet-dinh/duyet", version=version)
    assert answer.status_code == 200
    return browser


def due(staffed: Staffed) -> list[str]:
    """Return the kinds of work on cases that are due now, leaving it undone."""
    kinds = []
    with staffed.house.database.transaction() as connection:
        while slip := take_one(connection, staffed.now, timedelta(minutes=5)):
            kinds.append(str(slip.kind))
    return [kind for kind in kinds if kind != "examine"]


def test_nothing_is_due_before_the_half_minute_is_over(staffed: Staffed) -> None:
    first, _ = fill(staffed)
    approve(staffed, first.number, first.version)
    staffed.now += timedelta(seconds=29)
    assert due(staffed) == []
    staffed.now += timedelta(seconds=1)
    assert due(staffed) == ["decide"]


def test_a_decision_called_back_leaves_the_case_as_it_was(staffed: Staffed) -> None:
    first, _ = fill(staffed)
    browser = approve(staffed, first.number, first.version)
    assert "Đang giữ văn bản trình ký" in browser.get("/").text
    answer = browser.post(f"/ho-so/{first.number}/hoan-tac")
    assert "done_called_back" in answer.headers["location"]
    assert "Đang giữ" not in browser.get("/").text
    assert staffed.after_the_hold(first.number) == first
    assert due(staffed) == []


def test_a_held_decision_is_called_back_on_its_case_s_own_page_too(staffed: Staffed) -> None:
    staffed.member("binh", Role.HANDLE)
    first, _ = fill(staffed)
    lan = approve(staffed, first.number, first.version)
    button = f'action="/ho-so/{first.number}/hoan-tac"'
    page = f"/ho-so/{first.number}"
    in_review = 'id="call-back"'
    assert button in lan.get(page).text
    assert in_review in lan.get(page).text
    assert in_review not in Browser(staffed, "binh").get(page).text
    staffed.now += timedelta(seconds=30)
    assert in_review not in lan.get(page).text


def test_after_its_time_a_decision_is_carried_out_once_and_cannot_be_called_back(
    staffed: Staffed,
) -> None:
    first, _ = fill(staffed)
    browser = approve(staffed, first.number, first.version)
    done = staffed.after_the_hold(first.number)
    assert done.state is State.ACCEPTED
    answer = browser.post(f"/ho-so/{first.number}/hoan-tac")
    assert "done_too_late" in answer.headers["location"]
    staffed.house.hold(first.id)
    assert staffed.load(first.number) == done
    with staffed.house.database.reading() as connection:
        told = [one.what for one in history.of_case(connection, first.id)]
    assert told[-2:] == ["decision_held", "approved"]


def test_a_decision_whose_time_is_over_is_not_called_back_though_nobody_came_to_it_yet(
    staffed: Staffed,
) -> None:
    first, _ = fill(staffed)
    browser = approve(staffed, first.number, first.version)
    staffed.now += timedelta(seconds=30)
    answer = browser.post(f"/ho-so/{first.number}/hoan-tac")
    assert "done_too_late" in answer.headers["location"]
    assert staffed.after_the_hold(first.number).state is State.ACCEPTED


@pytest.mark.parametrize("engine", ["sqlite", "postgresql"])
def test_who_carries_a_decision_out_waits_for_who_calls_it_back(
    request: pytest.FixtureRequest, tmp_path: Path, engine: str
) -> None:
    with a_staffed_house(tmp_path, **database_section(request, engine)) as staffed:
        staffed.member("lan", Role.HANDLE, Role.APPROVE)
        first, _ = fill(staffed)
        approve(staffed, first.number, first.version)
        hold = staffed.house.hold
        left = held_up(
            staffed.house.database,
            lambda connection: hold.call_back(connection, first.id, "Lan"),
            lambda connection: hold.held.of_case(connection, first.id),
        )
    assert left is None


def test_nothing_is_decided_without_a_fresh_second_factor(staffed: Staffed) -> None:
    first, _ = fill(staffed)
    browser = Browser(staffed, "lan")
    staffed.now += PROOF_LASTS + timedelta(seconds=1)
    path = f"/ho-so/{first.number}/quyet-dinh/duyet"
    for code in ("", "000000"):
        asked = browser.post(path, version=first.version, code=code)
        assert "Mã xác thực 6 chữ số" in asked.text
        assert due(staffed) == []
        with staffed.house.database.reading() as connection:
            assert staffed.house.hold.held.peek(connection, first.id) is None
    browser.post(path, version=first.version, code=staffed.code("lan"))
    assert staffed.after_the_hold(first.number).state is State.ACCEPTED


def test_to_choose_no_row_approves_none(staffed: Staffed) -> None:
    first, _ = fill(staffed)
    path = f"/ho-so/{first.number}/quyet-dinh/duyet"
    answer = Browser(staffed, "lan").post(path, version=first.version, seen="1")
    assert answer.status_code == 422
    assert "Hãy chọn ít nhất một dòng" in answer.text
    assert staffed.after_the_hold(first.number) == first


def test_a_decision_that_cannot_be_carried_out_is_taken_anew(staffed: Staffed) -> None:
    """Nobody could decide on its case any more: one is held already, and its time is over."""
    first, _ = fill(staffed)
    browser = approve(staffed, first.number, first.version)

    def fail(_case_id: int) -> None:
        raise ValueError

    rounds = replace(staffed.house.rounds, decide=fail)
    for _ in range(MOST_BUGS):
        staffed.now += timedelta(minutes=5)
        rounds.run_due()
    case = staffed.load(first.number)
    assert "case.step_failed" in {one.code for one in case.findings}
    path = f"/ho-so/{first.number}/quyet-dinh/tu-choi"
    answer = browser.post(path, version=case.version, free="khác")
    assert answer.status_code == 200
    assert staffed.after_the_hold(first.number).state is State.REFUSED


def test_while_a_decision_is_held_no_other_is_taken(staffed: Staffed) -> None:
    first, _ = fill(staffed)
    browser = approve(staffed, first.number, first.version)
    path = f"/ho-so/{first.number}/quyet-dinh/tu-choi"
    answer = browser.post(path, version=first.version, free="khác")
    assert answer.status_code == 422
    assert "đang giữ một quyết định" in answer.text


def test_the_story_of_a_refusal_tells_its_row_and_the_case_alone_its_person(
    staffed: Staffed,
) -> None:
    first, _ = fill(staffed)
    said = "Dòng 2 (Trần Văn Đệ): số 09120010 không dùng được."
    path = f"/ho-so/{first.number}/quyet-dinh/tu-choi"
    Browser(staffed, "lan").post(path, version=first.version, free=said)
    case = staffed.after_the_hold(first.number)
    assert case.decision is not None
    assert case.decision.reasons == (said,)
    with staffed.house.database.reading() as connection:
        told = "Dòng 2 (…): số … không dùng được."
        assert history.was_written(connection, first.id, "refused", state=case.state, reason=told)


def test_a_case_that_changes_in_the_hold_is_not_decided_and_its_story_says_so(
    staffed: Staffed,
) -> None:
    first, _ = fill(staffed)
    approve(staffed, first.number, first.version)
    with staffed.house.database.transaction() as connection:
        staffed.house.cases.save(connection, first, staffed.now, "completed")
    assert staffed.after_the_hold(first.number).state is State.IN_REVIEW
    with staffed.house.database.reading() as connection:
        assert history.was_written(
            connection, first.id, "decision_dropped", reason="hồ sơ thay đổi trong lúc giữ"
        )


def test_the_next_case_follows_the_listing_one_came_from(staffed: Staffed) -> None:
    first, second = fill(staffed)
    answer = Browser(staffed, "lan").post(
        f"/ho-so/{first.number}/quyet-dinh/duyet", version=first.version, listing="?q=dao"
    )
    assert answer.headers["hx-redirect"] == f"/ho-so/{second.number}?q=dao"
    answer = Browser(staffed, "lan").post(
        f"/ho-so/{second.number}/quyet-dinh/tu-choi",
        version=second.version,
        free="khác",
        listing="?v=toi&q=cai+rang",
    )
    assert answer.headers["hx-redirect"] == "/?v=toi&q=cai+rang"
