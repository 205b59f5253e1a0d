"""A signed letter e-mailed by an agency becomes working mailboxes and a signed notice."""

from __future__ import annotations

import subprocess
from pathlib import Path

from mailbot.cases.state import State
from tests.journeys.paper import TWO_RECRUITS, Letter
from tests.journeys.reply import file_named, opened, passwords_in, text_of
from tests.journeys.world import World, a_mail
from tests.servers.mail import INBOX


def pdfsig(pdf: bytes, folder: Path) -> str:
    """Return what poppler says of the signatures: a second opinion beside our own verifier."""
    path = folder / "second_opinion.pdf"
    path.write_bytes(pdf)
    command = ["pdfsig", "-nocert", str(path)]
    return subprocess.run(command, capture_output=True, text=True, check=False).stdout


def test_two_recruits_get_mailboxes_and_the_agency_a_signed_notice(
    world_on_both: World, tmp_path: Path
) -> None:
    world = world_on_both
    letter = world.signed(Letter(sheets=(TWO_RECRUITS,)))
    world.submit(a_mail(("Công văn 45.pdf", letter)))
    world.take_in()
    world.work()

    case = world.the_case()
    assert [f.code for f in case.findings if f.severity != "note"] == []
    assert case.state is State.ANSWERED
    (reply,) = world.replies()
    mail = opened(reply)
    assert mail["In-Reply-To"] == case.thread[-1]
    assert mail["Auto-Submitted"] == "auto-replied"

    notice = file_named(reply, "Thông báo")
    said = text_of(notice)
    assert "daonth@cantho.gov.vn" in said
    assert "01/TB-TTCNTT" in said
    opinion = pdfsig(notice, tmp_path)
    assert "Signature is Valid" in opinion
    assert "Total document signed" in opinion

    passwords = passwords_in(file_named(reply, "Phiếu bàn giao"))
    assert set(passwords) == {"daonth@cantho.gov.vn", "quytv@cantho.gov.vn"}
    for address, password in passwords.items():
        assert world.can_log_in(address, password)
        assert password.encode() not in reply
        assert password not in said


def test_running_everything_again_changes_nothing(world: World) -> None:
    letter = world.signed(Letter(sheets=(TWO_RECRUITS,)))
    raw = a_mail(("Công văn 45.pdf", letter))
    world.submit(raw)
    for _ in range(2):
        world.take_in()
        world.work()
    world.submit(raw)  # the very same mail once more
    world.take_in()
    world.work()
    assert world.the_case().state is State.ANSWERED
    assert len(world.replies()) == 1


def test_the_request_stays_unread_in_the_inbox(world: World) -> None:
    world.submit(a_mail(("Công văn 45.pdf", world.signed(Letter(sheets=(TWO_RECRUITS,))))))
    world.take_in()
    world.work()
    assert not any(b"Seen" in flags for flags in world.servers.flags(INBOX))


def test_no_password_and_no_national_id_stands_in_database_or_archive_index(
    world: World, tmp_path: Path
) -> None:
    world.submit(a_mail(("Công văn 45.pdf", world.signed(Letter(sheets=(TWO_RECRUITS,))))))
    world.take_in()
    world.work()
    (reply,) = world.replies()
    secrets = [*passwords_in(file_named(reply, "Phiếu bàn giao")).values(), "092190001234"]
    database = (tmp_path / "mailbot.db").read_bytes()
    assert not [secret for secret in secrets if secret.encode() in database]
