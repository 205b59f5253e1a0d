"""Tài khoản, người dùng: what people change about themselves, and administrators about accounts."""

from __future__ import annotations

import re
from datetime import timedelta

import pyotp
import pytest

from mailbot.console.proof import is_password
from mailbot.storage import staff
from mailbot.storage.staff import Member, Role
from tests.console.office import PASSWORD, SAME_SITE, Browser, Staffed

NEW = "mot mat khau khac va dai"


def member(staffed: Staffed, name: str) -> Member:
    with staffed.house.database.transaction() as connection:
        found = staff.named_or_none(connection, name)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("current", "password", "again", "told"),
    [
        pytest.param("sai", NEW, NEW, "Mật khẩu hiện tại không đúng", id="wrong"),
        pytest.param(PASSWORD, "ngan", "ngan", "ít nhất 12 ký tự", id="short"),
        pytest.param(PASSWORD, NEW, f"{NEW}x", "khác nhau", id="differ"),
    ],
)
def test_a_password_that_cannot_be_taken_is_told_and_the_old_one_stays(
    staffed: Staffed, current: str, password: str, again: str, told: str
) -> None:
    answer = Browser(staffed, "lan").post(
        "/tai-khoan/mat-khau", current=current, password=password, again=again
    )
    assert told in answer.text
    assert is_password(member(staffed, "lan").password_hash, PASSWORD)


def test_a_new_password_ends_the_other_sessions(staffed: Staffed) -> None:
    browser, other = Browser(staffed, "lan"), Browser(staffed, "lan")
    answer = browser.post("/tai-khoan/mat-khau", current=PASSWORD, password=NEW, again=NEW)
    assert answer.headers["location"].startswith("/tai-khoan?xong=")
    assert is_password(member(staffed, "lan").password_hash, NEW)
    assert browser.get("/tai-khoan").status_code == 200
    assert other.get("/tai-khoan").status_code == 303


def test_the_current_password_cannot_be_guessed_here_either(staffed: Staffed) -> None:
    browser = Browser(staffed, "lan")
    for _ in range(5):
        browser.post("/tai-khoan/mat-khau", current="sai", password=NEW, again=NEW)
    answer = browser.post("/tai-khoan/mat-khau", current=PASSWORD, password=NEW, again=NEW)
    assert "quá nhiều lần" in answer.text


def test_a_new_authenticator_needs_the_old_one_and_shows_a_code_first(staffed: Staffed) -> None:
    browser = Browser(staffed, "lan")
    staffed.now += timedelta(minutes=16)
    assert browser.post("/tai-khoan/ung-dung/moi").status_code == 403
    begun = browser.post("/tai-khoan/ung-dung/moi", code=staffed.code("lan"))
    found = re.search(r'class="num secret">([A-Z2-7 ]+)<', begun.text)
    assert found is not None
    new = pyotp.TOTP(found[1].replace(" ", ""))
    wrong = browser.post("/tai-khoan/ung-dung", new_code="000000")
    assert "Mã của ứng dụng mới không đúng" in wrong.text
    staffed.now += timedelta(seconds=60)
    code = new.at(staffed.now)
    assert browser.post("/tai-khoan/ung-dung", new_code=code).status_code == 303
    staffed.now += timedelta(seconds=60)
    old, fresh = staffed.code("lan"), new.at(staffed.now)
    fields = {"name": "lan", "password": PASSWORD}
    log_in = Browser(staffed).client.post
    refused = log_in("/dang-nhap", data={**fields, "code": old}, headers=SAME_SITE)
    assert refused.status_code == 401
    assert log_in("/dang-nhap", data={**fields, "code": fresh}, headers=SAME_SITE).is_redirect


def test_a_session_is_ended_from_the_list(staffed: Staffed) -> None:
    browser, lost = Browser(staffed, "lan"), Browser(staffed, "lan")
    page = browser.get("/tai-khoan").text
    keys = re.findall(r"/tai-khoan/phien/([0-9a-f]{16})/dung", page)
    assert len(keys) == 1
    browser.post(f"/tai-khoan/phien/{keys[0]}/dung")
    assert lost.get("/tai-khoan").status_code == 303
    assert "Phiên này đã kết thúc" in browser.post(f"/tai-khoan/phien/{keys[0]}/dung").text
    third = Browser(staffed, "lan")
    browser.post("/tai-khoan/phien-khac/dung")
    assert third.get("/tai-khoan").status_code == 303


