"""Việc cần làm: rows to be provisioned by hand, and passwords to be given in person."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from sqlalchemy import Connection
from starlette.responses import Response

from mailbot.cases.case import Case
from mailbot.cases.row import Row
from mailbot.console.clock_face import Remaining
from mailbot.console.step_up import question
from mailbot.console.visit import Visit
from mailbot.console.ways import REVIEWERS, Way
from mailbot.storage import effects, registry_store
from mailbot.storage.effects import Effect
from mailbot.words import say

_PATH = "/viec-can-lam"


@dataclass(frozen=True, slots=True)
class Task:
    """One line of work: what is done for which row."""

    effect: Effect
    row: Row
    action: str


@dataclass(frozen=True, slots=True)
class Pile:
    """The work of one case, with its clock."""

    case: Case
    agency: str
    clock: Remaining
    tasks: tuple[Task, ...]


def show_tasks(visit: Visit) -> Response:
    """Show what waits for hands, the case that is due first on top."""
    with visit.house.database.reading() as connection:
        to_do = _piles(visit, connection, effects.for_staff(connection))
        to_give = _piles(visit, connection, effects.to_hand_over(connection))
    counted = sum(len(pile.tasks) for pile in to_do), sum(len(pile.tasks) for pile in to_give)
    return visit.page("tasks.html", to_do=to_do, to_give=to_give, counted=counted)


def ask(visit: Visit) -> Response:
    """Ask what a deed needs: the reason why not, or who receives the password."""
    with visit.house.database.reading() as connection:
        task = _task(visit, connection)
        case = visit.house.cases.load(connection, task.effect.case_id)
    return visit.page("_task_ask.html", task=task, case=case, deed=visit.path["deed"])


def tick_off(visit: Visit) -> Response:
    """Write that the work is done; after the last of its case the case goes on."""
    with visit.house.database.transaction() as connection:
        visit.house.hands.done(connection, visit.path["task"], visit.member.display_name)
    return visit.go(_PATH, "tasks.done_done")


def set_aside(visit: Visit) -> Response:
    """Write why the work cannot be done."""
    with visit.house.database.transaction() as connection:
        visit.house.hands.not_done(
            connection, visit.path["task"], visit.member.display_name, visit.text("reason")
        )
    return visit.go(_PATH, "tasks.done_not_done")


def reveal(visit: Visit) -> Response:
    """Show the initial password to whoever makes the mailbox; the story tells who saw it."""
    asked = question(visit)
    if asked is not None:
        return asked
    with visit.house.database.transaction() as connection:
        task = _task(visit, connection)
        password = visit.house.hands.reveal(
            connection, task.effect.op_key, visit.member.display_name
        )
    return visit.page("_task_password.html", task=task, password=password, receiver="")


def hand_over(visit: Visit) -> Response:
    """Show the password for the person it is given to; it is kept until that is confirmed."""
    asked = question(visit)
    if asked is not None:
        return asked
    receiver = visit.text("to")
    with visit.house.database.transaction() as connection:
        task = _task(visit, connection)
        shown = visit.house.hands.show(
            connection, task.effect.op_key, visit.member.display_name, receiver
        )
    return visit.page(
        "_task_password.html",
        task=task,
        password=shown.password,
        before=shown.before,
        receiver=receiver,
    )


def confirm(visit: Visit) -> Response:
    """Write that the receiver has the password; it is kept no longer."""
    with visit.house.database.transaction() as connection:
        visit.house.hands.handed_over(connection, visit.path["task"], visit.member.display_name)
    return visit.go(_PATH, "tasks.done_handed_over")


def _piles(visit: Visit, connection: Connection, found: Sequence[Effect]) -> list[Pile]:
    cases = visit.house.cases.of_ids(connection, {one.case_id for one in found})
    names = registry_store.agency_names(connection, {one.agency_code for one in cases.values()})
    piles = []
    for case_id, of_case in groupby(sorted(found, key=_by_case), key=lambda one: one.case_id):
        case = cases[case_id]
        agency = names.get(case.agency_code, case.letter.agency_name)
        tasks = tuple(_told(case, effect) for effect in of_case)
        piles.append(Pile(case, agency, visit.office.remaining(case, visit.now), tasks))
    return sorted(piles, key=lambda pile: (pile.case.due_at, pile.case.id))


def _by_case(effect: Effect) -> tuple[int, int]:
    return effect.case_id, effect.row


def _task(visit: Visit, connection: Connection) -> Task:
    effect = effects.find(connection, visit.path["task"])
    return _told(visit.house.cases.load(connection, effect.case_id), effect)


def _told(case: Case, effect: Effect) -> Task:
    action = say(f"tasks.action_{effect.action}")
    return Task(effect, case.rows[effect.row], action)


WAYS = (
    Way("GET", _PATH, show_tasks, REVIEWERS),
    Way("GET", _PATH + "/{task:path}/hoi/{deed}", ask, REVIEWERS),
    Way("POST", _PATH + "/{task:path}/xong", tick_off, REVIEWERS),
    Way("POST", _PATH + "/{task:path}/khong-lam-duoc", set_aside, REVIEWERS),
    Way("POST", _PATH + "/{task:path}/mat-khau", reveal, REVIEWERS),
    Way("POST", _PATH + "/{task:path}/giao", hand_over, REVIEWERS),
    Way("POST", _PATH + "/{task:path}/da-giao", confirm, REVIEWERS),
)
