"""The doctor finds a healthy house healthy, and says of every sickness what to do."""

from __future__ import annotations

import ast
import errno
import json
import shutil
import threading
from collections.abc import Iterator
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest
from asn1crypto import cms, tsp

from mailbot.house import House
from mailbot.operations import doctor_looks, doctor_mail, doctor_trust
from mailbot.operations.doctor import LOOKS, Check, checks
from mailbot.operations.doctor_seen import Seen
from mailbot.storage import registry_store
from mailbot.words import load_words
from tests.journeys.world import AGENCIES, World
from tests.servers.mail import INBOX
from tests.servers.ports import free_ports
from tests.servers.postgres import Postgres


def changed(world: World, **sections: dict[str, Any]) -> House:
    """Return a house of the same settings but for these."""
    settings = world.house.settings
    new = {
        name: getattr(settings, name).model_copy(update=values) for name, values in sections.items()
    }
    return House(settings.model_copy(update=new), world.house.clock)


def look(house: House, code: str) -> tuple[Check, ...]:
    try:
        return tuple(checks(house, [one for one in LOOKS if one[0] == code]))
    finally:
        house.close()


def seen(found: Iterator[Seen]) -> list[str]:
    return [one.code for one in found if not one.good]


OF_THE_DATE = {"calendar"}
"""From December on this asks for the days off of the next year, whatever the house is like."""


def test_a_healthy_house_is_good_in_every_line(world_on_both: World) -> None:
    world_on_both.house.settings.secrets_directory.chmod(0o700)

    found = tuple(checks(world_on_both.house))

    ill = [(c.code, c.detail) for c in found if not c.good]
    assert [one for one in ill if one[0] not in OF_THE_DATE] == []
    assert {c.code for c in found} == {code for code, _ in LOOKS}


