"""`mailbot tasks`, `done`, `reveal`, `hand-over`: what people do at the mail host and in person."""

from __future__ import annotations

from argparse import Namespace

from mailbot.cases.effect import Action
from mailbot.cases.state import State
from mailbot.commands.answer import Answer
from mailbot.commands.house import open_house
from mailbot.commands.wording import table
from mailbot.errors import BadInputError
from mailbot.provisioning.provision import enter_in_directory
from mailbot.storage import effects, history
from mailbot.storage.effects import Effect, EffectState

_ACTIONS = {Action.CREATE: "Tạo hộp thư", Action.SET_PASSWORD: "Đặt lại mật khẩu"}


def list_tasks(options: Namespace) -> Answer:
    """List what waits for hands at the mail host, and passwords to be handed over in person."""
    with open_house(options) as (_, connection):
        to_do, to_give = effects.for_staff(connection), effects.to_hand_over(connection)
    lines = [(e.op_key, _ACTIONS[e.action], e.address, e.display_name) for e in to_do]
    lines += [(e.op_key, "Giao mật khẩu trực tiếp", e.address, e.display_name) for e in to_give]
    head = ("Mã việc", "Việc", "Hộp thư", "Người dùng")
    value = {
        "to_do": [_as_json(e) for e in to_do],
        "to_hand_over": [_as_json(e) for e in to_give],
    }
    return Answer(value, table(head, lines) if lines else "Không có việc nào cần làm.")


def done(options: Namespace) -> Answer:
    """Tick a task off, or say why it cannot be done; after the last one the case goes on."""
    with open_house(options) as (house, connection):
        effect = _open_task(effects.find(connection, options.task))
        case = house.cases.load(connection, effect.case_id)
        now, state = house.clock(), EffectState.DONE
        if options.not_done is not None:
            state = EffectState.FAILED
            if not options.not_done.strip():
                raise BadInputError("--not-done cần nêu lý do.")
        effects.settle(
            connection, effect.op_key, state, now, options.officer, options.not_done or ""
        )
        if state is EffectState.DONE:
            enter_in_directory(connection, case, effect, options.officer, house.clock)
        history.write(
            connection,
            now,
            case.id,
            "task_done" if state is EffectState.DONE else "task_not_done",
            options.officer,
            address=effect.address,
            reason=options.not_done or "",
        )
        all_of_case = effects.of_case(connection, case.id)
        left = [one for one in all_of_case if one.state not in effects.SETTLED]
        if not left and case.state is State.AWAITING_HANDS:
            house.cases.save(connection, case.moved(State.ACCEPTED), now, "hands_done")
    value = {"task": effect.op_key, "state": state, "left_in_case": len(left)}
    return Answer(value, f"Đã ghi nhận. Hồ sơ {case.number} còn {len(left)} việc.")


def reveal(options: Namespace) -> Answer:
    """Show the initial password to whoever makes the mailbox by hand; who saw it is kept."""
    with open_house(options) as (house, connection):
        effect = _open_task(effects.find(connection, options.task))
        password = _password(house.effects.password(connection, effect.op_key))
        history.write(
            connection,
            house.clock(),
            effect.case_id,
            "password_revealed",
            options.officer,
            address=effect.address,
        )
    return Answer(
        {"address": effect.address, "password": password}, f"{effect.address}: {password}"
    )


def hand_over(options: Namespace) -> Answer:
    """Hand a password over in person: shown once, then gone."""
    with open_house(options) as (house, connection):
        effect = effects.find(connection, options.task)
        if effect.state is not EffectState.DONE or effect.hand_over != "in_person":
            raise BadInputError(f"Việc '{options.task}' không phải giao mật khẩu trực tiếp.")
        password = _password(house.effects.password(connection, effect.op_key))
        now = house.clock()
        effects.handed_over(connection, effect.op_key, now, f"{options.officer} → {options.to}")
        history.write(
            connection,
            now,
            effect.case_id,
            "password_handed_over",
            options.officer,
            address=effect.address,
            to=options.to,
        )
    return Answer(
        {"address": effect.address, "password": password, "to": options.to},
        f"{effect.address}: {password}\nMật khẩu chỉ hiện một lần này.",
    )


def _open_task(effect: Effect) -> Effect:
    if effect.state is not EffectState.FOR_STAFF:
        raise BadInputError(f"Việc '{effect.op_key}' không còn chờ làm.")
    return effect


def _password(password: str | None) -> str:
    if password is None:
        raise BadInputError("Mật khẩu này đã được giao và không còn lưu.")
    return password


def _as_json(effect: Effect) -> dict[str, object]:
    return {
        "task": effect.op_key,
        "action": effect.action,
        "address": effect.address,
        "name": effect.display_name,
    }
