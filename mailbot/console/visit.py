"""One visit: what a way in is handed to answer with, and what all of them share."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import Connection
from starlette.responses import HTMLResponse, RedirectResponse, Response

from mailbot.cases.case import Case
from mailbot.console.attempts import Attempts
from mailbot.console.clock_face import Remaining, face, remaining
from mailbot.console.deadline_board import Board
from mailbot.console.holding import held_by
from mailbot.console.navigation import Navigation, waiting
from mailbot.console.pages import Pages
from mailbot.console.paper import KnownPapers
from mailbot.console.pulse import pulse
from mailbot.console.shelf import Shelf
from mailbot.errors import BadInputError
from mailbot.house import House
from mailbot.storage import history, staff
from mailbot.storage.erasures import Erasures
from mailbot.storage.staff import Member, SecondFactors, Session
from mailbot.words import say

PROOF_LASTS = timedelta(minutes=15)
READING_COUNTS_FOR = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Upload:
    """One file of a form, unread: it is opened in the sandbox only."""

    name: str
    data: bytes = field(repr=False)


Form = Mapping[str, Sequence[str]]
Uploads = Mapping[str, Sequence[Upload]]


@dataclass(frozen=True, slots=True)
class Office:
    """What all visits share."""

    house: House
    pages: Pages
    shelf: Shelf
    erasures: Erasures
    navigation: Navigation
    attempts: Attempts = field(default_factory=Attempts)
    known_papers: KnownPapers = field(default_factory=KnownPapers)
    board: Board = field(default_factory=Board)

    @property
    def second_factors(self) -> SecondFactors:
        """The authenticators of staff."""
        return SecondFactors(self.house.seal)

    def remaining(self, case: Case, now: datetime) -> Remaining:
        """Return the clock of a case."""
        soon = timedelta(hours=self.house.settings.deadline.soon_hours)
        return remaining(case, self.house.calendar, now, soon)


@dataclass(frozen=True, slots=True)
class Visit:
    """One request, read. `session` is None where nobody is logged in."""

    office: Office
    now: datetime
    session: Session | None
    token: str
    address: str
    path: Mapping[str, str]
    query: Mapping[str, str]
    form: Form
    uploads: Uploads
    is_fragment: bool
    here: str
    asked_at: str = ""
    agent: str = ""

    @property
    def house(self) -> House:
        """The house."""
        return self.office.house

    @property
    def member(self) -> Member:
        """Who is logged in; only for ways that ask for it."""
        assert self.session is not None
        return self.session.member

    @property
    def needs_proof(self) -> bool:
        """Whether the second factor must be shown again before anything is signed."""
        assert self.session is not None
        return self.now - self.session.proved_at > PROOF_LASTS

    @property
    def origin(self) -> str:
        """Where browsers find these pages: as the settings say, else as this one asked."""
        return self.house.settings.console.url.rstrip("/") or self.asked_at

    def home(self, member: Member) -> str:
        """Return where this person begins."""
        return self.office.navigation.home(member.roles)

    def text(self, name: str) -> str:
        """Return one field of the form, or nothing."""
        return next(iter(self.form.get(name, ())), "")

    def page(self, template: str, status: int = 200, /, **facts: object) -> Response:
        """Return the template as an answer; a name that begins with `_` is part of a page."""
        common: dict[str, object] = {
            "session": self.session,
            "department": self.house.settings.department,
        }
        if self.session is not None and not template.startswith("_"):
            common |= self._frame()
        return HTMLResponse(self.office.pages.render(template, common | facts), status)

    def _frame(self) -> dict[str, object]:
        """Return what stands around every page of somebody who is logged in."""
        house, words = self.house, self.house.words
        two_step = house.settings.signing.mode == "two_step"
        with house.database.reading() as connection:
            self.office.erasures.heed(house.database)
            counted = waiting(connection, self.now)
            held = held_by(house, connection, self.member.display_name, self.now)
            beats = pulse(connection, self.now, words, two_step=two_step)
        done = self.query.get("xong", "")
        return {
            "face": face(self.now, house.calendar),
            "links": self.office.navigation.links(self.member.roles, self.here, counted),
            "account_page": "/tai-khoan" in self.office.navigation.open_to,
            "pulse": beats,
            "holding": held,
            "done": words.say(done) if _is_done(done, words.texts) else "",
        }

    def go(self, path: str, done: str = "") -> Response:
        """Lead to another page once something is done; `done` is the code of what it says then,
        as a toast: `<room>.done_<name>`.
        """
        if not done:
            return RedirectResponse(path, 303)
        assert _is_done(done, self.house.words.texts), done
        joint = "&" if "?" in path else "?"
        return RedirectResponse(f"{path}{joint}xong={done}", 303)

    def lead(self, path: str, done: str) -> Response:
        """Lead on from a form that a script may have sent: what it answers is swapped in, so that
        what cannot be taken is told over the form and nothing typed is lost.
        """
        answer = self.go(path, done)
        if not self.is_fragment:
            return answer
        return Response(headers={"hx-redirect": answer.headers["location"]})

    def trouble(self, text: str, status: int) -> Response:
        """Return what went wrong, as a page, or as a fragment to be told over the page."""
        name = "_trouble.html" if self.is_fragment else "trouble.html"
        answer = self.page(name, status, text=text, of_case="number" in self.path)
        return told_over(answer) if self.is_fragment else answer

    def case(self, connection: Connection) -> Case:
        """Return the case the address names; BadInputError when there is none."""
        found = self.house.cases.numbered(connection, self.path["number"])
        if found is None:
            raise BadInputError(say("page.no_case"))
        return found

    def note_reading(self, case: Case) -> None:
        """Write into the story that this person reads national IDs of the case.

        Once in ten minutes, so that a page and its pictures are one reading. To be called outside
        of transactions: a page asks for many pictures at once, and most have nothing to write.
        """
        database = self.house.database
        with database.reading() as connection:
            noted = self._has_noted_reading(connection, case)
        if noted:
            return
        with database.transaction() as connection:
            if not self._has_noted_reading(connection, case):
                history.write(connection, self.now, case.id, "ids_read", self.member.display_name)

    def _has_noted_reading(self, connection: Connection, case: Case) -> bool:
        """Return whether the story has that this person reads the case just now."""
        since = self.now - READING_COUNTS_FOR
        return any(
            event.what == "ids_read" and event.who == self.member.display_name and event.at > since
            for event in history.of_case(connection, case.id)
        )

    def end_session(self, connection: Connection) -> None:
        """Log out."""
        staff.end_session(connection, self.token)


def told_over(answer: Response) -> Response:
    """Return the answer, to be shown in a dialog of its own whatever it was asked for."""
    answer.headers.update({"hx-retarget": "#trouble", "hx-reswap": "innerHTML"})
    return answer


def _is_done(code: str, texts: Mapping[str, str]) -> bool:
    return code in texts and code.partition(".")[2].startswith("done_")
