"""What speaks against a case, as staff see it: flags in order of weight, checks in a word."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from mailbot.cases.case import Case, Channel
from mailbot.cases.finding import Finding, Place, Severity
from mailbot.cases.row import place_of
from mailbot.console.suggestion import Suggestion, suggestion_for
from mailbot.words import Words, load_words, say

LEVELS = {Severity.BLOCKS: "stop", Severity.LOOK: "warn", Severity.NOTE: "info"}
_ORDER = tuple(LEVELS)
_UPPER_EDGE = (0.0, 0.0, 1.0, 0.015)


@dataclass(frozen=True, slots=True)
class Spot:
    """A place that the viewer can show; `picture` names its picture, where it has one."""

    picture: str
    place: Place

    @property
    def box(self) -> str:
        """Where it is on its page, as the viewer reads it: a whole page by its upper edge."""
        return box_of(self.place if self.place.box else replace(self.place, box=_UPPER_EDGE))


@dataclass(frozen=True, slots=True)
class Flag:
    """One finding with its number on the page; `row` counts from 1, 0 is the whole case.

    `index` is its place among the case's findings, `settled` who accepted it, `suggestion` what
    most likely settles it. `against` is where that stands which `place` contradicts or repeats.
    """

    n: int
    level: str
    text: str
    row: int
    column: str
    place: Place | None
    against: Place | None = None
    settled: str = ""
    index: int = 0
    suggestion: Suggestion = Suggestion.NOTHING

    @property
    def word(self) -> str:
        """How much it weighs, in words."""
        return say(f"flag.level_{self.level}")

    @property
    def spots(self) -> tuple[Spot, ...]:
        """The places that the viewer can show, the flag's own first."""
        places = ((str(self.n), self.place), (f"{self.n}-2", self.against))
        return tuple(Spot(name, one) for name, one in places if one and one.page)

    @property
    def pictured(self) -> bool:
        """Whether a part of a page can be shown beside the flag."""
        return any(spot.place.box for spot in self.spots)

    @property
    def where(self) -> str:
        """The place in words: `Trang 2, dòng 3`, `Trang 2 và 1`, `Trang tính “DS”, ô D7`."""
        row = say("flag.row", row=self.row) if self.row else ""
        told = ", ".join(part for part in (self._in_file(), row) if part)
        return told[:1].upper() + told[1:]

    def _in_file(self) -> str:
        words = load_words()
        pages = dict.fromkeys(spot.place.page for spot in self.spots)
        if len(pages) == 2:
            page, other = pages
            return words.say("place.pages", page=page, other=other)
        told = words.place(self.place) or words.place(self.against)
        if told or not self.place or not self.place.file:
            return told
        return words.say("place.file", file=self.place.file)


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was verified: `ok`, `bad`, or `none` where it does not apply."""

    level: str
    text: str
    details: tuple[str, ...] = ()


def box_of(place: Place | None) -> str:
    """Return a place on its page as the viewer reads it, or nothing."""
    if place is None or place.box is None or place.page is None:
        return ""
    return " ".join(f"{value:.5f}" for value in place.box)


def flags_of(case: Case, words: Words) -> tuple[Flag, ...]:
    """Return the case's findings, the heaviest first, numbered from 1."""
    order = sorted(enumerate(case.findings), key=lambda one: _ORDER.index(one[1].severity))
    return tuple(
        Flag(
            n,
            LEVELS[one.severity],
            words.finding(one),
            0 if one.row is None else one.row + 1,
            one.column,
            place_of(one, case.rows),
            one.against,
            one.settled_by,
            index,
            suggestion_for(case, one),
        )
        for n, (index, one) in enumerate(order, 1)
    )


def signature_check(case: Case, words: Words) -> Check:
    """Return what the signatures prove."""
    if any(one.code.startswith("manual.paper_") for one in case.findings):
        return Check("none", say("flag.paper"))
    found = _of_room(case, "signature")
    heavy = [one for one in found if one.severity is not Severity.NOTE]
    details = tuple(words.finding(one) for one in found)
    if not heavy:
        return Check("ok", say("flag.signature_good"), details)
    codes = {one.code for one in heavy}
    if "signature.changed_after_signing" in codes:
        return Check("bad", say("flag.signature_changed"), details)
    if "signature.unsigned" in codes:
        return Check("bad", say("flag.signature_none"), details)
    return Check("bad", say("flag.signature_look"), details)


def sender_check(case: Case, words: Words) -> Check:
    """Return what is known of the mailbox the request came from."""
    if case.channel is not Channel.EMAIL:
        return Check("none", say("flag.sender_none"))
    found = _of_room(case, "sender")
    details = tuple(words.finding(one) for one in found)
    if not case.reply_to:
        return Check("bad", say("flag.sender_foreign"), details)
    if any(one.severity is not Severity.NOTE for one in found):
        return Check("bad", say("flag.sender_look"), details)
    return Check("ok", say("flag.sender_good"), details)


def _of_room(case: Case, room: str) -> list[Finding]:
    return [one for one in _unique(case.findings) if one.code.startswith(f"{room}.")]


def _unique(findings: Iterable[Finding]) -> list[Finding]:
    found: list[Finding] = []
    for one in findings:
        if one not in found:
            found.append(one)
    return found
