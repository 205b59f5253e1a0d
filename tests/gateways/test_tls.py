"""Authorities are read once, and again when they change."""

from __future__ import annotations

import errno
import ssl
from pathlib import Path

import pytest

from mailbot.demo.tls_files import make_tls_files
from mailbot.errors import SettingsError
from mailbot.gateways.tls import client_context


def an_authority(folder: Path) -> Path:
    folder.mkdir()
    return make_tls_files(folder).ca


def test_connections_share_a_context_until_the_authorities_change(tmp_path: Path) -> None:
    ours = an_authority(tmp_path / "ours")
    before = client_context(ours, "smtp.ca_file")
    assert client_context(ours, "imap.ca_file") is before
    assert before.verify_mode is ssl.CERT_REQUIRED
    assert before.check_hostname

    ours.write_bytes(an_authority(tmp_path / "others").read_bytes())

    after = client_context(ours, "smtp.ca_file")
    assert after.get_ca_certs() != before.get_ca_certs()


def test_connections_share_the_systems_authorities() -> None:
    assert client_context(None, "smtp.ca_file") is client_context(None, "smtp.ca_file")


def test_a_file_that_is_gone_is_told_by_its_setting_however_often(tmp_path: Path) -> None:
    ours = an_authority(tmp_path / "ours")
    client_context(ours, "smtp.ca_file")
    ours.unlink()
    for _ in range(2):
        with pytest.raises(SettingsError, match=r"smtp\.ca_file"):
            client_context(ours, "smtp.ca_file")


@pytest.mark.parametrize(
    ("content", "told"),
    [
        pytest.param(None, "không có tệp", id="missing"),
        pytest.param(b"", "PEM", id="empty"),
        pytest.param(b"\x30\x82\x01\x0a", "PEM", id="another form"),
    ],
)
def test_why_a_file_of_authorities_cannot_be_used_is_told(
    tmp_path: Path, content: bytes | None, told: str
) -> None:
    ours = tmp_path / "ca.pem"
    if content is not None:
        ours.write_bytes(content)
    with pytest.raises(SettingsError, match=told) as raised:
        client_context(ours, "smtp.ca_file")
    assert ("PEM" in str(raised.value)) is (told == "PEM")


def test_a_file_of_authorities_that_is_not_ours_to_read_is_told_as_such(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Tests may run as root, whom no mode keeps out."""

    def refused(**_named: object) -> ssl.SSLContext:
        raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.setattr(ssl, "create_default_context", refused)
    with pytest.raises(SettingsError, match=r"^smtp\.ca_file: .*không có quyền") as raised:
        client_context(an_authority(tmp_path / "ours"), "smtp.ca_file")
    assert "PEM" not in str(raised.value)
