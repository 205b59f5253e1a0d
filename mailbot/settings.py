"""The settings: one frozen model, read once; config/mailbot.example.toml has every key."""

from __future__ import annotations

import os
import tomllib
from datetime import date, time
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    SecretStr,
    ValidationError,
    ValidationInfo,
    field_validator,
    model_validator,
)

from mailbot.errors import SettingsError, os_reason
from mailbot.settings_faults import fault_lines
from mailbot.settings_values import (
    Address,
    DatabaseUrl,
    Domain,
    Fingerprint,
    HostName,
    OptionalAddress,
    OptionalDatabaseUrl,
    OptionalWebUrl,
    Port,
    WebUrl,
    fault,
    fields_of,
)
from mailbot.words import load_words


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
    inbox: Address = "sotttt@cantho.gov.vn"
    own_addresses: tuple[Address, ...] = ()
    domains: tuple[Domain, ...] = ("cantho.gov.vn",)
    legal_basis: str = (
        "Quyết định số 2829/QĐ-UBND ngày 27 tháng 11 năm 2023 của Chủ tịch "
        "Ủy ban nhân dân thành phố Cần Thơ"
    )
    signer_authority: str = ""
    signer_title: str = "GIÁM ĐỐC"
    signer_name: str = ""
    webmail_url: OptionalWebUrl = ""


class Forms(_Section):
    """What stands on the blank forms given to agencies (`mailbot forms`)."""

    addressee: str = Field("Sở Thông tin và Truyền thông", min_length=1)
    system: str = Field("thành phố Cần Thơ", min_length=1)
    grounds: str = Field(
        "Quyết định số 33/2015/QĐ-UBND ngày 18 tháng 12 năm 2015 của Ủy ban nhân dân thành phố "
        "Cần Thơ về việc ban hành Quy chế quản lý, sử dụng hệ thống thư điện tử trong hoạt động "
        "của các cơ quan nhà nước",
        min_length=1,
    )


class Database(_Section):
    """Where cases are kept: an SQLAlchemy URL of SQLite or PostgreSQL."""

    url: DatabaseUrl = "sqlite:////var/lib/mailbot/mailbot.db"


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

    PASSWORD = "password"  # noqa: S105 -- the kind of login, not a password
    XOAUTH2 = "xoauth2"


class Imap(_Section):
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


class Smtp(_Section):
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


class Evidence(_Section):
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


class Trust(_Section):
    """The operator's roots and where revocation data is fetched ahead."""

    roots: tuple[Path, ...] = ()
    intermediates: tuple[Path, ...] = ()
    tsa_roots: tuple[Path, ...] = ()
    crl_files: tuple[Path, ...] = ()
    crl_urls: tuple[WebUrl, ...] = ()
    ocsp_urls: tuple[WebUrl, ...] = ()
    refresh_seconds: int = Field(3600, ge=60)
    outage_hours_before_due: int = Field(8, ge=1)


Hands = tuple[Literal["leader", "organisation"], ...]


def _with_organisation(hands: Hands) -> Hands:
    if "organisation" not in hands:
        raise fault("signatures_without_organisation")
    return hands


class Signatures(_Section):
    """Whose signatures a request must carry, in the order of signing (NĐ 30/2020, Điều 32-33)."""

    letter: Annotated[Hands, AfterValidator(_with_organisation)] = ("leader", "organisation")
    annex: Annotated[Hands, AfterValidator(_with_organisation)] = ("organisation",)


class Authorisation(_Section):
    """The document that lets the daemon sign by itself."""

    number: str = Field(min_length=1)
    date: date


class Token(_Section):
    """The centre's key in a token or HSM: its PKCS#11 library, the token's and the key's label.

    The PIN is the secret file `token-pin`.
    """

    library: Path
    label: str = Field(min_length=1)
    key: str = Field(min_length=1)


class Signing(_Section):
    """Who signs and numbers the notices; there is no default."""

    mode: Literal["two_step", "unattended"]
    pkcs12: Path | None = None
    token: Token | None = None
    leader_pkcs12: Path | None = None
    hand_image: Path | None = None
    seal_image: Path | None = None
    authorised_by: Authorisation | None = None
    symbol: str = "TB-TTCNTT"
    first_number: int = Field(1, ge=1)
    last_number: int | None = Field(None, ge=1)
    leader_fingerprints: tuple[Fingerprint, ...] = ()
    organisation_fingerprints: tuple[Fingerprint, ...] = ()
    tsa_url: OptionalWebUrl = ""
    tsa_outage: Literal["wait", "without"] = "wait"

    @model_validator(mode="after")
    def _unattended_is_authorised(self) -> Signing:
        has_key = self.pkcs12 is not None or self.token is not None
        if self.mode == "unattended" and not (has_key and self.authorised_by):
            raise fault("unattended_unauthorised")
        return self

    @model_validator(mode="after")
    def _only_who_signs_shows_a_hand(self) -> Signing:
        if self.hand_image is not None and self.leader_pkcs12 is None:
            raise fault("hand_without_leader")
        return self

    @model_validator(mode="after")
    def _signatories_are_named(self) -> Signing:
        leaders, clerks = set(self.leader_fingerprints), set(self.organisation_fingerprints)
        if self.mode == "two_step" and not (leaders and clerks):
            raise fault("two_step_without_signatories")
        if leaders & clerks:
            raise fault("one_certificate_for_both")
        return self

    @model_validator(mode="after")
    def _numbers_run_upwards(self) -> Signing:
        if self.last_number is not None and self.last_number < self.first_number:
            raise fault("numbers_end_before_start")
        return self


