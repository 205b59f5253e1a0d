"""How the demo tells what became of the mails, and what to try while it runs."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from mailbot.cases.finding import Finding
from mailbot.cases.state import State
from mailbot.commands.grid import Column, grid
from mailbot.commands.wording import when
from mailbot.demo.cast import AGENCIES, INBOX, STRANGER
from mailbot.demo.outcome import Outcome
from mailbot.demo.play import Play
from mailbot.demo.reception import Reception
from mailbot.demo.souvenirs import MAIL, REQUESTS
from mailbot.replies.mail import MailKind
from mailbot.storage.messages import Disposition
from mailbot.words import Words

_WIDEST, _USUAL = 170, 150
_MOST_REASONS = 3
# Of each column the width it needs (addresses, dates and numbers stay whole) and its share of more.
_WIDTHS = {
    "number": (2, 0),
    "subject": (18, 3),
    "sender": (28, 0),
    "verdict": (13, 0),
    "reason": (24, 5),
    "due": (10, 0),
    "reply": (18, 3),
}


def page(outcomes: Sequence[Outcome], paths: Sequence[Path], words: Words) -> str:
    """Return the table with what follows from it."""
    columns = [Column(words.say(f"demo.head_{name}"), *size) for name, size in _WIDTHS.items()]
    rows = [_row(number, outcome, words) for number, outcome in enumerate(outcomes, 1)]
    return "\n".join(
        (
            grid(columns, rows, _screen()),
            "",
            *_summary(outcomes, words),
            "",
            words.say("demo.saved"),
            *(f"  {_short(path)}" for path in paths),
        )
    )


def value(outcomes: Sequence[Outcome], paths: Sequence[Path], words: Words) -> dict[str, object]:
    """Return the same for --json."""
    return {
        "as_expected": not any(outcome.faults for outcome in outcomes),
        "mails": [_mail(number, one, words) for number, one in enumerate(outcomes, 1)],
        "files": [str(path) for path in paths],
    }


def guide(play: Play, reception: Reception, notices: Sequence[Path], words: Words) -> str:
    """Return addresses, accounts and commands for a look around."""
    server, passwords = play.mail, play.mail.accounts.passwords
    lines = [
        words.say(
            "demo.running",
            ca=_short(server.tls.ca),
            host=server.host,
            imap=str(server.imap_port),
            smtp=str(server.submission_port),
        ),
        words.say("demo.running_console", address=reception.address),
        *_users(reception, words),
        words.say("demo.running_accounts"),
        *(f"  {address:<30} {passwords[address]:<14} {role}" for address, role in _roles(words)),
        words.say("demo.running_passphrases"),
        *(f"  {one.mailbox:<30} {one.passphrase}" for one in AGENCIES if one.passphrase),
        words.say("demo.running_commands"),
        *(f"  {_program()} {command}" for command in _commands(play, notices)),
    ]
    return "\n".join(lines)


def _row(number: int, outcome: Outcome, words: Words) -> tuple[str, ...]:
    sample = outcome.sample
    mark = "✗" if outcome.faults else "✓"
    account = "" if sample.login == sample.agency.mailbox else f"\n({sample.login})"
    return (
        f"{number}{mark}",
        f"{words.say(f'demo.sample_{sample.name}')}\n“{sample.subject}”",
        f"{sample.agency.name}\n{sample.agency.mailbox}{account}",
        _verdict(outcome, words),
        "\n".join(_reasons(outcome, words)),
        when(outcome.case.due_at) if outcome.case else "—",
        _reply(outcome, words),
    )


def _verdict(outcome: Outcome, words: Words) -> str:
    if outcome.case is None:
        return words.say(f"case.mail_is_{outcome.disposition}")
    return f"{words.say(f'case.state_{outcome.case.state}')}\n{outcome.case.number}"


def _reasons(outcome: Outcome, words: Words) -> list[str]:
    if outcome.case is None:
        return [_reason(code, outcome, words) for code in outcome.reasons]
    found = _distinct(outcome.findings)
    if not found:
        return [words.say("demo.reason_clean", rows=str(len(outcome.case.rows)))]
    told = [words.finding(finding) for finding in found[:_MOST_REASONS]]
    more = len(found) - len(told)
    return [*told, words.say("demo.reason_more", count=str(more))] if more else told


def _reason(code: str, outcome: Outcome, words: Words) -> str:
    """Return a reason in words; one that no mail of the demo should have, as its code."""
    sample = outcome.sample
    fields = {"login": sample.login, "envelope": sample.login, "address": sample.agency.mailbox}
    known = (key for key in (f"sender.{code}", f"demo.reason_{code}") if key in words.texts)
    key = next(known, "")
    return words.say(key, **fields) if key else code


def _distinct(findings: Sequence[Finding]) -> list[Finding]:
    """Return one finding for each cell, else for each code: two readers may see the same."""
    first: dict[tuple[object, ...], Finding] = {}
    for one in findings:
        cell = (one.row, one.column) if one.row is not None else (one.code,)
        first.setdefault(cell, one)
    return list(first.values())


def _reply(outcome: Outcome, words: Words) -> str:
    if outcome.notice is not None:
        opened = sum(box.new_opens for box in outcome.mailboxes)
        fields = {"number": outcome.notice.number, "opened": str(opened)}
        return words.say("demo.reply_result", **fields, rows=str(len(outcome.mailboxes)))
    if MailKind.ACKNOWLEDGEMENT in outcome.kinds:
        return words.say("demo.reply_acknowledgement")
    untouched = outcome.unread and outcome.disposition is Disposition.LEFT_ALONE
    return words.say("demo.reply_untouched" if untouched else "demo.reply_none")


def _summary(outcomes: Sequence[Outcome], words: Words) -> Iterator[str]:
    bad = [(number, one) for number, one in enumerate(outcomes, 1) if one.faults]
    if not bad:
        yield words.say("demo.all_well")
        return
    yield words.say("demo.not_well", count=str(len(bad)))
    for number, outcome in bad:
        for fault in outcome.faults:
            said = words.say(f"demo.fault_{fault.code}", **fault.fields)
            yield words.say("demo.fault_line", number=str(number), fault=said)


def _mail(number: int, outcome: Outcome, words: Words) -> dict[str, object]:
    case = outcome.case
    return {
        "mail": number,
        "name": outcome.sample.name,
        "sender": outcome.sample.agency.mailbox,
        "login": outcome.sample.login,
        "subject": outcome.sample.subject,
        "disposition": outcome.disposition,
        "case": case.number if case else None,
        "state": case.state if case else None,
        "reasons": sorted(outcome.codes),
        "due_at": when(case.due_at) if case else None,
        "replies": list(outcome.kinds),
        "notice": outcome.notice.number if outcome.notice else None,
        "as_expected": not outcome.faults,
        "faults": [words.say(f"demo.fault_{one.code}", **one.fields) for one in outcome.faults],
    }


def _users(reception: Reception, words: Words) -> Iterator[str]:
    """Yield two lines for each user: who it is with the link in, and what a login asks for."""
    for user in reception.users:
        roles = ", ".join(words.say(f"demo.user_{role}") for role in user.roles)
        yield f"  {user.display_name} ({roles}): {user.link}"
        yield words.say(
            "demo.running_login", name=user.name, password=user.password, secret=user.secret
        )


def _roles(words: Words) -> Iterator[tuple[str, str]]:
    yield INBOX, words.say("demo.role_department")
    for agency in AGENCIES:
        yield agency.mailbox, agency.name
    yield STRANGER, words.say("demo.role_stranger")


def _commands(play: Play, notices: Sequence[Path]) -> Iterator[str]:
    settings = f"--settings {_short(play.stage.settings)}"
    with play.house.database.transaction() as connection:
        waiting = [
            case.number
            for case in play.house.cases.listed(connection, frozenset({State.IN_REVIEW}))
        ]
    yield f"cases --all {settings}"
    yield f"mails {settings}"
    for case in waiting[-1:]:
        yield f"show {case} {settings}"
        yield f"explain {case} {settings}"
        yield f"approve {case} --row 1 --row 3 --officer 'Nguyễn Văn Duyệt' {settings}"
    for case in waiting[:1]:
        yield f"supplement {case} --officer 'Nguyễn Văn Duyệt' {settings}"
    changed = play.stage.root / REQUESTS / "5-changed" / MAIL
    yield f"inspect {_short(changed)} {settings}"
    for notice in notices[:1]:
        yield f"verify '{_short(notice)}' {settings}"
    yield f"check-config {settings}"


def _program() -> str:
    beside = Path(sys.executable).with_name("mailbot")
    return _short(beside) if beside.exists() else f"{_short(Path(sys.executable))} -m mailbot"


def _short(path: Path) -> str:
    """Return the path from here where it lies below, as people type it."""
    here = Path.cwd()
    return str(path.relative_to(here)) if path.is_relative_to(here) else str(path)


def _screen() -> int:
    columns = shutil.get_terminal_size((_USUAL, 50)).columns if sys.stdout.isatty() else _USUAL
    return min(columns, _WIDEST)
