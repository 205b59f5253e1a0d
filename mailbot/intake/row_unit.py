"""The agencies a row names: the asker's own, another's, renamed, or unknown."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from mailbot.cases.agency import Agency
from mailbot.cases.finding import Finding, Severity
from mailbot.cases.row import Holder, Procedure
from mailbot.intake.row_known import NumberedRow, Surroundings, agency_key


def judge_unit(numbered: NumberedRow, around: Surroundings) -> Iterator[Finding]:
    """Yield what speaks against the units and superiors the row names.

    A unit nobody registered (`Văn phòng`) is the asker's where the row's superior is.
    """
    row = numbered.row
    foreign = False
    for column in ("unit", "parent_agency"):
        text = getattr(row, column)
        agencies = around.called(text)
        mine = [agency for agency in agencies if agency.code in _allowed(column, around)]
        if mine:
            yield from _history(numbered, column, text, mine, around)
        elif agencies:
            foreign = True
            yield _foreign(numbered, column, text, agencies, around)
    if row.procedure is Procedure.NEW and not foreign and not _is_askers(numbered, around):
        yield numbered.finding("unit_unknown", Severity.LOOK, "unit", asker=around.known.asker.name)


def _foreign(
    numbered: NumberedRow,
    column: str,
    text: str,
    agencies: Iterable[Agency],
    around: Surroundings,
) -> Finding:
    """Return that the agency is another's, or that it was until its end (a merger of 2025, say)."""
    if any(agency.in_force(around.known.on) for agency in agencies):
        return numbered.finding("unit_of_another", Severity.LOOK, column, value=text)
    return _ended(numbered, column, text, agencies)


def _ended(numbered: NumberedRow, column: str, text: str, agencies: Iterable[Agency]) -> Finding:
    ends = [agency.valid_to for agency in agencies if agency.valid_to]
    if not ends:
        return numbered.finding("agency_ended", Severity.LOOK, column, value=text)
    until = f"{max(ends):%d/%m/%Y}"
    return numbered.finding("agency_ended_on", Severity.LOOK, column, value=text, until=until)


def _renamed(numbered: NumberedRow, column: str, text: str, agency: Agency) -> Finding:
    told = {"value": text, "now": agency.name}
    if agency.valid_from is None:
        return numbered.finding("agency_renamed", Severity.NOTE, column, **told)
    told["since"] = f"{agency.valid_from:%d/%m/%Y}"
    return numbered.finding("agency_renamed_on", Severity.NOTE, column, **told)


def _allowed(column: str, around: Surroundings) -> frozenset[str]:
    return around.family | around.superiors if column == "parent_agency" else around.family


def _is_askers(numbered: NumberedRow, around: Surroundings) -> bool:
    """Return whether anything the row names is the asker or one of its units."""
    row = numbered.row
    names = [row.unit, row.parent_agency]
    if row.holder is Holder.ORGANISATION:
        names.append(row.name)
    return any(agency.code in around.family for name in names for agency in around.called(name))


def _history(
    numbered: NumberedRow,
    column: str,
    text: str,
    agencies: Iterable[Agency],
    around: Surroundings,
) -> Iterator[Finding]:
    """Yield what became of the agency since: ended (a person looks), or only renamed."""
    in_force = [agency for agency in agencies if agency.in_force(around.known.on)]
    if not in_force:
        yield _ended(numbered, column, text, agencies)
    elif all(_is_former_name(text, agency) for agency in in_force):
        yield _renamed(numbered, column, text, in_force[0])


def _is_former_name(text: str, agency: Agency) -> bool:
    """Return whether the text begins with a former name (the place may follow), not today's."""
    key = agency_key(text)
    former = any(key.startswith(agency_key(name)) for name in agency.former_names)
    return former and not key.startswith(agency_key(agency.name))