def test_a_look_that_the_machine_refuses_is_a_line_and_holds_up_no_other(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As where the archive lies behind a folder that is not ours to look into."""

    def refused(place: Path) -> None:
        raise PermissionError(errno.EACCES, "Permission denied", str(place))

    monkeypatch.setattr(shutil, "disk_usage", refused)
    looks = [one for one in LOOKS if one[0] in {"disk", "fonts"}]
    disk, fonts = checks(world.house, looks)
    assert (disk.good, fonts.good) == (False, True)
    assert disk.detail.startswith(f"không xem được {world.house.settings.archive.directory}: không")


def test_a_wrong_password_is_told_with_the_secret_to_mend(world: World) -> None:
    (world.house.settings.secrets_directory / "imap-password").write_text("wrong")

    (check,) = look(world.house, "inbox")

    assert not check.good
    assert "imap-password" in check.detail
    assert "wrong" not in check.detail


def test_a_sender_that_is_not_ours_to_use_is_told(world: World) -> None:
    house = changed(world, smtp={"sender": "ubndninhkieu@cantho.gov.vn"})

    (check,) = look(house, "evidence")

    assert not check.good
    assert "ubndninhkieu@cantho.gov.vn" in check.detail
    assert "smtp.sender" in check.detail


def test_a_probe_that_reaches_no_server_is_no_matter_of_who_may_send(world: World) -> None:
    (port,) = free_ports(1)
    house = changed(world, smtp={"port": port})

    (check,) = look(house, "evidence")

    assert not check.good
    assert "từ chối kết nối" in check.detail
    assert "smtp.sender" not in check.detail


def test_a_probe_that_never_arrives_is_told(world: World) -> None:
    house = changed(
        world, department={"inbox": "ubndninhkieu@cantho.gov.vn"}, smtp={"sender": INBOX}
    )

    assert seen(doctor_mail.look_at_probe(house, wait_seconds=1)) == ["probe_lost"]
    house.close()


@pytest.mark.parametrize(
    ("copy_to", "told"),
    [
        pytest.param(INBOX.replace("@", "+outbox@"), [], id="where they are looked for"),
        pytest.param("soyte@cantho.gov.vn", ["copy_lost"], id="into another mailbox"),
        pytest.param("khongco@cantho.gov.vn", ["probe_not_taken"], id="to nobody"),
    ],
)
def test_where_the_receipt_copies_go_is_tried(world: World, copy_to: str, told: list[str]) -> None:
    house = changed(world, smtp={"receipt_copy": copy_to})

    assert seen(doctor_mail.look_at_probe(house, wait_seconds=3)) == told
    house.close()


def test_evidence_that_does_not_come_is_told_with_the_section_to_mend(world: World) -> None:
    house = changed(world, evidence={"mx_host": "another.example"})

    (check,) = look(house, "evidence")

    assert not check.good
    assert "another.example" in check.detail
    assert "[evidence]" in check.detail


def test_without_evidence_the_probe_is_still_sent_and_found(world: World) -> None:
    house = changed(world, evidence={"source": "none"})

    (check,) = look(house, "evidence")

    assert check.good
    assert "thư kiểm tra đã đến" in check.detail


def test_a_clock_an_hour_ahead_of_the_mail_servers_is_told(world: World) -> None:
    ahead = House(world.house.settings, lambda: world.house.clock() + timedelta(hours=1))

    found = seen(doctor_mail.look_at_probe(ahead))
    ahead.close()

    assert found == ["mail_clock_differs"]


def test_the_wrong_seal_key_is_told(world: World) -> None:
    from mailbot.storage.membership import check_seal  # noqa: PLC0415
    from mailbot.storage.seal import new_key  # noqa: PLC0415

    with world.house.database.transaction() as connection:
        check_seal(connection, world.house.seal)
    (world.house.settings.secrets_directory / "seal-key").write_text(new_key())

    (check,) = look(House(world.house.settings), "seal")

    assert not check.good
    assert "seal-key" in check.detail


def test_an_empty_registry_and_an_old_directory_are_told(world: World) -> None:
    old = world.house.clock().date() - timedelta(days=400)
    with world.house.database.transaction() as connection:
        registry_store.import_mailboxes(connection, (), old)
    assert seen(doctor_looks.registry(world.house)) == ["directory_old"]

    with world.house.database.transaction() as connection:
        connection.exec_driver_sql("DELETE FROM agency")
    assert seen(doctor_looks.registry(world.house)) == ["registry_empty"]

    with world.house.database.transaction() as connection:
        registry_store.save_agencies(connection, AGENCIES)
        connection.exec_driver_sql("DELETE FROM fact")
    assert seen(doctor_looks.registry(world.house)) == ["directory_missing"]


class Authority(BaseHTTPRequestHandler):
    """A time-stamping authority that gives one status to every request it can read."""

    status = "granted"

    def do_POST(self) -> None:
        asked = tsp.TimeStampReq.load(self.rfile.read(int(self.headers["Content-Length"])))
        assert asked["message_imprint"]["hash_algorithm"]["algorithm"].native == "sha256"
        token = cms.ContentInfo({"content_type": "data", "content": b"token"})
        answer = {"status": {"status": self.status}, "time_stamp_token": token}
        body = tsp.TimeStampResp(answer).dump()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.mark.parametrize(
    ("status", "found"),
    [pytest.param("granted", [], id="grants"), pytest.param("rejection", ["tsa_refuses"], id="no")],
)
def test_a_time_stamping_authority_is_asked_for_real(
    world: World, status: str, found: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Authority, "status", status)
    with HTTPServer(("127.0.0.1", 0), Authority) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        url = f"http://127.0.0.1:{server.server_address[1]}/"
        house = changed(world, signing={"tsa_url": url})

        try:
            said = seen(doctor_trust.look_at_time_stamps(house))
        finally:
            server.shutdown()
            thread.join()

    assert said == found


@pytest.mark.parametrize(
    ("days", "found"),
    [pytest.param(0, [], id="now"), pytest.param(365 * 40, ["key_ended"], id="in forty years")],
)
def test_a_key_that_has_ended_is_told(world: World, days: int, found: list[str]) -> None:
    then = House(world.house.settings, lambda: world.house.clock() + timedelta(days=days))

    assert seen(doctor_trust.look_at_signing(then)) == found
    then.close()


def test_the_year_without_a_document_is_told(world: World) -> None:
    then = House(world.house.settings, lambda: world.house.clock() + timedelta(days=365 * 30))

    (check,) = look(then, "calendar")

    assert not check.good
    assert "working_calendar.toml" in check.detail


def test_an_unmigrated_database_is_told_with_the_command(world: World, tmp_path: Path) -> None:
    house = changed(world, database={"url": f"sqlite:///{tmp_path}/empty.db"})

    (check,) = look(house, "database")

    assert not check.good
    assert "mailbot db upgrade" in check.detail


def test_every_code_of_the_doctor_has_its_wording() -> None:
    texts = load_words().texts
    said = {
        str(node.args[0].value)
        for module in Path(doctor_looks.__file__).parent.glob("doctor*.py")
        for node in ast.walk(ast.parse(module.read_text("utf-8")))
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") in {"fine", "wrong"}
        if isinstance(node.args[0], ast.Constant)
    }

    assert len(said) > 30
    assert [code for code in said if f"doctor.{code}" not in texts] == []
    assert [code for code, _ in LOOKS if f"doctor.{code}" not in texts] == []


def test_json_has_a_stable_code_and_says_good_or_not(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    from argparse import Namespace  # noqa: PLC0415

    from mailbot.commands import doctor as command  # noqa: PLC0415
    from mailbot.commands import house as command_house  # noqa: PLC0415

    world.house.settings.secrets_directory.chmod(0o700)
    monkeypatch.setattr(command_house, "load_settings", lambda _: world.house.settings)
    answer = command.check_config(Namespace(settings=Path("x")))

    ill = {one["code"] for one in answer.value if not one["good"]}
    assert ill <= OF_THE_DATE
    assert answer.code == int(bool(ill))
    assert json.loads(json.dumps(answer.value))[0] == {
        "code": "secrets",
        "check": "Tệp bí mật",
        "good": True,
        "detail": "4 tệp, chỉ mailbot đọc được",
    }


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_database(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/new.db"
    server: Postgres = request.getfixturevalue("postgres")
    return server.database()


def test_on_a_fresh_machine_the_lines_of_the_database_say_how_to_make_its_tables(
    world: World, empty_database: str
) -> None:
    house = changed(world, database={"url": empty_database})
    found = tuple(checks(house))
    house.close()
    told = {one.code for one in found if "mailbot db upgrade" in one.detail}
    of_tables = {"database", "pause", "backup", "seal", "registry", "agency_certificates"}
    assert told == of_tables | ({"archive"} if house.is_shared else set())
    assert {one.code for one in found} == {code for code, _ in LOOKS}
    assert [one.detail for one in found if "Error" in one.detail] == []
