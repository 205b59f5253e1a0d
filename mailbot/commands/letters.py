"""`mailbot letters …`, `mailbot outbox …`: notices to be signed, mails to be looked at."""

from __future__ import annotations

import re
from argparse import Namespace
from datetime import date

from mailbot.clock import local_date
from mailbot.commands.answer import FAILED, Answer
from mailbot.commands.attachments import read_file
from mailbot.commands.house import house_of, open_house
from mailbot.commands.wording import table, when
from mailbot.errors import BadInputError, os_reason
from mailbot.replies.document_number import DocumentNumber, parse_number
from mailbot.storage import history, letters, outbox, schema
from mailbot.storage.letters import LetterState, StoredLetter


def list_letters(options: Namespace) -> Answer:
    """List the letters that wait for their signatures."""
    with open_house(options) as (house, connection):
        words = house.words
        found = [
            (one, house.cases.load(connection, one.case_id)) for one in letters.waiting(connection)
        ]
    lines = [
        (
            str(one.id),
            case.number,
            words.say(f"case.kind_{one.kind}"),
            one.number or "…",
            when(case.due_at),
        )
        for one, case in found
    ]
    value = [
        {"letter": one.id, "case": case.number, "kind": one.kind, "number": one.number}
        for one, case in found
    ]
    head = ("ID", "Hồ sơ", "Văn bản", "Số", "Hạn trả lời")
    return Answer(value, table(head, lines) if lines else words.say("case.no_letters"))


def download(options: Namespace) -> Answer:
    """Write the unsigned document to a file, to be signed by the leader and the clerk."""
    with open_house(options) as (_, connection):
        letter = _waiting(letters.load(connection, options.letter))
    assert letter.draft is not None
    try:
        with options.file.open("xb") as file:
            file.write(letter.draft)
    except OSError as error:
        raise BadInputError(f"Không ghi được {options.file}: {os_reason(error)}.") from error
    value = {"letter": letter.id, "file": str(options.file)}
    return Answer(value, f"Đã ghi văn bản {letter.id} vào {options.file}.")


def number(options: Namespace) -> Answer:
    """Set a waiting letter anew with the number and date the clerk's office gave."""
    given, on = _number(options.number), _date(options.date)
    with house_of(options) as house:
        schema.check(house.database)
        with house.database.transaction() as connection:
            letter = _waiting(letters.load(connection, options.letter))
            letters.set_number(connection, letter.id, str(given), on)
            history.write(
                connection,
                house.clock(),
                letter.case_id,
                "numbered",
                options.officer,
                number=str(given),
            )
            fresh = letters.load(connection, letter.id)
            case = house.cases.load(connection, letter.case_id)
        house.compose.redraft(case, fresh)
    value = {"letter": fresh.id, "number": str(given), "date": on.isoformat()}
    return Answer(value, f"Văn bản {fresh.id}: số {given} ngày {on:%d/%m/%Y}. Hãy tải lại để ký.")


def upload(options: Namespace) -> Answer:
    """Take a signed letter in: it must be ours and properly signed; then it is sent."""
    signed = read_file(options.file)
    with house_of(options) as house:
        schema.check(house.database)
        with house.database.transaction() as connection:
            letter = _waiting(letters.load(connection, options.letter))
            case = house.cases.load(connection, letter.case_id)
        assert letter.draft is not None
        given, on = _numbering(options, letter, local_date(house.clock()))
        faults = house.upload_faults(letter.draft, signed)
        if faults:
            return _refused(letter, faults, [house.words.say(f"signature.{f}") for f in faults])
        house.issue(case, letter, signed, str(given), on)
        with house.database.transaction() as connection:
            history.write(
                connection,
                house.clock(),
                case.id,
                "uploaded",
                options.officer,
                number=str(given),
            )
    value = {"letter": letter.id, "case": case.number, "accepted": True, "reasons": []}
    return Answer(value, f"Văn bản {letter.id} hợp lệ và đang được gửi.")


def list_outbox(options: Namespace) -> Answer:
    """List our mails a person must look at."""
    with open_house(options) as (house, connection):
        found = outbox.stuck(connection)
        words = house.words
    lines = [
        (
            str(m.id),
            words.say(f"case.kind_{m.kind}"),
            ", ".join(m.recipients),
            words.say(f"case.mail_{m.state}"),
            m.response,
        )
        for m in found
    ]
    value = [
        {"mail": m.id, "kind": m.kind, "to": m.recipients, "state": m.state, "response": m.response}
        for m in found
    ]
    head = ("ID", "Loại", "Người nhận", "Tình trạng", "Máy chủ trả lời")
    return Answer(value, table(head, lines) if lines else words.say("case.no_stuck_mail"))


def resend(options: Namespace) -> Answer:
    """Send the very same bytes again."""
    with open_house(options) as (house, connection):
        mail = outbox.load(connection, options.mail)
        if mail.id not in {one.id for one in outbox.stuck(connection)}:
            raise BadInputError(f"Thư đi số {mail.id} không cần gửi lại.")
        now = house.clock()
        outbox.resend(connection, mail.id, now)
        history.write(connection, now, mail.case_id, "mail_resent", options.officer, kind=mail.kind)
    return Answer({"mail": mail.id}, f"Thư đi số {mail.id} sẽ được gửi lại.")


def _refused(letter: StoredLetter, faults: tuple[str, ...], told: list[str]) -> Answer:
    value = {"letter": letter.id, "accepted": False, "reasons": list(faults)}
    return Answer(value, "Tệp không được nhận:\n" + "\n".join(f"  ✗ {t}" for t in told), FAILED)


def _waiting(letter: StoredLetter) -> StoredLetter:
    if letter.state is not LetterState.WAITING or letter.draft is None:
        raise BadInputError(f"Văn bản {letter.id} không chờ ký.")
    return letter


def _numbering(
    options: Namespace, letter: StoredLetter, today: date
) -> tuple[DocumentNumber, date]:
    """Return the number and date: given now, or given before the letter was drafted with them."""
    text = options.number or letter.number
    if not text:
        raise BadInputError("Cần nêu số văn bản (--number) mà văn thư hoặc công cụ ký đã cấp.")
    on = _date(options.date) if options.date else letter.dated_on or today
    return _number(text), on


def _number(text: str) -> DocumentNumber:
    found = parse_number(re.sub(r"^(\D*)(\d)/", r"\g<1>0\2/", text))  # people leave the 0 out
    if not isinstance(found, DocumentNumber):
        raise BadInputError(f"'{text}' không phải số văn bản; ví dụ đúng: 12/TB-TTCNTT.")
    return found


def _date(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise BadInputError(f"'{text}' không phải ngày ISO 8601, ví dụ 2026-11-25.") from error
