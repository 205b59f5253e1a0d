"""The settings: one frozen model, read once, every key documented in config/mailbot.example.toml."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from datetime import date, time
from enum import StrEnum
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, SecretStr, ValidationError, model_validator

from mailbot.errors import SettingsError

DEFAULT_PATH = Path("/etc/mailbot/mailbot.toml")


class _Section(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Department(_Section):
    """Who answers: everything that was renamed once already is configuration."""

    superior: str = "SỞ THÔNG TIN VÀ TRUYỀN THÔNG"
    issuer: str = "TRUNG TÂM CÔNG NGHỆ THÔNG TIN VÀ TRUYỀN THÔNG"
    name: str = "Trung tâm Công nghệ thông tin và Truyền thông"
    place: str = "Cần Thơ"
    address: str = ""
    phone: str = ""
    inbox: str = "sotttt@cantho.gov.vn"
    own_addresses: tuple[str, ...] = ()
    domains: tuple[str, ...] = ("cantho.gov.vn",)
    legal_basis: str = (
        "Quyết định số 2829/QĐ-UBND ngày 27 tháng 11 năm 2023 của Chủ tịch "
        "Ủy ban nhân dân thành phố Cần Thơ"
    )
    signer_authority: str = ""
    signer_title: str = "GIÁM ĐỐC"
    signer_name: str = ""
    webmail_url: str = ""


class Database(_Section):
    """Where cases are kept: an SQLAlchemy URL of SQLite or PostgreSQL."""

    url: str = "sqlite:////var/lib/mailbot/mailbot.db"


class Archive(_Section):
    """Where raw mail and letters lie, and how long our copies of mail left alone are kept."""

    directory: Path = Path("/var/lib/mailbot/archive")
    untouched_days: int = Field(30, ge=1)


class Tls(StrEnum):
    """Encrypted from the first byte, or upgraded at once; never plain."""

    IMPLICIT = "implicit"
    STARTTLS = "starttls"


class Login(StrEnum):
    """How to log in; the password or the token is a secret file."""

    PASSWORD = "password"
    XOAUTH2 = "xoauth2"


class Imap(_Section):
    """The department's inbox."""

    host: str
    port: int = 993
    tls: Tls = Tls.IMPLICIT
    ca_file: Path | None = None
    username: str
    login: Login = Login.PASSWORD
    folder: str = "INBOX"
    poll_seconds: int = Field(60, ge=5)
    idle: bool = True
    timeout_seconds: int = Field(30, ge=5)
    since: date | None = None
    size_cap_bytes: int = Field(25_000_000, ge=100_000)
    batch_bytes: int = Field(8_000_000, ge=100_000)


class Smtp(_Section):
    """The submission server; the login must own `sender`."""

    host: str
    port: int = 587
    tls: Tls = Tls.STARTTLS
    ca_file: Path | None = None
    username: str
    login: Login = Login.PASSWORD
    timeout_seconds: int = Field(60, ge=5)
    sender: str = ""


class Evidence(_Section):
    """What our own MX writes into a mail that proves who sent it (README, "MX evidence")."""

    source: Literal["received_login", "authentication_results", "none"] = "received_login"
    mx_host: str = ""
    authserv_id: str = ""
    trace_fields: tuple[str, ...] = ("return-path", "delivered-to", "x-original-to", "received")
    dkim: bool = False


class Trust(_Section):
    """The operator's roots and where revocation data is fetched ahead."""

    roots: tuple[Path, ...] = ()
    intermediates: tuple[Path, ...] = ()
    tsa_roots: tuple[Path, ...] = ()
    crl_files: tuple[Path, ...] = ()
    crl_urls: tuple[str, ...] = ()
    ocsp_urls: tuple[str, ...] = ()
    refresh_seconds: int = Field(3600, ge=60)


class Authorisation(_Section):
    """The document that lets the daemon sign by itself."""

    number: str = Field(min_length=1)
    date: date


