"""The directory of official mailboxes as a CSV file (its form: `csv_table`).

address      the mailbox; unique
name         its holder: full name of the person, or of the agency or unit
agency_code  code of the agency it belongs to, as in the agencies CSV
holder       `person` (default) or `organisation`
unit         the person's unit, as lists write it
position     the person's position
phone        of the person or unit
active       `yes` (default) or `no`
protected    `yes` or `no`: whether a person always decides on its password; where empty, leaders'
             mailboxes are protected by their position

The first three are required. Vietnamese column names and values are understood too.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from mailbot.cases.mailbox import Mailbox
from mailbot.cases.position import is_leader
from mailbot.cases.row import Holder
from mailbot.csv_table import Columns, Line, read_table
from mailbot.words import Words, load_words

COLUMNS = Columns(
    names=(
        "address",
        "name",
        "agency_code",
        "holder",
        "unit",
        "position",
        "phone",
        "active",
        "protected",
    ),
    required=("address", "name", "agency_code"),
    vietnamese={
        "Hộp thư": "address",
        "Địa chỉ hộp thư": "address",
        "Địa chỉ hộp thư điện tử": "address",
        "Tên": "name",
        "Họ tên": "name",
        "Họ và tên": "name",
        "Mã cơ quan": "agency_code",
        "Loại": "holder",
        "Đơn vị": "unit",
        "Chức vụ": "position",
        "Điện thoại": "phone",
        "Số điện thoại": "phone",
        "Hoạt động": "active",
        "Bảo vệ": "protected",
    },
)

_HOLDERS = {
    "person": Holder.PERSON,
    "organisation": Holder.ORGANISATION,
    "": Holder.PERSON,
    "cá nhân": Holder.PERSON,
    "cơ quan": Holder.ORGANISATION,
    "đơn vị": Holder.ORGANISATION,
}
_YES = dict.fromkeys(("yes", "có", "x", "1", "true"), "yes")
_NO = dict.fromkeys(("no", "không", "0", "false"), "no")
_ADDRESS = re.compile(r"[a-z0-9](?:[a-z0-9._+-]*[a-z0-9])?@(?:[a-z0-9-]+\.)+[a-z]{2,}")


def read_mailboxes(
    data: bytes, file: str, agency_codes: Collection[str] | None = None, words: Words | None = None
) -> tuple[Mailbox, ...]:
    """Return the mailboxes of the file, in its order; BadInputError names line and column.

    Args:
        file: its name, for the error message.
        agency_codes: the registry's codes; a mailbox of an agency not among them is an error.
    """
    lines = read_table(data, file, COLUMNS, words or load_words())
    boxes = tuple(_mailbox(line, agency_codes) for line in lines)
    _check_unique(boxes, lines)
    return boxes


def _mailbox(line: Line, agency_codes: Collection[str] | None) -> Mailbox:
    code = line.required("agency_code")
    if agency_codes is not None and code not in agency_codes:
        raise line.fault("mailboxes.no_agency", "agency_code")
    address = line.required("address").lower()
    if not _ADDRESS.fullmatch(address) or ".." in address:
        raise line.fault("mailboxes.no_address", "address")
    return Mailbox(
        address=address,
        holder=Holder(line.choice("holder", _HOLDERS)),
        name=line.required("name"),
        agency_code=code,
        unit=line.text("unit"),
        position=line.text("position"),
        phone=line.text("phone"),
        active=line.choice("active", _YES | _NO | {"": "yes"}) == "yes",
        protected=_is_protected(line),
    )


def _is_protected(line: Line) -> bool:
    chosen = line.choice("protected", _YES | _NO | {"": ""})
    return chosen == "yes" or (not chosen and is_leader(line.text("position")))


def _check_unique(boxes: Sequence[Mailbox], lines: Sequence[Line]) -> None:
    first: dict[str, int] = {}
    for box, line in zip(boxes, lines, strict=True):
        seen = first.setdefault(box.address, line.number)
        if seen != line.number:
            raise line.fault("mailboxes.repeated", "address", first=str(seen))
