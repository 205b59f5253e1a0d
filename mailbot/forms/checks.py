"""What a workbook checks while people type: prompts, choices and rules, in the sheet's own words.

Formulas speak of the range's first cell; spreadsheet programs move them along with it.
"""

from __future__ import annotations

from openpyxl.worksheet.datavalidation import DataValidation

from mailbot.forms.annex import Annex, Column, Entry
from mailbot.forms.office import Office
from mailbot.words import Words

# Numbers of the government's own network are shorter, so that a telephone number only warns.
_STOPS = frozenset({Entry.NATIONAL_ID})


def check_of(
    column: Column, first_cell: str, annex: Annex, office: Office, words: Words
) -> DataValidation | None:
    """Return the check of a column, or None where nothing is asked of it."""
    if column.entry is Entry.STT:
        return None
    choices = _choices(column, annex, words)
    rule = f'"{choices}"' if choices else rule_of(column.entry, first_cell, office.domains)
    check = DataValidation(formula1=rule, allow_blank=True, showInputMessage=True)
    check.type = "list" if choices else "custom" if rule else None
    check.promptTitle = words.say(f"forms.prompt_title_{column.entry}")
    check.prompt = words.say(f"forms.prompt_{column.entry}", **office.fields())
    if check.type == "custom":
        check.showErrorMessage = True
        check.errorStyle = "stop" if column.entry in _STOPS else "warning"
        check.errorTitle = words.say(f"forms.error_title_{column.entry}")
        check.error = words.say(f"forms.error_{column.entry}", **office.fields())
    else:
        check.showErrorMessage = False
    return check


def rule_of(entry: Entry, cell: str, domains: tuple[str, ...]) -> str:
    """Return the formula that is TRUE for a plausible value of this cell, "" for no rule.

    A number written back with its zeros is the text again only where all of it is digits: neither
    `1e5` nor a date is. Programs take at most 255 characters.
    """
    match entry:
        case Entry.NATIONAL_ID:
            return f'IFERROR(AND(LEN({cell})=12,TEXT(--{cell},REPT("0",12))={cell}),FALSE)'
        case Entry.PHONE:
            plain = f'SUBSTITUTE(SUBSTITUTE({cell}," ",""),".","")'
            return f'IFERROR(AND("0"&--{plain}={plain},--{plain}>=1E8,--{plain}<1E10),FALSE)'
        case Entry.EMAIL:
            ends = ",".join(
                f'LOWER(RIGHT({cell},{len(domain) + 1}))="@{domain}"' for domain in domains
            )
            return f'AND(OR({ends}),ISERROR(FIND(" ",{cell})))'
        case Entry.MANAGER:
            return f'AND(ISNUMBER(FIND("@",{cell})),ISNUMBER(FIND("0",{cell})),LEN({cell})>=20)'
        case _:
            return ""


def _choices(column: Column, annex: Annex, words: Words) -> str:
    if column.entry is Entry.POSITION:
        return words.say("forms.choices_position")
    if column.entry is Entry.NOTE:
        return words.say(f"forms.choices_note_{annex.code}")
    return ""
