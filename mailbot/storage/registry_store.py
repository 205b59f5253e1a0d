"""The agency registry and the mailbox directory."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache

from pydantic import TypeAdapter
from sqlalchemy import Connection, Text, bindparam, cast, delete, insert, select, update

from mailbot.cases.agency import Agency, Registry
from mailbot.cases.fold import search_key
from mailbot.cases.mailbox import Directory, Mailbox
from mailbot.cases.same_person import phone_key
from mailbot.errors import BadInputError
from mailbot.storage import facts
from mailbot.storage.seal import Seal
from mailbot.storage.tables import agency, mailbox, proposal
from mailbot.words import say

_agency = TypeAdapter(Agency)
_mailbox = TypeAdapter(Mailbox)
_IMPORTED_ON = "mailboxes_imported_on"


# What every step asks for, put together once.
_AGENCIES = select(cast(agency.c.content, Text)).order_by(agency.c.code)
_NAMES = select(agency.c.code, agency.c.content["name"].as_string()).where(
    agency.c.code.in_(bindparam("codes", expanding=True))
)


def load_registry(connection: Connection) -> Registry:
    """Return all agencies, by code."""
    return _registry_of(tuple(connection.execute(_AGENCIES).scalars()))


@lru_cache(maxsize=2)
def _registry_of(contents: tuple[str, ...]) -> Registry:
    """Return the registry of these texts: every step needs it, and it seldom changes."""
    return Registry(tuple(_agency.validate_json(content) for content in contents))


def agency_with(connection: Connection, code: str) -> Agency | None:
    """Return the agency with this code, or None, without reading all the others."""
    return agencies_with(connection, {code}).get(code)


def agencies_with(connection: Connection, codes: Iterable[str]) -> dict[str, Agency]:
    """Return these agencies by code, as far as there are such."""
    wanted = select(agency.c.code, agency.c.content).where(agency.c.code.in_(codes))
    rows = connection.execute(wanted).all()
    return {row.code: _agency.validate_python(row.content) for row in rows}


def agency_names(connection: Connection, codes: Iterable[str]) -> dict[str, str]:
    """Return the names of these agencies, by code."""
    return dict(connection.execute(_NAMES, {"codes": list(codes)}).all())


def save_agencies(connection: Connection, agencies: Iterable[Agency]) -> int:
    """Add or replace these agencies, keep all others and every passphrase; return how many.

    BadInputError where one of them has the mailbox of an agency that is not among them.
    """
    entries = tuple(agencies)
    _let_go_of_mailboxes(connection, entries)
    for entry in entries:
        values = {
            "mailbox": entry.mailbox or None,
            "content": _agency.dump_python(entry, mode="json"),
        }
        changed = connection.execute(
            update(agency).where(agency.c.code == entry.code).values(values)
        )
        if changed.rowcount == 0:
            connection.execute(insert(agency).values(code=entry.code, **values))
    return len(entries)


def _let_go_of_mailboxes(connection: Connection, entries: Collection[Agency]) -> None:
    """Free the mailboxes of these agencies: where units were merged one takes over another's."""
    ours = agency.c.code.in_([entry.code for entry in entries])
    connection.execute(update(agency).where(ours).values(mailbox=None))
    wanted = [entry.mailbox for entry in entries if entry.mailbox]
    held = select(agency.c.mailbox, agency.c.code).where(agency.c.mailbox.in_(wanted))
    for mailbox_held, code in connection.execute(held.order_by(agency.c.code).limit(1)):
        raise BadInputError(say("storage.mailbox_of_another", mailbox=mailbox_held, code=code))


def load_directory(connection: Connection) -> Directory:
    """Return the mailbox directory with the date of its last import."""
    contents = connection.execute(select(mailbox.c.content).order_by(mailbox.c.address)).scalars()
    boxes = tuple(mailbox_of(content) for content in contents)
    return Directory(boxes, _imported_on(connection))


def mailbox_of(content: object) -> Mailbox:
    """Return the mailbox a stored content tells of."""
    return _mailbox.validate_python(content)


def _imported_on(connection: Connection) -> date | None:
    imported = facts.told(connection, _IMPORTED_ON)
    return date.fromisoformat(imported) if imported else None


# Every request is held against all mailboxes of its agency: as text, which is read at once.
_MAILBOXES_OF = (
    select(cast(mailbox.c.content, Text))
    .where(mailbox.c.agency_code.in_(bindparam("codes", expanding=True)))
    .order_by(mailbox.c.address)
)
_MAILBOXES_AT = (
    select(cast(mailbox.c.content, Text))
    .where(mailbox.c.phone_key.in_(bindparam("phones", expanding=True)))
    .order_by(mailbox.c.address)
)
# Asked for each row of a list, so it is put together once.
_MAILBOX_CALLED = select(mailbox.c.content).where(mailbox.c.address == bindparam("address"))


