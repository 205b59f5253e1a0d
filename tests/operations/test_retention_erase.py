"""A person is erased where they are named, after people have seen that it is the right person."""

from __future__ import annotations

import json
from contextlib import nullcontext
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from mailbot.__main__ import main
from mailbot.cases.case import (
    Case,
    Channel,
    Decision,
    DecisionKind,
    Earlier,
    LetterFacts,
    Paperwork,
)
from mailbot.cases.edit import Basis, Edit
from mailbot.cases.effect import Action
from mailbot.cases.finding import Finding, Severity
from mailbot.cases.row import ERASED, Holder, Procedure, Row, Unserved, UnservedRow
from mailbot.cases.state import State
from mailbot.commands import retention
from mailbot.commands.answer import PASSED, UNDECIDED
from mailbot.errors import BadInputError
from mailbot.operations import retention_erase
from mailbot.operations.retention_cases import CaseRetention
from mailbot.operations.retention_erase import Erase, Wanted
from mailbot.storage import case_store, effects, history, messages
from mailbot.storage.archive import Archive
from mailbot.storage.case_store import CaseStore
from mailbot.storage.database import Database
from mailbot.storage.effects import Effect, Effects, EffectState
from mailbot.storage.holder_marks import MadeBefore
from mailbot.storage.messages import Arrived, Disposition, Spot
from mailbot.storage.notes import Notes
from mailbot.storage.tables import message
from tests.databases import SEAL
from tests.journeys.world import World

NOW = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)
STORE = CaseStore(SEAL)


PERSON = Row(
    Holder.PERSON, "Nguyễn Văn An", national_id="092088004321", phone="0901234567",
    position="Chuyên viên", procedure=Procedure.NEW,
)  # fmt: skip
OTHER = Row(Holder.PERSON, "Trần Văn Quý", phone="0907654321", procedure=Procedure.NEW)


def a_case(database: Database, *rows: Row, ended: bool = False, store: CaseStore = STORE) -> Case:
    """Return a case with these rows that has ended or is still open."""
    case = Case(
        0, "", State.IN_REVIEW, 0, Channel.EMAIL, "pnk", "", "new", NOW, NOW, rows=rows,
        findings=(Finding("row.x", Severity.NOTE, {"name": "Nguyễn Văn An"}, row=0),),
    )  # fmt: skip
    with database.transaction() as connection:
        case = store.open(connection, case, NOW)
        if ended:
            case = store.save(connection, case.moved(State.CLOSED), NOW, "closed", reason="x")
    return case


def erase(database: Database, person: str, only: str = "") -> tuple[str, ...]:
    return Erase(database, STORE, lambda: NOW)(Wanted(person, only), "Lê Thị A", "theo đơn")


@pytest.mark.parametrize("person", ["nguyễn  văn an", "An@b.vn"])
def test_a_person_is_erased_from_ended_cases_and_nobody_else_is(
    database: Database, person: str
) -> None:
    case = a_case(database, PERSON, OTHER, ended=True)
    with database.transaction() as connection:
        wanted = Effect("k", case.id, 0, Action.CREATE, "an@b.vn", "Nguyễn Văn An")
        Effects(SEAL).intend(connection, ((wanted, "secret"),), NOW, {0: PERSON.national_id})
        assert MadeBefore(SEAL, connection, None)({PERSON.national_id})

    assert erase(database, person) == (case.number,)

    with database.transaction() as connection:
        after = STORE.load(connection, case.id)
        (made,) = effects.of_case(connection, case.id)
        assert Effects(SEAL).password(connection, "k") is None
        told = history.of_case(connection, case.id)[-1]
        assert not MadeBefore(SEAL, connection, None)({PERSON.national_id})
    assert after.rows == (Row(Holder.PERSON, ERASED, procedure=Procedure.NEW), OTHER)
    assert "An" not in str(after.findings)
    assert made.display_name == ERASED
    assert (told.what, told.who) == ("erased", "Lê Thị A")
    assert "An" not in str(told.detail)


def test_no_password_of_somebody_erased_waits_to_be_handed_over(database: Database) -> None:
    """Nobody could hand it over, and the task would stand in the list for ever."""
    case = a_case(database, PERSON, OTHER, ended=True)
    with database.transaction() as connection:
        for n, (row, address) in enumerate(((PERSON, "an@b.vn"), (OTHER, "quy@b.vn"))):
            made = Effect(f"k{n}", case.id, n, Action.CREATE, address, row.name, EffectState.DONE)
            Effects(SEAL).intend(connection, ((made, "secret"),), NOW)
        effects.plan_hand_over(connection, ("k0", "k1"), "in_person")
        assert len(effects.to_hand_over(connection)) == 2
    erase(database, PERSON.name)
    with database.reading() as connection:
        assert [one.op_key for one in effects.to_hand_over(connection)] == ["k1"]


