"""Working together: who has a case, who looks at it, notes for colleagues, a session that ends."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection

from mailbot.cases.state import State
from mailbot.storage import claims, history, staff
from mailbot.storage.staff import Role
from tests.beside import held_up
from tests.builders import a_case
from tests.console.office import (
    PASSWORD,
    SAME_SITE,
    Browser,
    Staffed,
    a_staffed_house,
    fill,
)
from tests.databases import database_section


def test_whoever_takes_a_case_first_has_it(staffed: Staffed) -> None:
    staffed.member("minh", Role.HANDLE)
    first, second = fill(staffed)
    lan, minh = Browser(staffed, "lan"), Browser(staffed, "minh")
    assert "Tôi" in lan.post(f"/ho-so/{first.number}/nhan").text
    assert "Lan" in minh.post(f"/ho-so/{first.number}/nhan").text
    assert first.number in lan.get("/?v=toi").text
    assert first.number not in minh.get("/?v=toi").text
    unclaimed = lan.get("/?v=chua").text
    assert (first.number in unclaimed, second.number in unclaimed) == (False, True)


@pytest.mark.parametrize("engine", ["sqlite", "postgresql"])
def test_of_two_who_take_a_case_at_the_same_moment_one_has_it(
    request: pytest.FixtureRequest, tmp_path: Path, engine: str
) -> None:
    with a_staffed_house(tmp_path, **database_section(request, engine)) as staffed:
        for name in ("lan", "minh"):
            staffed.member(name, Role.HANDLE)
        first, _ = fill(staffed)

        def take(name: str, connection: Connection) -> str:
            member = staff.named_or_none(connection, name)
            assert member is not None
            return claims.take(connection, first.id, member, staffed.now).name

        ours, theirs = (partial(take, name) for name in ("lan", "minh"))
        assert held_up(staffed.house.database, ours, theirs) == "lan"


def test_a_case_is_handed_to_a_colleague_with_a_note(staffed: Staffed) -> None:
    staffed.member("minh", Role.HANDLE)
    staffed.member("xem", Role.VIEW)
    first, _ = fill(staffed)
    lan = Browser(staffed, "lan")
    offered = lan.get(f"/ho-so/{first.number}/chuyen").text
    assert ('value="minh"' in offered, 'value="xem"' in offered) == (True, False)
    path = f"/ho-so/{first.number}/chuyen"
    assert lan.post(path, to="xem").status_code == 422
    assert lan.post(path, to="minh", note="Chờ phường gọi lại").status_code == 303
    page = Browser(staffed, "minh").get(f"/ho-so/{first.number}").text
    assert "Chờ phường gọi lại" in page
    assert "Lan chuyển hồ sơ cho Minh." in page
    with staffed.house.database.reading() as connection:
        assert "phường" not in str(history.of_case(connection, first.id))


def test_an_ended_case_cannot_be_taken(staffed: Staffed) -> None:
    case = staffed.open(a_case(state=State.ANSWERED))
    assert Browser(staffed, "lan").post(f"/ho-so/{case.number}/nhan").status_code == 422


def test_a_page_tells_who_else_looks_and_that_the_case_changed(staffed: Staffed) -> None:
    staffed.member("minh", Role.HANDLE)
    first, _ = fill(staffed)
    lan, minh = Browser(staffed, "lan"), Browser(staffed, "minh")
    minh.get(f"/ho-so/{first.number}")
    assert "Minh đang xem" in lan.get(f"/ho-so/{first.number}").text
    path = f"/ho-so/{first.number}/dang-xem"
    assert "vừa được cập nhật" not in lan.post(path, version=first.version).text
    minh.post(f"/ho-so/{first.number}/canh-bao/0", version=first.version)
    staffed.now += timedelta(seconds=46)
    told = lan.post(path, version=first.version).text
    assert "vừa được cập nhật" in told
    assert "Minh đang xem" not in told


def test_a_page_left_open_keeps_no_session_alive(staffed: Staffed) -> None:
    first, _ = fill(staffed)
    lan = Browser(staffed, "lan")
    for _ in range(4):
        staffed.now += timedelta(minutes=10)
        last = lan.post(f"/ho-so/{first.number}/dang-xem", version=first.version)
    assert (last.status_code, last.text) == (204, "")
    assert lan.get("/").status_code == 303


def test_a_session_that_ended_is_begun_again_over_the_open_page(staffed: Staffed) -> None:
    first, _ = fill(staffed)
    lan = Browser(staffed, "lan")
    staffed.now += timedelta(minutes=31)
    path = f"/ho-so/{first.number}/o/2/phone/luu"
    fields: dict[str, Any] = {"version": first.version, "after": "0912001000", "basis": "misread"}
    ended = lan.post(path, headers={**SAME_SITE, "hx-request": "true"}, **fields)
    assert (ended.status_code, ended.headers["hx-retarget"]) == (401, "#again-said")
    wrong: dict[str, Any] = {"name": "lan", "password": "wrong", "code": staffed.code("lan")}
    assert lan.post("/dang-nhap-lai", **wrong).status_code == 401
    told = lan.post("/dang-nhap-lai", **{**wrong, "password": PASSWORD}).text
    lan.form_token = told.split('data-token="')[1].split('"')[0]
    assert lan.post(path, **fields).status_code == 200
    assert staffed.load(first.number).rows[1].phone == "0912001000"


def test_a_session_begun_again_is_listed_with_its_browser(staffed: Staffed) -> None:
    lan = Browser(staffed, "lan")
    lan.client.headers["user-agent"] = "Mozilla/5.0 (Windows NT 10.0) Firefox/140.0"
    staffed.now += timedelta(minutes=31)
    form: dict[str, Any] = {"name": "lan", "password": PASSWORD, "code": staffed.code("lan")}
    assert lan.post("/dang-nhap-lai", **form).status_code == 200
    assert "Firefox, Windows" in lan.get("/tai-khoan").text
