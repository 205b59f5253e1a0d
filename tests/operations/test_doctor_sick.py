"""Of every line of the doctor there is a sickness that it finds, and says what to do about."""

from __future__ import annotations

import http.server
import shutil
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo
from pathlib import Path
from typing import Any, Self

import pytest
from sqlalchemy import Connection

from mailbot.house import House
from mailbot.operations import doctor_looks, doctor_mail
from mailbot.operations.doctor import LOOKS, Check, checks
from mailbot.replies import press
from mailbot.storage import backups, certificates, messages, switches
from mailbot.storage.backups import Failure
from mailbot.storage.certificates import SeenCertificate
from mailbot.storage.database import open_database
from mailbot.storage.messages import Arrived, Spot
from parsers.ocr import languages
from tests.journeys.world import World
from tests.operations.test_doctor import changed, look

NOBODY = "http://127.0.0.1:1/"


@dataclass
class Patient:
    """A world to make sick, and what to make it sick with."""

    world: World
    folder: Path
    patch: pytest.MonkeyPatch
    afterwards: ExitStack

    def later(self, **time: int) -> House:
        return House(
            self.world.house.settings, lambda: self.world.house.clock() + timedelta(**time)
        )

    def ago(self, **time: int) -> datetime:
        return self.world.house.clock() - timedelta(**time)

    def write(self, what: Callable[[Connection], object]) -> None:
        with self.world.house.database.transaction() as connection:
            what(connection)

    def changed(self, **sections: dict[str, Any]) -> House:
        return changed(self.world, **sections)


def open_secret(patient: Patient) -> House:
    folder = patient.world.house.settings.secrets_directory
    folder.chmod(0o755)
    (folder / "imap-password").chmod(0o644)
    return patient.later()


def old_engine(patient: Patient) -> House:
    patient.patch.setattr(doctor_looks, "OLDEST_SQLITE", (99, 0))
    patient.patch.setattr(doctor_looks, "OLDEST_POSTGRESQL", 990_000)
    return patient.later()


def paused(patient: Patient) -> House:
    patient.write(lambda connection: switches.pause(connection, "Lê Thị A", "bảo trì"))
    return patient.later()


def archive_nowhere(patient: Patient) -> House:
    (patient.folder / "file").touch()
    return patient.changed(archive={"directory": patient.folder / "file" / "archive"})


def full_disk(patient: Patient) -> House:
    patient.patch.setattr(doctor_looks, "LEAST_FREE_BYTES", 10**18)
    return patient.later()


def missing_folder(patient: Patient) -> House:
    return patient.changed(imap={"folder": "Đề nghị"})


def folder_of_others(patient: Patient) -> House:
    """A folder that the account sees and may not read, as where rights are given by folder."""
    dovecot = patient.world.servers.dovecot
    dovecot.doveadm("mailbox", "create", "-u", dovecot_inbox(patient), "Riêng")
    home = dovecot.directory / "mail/cantho.gov.vn/sotttt/Maildir"
    (private,) = (path for path in home.iterdir() if path.name.startswith(".Ri"))
    patient.afterwards.callback(shutil.rmtree, private)  # other tests have the same account
    private.chmod(0)
    return patient.changed(imap={"folder": "Riêng"})


def dovecot_inbox(patient: Patient) -> str:
    return patient.world.house.settings.imap.username


def wrong_smtp_password(patient: Patient) -> House:
    (patient.world.house.settings.secrets_directory / "smtp-password").write_text("nhầm")
    return patient.later()


def small_mails_only(patient: Patient) -> House:
    patient.patch.setattr(doctor_mail, "LARGEST_MAIL_BYTES", 90_000_000)
    return patient.later()


def no_evidence(patient: Patient) -> House:
    return patient.changed(evidence={"mx_host": "another.example"})


def tables_gone(patient: Patient) -> House:
    hosts = open_database(patient.world.hosts_url)
    with hosts.transaction() as connection:
        connection.exec_driver_sql("DROP TABLE alias")
    hosts.close()
    return patient.later()


def nobody_registered(patient: Patient) -> House:
    with patient.world.house.database.transaction() as connection:
        connection.exec_driver_sql("DELETE FROM agency")
    return patient.later()


