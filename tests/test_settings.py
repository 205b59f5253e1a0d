from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel

from mailbot.errors import SettingsError
from mailbot.settings import Settings, load_settings, settings_from
from tests.signatories import TWO_STEP

EXAMPLE = Path(__file__).resolve().parents[1] / "config" / "mailbot.example.toml"
KEY_LINE = re.compile(r"^(#?)([a-z_0-9]+) = (.+)$")
SECTION_LINE = re.compile(r"^\[([a-z_]+)\]$")

SMALLEST: dict[str, Any] = {
    "imap": {"host": "mail.test", "username": "inbox"},
    "smtp": {"host": "mail.test", "username": "inbox"},
    "evidence": {"source": "none"},
    "signing": TWO_STEP,
}


def smallest(**changed: dict[str, Any]) -> dict[str, Any]:
    """Return the smallest settings that can be used, with keys of some sections changed."""
    sections = SMALLEST.keys() | changed.keys()
    return {name: SMALLEST.get(name, {}) | changed.get(name, {}) for name in sections}


def faults_of(values: dict[str, Any]) -> list[str]:
    with pytest.raises(SettingsError) as raised:
        settings_from(values, "mailbot.toml")
    return [line.strip() for line in str(raised.value).splitlines()[1:]]


def model_keys(model: type[BaseModel] = Settings, section: str = "") -> Iterator[tuple[str, Any]]:
    """Yield `section.key` and the field of every key that is no section itself."""
    for name, found in model.model_fields.items():
        annotation = found.annotation
        if isinstance(annotation, type) and issubclass(annotation, BaseModel):
            yield from model_keys(annotation, f"{name}.")
        else:
            yield section + name, found


def example_keys() -> Iterator[tuple[str, bool, str]]:
    """Yield `section.key`, whether it is commented out, and its value as TOML."""
    section = ""
    for line in EXAMPLE.read_text("utf-8").splitlines():
        if found := SECTION_LINE.match(line):
            section = found[1] + "."
        elif found := KEY_LINE.match(line):
            yield section + found[2], bool(found[1]), found[3]


def test_the_example_can_be_used_as_it_is() -> None:
    settings = load_settings(EXAMPLE)

    assert settings.signing.mode == "two_step"
    assert settings.imap.host == "mail.cantho.gov.vn"


def test_the_example_can_be_used_with_every_key_switched_on(tmp_path: Path) -> None:
    everything = tmp_path / "mailbot.toml"
    text = re.sub(r"^#(?=[a-z_0-9]+ = )", "", EXAMPLE.read_text("utf-8"), flags=re.M)
    everything.write_text(text, "utf-8")

    values = tomllib.loads(text)

    assert load_settings(everything).signing.first_number == 1
    assert sum(len(v) if isinstance(v, dict) else 1 for v in values.values()) == len(
        list(model_keys())
    )


def test_the_example_has_every_key_once_and_no_other() -> None:
    assert sorted(key for key, _, _ in example_keys()) == sorted(key for key, _ in model_keys())


def test_every_key_and_section_of_the_example_is_explained_above_it() -> None:
    lines = EXAMPLE.read_text("utf-8").splitlines()

    bare = [
        line
        for above, line in pairwise(lines)
        if (KEY_LINE.match(line) or SECTION_LINE.match(line)) and not above.startswith("# ")
    ]

    assert bare == []


@pytest.mark.parametrize(
    ("key", "value"),
    [pytest.param(key, value, id=key) for key, commented, value in example_keys() if commented],
)
def test_a_value_the_example_shows_as_default_is_the_default(key: str, value: str) -> None:
    found = dict(model_keys())[key]
    if found.is_required() or found.default in (None, "") or found.default_factory:
        return  # an example, where there is no default to show
    section, name = key.split(".")
    text = value if section != "evidence" else f"{value}\nmx_host = 'mx'"

    shown = getattr(getattr(settings_from(_with(section, name, text), "-"), section), name)

    assert shown == found.default


