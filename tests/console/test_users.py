"""`mailbot users`: who may use the console, from the command line."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

import pytest

from mailbot.commands import console
from mailbot.errors import BadInputError
from mailbot.storage import staff
from mailbot.storage.database import open_database
from mailbot.storage.seal import new_key
from mailbot.storage.staff import Role
from tests.databases import migrated

SETTINGS = """
secrets_directory = "{folder}"
[database]
url = "sqlite:///{folder}/mailbot.db"
[imap]
host = "127.0.0.1"
username = "sotttt@cantho.gov.vn"
[smtp]
host = "127.0.0.1"
username = "sotttt@cantho.gov.vn"
[evidence]
mx_host = "mx.cantho.gov.vn"
[signing]
mode = "two_step"
leader_fingerprints = ["1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a"]
organisation_fingerprints = ["2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b"]
"""


@pytest.fixture
def settings(tmp_path: Path) -> Path:
    (tmp_path / "seal-key").write_text(new_key())
    path = tmp_path / "mailbot.toml"
    path.write_text(SETTINGS.format(folder=tmp_path))
    with migrated(f"sqlite:///{tmp_path}/mailbot.db"):
        return path


def asked(settings: Path, name: str, *roles: str) -> Namespace:
    return Namespace(
        settings=settings, name=name, role=list(roles), display_name="Minh Tuấn", email=None
    )


def test_a_user_is_invited_by_a_link_that_holds_and_is_not_stored(settings: Path) -> None:
    answer = console.add_user(asked(settings, "minh.tuan", "xu-ly", "duyet"))
    token = answer.value["path"].removeprefix("/moi/")
    database = open_database(f"sqlite:///{settings.parent}/mailbot.db")
    with database.transaction() as connection:
        (member,) = staff.listed(connection)
        assert member.roles == {Role.HANDLE, Role.APPROVE}
    database.close()
    assert answer.value["path"] in answer.text
    assert token.encode() not in (settings.parent / "mailbot.db").read_bytes()


def test_the_link_is_whole_where_the_settings_say_how_the_pages_are_reached(
    settings: Path,
) -> None:
    with settings.open("a") as file:
        file.write('\n[console]\nurl = "https://hopthu.cantho.gov.vn/"\n')
    answer = console.add_user(asked(settings, "minh.tuan", "quan-tri"))
    assert answer.value["link"] == "https://hopthu.cantho.gov.vn" + answer.value["path"]
    assert answer.value["link"] in answer.text


def test_users_are_listed_with_their_standing_and_can_be_closed(settings: Path) -> None:
    console.add_user(asked(settings, "minh.tuan", "xem"))
    assert "chờ mở lời mời" in console.list_users(asked(settings, "")).text
    console.close_user(asked(settings, "minh.tuan"))
    assert "đã khóa" in console.list_users(asked(settings, "")).text


@pytest.mark.parametrize(
    ("name", "role"),
    [
        pytest.param("minh.tuan", "giam-doc", id="a role there is not"),
        pytest.param("Minh Tuấn", "xem", id="a name nobody can type at a login"),
    ],
)
def test_what_cannot_be_an_account_is_refused_in_words(
    settings: Path, name: str, role: str
) -> None:
    with pytest.raises(BadInputError, match=r"--role|Tên đăng nhập"):
        console.add_user(asked(settings, name, role))


def test_closing_who_is_not_there_is_an_error(settings: Path) -> None:
    with pytest.raises(BadInputError, match="Không có tài khoản"):
        console.close_user(asked(settings, "nobody"))


def test_the_only_administrator_cannot_be_closed(settings: Path) -> None:
    console.add_user(asked(settings, "minh.tuan", "quan-tri"))
    database = open_database(f"sqlite:///{settings.parent}/mailbot.db")
    with database.transaction() as connection:
        member = staff.named_or_none(connection, "minh.tuan")
        assert member is not None
        staff.set_password(connection, member, "a hash")
    database.close()
    with pytest.raises(BadInputError, match="quản trị duy nhất"):
        console.close_user(asked(settings, "minh.tuan"))
