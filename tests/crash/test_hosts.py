"""Several hosts on one PostgreSQL: they share the work, and outlive each other."""

from __future__ import annotations

import signal
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest

import mailbot.storage.database as database_module
from mailbot.cases.state import State
from mailbot.daemon import ASK_FOR_INBOX_EVERY
from mailbot.errors import DatabaseAwayError
from mailbot.storage.database import lock, open_database
from mailbot.storage.membership import INBOX_LEASE
from mailbot.storage.seal import new_key
from tests.crash.hosts import Host, a_host, end_leases, holder_of_inbox, renew_for_good
from tests.crash.requests import a_request
from tests.crash.settings_file import write_settings
from tests.databases import migrated_on
from tests.journeys.world import ASKER, World, a_world
from tests.servers.mail import INBOX, MailServers
from tests.servers.namespaces import a_network
from tests.servers.pages import title_at
from tests.servers.ports import HOST, SWITCH, free_ports, wait_for
from tests.servers.postgres import Postgres

# Seconds: the lease, and the pause between two looks; as much again where the machine is busy.
TAKEN_OVER_WITHIN = 2 * (INBOX_LEASE.total_seconds() + ASK_FOR_INBOX_EVERY)


@pytest.fixture
def world(mail_servers: MailServers, postgres: Postgres, tmp_path: Path) -> Iterator[World]:
    tmp_path.chmod(0o755)
    smtp = {"receipt_copy": INBOX.replace("@", "+outbox@")}
    urls = migrated_on(postgres), postgres.database()
    with a_world(mail_servers, urls[0], urls[1], tmp_path, smtp=smtp) as world:
        yield world


@pytest.fixture
def settings(world: World, tmp_path: Path) -> Path:
    return write_settings(world.house.settings, tmp_path / "mailbot.toml")


def write_settings_abroad(world: World, path: Path) -> Path:
    """Write the settings as hosts in networks of their own need them."""
    chosen = world.house.settings
    return write_settings(
        chosen,
        path,
        database={"url": chosen.database.url.replace(HOST, SWITCH)},
        provisioning={"sql_url": chosen.provisioning.sql_url.replace(HOST, SWITCH)},
        imap={"host": SWITCH, "timeout_seconds": 10},
        smtp={"host": SWITCH, "timeout_seconds": 10},
    )


@contextmanager
def a_host_with_the_inbox(world: World, settings: Path) -> Iterator[Host]:
    """Yield a host that is ready and holds the inbox."""
    with a_host(settings) as host:
        host.wait_until_ready()
        wait_for(lambda: holder_of_inbox(world.house.database) == host.process.pid, "the first")
        yield host


def answered(world: World, count: int) -> bool:
    return [case.state for case in world.cases()] == [State.ANSWERED] * count


def settings_with_ports(world: World, path: Path, console: int, metrics: int) -> Path:
    """Write the settings of a process that has its own doors on this machine."""
    own = {"console": {"port": console}, "operations": {"metrics_port": metrics}}
    return write_settings(world.house.settings, path, **own)


def test_three_hosts_share_the_work_and_two_of_them_may_die(world: World, tmp_path: Path) -> None:
    database = world.house.database
    ports = free_ports(6)
    with ExitStack() as stack:
        hosts = []
        for console, metrics in zip(ports[:3], ports[3:], strict=True):
            own = settings_with_ports(world, tmp_path / f"{console}.toml", console, metrics)
            hosts.append(stack.enter_context(a_host(own, "--roles", "intake,work,console")))
        for host in hosts:
            host.wait_until_ready()
        assert {title_at(port) for port in ports[:3]} == {"Đăng nhập"}
        by_pid = {host.process.pid: host for host in hosts}

        world.submit(a_request(world, 0))
        wait_for(lambda: answered(world, 1), "the first answer", 60)

        # The holder of the inbox dies.
        wait_for(lambda: holder_of_inbox(database) in by_pid, "a holder")
        first = holder_of_inbox(database)
        assert first is not None
        by_pid.pop(first).kill()
        died_at = time.monotonic()
        world.submit(a_request(world, 1))
        wait_for(lambda: holder_of_inbox(database) in by_pid, "another", TAKEN_OVER_WITHIN)
        sys.stderr.write(f"taken over after {time.monotonic() - died_at:.1f} s\n")
        wait_for(lambda: answered(world, 2), "the second answer", 60)

        # The next holder is cut off: it hangs, and comes back when others have its work.
        second = holder_of_inbox(database)
        assert second is not None
        frozen = by_pid.pop(second)
        frozen.signal(signal.SIGSTOP)
        world.submit(a_request(world, 2))
        wait_for(lambda: holder_of_inbox(database) in by_pid, "the third", TAKEN_OVER_WITHIN)
        end_leases(database)
        wait_for(lambda: answered(world, 3), "the third answer", 60)
        (left,) = by_pid.values()
        assert title_at(ports[hosts.index(left)]) == "Đăng nhập"
        frozen.signal(signal.SIGCONT)
        world.submit(a_request(world, 3))
        wait_for(lambda: answered(world, 4), "the fourth answer", 60)

        for host in (frozen, *by_pid.values()):
            host.signal(signal.SIGTERM)
            assert host.process.wait(60) == 0, host.said
    world.servers.wait_until_delivered()
    assert world.servers.count(ASKER) == 4
    with database.transaction() as connection:
        numbers = connection.exec_driver_sql("SELECT number FROM document_number ORDER BY 1")
        assert [row.number for row in numbers] == [1, 2, 3, 4]


