"""The plays of the crash tests: what agencies send, what staff does, how it ends.

Together they meet every kind of effect: mailboxes made, passwords set and handed over, notices of
each kind signed by mailbot and by people, letters that join their case, time stamps and lists.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from tests.journeys.paper import TWO_RECRUITS, Letter
from tests.journeys.reply import opened
from tests.journeys.test_resets import OWN, asking
from tests.journeys.world import World, a_mail

HERE_BEFORE, LATER = "gui-den", "gui-sau"  # how the Message-IDs of what agencies send begin
CLEAN = Letter(sheets=(TWO_RECRUITS,))
_GOOD, _BAD = TWO_RECRUITS.rows[0], (*TWO_RECRUITS.rows[1][:5], "092088004", "09123", "")
_DEFECTIVE = Letter(sheets=(replace(TWO_RECRUITS, rows=(_GOOD, _BAD)),))
_FORGOTTEN = "mat-khau-da-quen-1"

Sections = Mapping[str, Mapping[str, Any]]


@dataclass(frozen=True)
class Play:
    """One story. `states` and `mails` are how it ends: cases, and mails of the agency by what
    became of each; `replies` is how many the agency gets.

    Attributes:
        first: what lies in the inbox when it begins.
        later: what the agency sends when it has heard of us, if anything.
        officer: how an officer decides what goes to review; nobody is there without.
        authorities: signatures are proven, and notices time-stamped, by services on the network.
        children: hostile bytes are read in child processes, as in service.
        in_turn: its cases are examined and answered one after the other. Otherwise a death may
            change which comes first, with it what is found of the other, and their numbers.
    """

    name: str
    first: Callable[[World], tuple[bytes, ...]]
    states: tuple[str, ...] = ("answered",)
    mails: Mapping[str, int] = field(default_factory=lambda: {"case": 1})
    replies: int = 1
    later: Callable[[World, bytes], bytes] | None = None
    before: Callable[[World], None] = lambda _: None
    officer: str = ""
    authorities: bool = False
    children: bool = False
    in_turn: bool = True
    settings: Sections = field(default_factory=dict)


def _mail(world: World, letter: Letter, **different: str) -> bytes:
    fields = {"Message_ID": f"<{HERE_BEFORE}@cantho.gov.vn>", **different}
    return a_mail(("Công văn.pdf", world.signed(letter)), **fields)


def _clean(world: World) -> tuple[bytes, ...]:
    return (_mail(world, CLEAN),)


def _reset(world: World) -> tuple[bytes, ...]:
    return (_mail(world, asking(*OWN), Subject="V/v cấp lại mật khẩu hộp thư điện tử"),)


def _with_account(world: World) -> None:
    world.give_account(OWN[5], _FORGOTTEN)


def _defective(world: World) -> tuple[bytes, ...]:
    return (_mail(world, _DEFECTIVE),)


def _corrected(world: World, request: bytes) -> bytes:
    answers = {
        "Subject": "Re: bổ sung hồ sơ",
        "In_Reply_To": str(opened(request)["Message-ID"]),
        "Message_ID": f"<{LATER}@cantho.gov.vn>",
    }
    return _mail(world, replace(CLEAN, number="46/UBND-VP"), **answers)


def _twice_and_broken(world: World) -> tuple[bytes, ...]:
    """Return a request, the same letter in another mail, the very mail again, and half a file."""
    first = _mail(world, CLEAN)
    again = _mail(world, CLEAN, Message_ID=f"<{HERE_BEFORE}-lai@cantho.gov.vn>")
    half = world.signed(replace(CLEAN, number="47/UBND-VP"))
    broken = a_mail(
        ("Công văn 47.pdf", half[: len(half) // 3]),
        Message_ID=f"<{HERE_BEFORE}-hong@cantho.gov.vn>",
    )
    return first, again, first, broken


PLAYS = {
    play.name: play
    for play in (
        Play("clean", _clean),
        Play("reset", _reset, before=_with_account),
        Play(
            "supplement",
            _defective,
            later=_corrected,
            officer="bo-sung",
            mails={"case": 1, "joined": 1},
            replies=2,
        ),
        Play(
            "two_step",
            _defective,
            officer="duyet",
            replies=2,
            settings={"signing": {"mode": "two_step"}, "provisioning": {"host": "worklist"}},
        ),
        Play(
            "twice_and_broken",
            _twice_and_broken,
            officer="tu-choi",
            states=("answered",) * 3,
            mails={"case": 3},
            replies=3,
            in_turn=False,
        ),
        Play("stamped", _clean, authorities=True, children=True),
    )
}
