"""`mailbot sender MESSAGE`: who sent a mail, and what proves it. Works without a database."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, ValidationError

from mailbot.agencies_csv import read_agencies
from mailbot.cases.agency import Registry
from mailbot.clock import local_date
from mailbot.commands.answer import FAILED, PASSED, UNDECIDED
from mailbot.commands.attachments import read_file
from mailbot.errors import SettingsError, TryLaterError
from mailbot.gateways.dns_txt import txt_record
from mailbot.intake.header_trace import arrival
from mailbot.intake.sender import Sender, judge_sender, wanted_dkim_keys
from mailbot.intake.sender_rules import evidence_rules, own_addresses
from mailbot.settings import Department, Evidence
from mailbot.settings.faults import fault_lines, syntax_fault
from mailbot.words import load_words, say

LookUp = Callable[[str], bytes | None]

_CODES = {"accepted": PASSED, "rejected": FAILED}


class _SenderSettings(BaseModel):
    """The two sections this command needs; others may be absent or unfinished."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    department: Department = Department()
    evidence: Evidence = Evidence()


def ask_dns(name: str) -> bytes | None:
    """Return the record; without DNS the key stays unknown, and the mail is held."""
    try:
        return txt_record(name)
    except TryLaterError:
        return None


def sender_json(
    message_path: Path,
    settings_path: Path | None,
    agencies_csv: Path | None,
    registry: Registry | None = None,
    look_up: LookUp = ask_dns,
) -> dict[str, Any]:
    """Return `{"verdict", "address", "agency", "agency_name", "reasons", "details"}`.

    `agency` is its code, `details` words each reason.

    Args:
        settings_path: needs only `[department]` and `[evidence]`; None holds every mail.
        agencies_csv: the registry; None takes `registry`, else nobody is registered.
        look_up: returns the DNS TXT record of a name with its final dot.

    Raises BadInputError, SettingsError.
    """
    raw = read_file(message_path)
    settings = _settings(settings_path)
    rules = evidence_rules(settings.evidence, settings.department)
    known = _registry(agencies_csv) if agencies_csv else registry or Registry()
    arrived_at = arrival(raw, rules)
    sender = judge_sender(
        raw,
        known,
        rules,
        own_addresses(settings.department),
        dkim_keys=_dkim_keys(wanted_dkim_keys(raw, rules), look_up),
        on=local_date(arrived_at) if arrived_at else None,
    )
    return _as_json(sender, known)


def sender_exit_code(answer: Mapping[str, Any]) -> int:
    """Return 0 accepted, 1 rejected, 2 held or a delivery report."""
    return _CODES.get(answer["verdict"], UNDECIDED)


def _as_json(sender: Sender, registry: Registry) -> dict[str, Any]:
    words = load_words()
    agency = registry.by_code(sender.agency_code or "")
    return {
        "verdict": sender.verdict,
        "address": sender.address,
        "agency": sender.agency_code or "",
        "agency_name": agency.name if agency else "",
        "reasons": [reason.code for reason in sender.reasons],
        "details": [
            words.say(f"sender.{reason.code}", **dict(reason.fields)) for reason in sender.reasons
        ],
    }


def _settings(path: Path | None) -> _SenderSettings:
    if path is None:
        return _SenderSettings()
    try:
        return _SenderSettings.model_validate(tomllib.loads(read_file(path).decode("utf-8-sig")))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingsError(
            say("settings.no_toml", file=str(path), reason=syntax_fault(error))
        ) from error
    except ValidationError as error:
        faults = "\n".join(fault_lines(error.errors(), _SenderSettings))
        raise SettingsError(say("settings.unusable", file=str(path), faults=faults)) from error


def _registry(path: Path) -> Registry:
    return read_agencies(read_file(path), path.name)


def _dkim_keys(names: tuple[str, ...], look_up: LookUp) -> dict[str, bytes]:
    found = {name: look_up(name) for name in names}
    return {name: record for name, record in found.items() if record}
