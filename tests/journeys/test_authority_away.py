"""A certification authority is away: a clean case waits by itself, and never beyond its time."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from mailbot.cases.case import Decision, DecisionKind
from mailbot.cases.state import State
from mailbot.errors import TryLaterError
from mailbot.gateways.http import HttpLimits
from mailbot.storage import verdicts
from signing import Verdict
from tests.journeys.paper import TWO_RECRUITS, Letter, set_letter
from tests.journeys.world import World, a_mail, a_world_in
from tests.servers.mail import MailServers

URLS = ("http://ca.test/root.crl", "http://ca.test/sub.crl", "http://ca.test/tsa-root.crl")


@dataclass
class Authority:
    """Three lists on the web, and a clock that can be put forward."""

    world: World
    away: bool = True
    later: timedelta = timedelta()
    asked: list[str] = field(default_factory=list)

    def clock(self) -> datetime:
        return datetime.now(UTC) + self.later

    def exchange(self, url: str, _limits: HttpLimits, _body: bytes | None, _kind: str) -> bytes:
        self.asked.append(url)
        if self.away:
            raise TryLaterError("connection refused")
        return self.world.pki.crls()[URLS.index(url)]

    def after(self, **passed: Any) -> State:
        """Let time pass, fetch what is due, do what is due; return where the case stands."""
        self.later += timedelta(**passed)
        self.world.house.refresh_revocation()
        self.world.work()
        return self.world.the_case().state


@pytest.fixture
def authority(mail_servers: MailServers, tmp_path: Path) -> Iterator[Authority]:
    trust = {"crl_files": [], "crl_urls": list(URLS)}
    with a_world_in(tmp_path, mail_servers, trust=trust) as world:
        authority = Authority(world)
        world.house.clock = authority.clock
        world.house.revocation.exchange = authority.exchange
        world.house.refresh_revocation()
        yield authority


def received(authority: Authority, pdf: bytes | None = None) -> None:
    world = authority.world
    letter = Letter(sheets=(TWO_RECRUITS,))
    world.submit(a_mail(("Công văn.pdf", pdf or world.signed(letter))))
    world.take_in()
    world.work()


def found(world: World) -> set[str]:
    return {one.code for one in world.the_case().findings if one.severity != "note"}


def test_a_clean_case_waits_with_its_clock_running_and_goes_on_when_the_list_is_there(
    authority: Authority,
) -> None:
    received(authority)
    world, case = authority.world, authority.world.the_case()
    assert case.state is State.AWAITING_AUTHORITY
    assert found(world) == {"signature.revocation_unknown"}
    assert authority.after(minutes=2) is State.AWAITING_AUTHORITY

    authority.away = False
    assert authority.after(minutes=40) is State.ANSWERED

    answered = world.the_case()
    assert answered.due_at == case.due_at
    assert found(world) == set()
    with world.house.database.transaction() as connection:
        (kept,) = verdicts.of_case(connection, answered.id)
    assert kept.report.verdict is Verdict.PASSED
    assert len(kept.material.crls) == len(URLS)


def test_the_list_of_a_time_stamp_authority_is_taken_as_well(authority: Authority) -> None:
    house = authority.world.house
    authority.later, authority.away = timedelta(hours=2), False
    house.refresh_revocation()
    state = house.revocation.state(authority.clock())
    assert (len(state.crls), state.faults) == (len(URLS), {})


def test_a_case_that_waited_in_vain_goes_to_a_person_in_good_time(authority: Authority) -> None:
    received(authority)
    case = authority.world.the_case()
    last_moment = authority.world.house.examine.outage.patience_ends(case.due_at)
    assert case.due_at - last_moment >= timedelta(hours=8)

    wait = last_moment - authority.clock()
    assert authority.after(seconds=wait.total_seconds() - 60) is State.AWAITING_AUTHORITY
    assert authority.after(minutes=31) is State.IN_REVIEW
    assert found(authority.world) == {"signature.revocation_unknown", "signature.waited"}


def test_a_revoked_certificate_is_found_out_when_the_list_comes(authority: Authority) -> None:
    received(authority)
    authority.world.pki.revoke(authority.world.organisation)
    authority.away = False

    assert authority.after(minutes=31) is State.IN_REVIEW
    assert "signature.certificate_revoked" in found(authority.world)
    assert authority.world.replies() == ()


def test_what_else_needs_a_person_does_not_wait(authority: Authority) -> None:
    received(authority, set_letter(Letter(sheets=(TWO_RECRUITS,))))
    assert authority.world.the_case().state is State.IN_REVIEW


def test_a_person_may_take_a_waiting_case_over(authority: Authority) -> None:
    received(authority)
    world, case = authority.world, authority.world.the_case()
    with world.house.database.transaction() as connection:
        reason = ("đã kiểm tra bằng công cụ khác",)
        decision = Decision(DecisionKind.REOPEN, "Lê Thị Cán Bộ", authority.clock(), reason)
        world.house.carry_out(connection, case, decision)
    assert authority.after(hours=1) is State.IN_REVIEW
