"""What stands in a case goes by rules of its own, long after it ended; the history stays whole."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import LargeBinary, event, select, update

from mailbot.cases.case import Case
from mailbot.cases.row import ERASED, Holder, Row, Unserved, UnservedRow
from mailbot.cases.state import State
from mailbot.commands.evidence import exported
from mailbot.house import House
from mailbot.operations import doctor_deep, retention_cases, retention_erase
from mailbot.operations.audit import audit
from mailbot.operations.backup import back_up, restore
from mailbot.operations.doctor import checks
from mailbot.operations.doctor_deep import DEEP_LOOKS
from mailbot.operations.evidence_check import check
from mailbot.operations.evidence_container import unpack
from mailbot.operations.retention import Purged, retention_of
from mailbot.settings import Retention as Rules
from mailbot.settings import settings_from
from mailbot.storage import effects, history, letters, verdicts
from mailbot.storage.archive import Archive
from mailbot.storage.letters import LetterKind, LetterState
from mailbot.storage.tables import cases, letter, metadata
from tests.journeys.paper import TWO_RECRUITS, Letter
from tests.journeys.world import World, a_mail
from tests.operations.test_evidence import Judge
from tests.test_settings import smallest

YEAR = timedelta(days=365)
ALL = Rules(rows_days=365, notices_days=365, drafts_days=365, verdicts_days=365)


@pytest.fixture
def answered(world_on_both: World) -> World:
    """A world in which one request was answered a moment ago."""
    answer_one(world_on_both)
    return world_on_both


def answer_one(world: World) -> None:
    signed = world.signed(Letter(sheets=(TWO_RECRUITS,)))
    world.submit(a_mail(("Công văn.pdf", signed)))
    world.take_in()
    world.work()
    assert world.the_case().state is State.ANSWERED


def purge(world: World, rules: Rules = ALL, after: timedelta = YEAR + timedelta(hours=1)) -> Purged:
    now = world.house.clock() + after
    return replace(retention_of(world.house), rules=rules, clock=lambda: now)()


def in_store(world: World, wanted: str) -> bool:
    """Return whether these words stand in any opened case, or anywhere else unsealed."""
    with world.house.database.transaction() as connection:
        opened = repr(world.house.cases.listed(connection, frozenset(State)))
        rows = [
            repr(row)
            for table in metadata.sorted_tables
            if table.name not in {"mailbox", "agency"}
            for row in connection.execute(
                select(*(c for c in table.c if not isinstance(c.type, LargeBinary)))
            )
        ]
    return wanted in opened or any(wanted in row for row in rows)


def test_every_kind_is_kept_for_good_unless_the_settings_say_how_long(answered: World) -> None:
    before = answered.the_case()

    purged = purge(answered, Rules())

    assert (purged.rows, purged.notices, purged.drafts, purged.verdicts) == (0, 0, 0, 0)
    assert answered.the_case() == before


def test_nothing_goes_before_its_day(answered: World) -> None:
    purged = purge(answered, after=YEAR - timedelta(hours=1))

    assert (purged.rows, purged.notices, purged.drafts, purged.verdicts) == (0, 0, 0, 0)


def test_people_and_their_national_ids_go_with_the_rows(answered: World) -> None:
    person = answered.the_case().rows[0]
    assert in_store(answered, person.name)
    assert in_store(answered, person.national_id)
    aside = UnservedRow(Holder.PERSON, "Phạm Thị Hoa", asked=Unserved.CHANGE)
    case = replace(answered.the_case(), unserved=(aside,))
    with answered.house.database.transaction() as connection:
        answered.house.cases.save(connection, case, answered.house.clock(), "noted")

    assert purge(answered).rows == 1

    assert not in_store(answered, person.name)
    assert not in_store(answered, person.national_id)
    case = answered.the_case()
    assert {row.name for row in (*case.rows, *case.unserved)} == {ERASED}
    with answered.house.database.transaction() as connection:
        made = effects.of_case(connection, case.id)
    assert {one.display_name for one in made} == {ERASED}
    assert all(one.address for one in made)


def test_our_notice_goes_and_its_number_stays(answered: World) -> None:
    (before,) = letters_of(answered)
    assert before.signed

    assert purge(answered).notices == 1

    (after,) = letters_of(answered)
    assert (after.signed, after.number, after.dated_on) == (None, before.number, before.dated_on)


def test_of_two_hosts_that_purge_at_the_same_moment_one_tells_what_went(answered: World) -> None:
    only, engine = Rules(notices_days=365), answered.house.database.engine
    with ThreadPoolExecutor(1) as another:
        purged: list[Future[Purged]] = []

        def meanwhile(_c: object, _cursor: object, said: str, *_: object) -> None:
            if said.startswith("UPDATE letter") and not purged:
                purged.append(another.submit(purge, answered, only))
                wait(purged, timeout=1)

        event.listen(engine, "before_cursor_execute", meanwhile)
        here = purge(answered, only)
        event.remove(engine, "before_cursor_execute", meanwhile)
        assert here.notices + purged[0].result().notices == 1
    with answered.house.database.reading() as connection:
        told = [one.what for one in history.of_case(connection, answered.the_case().id)]
    assert told.count("notice_purged") == 1


def letters_of(world: World) -> tuple[letters.StoredLetter, ...]:
    case = world.the_case()
    with world.house.database.transaction() as connection:
        return letters.of_case(connection, case.id)


def let_the_notice_have_been_drafted(world: World) -> None:
    """As if people had signed it."""
    case = world.the_case()
    with world.house.database.transaction() as connection:
        (over, *_) = letters.of_case(connection, case.id)
        stands = update(letter).where(letter.c.id == over.id)
        connection.execute(stands.values(state=LetterState.DRAFTED))
        letters.keep_draft(connection, over.id, b"%PDF it was signed %%EOF")
        connection.execute(stands.values(state=LetterState.SIGNED))


@pytest.mark.parametrize("kind", ["rows", "notices", "drafts", "verdicts"])
def test_each_kind_goes_by_days_of_its_own(answered: World, kind: str) -> None:
    let_the_notice_have_been_drafted(answered)

    purged = purge(answered, Rules(**{f"{kind}_days": 365}))

    gone = {name for name in ("rows", "notices", "drafts", "verdicts") if getattr(purged, name)}
    assert gone == {kind}


def test_only_drafts_of_letters_that_are_over_go(answered: World) -> None:
    case = answered.the_case()
    with answered.house.database.transaction() as connection:
        now = answered.house.clock()
        kept = letters.write(connection, case.id, LetterKind.APOLOGY, {}, now)
        letters.keep_draft(connection, kept.id, b"%PDF it waits for its signatures %%EOF")
    let_the_notice_have_been_drafted(answered)

    assert purge(answered).drafts == 1

    drafts = {one.kind: one.draft is not None for one in letters_of(answered)}
    assert drafts == {LetterKind.RESULT: False, LetterKind.APOLOGY: True}


def test_what_a_verdict_rests_on_goes_and_what_was_proven_stays(answered: World) -> None:
    house, case = answered.house, answered.the_case()
    with house.database.transaction() as connection:
        before = verdicts.of_case(connection, case.id)
    shas = {sha for one in before for sha in one.material.every()}
    assert shas
    assert all(house.archive.holds(sha) for sha in shas)

    assert purge(answered).verdicts == len(before)

    assert not any(house.archive.holds(sha) for sha in shas)
    with house.database.transaction() as connection:
        after = verdicts.of_case(connection, case.id)
    assert [one.report.verdict for one in after] == [one.report.verdict for one in before]
    assert not any(sign.certificate for one in after for sign in one.report.signatures)


def test_what_another_verdict_rests_on_too_stays(answered: World) -> None:
    house, case = answered.house, answered.the_case()
    with house.database.transaction() as connection:
        (kept, *_) = verdicts.of_case(connection, case.id)
        other = house.cases.open(connection, replace(case, state=State.IN_REVIEW), case.arrived_at)
        shared = replace(kept, file_sha="f" * 64)
        verdicts.keep(connection, other.id, [shared])

    purge(answered)

    assert all(house.archive.holds(sha) for sha in shared.material.every())


def test_the_history_proves_itself_and_what_went_and_nothing_goes_twice(answered: World) -> None:
    (notice,) = letters_of(answered)
    purge(answered)

    case = answered.the_case()
    with answered.house.database.transaction() as connection:
        told = {one.what: one for one in history.of_case(connection, case.id)}
        head = history.head(connection)
    assert {"rows_purged", "notice_purged", "verdicts_purged"} <= told.keys()
    assert told["notice_purged"].detail["number"] == notice.number
    assert audit(answered.house.database).breaks == ()
    assert purge(answered) == Purged()
    with answered.house.database.transaction() as connection:
        assert history.head(connection) == head


def test_the_doctor_finds_nothing_wrong_after_a_purge_and_evidence_says_what_is_gone(
    answered: World,
) -> None:
    purge(answered)

    found = tuple(checks(answered.house, DEEP_LOOKS))
    assert [one.detail for one in found if not one.good] == []
    data = exported(answered.house, answered.the_case().number)[1]
    assert not any(path.endswith(".pdf") for path in unpack(data).files if "letters/" in path)
    told = check(data, answered.house.installed_trust, Judge())
    assert told.verdict == "indeterminate"
    assert {one.code for one in told.faults} == {"proof_gone"}


def test_the_doctor_misses_no_file_that_is_purged_while_it_looks(
    answered: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    real, gone = doctor_deep._spoken_of, Rules(answered_days=365, verdicts_days=365)

    def purged_meanwhile(house: House) -> Iterator[tuple[str, str]]:
        found = list(real(house))
        assert purge(answered, gone).of_cases == 1
        yield from found

    monkeypatch.setattr(doctor_deep, "_spoken_of", purged_meanwhile)
    assert [one for one in doctor_deep.deep_archive(answered.house) if not one.good] == []


def test_a_case_that_was_opened_again_comes_to_its_turn_when_it_ends_anew(answered: World) -> None:
    house = answered.house
    purge(answered)
    case = answered.the_case()
    row = replace(case.rows[0], name="Nguyễn Văn An")
    with house.database.transaction() as connection:
        anew = replace(case, state=State.IN_REVIEW, rows=(row,))
        anew = house.cases.save(connection, anew, house.clock() + YEAR, "reopened")
        ended = house.clock() + 2 * YEAR
        house.cases.save(connection, anew.moved(State.CLOSED), ended, "closed", reason="x")

    assert purge(answered, after=2 * YEAR + timedelta(days=300)).rows == 0
    assert purge(answered, after=3 * YEAR + timedelta(days=1)).rows == 1
    assert answered.the_case().rows[0].name == ERASED


def test_cases_are_walked_through_in_portions_and_after_a_crash_from_where_it_broke_off(
    answered: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    house, case = answered.house, answered.the_case()
    monkeypatch.setattr(retention_cases, "PORTION", 2)
    with house.database.transaction() as connection:
        for _ in range(4):
            house.cases.open(connection, replace(case, state=State.CLOSED), case.arrived_at)
        connection.execute(update(cases).values(ended_at=house.clock()))
    died: list[int] = []
    real = retention_erase.blanked

    def dies(one: Case, rows: frozenset[int], stood: tuple[Row, ...] = ()) -> Case:
        died.append(one.id)
        if len(died) == 4:
            raise KeyboardInterrupt
        return real(one, rows, stood)

    monkeypatch.setattr(retention_cases, "blanked", dies)
    with pytest.raises(KeyboardInterrupt):
        purge(answered)

    assert purge(answered).rows == 3
    assert {row.name for one in answered.cases() for row in one.rows} == {ERASED}


def test_backups_and_what_they_bring_back_are_without_what_was_purged(
    world: World, tmp_path: Path
) -> None:
    answer_one(world)
    archive = world.house.archive
    assert isinstance(archive, Archive)
    case = world.the_case()
    with world.house.database.transaction() as connection:
        (kept, *_) = verdicts.of_case(connection, case.id)
    url = world.house.settings.database.url

    def nightly(night: int) -> Path:
        at = world.house.clock() + timedelta(days=night)
        return back_up(url, archive.directory, tmp_path / "backup", at, kept=2).copy

    nightly(1)
    purge(world)
    newest = [nightly(night) for night in range(2, 6)][-1]
    world.house.database.close()

    back = tmp_path / "back"
    back.mkdir()
    restore(newest, f"sqlite:///{back}/mailbot.db", back / "archive", world.house.clock())

    restored = Archive(back / "archive", world.house.seal)
    assert restored.names()
    assert not any(restored.holds(sha) for sha in kept.material.every())


@pytest.mark.parametrize("days", [1, 29])
def test_a_time_that_can_only_be_a_slip_is_refused(days: int) -> None:
    values = {**smallest(), "retention": {"rows_days": days}}
    with pytest.raises(Exception, match=r"retention\.rows_days: phải là 0"):
        settings_from(values, "-")