def test_no_opened_case_stays_in_memory_once_somebody_was_erased(database: Database) -> None:
    case = a_case(database, PERSON, OTHER, ended=True)
    with database.transaction() as connection:
        assert STORE.load(connection, case.id).rows == (PERSON, OTHER)
    assert case_store._opened.cache_info().currsize > 0
    erase(database, PERSON.name)
    assert case_store._opened.cache_info().currsize == 0


def test_a_person_is_erased_from_the_list_a_correction_took_the_place_of(
    database: Database,
) -> None:
    case = a_case(database, OTHER, ended=True)
    with database.transaction() as connection:
        known = STORE.load(connection, case.id)
        earlier = Earlier(LetterFacts("45/UBND-VP"), (PERSON, OTHER))
        STORE.save(connection, replace(known, earlier=earlier), NOW, "completed")

    assert erase(database, "Nguyễn Văn An") == (case.number,)

    with database.transaction() as connection:
        after = STORE.load(connection, case.id)
    assert (after.rows, after.earlier) == ((OTHER,), None)


@pytest.mark.parametrize("person", ["Nguyễn Văn An", "An@b.vn"])
def test_a_person_is_erased_from_the_rows_that_nobody_serves(
    database: Database, person: str
) -> None:
    case = a_case(database, ended=True)
    theirs = UnservedRow(Holder.PERSON, "Nguyễn Văn An", email="an@b.vn", asked=Unserved.CANCEL)
    others = replace(theirs, name="Trần Văn Quý", email="quy@b.vn")
    with database.transaction() as connection:
        known = STORE.load(connection, case.id)
        STORE.save(connection, replace(known, unserved=(others, theirs)), NOW, "completed")

    assert erase(database, person) == (case.number,)

    with database.transaction() as connection:
        after = STORE.load(connection, case.id)
    gone = UnservedRow(Holder.PERSON, ERASED, asked=Unserved.CANCEL)
    assert after.unserved == (others, gone)
    assert "An" not in str(after.findings)


def test_an_open_case_keeps_what_it_needs_to_be_answered(database: Database) -> None:
    ended = a_case(database, PERSON, ended=True)
    running = a_case(database, PERSON)

    with pytest.raises(BadInputError, match=running.number):
        erase(database, "Nguyễn Văn An")

    with database.transaction() as connection:
        assert STORE.load(connection, ended.id).rows == (PERSON,)
    assert erase(database, "Nguyễn Văn An", only=ended.number) == (ended.number,)


