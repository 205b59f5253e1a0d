"""The register of numbers where a letter is not signed under the number it took."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from mailbot.cases.case import Decision, DecisionKind
from mailbot.errors import NeedsStaffError, TryLaterError
from mailbot.operations.doctor import checks
from mailbot.operations.doctor_deep import DEEP_LOOKS
from mailbot.replies import compose
from mailbot.replies.own_signature import OwnSignature
from tests.faults.clock import ShiftedClock
from tests.operations.lives import Lives, lives_in
from tests.servers.mail import MailServers

_SENT = "SELECT number, dated_on FROM letter WHERE state = 'signed' ORDER BY id"


@pytest.fixture
def lives(mail_servers: MailServers, tmp_path: Path) -> Iterator[Lives]:
    with lives_in(tmp_path, mail_servers) as lives:
        yield lives


def test_a_letter_numbered_in_december_and_signed_in_january_is_numbered_anew(
    lives: Lives, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = ShiftedClock()
    lives.world.house.clock = clock
    with monkeypatch.context() as december:
        december.setattr(compose, "local_date", lambda _: date(2026, 12, 31))
        december.setattr(OwnSignature, "__call__", _fails_with(TryLaterError("no time stamp")))
        lives.answer(0)
    monkeypatch.setattr(compose, "local_date", lambda _: date(2027, 1, 1))
    clock.pass_by(minutes=3)
    lives.world.work()
    lives.answer(1)

    assert lives.rows(_SENT) == [
        ("01/TB-TTCNTT", "2027-01-01"),
        ("02/TB-TTCNTT", "2027-01-01"),
    ]
    assert _numbers(lives) == [(2026, 1), (2027, 1), (2027, 2)]
    assert _astray(lives) == []


def test_a_number_that_no_letter_bears_is_told_in_the_history_and_no_fault(
    lives: Lives, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as keyless:
        keyless.setattr(OwnSignature, "__call__", _fails_with(NeedsStaffError("no key")))
        lives.answer(0)
    house, case = lives.world.house, lives.world.the_case()
    decision = Decision(DecisionKind.CLOSE, "Lê An", house.clock(), ("Cơ quan rút",))
    with house.database.transaction() as connection:
        house.carry_out(connection, case, decision)
    lives.world.work()
    lives.answer(1)

    assert [number for number, _ in lives.rows(_SENT)] == ["02/TB-TTCNTT"]
    assert _astray(lives) == []
    told = "SELECT count(*) FROM history WHERE what = 'number_unused'"
    assert lives.rows(told) == [(1,)]


def _fails_with(error: Exception) -> Any:
    def sign(*_: object) -> bytes:
        raise error

    return sign


def _numbers(lives: Lives) -> list[tuple[Any, ...]]:
    return sorted(lives.rows("SELECT year, number FROM document_number"))


def _astray(lives: Lives) -> list[str]:
    """Return what the doctor has to say of the register."""
    seen = checks(lives.world.house, DEEP_LOOKS)
    return [one.detail for one in seen if one.code == "deep_register" and not one.good]
