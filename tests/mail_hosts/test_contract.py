"""What every mail host promises, asked of the fake and of the real ones."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Protocol

import pytest

from mailbot.cases.account import Account, Confirm, HostAnswer, Wish
from mailbot.cases.effect import Action
from mailbot.errors import TryLaterError
from tests.fakes.mail_host import FakeMailHost
from tests.mail_hosts.hosts import a_postgres_host, a_sqlite_host, nobody_else

ADDRESS = "annv@cantho.gov.vn"
AN = Account(ADDRESS, "Nguyễn Văn An")


class MailHost(Protocol):
    def look_up(self, address: str) -> Account | None: ...
    def carry_out(self, wishes: Sequence[Wish], confirm: Confirm) -> tuple[HostAnswer, ...]: ...
    def create(self, account: Account, password: str) -> HostAnswer: ...
    def set_password(self, address: str, password: str) -> HostAnswer: ...
    def has_password(self, address: str, password: str) -> bool: ...
    def suspend(self, address: str) -> HostAnswer: ...


@pytest.fixture(params=["fake", "sqlite", "postgres"])
def host(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[MailHost]:
    if request.param == "fake":
        yield FakeMailHost()
        return
    if request.param == "sqlite":
        real = a_sqlite_host(tmp_path / "mailbox.db")
    else:
        real = a_postgres_host(request.getfixturevalue("postgres").database())
    yield real
    real.close()


def test_an_account_that_was_made_is_found_with_its_name_and_password(host: MailHost) -> None:
    assert host.look_up(ADDRESS) is None
    assert host.create(AN, "bí-mật-1") is HostAnswer.DONE
    assert host.look_up(ADDRESS) == AN
    assert host.has_password(ADDRESS, "bí-mật-1")
    assert not host.has_password(ADDRESS, "bí-mật-2")


def test_making_it_again_with_the_same_password_is_recognised_as_our_own_work(
    host: MailHost,
) -> None:
    host.create(AN, "bí-mật-1")
    assert host.create(AN, "bí-mật-1") is HostAnswer.DONE


def test_an_account_somebody_else_made_is_left_as_it_is(host: MailHost) -> None:
    host.create(AN, "bí-mật-1")
    assert host.create(Account(ADDRESS, "Người khác"), "bí-mật-2") is HostAnswer.EXISTS
    assert host.look_up(ADDRESS) == AN
    assert host.has_password(ADDRESS, "bí-mật-1")


def test_a_new_password_replaces_the_old_one_and_can_be_set_twice(host: MailHost) -> None:
    host.create(AN, "bí-mật-1")
    assert host.set_password(ADDRESS, "bí-mật-2") is HostAnswer.DONE
    assert host.set_password(ADDRESS, "bí-mật-2") is HostAnswer.DONE
    assert host.has_password(ADDRESS, "bí-mật-2")
    assert not host.has_password(ADDRESS, "bí-mật-1")


def test_only_the_account_asked_for_is_changed(host: MailHost) -> None:
    binh = Account("binhlt@cantho.gov.vn", "Lê Thị Bình")
    host.create(AN, "bí-mật-1")
    host.create(binh, "bí-mật-2")
    host.set_password(ADDRESS, "bí-mật-3")
    host.suspend(ADDRESS)
    assert host.look_up(binh.address) == binh
    assert host.has_password(binh.address, "bí-mật-2")


def test_an_account_that_is_not_there_is_said_so(host: MailHost) -> None:
    assert host.set_password(ADDRESS, "bí-mật-1") is HostAnswer.NO_ACCOUNT
    assert host.suspend(ADDRESS) is HostAnswer.NO_ACCOUNT
    assert not host.has_password(ADDRESS, "bí-mật-1")
    assert host.look_up(ADDRESS) is None


def test_a_domain_the_host_does_not_serve_gets_no_account(host: MailHost) -> None:
    foreign = Account("annv@example.net", "Nguyễn Văn An")
    assert host.create(foreign, "bí-mật-1") is HostAnswer.NO_DOMAIN
    assert host.look_up(foreign.address) is None


def test_many_wishes_are_answered_each_in_its_place(host: MailHost) -> None:
    host.create(AN, "bí-mật-1")
    others = [Account(f"nguoi{n}@cantho.gov.vn", f"Người {n}") for n in range(3)]
    wishes = (
        Wish(Action.CREATE, others[0], "bí-mật-2"),
        Wish(Action.CREATE, AN, "bí-mật-3"),
        Wish(Action.CREATE, Account("a@example.net"), "bí-mật-4"),
        Wish(Action.SET_PASSWORD, AN, "bí-mật-5"),
        Wish(Action.SET_PASSWORD, others[1], "bí-mật-6"),
        Wish(Action.CREATE, others[2], "bí-mật-7"),
    )
    assert host.carry_out(wishes, nobody_else) == (
        HostAnswer.DONE,
        HostAnswer.EXISTS,
        HostAnswer.NO_DOMAIN,
        HostAnswer.DONE,
        HostAnswer.NO_ACCOUNT,
        HostAnswer.DONE,
    )
    assert host.has_password(others[0].address, "bí-mật-2")
    assert host.has_password(others[2].address, "bí-mật-7")
    assert host.has_password(ADDRESS, "bí-mật-5")
    assert host.look_up(others[1].address) is None
    assert host.carry_out((), nobody_else) == ()


def test_what_is_no_more_ours_to_carry_out_changes_nothing(host: MailHost) -> None:
    host.create(AN, "bí-mật-1")
    new = Account("binhlt@cantho.gov.vn", "Lê Thị Bình")
    wishes = (Wish(Action.SET_PASSWORD, AN, "bí-mật-2"), Wish(Action.CREATE, new, "bí-mật-3"))

    def overtaken() -> None:
        raise TryLaterError

    with pytest.raises(TryLaterError):
        host.carry_out(wishes, overtaken)

    assert host.has_password(ADDRESS, "bí-mật-1")
    assert host.look_up(new.address) is None


def test_a_suspended_account_is_kept_but_not_active(host: MailHost) -> None:
    host.create(AN, "bí-mật-1")
    assert host.suspend(ADDRESS) is HostAnswer.DONE
    found = host.look_up(ADDRESS)
    assert found is not None
    assert not found.active


def test_addresses_are_the_same_in_any_case(host: MailHost) -> None:
    host.create(Account("AnNV@CanTho.gov.vn", "Nguyễn Văn An"), "bí-mật-1")
    assert host.look_up("ANNV@cantho.gov.vn") == AN
    assert host.set_password("ANNV@cantho.gov.vn", "bí-mật-2") is HostAnswer.DONE
    assert host.has_password("annv@CANTHO.gov.vn", "bí-mật-2")
