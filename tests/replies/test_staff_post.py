"""Mails to staff: each thing once, nothing of persons, no storm."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, time, timedelta
from email import message_from_bytes, policy
from pathlib import Path
from threading import Thread

import pytest
from sqlalchemy import Connection, event, select

from mailbot.calendar_file import load_calendar
from mailbot.cases.finding import Finding, Severity
from mailbot.cases.state import State
from mailbot.replies.staff_mail import digest_is_due, slot_of
from mailbot.storage import (
    history,
    inbox_marks,
    messages,
    observations,
    outbox,
    staff,
    switches,
    work,
)
from mailbot.storage.messages import Arrived, Disposition, Spot
from mailbot.storage.observations import Observation
from mailbot.storage.outbox import Posted
from mailbot.storage.staff import Role
from mailbot.storage.tables import outbox as table
from mailbot.storage.work import Kind
from tests.builders import DUE, MONDAY, a_case, a_row
from tests.console.office import Staffed, a_staffed_house
from tests.databases import database_section

MORNING = MONDAY - timedelta(hours=1, minutes=25)  # 07:35 on Monday
HOUR = timedelta(hours=1)


@pytest.fixture(params=["sqlite", "postgresql"])
def office(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Staffed]:
    with a_staffed_house(tmp_path, **database_section(request, request.param)) as staffed:
        staffed.now = MORNING
        for name, role in (("lan", Role.HANDLE), ("quan", Role.ADMINISTER), ("xem", Role.VIEW)):
            staffed.member(name, role)
            with staffed.house.database.transaction() as connection:
                member = staff.named_or_none(connection, name)
                assert member is not None
                staff.set_email(connection, member, f"{name}@cantho.gov.vn")
        staffed.member("im-lang", Role.HANDLE)  # wants no mail
        yield staffed


def opened(office: Staffed, state: State = State.IN_REVIEW, due_at: datetime = DUE) -> str:
    finding = Finding("row.phone_odd", Severity.LOOK, {"value": "092190001234"}, 0)
    case = a_case(state=state, due_at=due_at, rows=(a_row(),), findings=(finding,))
    with office.house.database.transaction() as connection:
        return office.house.cases.open(connection, case, office.now).number


def told(office: Staffed) -> list[tuple[str, str]]:
    """Run the job; return receiver and whole text of every mail written so far."""
    office.house.staff_post()
    with office.house.database.transaction() as connection:
        to_staff = select(table.c.id).where(table.c.kind == work.TO_STAFF).order_by(table.c.id)
        ids = connection.execute(to_staff).scalars().all()
        written = [outbox.load(connection, n) for n in ids]
    found = []
    for one in written:
        mail = message_from_bytes(one.mime, policy=policy.default)
        assert mail["Auto-Submitted"] == "auto-generated"
        found.append((mail["To"], f"{mail['Subject']}\n{mail.get_content()}"))
    return found


def test_the_morning_digest_goes_once_to_those_who_work_on_cases(office: Staffed) -> None:
    number = opened(office)
    ((receiver, text),) = told(office)
    assert receiver == "lan@cantho.gov.vn"
    assert f"- {number}: Ủy ban nhân dân phường Ninh Kiều; hạn 17:00 26/11/2026" in text
    office.now += timedelta(minutes=1)
    assert len(told(office)) == 1
    office.now += timedelta(days=1)  # a public holiday
    assert len(told(office)) == 1
    office.now += timedelta(days=1)
    assert len(told(office)) == 2


def test_no_person_and_no_national_id_stands_in_a_mail(office: Staffed) -> None:
    opened(office)
    office.now = DUE - HOUR
    texts = [text for _, text in told(office)]
    assert texts
    for text in texts:
        assert "Hồng Đào" not in text
        assert "092190001234" not in text


@pytest.mark.parametrize(
    ("at", "due"),
    [
        pytest.param(MORNING - timedelta(minutes=6), False, id="too early"),
        pytest.param(MORNING, True, id="in time"),
        pytest.param(MORNING + 4 * HOUR, False, id="too late for a morning"),
        pytest.param(MORNING - timedelta(days=1), False, id="Sunday"),
    ],
)
def test_a_digest_is_for_mornings_of_working_days(at: datetime, due: bool) -> None:
    assert digest_is_due(at, time(7, 30), load_calendar()) is due


def test_cases_that_come_near_are_one_mail_and_told_once(office: Staffed) -> None:
    first, second = opened(office), opened(office)
    opened(office, State.AWAITING_SUPPLEMENT)
    office.now = DUE - 3 * HOUR
    (warning,) = told(office)
    assert first in warning[1]
    assert second in warning[1]
    assert "2 hồ sơ sắp đến hạn" in warning[1]
    office.now += HOUR
    assert len(told(office)) == 1
    office.now = DUE + timedelta(minutes=5)
    assert len(told(office)) == 2


def test_a_storm_of_near_cases_is_one_mail_in_half_an_hour(office: Staffed) -> None:
    office.now = DUE - 3 * HOUR
    opened(office)
    assert len(told(office)) == 1
    for _ in range(3):
        opened(office)
        assert len(told(office)) == 1
    office.now += timedelta(minutes=30)
    mails = told(office)
    assert len(mails) == 2
    assert "3 hồ sơ" in mails[1][1]


def test_a_long_list_is_cut_and_says_so(office: Staffed) -> None:
    for _ in range(45):
        opened(office)
    ((_, text),) = told(office)
    assert text.count("- HS-2026-") == 40
    assert "và 5 hồ sơ khác" in text


def test_a_trouble_is_told_to_administrators_once_a_day(office: Staffed) -> None:
    office.now = MONDAY + 10 * HOUR
    with office.house.database.transaction() as connection:
        inbox_marks.mark_polled(connection, Spot("inbox", 1, 1), office.now - HOUR)
        lines = ("Không kết nối được máy chủ dấu thời gian.",)
        seen = Observation("a-host", "tsa", good=False, lines=lines, seen_at=office.now)
        observations.keep(connection, [seen])
    mails = told(office)
    assert [receiver for receiver, _ in mails] == ["quan@cantho.gov.vn"] * 2
    assert "Chưa nhận được thư mới" in mails[0][1]
    assert lines[0] in mails[1][1]
    subjects = [text.partition("\n")[0] for _, text in mails]
    assert subjects[0].startswith("Hệ thống hộp thư công vụ có sự cố: nhận thư, ngày ")
    assert len({*subjects}) == 2  # a reader's program would show them as one
    office.now += timedelta(minutes=20)
    assert len(told(office)) == 2
    office.now += timedelta(days=1)
    assert len(told(office)) == 3, "the inbox is still not seen"


def refuse_a_mail(connection: Connection, now: datetime) -> None:
    outbox.post(connection, Posted("result/1", "result", ("a@b.vn",), "<1>", b"x"), now, now)
    outbox.give_up(connection, 1, "550 no such user", now)


def set_a_step_aside(connection: Connection, now: datetime) -> None:
    work.put(connection, Kind.ADVANCE, 1, now)
    (slip,) = work.claim(connection, now, HOUR, most=1)
    work.set_aside(connection, slip, "a bug")


@pytest.mark.parametrize(
    ("trouble", "words"),
    [
        pytest.param(refuse_a_mail, "1 thư gửi đi", id="a mail a person must look at"),
        pytest.param(set_a_step_aside, "1 việc", id="a step that is not tried again"),
    ],
)
def test_what_waits_for_a_person_is_told_to_administrators(
    office: Staffed, trouble: Callable[[Connection, datetime], None], words: str
) -> None:
    office.now = MONDAY + 10 * HOUR
    with office.house.database.transaction() as connection:
        trouble(connection, office.now)
    mails = [one for one in told(office) if one[0].startswith("quan@")]
    assert [words in text for _, text in mails] == [True]


def test_what_was_seen_long_ago_is_no_trouble_of_today(office: Staffed) -> None:
    office.now = MONDAY + 10 * HOUR
    with office.house.database.transaction() as connection:
        long_ago = office.now - 3 * HOUR
        seen = Observation("a-host", "tsa", good=False, lines=("x",), seen_at=long_ago)
        observations.keep(connection, [seen])
    assert told(office) == []


def test_whose_account_is_closed_hears_nothing_any_more(office: Staffed) -> None:
    with office.house.database.transaction() as connection:
        member = staff.named_or_none(connection, "lan")
        assert member is not None
        staff.deactivate(connection, member)
    opened(office)
    assert told(office) == []


def test_mail_that_nobody_examines_is_told_though_no_case_has_a_clock_yet(office: Staffed) -> None:
    office.now = MONDAY + 10 * HOUR
    with office.house.database.transaction() as connection:
        came = office.now - 2 * HOUR - timedelta(minutes=1)
        arrived = Arrived("1" * 64, "2" * 64, 1000, "", came)
        mail = messages.record(connection, arrived, Spot("inbox", 1, 1), office.now)
        inbox_marks.mark_polled(connection, Spot("inbox", 1, 1), office.now)
    ((_, text),) = told(office)
    assert "chưa được xem xét từ lúc 16:59 23/11" in text

    with office.house.database.transaction() as connection:
        messages.conclude(connection, mail, Disposition.LEFT_ALONE)
        assert messages.unread_since(connection) is None


def test_work_that_somebody_left_paused_is_told(office: Staffed) -> None:
    office.now = MONDAY + 10 * HOUR
    with office.house.database.transaction() as connection:
        switches.pause(connection, "Lê Thị A", "số căn cước 092190001234")
        history.write(connection, office.now - 2 * HOUR, None, "paused", "Lê Thị A")
    assert told(office) == []
    office.now += timedelta(minutes=1)
    ((receiver, text),) = told(office)
    assert receiver == "quan@cantho.gov.vn"
    assert "tạm dừng từ 17:00 23/11" in text
    assert "mailbot doctor" in text
    assert "092190001234" not in text


def test_what_a_look_found_is_told_with_its_name_on_every_host(office: Staffed) -> None:
    office.now = MONDAY + 10 * HOUR
    with office.house.database.transaction() as connection:
        full = [
            Observation(host, "disk", good=False, lines=(f"{host} đầy",), seen_at=office.now)
            for host in ("may-1", "may-2")
        ]
        observations.keep(connection, full)
    ((_, text),) = told(office)
    lines = [line for line in text.splitlines() if line.startswith("- ")]
    assert lines == [f"- Dung lượng đĩa (máy {host}): {host} đầy" for host in ("may-1", "may-2")]


@pytest.mark.parametrize("switch", ["digest", "deadline", "system"])
def test_each_kind_can_be_switched_off(tmp_path: Path, switch: str) -> None:
    with a_staffed_house(tmp_path, staff_mail={switch: False}) as office:
        office.now = MORNING
        office.member("lan", Role.HANDLE, Role.ADMINISTER)
        with office.house.database.transaction() as connection:
            (member,) = staff.listed(connection)
            staff.set_email(connection, member, "lan@cantho.gov.vn")
            inbox_marks.mark_polled(connection, Spot("inbox", 1, 1), MORNING - HOUR)
        opened(office, due_at=MORNING + HOUR)
        subjects = " ".join(text.partition("\n")[0] for _, text in told(office))
        kinds = {"digest": "cần xử lý", "deadline": "sắp đến hạn", "system": "sự cố"}
        assert {name for name, word in kinds.items() if word in subjects} == set(kinds) - {switch}


def test_the_half_hours_of_an_hour_are_two_slots() -> None:
    names = {slot_of(MONDAY + timedelta(minutes=n)) for n in range(60)}
    assert names == {"20261123T0900", "20261123T0930"}


def test_of_two_hosts_that_write_at_the_same_moment_one_tells_it(office: Staffed) -> None:
    opened(office)
    failed: list[Exception] = []

    def on_another_host() -> None:
        try:
            office.house.staff_post()
        except Exception as error:  # noqa: BLE001 (whatever it is, it fails the test)
            failed.append(error)

    other = Thread(target=on_another_host)
    waiting = [other]

    def meanwhile(_c: object, _cursor: object, said: str, *_: object) -> None:
        if said.startswith("INSERT INTO outbox") and waiting:
            waiting.pop().start()
            other.join(1)

    engine = office.house.database.engine
    event.listen(engine, "before_cursor_execute", meanwhile)
    assert len(told(office)) == 1
    event.remove(engine, "before_cursor_execute", meanwhile)
    other.join()

    assert failed == []
    assert len(told(office)) == 1
