"""`mailbot trust list|check|add`."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from mailbot.__main__ import main
from mailbot.storage import certificates, schema
from mailbot.storage.certificates import SeenCertificate
from mailbot.storage.database import open_database
from tests.pki import PASSPHRASE, TestPki

Output = pytest.CaptureFixture[str]


@pytest.fixture
def settings(tmp_path: Path) -> Path:
    """An installation whose store holds a PKI made just now."""
    pki = TestPki.build()
    paths = pki.write_files(tmp_path)
    own = pki.organisation("Trung tâm", "Sở", email="tt@cantho.gov.vn")
    (tmp_path / "own.p12").write_bytes(own.pkcs12(PASSPHRASE))
    (tmp_path / "signing-passphrase").write_bytes(PASSPHRASE)
    file = tmp_path / "mailbot.toml"
    file.write_text(
        f"""
        secrets_directory = "{tmp_path}"
        [database]
        url = "sqlite:///{tmp_path}/mailbot.db"
        [archive]
        directory = "{tmp_path}/archive"
        [imap]
        host = "mail.test"
        username = "inbox"
        [smtp]
        host = "mail.test"
        username = "inbox"
        [evidence]
        source = "none"
        [signing]
        mode = "unattended"
        pkcs12 = "{tmp_path}/own.p12"
        authorised_by = {{ number = "1/QĐ", date = 2026-01-05 }}
        [trust]
        roots = ["{paths["trust"][0]}"]
        intermediates = ["{paths["intermediate"][0]}"]
        tsa_roots = ["{paths["tsa_trust"][0]}"]
        crl_files = {json.dumps([str(path) for path in paths["crl"]])}
        """,
        "utf-8",
    )
    return file


def told(capsys: Output, *arguments: str) -> tuple[int, str]:
    code = main(["trust", *arguments])
    return code, capsys.readouterr().out


def test_the_store_is_listed(settings: Path, capsys: Output) -> None:
    code, text = told(capsys, "list", "--settings", str(settings))

    assert code == 0
    assert "SHA-256:" in text
    assert "không có trong danh sách đã biết" in text


def test_a_check_tells_of_an_agencys_certificate_that_has_ended(
    settings: Path, capsys: Output
) -> None:
    database = open_database(f"sqlite:///{settings.parent}/mailbot.db")
    schema.upgrade(database)
    before, _ = told(capsys, "check", "--settings", str(settings))
    old = TestPki.build(datetime(2015, 3, 2, tzinfo=UTC)).organisation("UBND", "TP")
    end = old.certificate.not_valid_after_utc
    with database.transaction() as connection:
        seen = SeenCertificate(old.fingerprint, "pnk", "UBND", old.der, end)
        certificates.remember(connection, seen, end)
    database.close()

    code, text = told(capsys, "check", "--settings", str(settings), "--json")

    assert before == 0
    assert code == 2
    (ending,) = json.loads(text)["expiries"]
    assert (ending["role"], ending["code"]) == ("agency", "expired")


def test_a_file_is_shown_and_its_place_told_and_nothing_is_changed(
    settings: Path, capsys: Output
) -> None:
    before = settings.read_bytes()
    file = settings.parent / "intermediate.pem"

    code, text = told(capsys, "add", str(file), "--settings", str(settings))

    assert code == 2  # nobody has published this one's fingerprint
    assert f"sudo install -D -m 644 {file} {settings.parent}/trust/intermediate.pem" in text
    assert "intermediates = [" in text
    assert settings.read_bytes() == before


def test_what_is_no_certificate_is_said(settings: Path, capsys: Output) -> None:
    assert main(["trust", "add", str(settings)]) == 2
    assert str(settings) in capsys.readouterr().err


def test_a_signers_certificate_belongs_into_no_store(
    tmp_path: Path, settings: Path, capsys: Output
) -> None:
    signer = TestPki.build().person("Nguyễn Văn Thử", "Sở", "Trung tâm")
    file = tmp_path / "leader.crt"
    file.write_bytes(signer.der)

    code, text = told(capsys, "add", str(file), "--settings", str(settings))

    assert code == 2
    assert signer.fingerprint.upper() in text
    assert "leader_fingerprints" in text
    assert "intermediates" not in text
