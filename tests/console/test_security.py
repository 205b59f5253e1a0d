"""Who gets in, what is refused, and what every answer carries."""

from __future__ import annotations

import hashlib
import re
import sqlite3
import tomllib
from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from sqlalchemy import event
from starlette.responses import Response
from starlette.testclient import TestClient

from mailbot.console import app as app_module
from mailbot.console import static_files
from mailbot.console.app import WAYS, application
from mailbot.console.proof import is_password
from mailbot.console.security import HEADERS
from mailbot.console.visit import Visit
from mailbot.console.ways import Way
from mailbot.storage import database as database_module
from mailbot.storage import history, staff
from mailbot.storage.staff import Role, SecondFactors
from tests.console.office import (
    ORIGIN,
    PASSWORD,
    SAME_SITE,
    TWO_ROWS,
    Browser,
    Staffed,
    a_staffed_house,
    fill,
)

CONSOLE = Path(app_module.__file__).parent
SENT_OTHERWISE = ('method="post"', "hx-post", 'method="dialog"', "data-passkey-add")
"""Marks of forms that stand in no address: posted, or sent by a script alone, or by nothing."""


class Given(dict[str, str]):
    """What stands in an address: a case that is there, and a plain 1 for all else."""

    def __missing__(self, name: str) -> str:
        return "1"


def address(way: Way, number: str) -> str:
    given = Given(number=number, n="0" if "tep" in way.path else "1", kind="duyet")
    return way.path.replace(":path", "").format_map(given)


@pytest.fixture(scope="module")
def everybody(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Staffed, str]]:
    """Yield a house with somebody of each role and a case to walk its ways with."""
    with a_staffed_house(tmp_path_factory.mktemp("everybody")) as staffed:
        for role in Role:
            staffed.member(f"the-{role}", role)
        first, _ = fill(staffed)
        yield staffed, first.number


@pytest.mark.parametrize("way", WAYS, ids=lambda way: f"{way.method} {way.path}")
def test_every_way_is_open_to_its_roles_and_to_nobody_else(
    everybody: tuple[Staffed, str], way: Way
) -> None:
    staffed, number = everybody
    allowed = frozenset(Role) if way.roles is None else way.roles
    for role in Role:
        browser = Browser(staffed, f"the-{role}")
        ask = browser.get if way.method == "GET" else browser.post
        status = ask(address(way, number)).status_code
        assert (status == 403) == (role not in allowed), role


def shows_an_id(answer: Any) -> bool:
    """Return whether the answer has a national ID whole, or is a paper or a picture of one."""
    kind = answer.headers.get("content-type", "")
    papers = kind in {"image/png", "application/pdf"}
    return papers or any(row.national_id in answer.text for row in TWO_ROWS)


def test_every_way_that_shows_a_national_id_writes_down_who_read_it(staffed: Staffed) -> None:
    staffed.member("hoa", Role.HANDLE, Role.APPROVE)
    case, _ = fill(staffed)
    shown = set()
    of_a_case = [way for way in WAYS if "{number}" in way.path]
    for way in sorted(of_a_case, key=lambda way: "quyet-dinh" in way.path):  # that ends the review
        path = address(way, case.number).replace("/o/1/1", "/o/1/national_id")
        path = path.replace("/cat/1/1.png", "/cat/2/phone.png").replace(
            "/canh-bao/1", "/canh-bao/0"
        )
        version = str(staffed.load(case.number).version)
        edit: dict[str, Any] = {
            "ids": "1",
            "basis": "misread",
            "after": "092190001235",
            "version": version,
        }
        for fields in (dict[str, Any](), edit):
            staffed.now += timedelta(minutes=11)
            browser = Browser(staffed, "hoa")
            answer = browser.get(path) if way.method == "GET" else browser.post(path, **fields)
            if shows_an_id(answer):
                shown.add(way.path)
                with staffed.house.database.reading() as connection:
                    lines = history.of_case(connection, case.id)
                read = [one for one in lines if one.what == "ids_read" and one.at == staffed.now]
                assert [one.who for one in read] == ["Hoa"], (way.path, fields)
    assert shown >= {
        "/ho-so/{number}/cccd",
        "/ho-so/{number}/tep/{n}",
        "/ho-so/{number}/cat/{n}.png",
        "/ho-so/{number}/o/{row}/{column}",
        "/ho-so/{number}/o/{row}/{column}/luu",
        "/ho-so/{number}/canh-bao/{n}",
    }


