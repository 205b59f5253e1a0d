"""Reasons for review in groups that fit a chart: a finding's code belongs to one of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from mailbot.storage.review_reasons import Reason

# The first beginning that fits decides. Names stand in config/texts/vi/office.toml.
_GROUPS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("sender", ("sender.",)),
    ("signature", ("signature.",)),
    (
        "national_id",
        ("row.national_id", "row.missing_national_id", "row.same_national_id", "list.national_id"),
    ),
    ("phone", ("row.phone", "row.missing_phone", "row.missing_manager", "list.phone")),
    (
        "repeated",
        (
            "row.same_",
            "row.given_before",
            "row.already",
            "row.namesake",
            "row.similar",
            "row.in_open",
            "list.duplicate",
        ),
    ),
    (
        "directory",
        (
            "row.leader",
            "row.mailbox",
            "row.holder",
            "row.own_mailbox",
            "row.directory",
            "row.unit_differs",
            "row.unit_not_given",
            "row.no_address",
        ),
    ),
    ("asker", ("row.unit", "row.agency", "row.asker", "row.ground")),
    (
        "letter",
        (
            "list.letter",
            "list.number_missing",
            "list.date",
            "list.agency",
            "list.signer",
            "list.annex",
            "list.procedure",
            "list.count",
            "request.",
        ),
    ),
    ("list", ("list.", "row.")),
    ("case", ("case.",)),
)
OTHER = "other"


@dataclass(frozen=True, slots=True)
class Group:
    """How many times a group of reasons sent a case to a person; `blocks` where any forbade it."""

    name: str
    count: int
    blocks: bool


def group_of(code: str) -> str:
    """Return the group of a finding's code."""
    return next((name for name, begins in _GROUPS if code.startswith(begins)), OTHER)


def grouped(reasons: Iterable[Reason]) -> tuple[Group, ...]:
    """Return the groups with their counts, the most frequent first."""
    counts: Counter[str] = Counter()
    blocking: Counter[str] = Counter()
    for reason in reasons:
        counts[group_of(reason.code)] += reason.count
        blocking[group_of(reason.code)] += reason.count * reason.blocks
    found = [Group(name, count, 2 * blocking[name] > count) for name, count in counts.items()]
    return tuple(sorted(found, key=lambda one: (-one.count, one.name)))