def test_a_case_that_is_opened_again_before_its_turn_keeps_what_it_needs(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = a_case(database, PERSON, ended=True)
    look = Erase.look

    def opened_after(erase: Erase, wanted: Wanted) -> object:
        found = look(erase, wanted)
        with database.transaction() as connection:
            known = STORE.load(connection, case.id)
            STORE.save(connection, known.moved(State.IN_REVIEW), NOW, "reopened", reason="x")
        return found

    monkeypatch.setattr(Erase, "look", opened_after)
    with pytest.raises(BadInputError, match=case.number):
        erase(database, PERSON.name)
    with database.reading() as connection:
        assert STORE.load(connection, case.id).rows == (PERSON,)


def test_an_unknown_or_empty_name_erases_nobody(database: Database) -> None:
    a_case(database, PERSON, OTHER, ended=True)

    assert erase(database, "Nguyễn Văn Ân") == ()
    with pytest.raises(BadInputError):
        erase(database, "  ")


def of_agency(database: Database, code: str, *rows: Row) -> Case:
    case = a_case(database, *rows, ended=True)
    with database.transaction() as connection:
        return STORE.save(connection, replace(case, agency_code=code), NOW, "corrected")


def test_a_look_tells_of_every_namesake_and_changes_nothing(database: Database) -> None:
    here, there = of_agency(database, "pnk", OTHER, PERSON), of_agency(database, "pcr", PERSON)
    of_agency(database, "pnk", OTHER)

    found = Erase(database, STORE, lambda: NOW).look(Wanted("Nguyễn Văn An"))

    assert [(one.case.number, one.of_person) for one in found] == [
        (here.number, (PERSON,)),
        (there.number, (PERSON,)),
    ]
    with database.transaction() as connection:
        assert STORE.load(connection, here.id) == here


def test_of_namesakes_only_the_agency_s_own_is_erased(database: Database) -> None:
    here, there = of_agency(database, "pnk", PERSON), of_agency(database, "pcr", PERSON)

    wanted = Wanted("Nguyễn Văn An", agency="pcr")
    assert Erase(database, STORE, lambda: NOW)(wanted, "A", "theo đơn") == (there.number,)

    with database.transaction() as connection:
        assert STORE.load(connection, here.id).rows == (PERSON,)
        assert STORE.load(connection, there.id).rows[0].name == ERASED


def test_nobody_is_missed_where_portions_meet(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(retention_erase, "PORTION", 2)
    named = tuple(a_case(database, PERSON, ended=True).number for _ in range(5))

    assert erase(database, "Nguyễn Văn An") == named


@pytest.mark.parametrize("person", ["Nguyễn Văn An", "an@b.vn"])
def test_a_crash_half_way_leaves_each_case_whole_and_the_next_run_does_the_rest(
    database: Database, monkeypatch: pytest.MonkeyPatch, person: str
) -> None:
    named = [a_case(database, PERSON, ended=True) for _ in range(3)]
    with database.transaction() as connection:
        made = [
            (Effect(f"k{case.id}", case.id, 0, Action.SET_PASSWORD, "an@b.vn", "An"), "secret")
            for case in named
        ]
        Effects(SEAL).intend(connection, made, NOW)
    dying_at(monkeypatch, save=2)
    with pytest.raises(KeyboardInterrupt):
        erase(database, person)
    monkeypatch.undo()

    assert erase(database, person) == (named[1].number, named[2].number)
    assert erase(database, person) == ()

    with database.transaction() as connection:
        for case in named:
            told = [line.what for line in history.of_case(connection, case.id)]
            assert told.count("erased") == 1
            assert STORE.load(connection, case.id).rows[0].name == ERASED
            assert effects.of_case(connection, case.id)[0].display_name == ERASED


def dying_at(monkeypatch: pytest.MonkeyPatch, save: int) -> None:
    """Let the process die at this save, in the middle of its transaction."""
    saves: list[str] = []
    real = CaseStore.save

    def dies(store: CaseStore, *args: object, **detail: str) -> Case:
        saves.append("save")
        saved = real(store, *args, **detail)  # type: ignore[arg-type]
        if len(saves) == save:
            raise KeyboardInterrupt
        return saved

    monkeypatch.setattr(CaseStore, "save", dies)


def test_the_command_shows_whom_it_would_erase_and_erases_when_told_so(
    world: World, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    database, store = world.house.database, world.house.cases
    monkeypatch.setattr(retention, "house_of", lambda _: nullcontext(world.house))
    case = a_case(database, PERSON, OTHER, ended=True, store=store)
    line = ["erase", "Nguyễn Văn An", "--officer", "Lê Thị A", "--reason", "theo đơn"]

    assert main(line) == UNDECIDED
    shown = capsys.readouterr().out
    with database.transaction() as connection:
        assert store.load(connection, case.id).rows == (PERSON, OTHER)
    assert case.number in shown
    assert "[pnk]" in shown
    assert "Chuyên viên" in shown
    assert "--yes" in shown
    assert "********4321" in shown
    assert PERSON.national_id not in shown
    assert OTHER.name not in shown

    assert main([*line, "--agency", "pcr", "--yes", "--json"]) == PASSED
    assert json.loads(capsys.readouterr().out) == {"cases": [], "erased": True}
    assert main([*line, "--agency", "pnk", "--yes", "--json"]) == PASSED
    assert json.loads(capsys.readouterr().out) == {"cases": [case.number], "erased": True}
    with database.transaction() as connection:
        assert store.load(connection, case.id).rows[0].name == ERASED


SAID = "Dòng 1 (NGUYỄN VĂN AN): số định danh không hợp lệ."
NUMBERED = "Số 092 088 004 321 không có."
UNNAMED = "Văn bản thiếu dấu của cơ quan; ông Nguyễn Văn Ân, số 092088004322 thì đủ."


def decided(database: Database) -> Case:
    """Return an ended case that names a person in what was said of all of it."""
    case = a_case(database, PERSON, OTHER, ended=True)
    reasons = (SAID, NUMBERED, UNNAMED)
    told = Finding("row.z", Severity.NOTE, {"name": "Nguyễn Văn An", "why": "trùng"})
    decision = Decision(DecisionKind.REFUSE, "Lê", NOW, reasons)
    with database.transaction() as connection:
        known = STORE.load(connection, case.id)
        said = replace(known, decision=decision, findings=(*known.findings, told))
        return STORE.save(connection, said, NOW, "closed", reason="x")


def purge_rows(database: Database) -> None:
    archive = Archive(Path("/nowhere"), SEAL)
    CaseRetention(database, archive, STORE, lambda: NOW + timedelta(days=400)).rows(365)


@pytest.mark.parametrize("goes", ["erased", "purged"])
def test_what_was_said_of_the_whole_case_names_the_person_no_more(
    database: Database, goes: str
) -> None:
    case = decided(database)
    if goes == "erased":
        assert erase(database, PERSON.name) == (case.number,)
    else:
        purge_rows(database)
    with database.transaction() as connection:
        after = STORE.load(connection, case.id)
    assert after.decision is not None
    assert after.decision.reasons == (ERASED, ERASED, UNNAMED)
    assert after.findings[-1].fields == {"name": ERASED, "why": "trùng"}


@pytest.mark.parametrize("goes", ["erased", "purged"])
def test_what_stands_beside_the_case_names_the_person_no_more(
    database: Database, goes: str
) -> None:
    """Why a row was not done, the subject of the mail, a note of staff."""
    case = a_case(database, PERSON, OTHER, ended=True)
    notes, subject = Notes(SEAL), "V/v cấp hộp thư cho ông Nguyễn Văn An"
    with database.transaction() as connection:
        known = STORE.load(connection, case.id)
        STORE.save(connection, replace(known, subject=subject), NOW, "corrected")
        failed = Effect("k", case.id, 0, Action.CREATE, "an@b.vn", "x", EffectState.FAILED, SAID)
        sound = replace(failed, op_key="l", row=1, reason="Hệ thống thư không nhận địa chỉ.")
        Effects(SEAL).intend(connection, ((failed, ""), (sound, "")), NOW)
        for text in ("Đã gọi cho nguyễn văn an.", "Đã gọi cho văn thư."):
            notes.write(connection, case.id, "Lan", text, NOW)
        arrived = Arrived("a" * 64, "b" * 64, 10, "<x@b.vn>", NOW)
        mail = messages.record(connection, arrived, Spot("inbox", 1, 1), NOW)
        messages.conclude(connection, mail, Disposition.CASE, subject=subject, case_id=case.id)
    if goes == "erased":
        erase(database, PERSON.name)
    else:
        purge_rows(database)
    with database.transaction() as connection:
        assert STORE.load(connection, case.id).subject == ERASED
        reasons = [one.reason for one in effects.of_case(connection, case.id)]
        assert reasons == [ERASED, sound.reason]
        told = [one.text for one in notes.of_case(connection, case.id)]
        assert told == [ERASED, "Đã gọi cho văn thư."]
        assert connection.execute(select(message.c.subject)).scalar_one() == ERASED


@pytest.mark.parametrize("goes", ["erased", "purged"])
def test_what_staff_set_right_or_compared_names_the_person_no_more(
    database: Database, goes: str
) -> None:
    case = a_case(database, PERSON, OTHER, ended=True)
    edits = tuple(
        Edit(row, "phone", "0901", one.phone, Basis.MISREAD, "Lê", NOW)
        for row, one in enumerate((PERSON, OTHER))
    )
    paperwork = Paperwork("lan", True, True, "minh", (PERSON, OTHER))
    with database.transaction() as connection:
        known = STORE.load(connection, case.id)
        STORE.save(connection, replace(known, edits=edits, paperwork=paperwork), NOW, "corrected")
    if goes == "erased":
        erase(database, PERSON.name)
    else:
        purge_rows(database)
    with database.transaction() as connection:
        after = STORE.load(connection, case.id)
    assert after.edits == (edits[1:] if goes == "erased" else ())
    assert after.paperwork == replace(paperwork, compared=())


def test_whom_a_purged_row_s_mailbox_was_made_for_is_erased_by_the_mailbox(
    database: Database,
) -> None:
    case = a_case(database, PERSON, OTHER, ended=True)
    with database.transaction() as connection:
        made = Effect("k", case.id, 0, Action.CREATE, "an@b.vn", PERSON.name)
        failed = Effect("f", case.id, 1, Action.CREATE, "q@b.vn", OTHER.name, EffectState.FAILED)
        wanted = ((made, "secret"), (failed, "secret"))
        Effects(SEAL).intend(connection, wanted, NOW, {0: PERSON.national_id})
    purge_rows(database)
    with database.transaction() as connection:
        assert Effects(SEAL).passwords(connection, case.id) == {"k": "secret"}
        assert MadeBefore(SEAL, connection, None)({PERSON.national_id})

    assert erase(database, "an@b.vn") == (case.number,)
    assert erase(database, "an@b.vn") == ()

    with database.transaction() as connection:
        assert Effects(SEAL).passwords(connection, case.id) == {}
        assert not MadeBefore(SEAL, connection, None)({PERSON.national_id})
