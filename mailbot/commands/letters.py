"""`mailbot letters …`, `mailbot outbox …`: notices to be signed, mails to be looked at."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from mailbot.clock import local_date
from mailbot.commands.answer import FAILED, PASSED, Answer
from mailbot.commands.attachments import read_file
from mailbot.commands.house import house_of, open_house
from mailbot.commands.wording import table, when
from mailbot.errors import BadInputError, os_reason
from mailbot.letter_office import Receipt
from mailbot.replies.document_number import DocumentNumber, typed_number
from mailbot.replies.letter import Numbering
from mailbot.replies.signature_book import Sheet
from mailbot.storage import history, outbox, schema
from mailbot.words import Words


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
    head = ("ID", "Hồ sơ", "Văn bản", "Số", "Hạn trả lời")
    return Answer(value, table(head, lines) if lines else words.say("case.no_letters"))


def download(options: Namespace) -> Answer:
    """Write the unsigned document, or all that wait as one zip, to be signed."""
    if options.all == (options.letter is not None):
        raise BadInputError("Hãy nêu mã một văn bản, hoặc --all để lấy mọi văn bản chờ ký.")
    with house_of(options) as house:
        schema.check(house.database)
        office = house.letter_office
        data = office.book() if options.all else office.draft(options.letter).data
    _write_new(options.file, data)
    value = {"letter": options.letter, "file": str(options.file)}
    what = "các văn bản chờ ký" if options.all else f"văn bản {options.letter}"
    return Answer(value, f"Đã ghi {what} vào {options.file}.")


def number(options: Namespace) -> Answer:
    """Set a waiting letter anew with the number and date the clerk's office gave."""
    given, on = _number(options.number), _date(options.date)
    with house_of(options) as house:
        schema.check(house.database)
        house.letter_office.number(options.letter, given, on, options.officer)
    value = {"letter": options.letter, "number": str(given), "date": on.isoformat()}
    return Answer(
        value, f"Văn bản {options.letter}: số {given} ngày {on:%d/%m/%Y}. Hãy tải lại để ký."
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
        yield f"✓ {receipt.file}{of}: số {receipt.number}, hợp lệ và đang được gửi."
        return
    yield f"✗ {receipt.file}{of}: không được nhận."
    for reason in receipt.reasons:
        yield f"    {words.say(f'signature.{reason}')}"


def _write_new(path: Path, data: bytes) -> None:
    try:
        with path.open("xb") as file:
            file.write(data)
    except OSError as error:
        raise BadInputError(f"Không ghi được {path}: {os_reason(error)}.") from error


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


def _numbering(options: Namespace, today: date) -> Numbering | None:
    """Return the number and date given now, None where the letter was drafted with them."""
    if not options.number:
        if options.date:
            raise BadInputError("Ngày (--date) chỉ đi cùng số (--number) mà công cụ ký đã đóng.")
        return None
    return Numbering(_number(options.number), _date(options.date) if options.date else today)


def _number(text: str) -> DocumentNumber:
    found = typed_number(text)
    if not isinstance(found, DocumentNumber):
        raise BadInputError(f"'{text}' không phải số văn bản; ví dụ đúng: 12/TB-TTCNTT.")
    return found


def _date(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise BadInputError(f"'{text}' không phải ngày ISO 8601, ví dụ 2026-11-25.") from error
