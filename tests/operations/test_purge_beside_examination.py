"""What an old verdict rests on, or a crash has left, goes while a verdict comes to rest on it."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from itertools import count
from pathlib import Path
from threading import Thread

import pytest
from sqlalchemy import Connection

from mailbot.cases.case import Case
from mailbot.errors import TryLaterError
from mailbot.intake.keep_proof import KeepProof
from mailbot.operations.retention import Retention
from mailbot.settings import Retention as Rules
from mailbot.storage import messages, verdicts
from mailbot.storage.any_archive import AnyArchive
from mailbot.storage.archive import Archive
from mailbot.storage.database import Database
from mailbot.storage.database_archive import DatabaseArchive
from mailbot.storage.messages import Arrived
from mailbot.storage.verdicts import KeptVerdict, Shas
from signing import SignatureReport, Verdict
from tests.databases import SEAL
from tests.operations.test_retention_erase import NOW, STORE, a_case

CRL = b"a revocation list"


@dataclass(frozen=True)
class Examination:
    """Keeps a verdict that rests on the list, as a step does: what must be tried later is."""

    database: Database
    archive: AnyArchive

    @property
    def sha(self) -> str:
        return hashlib.sha256(CRL).hexdigest()

    def __call__(self, case: Case, meanwhile: Callable[[], object] = lambda: None) -> None:
        """Do something else, once, when the list is in the archive and nobody speaks of it yet."""
        proof = KeepProof(self.archive, lambda: NOW)
        while True:
            material = Shas(crls=(self.archive.put(CRL),))
            waiting, meanwhile = meanwhile, lambda: None
            waiting()
            with suppress(TryLaterError), self.database.transaction() as connection:
                proof.keep(connection, case.id, [self._verdict(connection, case, material)])
                return

    @staticmethod
    def _verdict(connection: Connection, case: Case, material: Shas) -> KeptVerdict:
        sha = hashlib.sha256(case.number.encode()).hexdigest()
        mail = messages.file(connection, Arrived(sha, sha, 1, "", NOW), "", NOW)
        report = SignatureReport(Verdict.PASSED)
        return KeptVerdict(mail.id, sha, "a.pdf", NOW, report, material)

    def purge(self) -> None:
        """Drop what old verdicts rest on, long after."""
        rules, now = Rules(verdicts_days=365), NOW + timedelta(days=400)
        Retention(self.database, self.archive, STORE, rules, 90, lambda: now)()


@pytest.fixture
def examine(database: Database, tmp_path: Path) -> Examination:
    """Return what examines; on one list rests the verdict of a case that ended long ago."""
    made = an_examination(database, tmp_path)
    made(a_case(database, ended=True))
    return made


@pytest.fixture
def after_a_crash(database: Database, tmp_path: Path) -> Examination:
    """Return what examines; the list was put there long ago, and nobody speaks of it."""
    made = an_examination(database, tmp_path)
    made.archive.put(CRL)
    return made


def an_examination(database: Database, folder: Path) -> Examination:
    is_shared = database.engine.dialect.name == "postgresql"
    return Examination(
        database, DatabaseArchive(database, SEAL) if is_shared else Archive(folder, SEAL)
    )


def test_what_goes_once_it_was_found_there_is_put_again(examine: Examination) -> None:
    examine(a_case(examine.database), meanwhile=examine.purge)
    assert_only_the_new_verdict_has_its_list(examine)


def test_what_a_verdict_under_way_rests_on_stays(
    examine: Examination, monkeypatch: pytest.MonkeyPatch
) -> None:
    purge = Thread(target=examine.purge)
    begin_within_the_transaction(purge, monkeypatch)
    examine(a_case(examine.database))
    purge.join()
    assert_only_the_new_verdict_has_its_list(examine)


@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
@pytest.mark.parametrize("look", [1, 2])
def test_a_verdict_that_comes_after_a_look_of_the_purge_lacks_nothing(
    examine: Examination, monkeypatch: pytest.MonkeyPatch, look: int
) -> None:
    beside = Thread(target=examine, args=(a_case(examine.database),))
    begin_after(look, "every_sha", beside, monkeypatch)
    examine.purge()
    beside.join()
    assert_only_the_new_verdict_has_its_list(examine)


def test_what_a_crash_left_and_is_swept_once_it_was_found_there_is_put_again(
    after_a_crash: Examination,
) -> None:
    after_a_crash(a_case(after_a_crash.database), meanwhile=after_a_crash.purge)
    assert_the_verdict_has_its_list(after_a_crash)


def test_what_a_crash_left_and_a_verdict_under_way_rests_on_stays(
    after_a_crash: Examination, monkeypatch: pytest.MonkeyPatch
) -> None:
    sweep = Thread(target=after_a_crash.purge)
    begin_within_the_transaction(sweep, monkeypatch)
    after_a_crash(a_case(after_a_crash.database))
    sweep.join()
    assert_the_verdict_has_its_list(after_a_crash)


@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
@pytest.mark.parametrize("look", ["every_sha", "speak_of"])
def test_a_verdict_that_comes_after_a_look_of_the_sweep_lacks_nothing(
    after_a_crash: Examination, monkeypatch: pytest.MonkeyPatch, look: str
) -> None:
    beside = Thread(target=after_a_crash, args=(a_case(after_a_crash.database),))
    begin_after(1, look, beside, monkeypatch)
    after_a_crash.purge()
    beside.join()
    assert_the_verdict_has_its_list(after_a_crash)


def begin_within_the_transaction(purge: Thread, monkeypatch: pytest.MonkeyPatch) -> None:
    """Have the purge begin once the verdict is written, and before that is committed."""
    real = verdicts.keep

    def meanwhile(connection: Connection, case_id: int, kept: Sequence[KeptVerdict]) -> None:
        real(connection, case_id, kept)
        purge.start()
        purge.join(0.5)

    monkeypatch.setattr(verdicts, "keep", meanwhile)


def begin_after(look: int, of: str, beside: Thread, monkeypatch: pytest.MonkeyPatch) -> None:
    """Have another begin after the purge has looked so many times."""
    real, looks = getattr(verdicts, of), count(1)

    def seen(*asked: object) -> object:
        found = real(*asked)
        if next(looks) == look:
            beside.start()
            beside.join(0.5)
        return found

    monkeypatch.setattr(verdicts, of, seen)


def assert_the_verdict_has_its_list(examine: Examination) -> None:
    with examine.database.transaction() as connection:
        (kept,) = verdicts.of_case(connection, 1)
    assert kept.material.every() == (examine.sha,)
    assert examine.archive.get(examine.sha) == CRL


def assert_only_the_new_verdict_has_its_list(examine: Examination) -> None:
    with examine.database.transaction() as connection:
        old, new = (verdicts.of_case(connection, case_id)[0].material for case_id in (1, 2))
    assert old == Shas(purged=True)
    assert new.every() == (examine.sha,)
    assert examine.archive.get(examine.sha) == CRL
