"""A machine without the servers fails the tests with the way out; nothing is skipped."""

from __future__ import annotations

import os

import pytest

from tests.servers import needed


def test_a_missing_program_names_its_package_and_the_command() -> None:
    with pytest.raises(pytest.fail.Exception, match=r"dovecot-imapd.*make test"):
        needed.program("khong-co-chuong-trinh-nay", "dovecot-imapd")


def test_a_missing_file_names_its_package_and_the_command() -> None:
    with pytest.raises(pytest.fail.Exception, match=r"dovecot-lmtpd.*make test"):
        needed.files(["/usr/lib/dovecot/khong-co"], "dovecot-lmtpd")


def test_servers_that_want_root_say_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    with pytest.raises(pytest.fail.Exception, match="as root"):
        needed.root("Postfix")