@pytest.mark.parametrize(
    "way",
    [way for way in WAYS if way.roles is not None and not way.quiet],
    ids=lambda way: way.path,
)
def test_without_a_session_every_way_leads_to_the_login(staffed: Staffed, way: Way) -> None:
    browser = Browser(staffed)
    ask = browser.get if way.method == "GET" else browser.post
    path = address(way, "HS-2026-00001")
    answer = ask(path)
    back = f"?tiep={quote(path, safe='')}" if way.method == "GET" and path != "/" else ""
    assert (answer.status_code, answer.headers["location"]) == (303, f"/dang-nhap{back}")


def led_in(browser: Browser, staffed: Staffed, wanted: str) -> Any:
    """Log in by the form that leads on to the page that was wanted."""
    code = staffed.code("lan")
    return browser.post("/dang-nhap", name="lan", password=PASSWORD, code=code, tiep=wanted)


def test_the_login_leads_on_to_the_page_that_was_wanted(staffed: Staffed) -> None:
    browser = Browser(staffed)
    asked = browser.get("/bao-cao?ky=quy&co-quan=pnk").headers["location"]
    assert 'name="tiep" value="/bao-cao?ky=quy&amp;co-quan=pnk"' in browser.get(asked).text
    answer = led_in(browser, staffed, "/bao-cao?ky=quy&co-quan=pnk")
    assert answer.headers["location"] == "/bao-cao?ky=quy&co-quan=pnk"


def test_a_national_id_is_left_behind_at_the_login(staffed: Staffed) -> None:
    asked = Browser(staffed).get("/ho-so/HS-2026-00001?v=toi&q=dao+092090005678")
    assert asked.headers["location"] == "/dang-nhap?tiep=%2Fho-so%2FHS-2026-00001%3Fv%3Dtoi"


def test_no_page_has_a_form_that_writes_what_is_typed_freely_into_an_address(
    everybody: tuple[Staffed, str],
) -> None:
    staffed, number = everybody
    staffed.member("moi-quyen", *Role)
    browser, written = Browser(staffed, "moi-quyen"), []
    for way in (way for way in WAYS if way.method == "GET"):
        for form in re.findall(r"<form\b.*?</form>", browser.get(address(way, number)).text, re.S):
            if any(sent in form for sent in SENT_OTHERWISE):
                continue
            fields = re.findall(r"<(?:input|textarea)\b[^>]*>", form)
            free = [one for one in fields if 'type="hidden"' not in one and "pattern=" not in one]
            written += [(way.path, one) for one in free]
    assert written == []


@pytest.mark.parametrize(
    "elsewhere", ["//x.test", "/\\x.test", "/\t/x.test", "https://x.test", "x.test"]
)
def test_the_login_leads_to_no_other_site(staffed: Staffed, elsewhere: str) -> None:
    browser = Browser(staffed)
    assert elsewhere not in browser.get(f"/dang-nhap?tiep={quote(elsewhere, safe='')}").text
    assert led_in(browser, staffed, elsewhere).headers["location"] == "/"


@pytest.mark.parametrize("path", ["/", "/dang-nhap", "/khong-co", "/ho-so/HS-1999-00001"])
def test_every_answer_carries_the_headers(staffed: Staffed, path: str) -> None:
    headers = Browser(staffed, "lan").get(path).headers
    policy = headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy
    assert headers["cache-control"] == "no-store"
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["x-frame-options"] == "DENY"
    assert headers["cross-origin-opener-policy"] == "same-origin"
    assert headers["cross-origin-resource-policy"] == "same-origin"
    assert "camera=()" in headers["permissions-policy"]


@pytest.mark.parametrize(
    ("headers", "passes"),
    [
        pytest.param({"sec-fetch-site": "same-origin"}, True, id="our page"),
        pytest.param({"sec-fetch-site": "cross-site"}, False, id="another site"),
        pytest.param({"sec-fetch-site": "same-site"}, False, id="a neighbour"),
        pytest.param({"sec-fetch-site": "none"}, False, id="no page at all"),
        pytest.param({"origin": ORIGIN}, True, id="an old browser on our page"),
        pytest.param({"origin": "https://evil.test"}, False, id="an old browser elsewhere"),
        pytest.param({"origin": "null"}, False, id="a page without origin"),
        pytest.param({}, False, id="nothing said"),
    ],
)
def test_a_change_must_come_from_a_page_of_ours(
    staffed: Staffed, headers: dict[str, str], *, passes: bool
) -> None:
    answer = Browser(staffed, "lan").post("/thoat", headers=headers)
    assert (answer.status_code == 303) == passes