def agency_certificate_ends(patient: Patient) -> House:
    identity, now = patient.world.organisation, patient.world.house.clock()
    der = identity.der
    name, ends = "UBND phường Ninh Kiều", now + timedelta(days=1)
    seen = SeenCertificate(identity.fingerprint, "pnk", name, der, ends)
    with patient.world.house.database.transaction() as connection:
        certificates.remember(connection, seen, now)
    return patient.later(days=365 * 40)


def no_font(patient: Patient) -> House:
    patient.patch.setattr(press, "FACES", ("Khong-Co.ttf",))
    return patient.later()


def no_language_data(patient: Patient) -> House:
    patient.patch.setattr(languages, "DATA", ())
    return patient.later()


def old_backup(patient: Patient) -> House:
    patient.write(lambda connection: backups.note(connection, patient.ago(hours=37)))
    return patient.later()


def failed_backup(patient: Patient) -> House:
    failure = Failure(patient.ago(hours=1), "Ổ đĩa đầy.")
    patient.write(lambda connection: backups.note(connection, patient.ago(hours=25)))
    patient.write(lambda connection: backups.note_failed(connection, failure))
    return patient.later()


def no_backup(patient: Patient) -> House:
    arrived, spot = Arrived("c", "r", 1, "", patient.ago(hours=37)), Spot("box", 1, 1)
    patient.write(lambda connection: messages.record(connection, arrived, spot, arrived.arrived_at))
    return patient.later()


SICKNESSES: dict[str, tuple[tuple[Callable[[Patient], House], str], ...]] = {
    "secrets": ((open_secret, "chmod o-rwx"),),
    "database": ((old_engine, "quá cũ; hãy nâng lên 99"),),
    "pause": ((paused, "mailbot resume --officer"),),
    "archive": ((archive_nowhere, "archive.directory"),),
    "disk": ((full_disk, "hãy dọn đĩa"),),
    "backup": (
        (old_backup, "quá 36 giờ; hãy xem: systemctl status mailbot-backup.timer"),
        (failed_backup, "Ổ đĩa đầy. Hãy khắc phục rồi chạy: systemctl start mailbot-backup"),
        (no_backup, "hãy chạy: systemctl enable --now mailbot-backup.timer"),
    ),
    "inbox": ((missing_folder, "imap.folder"), (folder_of_others, "imap.folder")),
    "smtp": ((wrong_smtp_password, "smtp-password"), (small_mails_only, "80 MB")),
    "evidence": ((no_evidence, "[evidence]"),),
    "mail_host": ((tables_gone, "alias"),),
    "registry": ((nobody_registered, "mailbot agencies import"),),
    "trust": (
        (lambda patient: patient.changed(trust={"roots": ()}), "trust.roots"),
        (lambda patient: patient.later(days=365 * 40), "[trust]"),
    ),
    "agency_certificates": ((agency_certificate_ends, "hãy nhắc cơ quan đổi chứng thư"),),
    "revocation": (
        (lambda patient: patient.changed(trust={"crl_files": ()}), "trust.crl_urls"),
        (lambda patient: patient.changed(trust={"crl_urls": (NOBODY,)}), NOBODY),
        (lambda patient: patient.changed(trust={"ocsp_urls": (NOBODY,)}), NOBODY),
    ),
    "signing": ((lambda patient: patient.later(days=365 * 40), "thay khóa ký"),),
    "time_stamps": ((lambda patient: patient.changed(signing={"tsa_url": NOBODY}), NOBODY),),
    "fonts": ((no_font, "Khong-Co.ttf"),),
    "recognition": ((no_language_data, "apt-get install"),),
    "calendar": ((lambda patient: patient.later(days=365 * 30), "working_calendar.toml"),),
}
# What needs a world of its own; see test_doctor.py and below.
ELSEWHERE = {"clock", "seal"}
CASES = [
    pytest.param(code, sicken, told, id=f"{code}: {getattr(sicken, '__name__', '')} {number}")
    for code, some in SICKNESSES.items()
    for number, (sicken, told) in enumerate(some)
]


def test_no_line_is_without_a_sickness() -> None:
    assert {code for code, _ in LOOKS} == set(SICKNESSES) | ELSEWHERE


@pytest.fixture
def patient(world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Patient]:
    with ExitStack() as afterwards:
        yield Patient(world, tmp_path, monkeypatch, afterwards)


@pytest.mark.parametrize(("code", "sicken", "told"), CASES)
def test_a_sickness_is_found_and_told_with_what_to_do(
    patient: Patient, code: str, sicken: Callable[[Patient], House], told: str
) -> None:
    # In December the next year's days off may be missing of a sound house, too.
    assert code == "calendar" or all(one.good for one in found_by(code, patient.world.house))

    sick = [one.detail for one in look(sicken(patient), code) if not one.good]

    assert sick
    assert any(told in detail for detail in sick), sick


