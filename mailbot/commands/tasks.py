"""`mailbot tasks`, `done`, `reveal`, `hand-over`: what people do at the mail host and in person."""

from __future__ import annotations

from argparse import Namespace
from functools import partial

from mailbot.commands.answer import Answer
from mailbot.commands.house import open_house, seen_house
from mailbot.commands.wording import table, when
from mailbot.storage import effects
from mailbot.storage.effects import Effect
from mailbot.storage.history import Event
from mailbot.words import Words


def list_tasks(options: Namespace) -> Answer:
    """List what waits for hands at the mail host, and passwords to be handed over in person."""
    with seen_house(options) as (house, connection):
        to_do, to_give = effects.for_staff(connection), effects.to_hand_over(connection)
        words = house.words
    lines = [
        (e.op_key, words.say(f"tasks.action_{e.action}"), e.address, e.display_name) for e in to_do
    ]
    lines += [
        (e.op_key, words.say("tasks.action_hand_over"), e.address, e.display_name) for e in to_give
    ]
    head = tuple(words.say(f"tasks.head_{name}") for name in ("task", "action", "address", "name"))
    value = {
        "to_do": [_as_json(e) for e in to_do],
        "to_hand_over": [_as_json(e) for e in to_give],
    }
    return Answer(value, table(head, lines) if lines else words.say("tasks.none"))


def done(options: Namespace) -> Answer:
    """Tick a task off, or say why it cannot be done; after the last one the case goes on."""
    with open_house(options) as (house, connection):
        case = house.cases.load(connection, effects.find(connection, options.task).case_id)
        if options.not_done is None:
            left = house.hands.done(connection, options.task, options.officer)
        else:
            left = house.hands.not_done(connection, options.task, options.officer, options.not_done)
        state = effects.find(connection, options.task).state
    value = {"task": options.task, "state": state, "left_in_case": left}
    return Answer(value, house.words.say("tasks.recorded", case=case.number, left=str(left)))


def reveal(options: Namespace) -> Answer:
    """Show the initial password to whoever makes the mailbox by hand; who saw it is kept."""
    with open_house(options) as (house, connection):
        password = house.hands.reveal(connection, options.task, options.officer)
        address = effects.find(connection, options.task).address
    return Answer({"address": address, "password": password}, f"{address}: {password}")


def hand_over(options: Namespace) -> Answer:
    """Hand a password over in person: shown, and gone as soon as it stands on the screen."""
    with open_house(options) as (house, connection):
        shown = house.hands.show(connection, options.task, options.officer, options.to)
        address = effects.find(connection, options.task).address
    lines = [f"{address}: {shown.password}", house.words.say("tasks.once")]
    if shown.before is not None:
        lines.append(_shown_before(shown.before, house.words))
    value = {
        "address": address,
        "password": shown.password,
        "to": options.to,
        "shown_before": shown.before.at.isoformat() if shown.before else None,
    }
    return Answer(value, "\n".join(lines), when_said=partial(_handed_over, options))


def _handed_over(options: Namespace) -> None:
    with open_house(options) as (house, connection):
        house.hands.handed_over(connection, options.task, options.officer)


def _shown_before(showing: Event, words: Words) -> str:
    """Say when, by whom and to whom a password was shown that nobody has confirmed."""
    at, to = when(showing.at), showing.detail["to"]
    return words.say("tasks.shown_before", at=at, who=showing.who, to=to)


def _as_json(effect: Effect) -> dict[str, object]:
    return {
        "task": effect.op_key,
        "action": effect.action,
        "address": effect.address,
        "name": effect.display_name,
    }
