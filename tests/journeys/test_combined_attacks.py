"""Attacks that go through several stages: each stage alone sees nothing wrong."""

from __future__ import annotations

from dataclasses import replace

import pytest

from mailbot.cases.agency import Agency
from mailbot.cases.case import Case, Decision, DecisionKind
from mailbot.cases.state import State
from mailbot.storage import registry_store
from tests.journeys.paper import TWO_RECRUITS, Letter, set_letter
from tests.journeys.world import ASKER, CITY_NAME, OTHER, OTHER_NAME, World, a_mail
from tests.pki.certificates import Profile
from tests.servers.mail import OUTSIDER

GOOD, BAD = TWO_RECRUITS.rows[0], (*TWO_RECRUITS.rows[1][:5], "092088004", "09123", "")
CLEAN = Letter(sheets=(TWO_RECRUITS,))
DEFECTIVE = replace(CLEAN, sheets=(replace(TWO_RECRUITS, rows=(GOOD, BAD)),))
SOMEBODY = ("1", "Lý Thị Lan", *GOOD[2:5], "092190001299", "0901234599", "")
OLD = replace(CLEAN, number="12/UBND-VP", sheets=(replace(TWO_RECRUITS, rows=(SOMEBODY,)),))


def received(world: World, *files: tuple[str, bytes], login: str = ASKER, **different: str) -> None:
    world.submit(a_mail(*files, From=login, **different), login)
    world.take_in()
    world.work()


def case_of(world: World, case: Case) -> Case:
    with world.house.database.transaction() as connection:
        return world.house.cases.load(connection, case.id)


def ask_for_supplement(world: World) -> Case:
    case = world.the_case()
    with world.house.database.transaction() as connection:
        asked = Decision(DecisionKind.SUPPLEMENT, "Lê Thị Cán Bộ", world.house.clock())
        world.house.carry_out(connection, case, asked)
    world.work()
    return case_of(world, case)


def test_an_outsider_with_a_genuine_letter_takes_no_open_case_over(world: World) -> None:
    received(world, ("Công văn.pdf", world.signed(DEFECTIVE)))
    case = world.the_case()

    subject = f"Re: {case.number}"
    received(world, ("Công văn 12.pdf", world.signed(OLD)), login=OUTSIDER, Subject=subject)

    assert case_of(world, case) == case
    (other,) = {one.id: one for one in world.cases() if one.id != case.id}.values()
    assert (other.state, other.reply_to) == (State.IN_REVIEW, "")
    assert "case.follows" in {one.code for one in other.findings}


def test_an_outsider_does_not_set_the_clock_of_a_case_going_that_waits_for_its_agency(
    world: World,
) -> None:
    received(world, ("Công văn.pdf", world.signed(DEFECTIVE)))
    case = ask_for_supplement(world)
    assert case.state is State.AWAITING_SUPPLEMENT

    subject = f"Re: {case.number}"
    received(world, ("Công văn 12.pdf", world.signed(OLD)), login=OUTSIDER, Subject=subject)

    assert case_of(world, case) == case


def test_naming_another_agencys_case_does_not_hide_that_somebody_is_in_it(world: World) -> None:
    identity = world.pki.organisation(OTHER_NAME, CITY_NAME, profile=Profile(san_email=OTHER))
    with world.house.database.transaction() as connection:
        other = registry_store.agency_with(connection, "pcr")
        assert isinstance(other, Agency)
        known = replace(other, certificate_fingerprints=(identity.fingerprint,))
        registry_store.save_agencies(connection, (known,))
    received(world, ("Công văn.pdf", world.signed(DEFECTIVE)))
    case = world.the_case()

    mine = replace(
        CLEAN,
        agency=OTHER_NAME.upper(),
        sheets=(replace(TWO_RECRUITS, rows=((*GOOD[:2], OTHER_NAME, *GOOD[3:]),)),),
    )
    pdf = world.pki.sign(set_letter(mine), world.leader, field_name="LanhDao")
    signed = world.pki.sign(pdf, identity, field_name="VanThu")
    received(world, ("Công văn.pdf", signed), login=OTHER, Subject=f"Re: {case.number}")

    (newer,) = [one for one in world.cases() if one.id != case.id]
    assert {"row.in_open_case", "case.follows"} <= {one.code for one in newer.findings}


def test_a_forged_copy_that_comes_first_does_not_swallow_the_genuine_mail(world: World) -> None:
    mail = a_mail(("Công văn.pdf", world.signed(CLEAN)))
    world.submit(mail, login=OTHER)
    world.take_in()
    world.work()
    assert world.cases() == ()

    world.submit(mail, login=ASKER)
    world.take_in()
    world.work()

    assert world.the_case().state is State.ANSWERED
    assert world.replies(OTHER) == ()
    # Either once more: the one is known, the other proves nothing.
    world.submit(mail, login=OTHER)
    world.submit(mail, login=ASKER)
    world.take_in()
    world.work()
    assert (len(world.cases()), len(world.replies())) == (1, 1)


@pytest.mark.parametrize("logins", [(ASKER, OTHER), (OTHER, ASKER)])
@pytest.mark.parametrize("seen_between", [False, True])
def test_a_forged_copy_that_is_fetched_along_does_not_count(
    world: World, logins: tuple[str, str], *, seen_between: bool
) -> None:
    mail = a_mail(("Công văn.pdf", world.signed(CLEAN)))
    for login in logins:
        world.submit(mail, login=login)
        if seen_between:
            world.take_in()
    world.take_in()
    world.work()
    assert world.the_case().state is State.ANSWERED
