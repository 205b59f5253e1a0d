"""The instructions that go with a form, paragraph by paragraph.

No sample value stands in them: a number or an address outside the table would be taken for a row
that was not read.
"""

from __future__ import annotations

from mailbot.cases.row import Holder, Procedure
from mailbot.forms.annex import Annex
from mailbot.forms.office import Office
from mailbot.words import Words


def letter_guide(procedure: Procedure, office: Office, words: Words) -> tuple[str, ...]:
    """Return how to fill in the letter with its annex."""
    people = [Annex(procedure, holder) for holder in Holder]
    columns = dict.fromkeys(code for annex in people for code in _column_codes(annex))
    return _paragraphs((f"guide_letter_{procedure}", *columns, "guide_send"), office, words)


def annex_guide(annex: Annex, office: Office, words: Words) -> tuple[str, ...]:
    """Return how to fill in an annex that is a file of its own."""
    return _paragraphs(("guide_annex", *_column_codes(annex), "guide_send"), office, words)


def corrected_guide(
    annex: Annex, case_number: str, office: Office, words: Words
) -> tuple[str, ...]:
    """Return how to mend a list that comes back filled in."""
    first = words.say("forms.guide_corrected", case_number=case_number).strip().splitlines()
    return (*first, *_paragraphs((*_column_codes(annex), "guide_send"), office, words))


def _column_codes(annex: Annex) -> tuple[str, ...]:
    held = [f"guide_columns_{annex.holder}"]
    if (annex.procedure, annex.holder) == (Procedure.NEW, Holder.PERSON):
        held.append("guide_national_id")
    if annex.procedure is Procedure.RESET:
        held.append("guide_email")
    return (*held, "guide_phone")


def _paragraphs(codes: tuple[str, ...], office: Office, words: Words) -> tuple[str, ...]:
    told = (words.say(f"forms.{code}", **office.fields()) for code in codes)
    return tuple(line for text in told for line in text.strip().splitlines())
