"""`mailbot verify`, `read`, `sender`, `attachments`, `deadline`: one file, no database."""

from __future__ import annotations

from argparse import Namespace
from datetime import date, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mailbot.cases.agency import Registry
from mailbot.commands import attachments as attachments_command
from mailbot.commands import deadline as deadline_command
from mailbot.commands import read as read_command
from mailbot.commands import sender as sender_command
from mailbot.commands import verify as verify_command
from mailbot.commands.answer import Answer
from mailbot.commands.verify import TrustFiles
from mailbot.commands.wording import heads, table, when
from mailbot.defaults import is_there
from mailbot.errors import BadInputError, SandboxError, SettingsError
from mailbot.gateways.sandbox import Sandbox
from mailbot.settings import load_settings
from mailbot.settings_path import DEFAULT_PATH
from mailbot.storage import registry_store
from mailbot.storage.database import open_database
from mailbot.words import Words, load_words, say

if TYPE_CHECKING:
    from signing import SignatureReport, TrustStore


def verify(options: Namespace) -> Answer:
    """Say what the signatures of a PDF prove."""
    with Sandbox() as sandbox:
        report = verify_command.verify_file(
            options.file,
            options.at,
            named_trust(options),
            partial(verified_in, sandbox),
        )
    value = verify_command.as_json(str(options.file), report)
    text = verify_command.as_text(str(options.file), report, load_words())
    return Answer(value, text, verify_command.exit_code(value))


def read(options: Namespace) -> Answer:
    """Say what letters and lists ask for."""
    from parsers import read_request  # noqa: PLC0415 (heavy, and only this command)

    try:
        with Sandbox() as sandbox:
            value = read_command.read_json(
                options.files, lambda files: sandbox.run(read_request, files)
            )
    except SandboxError as error:
        raise BadInputError(load_words().say("request.unreadable", reason=error.kind)) from error
    return Answer(value, _request_in_words(value), read_command.exit_code(value))


def sender(options: Namespace) -> Answer:
    """Say who sent a mail."""
    value = sender_command.sender_json(
        options.message, _settings_or_none(options), options.agencies, _registry(options)
    )
    verdict = load_words().say(f"case.verdict_{value['verdict']}")
    agency = value["agency_name"] or say("command.not_registered")
    lines = [f"{value['address'] or '—'} ({agency}): {verdict}."]
    lines += [f"  - {detail}" for detail in value.get("details", ())]
    return Answer(value, "\n".join(lines), sender_command.sender_exit_code(value))


def attachments(options: Namespace) -> Answer:
    """List the files of a mail."""
    value = attachments_command.attachments_json(options.message)
    lines = [(one["name"], one["kind"], str(one["size"]), one["sha256"]) for one in value]
    head = (*heads("file", "kind"), "Byte", "SHA-256")
    return Answer(value, table(head, lines) if lines else say("command.no_files"))


def deadline(options: Namespace) -> Answer:
    """Say when an answer is due."""
    rule = load_settings(options.settings).deadline if options.settings else None
    value = deadline_command.deadline_json(options.time, rule)
    lines = [
        say("command.mail_arrived", at=when(datetime.fromisoformat(value["received_at"]))),
        say("command.due_line", at=when(datetime.fromisoformat(value["due_at"]))),
    ]
    return Answer(
        value, "\n".join([*lines, *(say("command.note", text=w) for w in value["warnings"])])
    )


def verified_in(sandbox: Sandbox, data: bytes, trust: TrustStore, at: datetime) -> SignatureReport:
    """Verify in a child process; a file that kills it is unreadable."""
    from signing import Reason, SignatureReport, Verdict, verify_pdf  # noqa: PLC0415 (heavy)

    try:
        return sandbox.run(verify_pdf, data, trust, at)
    except SandboxError as error:
        return SignatureReport(Verdict.UNREADABLE, (Reason("check_failed", error.kind),))


def named_trust(options: Namespace) -> TrustFiles:
    """Return what the options name, else what the settings name."""
    named = TrustFiles(
        tuple(options.trust),
        tuple(options.intermediate),
        tuple(options.tsa_trust),
        tuple(options.crl),
        tuple(options.ocsp),
    )
    if named != TrustFiles() or options.settings is None:
        return named
    chosen = load_settings(options.settings).trust
    return TrustFiles(chosen.roots, chosen.intermediates, chosen.tsa_roots, chosen.crl_files)


def _settings_or_none(options: Namespace) -> Path | None:
    """Return the settings file named, else the installed one where there is one."""
    named: Path | None = options.settings
    if named is not None:
        return named
    return DEFAULT_PATH if is_there(DEFAULT_PATH) else None


def _registry(options: Namespace) -> Registry | None:
    """Return the database's registry where no CSV was named but an installation is at hand."""
    settings = _settings_or_none(options)
    if options.agencies is not None or settings is None:
        return None
    try:
        url = load_settings(settings).database.url
    except SettingsError:
        return None  # a file with only [department] and [evidence] is enough for this command
    database = open_database(url)
    try:
        with database.transaction() as connection:
            return registry_store.load_registry(connection)
    finally:
        database.close()


def _asked(words: Words, procedure: str) -> str:
    return words.texts.get(f"case.row_{procedure}") or words.say(f"case.procedure_{procedure}")


def _request_in_words(value: dict[str, Any]) -> str:
    letter = value["letter"]
    words = load_words()
    dated = (
        say("command.of_day", day=f"{date.fromisoformat(letter['date']):%d/%m/%Y}")
        if letter["date"]
        else ""
    )
    lines = [
        say("command.procedure_line", procedure=words.say("case.procedure_" + value["procedure"])),
        say(
            "command.letter_of_agency",
            letter=letter["number"] or "—",
            dated=dated,
            agency=letter["agency"] or "—",
        ),
    ]
    rows = [
        (row["stt"], _asked(words, row["procedure"]), row["name"], row["phone"], row["email"])
        for row in (*value["organisations"], *value["individuals"])
    ]
    if rows:
        lines.append(table(("STT", *heads("what", "of_name", "phone", "mailbox")), rows))
    lines += [f"? {flag['message']}" for flag in value["flags"]]
    lines += [f"· {note['message']}" for note in value["notes"]]
    return "\n".join(lines)
