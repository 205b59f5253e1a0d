"""The evidence about a sender is kept as our servers wrote it, and nothing of the sender's own."""

from __future__ import annotations

from mailbot.cases.sender_proof import MethodResult
from mailbot.intake.sender import judge_sender
from mailbot.intake.sender_rules import EvidenceRules
from tests.intake.attack_results import results
from tests.intake.mails import (
    AGENCY,
    INBOX,
    INSIDER,
    MX,
    OUTSIDER,
    REGISTRY,
    RESULTS_RULES,
    RULES,
    by_login,
    from_outside,
    letter,
)
from tests.intake.test_dkim_evidence import DOMAIN, judged, signed

FORGED = f"Authentication-Results: {MX}; spf=pass; dmarc=pass\n"


def test_a_login_is_kept_with_its_machine_and_the_envelope() -> None:
    proof = judge_sender(by_login(AGENCY) + letter(AGENCY), REGISTRY, RULES, [INBOX]).proof
    assert (proof.address, proof.login, proof.envelope) == (AGENCY, AGENCY, AGENCY)
    assert (proof.client, proof.results, proof.reply_to) == ("10.1.2.3", (), "")


def test_the_fields_of_our_servers_are_kept_and_none_of_the_sender_s() -> None:
    raw = by_login(AGENCY) + letter(AGENCY, FORGED)
    proof = judge_sender(raw, REGISTRY, RULES, [INBOX]).proof
    names = [field.partition(":")[0] for field in proof.fields]
    assert names == ["return-path", "delivered-to", "received", "received"]
    assert f"(Authenticated sender: {AGENCY})" in proof.fields[-1]
    assert not any("dmarc" in field for field in proof.fields)
    assert proof.results == ()


def test_another_login_and_another_reply_address_are_kept_of_a_forged_mail() -> None:
    raw = by_login(INSIDER) + letter(AGENCY, f"Reply-To: {OUTSIDER}\n")
    sender = judge_sender(raw, REGISTRY, RULES, [INBOX])
    assert sender.verdict == "rejected"
    assert (sender.proof.login, sender.proof.reply_to) == (INSIDER, OUTSIDER)


def test_a_bare_login_is_kept_as_the_address_it_stands_for() -> None:
    rules = EvidenceRules("received_login", mx_host=MX, login_domain="cantho.gov.vn")
    raw = by_login("ubndninhkieu", AGENCY) + letter(AGENCY)
    assert judge_sender(raw, REGISTRY, rules, [INBOX]).proof.login == AGENCY


def test_the_results_of_our_server_are_kept_with_what_they_speak_of() -> None:
    told = f"{MX}; spf=softfail smtp.mailfrom={OUTSIDER}; dkim=none; dmarc=fail header.from=x.vn"
    raw = results(told) + from_outside() + letter(OUTSIDER)
    proof = judge_sender(raw, REGISTRY, RESULTS_RULES, [INBOX]).proof
    assert proof.results == (
        MethodResult("spf", "softfail", f"smtp.mailfrom={OUTSIDER}"),
        MethodResult("dkim", "none"),
        MethodResult("dmarc", "fail", "header.from=x.vn"),
    )


def test_what_we_found_of_dkim_ourselves_is_kept() -> None:
    good, changed = judged(signed()), judged(signed() + b"them\r\n")
    about = f"header.d={DOMAIN}"
    assert good.proof.results == (MethodResult("dkim", "pass", about),)
    assert changed.proof.results == (MethodResult("dkim", "failed", about),)
    assert judged(letter(OUTSIDER)).proof.results == (
        MethodResult("dkim", "missing", "header.d=example.net"),
    )