def test_a_form_without_the_sessions_token_changes_nothing(staffed: Staffed) -> None:
    first, _ = fill(staffed)
    browser = Browser(staffed, "lan")
    browser.form_token = Browser(staffed, "lan").form_token
    answer = browser.post(f"/ho-so/{first.number}/quyet-dinh/duyet", version=first.version)
    assert answer.status_code == 403
    assert staffed.load(first.number).version == first.version


def log_in(browser: Browser, name: str, password: str, code: str) -> int:
    answer = browser.client.post(
        "/dang-nhap", data={"name": name, "password": password, "code": code}, headers=SAME_SITE
    )
    status: int = answer.status_code
    return status


def test_name_password_and_code_begin_a_session_in_a_cookie_no_script_sees(
    staffed: Staffed,
) -> None:
    browser = Browser(staffed)
    answer = browser.client.post(
        "/dang-nhap",
        data={"name": "lan", "password": PASSWORD, "code": staffed.code("lan")},
        headers=SAME_SITE,
    )
    assert answer.status_code == 303
    cookie = answer.headers["set-cookie"]
    assert cookie.startswith("__Host-mailbot=")
    for flag in ("HttpOnly", "Secure", "SameSite=lax", "Path=/"):
        assert flag in cookie
    assert browser.get("/").status_code == 200


def test_a_code_works_once(staffed: Staffed) -> None:
    code = staffed.code("lan")
    assert log_in(Browser(staffed), "lan", PASSWORD, code) == 303
    assert log_in(Browser(staffed), "lan", PASSWORD, code) == 401


def test_every_refused_login_reads_alike(staffed: Staffed) -> None:
    tries = [
        ("nobody", PASSWORD, "123456"),
        ("lan", "not the password", staffed.code("lan")),
        ("lan", PASSWORD, "000000"),
    ]
    said = []
    for name, password, code in tries:
        answer = Browser(staffed).client.post(
            "/dang-nhap",
            data={"name": name, "password": password, "code": code},
            headers=SAME_SITE,
        )
        said.append((answer.status_code, answer.text.replace(f'value="{name}"', "")))
    assert len(set(said)) == 1
    assert not is_password("", PASSWORD)


def test_the_sixth_login_of_a_minute_is_not_looked_at(staffed: Staffed) -> None:
    browser = Browser(staffed)
    for _ in range(5):
        assert log_in(browser, "lan", "wrong", "000000") == 401
    assert log_in(browser, "lan", PASSWORD, staffed.code("lan")) == 429
    staffed.now += timedelta(minutes=1)
    assert log_in(browser, "lan", PASSWORD, staffed.code("lan")) == 303


@pytest.mark.parametrize(
    ("steps", "holds"),
    [
        pytest.param([29, 29], True, id="used every half hour"),
        pytest.param([31], False, id="idle for longer"),
        pytest.param([29] * 17, False, id="longer than a working day"),
    ],
)
def test_a_session_ends_by_idleness_and_by_age(
    staffed: Staffed, steps: list[int], *, holds: bool
) -> None:
    browser = Browser(staffed, "lan")
    for minutes in steps:
        staffed.now += timedelta(minutes=minutes)
        status = browser.get("/").status_code
    assert (status == 200) == holds


def test_looking_writes_nothing_about_the_session_twice_in_half_a_minute(staffed: Staffed) -> None:
    browser = Browser(staffed, "lan")
    writes: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_more: object) -> None:
        if statement.startswith("BEGIN I"):
            writes.append(statement)

    event.listen(staffed.house.database.engine, "before_cursor_execute", note)
    assert browser.get("/").status_code == 200
    assert writes == []
    staffed.now += timedelta(seconds=31)
    for _ in range(2):
        assert browser.get("/").status_code == 200
    assert len(writes) == 1


