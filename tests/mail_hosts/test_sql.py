"""What the SQL mail host adds to the contract: PostfixAdmin's rows, read by Dovecot."""

from __future__ import annotations

import sqlite3
import subprocess
import traceback
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from mailbot.cases.account import Account, HostAnswer, Wish
from mailbot.cases.effect import Action
from mailbot.errors import NeedsStaffError, TryLaterError, in_words
from mailbot.gateways.mail_hosts.password_hash import hashed, is_hash_of
from mailbot.gateways.mail_hosts.postfixadmin_tables import alias, mailbox
from mailbot.gateways.mail_hosts.sql import SqlMailHost, make_demo_tables, open_sql_mail_host
from tests.mail_hosts.hosts import NOW, QUOTA, a_postgres_host, a_sqlite_host, nobody_else, run
from tests.servers.mail import MailServers
from tests.servers.postgres import Postgres

ADDRESS = "annv@cantho.gov.vn"
AN = Account(ADDRESS, "Nguyễn Văn An")
PASSWORD = "Kx7m-Pa4t-Hq9x-Rc3n"


@pytest.fixture(params=["sqlite", "postgres"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "sqlite":
        place = f"sqlite:///{tmp_path}/mailbox.db"
        a_sqlite_host(tmp_path / "mailbox.db").close()
        return place
    place = str(request.getfixturevalue("postgres").database())
    a_postgres_host(place).close()
    return place


def _open(url: str) -> SqlMailHost:
    return open_sql_mail_host(url, QUOTA, lambda: NOW)


def test_the_rows_are_those_postfixadmin_writes(url: str) -> None:
    host = _open(url)
    host.create(AN, PASSWORD)
    with host.database.transaction() as connection:
        box = connection.execute(select(mailbox)).one()
        own = connection.execute(select(alias)).one()
    host.close()

    assert (box.username, box.local_part, box.domain) == (ADDRESS, "annv", "cantho.gov.vn")
    assert (box.maildir, box.quota, box.name) == ("cantho.gov.vn/annv/", QUOTA, "Nguyễn Văn An")
    assert (own.address, own.goto, own.domain, own.active) == (ADDRESS, ADDRESS, box.domain, True)
    assert box.password_expiry.replace(tzinfo=NOW.tzinfo) == NOW + timedelta(days=7)


def test_who_is_adopted_has_an_account_and_whoever_had_one_keeps_the_password(url: str) -> None:
    host = _open(url)
    host.create(AN, PASSWORD)
    host.adopt([AN, Account("binhtv@cantho.gov.vn", "Trần Văn Bình", active=False)])
    found = host.look_up("binhtv@cantho.gov.vn")
    assert found == Account("binhtv@cantho.gov.vn", "Trần Văn Bình", active=False)
    assert host.has_password(ADDRESS, PASSWORD)
    host.close()


def test_a_new_password_begins_its_days_anew(url: str) -> None:
    host = _open(url)
    host.create(AN, PASSWORD)
    host.close()
    later = open_sql_mail_host(url, QUOTA, lambda: NOW + timedelta(days=30), initial_days=3)
    later.set_password(ADDRESS, PASSWORD)
    with later.database.transaction() as connection:
        box = connection.execute(select(mailbox)).one()
    later.close()
    assert box.password_expiry.replace(tzinfo=NOW.tzinfo) == NOW + timedelta(days=33)
    assert box.created.replace(tzinfo=NOW.tzinfo) == NOW
    assert box.modified.replace(tzinfo=NOW.tzinfo) == NOW + timedelta(days=30)


def test_an_alias_of_somebody_is_not_taken_over(url: str) -> None:
    run(
        url,
        f"INSERT INTO alias (address, goto, domain) VALUES ('{ADDRESS}', 'x@y', 'cantho.gov.vn')",
    )
    host = _open(url)
    assert host.create(AN, PASSWORD) is HostAnswer.EXISTS
    assert host.look_up(ADDRESS) is None
    host.close()


def test_a_password_set_by_other_means_is_never_taken_for_ours(url: str) -> None:
    host = _open(url)
    host.create(AN, PASSWORD)
    for stored in ("{PLAIN}" + PASSWORD, PASSWORD, "", "{ARGON2ID}$argon2id$broken", "{CRYPT}x"):
        run(url, f"UPDATE mailbox SET password = '{stored}'")
        assert not host.has_password(ADDRESS, PASSWORD)
        assert host.create(AN, PASSWORD) is HostAnswer.EXISTS
    host.close()


def test_a_table_without_password_expiry_is_served_too(tmp_path: Path) -> None:
    host = a_sqlite_host(tmp_path / "old.db")
    run(f"sqlite:///{tmp_path}/old.db", "ALTER TABLE mailbox DROP COLUMN password_expiry")
    assert host.create(AN, PASSWORD) is HostAnswer.DONE
    assert host.set_password(ADDRESS, PASSWORD) is HostAnswer.DONE
    host.close()


def test_a_closed_domain_is_not_served(postgres: Postgres) -> None:
    host = a_postgres_host(postgres.database())
    assert host.create(Account("a@cu.cantho.gov.vn"), PASSWORD) is HostAnswer.NO_DOMAIN
    host.close()


def test_suspending_shuts_the_own_alias_with_the_mailbox(url: str) -> None:
    host = _open(url)
    host.create(AN, PASSWORD)
    host.suspend(ADDRESS)
    with host.database.transaction() as connection:
        assert connection.scalar(select(alias.c.active)) is False
    host.close()


def test_dovecot_lets_the_holder_in_with_the_new_password_and_no_other(
    url: str, mail_servers: MailServers
) -> None:
    host = _open(url)
    host.create(AN, PASSWORD)
    with mail_servers.mailboxes_from(url):
        assert mail_servers.can_log_in(ADDRESS, PASSWORD)
        host.set_password(ADDRESS, "Tm4k-Xe9r-Fa3h-Ny7c")
        assert mail_servers.can_log_in(ADDRESS, "Tm4k-Xe9r-Fa3h-Ny7c")
        assert not mail_servers.can_log_in(ADDRESS, PASSWORD)
        host.suspend(ADDRESS)
        assert not mail_servers.can_log_in(ADDRESS, "Tm4k-Xe9r-Fa3h-Ny7c")
    host.close()


def test_doveadm_reads_our_hash_of_any_password() -> None:
    for password in (PASSWORD, "mật khẩu có dấu", "x" * 100):
        check = ["doveadm", "pw", "-t", hashed(password), "-p"]
        assert (
            b"verified"
            in subprocess.run([*check, password], capture_output=True, check=False).stdout
        )
        assert (
            b"verified"
            not in subprocess.run([*check, "khác"], capture_output=True, check=False).stdout
        )


def test_the_same_password_is_never_hashed_alike_twice() -> None:
    one, other = hashed(PASSWORD), hashed(PASSWORD)
    assert one != other
    assert is_hash_of(PASSWORD, one)
    assert is_hash_of(PASSWORD, other)


def test_a_database_that_is_away_is_tried_later(postgres: Postgres) -> None:
    away = postgres.database().rpartition("/")[0].rpartition(":")[0] + ":1/x"
    host = open_sql_mail_host(away, QUOTA)
    for call in (
        lambda: host.look_up(ADDRESS),
        lambda: host.create(AN, PASSWORD),
        lambda: host.set_password(ADDRESS, PASSWORD),
        host.check,
    ):
        with pytest.raises(TryLaterError) as caught:
            call()
        told = in_words(caught.value)
        assert told.startswith("Hệ thống hộp thư chưa nhận (không có máy chủ PostgreSQL")
        assert "provisioning.sql_url" in told
        assert "database.url" not in told


def test_a_locked_file_is_tried_later(tmp_path: Path) -> None:
    host = a_sqlite_host(tmp_path / "mailbox.db")
    with host.database.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA busy_timeout=50")
    other = sqlite3.connect(tmp_path / "mailbox.db", isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    with pytest.raises(TryLaterError):
        host.look_up(ADDRESS)
    other.close()
    host.close()


def test_missing_tables_are_named_before_the_daemon_is_ready(
    tmp_path: Path, postgres: Postgres
) -> None:
    for empty in (f"sqlite:///{tmp_path}/empty.db", postgres.database()):
        host = open_sql_mail_host(empty, QUOTA)
        with pytest.raises(NeedsStaffError, match="alias, domain, mailbox"):
            host.check()
        host.close()


def test_a_sound_database_passes_the_check(url: str) -> None:
    host = _open(url)
    host.check()
    host.close()


def test_a_refusal_goes_to_staff_without_password_or_hash(postgres: Postgres) -> None:
    url = postgres.database()
    host = a_postgres_host(url)
    run(url, "ALTER TABLE mailbox ADD CONSTRAINT short CHECK (length(password) < 9)")
    with pytest.raises(NeedsStaffError) as caught:
        host.create(AN, PASSWORD)
    told = "".join(traceback.format_exception(caught.value))
    assert "argon2" not in told
    assert PASSWORD not in told
    host.close()


def test_what_is_refused_for_one_is_done_for_none(postgres: Postgres) -> None:
    url = postgres.database()
    host = a_postgres_host(url)
    run(url, "ALTER TABLE mailbox ADD CONSTRAINT named CHECK (name <> '')")
    wishes = [Wish(Action.CREATE, one, PASSWORD) for one in (AN, Account("b@cantho.gov.vn"))]
    with pytest.raises(NeedsStaffError):
        host.carry_out(wishes, nobody_else)
    assert host.look_up(ADDRESS) is None
    host.close()


def test_a_password_that_is_changed_while_another_is_about_to_be_set_stays(
    postgres: Postgres,
) -> None:
    """SQLite lets nobody write between the look and the change."""
    host = a_postgres_host(postgres.database())
    host.create(AN, PASSWORD)
    with pytest.raises(TryLaterError):
        host.carry_out(
            [Wish(Action.SET_PASSWORD, AN, "mật khẩu ban đầu")],
            lambda: check(host.set_password(ADDRESS, "của người dùng")),
        )
    assert host.has_password(ADDRESS, "của người dùng")
    host.close()


def check(answer: HostAnswer) -> None:
    assert answer is HostAnswer.DONE


def test_a_wish_shows_no_password() -> None:
    assert PASSWORD not in repr(Wish(Action.CREATE, AN, PASSWORD))


def test_of_two_who_make_one_address_at_once_only_one_is_done(postgres: Postgres) -> None:
    host = a_postgres_host(postgres.database())

    def make(number: int) -> HostAnswer | None:
        try:
            return host.create(AN, f"mật-khẩu-{number}")
        except TryLaterError:
            return None  # the next call answers EXISTS

    with ThreadPoolExecutor(6) as pool:
        answers = list(pool.map(make, range(6)))
    assert answers.count(HostAnswer.DONE) == 1
    assert set(answers) <= {HostAnswer.DONE, HostAnswer.EXISTS, None}
    assert host.has_password(ADDRESS, f"mật-khẩu-{answers.index(HostAnswer.DONE)}")
    host.close()


def test_these_rights_are_enough(postgres: Postgres) -> None:
    url = postgres.database()
    a_postgres_host(url).close()
    run(
        url,
        "CREATE ROLE maker LOGIN; GRANT SELECT ON domain TO maker;"
        "GRANT SELECT, INSERT, UPDATE ON mailbox, alias TO maker",
    )
    host = open_sql_mail_host(url.replace("mailbot@", "maker@"), QUOTA)
    host.check()
    assert host.create(AN, PASSWORD) is HostAnswer.DONE
    assert host.set_password(ADDRESS, PASSWORD) is HostAnswer.DONE
    assert host.suspend(ADDRESS) is HostAnswer.DONE
    host.close()
    run(url, "DROP OWNED BY maker; DROP ROLE maker")


def test_a_role_without_rights_goes_to_staff(postgres: Postgres) -> None:
    url = postgres.database()
    a_postgres_host(url).close()
    run(url, "CREATE ROLE reader LOGIN; GRANT SELECT ON ALL TABLES IN SCHEMA public TO reader")
    host = open_sql_mail_host(url.replace("mailbot@", "reader@"), QUOTA)
    with pytest.raises(NeedsStaffError, match="quyền"):
        host.create(AN, PASSWORD)
    host.close()
    run(url, "REVOKE ALL ON ALL TABLES IN SCHEMA public FROM reader; DROP ROLE reader")


def test_a_crash_in_the_middle_is_rolled_back_by_the_check(tmp_path: Path) -> None:
    file = tmp_path / "mailbox.db"
    host = a_sqlite_host(file)
    host.create(AN, PASSWORD)
    host.close()
    child = (
        "import sqlite3, os, sys; c = sqlite3.connect(sys.argv[1], isolation_level=None);"
        "c.execute('PRAGMA cache_size=1'); c.execute('BEGIN IMMEDIATE');"
        "c.execute(\"update mailbox set name='nửa chừng'\");"
        "c.executemany('insert into alias(address, goto, domain) values (?, ?, ?)',"
        " [(str(i), 'x' * 3000, 'd') for i in range(50)]); os._exit(9)"
    )
    subprocess.run(["python3", "-c", child, str(file)], check=False)
    assert file.with_name("mailbox.db-journal").stat().st_size > 0

    host = a_sqlite_host(file)
    host.check()
    assert host.look_up(ADDRESS) == AN
    assert not file.with_name("mailbox.db-journal").exists() or not (
        file.with_name("mailbox.db-journal").stat().st_size
    )
    host.close()


def test_the_demos_tables_are_never_made_on_a_real_server(postgres: Postgres) -> None:
    host = open_sql_mail_host(postgres.database(), QUOTA)
    with pytest.raises(ValueError, match="its own tables"):
        make_demo_tables(host, "cantho.gov.vn")
    host.close()


def test_the_demos_tables_can_be_made_twice(tmp_path: Path) -> None:
    host = a_sqlite_host(tmp_path / "mailbox.db")
    host.create(AN, PASSWORD)
    make_demo_tables(host, "cantho.gov.vn", "haugiang.gov.vn")
    assert host.look_up(ADDRESS) == AN
    assert host.create(Account("a@haugiang.gov.vn"), PASSWORD) is HostAnswer.DONE
    assert (tmp_path / "mailbox.db").stat().st_mode & 0o077 == 0
    host.close()