def test_each_engine_has_a_version_that_is_too_old(
    world_on_both: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(doctor_looks, "OLDEST_SQLITE", (99, 0))
    monkeypatch.setattr(doctor_looks, "OLDEST_POSTGRESQL", 990_000)

    (check,) = found_by("database", world_on_both.house)

    assert not check.good
    assert "quá cũ; hãy nâng lên 99" in check.detail


def test_a_backup_after_one_that_failed_is_good_again(patient: Patient) -> None:
    house = failed_backup(patient)
    patient.write(lambda connection: backups.note(connection, patient.ago(minutes=5)))

    assert [one.good for one in look(house, "backup")] == [True]


def test_who_backs_up_by_other_means_is_asked_for_no_backup(patient: Patient) -> None:
    old_backup(patient).close()
    house = patient.changed(operations={"backup_max_hours": 0})

    assert [one.good for one in look(house, "backup")] == [True]


@pytest.mark.parametrize(
    ("different", "told"),
    [
        pytest.param({"pg_restore": ""}, "apt-get install postgresql-client-", id="missing"),
        pytest.param({"psql": ""}, "apt-get install postgresql-client-", id="psql missing"),
        pytest.param({"pg_dump": "12.9 (Debian)"}, "pg_dump phiên bản 12 cũ hơn", id="old"),
        pytest.param({}, None, id="newer than the server"),
    ],
)
def test_the_programs_that_copy_postgresql_must_be_there_and_fit(
    world_on_both: World,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    different: dict[str, str],
    told: str | None,
) -> None:
    fitting = {"pg_dump": "99.1", "pg_restore": "99.1", "psql": "99.1"}
    for name, said in (fitting | different).items():
        if said:
            (tmp_path / name).write_text(f"#!/bin/sh\necho '{name} (PostgreSQL) {said}'\n")
            (tmp_path / name).chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))

    sick = [one.detail for one in found_by("backup", world_on_both.house) if not one.good]

    if told is None or not world_on_both.house.is_shared:
        assert sick == []
    else:
        assert told in sick[0]
        assert "hãy chạy: apt-get install" in sick[0]


class AnHourAhead(datetime):
    """What a machine's clock says whose time is not kept."""

    @classmethod
    def now(cls, tz: tzinfo | None = None) -> Self:
        return super().now(tz) + timedelta(hours=1)


def test_a_clock_an_hour_ahead_of_postgresql_is_told(
    world_on_both: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    (before,) = found_by("clock", world_on_both.house)
    monkeypatch.setattr(doctor_looks, "datetime", AnHourAhead)

    (check,) = found_by("clock", world_on_both.house)

    assert before.good
    # With SQLite there is no other clock; that of the mail server is compared by the probe.
    assert check.good is not world_on_both.house.is_shared
    assert ("chrony" in check.detail) is world_on_both.house.is_shared


def test_from_december_on_the_next_year_needs_its_document_too(world: World) -> None:
    then = House(world.house.settings, lambda: datetime(2026, 12, 2, 3, 0, tzinfo=UTC))
    codes = [(one.good, one.detail[:8]) for one in look(then, "calendar")]
    confirmed = 2027 in world.house.calendar.confirmed

    assert codes == [(True, "năm 2026"), (confirmed, "năm 2027")]


def test_a_list_that_a_place_gives_is_a_good_line(world: World) -> None:
    (first, *_) = world.house.settings.trust.crl_files
    with serving(first.read_bytes()) as url:
        found = look(changed(world, trust={"crl_urls": (url,)}), "revocation")

    assert [(one.good, one.detail) for one in found][1:] == [(True, f"{url} trả lời")]


@contextmanager
def serving(content: bytes) -> Iterator[str]:
    """Yield the address of a place that gives this to everybody."""

    class Place(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    with http.server.HTTPServer(("127.0.0.1", 0), Place) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_address[1]}/list.crl"
        finally:
            server.shutdown()
            thread.join()


def found_by(code: str, house: House) -> tuple[Check, ...]:
    """Return what the look finds of a house that lives on."""
    house.settings.secrets_directory.chmod(0o700)
    return tuple(checks(house, [one for one in LOOKS if one[0] == code]))
