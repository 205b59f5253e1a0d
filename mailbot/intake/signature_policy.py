"""Which signatures a file must carry, how many and in which order, and what a file lacks of them.

Law: Nghị định 30/2020/NĐ-CP, Điều 32-33: the person who may sign signs first, the organisation
second. Phụ lục I: an annex in the letter's own file needs no signature of its own; one in a file
of its own carries the organisation's.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from mailbot.cases.finding import Finding, Severity


class Hand(StrEnum):
    """Whose signature it is: a person's of the agency, or the agency's own."""

    LEADER = "leader"
    ORGANISATION = "organisation"


@dataclass(frozen=True, slots=True)
class SignaturePolicy:
    """The hands that must have signed a letter, and an annex in a file of its own, in order."""

    letter: tuple[Hand, ...] = (Hand.LEADER, Hand.ORGANISATION)
    annex: tuple[Hand, ...] = (Hand.ORGANISATION,)


USUAL = SignaturePolicy()


def lacking(required: tuple[Hand, ...], signed: tuple[Hand, ...]) -> list[Finding]:
    """Return what the hands that signed, in order, lack of those required."""
    found, wanted = Counter(signed), Counter(required)
    missing = [hand for hand in Hand if found[hand] < wanted[hand]]
    findings = [_missing(hand, found, wanted[hand]) for hand in missing]
    if not missing and not _in_order(required, signed):
        findings.append(Finding("signature.wrong_order", Severity.LOOK))
    return findings


def _missing(hand: Hand, found: Counter[Hand], wanted: int) -> Finding:
    if found[hand]:
        counts = {"found": str(found[hand]), "wanted": str(wanted)}
        return Finding(f"signature.too_few_{hand}", Severity.LOOK, counts)
    if hand is Hand.LEADER:
        return Finding("signature.no_leader", Severity.LOOK)
    code = "only_personal" if found[Hand.LEADER] else "no_organisation"
    return Finding(f"signature.{code}", Severity.LOOK)


def _in_order(required: Iterable[Hand], signed: Iterable[Hand]) -> bool:
    rest = iter(signed)
    return all(hand in rest for hand in required)
