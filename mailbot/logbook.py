"""Every log event, one function each. No passwords, message bodies or citizens' data, ever."""

from __future__ import annotations

import json
import logging
import sys
import warnings
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import TextIO

_log = logging.getLogger("mailbot")


def open_logbook(level: str = "INFO", file: Path | None = None) -> None:
    """Write events as one JSON object a line to standard error, where journald finds them, or to
    the end of a file; one opened before is closed. What libraries log is an event too.
    """
    for before in _log.handlers:
        before.close()
    handler = logging.FileHandler(file, encoding="utf-8") if file else logging.StreamHandler()
    handler.setFormatter(logging.Formatter("%(message)s"))
    _log.handlers[:] = [handler]
    _log.setLevel(level)
    _log.propagate = False
    logging.getLogger().addHandler(_of_libraries)
    warnings.showwarning = _code_warned


def started(version: str, database: str) -> None:
    """The daemon is ready."""
    _write(logging.INFO, "started", version=version, database=database)


def stopped() -> None:
    """The daemon has ended its work and goes."""
    _write(logging.INFO, "stopped")


def mail_received(message: int, size: int, arrived_at: datetime) -> None:
    """A mail is archived and recorded."""
    _write(logging.INFO, "mail_received", message=message, size=size, arrived_at=arrived_at)


def mail_concluded(message: int, disposition: str, reasons: tuple[str, ...]) -> None:
    """It is known what becomes of a mail."""
    _write(
        logging.INFO, "mail_concluded", message=message, disposition=disposition, reasons=reasons
    )


def taken_one_by_one(mails: int, error: str) -> None:
    """Something failed while these mails were examined together: each is examined by itself."""
    _write(logging.INFO, "taken_one_by_one", mails=mails, error=error)


def inbox_seen(new: int) -> None:
    """The inbox was polled with success."""
    _write(logging.DEBUG, "inbox_seen", new=new)


def inbox_lost(reason: str, again_in_seconds: float) -> None:
    """The connection to the inbox is gone; it is made again after the pause."""
    _write(logging.WARNING, "inbox_lost", reason=reason, again_in_seconds=again_in_seconds)


def inbox_went_back(next_uid: int, last_uid: int) -> None:
    """The mail server gives UIDs anew that it gave before; all mail is taken in again."""
    _write(logging.WARNING, "inbox_went_back", next_uid=next_uid, last_uid=last_uid)


def other_life_seen() -> None:
    """The inbox holds mails of ours that this database does not know; the work is paused."""
    _write(logging.ERROR, "other_life_seen")


def case_moved(case: str, after: str, what: str) -> None:
    """A case has a new state."""
    _write(logging.INFO, "case_moved", case=case, after=after, what=what)


def work_postponed(kind: str, subject: int, attempts: int, reason: str) -> None:
    """A step could not be done now and is tried again."""
    _write(
        logging.WARNING,
        "work_postponed",
        kind=kind,
        subject=subject,
        attempts=attempts,
        reason=reason,
    )


def work_set_aside(kind: str, subject: int, attempts: int, reason: str) -> None:
    """A step is not tried again until a person has looked."""
    _write(
        logging.ERROR,
        "work_set_aside",
        kind=kind,
        subject=subject,
        attempts=attempts,
        reason=reason,
    )


def bug(kind: str, subject: int) -> None:
    """An error nobody foresaw; the traceback goes with it, without the values of variables."""
    _write(logging.ERROR, "bug", sys.exc_info(), kind=kind, subject=subject)


def page_failed(way: str, reason: str) -> None:
    """A page of the console could not be answered; the way is told without what was asked."""
    _write(logging.WARNING, "page_failed", way=way, reason=reason)


def mail_sent(outbox: int, kind: str, response: str) -> None:
    """The mail server has taken a mail of ours."""
    _write(logging.INFO, "mail_sent", outbox=outbox, kind=kind, response=response)


def mail_reconciled(key: str, settled: str) -> None:
    """A mail that left before a restore is known again, or is not."""
    _write(logging.INFO, "mail_reconciled", key=key, settled=settled)