def test_habits_are_kept_and_an_odd_address_is_told(staffed: Staffed) -> None:
    browser = Browser(staffed, "lan")
    assert "chưa đúng" in browser.post("/tai-khoan/thoi-quen", email="lan@").text
    browser.post("/tai-khoan/thoi-quen", email="Lan@cantho.gov.vn")
    assert (member(staffed, "lan").email, member(staffed, "lan").single_keys) == (
        "lan@cantho.gov.vn",
        False,
    )
    browser.post("/tai-khoan/thoi-quen", single_keys="on")
    assert (member(staffed, "lan").email, member(staffed, "lan").single_keys) == ("", True)


@pytest.fixture
def admin(staffed: Staffed) -> Browser:
    staffed.member("quan", Role.ADMINISTER)
    return Browser(staffed, "quan")


def test_an_invitation_is_shown_once_and_opens_an_account(staffed: Staffed, admin: Browser) -> None:
    answer = admin.post(
        "/nguoi-dung/moi",
        name="Minh.Tuan",
        display_name="Nguyễn Minh Tuấn",
        role=["xu-ly", "duyet"],
        email="tuan@cantho.gov.vn",
    )
    found = re.search(r"https://console\.test(/moi/[\w-]+)", answer.text)
    assert found is not None
    assert "/moi/" not in admin.get("/nguoi-dung").text.replace("/nguoi-dung/moi", "")
    assert "Chờ mở lời mời" in admin.get("/nguoi-dung").text
    assert "Mở tài khoản" in Browser(staffed).get(found[1]).text
    invited = member(staffed, "minh.tuan")
    assert invited.roles == {Role.HANDLE, Role.APPROVE}
    assert invited.email == "tuan@cantho.gov.vn"


def test_an_invitation_never_takes_the_account_of_somebody_else(
    staffed: Staffed, admin: Browser
) -> None:
    before = member(staffed, "lan")
    answer = admin.post("/nguoi-dung/moi", name="lan", display_name="Lan Anh", role="xem")
    assert "Tên đăng nhập lan đã có (Lan)" in answer.text
    assert member(staffed, "lan") == before
    again = admin.post("/nguoi-dung/moi", name="lan", display_name="Lan", role="xem", again="1")
    assert "/moi/" in again.text
    assert not member(staffed, "lan").password_hash


@pytest.mark.parametrize("shown", ["Lan", "  lan ", "Mailbot"])
def test_nobody_is_shown_by_the_name_of_another_or_of_the_program(
    staffed: Staffed, admin: Browser, shown: str
) -> None:
    answer = admin.post("/nguoi-dung/moi", name="thu.lan", display_name=shown, role="xem")
    assert answer.status_code == 422
    with staffed.house.database.reading() as connection:
        assert staff.named_or_none(connection, "thu.lan") is None


def test_new_roles_count_from_the_next_click(staffed: Staffed, admin: Browser) -> None:
    browser = Browser(staffed, "lan")
    assert browser.get("/viec-can-lam").status_code == 200
    assert "ít nhất một vai trò" in admin.post("/nguoi-dung/lan/vai-tro").text
    admin.post("/nguoi-dung/lan/vai-tro", role="xem")
    assert browser.get("/viec-can-lam").status_code == 403


def test_a_closed_account_is_out_at_once(staffed: Staffed, admin: Browser) -> None:
    browser = Browser(staffed, "lan")
    admin.post("/nguoi-dung/lan/khoa")
    assert browser.get("/tai-khoan").status_code == 303
    assert "Đã khóa" in admin.get("/nguoi-dung").text


def test_the_last_administrator_stays(staffed: Staffed, admin: Browser) -> None:
    assert "quản trị duy nhất" in admin.post("/nguoi-dung/quan/khoa").text
    assert "quản trị duy nhất" in admin.post("/nguoi-dung/quan/vai-tro", role="xem").text
    assert member(staffed, "quan").active


@pytest.mark.parametrize("path", ["/nguoi-dung/lan/khoa", "/nguoi-dung/moi"])
def test_accounts_are_changed_only_after_a_fresh_second_factor(
    staffed: Staffed, admin: Browser, path: str
) -> None:
    staffed.now += timedelta(minutes=16)
    assert admin.post(path, name="la", role="xem").status_code == 403
    assert member(staffed, "lan").active
    with staffed.house.database.transaction() as connection:
        assert staff.named_or_none(connection, "la") is None


@pytest.mark.parametrize(
    "credential",
    ["", "[]", "{}", '{"id": 5}', "[" * 100_000, '{"response": {"clientDataJSON": "e30"}}'],
)
@pytest.mark.parametrize("path", ["/dang-nhap/khoa", "/xac-thuc/khoa", "/tai-khoan/khoa"])
def test_an_answer_that_is_no_passkey_is_refused(
    staffed: Staffed, path: str, credential: str
) -> None:
    answer = Browser(staffed, "lan").post(path, credential=credential, name="x")
    assert answer.status_code in {401, 422}
    assert "Khóa truy cập không được chấp nhận" in answer.json()["fault"]
