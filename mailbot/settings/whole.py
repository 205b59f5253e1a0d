"""The settings: one frozen model, read once; config/mailbot.example.toml has every key."""

from __future__ import annotations

import os
import tomllib
from pathlib import Path
from typing import Any

from pydantic import Field, SecretStr, ValidationError, ValidationInfo, field_validator

from mailbot.errors import SettingsError, os_reason
from mailbot.settings.deciding import Deadline, Review
from mailbot.settings.department import Department, Forms
from mailbot.settings.faults import fault_lines, syntax_fault
from mailbot.settings.keeping import Archive, Database, Retention
from mailbot.settings.mail import Evidence, Imap, Smtp
from mailbot.settings.mailboxes import Credentials, Provisioning
from mailbot.settings.running import Console, Operations
from mailbot.settings.section import Section
from mailbot.settings.signatures import Signatures, Trust
from mailbot.settings.signing import Signing
from mailbot.settings.telling import Replies, StaffMail
from mailbot.settings.values import fault
from mailbot.words import say


def _credentials_directory() -> Path:
    return Path(os.environ.get("CREDENTIALS_DIRECTORY", "/etc/mailbot/secrets"))


class Settings(Section):
    """Everything mailbot is told. Secrets are files in `secrets_directory`, never in here."""

    department: Department = Department()
    forms: Forms = Forms()
    database: Database = Database()
    archive: Archive = Archive()
    secrets_directory: Path = Field(default_factory=_credentials_directory)
    imap: Imap
    smtp: Smtp
    evidence: Evidence = Field(Evidence(), validate_default=True)
    trust: Trust = Trust()
    signatures: Signatures = Signatures()
    signing: Signing
    deadline: Deadline = Deadline()
    provisioning: Provisioning = Provisioning()
    credentials: Credentials = Credentials()
    review: Review = Review()
    replies: Replies = Replies()
    retention: Retention = Retention()
    operations: Operations = Operations()
    console: Console = Console()
    staff_mail: StaffMail = StaffMail()

    @field_validator("smtp")
    @classmethod
    def _copies_stay_with_us(cls, smtp: Smtp, info: ValidationInfo) -> Smtp:
        department = info.data.get("department", Department())
        ours = {department.inbox, *department.own_addresses}
        local, at, domain = smtp.receipt_copy.partition("@")
        if smtp.receipt_copy and f"{local.partition('+')[0]}{at}{domain}" not in ours:
            raise fault("receipt_copy_not_ours")
        return smtp

    @field_validator("evidence")
    @classmethod
    def _source_is_named(cls, evidence: Evidence) -> Evidence:
        if evidence.source == "received_login" and not evidence.mx_host:
            raise fault("evidence_needs_mx_host")
        if evidence.source == "authentication_results" and not evidence.authserv_id:
            raise fault("evidence_needs_authserv_id")
        return evidence

    def secret(self, name: str) -> SecretStr:
        """Return the secret in the file `name`, without its line end; SettingsError if none."""
        try:
            text = (self.secrets_directory / name).read_text("utf-8-sig").rstrip("\r\n")
        except OSError as error:
            raise self._no_secret(name, os_reason(error)) from error
        except UnicodeDecodeError:
            raise self._no_secret(name, "UTF-8") from None
        if not text:
            raise self._no_secret(name, "0 byte")
        return SecretStr(text)

    def _no_secret(self, name: str, reason: str) -> SettingsError:
        fields = {"name": name, "directory": str(self.secrets_directory), "reason": reason}
        return SettingsError(say("settings.no_secret", **fields))


def load_settings(path: Path) -> Settings:
    """Read the settings file; every fault is named with its key and what is allowed."""
    try:
        values = tomllib.loads(path.read_text("utf-8-sig"))
    except OSError as error:
        fields = {"file": str(path), "reason": os_reason(error)}
        raise SettingsError(say("settings.no_file", **fields)) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        fields = {"file": str(path), "reason": syntax_fault(error)}
        raise SettingsError(say("settings.no_toml", **fields)) from None
    return settings_from(values, str(path))


def settings_from(values: dict[str, Any], origin: str) -> Settings:
    """Return the settings these values describe, or a SettingsError listing every fault."""
    try:
        return Settings.model_validate(values)
    except ValidationError as error:
        lines = fault_lines(error.errors(include_url=False), Settings)
        faults = "\n".join(f"  {line}" for line in lines)
        raise SettingsError(say("settings.unusable", file=origin, faults=faults)) from None
