"""Each rule by itself: the agency's own, proven mail with one thing wrong."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from mailbot.cases.agency import Registry
from mailbot.cases.finding import Severity
from mailbot.intake.sender import Sender, judge_sender, sender_findings
from mailbot.intake.sender_rules import EvidenceRules, evidence_rules, own_addresses
from mailbot.settings import Department, Evidence
from mailbot.words import load_words
from tests.intake.attack_results import results
from tests.intake.attacks import LOOK_ALIKES
from tests.intake.mails import (
    AGENCY,
    INBOX,
    MX,
    OUTSIDER,
    REGISTRY,
    RESULTS_RULES,
    RULES,
    by_login,
    dkim_field,
    from_outside,
    head,
    letter,
)


def judged(text: bytes, rules: EvidenceRules = RULES) -> tuple[str, list[str]]:
    sender = judge_sender(by_login(AGENCY) + text, REGISTRY, rules, [INBOX])
    return sender.verdict, [reason.code for reason in sender.reasons]


def test_a_sound_mail_of_the_agency_is_accepted() -> None:
    assert judged(head(f"From: {AGENCY}\r\n")) == ("accepted", [])


@pytest.mark.parametrize(
    "value",
    [
        AGENCY,
        f"<{AGENCY}>",
        f" <{AGENCY}> ",
        f"UBND <{AGENCY}>",
        f"UBND<{AGENCY}>",
        f'"UBND, quận Ninh Kiều (VP)" <{AGENCY}>',
        f'"{AGENCY}" <{AGENCY}>',
        f'"{AGENCY.upper()}" <{AGENCY}>',
        f"=?utf-8?q?{AGENCY.replace('@', '=40')}?= <{AGENCY}>",
        f"UBND quận Ninh Kiều <{AGENCY}>",
        f"=?utf-8?b?VUJORA==?=\r\n =?utf-8?b?VUJORA==?=\r\n <{AGENCY}>",
        AGENCY.upper(),
        "UbndNinhKieu@CanTho.Gov.VN",
    ],
)
def test_one_address_in_any_honest_form_is_read(value: str) -> None:
    assert judged(head(f"From: {value}\r\n")) == ("accepted", [])


@pytest.mark.parametrize(
    ("lines", "code"),
    [
        (b"X: a\0b\r\n", "nul_byte"),
        (b"X: a\x07b\r\n", "control_character"),
        (b"X: a\rb\r\n", "bare_line_end"),
        (b"X: a\nY: b\r\n", "bare_line_end"),
        (b"X : a\r\n", "bad_line"),
        (b"khong co hai cham\r\n", "bad_line"),
        (b": khong ten\r\n", "bad_line"),
        (b"X: a\r\n \t\r\n b\r\n", "bad_continuation"),
        (b"X: " + b"a" * 140_000 + b"\r\n", "header_too_large"),
    ],
)
def test_a_header_with_more_than_one_reading_is_rejected(lines: bytes, code: str) -> None:
    before = judged(b"From: " + AGENCY.encode() + b"\r\n" + lines + letter()[len(AGENCY) + 8 :])

    assert before[0] == "rejected"
    assert code in before[1]


@pytest.mark.parametrize(
    ("value", "code"),
    [
        (f'"ai@example.net" <{AGENCY}>', "name_holds_address"),
        (f"=?utf-8?q?ai=40example.net?= <{AGENCY}>", "name_holds_address"),
        (f"ai\uff20example.net <{AGENCY}>", "name_holds_address"),
        (f"ai\ufe6bexample.net <{AGENCY}>", "name_holds_address"),
    ],
)
def test_a_name_that_holds_another_address_is_rejected(value: str, code: str) -> None:
    assert judged(head(f"From: {value}\r\n")) == ("rejected", [code])


@pytest.mark.parametrize("hidden", ["\u202e", "\u200b", "\u2066", "\ufeff", "\x85", "\u00ad"])
def test_hidden_characters_in_the_name_are_held(hidden: str) -> None:
    found = judged(head(f"From: UB{hidden}ND <{AGENCY}>\r\n"))

    assert found == ("held", ["name_hides_characters"])


@pytest.mark.parametrize("domain", ["xn--cantho-abc.gov.vn", "cantho.xn--vn-abc"])
def test_an_international_domain_is_never_an_agency_s(domain: str) -> None:
    address = f"ubnd@{domain}"
    registry = Registry((replace(REGISTRY.agencies[0], mailbox=address),))
    raw = by_login(address) + letter(address)

    sender = judge_sender(raw, registry, RULES, [INBOX])

    assert [reason.code for reason in sender.reasons] == ["from_international"]


@pytest.mark.parametrize(
    ("extra", "code"),
    [
        (f"Reply-To: {OUTSIDER}\n", "reply_to_differs"),
        (f"Reply-To: {AGENCY}, {OUTSIDER}\n", "reply_to_differs"),
        (f"Sender: {OUTSIDER}\n", "sender_differs"),
        ("Resent-Date: Mon, 23 Nov 2026 09:00:00 +0700\n", "resent"),
        ("Subject: khac\n", "field_repeated"),
        (f"To: {OUTSIDER}\n", "field_repeated"),
        ("Date: Mon, 23 Nov 2026 08:00:00 +0700\n", "field_repeated"),
    ],
)
def test_what_a_proven_agency_may_have_meant_is_held(extra: str, code: str) -> None:
    assert judged(letter(AGENCY, extra)) == ("held", [code])


@pytest.mark.parametrize("extra", [f"Reply-To: UBND <{AGENCY}>\n", f"Sender: {AGENCY}\n"])
def test_the_same_address_elsewhere_disturbs_nobody(extra: str) -> None:
    assert judged(letter(AGENCY, extra)) == ("accepted", [])


def test_our_own_address_sends_no_request_even_when_it_is_registered() -> None:
    registry = Registry((replace(REGISTRY.agencies[0], mailbox=INBOX),))

    sender = judge_sender(by_login(INBOX) + letter(INBOX), registry, RULES, [INBOX.upper()])

    assert sender.verdict == "rejected"
    assert [reason.code for reason in sender.reasons] == ["own_address"]


@pytest.mark.parametrize(
    ("on", "verdict"),
    [
        (date(2025, 6, 30), "held"),
        (date(2025, 7, 1), "accepted"),
        (date(2026, 7, 1), "held"),
        (None, "accepted"),
    ],
)
def test_an_agency_must_exist_on_the_day_of_arrival(on: date | None, verdict: str) -> None:
    agency = replace(REGISTRY.agencies[0], valid_from=date(2025, 7, 1), valid_to=date(2026, 6, 30))

    sender = judge_sender(by_login(AGENCY) + letter(), Registry((agency,)), RULES, [INBOX], on=on)

    assert sender.verdict == verdict


def test_no_envelope_sender_is_held_although_the_login_is_right() -> None:
    trace = by_login(AGENCY)

    for odd in (
        trace.split(b"\r\n", 1)[1],
        b"Return-Path: <" + AGENCY.encode() + b">\r\n" + trace,
        trace.replace(b"<" + AGENCY.encode() + b">", b"<" + AGENCY.encode(), 1),
    ):
        sender = judge_sender(odd + letter(), REGISTRY, RULES, [INBOX])
        assert [reason.code for reason in sender.reasons] == ["envelope_unknown"]


def test_an_envelope_sender_without_brackets_is_read() -> None:
    trace = by_login(AGENCY).replace(b"<" + AGENCY.encode() + b">", AGENCY.encode(), 1)

    assert judge_sender(trace + letter(), REGISTRY, RULES, [INBOX]).verdict == "accepted"


@pytest.mark.parametrize(
    ("envelope", "ips", "codes"),
    [
        (AGENCY, ("203.0.113.7",), []),
        (AGENCY, ("203.0.113.70",), ["login_missing"]),
        (AGENCY, (), ["login_missing"]),
        (OUTSIDER, ("203.0.113.7",), ["envelope_differs"]),
    ],
)
def test_our_own_webmail_vouches_for_the_envelope_sender(
    envelope: str, ips: tuple[str, ...], codes: list[str]
) -> None:
    rules = replace(RULES, webmail_ips=ips)

    sender = judge_sender(from_outside(envelope) + letter(), REGISTRY, rules, [INBOX])

    assert [reason.code for reason in sender.reasons] == codes


def test_only_the_address_the_mx_saw_itself_counts() -> None:
    rules = replace(RULES, webmail_ips=("10.9.8.7",))
    seen = b"(mail.example.net [203.0.113.7])"
    trace = from_outside(AGENCY).replace(seen, seen + b' (Client CN "a (b [10.9.8.7])")')

    sender = judge_sender(trace + letter(), REGISTRY, rules, [INBOX])

    assert [reason.code for reason in sender.reasons] == ["login_missing"]


def test_what_our_webmail_only_redirects_is_not_its_own() -> None:
    rules = replace(RULES, webmail_ips=("203.0.113.7",))
    first_pass = from_outside(AGENCY).split(b"Received: ", 2)[2]
    redirected = from_outside(AGENCY) + b"Received: " + first_pass + letter()

    sender = judge_sender(redirected, REGISTRY, rules, [INBOX])

    assert [reason.code for reason in sender.reasons] == ["redirected"]


@pytest.mark.parametrize(
    "helo",
    ["[10.9.8.7]", "x (y [10.9.8.7])", "(y [10.9.8.7])", "x [10.9.8.7]", "x (y [10.9.8.7]) (z)"],
)
def test_a_helo_cannot_pretend_to_be_our_webmail(helo: str) -> None:
    rules = replace(RULES, webmail_ips=("10.9.8.7",))
    neutral = helo.replace("(", "?").replace(")", "?").replace(" ", "?")

    sender = judge_sender(from_outside(AGENCY, neutral) + letter(), REGISTRY, rules, [INBOX])

    assert sender.verdict == "rejected"


def test_two_logins_in_one_received_are_none() -> None:
    login = f"(Authenticated sender: {AGENCY})".encode()
    trace = by_login(AGENCY).replace(login, login + b" " + login)

    sender = judge_sender(trace + letter(), REGISTRY, RULES, [INBOX])

    assert [reason.code for reason in sender.reasons] == ["login_missing"]


def test_dmarc_without_its_own_pass_proves_no_other_domain() -> None:
    away = "sonoivu@haugiang.gov.vn"
    text = (
        f"{MX}; dkim=pass header.d=haugiang.gov.vn; dmarc=pass header.from=haugiang.gov.vn;"
        " dmarc=none header.from=haugiang.gov.vn"
    )
    trace = from_outside(away)
    at = trace.index(b"Received: from mail.example.net")
    raw = trace[:at] + results(text) + trace[at:] + letter(away, dkim_field())

    sender = judge_sender(raw, REGISTRY, RESULTS_RULES, [INBOX])

    assert [reason.code for reason in sender.reasons] == ["domain_unproven"]


@pytest.mark.parametrize("address", LOOK_ALIKES)
def test_an_imitated_address_is_named_with_the_real_one(address: str) -> None:
    sender = judge_sender(from_outside(address) + letter(address), REGISTRY, RULES, [INBOX])

    (likeness,) = (reason for reason in sender.reasons if reason.code == "looks_like")
    assert dict(likeness.fields) == {"address": address, "near": AGENCY}


@pytest.mark.parametrize(
    "address",
    ["ubndcantho@cantho.gov.vn", OUTSIDER, "a@b.vn", "soyte@cantho.gov.vn", "ubnd@angiang.gov.vn"],
)
def test_an_honest_stranger_looks_like_nobody(address: str) -> None:
    sender = judge_sender(from_outside(address) + letter(address), REGISTRY, RULES, [INBOX])

    assert "looks_like" not in {reason.code for reason in sender.reasons}


def test_the_header_alone_is_enough_to_judge_a_mail_too_large_to_fetch() -> None:
    only_header = (by_login(AGENCY) + letter()).partition(b"\r\n\r\n")[0] + b"\r\n\r\n"

    assert judge_sender(only_header, REGISTRY, RULES, [INBOX]).verdict == "accepted"


def test_findings_block_what_is_false_and_show_what_is_doubtful() -> None:
    forged = judge_sender(from_outside() + letter(), REGISTRY, RULES, [INBOX])
    doubtful = judge_sender(
        by_login(AGENCY) + letter(AGENCY, f"Reply-To: {OUTSIDER}\n"), REGISTRY, RULES, [INBOX]
    )

    assert [(one.code, one.severity) for one in sender_findings(forged)] == [
        ("sender.login_missing", Severity.BLOCKS)
    ]
    assert [(one.code, one.severity) for one in sender_findings(doubtful)] == [
        ("sender.reply_to_differs", Severity.LOOK)
    ]
    assert AGENCY in load_words().finding(sender_findings(forged)[0])
    assert sender_findings(Sender("accepted", AGENCY, "x", ())) == ()


def test_every_code_of_the_room_has_its_wording() -> None:
    texts = load_words().texts
    used = {
        "unknown", "looks_like", "agency_not_in_force", "own_address", "login_differs",
        "login_missing", "redirected",
        "envelope_differs", "envelope_unknown", "evidence_off", "trace_missing",
        "results_missing", "dmarc_failed", "domain_unproven", "dkim_missing", "dkim_weak",
        "dkim_no_key", "dkim_failed", "dkim_not_to_us", "dkim_stale", "header_empty",
        "header_too_large", "nul_byte", "control_character", "bare_line_end", "bad_line",
        "bad_continuation", "from_missing", "from_repeated", "from_malformed",
        "from_international", "name_hides_characters", "name_holds_address",
        "null_return_path", "field_repeated", "sender_differs", "reply_to_differs", "resent",
        "subject_hides_characters", "message_id_malformed",
    }  # fmt: skip

    assert used <= {code.removeprefix("sender.") for code in texts if code.startswith("sender.")}


def test_the_rules_are_what_the_settings_say() -> None:
    rules = evidence_rules(
        Evidence(mx_host="mx.cantho.gov.vn", trace_fields=("Received",)),
        Department(domains=("cantho.gov.vn",)),
    )

    assert (rules.source, rules.mx_host, rules.trace_fields) == (
        "received_login",
        "mx.cantho.gov.vn",
        ("received",),
    )
    assert rules.is_own_domain(AGENCY)
    assert not rules.is_own_domain("a@x.cantho.gov.vn")


def test_our_own_addresses_are_the_inbox_and_those_named() -> None:
    department = Department(inbox=INBOX, own_addresses=("stttt@cantho.gov.vn",))

    assert own_addresses(department) == {INBOX, "stttt@cantho.gov.vn"}
