"""`mailbot agencies …`, `mailbot mailboxes …`: who may ask, and who holds which mailbox."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

from mailbot.agencies_csv import read_agencies, write_agencies
from mailbot.clock import local_date
from mailbot.commands.answer import Answer
from mailbot.commands.attachments import read_file
from mailbot.commands.house import open_house, seen_house
from mailbot.commands.wording import heads, table
from mailbot.errors import BadInputError, os_reason
from mailbot.mailboxes_csv import read_mailboxes
from mailbot.storage import history, registry_store
from mailbot.words import say

_SHORTEST_PASSPHRASE = 12


def import_agencies(options: Namespace) -> Answer:
    """Add or replace the agencies of a CSV file; all others stay."""
    registry = read_agencies(read_file(options.file), options.file.name)
    with open_house(options) as (house, connection):
        count = registry_store.save_agencies(connection, registry.agencies)
        history.write(connection, house.clock(), None, "agencies_imported", "ops", count=str(count))
    return Answer({"imported": count}, say("command.agencies_imported", count=count))


def export_agencies(options: Namespace) -> Answer:
    """Write the registry as CSV, to a file or to the screen."""
    with seen_house(options) as (_, connection):
        registry = registry_store.load_registry(connection)
    data = write_agencies(registry)
    if options.file is None:
        text = data.decode("utf-8-sig")
        return Answer({"csv": text}, text.rstrip("\r\n"))
    _write(options.file, data)
    return Answer(
        {"exported": len(registry.agencies), "file": str(options.file)},
        say("command.agencies_exported", count=len(registry.agencies), file=options.file),
    )


def agree_passphrase(options: Namespace) -> Answer:
    """Keep the passphrase agreed with an agency; it comes from a file, never the command line."""
    passphrase = _passphrase(read_file(options.file))
    with open_house(options) as (house, connection):
        house.passphrases.agree(connection, options.agency, passphrase)
        history.write(
            connection, house.clock(), None, "passphrase_agreed", "ops", agency=options.agency
        )
    return Answer({"agency": options.agency}, say("command.passphrase_kept", agency=options.agency))


def _passphrase(data: bytes) -> str:
    """Return what stands in the file; BadInputError where no slip could be sealed with it."""
    from signing import takes_passphrase  # noqa: PLC0415 (heavy, and only this command)

    try:
        passphrase = data.decode("utf-8-sig").strip()
    except UnicodeDecodeError as error:
        raise BadInputError(say("command.passphrase_unusable")) from error
    if len(passphrase) < _SHORTEST_PASSPHRASE:
        raise BadInputError(say("command.passphrase_short", shortest=_SHORTEST_PASSPHRASE))
    if not takes_passphrase(passphrase):
        raise BadInputError(say("command.passphrase_unusable"))
    return passphrase


def list_proposals(options: Namespace) -> Answer:
    """List new agencies that wait for a second person."""
    with seen_house(options) as (_, connection):
        found = registry_store.proposals(connection)
    lines = [(str(p.id), p.agency.name, p.agency.mailbox, p.proposed_by) for p in found]
    value = [
        {
            "proposal": p.id,
            "name": p.agency.name,
            "mailbox": p.agency.mailbox,
            "proposed_by": p.proposed_by,
        }
        for p in found
    ]
    head = ("ID", *heads("agency", "mailbox", "proposed_by"))
    return Answer(value, table(head, lines) if lines else say("command.no_proposals"))


def confirm_proposal(options: Namespace) -> Answer:
    """Enter a proposed agency in the registry: the second person's word."""
    with open_house(options) as (house, connection):
        agency = registry_store.confirm_proposal(connection, options.proposal, options.officer)
        history.write(
            connection, house.clock(), None, "agency_confirmed", options.officer, agency=agency.code
        )
    return Answer(
        {"agency": agency.code, "mailbox": agency.mailbox},
        say("command.agency_entered", agency=agency.name, mailbox=agency.mailbox),
    )


def import_mailboxes(options: Namespace) -> Answer:
    """Replace the mailbox directory by a CSV file."""
    data = read_file(options.file)
    with open_house(options) as (house, connection):
        codes = {agency.code for agency in registry_store.load_registry(connection).agencies}
        mailboxes = read_mailboxes(data, options.file.name, codes)
        if not mailboxes:  # a spreadsheet saved before it was filled in would empty the directory
            raise BadInputError(say("mailboxes.none", file=options.file.name))
        today = local_date(house.clock())
        count = registry_store.import_mailboxes(connection, mailboxes, today)
        history.write(
            connection, house.clock(), None, "mailboxes_imported", "ops", count=str(count)
        )
    return Answer({"imported": count}, say("command.mailboxes_imported", count=count))


def _write(path: Path, data: bytes) -> None:
    try:
        path.write_bytes(data)
    except OSError as error:
        raise BadInputError(
            say("command.not_written", file=path, reason=os_reason(error))
        ) from error
