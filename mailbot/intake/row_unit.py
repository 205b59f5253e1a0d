"""The agencies a row names: the asker's own, another's, renamed, or unknown."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from mailbot.cases.agency import Agency
from mailbot.cases.finding import Finding, Severity
from mailbot.cases.name import name_key
from mailbot.cases.row import Holder, Procedure
from mailbot.intake.agency_named import agencies_ending, is_authority, is_short_for, parts_of
from mailbot.intake.row_known import NumberedRow, Surroundings, agency_key

_COLUMNS = ("unit", "parent_agency")


def judge_unit(numbered: NumberedRow, around: Surroundings) -> Iterator[Finding]:
    """Yield what speaks against the units and superiors the row names.

    A part of an agency that nobody registered (`Văn phòng`, `Phòng Kinh tế`) is the asker's where
    the row's superior is: the asker signs for it. An authority of its own is not, nor is a superior
    nobody knows.
    """
    named = [(column, getattr(numbered.row, column)) for column in _COLUMNS]
    foreign = False
    for column, text in named:
        mine = _mine(column, text, around)
        if mine and around.called(text):
            yield from _history(numbered, column, text, mine, around)
        elif not mine and (others := _named(text, around)):
            foreign = True
            yield _foreign(numbered, column, text, others, around)
    if others := _whose_name(numbered, around):
        foreign = True
        yield _foreign(numbered, "name", numbered.row.name, others, around)
    if not foreign:
        yield from _unknown(numbered, named, around)


def _named(text: str, around: Surroundings) -> tuple[Agency, ...]:
    """Return the agencies the text is the name of, else those that a part of it ends with."""
    whole = around.called(text)
    ending = (one for part in parts_of(text) for one in agencies_ending(part, around))
    return whole or tuple(ending)


def _mine(column: str, text: str, around: Surroundings) -> tuple[Agency, ...]:
    """Return those of them that may stand in this column of the asker's list."""
    allowed = _allowed(column, around)
    return tuple(agency for agency in _named(text, around) if agency.code in allowed)


def _whose_name(numbered: NumberedRow, around: Surroundings) -> tuple[Agency, ...]:
    """Return the authorities elsewhere for which a new organisation's mailbox would be taken."""
    row = numbered.row
    if row.holder is not Holder.ORGANISATION or row.procedure is not Procedure.NEW:
        return ()
    agencies = around.called(row.name) if is_authority(row.name) else ()
    return () if any(one.code in around.family for one in agencies) else agencies


def _unknown(
    numbered: NumberedRow, named: Iterable[tuple[str, str]], around: Surroundings
) -> Iterator[Finding]:
    """Yield that nothing the row names is the asker's, else what of it nobody knows."""
    asker = around.known.asker.name
    if numbered.row.procedure is Procedure.NEW and not _is_askers(numbered, around):
        yield numbered.finding("unit_unknown", Severity.LOOK, "unit", asker=asker)
        return
    for column, text in named:
        if not _is_known(column, text, around):
            told = {"value": text, "asker": asker}
            yield numbered.finding("agency_unknown", Severity.LOOK, column, **told)


def _is_known(column: str, text: str, around: Surroundings) -> bool:
    """Return whether a superior is known by all its parts, or a unit by one of them; of units only
    authorities need be.
    """
    parts = parts_of(text)
    known = [_is_part_known(column, part, around) for part in parts]
    if column == "parent_agency":
        return all(known)
    return any(known) or not any(map(is_authority, parts))


def _is_part_known(column: str, part: str, around: Surroundings) -> bool:
    asker = around.known.asker
    above = around.known.registry.superiors(asker) if column == "parent_agency" else ()
    return (
        bool(_mine(column, part, around))
        or name_key(part) in around.units
        or any(is_short_for(part, agency) for agency in (asker, *above))
    )


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
