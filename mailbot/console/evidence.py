"""An evidence card of the case page; here, what the signatures prove."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import Connection

from mailbot.cases.case import Case
from mailbot.clock import local
from mailbot.console.flags import Check
from mailbot.storage import verdicts
from mailbot.words import Words
from signing import Revocation, Signature, TimeSource


@dataclass(frozen=True, slots=True)
class Fact:
    """One line of a card; `level` is `bad` where it speaks against the request."""

    name: str
    text: str
    level: str = ""


@dataclass(frozen=True, slots=True)
class Evidence:
    """One card: the check, what stands under it, and its facts. It opens by itself when bad.

    `fields` are lines of the mail's header as our servers wrote them.
    """

    check: Check
    icon: str
    about: str
    facts: tuple[Fact, ...]
    fields: tuple[str, ...] = ()


def signature_evidence(connection: Connection, case: Case, check: Check, words: Words) -> Evidence:
    """Return the card of the signatures on the files that the case was made of."""
    kept = verdicts.of_case(connection, case.id)
    mail_id = case.mail or (kept[-1].message_id if kept else 0)
    of_dossier = [one for one in kept if one.message_id == mail_id]
    signatures = [sign for one in of_dossier for sign in one.report.signatures]
    about = _who_and_when(signatures[-1], words) if signatures else ""
    facts = tuple(fact for sign in signatures for fact in _facts(sign, words))
    return Evidence(check, "shield-check", about, facts)


def _who_and_when(sign: Signature, words: Words) -> str:
    name = sign.signer.name if sign.signer else words.say("evidence_card.nobody")
    if sign.signed_at is None:
        return name
    at = f"{local(sign.signed_at):%d/%m/%Y %H:%M}"
    return words.say("evidence_card.signed", name=name, at=at)


def _facts(sign: Signature, words: Words) -> Iterator[Fact]:
    def say(key: str, **fields: str) -> str:
        return words.say(f"evidence_card.{key}", **fields)

    yield Fact(say("signer"), _who_and_when(sign, words))
    whole = "whole" if sign.covers_whole_document else "not_whole"
    yield Fact(say("integrity"), say("changed" if sign.changed_after_signing else whole))
    if sign.signer:
        until = f"{local(sign.signer.not_after):%d/%m/%Y}"
        yield Fact(say("certificate"), say("issued", issuer=sign.signer.issuer, until=until))
    known = {Revocation.GOOD: "good", Revocation.REVOKED: "revoked"}
    yield Fact(say("revocation"), say(known.get(sign.revocation, "unknown")))
    stamped = "stamped" if sign.time_source is TimeSource.TIMESTAMP else "claimed"
    yield Fact(say("time"), say(stamped))
