"""Letters and lists that are genuine, and have been answered before."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from mailbot.cases.case import Case, Decision, DecisionKind
from mailbot.cases.state import State
from tests.journeys.paper import TWO_RECRUITS, Letter, set_letter
from tests.journeys.reply import opened
from tests.journeys.test_resets import OWN, asking, with_account
from tests.journeys.world import World, a_mail

RESET = asking(*OWN)
UNNUMBERED = "      /UBND-VP"  # as the annex leaves the printer: the clerk fills in the letter's
GOOD, BAD = TWO_RECRUITS.rows[0], (*TWO_RECRUITS.rows[1][:5], "092088004", "09123", "")
DEFECTIVE = Letter(number="70/UBND-VP", sheets=(replace(TWO_RECRUITS, rows=(GOOD, BAD)),))


def received(world: World, *files: tuple[str, bytes], **different: str) -> Case:
    """Return the newest case once a mail with these files has been worked on."""
    world.submit(a_mail(*files, **{"Subject": "V/v cấp lại mật khẩu", **different}))
    world.take_in()
    world.work()
    return max(world.cases(), key=lambda case: case.id)


def codes(case: Case) -> set[str]:
    return {one.code for one in case.findings if one.severity != "note"}


@pytest.fixture
def answered(world: World) -> bytes:
    """A signed letter with its list, answered once."""
    with_account(world, OWN[5], "mat-khau-da-quen-1")
    letter = world.signed(RESET)
    assert received(world, ("Công văn 50.pdf", letter)).state is State.ANSWERED
    return letter


def test_an_answered_letter_is_no_supplement_to_another_case(world: World, answered: bytes) -> None:
    waiting = received(world, ("Công văn 70.pdf", world.signed(DEFECTIVE)))
    with world.house.database.transaction() as connection:
        asked = Decision(DecisionKind.SUPPLEMENT, "Lê Thị Cán Bộ", world.house.clock())
        world.house.carry_out(connection, waiting, asked)
    world.work()
    replies = world.replies()

    in_reply = {"In_Reply_To": opened(replies[-1])["Message-ID"]}
    case = received(world, ("Công văn 50.pdf", answered), **in_reply)

    assert (case.id, case.state) == (waiting.id, State.IN_REVIEW)
    assert "case.same_letter" in codes(case)
    assert world.replies() == replies


def test_an_answered_letter_does_not_serve_behind_another_cover(
    world: World, answered: bytes
) -> None:
    cover = world.signed(replace(RESET, number="60/UBND-VP", with_annex=False))
    case = received(world, ("Công văn 60.pdf", cover), ("Phụ lục.pdf", answered))
    assert case.state is State.IN_REVIEW
    assert "case.same_file" in codes(case)


@pytest.mark.parametrize("stamped_later", [False, True])
def test_a_signed_list_that_names_no_letter_serves_one_case(
    world: World, *, stamped_later: bool
) -> None:
    with_account(world, OWN[5], "mat-khau-da-quen-1")
    letter = world.signed(replace(RESET, with_annex=False))
    listed = replace(RESET, with_letter=False, number=UNNUMBERED)
    annex = world.signed(listed, leader=False)
    first = received(world, ("Công văn 50.pdf", letter), ("Phụ lục.pdf", annex))
    assert first.state is State.ANSWERED

    other = world.signed(replace(RESET, number="60/UBND-VP", with_annex=False))
    if stamped_later:
        annex = world.pki.sign(annex, world.organisation, field_name="VanThu2")
    case = received(world, ("Công văn 60.pdf", other), ("Phụ lục.pdf", annex))

    assert case.state is State.IN_REVIEW
    assert codes(case) == {"case.same_file"}
    assert len(world.replies()) == 1


@pytest.mark.parametrize("annex_alone", [False, True])
def test_what_was_signed_long_ago_is_looked_at(world: World, *, annex_alone: bool) -> None:
    """A letter that was answered by hand before, or never sent, is still genuine."""
    with_account(world, OWN[5], "mat-khau-da-quen-1")
    long_ago = world.pki.now - timedelta(days=150)
    letter = set_letter(replace(RESET, with_annex=False))
    annex = set_letter(replace(RESET, with_letter=False))
    when = None if annex_alone else long_ago
    letter = world.pki.sign(letter, world.leader, field_name="LanhDao", signed_at=when)
    letter = world.pki.sign(letter, world.organisation, field_name="VanThu", signed_at=when)
    annex = world.pki.sign(annex, world.organisation, signed_at=long_ago)
    case = received(world, ("Công văn 50.pdf", letter), ("Phụ lục.pdf", annex))
    assert case.state is State.IN_REVIEW
    assert codes(case) == {"signature.signed_long_ago"}
