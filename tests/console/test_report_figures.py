"""The figures of Báo cáo are those counted anew from the rows as they lie in the database."""

from __future__ import annotations

import random
import sqlite3
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from python_calamine import CalamineWorkbook

from mailbot.cases.case import Channel
from mailbot.cases.deadline import due_at
from mailbot.cases.state import State
from mailbot.console.xlsx import Sheet, workbook
from mailbot.storage import letters
from mailbot.storage.letters import LetterKind
from mailbot.storage.staff import Role
from tests.builders import a_case
from tests.console.office import Browser, Staffed, a_staffed_house
from tests.parsers.corpus.office import convert

HERE = timedelta(hours=7)
NOVEMBER = (date(2026, 11, 1), date(2026, 11, 30))
# Friday; Tuesday 24/11 is a public holiday: the second working day after it is Wednesday.
FRIDAY = datetime(2026, 11, 20, 2, tzinfo=UTC)


@pytest.fixture
def staffed(tmp_path: Path) -> Iterator[Staffed]:
    with a_staffed_house(tmp_path) as staffed:
        staffed.now = datetime(2026, 11, 30, 4, tzinfo=UTC)
        staffed.member("lan", *Role)
        yield staffed


def a_story(
    staffed: Staffed,
    received: datetime,
    ended: datetime | None,
    end: State = State.ANSWERED,
    kind: LetterKind = LetterKind.RESULT,
    **different: Any,
) -> None:
    """Put a case in as it was received and answered; its due time is the calendar's."""
    due = due_at(received, staffed.house.calendar)
    case = a_case(arrived_at=received, due_at=due, **different)
    with staffed.house.database.transaction() as connection:
        opened = staffed.house.cases.open(connection, case, received)
        if ended is None:
            return
        if end is State.ANSWERED:
            letters.write(connection, opened.id, kind, {}, ended)
        staffed.house.cases.save(connection, replace(opened, state=end), ended, "answered")


def a_month(staffed: Staffed, chance: random.Random) -> None:
    """Put in what a month brings: answered in time and late, refused, closed, still open."""
    begin = datetime(2026, 10, 19, 1, tzinfo=UTC)
    for _ in range(60):
        received = begin + timedelta(minutes=chance.randrange(40 * 24 * 60))
        took = timedelta(minutes=chance.randrange(20, 8 * 24 * 60))
        ended = received + took if received + took < staffed.now and chance.random() < 0.8 else None
        end = State.CLOSED if chance.random() < 0.1 else State.ANSWERED
        kind = LetterKind.REFUSAL if chance.random() < 0.2 else LetterKind.RESULT
        waits = State.AWAITING_SUPPLEMENT if ended is None and chance.random() < 0.3 else None
        a_story(
            staffed,
            received,
            ended,
            end,
            kind,
            state=waits or State.IN_REVIEW,
            channel=chance.choice((Channel.EMAIL, Channel.POST)),
            agency_code=chance.choice(("pnk", "pcr")),
        )


@dataclass(frozen=True, slots=True)
class Raw:
    """One row of the table of cases, as anybody may read it."""

    state: str
    received: datetime
    due: datetime
    ended: datetime | None
    last_letter: str


def raw_rows(folder: Path) -> list[Raw]:
    """Return the cases as SQL tells them, without a line of the program's own."""
    asked = """
        SELECT state, received_at, due_at, ended_at,
            (SELECT kind FROM letter WHERE case_id = cases.id AND kind != 'supplement'
             ORDER BY id DESC LIMIT 1)
        FROM cases
    """
    with closing(sqlite3.connect(folder / "mailbot.db")) as database:
        rows = database.execute(asked).fetchall()
    return [
        Raw(
            state, _instant(received), _instant(due), _instant(ended) if ended else None, kind or ""
        )
        for state, received, due, ended, kind in rows
    ]