def test_a_database_in_others_hands_is_said_on_a_page_of_its_own(
    staffed: Staffed, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    browser = Browser(staffed, "lan")
    engine = staffed.house.database.engine
    monkeypatch.setattr(database_module, "BUSY_SECONDS", 0)
    engine.dispose()
    with closing(sqlite3.connect(str(engine.url.database))) as other:
        other.execute("BEGIN EXCLUSIVE")
        answer = browser.get("/tai-khoan")
        part = browser.get("/tai-khoan", **{"hx-request": "true"})
    assert answer.status_code == part.status_code == 503
    assert "Cơ sở dữ liệu chưa trả lời" in answer.text
    assert "<html" in answer.text
    assert "<html" not in part.text
    assert '"page_failed"' in caplog.text
    assert '"/tai-khoan"' in caplog.text


def test_an_action_that_may_not_write_for_now_is_told_so_in_our_words(
    staffed: Staffed, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    case, _ = fill(staffed)
    browser = Browser(staffed, "lan")
    engine = staffed.house.database.engine
    monkeypatch.setattr(database_module, "BUSY_SECONDS", 0)
    engine.dispose()
    with closing(sqlite3.connect(str(engine.url.database))) as other:
        other.execute("BEGIN IMMEDIATE")  # others may read
        answer = browser.post(f"/ho-so/{case.number}/nhan")
        by_script = {"hx-request": "true", **SAME_SITE}
        told = browser.post(f"/ho-so/{case.number}/ghi-chu", by_script, note="Chờ phường gọi lại")
        asked = browser.post(f"/ho-so/{case.number}/dang-xem", by_script)
    assert answer.status_code == 503
    assert "Cơ sở dữ liệu chưa trả lời" in answer.text
    assert told.headers["hx-retarget"] == "#trouble"
    assert (asked.status_code, asked.text) == (204, "")
    assert '"page_failed"' in caplog.text


@pytest.mark.parametrize(
    "path",
    ["/tiep-nhan", "/tiep-nhan/moi", "/viec-can-lam", "/nguoi-dung", "/nguoi-dung/lan/vai-tro"],
)
def test_a_page_that_only_shows_waits_for_no_writer(
    staffed: Staffed, monkeypatch: pytest.MonkeyPatch, path: str
) -> None:
    staffed.member("minh", *Role)
    browser = Browser(staffed, "minh")
    engine = staffed.house.database.engine
    monkeypatch.setattr(database_module, "BUSY_SECONDS", 0)
    engine.dispose()
    with closing(sqlite3.connect(str(engine.url.database))) as other:
        other.execute("BEGIN IMMEDIATE")
        assert browser.get(path).status_code == 200


def test_logging_out_ends_the_session_on_the_server(staffed: Staffed) -> None:
    browser = Browser(staffed, "lan")
    token = browser.client.cookies["__Host-mailbot"]
    browser.post("/thoat")
    browser.client.cookies.set("__Host-mailbot", token)
    assert browser.get("/").status_code == 303


def test_a_closed_account_is_out_at_once(staffed: Staffed) -> None:
    browser = Browser(staffed, "lan")
    with staffed.house.database.transaction() as connection:
        member = staff.named_or_none(connection, "lan")
        assert member is not None
        staff.deactivate(connection, member)
    assert browser.get("/").status_code == 303


def test_an_invitation_opens_the_account_once_and_not_with_a_short_password(
    staffed: Staffed,
) -> None:
    with staffed.house.database.transaction() as connection:
        token = staff.invite(connection, "binh", "Thái Bình", [Role.VIEW], staffed.now)
    browser = Browser(staffed)
    assert "data:image/svg+xml" in browser.get(f"/moi/{token}").text
    with staffed.house.database.transaction() as connection:
        member = staff.named_or_none(connection, "binh")
        assert member is not None
        secret = SecondFactors(staffed.house.seal).of(connection, member)
    assert secret is not None
    staffed.secrets["binh"] = secret
    fields: dict[str, Any] = {"password": "short", "again": "short", "code": staffed.code("binh")}
    assert browser.post(f"/moi/{token}", **fields).status_code == 422
    fields |= {"password": PASSWORD, "again": PASSWORD, "code": "000000"}
    assert browser.post(f"/moi/{token}", **fields).status_code == 422
    fields |= {"code": staffed.code("binh")}
    assert browser.post(f"/moi/{token}", **fields).status_code == 303
    assert browser.get(f"/moi/{token}").status_code == 404


def test_an_invitation_ends_after_two_days(staffed: Staffed) -> None:
    with staffed.house.database.transaction() as connection:
        token = staff.invite(connection, "binh", "Thái Bình", [Role.VIEW], staffed.now)
    staffed.now += timedelta(hours=48)
    assert Browser(staffed).get(f"/moi/{token}").status_code == 404


def test_logins_and_refusals_are_in_the_history(staffed: Staffed) -> None:
    log_in(Browser(staffed), "lan", PASSWORD, staffed.code("lan"))
    log_in(Browser(staffed), "lan", "wrong", "000000")
    told = [(line.what, line.who) for line, _ in history.lines(staffed.house.database)]
    assert told == [("logged_in", "Lan"), ("login_refused", "lan")]


@pytest.mark.parametrize("headers", [{}, {"hx-request": "true"}], ids=["page", "part of a page"])
def test_a_page_that_is_not_there_is_told_as_any_other_trouble(
    staffed: Staffed, headers: dict[str, str]
) -> None:
    answer = Browser(staffed).get("/khong-co", **headers)
    assert (answer.status_code, "Không có trang này" in answer.text) == (404, True)
    assert ("hx-retarget" in answer.headers) == bool(headers)
    assert "Về danh sách hồ sơ" in answer.text or headers


def test_a_form_that_cannot_be_read_is_told_in_vietnamese(staffed: Staffed) -> None:
    broken = SAME_SITE | {"content-type": "multipart/form-data"}
    answer = Browser(staffed).client.post("/dang-nhap", content=b"--x", headers=broken)
    assert (answer.status_code, "Chưa có gì được ghi" in answer.text) == (400, True)


def test_an_error_nobody_foresaw_is_told_without_its_text(staffed: Staffed) -> None:
    def fail(_: Visit) -> Response:
        raise ValueError("092088004321")

    console = application(staffed.house, (Way("GET", "/loi", fail, None),))
    client = TestClient(console, base_url=ORIGIN, raise_server_exceptions=False)
    answer = client.get("/loi")
    assert (answer.status_code, "Lỗi chưa lường trước" in answer.text) == (500, True)
    assert "092088004321" not in answer.text
    assert HEADERS.items() <= {**answer.headers}.items()


def test_static_files_are_kept_for_ever_under_the_name_of_their_content(staffed: Staffed) -> None:
    answer = Browser(staffed).get(static_files.url("console.css"))
    assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert answer.headers["content-type"].startswith("text/css")
    assert Browser(staffed).get("/tep-tinh/0000000000000000/console.css").status_code == 404


@pytest.mark.parametrize(
    "vendor",
    [
        pytest.param(CONSOLE / "static" / "vendor", id="for the pages"),
        pytest.param(Path(__file__).parent / "vendor", id="for the tests"),
    ],
)
def test_what_is_vendored_is_what_the_manifest_says(vendor: Path) -> None:
    manifest = tomllib.loads((vendor / "manifest.toml").read_text("utf-8"))
    told: dict[str, str] = {}
    for package in manifest["package"]:
        assert package["version"]
        assert package["licence"]
        assert package["licence_file"] in package["files"]
        told |= package["files"]
    there = {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in vendor.iterdir()}
    del there["manifest.toml"]
    assert there == told


@pytest.mark.parametrize(
    "banned",
    [
        r"\sstyle=",
        r"\son[a-z]+=",
        r"hx-on",
        r"js:",
        r"hx-trigger=\"[^\"]*\[",
        r"\|\s*safe",
        r"https?://",
        r"<script(?![^>]*src=)",
    ],
)
def test_no_template_holds_what_the_policy_or_the_design_forbids(banned: str) -> None:
    templates = sorted((CONSOLE / "templates").glob("*.html"))
    assert templates
    assert [path.name for path in templates if re.search(banned, path.read_text("utf-8"))] == []


def test_every_class_of_a_template_has_a_rule() -> None:
    rules = "".join(path.read_text("utf-8") for path in (CONSOLE / "static").glob("*.css"))
    named = {
        (name, path.name)
        for path in (CONSOLE / "templates").glob("*.html")
        for told in re.findall(r'class="([^"]*)"', path.read_text("utf-8"))
        for name in re.sub(r"{[{%].*?[%}]}", " ", told).split()
    }
    known = set(re.findall(r"\.([a-z][\w-]*)", rules))
    assert sorted(one for one in named if one[0] not in known) == []


def test_the_sprite_holds_the_icons_that_pages_use_and_no_other() -> None:
    sprite = (CONSOLE / "static" / "vendor" / "icons.svg").read_text("utf-8")
    drawn = set(re.findall(r'<symbol id="([\w-]+)"', sprite))
    templates = [path.read_text("utf-8") for path in (CONSOLE / "templates").glob("*.html")]
    source = "".join([*templates, *(path.read_text("utf-8") for path in CONSOLE.glob("*.py"))])
    assert sorted(set(re.findall(r"icon\('([\w-]+)'", source)) - drawn) == []
    assert sorted(name for name in drawn if not re.search(f"[\"']{name}[\"']", source)) == []
