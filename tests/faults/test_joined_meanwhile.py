"""A mail joins a case while a step of it is under way: the step is taken anew, and done once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import pytest
from sqlalchemy import text

from mailbot.cases.account import Confirm, HostAnswer, Wish
from mailbot.cases.state import State
from mailbot.house import House
from mailbot.provisioning.provision import MailHost
from mailbot.replies.press import RenderedLetter
from mailbot.storage import messages, work
from tests.faults.conftest import FaultyWorld
from tests.journeys.world import a_mail

Step = Callable[[], None]


@dataclass(frozen=True)
class Watched:
    """A mail host, and what happens in the world before and after it carries wishes out."""

    host: MailHost
    before: Step
    after: Step

    def check(self) -> None:
        self.host.check()

    def carry_out(self, wishes: Sequence[Wish], confirm: Confirm) -> tuple[HostAnswer, ...]:
        self.before()
        answers = self.host.carry_out(wishes, confirm)
        self.after()
        return answers


def nothing() -> None:
    pass


def at_the_host(house: House, before: Step = nothing, after: Step = nothing) -> None:
    host = Watched(house.mail_host, before, after)
    vars(house)["provision"] = replace(house.provision, host=host)


def in_signing(house: House, step: Step) -> None:
    unattended = house.compose.unattended
    assert unattended is not None

    def sign(letter: RenderedLetter) -> bytes:
        step()
        return unattended.sign(letter)

    vars(house)["compose"] = replace(house.compose, unattended=replace(unattended, sign=sign))


@pytest.mark.parametrize(
    "hook",
    [
        pytest.param(lambda house, step: at_the_host(house, before=step), id="before the host"),
        pytest.param(lambda house, step: at_the_host(house, after=step), id="behind the host"),
        pytest.param(in_signing, id="as its notice is signed"),
    ],
)
def test_a_mail_that_joins_amid_a_step_is_told_and_nothing_is_done_twice(
    faulty: FaultyWorld, hook: Callable[[House, Step], None]
) -> None:
    world, waiting = faulty.world, [1]

    def join() -> None:
        if waiting:
            waiting.pop()
            answer = {"In_Reply_To": world.the_case().thread[-1], "Subject": "Re: V/v"}
            world.submit(a_mail(text="Chúng tôi xin rút hồ sơ.", **answer))
            world.take_in()
            with world.house.database.reading() as connection:
                (new,) = messages.new_ones(connection, range(1, 9))
            world.house.examine(new.id)

    hook(world.house, join)
    faulty.request()
    for minutes in (0, 1, 6, 6):
        faulty.work_after(minutes=minutes)

    assert not waiting
    case = world.the_case()
    assert case.state is State.ANSWERED
    assert "case.mail_added" in {one.code for one in case.findings}
    assert len(world.replies()) == 1
    with world.house.database.reading() as connection:
        assert work.count_set_aside(connection) == 0
        numbers = connection.execute(text("SELECT number FROM document_number"))
        assert list(numbers.scalars()) == [1]
