"""The plays of the crash tests: what agencies send, what staff does, how it ends.

Together they meet every kind of effect: mailboxes made, passwords set and handed over, notices of
each kind signed by mailbot and by people, letters that join their case, time stamps and lists.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from mailbot.clock import utc_now
from mailbot.operations.backup import back_up
from mailbot.storage import registry_store
from tests.crash.requests import a_request
from tests.intake.test_dkim_evidence import signed as dkim_signed
from tests.journeys.paper import TWO_RECRUITS, Letter
from tests.journeys.reply import opened
from tests.journeys.test_resets import OWN, asking
from tests.journeys.world import ASKER, World, a_mail
from tests.servers.mail import OUTSIDER

HERE_BEFORE, LATER = "gui-den", "gui-sau"  # how the Message-IDs of what agencies send begin
CLEAN = Letter(sheets=(TWO_RECRUITS,))
_GOOD, _BAD = TWO_RECRUITS.rows[0], (*TWO_RECRUITS.rows[1][:5], "092088004", "09123", "")
_DEFECTIVE = Letter(sheets=(replace(TWO_RECRUITS, rows=(_GOOD, _BAD)),))
_FORGOTTEN = "mat-khau-da-quen-1"
_COPIES = "kept"

Sections = Mapping[str, Mapping[str, Any]]


@dataclass(frozen=True)
class Act:
    """One life of mailbot, begun again when it dies.

    Attributes:
        sends: what the agency sends before it, having had our first reply.
        words: the command that lives, given the folder of the stage; else the daemon does.
    """

    sends: Callable[[World, bytes], bytes] | None = None
    words: Callable[[Path], tuple[str, ...]] | None = None


@dataclass(frozen=True)
class Play:
    """One story. `states` and `mails` are how it ends: cases, and mails of the agency by what
    became of each; `replies` is how many the agency gets.

    Attributes:
        first: what lies in the inbox when it begins.
        before: what was before that.
        acts: the lives, one after the other.
        is_lost: database and archive are gone when it begins.
        officer: how an officer decides what goes to review; nobody is there without.
        authorities: mails and signatures are proven, and notices time-stamped, by services on the
            network.
        asker: the mailbox of the agency that sends all this.
        token: notices are signed by a key that never leaves a PKCS#11 token.
        children: hostile bytes are read in child processes, as in service.
        in_turn: its cases are examined and answered one after the other. Otherwise a death may
            change which comes first, with it what is found of the other, and their numbers.
    """

    name: str
    first: Callable[[World], tuple[bytes, ...]]
    states: tuple[str, ...] = ("answered",)
    mails: Mapping[str, int] = field(default_factory=lambda: {"case": 1})
    replies: int = 1
    before: Callable[[World], None] = lambda _: None
    acts: tuple[Act, ...] = (Act(),)
    is_lost: bool = False
    asker: str = ASKER
    officer: str = ""
    authorities: bool = False
    token: bool = False
    children: bool = False
    in_turn: bool = True
    settings: Sections = field(default_factory=dict)


def _mail(world: World, letter: Letter, **different: str) -> bytes:
    fields = {"Message_ID": f"<{HERE_BEFORE}@cantho.gov.vn>", **different}
    return a_mail(("Công văn.pdf", world.signed(letter)), **fields)


def _clean(world: World) -> tuple[bytes, ...]:
    return (_mail(world, CLEAN),)


def _with_mailbox_outside(world: World) -> None:
    """Let the agency have its mailbox in another domain."""
    with world.house.database.transaction() as connection:
        agency = registry_store.load_registry(connection).by_mailbox(ASKER)
        assert agency is not None
        registry_store.save_agencies(connection, (replace(agency, mailbox=OUTSIDER),))


def _clean_from_outside(world: World) -> tuple[bytes, ...]:
    return (dkim_signed(_mail(world, CLEAN, From=OUTSIDER), domain=OUTSIDER.partition("@")[2]),)


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


def _lost_after_work(world: World) -> None:
    """Answer one request, make a copy when the next is about to be carried out, answer that and
    one more, of which the copy knows nothing.
    """
    archive = world.house.settings.archive.directory
    world.submit(_request(world, 0))
    world.take_in()
    world.work()
    world.submit(_request(world, 1))
    world.take_in()
    world.house.rounds.run_due(most=1)
    back_up(world.house.settings.database.url, archive, archive.with_name(_COPIES), utc_now())
    world.submit(_request(world, 2))
    world.take_in()
    world.work()
    world.servers.wait_until_delivered()


def _after_the_loss(world: World) -> tuple[bytes, ...]:
    return (_request(world, 3),)


def _request(world: World, number: int) -> bytes:
    return a_request(world, number, Message_ID=f"<{HERE_BEFORE}-{number}@cantho.gov.vn>")


def _restore(folder: Path) -> tuple[str, ...]:
    (copy,) = (folder / _COPIES).glob("mailbot-*")
    return "restore", str(copy)


def _by_hand(*words: str) -> Act:
    return Act(words=lambda _: (*words, "--officer", "Lê An"))


PLAYS = {
    play.name: play
    for play in (
        Play("clean", _clean),
        Play("token", _clean, token=True),
        Play("reset", _reset, before=_with_account),
        Play(
            "supplement",
            _defective,
            acts=(Act(), Act(_corrected)),
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
        Play(
            "stamped",
            _clean_from_outside,
            before=_with_mailbox_outside,
            asker=OUTSIDER,
            authorities=True,
            children=True,
        ),
        Play(
            "restored",
            _after_the_loss,
            before=_lost_after_work,
            is_lost=True,
            # Mail is taken in while the work is paused; then what was done since is written down.
            acts=(
                Act(words=_restore),
                Act(),
                _by_hand("reconcile", "--apply"),
                _by_hand("resume"),
                Act(),
            ),
            states=("answered",) * 4,
            mails={"case": 4},
            replies=4,
        ),
    )
}
