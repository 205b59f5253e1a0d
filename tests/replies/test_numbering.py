"""A notice takes its number once it can be printed, and stands on paper with the number it took."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, cast

import pytest

from mailbot.cases.case import Case
from mailbot.cases.state import State
from mailbot.errors import TryLaterError
from mailbot.replies.compose import Compose, Unattended
from mailbot.replies.document_number import Register
from mailbot.replies.facts import LetterError
from mailbot.replies.letter import Issuer, Letter, Numbering
from mailbot.replies.press import Press, RenderedLetter, load_press
from mailbot.storage import letters, number_register
from mailbot.storage.case_store import CaseStore
from mailbot.storage.database import Database
from mailbot.storage.letters import LetterKind, StoredLetter
from tests.builders import a_case
from tests.databases import SEAL
from tests.replies.builders import a_refusal, an_issuer, text_of

NOW = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)
STORE = CaseStore(SEAL)
REGISTER = Register("TB-TTCNTT", 7, 99)


@dataclass
class WatchedPress:
    """The press, and what happens in the world while it sets a letter."""

    press: Press = field(default_factory=load_press)
    meanwhile: Callable[[], None] = lambda: None
    set: list[Numbering | None] = field(default_factory=list)

    def render(self, letter: Letter, issuer: Issuer, numbering: Numbering | None) -> RenderedLetter:
        self.set.append(numbering)
        self.meanwhile()
        return self.press.render(letter, issuer, numbering)


@dataclass
class Desk:
    database: Database
    press: WatchedPress = field(default_factory=WatchedPress)
    issued: list[tuple[str, bytes]] = field(default_factory=list)

    def compose(self) -> Compose:
        def issue(_case: Case, _letter: StoredLetter, signed: bytes, number: str, _on: Any) -> None:
            self.issued.append((number, signed))

        sign = Unattended(lambda rendered: rendered.pdf, REGISTER)
        return Compose(
            database=self.database,
            cases=STORE,
            press=cast("Press", self.press),
            issuer=an_issuer(),
            words=STORE.words,
            issue=cast("Any", issue),
            unattended=sign,
            clock=lambda: NOW,
        )

    def letter(self) -> tuple[Case, StoredLetter]:
        with self.database.transaction() as connection:
            case = STORE.open(connection, a_case(state=State.REFUSED), NOW)
            return case, letters.write(connection, case.id, LetterKind.REFUSAL, {}, NOW)

    def write(self, case: Case, letter: StoredLetter) -> None:
        compose = self.compose()
        assert compose.unattended is not None
        compose._sign(compose.unattended, case, letter, a_refusal())

    def take_number(self, letter: StoredLetter) -> int:
        def following(last: int | None) -> int:
            return 7 if last is None else last + 1

        with self.database.transaction() as connection:
            return number_register.take_number(
                connection, letter.id, 2026, "TB-TTCNTT", following, NOW
            )


@pytest.fixture
def desk(database: Database) -> Desk:
    return Desk(database)


def test_a_notice_is_set_once_with_its_number(desk: Desk) -> None:
    desk.write(*desk.letter())
    ((number, paper),) = desk.issued
    assert number == "07/TB-TTCNTT"
    assert number in text_of(paper)
    assert len(desk.press.set) == 1


def test_where_another_letter_took_the_number_the_notice_is_set_anew(desk: Desk) -> None:
    _, other = desk.letter()
    desk.press.meanwhile = lambda: cast("None", desk.take_number(other))
    desk.write(*desk.letter())
    ((number, paper),) = desk.issued
    assert number == "08/TB-TTCNTT"
    assert number in text_of(paper)
    assert len(desk.press.set) == 2


def test_what_cannot_be_printed_takes_no_number(desk: Desk) -> None:
    def jam() -> None:
        raise LetterError("kẹt giấy")

    desk.press.meanwhile = jam
    case, letter = desk.letter()
    with pytest.raises(LetterError):
        desk.write(case, letter)
    assert desk.issued == []
    assert desk.take_number(letter) == 7


def test_a_number_once_taken_stays_that_of_the_letter(desk: Desk) -> None:
    case, letter = desk.letter()
    assert desk.take_number(letter) == 7
    desk.write(case, letter)
    assert desk.issued[0][0] == "07/TB-TTCNTT"


def test_a_worker_that_was_held_up_begins_no_letter_of_what_was_decided_anew(desk: Desk) -> None:
    """Its number would stand in the register on a letter that nobody ever withdraws."""
    with desk.database.transaction() as connection:
        case = STORE.open(connection, a_case(state=State.REFUSED), NOW)
        STORE.save(connection, case.moved(State.IN_REVIEW), NOW, "reopened")

    with pytest.raises(TryLaterError):
        desk.compose()(case)

    with desk.database.reading() as connection:
        assert letters.of_case(connection, case.id) == ()
    assert desk.issued == []
