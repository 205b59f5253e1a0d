"""What the operating system says reaches people in Vietnamese."""

from __future__ import annotations

import errno
import socket
import ssl
from pathlib import Path

import pytest

from mailbot.commands.attachments import read_file
from mailbot.errors import BadInputError, TryLaterError, net_reason, os_reason
from mailbot.gateways.http import HttpLimits, exchange
from mailbot.gateways.imap import ImapInbox
from mailbot.gateways.smtp import SmtpSender
from mailbot.settings import settings_from
from tests.servers.ports import free_ports
from tests.test_settings import smallest


def test_a_file_that_is_not_there_is_told_in_vietnamese(tmp_path: Path) -> None:
    with pytest.raises(BadInputError, match="không có tệp hoặc thư mục này"):
        read_file(tmp_path / "không có.pdf")


def test_a_directory_in_a_files_place_is_told_in_vietnamese(tmp_path: Path) -> None:
    with pytest.raises(BadInputError, match="đây là một thư mục"):
        read_file(tmp_path)


def test_a_rare_reason_stays_as_the_system_says_it() -> None:
    assert os_reason(OSError(errno.ENOTTY, "Inappropriate ioctl")) == "Inappropriate ioctl"
    assert os_reason(OSError()) == "OSError"


@pytest.mark.parametrize(
    ("error", "told"),
    [
        pytest.param(TimeoutError(), "không trả lời", id="silent"),
        pytest.param(ConnectionResetError(), "bị ngắt", id="cut off"),
        pytest.param(socket.gaierror(-2, "x"), "không tra được tên", id="no such name"),
        pytest.param(OSError(errno.EHOSTUNREACH, "x"), "không có đường mạng", id="no way"),
        pytest.param(ssl.SSLError(errno.ENETUNREACH, "WRONG"), "WRONG", id="of TLS"),
    ],
)
def test_why_a_server_is_not_reached_is_told_in_vietnamese(error: OSError, told: str) -> None:
    assert told in net_reason(error)


def test_a_port_nobody_listens_on_is_told_so_by_every_way_out(tmp_path: Path) -> None:
    (port,) = free_ports(1)
    server = {"host": "127.0.0.1", "port": port, "username": "x"}
    settings = settings_from(smallest(imap=server, smtp=server), "mailbot.toml")
    for name in ("imap-password", "smtp-password"):
        (tmp_path / name).write_text("x")
    found = settings.model_copy(update={"secrets_directory": tmp_path})
    ways = (
        lambda: ImapInbox(found.imap, lambda: found.secret("imap-password")).check(),
        lambda: SmtpSender(found.smtp, lambda: found.secret("smtp-password")).check(),
        lambda: exchange(f"http://127.0.0.1:{port}/a.crl", HttpLimits()),
    )
    for way in ways:
        with pytest.raises(TryLaterError, match="từ chối kết nối") as raised:
            way()
        assert "Errno" not in str(raised.value)