class Signing(_Section):
    """Who signs and numbers the notices; there is no default."""

    mode: Literal["two_step", "unattended"]
    pkcs12: Path | None = None
    authorised_by: Authorisation | None = None
    symbol: str = "TB-TTCNTT"
    first_number: int = Field(1, ge=1)
    last_number: int | None = Field(None, ge=1)
    leader_fingerprints: tuple[str, ...] = ()
    organisation_fingerprints: tuple[str, ...] = ()
    tsa_url: str = ""

    @model_validator(mode="after")
    def _unattended_is_authorised(self) -> Signing:
        if self.mode == "unattended" and (self.pkcs12 is None or self.authorised_by is None):
            raise ValueError("unattended signing needs pkcs12 and authorised_by (number and date)")
        return self


class Deadline(_Section):
    """May be stricter than the law's 17:00 of the 2nd working day, never later."""

    working_days: int = Field(2, ge=1, le=2)
    due_at: time = Field(time(17, 0), le=time(17, 0))
    warn_hours_before: tuple[int, ...] = (8, 4, 1)
    calendar_file: Path | None = None


class Provisioning(_Section):
    """Where mailboxes are made, and how addresses are formed."""

    host: Literal["worklist", "sql"] = "worklist"
    sql_url: str = ""
    domain: str = "cantho.gov.vn"
    person_address: str = "{given}{initials}"
    organisation_address: str = "{abbreviation}"
    quota_bytes: int = 2_000_000_000


class Credentials(_Section):
    """How initial passwords reach their holders."""

    hand_over: Literal["auto", "passphrase", "certificate", "in_person"] = "auto"


class Review(_Section):
    """What a person must look at, and what need not wait for one."""

    auto_supplement: tuple[str, ...] = ()
    directory_max_age_days: int = Field(30, ge=1)


class Replies(_Section):
    """Acknowledgements and the limits that stop a mail storm."""

    acknowledge: bool = True
    acknowledge_after_seconds: int = Field(180, ge=0)
    answers_per_sender_and_hour: int = Field(30, ge=1)
    answers_per_hour: int = Field(500, ge=1)


class Settings(_Section):
    """Everything mailbot is told. Secrets are files in `secrets_directory`, never in here."""

    department: Department = Department()
    database: Database = Database()
    archive: Archive = Archive()
    secrets_directory: Path = Path("/etc/mailbot/secrets")
    imap: Imap
    smtp: Smtp
    evidence: Evidence = Evidence()
    trust: Trust = Trust()
    signing: Signing
    deadline: Deadline = Deadline()
    provisioning: Provisioning = Provisioning()
    credentials: Credentials = Credentials()
    review: Review = Review()
    replies: Replies = Replies()

    def secret(self, name: str) -> SecretStr:
        """Return the secret in the file `name`, without its line end; SettingsError if missing."""
        path = self.secrets_directory / name
        try:
            return SecretStr(path.read_text("utf-8").rstrip("\r\n"))
        except OSError as error:
            raise SettingsError(
                f"Không đọc được tệp bí mật '{name}' trong secrets_directory: {error.strerror}."
            ) from error


def load_settings(path: Path) -> Settings:
    """Read the settings file; every fault is named with its key and what is allowed."""
    try:
        values = tomllib.loads(path.read_text("utf-8"))
    except OSError as error:
        raise SettingsError(f"Không đọc được tệp cấu hình {path}: {error.strerror}.") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingsError(f"Tệp cấu hình {path} sai cú pháp TOML: {error}.") from error
    return settings_from(values, str(path))


def settings_from(values: dict[str, Any], origin: str) -> Settings:
    """Return the settings these values describe, or a SettingsError listing every fault."""
    try:
        return Settings.model_validate(values)
    except ValidationError as error:
        faults = "\n".join(f"  {_key(e['loc'])}: {e['msg']}" for e in error.errors())
        raise SettingsError(f"Cấu hình {origin} chưa dùng được:\n{faults}") from error


def _key(location: Sequence[int | str]) -> str:
    return ".".join(str(part) for part in location) or "(tệp)"
