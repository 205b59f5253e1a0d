"""What a letter says: plain values, one type for each kind of document.

Text is NFC. A national ID number never stands in a letter, a password only in a `Slip`.
Dates are local, instants are aware. How it looks is the business of config/letters/.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import ClassVar

from mailbot.cases.row import Holder, Procedure
from mailbot.replies.document_number import DocumentNumber


class Outcome(StrEnum):
    """What became of one row."""

    DONE = "done"
    NOT_DONE = "not_done"
    HELD = "held"


class HandOver(StrEnum):
    """How the initial password of one row reaches its holder."""

    NONE = ""
    PASSPHRASE = "passphrase"  # noqa: S105 - a slip opened with the agreed passphrase
    CERTIFICATE = "certificate"
    IN_PERSON = "in_person"


@dataclass(frozen=True, slots=True)
class Issuer:
    """Who answers; `superior`, `issuer` and the signer's lines are written as they are printed.

    `symbol` is the symbol of a named document (`TB-TTCNTT`). `copies` are further receivers under
    "Nơi nhận", `filed` the archive there. `signer_authority` is the line above the title
    (`KT. GIÁM ĐỐC`), empty where the head signs.
    """

    superior: str
    issuer: str
    name: str
    place: str
    legal_basis: str
    inbox: str
    symbol: str = "TB-TTCNTT"
    address: str = ""
    phone: str = ""
    office_hours: str = "từ 7 giờ 00 đến 11 giờ 00 và từ 13 giờ 00 đến 17 giờ 00 các ngày làm việc"
    webmail_url: str = ""
    signer_authority: str = ""
    signer_title: str = "GIÁM ĐỐC"
    signer_name: str = ""
    copies: tuple[str, ...] = ()
    filed: str = "VT"


@dataclass(frozen=True, slots=True)
class Numbering:
    """Number and date of a document; both come last, when nothing can call the letter back."""

    number: DocumentNumber
    issued_on: date


@dataclass(frozen=True, slots=True)
class Dossier:
    """The request a letter answers; `received_at` is when the dossier was complete."""

    case_number: str
    agency: str
    received_at: datetime
    procedures: tuple[Procedure, ...]
    letter_number: str = ""
    letter_date: date | None = None


@dataclass(frozen=True, slots=True)
class ResultRow:
    """What became of one row; `reason` says why it was not done or is held back."""

    stt: str
    name: str
    unit: str
    address: str
    outcome: Outcome
    reason: str = ""
    hand_over: HandOver = HandOver.NONE
    procedure: Procedure = Procedure.NEW
    holder: Holder = Holder.PERSON


@dataclass(frozen=True, slots=True)
class Result:
    """Thông báo kết quả: every row with its outcome.

    `held_case` is the linked case the held rows were moved to, whether they stand here or not.
    `collect_from` is the instant from which passwords may be collected in person, None: at once.
    """

    dossier: Dossier
    rows: tuple[ResultRow, ...]
    held_case: str = ""
    collect_from: datetime | None = None
    guide_attached: bool = True

    template: ClassVar[str] = "result.typ"


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason of a refusal with the rule it rests on."""

    text: str
    basis: str = ""


@dataclass(frozen=True, slots=True)
class Defect:
    """One thing to mend: where, what the dossier says, what is expected and why.

    `row` and `column` are in words (`Dòng 3`, `Số CMND/CCCD`) and may be empty, when the defect is
    of the whole dossier. `place` is where it stands in `file`: page, or sheet and cell. Digits in
    a national-ID column are masked when the letter is set.
    """

    row: str
    column: str
    read: str
    expected: str
    text: str
    file: str = ""
    place: str = ""


@dataclass(frozen=True, slots=True)
class Refusal:
    """Thông báo không thực hiện, with every reason (Quyết định 2829/QĐ-UBND: "nếu không thực hiện
    thì giải thích lý do"). `resubmit` adds steps to the standing ones on how to ask again.
    """

    dossier: Dossier
    reasons: tuple[Reason, ...]
    defects: tuple[Defect, ...] = ()
    resubmit: tuple[str, ...] = ()

    template: ClassVar[str] = "refusal.typ"


@dataclass(frozen=True, slots=True)
class Supplement:
    """Công văn đề nghị bổ sung, hoàn thiện hồ sơ: all defects at once.

    `list_enclosed` tells that the list as it was read goes along with the mail.
    """

    dossier: Dossier
    defects: tuple[Defect, ...]
    list_enclosed: bool = False

    template: ClassVar[str] = "supplement.typ"


@dataclass(frozen=True, slots=True)
class Component:
    """One paper of a dossier: what it is, how many, in which form."""

    name: str
    count: int = 1
    form: str = "bản điện tử được ký số"


@dataclass(frozen=True, slots=True)
class Receipt:
    """Giấy tiếp nhận hồ sơ và hẹn trả kết quả (fields of Mẫu số 01, TT 03/2025/TT-VPCP).

    A receipt takes no number from the register of documents; `issued_at` dates it.
    """

    dossier: Dossier
    components: tuple[Component, ...]
    due_at: datetime
    issued_at: datetime
    received_by: str
    channel: str
    return_by: str
    asker_address: str = ""
    asker_phone: str = ""
    asker_mailbox: str = ""
    organisations: int = 0
    people: int = 0
    register_number: str = ""
    working_days: int = 2

    template: ClassVar[str] = "receipt.typ"


@dataclass(frozen=True, slots=True)
class Apology:
    """Văn bản xin lỗi và đề nghị gia hạn: the deadline missed, its cause, the new time."""

    dossier: Dossier
    due_at: datetime
    cause: str
    new_due_at: datetime

    template: ClassVar[str] = "apology.typ"


@dataclass(frozen=True, slots=True)
class Guide:
    """Phiếu hướng dẫn: first login and changing the password, on one page; `dated` is its date."""

    dated: date

    template: ClassVar[str] = "guide.typ"


@dataclass(frozen=True, slots=True)
class Credential:
    """An address with its initial password, for its holder alone."""

    holder: str
    address: str
    password: str = field(repr=False)
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Slip:
    """The paper that hands passwords over. The caller encrypts it; it never leaves in the clear."""

    dossier: Dossier
    credentials: tuple[Credential, ...]
    dated: date

    template: ClassVar[str] = "slip.typ"


Letter = Result | Refusal | Supplement | Receipt | Apology | Guide | Slip