def _with(section: str, name: str, value: str) -> dict[str, Any]:
    return smallest(**{section: tomllib.loads(f"{name} = {value}")})


def test_the_smallest_settings_are_enough() -> None:
    assert settings_from(smallest(), "-").imap.port == 993


def test_settings_cannot_be_changed_once_read() -> None:
    settings = settings_from(smallest(), "-")

    with pytest.raises(ValueError, match="frozen"):
        settings.imap.port = 1  # type: ignore[misc]


@pytest.mark.parametrize(
    ("section", "values", "key", "allowed"),
    [
        pytest.param("imap", {"port": 70000}, "imap.port", "65535", id="a port too large"),
        pytest.param(
            "database", {"url": "sqlite:///"}, "database.url", "sqlite:///", id="in memory only"
        ),
        pytest.param(
            "database",
            {"url": "sqlite:////var/lib/mailbot/mailbot.db?mode=ro"},
            "database.url",
            "?",
            id="an option of SQLite's",
        ),
        pytest.param(
            "provisioning",
            {"host": "sql", "sql_url": "sqlite:///mailboxes.db?timeout=1"},
            "provisioning.sql_url",
            "?",
            id="an option of SQLite's, of the mailboxes",
        ),
        pytest.param(
            "database",
            {"url": "postgresql+psycopg://mailbot@db:x/mailbot"},
            "database.url",
            "65535",
            id="no port in an address",
        ),
        pytest.param("imap", {"port": 0}, "imap.port", "1 trở lên", id="a port too small"),
        pytest.param("imap", {"host": "a b"}, "imap.host", "tên hoặc địa chỉ IP", id="no host"),
        pytest.param("imap", {"username": ""}, "imap.username", "để trống", id="empty"),
        pytest.param("imap", {"pol_seconds": 9}, "imap.pol_seconds", "poll_seconds", id="a slip"),
        pytest.param("imap", {"xyz": 1}, "imap.xyz", "batch_bytes", id="an unknown key"),
        pytest.param("imap", {"tls": "none"}, "imap.tls", "'implicit'", id="no TLS"),
        pytest.param("imap", {"since": "hôm qua"}, "imap.since", "2026-01-31", id="no date"),
        pytest.param("imap", {"idle": "có lẽ"}, "imap.idle", "true hoặc false", id="no bool"),
        pytest.param("smtp", {"sender": "phòng"}, "smtp.sender", "địa chỉ thư", id="no address"),
        pytest.param("signing", {"mode": "auto"}, "signing.mode", "'two_step'", id="no such mode"),
        pytest.param("signing", {"mode": "unattended"}, "signing", "authorised_by", id="no leave"),
        pytest.param(
            "signatures", {"letter": ["leader"]}, "signatures.letter", "cơ quan", id="no one's"
        ),
        pytest.param("signatures", {"annex": []}, "signatures.annex", "cơ quan", id="nobody"),
        pytest.param(
            "signatures", {"annex": ["clerk"]}, "signatures.annex[1]", "'leader'", id="no such hand"
        ),
        pytest.param(
            "signing", {"leader_fingerprints": []}, "signing", "leader_fingerprints", id="no leader"
        ),
        pytest.param(
            "signing", {"organisation_fingerprints": []}, "signing", "đơn vị", id="no organisation"
        ),
        pytest.param(
            "signing",
            {"organisation_fingerprints": TWO_STEP["leader_fingerprints"]},
            "signing",
            "chung một chứng thư",
            id="one certificate for both",
        ),
        pytest.param(
            "signing", {"first_number": 9, "last_number": 8}, "signing", "first_number", id="range"
        ),
        pytest.param(
            "signing",
            {"leader_fingerprints": ["ab:cd"]},
            "signing.leader_fingerprints[1]",
            "SHA-256",
            id="no fingerprint",
        ),
        pytest.param("deadline", {"working_days": 3}, "deadline.working_days", "2", id="too late"),
        pytest.param(
            "deadline", {"due_at": "18:00"}, "deadline.due_at", "17:00", id="too late an hour"
        ),
        pytest.param(
            "database", {"url": "mysql://x/y"}, "database.url", "postgresql+psycopg", id="db"
        ),
        pytest.param("provisioning", {"host": "sql"}, "provisioning", "sql_url", id="nowhere"),
        pytest.param(
            "provisioning",
            {"person_address": "{name}"},
            "provisioning.person_address",
            "given",
            id="{name}",
        ),
        pytest.param(
            "provisioning",
            {"person_address": "{given"},
            "provisioning.person_address",
            "ngoặc nhọn",
            id="{given",
        ),
        pytest.param(
            "provisioning",
            {"person_address": "an"},
            "provisioning.person_address",
            "chỗ điền",
            id="same for all",
        ),
        pytest.param(
            "review",
            {"auto_supplement": ["row.missing_phone", "row.phone"]},
            "review.auto_supplement[2]",
            "row.missing_phone",
            id="an unknown code",
        ),
        pytest.param(
            "review",
            {"auto_supplement": ["sender.unknown"]},
            "review.auto_supplement[1]",
            "không phải là điểm mà cơ quan",
            id="nothing an agency could mend",
        ),
        pytest.param("trust", {"roots": "a.pem"}, "trust.roots", "ngoặc vuông", id="no list"),
        pytest.param(
            "trust", {"crl_urls": ["ftp://x"]}, "trust.crl_urls[1]", "http://", id="no web address"
        ),
        pytest.param(
            "department", {"domains": ["CANTHO"]}, "department.domains[1]", "tên miền", id="domain"
        ),
        pytest.param("evidence", {"source": "received_login"}, "evidence", "mx_host", id="no MX"),
        pytest.param(
            "evidence",
            {"source": "authentication_results"},
            "evidence",
            "authserv_id",
            id="no authserv",
        ),
    ],
)
def test_a_fault_names_its_key_and_what_is_allowed(
    section: str, values: dict[str, Any], key: str, allowed: str
) -> None:
    (line,) = faults_of(smallest(**{section: values}))

    assert line.startswith(f"{key}: ")
    assert allowed in line