def mail_not_sent(outbox: int, kind: str, outcome: str, response: str) -> None:
    """The mail server has not taken a mail of ours, or nobody knows."""
    _write(
        logging.WARNING,
        "mail_not_sent",
        outbox=outbox,
        kind=kind,
        outcome=outcome,
        response=response,
    )


def deadline_near(case: str, due_at: datetime, hours_left: int) -> None:
    """An open case comes near its due time (working hours)."""
    _write(logging.WARNING, "deadline_near", case=case, due_at=due_at, hours_left=hours_left)


def deadline_missed(case: str, due_at: datetime) -> None:
    """An open case is past its due time."""
    _write(logging.ERROR, "deadline_missed", case=case, due_at=due_at)


def clock_was_wrong(slips: int) -> None:
    """The clock was ahead: work put off to a day far away is due now."""
    _write(logging.WARNING, "clock_was_wrong", slips=slips)


def work_taken_back(slips: int) -> None:
    """A process of this machine is gone; the mails it held are due now."""
    _write(logging.WARNING, "work_taken_back", slips=slips)


def revocation_unavailable(source: str, reason: str) -> None:
    """A configured CRL or OCSP source gave nothing usable."""
    _write(logging.WARNING, "revocation_unavailable", source=source, reason=reason)


def signed_without(what: str, reason: str) -> None:
    """A time stamp or revocation data is not to be had, and the settings say to go on without."""
    _write(logging.WARNING, f"signed_without_{what}", reason=reason)


def waits_for_authority(case: str, due_at: datetime) -> None:
    """A certification authority gives no revocation data; a case waits, its clock running."""
    _write(logging.WARNING, "waits_for_authority", case=case, due_at=due_at)


def letter_not_issued(letter: int, reason: str) -> None:
    """A signed letter that was uploaded is in order, but could not be sent on."""
    _write(logging.ERROR, "letter_not_issued", letter=letter, reason=reason)


def library_warned(told: logging.LogRecord) -> None:
    """A library warns: the words in its code, and where an error came from; the values that belong
    into these words are anybody's, and left out.
    """
    says, caught = str(told.msg).strip().partition("\n")[0], told.exc_info or _NONE
    _write(told.levelno, "library_warned", caught, library=told.name, says=says)


def _code_warned(  # noqa: PLR0913, PLR0917 (as Python calls it)
    message: Warning | str,  # noqa: ARG001 (may quote anything)
    category: type[Warning],
    filename: str,
    lineno: int,
    file: TextIO | None = None,  # noqa: ARG001 (as above)
    line: str | None = None,  # noqa: ARG001
) -> None:
    """Tell of a warning of Python's by the place in the code that it is about."""
    says = f"{Path(filename).name}:{lineno}"
    _write(logging.WARNING, "library_warned", library=category.__name__, says=says)


class _OfLibraries(logging.Handler):
    """Has what libraries log written as events. Where there is no handler, Python writes it as it
    is: no JSON, and the texts of exceptions with it.
    """

    def emit(self, record: logging.LogRecord) -> None:
        """Write one."""
        library_warned(record)


_of_libraries = _OfLibraries(logging.WARNING)


_Caught = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]
_NONE: _Caught = (None, None, None)


def _write(level: int, event: str, caught: _Caught = _NONE, /, **fields: object) -> None:
    if not _log.isEnabledFor(level):
        return
    line = {"event": event, "level": logging.getLevelName(level).lower(), **fields}
    if caught != _NONE:
        line["traceback"] = _frames(caught)
    _log.log(level, json.dumps(line, ensure_ascii=False, default=str))


def _frames(caught: _Caught) -> list[str]:
    """Return where an exception came from: places and its type, never its text."""
    kind, _error, tb = caught
    places = []
    while tb is not None:
        code = tb.tb_frame.f_code
        places.append(f"{code.co_filename.rsplit('/', 1)[-1]}:{tb.tb_lineno} {code.co_name}")
        tb = tb.tb_next
    return [*places, kind.__name__ if kind else ""]
