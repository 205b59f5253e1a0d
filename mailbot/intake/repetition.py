"""What is said twice of one cell: reading the list and judging its rows may see the same thing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from mailbot.cases.finding import Finding, Severity

# What reading says, and the findings of judging that say the same of the row. Judging knows the
# letter's date and the directory, so its word stays.
_SAME: Mapping[str, frozenset[str]] = {
    f"list.{read}": frozenset(f"row.{judged}" for judged in all_judged)
    for read, all_judged in {
        "name_missing": ("missing_name",),
        "name_odd": ("name_odd",),
        "national_id_missing": ("missing_national_id",),
        "national_id_odd": ("national_id_malformed", "national_id_zero_lost"),
        "national_id_padded": ("national_id_zero_lost",),
        "national_id_old": ("national_id_cmnd",),
        "national_id_province": ("national_id_province",),
        "phone_missing": ("missing_phone", "missing_manager_phone"),
        "phone_odd": ("phone_odd",),
        "email_missing": ("missing_email", "missing_manager_email"),
        "email_odd": ("mailbox_malformed",),
        "manager_missing": ("missing_manager_name",),
        "duplicate": (
            *("same_national_id", "same_person", "same_name_and_phone", "same_organisation"),
            "same_mailbox",
        ),
    }.items()
}
_WEIGHTS = (Severity.NOTE, Severity.LOOK, Severity.BLOCKS)
_WHOLE_ROW = frozenset({"list.duplicate", "list.manager_missing"})


def told_once(findings: Sequence[Finding]) -> tuple[Finding, ...]:
    """Return the findings in order, each (row, column, meaning) once and as heavy as the heaviest
    of those that say it.
    """
    distinct = [finding for n, finding in enumerate(findings) if finding not in findings[:n]]
    folded = {id(one): tuple(_judged_so(one, distinct)) for one in distinct}
    heavier: dict[int, Severity] = {}
    for read in distinct:
        for judged in folded[id(read)]:
            heavier[id(judged)] = _heaviest(read, judged, heavier)
    return tuple(
        replace(one, severity=heavier.get(id(one), one.severity))
        for one in distinct
        if not folded[id(one)]
    )


def _judged_so(read: Finding, findings: Sequence[Finding]) -> Iterator[Finding]:
    """Yield the findings of judging that say of the same row and column what reading said."""
    codes = _SAME.get(read.code, frozenset())
    if read.row is None or not codes:
        return
    for judged in findings:
        if judged.row == read.row and judged.code in codes and _same_column(read, judged):
            yield judged


def _same_column(read: Finding, judged: Finding) -> bool:
    return (
        read.code in _WHOLE_ROW
        or not (read.column and judged.column)
        or read.column == judged.column
    )


def _heaviest(read: Finding, judged: Finding, heavier: Mapping[int, Severity]) -> Severity:
    found = heavier.get(id(judged), judged.severity)
    return max(read.severity, found, key=_WEIGHTS.index)