def test_every_fault_is_told_at_once() -> None:
    lines = faults_of({"imap": {}, "smtp": {"host": "x"}, "signing": {}, "archve": {}})

    assert [line.partition(":")[0] for line in lines] == [
        "imap.host",
        "imap.username",
        "smtp.username",
        "evidence",
        "signing.mode",
        "archve",
    ]


def test_without_a_signing_mode_both_ways_are_explained() -> None:
    (line,) = faults_of(smallest() | {"signing": {}})

    assert "two_step" in line
    assert "unattended" in line
    assert "lãnh đạo" in line


def test_a_key_that_holds_a_line_end_stays_on_its_line() -> None:
    (line,) = faults_of(smallest(imap={"a\nb": 1}))

    assert line.startswith('imap."a\\nb": ')


def test_a_section_written_as_a_value_is_told() -> None:
    (line,) = faults_of(smallest() | {"archive": "/srv"})

    assert line.startswith("archive: phải là một mục riêng")


@pytest.mark.parametrize(
    "values",
    [
        pytest.param({"imap": {"password": "Mật-khẩu-9"}}, id="a password among the keys"),
        pytest.param({"database": {"url": "postgresql+psycopg://u:Mật-khẩu-9@h/d"}}, id="in a URL"),
        pytest.param(
            {"database": {"url": "postgresql+psycopg://u@h/d?password=M%E1%BA%ADt-khẩu-9"}},
            id="as an option in a URL",
        ),
        pytest.param({"imap": {"port": "Mật-khẩu-9"}}, id="in the wrong key"),
        pytest.param({"imap": {"tls": "Mật-khẩu-9"}}, id="in a choice"),
    ],
)
def test_a_secret_in_the_settings_is_refused_and_not_repeated(values: dict[str, Any]) -> None:
    (line,) = faults_of(smallest(**values))

    assert "Mật-khẩu-9" not in line


