"""Mails read together are read as each would be alone, and none suffers for another."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace

import pytest

from mailbot.cases.agency import Registry
from mailbot.errors import SandboxError, SandboxFailure
from mailbot.intake import reading
from mailbot.intake.dossier import Dossier, Means, read_dossier, read_dossiers
from mailbot.intake.keep_proof import KeepProof
from mailbot.intake.reading import SMALL, ReadMails
from mailbot.intake.sender_rules import NO_EVIDENCE
from mailbot.storage.archive import Archive
from mailbot.storage.messages import Disposition, Stored
from signing import TrustStore
from tests.databases import SEAL

NOW = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)
MEANS = Means(Registry(), NO_EVIDENCE, frozenset(), TrustStore())


@dataclass
class Reader:
    """Reads mails here; those that say so kill it. `asked` has what was read in one go."""

    archive: Archive
    asked: list[int] = field(default_factory=list)

    def read(self, mail: Iterable[bytes], means: Means, at: datetime) -> Dossier:
        return self.read_together((b"".join(mail),), means, (at,))[0]

    def read_together(
        self, mails: Sequence[bytes], means: Means, at: Sequence[datetime]
    ) -> Sequence[Dossier]:
        self.asked.append(len(mails))
        if any(b"deadly" in mail for mail in mails):
            raise SandboxError(SandboxFailure.CRASHED, "SIGSEGV")
        return read_dossiers(b"".join(mails), tuple(map(len, mails)), means, tuple(at))

    def readings(self, *raws: bytes, ours: frozenset[int] = frozenset()) -> list[reading.Reading]:
        mails = ReadMails(
            archive=self.archive,
            read=self.read,
            read_together=self.read_together,
            means=lambda _registry, _head: MEANS,
            proof=KeepProof(self.archive, lambda: NOW),
        )
        stored = [self._stored(at, raw) for at, raw in enumerate(raws)]
        return list(mails.while_others_wait(stored, ours, Registry()))

    def _stored(self, number: int, raw: bytes) -> Stored:
        return Stored(
            id=number,
            content_sha=f"{number}",
            raw_sha=self.archive.put(raw),
            size=len(raw),
            header_only=False,
            message_id="",
            arrived_at=NOW,
            disposition=Disposition.NEW,
            address="",
            subject="",
            reasons=(),
            case_id=None,
            taken_by="",
        )


@pytest.fixture
def reader(tmp_path: Path) -> Reader:
    archive = Archive(tmp_path, SEAL)
    archive.prepare()
    return Reader(archive)


def mail(subject: str, size: int = 0) -> bytes:
    head = f"From: a@b.vn\r\nSubject: {subject}\r\n\r\n".encode()
    return head + b"x" * size


def subjects(readings: Iterable[reading.Reading]) -> list[str]:
    return [one.dossier.message.subject for one in readings if one.dossier]


def test_small_mails_are_read_in_one_go_as_each_would_be_alone(reader: Reader) -> None:
    mails = [mail("một"), mail("hai", 5000), mail("ba")]
    readings = reader.readings(*mails)
    assert reader.asked == [3]
    assert [one.dossier for one in readings] == [read_dossier(raw, MEANS, NOW) for raw in mails]
    assert [one.stored.id for one in readings] == [0, 1, 2]


def test_a_large_mail_is_read_by_itself_in_its_turn(reader: Reader) -> None:
    readings = reader.readings(mail("1"), mail("2"), mail("3", SMALL), mail("4"))
    assert reader.asked == [2, 1, 1]
    assert subjects(readings) == ["1", "2", "3", "4"]


def test_a_mail_of_ours_among_small_ones_is_not_read(reader: Reader) -> None:
    readings = reader.readings(mail("1"), mail("2"), mail("3"), ours=frozenset({1}))
    assert reader.asked == [1, 1]
    assert [one.means is None for one in readings] == [False, True, False]


def test_of_mails_read_together_only_the_deadly_one_stays_unread(reader: Reader) -> None:
    readings = reader.readings(mail("1"), mail("deadly"), mail("3"))
    assert reader.asked == [3, 1, 1, 1]
    assert [one.dossier.unread if one.dossier else None for one in readings] == [
        "",
        SandboxFailure.CRASHED,
        "",
    ]


def test_what_is_not_come_to_in_time_is_left_for_the_next_turn(
    reader: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "READ_SECONDS", -1)
    readings = reader.readings(mail("1"), mail("2"), mail("3", SMALL), mail("4"))
    assert subjects(readings) == ["1", "2"]


def test_mails_beside_a_deadly_one_do_not_pay_for_its_time(
    reader: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else each turn would begin with the deadly one again, for one sound mail each."""
    ticks = iter([0.0, 100.0, 100.1, 100.2, 200.0])
    clock = SimpleNamespace(monotonic=lambda: next(ticks))
    monkeypatch.setattr("mailbot.intake.reading.time", clock)
    readings = reader.readings(mail("1"), mail("2"), mail("deadly"), mail("4"))
    assert subjects(readings) == ["1", "2", "deadly"]
