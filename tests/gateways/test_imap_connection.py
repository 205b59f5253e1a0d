"""What the library raises becomes an error that says what to do next; bugs stay bugs."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from pydantic import SecretStr

from mailbot.errors import TryLaterError
from mailbot.gateways.imap_connection import ImapAccount
from tests.gateways.worlds import imap_settings


@pytest.fixture
def account() -> ImapAccount:
    return ImapAccount(imap_settings(Path("ca.pem")), lambda: SecretStr("x"))


def test_a_connection_closed_by_another_thread_in_mid_read_is_away(account: ImapAccount) -> None:
    file = io.BufferedReader(io.BytesIO(b"* OK\r\n"))
    file.close()
    with pytest.raises(TryLaterError, match="chờ thư"), account.translated("chờ thư"):
        file.readline()


def test_an_answer_the_library_makes_no_sense_of_is_an_outage(account: ImapAccount) -> None:
    with pytest.raises(TryLaterError, match="ValueError") as caught, account.translated("chờ thư"):
        int("lời trong thư")
    assert "lời trong thư" not in str(caught.value)