def _instant(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def counted(rows: list[Raw], first: date, last: date, now: datetime) -> Counter[str]:
    """Count a period's rows by the form's own words."""

    def on(at: datetime) -> date:
        return (at + HERE).date()

    told: Counter[str] = Counter()
    for row in rows:
        if on(row.received) > last or (row.ended is not None and on(row.ended) < first):
            continue
        told["received" if on(row.received) >= first else "carried"] += 1
        if row.ended is None or on(row.ended) > last:
            waits = row.state == "awaiting_supplement"
            told["waiting" if waits else "open_late" if row.due < now else "open"] += 1
        elif row.state == "closed":
            told["closed"] += 1
        else:
            told["refused"] += row.last_letter == "refusal"
            late, same = row.ended > row.due, on(row.ended) == on(row.due)
            told["late" if late else "on_day" if same else "early"] += 1
    return told


def whole_line(book: Any) -> dict[str, Any]:
    """Return the line of totals by its heads."""
    _, _, heads, line = book["Tổng hợp"].values
    return dict(zip(heads, line, strict=True))


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_the_figures_are_those_of_the_rows_themselves(
    staffed: Staffed, tmp_path: Path, seed: int
) -> None:
    a_month(staffed, random.Random(seed))
    expected = counted(raw_rows(tmp_path), *NOVEMBER, staffed.now)
    browser = Browser(staffed, "lan")
    book = load_workbook(BytesIO(browser.get("/bao-cao/tai-ve.xlsx").content))
    told = whole_line(book)
    solved = expected["early"] + expected["on_day"] + expected["late"]
    assert told == {
        None: "Toàn bộ",
        "Kỳ trước chuyển qua": expected["carried"],
        "Mới tiếp nhận": expected["received"],
        "Tổng số": expected["carried"] + expected["received"],
        "Đã giải quyết: trước hạn": expected["early"],
        "Đã giải quyết: đúng hạn": expected["on_day"],
        "Đã giải quyết: quá hạn": expected["late"],
        "Tổng đã giải quyết": solved,
        "Đang giải quyết: trong hạn": expected["open"],
        "Đang giải quyết: quá hạn": expected["open_late"],
        "Đang giải quyết: chờ bổ sung": expected["waiting"],
        "Tổng đang giải quyết": sum(expected[one] for one in ("open", "open_late", "waiting")),
        "Từ chối": expected["refused"],
        "Đóng, không trả lời": expected["closed"],
        "Lượt yêu cầu bổ sung": 0,
        "Tỷ lệ đúng hạn (%)": round(100 * (solved - expected["late"]) / solved, 1),
    }
    for table in ("Theo thủ tục", "Theo hình thức tiếp nhận", "Theo cơ quan đề nghị"):
        _, _, heads, *lines = book[table].values
        parts = [line[1:-1] for line in lines[:-1]]
        assert tuple(map(sum, zip(*parts, strict=True))) == lines[-1][1:-1], table
        assert len(heads) == len(lines[-1])


@pytest.mark.parametrize(
    ("ended", "share"),
    [
        pytest.param(FRIDAY + timedelta(days=5, hours=7, minutes=59), 100, id="Wednesday 16:59"),
        pytest.param(FRIDAY + timedelta(days=5, hours=8, minutes=1), 0, id="Wednesday 17:01"),
    ],
)
def test_an_answer_is_in_time_until_the_second_working_day_across_weekend_and_holiday(
    staffed: Staffed, ended: datetime, share: int
) -> None:
    a_story(staffed, FRIDAY, ended)
    browser = Browser(staffed, "lan")
    book = load_workbook(BytesIO(browser.get("/bao-cao/tai-ve.xlsx").content))
    assert whole_line(book)["Tỷ lệ đúng hạn (%)"] == share
    assert f"{share}%" in browser.get("/thoi-han").text


def test_an_office_suite_opens_the_workbook_with_every_sheet(
    staffed: Staffed, tmp_path: Path
) -> None:
    a_month(staffed, random.Random(4))
    data = Browser(staffed, "lan").get("/bao-cao/tai-ve.xlsx").content
    (converted,) = convert({"bao-cao.xlsx": data}, "ods", tmp_path / "suite").values()
    ours, theirs = load_workbook(BytesIO(data)), CalamineWorkbook.from_filelike(BytesIO(converted))
    assert theirs.sheet_names == ours.sheetnames
    for name in ours.sheetnames:
        told = [[cell or "" for cell in line] for line in ours[name].values]
        assert [
            [cell or "" for cell in line] for line in theirs.get_sheet_by_name(name).to_python()
        ] == told


def test_a_control_character_or_an_endless_text_spoils_no_export() -> None:
    data = workbook(
        [Sheet("Tổng hợp", "Kỳ\x0b này", ["Tên"], [["Ủy ban\x00 nhân dân"], ["x" * 40_000]])]
    )
    _, _, _, (name,), (long,) = load_workbook(BytesIO(data))["Tổng hợp"].values
    assert name == "Ủy ban nhân dân"
    assert len(str(long)) == 32_767