@dataclass(frozen=True, slots=True)
class StoredDirectory:
    """The directory where it lies: a request reads what it needs of it, however large it is.

    Good as long as the connection's transaction.
    """

    connection: Connection

    @property
    def imported_on(self) -> date | None:
        """The local date of the last import; None: never."""
        return _imported_on(self.connection)

    def find(self, address: str) -> Mailbox | None:
        """Return the mailbox with exactly this address (any case), or None."""
        found = self.connection.execute(_MAILBOX_CALLED, {"address": address.lower()})
        content = found.scalar_one_or_none()
        return None if content is None else mailbox_of(content)

    def among(self, addresses: Collection[str]) -> Collection[str]:
        """Return which of these lower-case addresses are mailboxes, open or closed."""
        wanted = select(mailbox.c.address).where(mailbox.c.address.in_(addresses))
        return frozenset(self.connection.scalars(wanted))

    def of_agencies(self, codes: Collection[str]) -> Iterator[Mailbox]:
        """Return the mailboxes that belong to these agencies, by address."""
        contents = self.connection.execute(_MAILBOXES_OF, {"codes": list(codes)}).scalars()
        return (_mailbox.validate_json(content) for content in contents)

    def reached_at(self, phones: Collection[str]) -> Iterator[Mailbox]:
        """Return the mailboxes whose holder has one of these telephones, by address."""
        contents = self.connection.execute(_MAILBOXES_AT, {"phones": list(phones)}).scalars()
        return (_mailbox.validate_json(content) for content in contents)


def import_mailboxes(connection: Connection, mailboxes: Iterable[Mailbox], on: date) -> int:
    """Replace the directory by these mailboxes; return how many."""
    entries = tuple(mailboxes)
    connection.execute(delete(mailbox))
    _insert_mailboxes(connection, entries)
    facts.tell(connection, _IMPORTED_ON, on.isoformat())
    return len(entries)


def add_mailboxes(connection: Connection, entries: Collection[Mailbox]) -> None:
    """Add or replace mailboxes, e.g. those just created."""
    addresses = [entry.address for entry in entries]
    connection.execute(delete(mailbox).where(mailbox.c.address.in_(addresses)))
    _insert_mailboxes(connection, entries)


def _insert_mailboxes(connection: Connection, entries: Collection[Mailbox]) -> None:
    rows = [
        {
            "address": entry.address,
            "agency_code": entry.agency_code,
            "content": _mailbox.dump_python(entry, mode="json"),
            "holder": entry.holder,
            "protected": entry.protected,
            "active": entry.active,
            "phone_key": phone_key(entry.phone),
            "words": search_key(entry.address, entry.name, entry.unit, entry.position, entry.phone),
        }
        for entry in entries
    ]
    if rows:
        connection.execute(insert(mailbox), rows)


@dataclass(frozen=True, slots=True)
class Proposal:
    """An agency that an approved case made known; in the registry once a second person agrees."""

    id: int
    agency: Agency
    proposed_by: str
    confirmed_by: str


def propose_agency(  # noqa: PLR0913, PLR0917 (a proposal is told whole)
    connection: Connection, case_id: int, row: int, entry: Agency, officer: str, now: datetime
) -> None:
    """Propose a new agency; proposing the same row twice changes nothing."""
    same = {"case_id": case_id, "row": row}
    if connection.execute(select(proposal.c.id).filter_by(**same)).one_or_none() is None:
        content = _agency.dump_python(entry, mode="json")
        connection.execute(
            insert(proposal).values(**same, content=content, proposed_by=officer, proposed_at=now)
        )


def proposals(connection: Connection) -> tuple[Proposal, ...]:
    """Return the proposals nobody has confirmed yet."""
    rows = connection.execute(
        select(proposal).where(proposal.c.confirmed_by == "").order_by(proposal.c.id)
    )
    return tuple(
        Proposal(r.id, _agency.validate_python(r.content), r.proposed_by, r.confirmed_by)
        for r in rows
    )


def confirm_proposal(connection: Connection, proposal_id: int, officer: str) -> Agency:
    """Enter the proposed agency; BadInputError when the same person proposed it."""
    found = next((p for p in proposals(connection) if p.id == proposal_id), None)
    if found is None:
        raise BadInputError(say("storage.no_proposal", number=proposal_id))
    if found.proposed_by == officer:
        raise BadInputError(say("storage.second_person"))
    connection.execute(
        update(proposal).where(proposal.c.id == proposal_id).values(confirmed_by=officer)
    )
    save_agencies(connection, (found.agency,))
    return found.agency


@dataclass(frozen=True, slots=True)
class Passphrases:
    """The passphrase agreed once with each agency, sealed."""

    seal: Seal

    def agree(self, connection: Connection, code: str, passphrase: str) -> None:
        """Keep the agency's passphrase; BadInputError when the agency is unknown."""
        sealed = self.seal.close(passphrase.encode())
        changed = connection.execute(
            update(agency).where(agency.c.code == code).values(sealed_passphrase=sealed)
        )
        if changed.rowcount == 0:
            raise BadInputError(say("storage.no_agency", code=code))

    def of(self, connection: Connection, code: str) -> str | None:
        """Return the agency's passphrase, or None where none is agreed."""
        sealed = connection.execute(
            select(agency.c.sealed_passphrase).where(agency.c.code == code)
        ).scalar_one_or_none()
        return self.seal.open(sealed).decode() if sealed else None