def test_hosts_in_networks_of_their_own_outlive_one_that_is_cut_off(
    world: World, postgres: Postgres, tmp_path: Path
) -> None:
    """It goes on by itself, sure of its inbox and its slip, until its own connections end."""
    database, servers = world.house.database, world.servers
    abroad = write_settings_abroad(world, tmp_path / "abroad.toml")
    ports = servers.dovecot.imaps_port, servers.postfix.submission_port, postgres.port
    with ExitStack() as stack:
        network = stack.enter_context(a_network())
        stack.enter_context(network.reaching(*ports))
        hosts = [stack.enter_context(a_host(abroad, on=network.add_host())) for _ in range(3)]
        for host in hosts:
            host.wait_until_ready()
        numbers = {host.process.pid: number for number, host in enumerate(hosts)}
        world.submit(a_request(world, 0))
        wait_for(lambda: answered(world, 1), "the first answer", 60)

        wait_for(lambda: holder_of_inbox(database) in numbers, "a holder")
        first = holder_of_inbox(database)
        assert first is not None
        cut_off = numbers.pop(first)
        network.pull_cable(cut_off)
        cut_at = time.monotonic()
        world.submit(a_request(world, 1))
        wait_for(lambda: holder_of_inbox(database) in numbers, "another", TAKEN_OVER_WITHIN)
        sys.stderr.write(f"taken over after {time.monotonic() - cut_at:.1f} s\n")
        end_leases(database)
        wait_for(lambda: answered(world, 2), "the second answer", 90)
        assert hosts[cut_off].process.poll() is None

        network.plug_cable(cut_off)
        for number in numbers.values():
            hosts[number].signal(signal.SIGTERM)
        world.submit(a_request(world, 2))
        wait_for(lambda: holder_of_inbox(database) == first, "the first again", 90)
        wait_for(lambda: answered(world, 3), "the third answer, by the host cut off before", 90)
        hosts[cut_off].signal(signal.SIGTERM)
        assert hosts[cut_off].process.wait(60) == 0, hosts[cut_off].said
    servers.wait_until_delivered()
    assert servers.count(ASKER) == 3


def test_a_host_cut_off_in_a_transaction_lets_go_of_its_locks(
    postgres: Postgres, monkeypatch: pytest.MonkeyPatch
) -> None:
    usual = str(database_module._LIVELY["options"])
    soon = usual.replace("session_timeout=180000", "session_timeout=500")
    monkeypatch.setitem(database_module._LIVELY, "options", soon)
    url = postgres.database()
    silent, other = open_database(url), open_database(url)

    def fall_silent() -> None:
        with silent.transaction() as connection:
            lock(connection, "in hand")
            time.sleep(1)
            with other.transaction() as beside:
                lock(beside, "in hand")
            connection.exec_driver_sql("SELECT 1")

    with pytest.raises(DatabaseAwayError):
        fall_silent()
    silent.close()
    other.close()


def test_a_host_that_ends_in_order_is_followed_at_once(world: World, settings: Path) -> None:
    database = world.house.database
    with a_host_with_the_inbox(world, settings) as first, a_host(settings) as second:
        second.wait_until_ready()
        first.signal(signal.SIGTERM)
        assert first.process.wait(60) == 0
        assert holder_of_inbox(database) != first.process.pid  # its lease is given up
        ended_at = time.monotonic()
        wait_for(lambda: holder_of_inbox(database) == second.process.pid, "the second")
        assert time.monotonic() - ended_at < INBOX_LEASE.total_seconds()


def test_the_inbox_of_a_process_killed_on_this_machine_waits_for_no_lease(
    world: World, settings: Path
) -> None:
    database = world.house.database
    with (
        a_host_with_the_inbox(world, settings) as first,
        a_host(settings, "--roles", "intake") as second,
    ):
        second.wait_until_ready()
        first.kill()
        renew_for_good(database)
        wait_for(lambda: holder_of_inbox(database) == second.process.pid, "the second", 60)


def test_a_process_that_hangs_on_this_machine_keeps_the_inbox_until_its_lease_ends(
    world: World, settings: Path
) -> None:
    database = world.house.database
    with a_host_with_the_inbox(world, settings) as first, a_host(settings) as second:
        second.wait_until_ready()
        first.signal(signal.SIGSTOP)
        renew_for_good(database)
        time.sleep(3 * ASK_FOR_INBOX_EVERY)
        assert holder_of_inbox(database) == first.process.pid


def test_a_worker_without_intake_never_takes_the_inbox(world: World, settings: Path) -> None:
    with a_host(settings, "--roles", "work") as worker:
        worker.wait_until_ready()
        time.sleep(3)
        assert holder_of_inbox(world.house.database) is None
        with a_host(settings, "--roles", "intake") as taker:
            taker.wait_until_ready()
            world.submit(a_request(world, 0))
            wait_for(lambda: answered(world, 1), "an answer by both together", 60)


def test_a_host_with_other_settings_does_not_start(
    world: World, settings: Path, tmp_path: Path
) -> None:
    other = write_settings(
        world.house.settings, tmp_path / "other.toml", deadline={"working_days": 1}
    )
    with a_host(settings) as first:
        first.wait_until_ready()
        with a_host(other) as second:
            assert second.process.wait(60) == 2
            assert "mọi máy phải dùng cùng một cấu hình" in second.said


def test_a_host_with_another_key_does_not_start(settings: Path, tmp_path: Path) -> None:
    with a_host(settings) as first:
        first.wait_until_ready()
    (tmp_path / "secrets" / "seal-key").write_text(new_key())
    with a_host(settings) as second:
        assert second.process.wait(60) == 2
        assert "seal-key" in second.said