def test_a_password_key_is_told_where_secrets_belong() -> None:
    (line,) = faults_of(smallest(smtp={"password": "x"}))

    assert "secrets_directory" in line


# What TOML can hold.
VALUES = st.recursive(
    st.one_of(
        st.text(), st.integers(), st.floats(), st.booleans(), st.dates(), st.times(), st.datetimes()
    ),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=4,
)


@given(st.sampled_from([key for key, _ in model_keys()]), VALUES)
def test_any_value_under_any_key_is_used_or_refused_in_vietnamese(key: str, value: object) -> None:
    section, _, name = key.rpartition(".")
    values = smallest(**{section: {name: value}}) if section else smallest() | {name: value}

    try:
        settings_from(values, "mailbot.toml")
    except SettingsError as error:
        for line in str(error).splitlines()[1:]:
            assert re.match(r'\s+([A-Za-z_.\[\]0-9-]|"(\\.|[^"\\])*")+: \S', line), line
            assert not re.search(r"\b(should|must|Input|valid|Value)\b", line), line


def test_a_fingerprint_may_be_written_with_colons_and_capitals() -> None:
    written = ":".join(["F0"] * 32)

    settings = settings_from(smallest(signing={"organisation_fingerprints": [written]}), "-")

    assert settings.signing.organisation_fingerprints == ("f0" * 32,)


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r"Không đọc được tệp cấu hình .*mailbot\.toml"):
        load_settings(tmp_path / "mailbot.toml")


@pytest.mark.parametrize("content", [b"[imap\nhost = 1", b"host = \xff", b"a = 1\na = 2"])
def test_a_file_that_is_no_toml_is_told(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "mailbot.toml"
    file.write_bytes(content)

    with pytest.raises(SettingsError, match="sai cú pháp TOML"):
        load_settings(file)


def test_the_mark_that_editors_put_before_utf_8_is_no_fault(tmp_path: Path) -> None:
    file = tmp_path / "mailbot.toml"
    file.write_text(EXAMPLE.read_text("utf-8"), "utf-8-sig")
    (tmp_path / "imap-password").write_text("pass word\r\n", "utf-8-sig")

    settings = load_settings(file).model_copy(update={"secrets_directory": tmp_path})

    assert settings.secret("imap-password").get_secret_value() == "pass word"


def test_a_secret_is_the_content_of_its_file_without_the_line_end(tmp_path: Path) -> None:
    (tmp_path / "imap-password").write_text(" pass word \n", "utf-8")
    settings = settings_from(smallest() | {"secrets_directory": str(tmp_path)}, "-")

    secret = settings.secret("imap-password")

    assert secret.get_secret_value() == " pass word "
    assert "pass word" not in repr(secret)


@pytest.mark.parametrize("content", [None, b"", b"\n", b"\xff\xfe"])
def test_a_secret_that_cannot_be_read_is_told_by_name(
    tmp_path: Path, content: bytes | None
) -> None:
    if content is not None:
        (tmp_path / "seal-key").write_bytes(content)
    settings = settings_from(smallest() | {"secrets_directory": str(tmp_path)}, "-")

    with pytest.raises(SettingsError, match="'seal-key'"):
        settings.secret("seal-key")


def test_secrets_come_from_systemd_where_it_gives_a_directory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CREDENTIALS_DIRECTORY", str(tmp_path))

    assert settings_from(smallest(), "-").secrets_directory == tmp_path


def test_without_systemd_secrets_lie_under_etc(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CREDENTIALS_DIRECTORY", raising=False)

    assert settings_from(smallest(), "-").secrets_directory == Path("/etc/mailbot/secrets")