class Deadline(_Section):
    """May be stricter than the law's 17:00 of the 2nd working day, never later."""

    working_days: int = Field(2, ge=1, le=2)
    due_at: time = Field(time(17, 0), le=time(17, 0))
    warn_hours_before: tuple[Annotated[int, Field(ge=1)], ...] = (8, 4, 1)
    soon_hours: int = Field(4, ge=1, le=16)
    calendar_file: Path | None = None


PERSON_FIELDS = frozenset({"given", "initials", "all", "family", "last_two", "unit"})
ORGANISATION_FIELDS = frozenset({"abbreviation", "all", "superior"})


def _filled_from(known: frozenset[str]) -> AfterValidator:
    def check(template: str) -> str:
        for name in fields_of(template) - known:
            raise fault("unknown_placeholder", name=name, known=", ".join(sorted(known)))
        if not fields_of(template):
            raise fault("no_placeholder", known=", ".join(sorted(known)))
        return template

    return AfterValidator(check)


class Provisioning(_Section):
    """Where mailboxes are made, and how addresses are formed."""

    host: Literal["worklist", "sql"] = "worklist"
    sql_url: OptionalDatabaseUrl = ""
    domain: Domain = "cantho.gov.vn"
    person_address: Annotated[str, _filled_from(PERSON_FIELDS)] = "{given}{initials}"
    organisation_address: Annotated[str, _filled_from(ORGANISATION_FIELDS)] = "{abbreviation}"
    quota_bytes: int = Field(2_000_000_000, ge=0)

    @model_validator(mode="after")
    def _sql_is_somewhere(self) -> Provisioning:
        if self.host == "sql" and not self.sql_url:
            raise fault("sql_host_needs_url")
        return self


class Credentials(_Section):
    """How initial passwords reach their holders."""

    hand_over: Literal["auto", "passphrase", "certificate", "in_person"] = "auto"


def _known_code(code: str) -> str:
    if code not in load_words().texts:
        raise fault("unknown_code")
    return code


class Review(_Section):
    """What a person must look at, and what need not wait for one."""

    auto_supplement: tuple[Annotated[str, AfterValidator(_known_code)], ...] = ()
    directory_max_age_days: int = Field(30, ge=1)
    accept_paper: bool = False


class Replies(_Section):
    """Acknowledgements and the limits that stop a mail storm."""

    acknowledge: bool = True
    acknowledge_after_seconds: int = Field(180, ge=0)
    answers_per_sender_and_hour: int = Field(30, ge=1)
    answers_per_hour: int = Field(500, ge=1)


class StaffMail(_Section):
    """What staff are told by e-mail, at the address their account has; each can be switched off."""

    digest: bool = True
    digest_at: time = time(7, 30)
    deadline: bool = True
    deadline_hours: int = Field(4, ge=1, le=16)
    system: bool = True


class Console(_Section):
    """Where the pages staff use are served; a browser outside this host needs TLS."""

    host: str = Field("127.0.0.1", min_length=1)
    port: Port = 8480
    url: OptionalWebUrl = ""
    tls_certificate: Path | None = None
    tls_key: Path | None = None
    trusted_proxies: tuple[str, ...] = ()
    hold_seconds: int = Field(30, ge=0, le=300)

    @model_validator(mode="after")
    def _certificate_has_its_key(self) -> Console:
        if (self.tls_certificate is None) != (self.tls_key is None):
            raise fault("certificate_without_key")
        return self


class Retention(_Section):
    """Days after which bytes go, by kind, and the most that mail of no case may take up."""

    rejected_days: int = Field(90, ge=1)
    answered_days: int = Field(1825, ge=30)
    outbox_days: int = Field(1825, ge=30)
    cap_bytes: int = Field(5_000_000_000, ge=1_000_000)


class Operations(_Section):
    """How this installation runs: in shadow nothing is provisioned and nothing is sent."""

    shadow: bool = False
    metrics_port: int = Field(0, ge=0, le=65535)


def _credentials_directory() -> Path:
    return Path(os.environ.get("CREDENTIALS_DIRECTORY", "/etc/mailbot/secrets"))


class Settings(_Section):
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
            text = (self.secrets_directory / name).read_text("utf-8").rstrip("\r\n")
        except OSError as error:
            raise self._no_secret(name, os_reason(error)) from error
        except UnicodeDecodeError:
            raise self._no_secret(name, "UTF-8") from None
        if not text:
            raise self._no_secret(name, "0 byte")
        return SecretStr(text)

    def _no_secret(self, name: str, reason: str) -> SettingsError:
        fields = {"name": name, "directory": str(self.secrets_directory), "reason": reason}
        return SettingsError(load_words().say("settings.no_secret", **fields))


def load_settings(path: Path) -> Settings:
    """Read the settings file; every fault is named with its key and what is allowed."""
    try:
        values = tomllib.loads(path.read_text("utf-8"))
    except OSError as error:
        fields = {"file": str(path), "reason": os_reason(error)}
        raise SettingsError(load_words().say("settings.no_file", **fields)) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        fields = {"file": str(path), "reason": _syntax_fault(error)}
        raise SettingsError(load_words().say("settings.no_toml", **fields)) from None
    return settings_from(values, str(path))


def settings_from(values: dict[str, Any], origin: str) -> Settings:
    """Return the settings these values describe, or a SettingsError listing every fault."""
    try:
        return Settings.model_validate(values)
    except ValidationError as error:
        words = load_words()
        lines = fault_lines(error.errors(include_url=False), Settings, words)
        faults = "\n".join(f"  {line}" for line in lines)
        raise SettingsError(words.say("settings.unusable", file=origin, faults=faults)) from None


def _syntax_fault(error: ValueError) -> str:
    # tomllib quotes no more than one character, so that no value of the file is repeated.
    return "UTF-8" if isinstance(error, UnicodeDecodeError) else str(error)
