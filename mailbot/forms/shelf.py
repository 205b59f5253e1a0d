"""All blank forms by file name."""

from __future__ import annotations

from mailbot.cases.row import Procedure
from mailbot.forms.annex import ANNEXES
from mailbot.forms.office import Office
from mailbot.forms.paper import annex_document, letter_document
from mailbot.forms.workbook import blank_workbook
from mailbot.words import Words


def blank_forms(office: Office, words: Words) -> dict[str, bytes]:
    """Return both letters and the four annexes, each annex as docx and as xlsx."""
    letters = {
        words.say(f"forms.file_letter_{procedure}"): letter_document(procedure, office, words)
        for procedure in Procedure
    }
    annexes = {}
    for annex in ANNEXES:
        name = words.say(f"forms.file_{annex.code}")
        annexes[f"{name}.docx"] = annex_document(annex, office, words)
        annexes[f"{name}.xlsx"] = blank_workbook(annex, office, words)
    return letters | annexes
