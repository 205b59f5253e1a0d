"""The mail servers, and what they write into a mail that proves who sent it."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Literal

from pydantic import Field

from mailbot.settings.section import Section
from mailbot.settings.values import HostName, OptionalAddress, Port


class Tls(StrEnum):
    """Encrypted from the first byte, or upgraded at once; never plain."""

    IMPLICIT = "implicit"
    STARTTLS = "starttls"


class Login(StrEnum):
    """How to log in; the password or the token is a secret file."""

    PASSWORD = "password"  # noqa: S105 -- the kind of login, not a password
    XOAUTH2 = "xoauth2"


class Imap(Section):
    """The department's inbox."""

    host: HostName
    port: Port = 993
    tls: Tls = Tls.IMPLICIT
    ca_file: Path | None = None
    username: str = Field(min_length=1)
    login: Login = Login.PASSWORD
    folder: str = Field("INBOX", min_length=1)
    poll_seconds: int = Field(60, ge=5)
    idle: bool = True
    timeout_seconds: int = Field(30, ge=5)
    since: date | None = None
    size_cap_bytes: int = Field(25_000_000, ge=100_000)
    batch_bytes: int = Field(8_000_000, ge=100_000)


class Smtp(Section):
    """The submission server; the login must own `sender`."""

    host: HostName
    port: Port = 587
    tls: Tls = Tls.STARTTLS
    ca_file: Path | None = None
    username: str = Field(min_length=1)
    login: Login = Login.PASSWORD
    timeout_seconds: int = Field(60, ge=5)
    sender: OptionalAddress = ""
    receipt_copy: OptionalAddress = ""
    on_unknown_send: Literal["resend", "person"] = "resend"


class Evidence(Section):
    """What our own MX writes into a mail that proves who sent it (README, "MX evidence")."""

    source: Literal["received_login", "authentication_results", "none"] = "received_login"
    mx_host: str = ""
    authserv_id: str = ""
    trace_fields: tuple[str, ...] = ("return-path", "delivered-to", "x-original-to", "received")
    inner_hosts: tuple[str, ...] = ()
    results_below: int = Field(0, ge=0, le=10)
    login_domain: str = ""
    login_comment: str = Field("Authenticated sender:", min_length=1)
    webmail_ips: tuple[str, ...] = ()
    dkim: bool = False
