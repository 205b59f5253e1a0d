"""`mailbot letters …`, `mailbot outbox …`: notices to be signed, mails to be looked at."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterator
from datetime import date

from mailbot.clock import local_date
from mailbot.commands.answer import FAILED, PASSED, Answer
from mailbot.commands.attachments import read_file
from mailbot.commands.house import house_of, open_house, seen_house
from mailbot.commands.new_file import write_new
from mailbot.commands.wording import heads, table, when
from mailbot.errors import BadInputError
from mailbot.letter_office import Receipt
from mailbot.replies.document_number import DocumentNumber, typed_number
from mailbot.replies.letter import Numbering
from mailbot.replies.signature_book import Sheet
from mailbot.storage import history, outbox, schema
from mailbot.words import Words, say


def list_letters(options: Namespace) -> Answer:
    """List the letters that wait for their signatures."""
    with house_of(options) as house:
        schema.check(house.database)
        words, found = house.words, house.letter_office.waiting()
    lines = [
        (
            str(one.letter.id),
            one.case.number,
            words.say(f"case.kind_{one.letter.kind}"),
            one.letter.number or "…",
            when(one.case.due_at),
        )
        for one in found
    ]
    value = [
        {
            "letter": one.letter.id,
            "case": one.case.number,
            "kind": one.letter.kind,
            "number": one.letter.number,
        }
        for one in found
    ]
    head = ("ID", *heads("case", "letter", "number", "due"))
    return Answer(value, table(head, lines) if lines else words.say("case.no_letters"))


def download(options: Namespace) -> Answer:
    """Write the unsigned document, or all that wait as one zip, to be signed."""
    if options.all == (options.letter is not None):
        raise BadInputError(say("command.name_a_letter"))
    with house_of(options) as house:
        schema.check(house.database)
        office = house.letter_office
        data = office.book() if options.all else office.draft(options.letter).data
    write_new(options.file, data)
    value = {"letter": options.letter, "file": str(options.file)}
    what = (
        say("command.all_letters")
        if options.all
        else say("command.one_letter", letter=options.letter)
    )
    return Answer(value, say("command.written_to", what=what, file=options.file))


def number(options: Namespace) -> Answer:
    """Set a waiting letter anew with the number and date the clerk's office gave."""
    given, on = _number(options.number), _date(options.date)
    with house_of(options) as house:
        schema.check(house.database)
        house.letter_office.number(options.letter, given, on, options.officer)
    value = {"letter": options.letter, "number": str(given), "date": on.isoformat()}
    return Answer(
        value,
        say("command.letter_numbered", letter=options.letter, number=given, day=f"{on:%d/%m/%Y}"),
    )


def upload(options: Namespace) -> Answer:
    """Take signed letters in: each must be ours and properly signed; then it is sent."""
    data = read_file(options.file)
    alone = options.letter is not None or options.number or options.date
    with house_of(options) as house:
        schema.check(house.database)
        office, words = house.letter_office, house.words
        if alone:
            given = _numbering(options, local_date(house.clock()))
            sheet = Sheet(options.file.name, data)
            receipts: tuple[Receipt, ...] = (
                office.take_one(sheet, options.officer, letter_id=options.letter, given=given),
            )
        else:
            receipts = office.take_in(options.file.name, data, options.officer)
    value = [_told(one) for one in receipts]
    text = "\n".join(line for one in receipts for line in _lines(one, words))
    code = PASSED if all(one.taken for one in receipts) else FAILED
    return Answer({"files": value}, text, code)


def _told(receipt: Receipt) -> dict[str, object]:
    return {
        "file": receipt.file,
        "letter": receipt.letter_id,
        "case": receipt.case_number,
        "number": receipt.number,
        "accepted": receipt.taken,
        "reasons": list(receipt.reasons),
    }


def _lines(receipt: Receipt, words: Words) -> Iterator[str]:
    of = f" ({receipt.case_number})" if receipt.case_number else ""
    if receipt.taken:
        yield say("command.letter_taken", file=receipt.file, of=of, number=receipt.number)
        return
    yield say("command.letter_not_taken", file=receipt.file, of=of)
    for reason in receipt.reasons:
        yield f"    {words.say(f'signature.{reason}')}"


def list_outbox(options: Namespace) -> Answer:
    """List our mails a person must look at."""
    with seen_house(options) as (house, connection):
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
    head = ("ID", *heads("kind", "receiver", "standing", "server_says"))
    return Answer(value, table(head, lines) if lines else words.say("case.no_stuck_mail"))


def resend(options: Namespace) -> Answer:
    """Send the very same bytes again."""
    with open_house(options) as (house, connection):
        mail = outbox.load(connection, options.mail)
        now = house.clock()
        if not outbox.resend(connection, mail.id, now):
            raise BadInputError(say("command.mail_needs_nothing", mail=mail.id))
        history.write(connection, now, mail.case_id, "mail_resent", options.officer, kind=mail.kind)
    return Answer({"mail": mail.id}, say("command.mail_sent_again", mail=mail.id))


def _numbering(options: Namespace, today: date) -> Numbering | None:
    """Return the number and date given now, None where the letter was drafted with them."""
    if not options.number:
        if options.date:
            raise BadInputError(say("command.date_without_number"))
        return None
    return Numbering(_number(options.number), _date(options.date) if options.date else today)


def _number(text: str) -> DocumentNumber:
    found = typed_number(text)
    if not isinstance(found, DocumentNumber):
        raise BadInputError(say("command.bad_number", text=text))
    return found


def _date(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise BadInputError(say("command.bad_date", text=text)) from error
