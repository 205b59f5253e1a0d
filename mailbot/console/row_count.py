"""How many rows were read, held against how many the letter says it asks for."""

from __future__ import annotations

from dataclasses import dataclass

from mailbot.cases.case import Case
from mailbot.cases.row import Holder
from mailbot.words import Words


@dataclass(frozen=True, slots=True)
class RowCount:
    """The count in words; `level` is `ok`, `warn`, or `none` where nothing can be compared."""

    level: str
    text: str


def row_count(case: Case, words: Words) -> RowCount:
    """Return the count of the case's rows beside the letter's own."""
    level, name = _agreement(case)
    text = words.say(f"review.count_{name}", read=_read(case, words), stated=case.letter.counted)
    return RowCount(level, text)


def _agreement(case: Case) -> tuple[str, str]:
    """Return the level and the name of the wording. A letter split over cases agrees with none."""
    letter = case.letter
    if letter.counted_people is None and letter.counted_organisations is None:
        return "none", "unsaid"
    if case.parent_id is not None or (case.decision is not None and case.decision.rows):
        return "none", "of_part"
    people, organisations = _counts(case)
    agrees = letter.counted_people in {None, people}
    agrees = agrees and letter.counted_organisations in {None, organisations}
    return ("ok", "agrees") if agrees else ("warn", "differs")


def _counts(case: Case) -> tuple[int, int]:
    people = sum(row.holder is Holder.PERSON for row in case.rows)
    return people, len(case.rows) - people


def _read(case: Case, words: Words) -> str:
    counts = _counts(case)
    people = words.say("review.count_people", n=str(counts[0]))
    organisations = words.say("review.count_organisations", n=str(counts[1]))
    if all(counts):
        return words.say("review.count_both", people=people, organisations=organisations)
    return organisations if counts[1] else people
