from __future__ import annotations

import os
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from mailbot.gateways.systemd import Notifier, Watchdog, notifier_from


@pytest.fixture(params=["a file", "an abstract name"])
def systemd(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[tuple[str, socket.socket]]:
    """Yield what NOTIFY_SOCKET says, and the socket systemd would listen on."""
    name = str(tmp_path / "notify") if request.param == "a file" else f"@mailbot-{os.getpid()}"
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as listening:
        listening.bind(name.replace("@", "\0") if name.startswith("@") else name)
        listening.settimeout(5)
        yield name, listening


def heard_by(listening: socket.socket) -> list[str]:
    listening.setblocking(False)
    messages = []
    while True:
        try:
            messages.append(listening.recv(4096).decode())
        except BlockingIOError:
            return messages


def test_systemd_hears_ready_status_alive_and_stopping(systemd: tuple[str, socket.socket]) -> None:
    name, listening = systemd
    notifier = notifier_from({"NOTIFY_SOCKET": name})

    notifier.ready("sẵn sàng")
    notifier.status("đang xem\nhộp thư")
    notifier.alive()
    notifier.stopping()

    assert heard_by(listening) == [
        "READY=1\nSTATUS=sẵn sàng",
        "STATUS=đang xem hộp thư",
        "WATCHDOG=1",
        "STOPPING=1",
    ]


def test_the_watchdog_is_fed_once_all_parts_have_made_progress(
    systemd: tuple[str, socket.socket],
) -> None:
    name, listening = systemd
    watchdog = Watchdog(frozenset({"intake", "work"}), notifier_from({"NOTIFY_SOCKET": name}))

    for part in ("intake", "work", "work", "intake"):
        watchdog.beat(part)

    assert heard_by(listening) == ["WATCHDOG=1", "WATCHDOG=1"]


def test_a_part_that_hangs_starves_the_watchdog(systemd: tuple[str, socket.socket]) -> None:
    name, listening = systemd
    watchdog = Watchdog(frozenset({"intake", "work"}), notifier_from({"NOTIFY_SOCKET": name}))

    watchdog.beat("work")
    watchdog.beat("intake")
    for _ in range(20):
        watchdog.beat("work")

    assert heard_by(listening) == ["WATCHDOG=1"]


def test_a_part_nobody_waits_for_cannot_feed_the_watchdog() -> None:
    with pytest.raises(ValueError, match="console"):
        Watchdog(frozenset({"intake"}), Notifier()).beat("console")


def test_without_systemd_nothing_is_said_and_nothing_fails() -> None:
    notifier_from({}).ready("sẵn sàng")


def test_a_socket_that_is_gone_stops_no_work(tmp_path: Path) -> None:
    notifier_from({"NOTIFY_SOCKET": str(tmp_path / "gone")}).alive()
