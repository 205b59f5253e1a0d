"""The card of the mailbox that wrote: what our mail server said of it, and what came before.

All of it was kept when the mail was judged; nothing is found out anew.
"""

from __future__ import annotations

from collections.abc import Iterator

from mailbot.cases.case import Case
from mailbot.cases.sender_proof import SenderProof
from mailbot.clock import local
from mailbot.console.evidence import Evidence, Fact
from mailbot.console.flags import Check
from mailbot.storage.agency_record import MOST_COUNTED, Before
from mailbot.words import Words

_METHODS = ("spf", "dkim", "dmarc")
_GOOD = frozenset({"pass", "none", "neutral"})
# The results of RFC 8601, and what our own look at DKIM may find.
_KNOWN = _GOOD | {
    "fail",
    "softfail",
    "policy",
    "temperror",
    "permerror",
    "missing",
    "weak",
    "no_key",
    "failed",
    "not_to_us",
    "stale",
}


def sender_card(case: Case, agency: str, check: Check, before: Before, words: Words) -> Evidence:
    """Return the card; `agency` is whom the registry knows by the mailbox."""
    proof = case.sender
    address = case.reply_to or (proof.address if proof else "")
    facts = (
        *_registered(case, agency, words),
        *(_proven(proof, words) if proof else ()),
        *_history(case, before, words),
    )
    about = words.say("evidence_card.matches", address=address) if check.level == "ok" else address
    return Evidence(check, "mail-check", about, facts, proof.fields if proof else ())


def _registered(case: Case, agency: str, words: Words) -> Iterator[Fact]:
    if case.reply_to:
        yield Fact(words.say("evidence_card.registered"), agency)
        yield Fact(words.say("evidence_card.answered_to"), case.reply_to)
    elif case.sender is not None:
        text = words.say("evidence_card.not_registered", address=case.sender.address or "?")
        yield Fact(words.say("evidence_card.registered"), text, "bad")


def _proven(proof: SenderProof, words: Words) -> Iterator[Fact]:
    def fact(name: str, value: str) -> Fact:
        """Return a fact that is the sender's address where all is well; other domains' mail, proven
        by no login, may have any envelope.
        """
        if not value:
            return Fact(words.say(f"evidence_card.{name}"), words.say(f"evidence_card.no_{name}"))
        same = value == proof.address
        text = words.say(
            f"evidence_card.{'same_address' if same else 'other_address'}", address=value
        )
        fine = same or (name == "envelope" and not proof.login)
        return Fact(words.say(f"evidence_card.{name}"), text, "" if fine else "bad")

    yield fact("login", proof.login)
    yield fact("envelope", proof.envelope or "")
    yield fact("reply_to", proof.reply_to)
    yield from _methods(proof, words)
    if proof.client:
        yield Fact(words.say("evidence_card.client"), proof.client)


def _methods(proof: SenderProof, words: Words) -> Iterator[Fact]:
    """Yield what SPF, DKIM and DMARC found, or in one line that nothing was written of them."""
    found = [(name, one) for name in _METHODS for one in proof.of_method(name)]
    if not found:
        yield Fact(words.say("evidence_card.methods"), words.say("evidence_card.no_methods"))
    for name, one in found:
        known = one.result in _KNOWN
        told = words.say(f"evidence_card.result_{one.result}") if known else one.result
        text = words.say("evidence_card.result", told=told, about=one.about) if one.about else told
        yield Fact(name.upper(), text, "" if one.result in _GOOD else "bad")


def _history(case: Case, before: Before, words: Words) -> Iterator[Fact]:
    if not case.agency_code:
        return
    text = words.say("evidence_card.first_case")
    if before.received_at is not None:
        most = before.count >= MOST_COUNTED
        text = words.say(
            "evidence_card.cases_before_most" if most else "evidence_card.cases_before",
            count=str(before.count),
            number=before.number,
            on=f"{local(before.received_at):%d/%m/%Y}",
        )
    yield Fact(words.say("evidence_card.history"), text)
