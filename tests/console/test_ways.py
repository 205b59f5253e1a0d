"""Who may take which way, said a second time: a new way without a line here fails."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from mailbot.console.app import WAYS
from mailbot.console.security import HEADERS
from mailbot.console.ways import Way
from mailbot.storage.staff import Role
from tests.console.office import SAME_SITE, Browser, Staffed, a_staffed_house, fill
from tests.console.test_security import address

WHO = {
    "nobody": None,
    "all": frozenset(Role),
    "read": frozenset(Role) - {Role.ADMINISTER},
    "review": frozenset({Role.HANDLE, Role.APPROVE}),
    "decide": frozenset({Role.APPROVE}),
    "change": frozenset({Role.APPROVE, Role.ADMINISTER}),
    "audit": frozenset({Role.AUDIT, Role.ADMINISTER}),
    "administer": frozenset({Role.ADMINISTER}),
}
EXPECTED = """
nobody      GET   /dang-nhap
nobody      POST  /dang-nhap
nobody      POST  /dang-nhap/khoa
nobody      POST  /dang-nhap/khoa/hoi
nobody      POST  /dang-nhap-lai
nobody      GET   /moi/{token}
nobody      POST  /moi/{token}
all         GET   /phien
all         POST  /thoat
all         POST  /xac-thuc
all         POST  /xac-thuc/khoa
all         POST  /xac-thuc/khoa/hoi
all         GET   /tai-khoan
all         POST  /tai-khoan/mat-khau
all         POST  /tai-khoan/ung-dung
all         POST  /tai-khoan/ung-dung/moi
all         POST  /tai-khoan/khoa
all         POST  /tai-khoan/khoa/hoi
all         POST  /tai-khoan/khoa/{key}/ten
all         POST  /tai-khoan/khoa/{key}/xoa
all         POST  /tai-khoan/phien/{key}/dung
all         POST  /tai-khoan/phien-khac/dung
all         POST  /tai-khoan/thoi-quen
read        GET   /
read        POST  /tim
read        GET   /ho-so/{number}
read        GET   /ho-so/{number}/tep/{n}
read        GET   /ho-so/{number}/cat/{n}.png
read        GET   /ho-so/{number}/cat/{row}/{column}.png
read        POST  /ho-so/{number}/dang-xem
review      POST  /ho-so/{number}/cccd
review      POST  /ho-so/{number}/xem-truoc/{kind}
review      POST  /ho-so/{number}/o/{row}/{column}
review      POST  /ho-so/{number}/o/{row}/{column}/luu
review      POST  /ho-so/{number}/canh-bao/{n}
review      POST  /ho-so/{number}/nhan
review      POST  /ho-so/{number}/tra-lai
review      GET   /ho-so/{number}/chuyen
review      POST  /ho-so/{number}/chuyen
review      POST  /ho-so/{number}/ghi-chu
decide      POST  /ho-so/{number}/quyet-dinh/{kind}
decide      POST  /ho-so/{number}/hoan-tac
review      GET   /viec-can-lam
review      GET   /viec-can-lam/{task:path}/hoi/{deed}
review      POST  /viec-can-lam/{task:path}/xong
review      POST  /viec-can-lam/{task:path}/khong-lam-duoc
review      POST  /viec-can-lam/{task:path}/mat-khau
review      POST  /viec-can-lam/{task:path}/giao
review      POST  /viec-can-lam/{task:path}/da-giao
review      GET   /trinh-ky
review      GET   /trinh-ky/tat-ca.zip
review      GET   /trinh-ky/{letter}/tep
review      POST  /trinh-ky/{letter}/so
review      POST  /trinh-ky/nop
review      GET   /tiep-nhan
review      GET   /tiep-nhan/moi
review      POST  /tiep-nhan/moi
review      POST  /tiep-nhan/xem-truoc
review      GET   /tiep-nhan/{number}
review      GET   /tiep-nhan/{number}/trang/{n}.png
review      POST  /tiep-nhan/{number}/doi-chieu
review      POST  /tiep-nhan/{number}/giay-tiep-nhan
review      POST  /tiep-nhan/{number}/in-ket-qua
review      POST  /tiep-nhan/{number}/trao
read        GET   /thoi-han
read        GET   /thoi-han/{group}
read        GET   /bao-cao
read        POST  /bao-cao
read        GET   /bao-cao/so-theo-doi
read        GET   /bao-cao/tai-ve.xlsx
all         GET   /lich
administer  POST  /lich/xem-truoc
administer  POST  /lich/luu
all         GET   /co-quan
all         POST  /co-quan
all         GET   /co-quan/{code}
change      GET   /co-quan/{code}/sua
change      POST  /co-quan/{code}/sua
change      POST  /co-quan/thay-doi/{n}/xac-nhan
change      POST  /co-quan/thay-doi/{n}/rut
change      POST  /co-quan/de-xuat/{n}/xac-nhan
all         GET   /hop-thu
all         POST  /hop-thu
audit       GET   /nhat-ky
audit       POST  /nhat-ky
audit       GET   /nhat-ky/tai-ve.xlsx
all         GET   /he-thong
administer  GET   /nguoi-dung
administer  GET   /nguoi-dung/moi
administer  POST  /nguoi-dung/moi
administer  GET   /nguoi-dung/{name}/vai-tro
administer  POST  /nguoi-dung/{name}/vai-tro
administer  POST  /nguoi-dung/{name}/khoa
"""
CHANGING = [way for way in WAYS if way.method == "POST"]


@pytest.fixture(scope="module")
def walked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Staffed, str]]:
    with a_staffed_house(tmp_path_factory.mktemp("ways")) as staffed:
        staffed.member("moi-quyen", *Role)
        first, _ = fill(staffed)
        yield staffed, first.number


def test_every_way_is_declared_with_the_roles_it_is_open_to() -> None:
    declared = {}
    for line in EXPECTED.strip().splitlines():
        who, method, path = line.split()
        declared[method, path] = WHO[who]
    assert {(way.method, way.path): way.roles for way in WAYS} == declared


@pytest.mark.parametrize("way", WAYS, ids=lambda way: f"{way.method} {way.path}")
def test_the_answer_of_every_way_carries_the_headers(walked: tuple[Staffed, str], way: Way) -> None:
    staffed, number = walked
    browser = Browser(staffed, "moi-quyen")
    ask = browser.get if way.method == "GET" else browser.post
    headers = ask(address(way, number)).headers
    assert {name: headers.get(name) for name in HEADERS} == dict(HEADERS)
    assert headers["cache-control"].startswith(("no-store", "private"))


@pytest.mark.parametrize("way", CHANGING, ids=lambda way: way.path)
def test_no_way_changes_anything_for_another_site_or_without_the_sessions_token(
    walked: tuple[Staffed, str], way: Way
) -> None:
    staffed, number = walked
    browser = Browser(staffed, "moi-quyen")
    path = address(way, number)
    assert browser.post(path, headers={"sec-fetch-site": "cross-site"}).status_code == 403
    assert browser.post(path, headers={}).status_code == 403
    if way.roles is not None:
        browser.form_token = "another"
        answer = browser.post(path, headers=SAME_SITE)
        assert "Trang đã cũ" in answer.text


def test_a_body_beyond_measure_is_refused_even_where_its_length_is_not_told(
    walked: tuple[Staffed, str],
) -> None:
    staffed, _ = walked
    told = Browser(staffed, "moi-quyen").client.post(
        "/dang-nhap", headers={**SAME_SITE, "content-length": "40000000"}, content=b""
    )
    assert told.status_code == 413

    def pieces() -> Iterator[bytes]:
        for _ in range(40):
            yield b"x" * 1_000_000

    untold = Browser(staffed).client.post(
        "/dang-nhap",
        headers={**SAME_SITE, "content-type": "application/x-www-form-urlencoded"},
        content=pieces(),
    )
    assert untold.status_code == 413
    assert "30 MB" in untold.text
