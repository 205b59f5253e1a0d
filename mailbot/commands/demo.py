"""`mailbot demo`: eight mails on an embedded mail server, and what became of each."""

from __future__ import annotations

import signal
import sys
import threading
from argparse import Namespace
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import TextIO

from mailbot.commands.answer import FAILED, PASSED, Answer
from mailbot.errors import BadInputError
from mailbot.words import Words, load_words

DIRECTORY = Path(".demo")
_EXTRA = ("aiosmtpd", "pymap", "pysasl", "proxyprotocol")


def run(options: Namespace) -> Answer:
    """Play the demo; 0 only where all eight mails ended as they should."""
    words = load_words()
    require_extra(words)
    from mailbot.commands.demo_page import guide, page, value  # noqa: PLC0415 (an extra)
    from mailbot.demo.play import performing  # noqa: PLC0415
    from mailbot.demo.reception import receiving  # noqa: PLC0415
    from mailbot.demo.souvenirs import save_replies, save_requests  # noqa: PLC0415

    screen = sys.stderr if options.json else sys.stdout
    say = _teller(words, screen)
    with _until_stopped() as stop, performing(options.directory or DIRECTORY, words, say) as play:
        play.send()
        say("step_sent")
        settled = play.wait_until_settled()
        say("step_settled" if settled else "step_unsettled", log=str(play.stage.log))
        outcomes = play.outcomes()
        save_requests(play.stage.root, outcomes)
        paths = save_replies(play.stage.root, outcomes)
        text = page(outcomes, paths, words)
        if not options.once:
            with receiving(play.house) as reception:
                screen.write(f"\n{text}\n{guide(play, reception, paths, words)}\n")
                screen.flush()
                stop.wait()
            text = "\n" + words.say("demo.ended", directory=str(play.stage.root))
    good = settled and not any(outcome.faults for outcome in outcomes)
    return Answer(value(outcomes, paths, words), text, PASSED if good else FAILED)


def require_extra(words: Words) -> None:
    """Raise BadInputError where the packages of the embedded servers are missing."""
    for package in _EXTRA:
        if find_spec(package) is None:
            raise BadInputError(words.say("demo.extra_missing", package=package))


def _teller(words: Words, screen: TextIO) -> Callable[..., None]:
    """Return what tells how far the demo is, a line for each step."""

    def say(step: str, **fields: str) -> None:
        screen.write(words.say(f"demo.{step}", **fields) + "\n")
        screen.flush()

    return say


@contextmanager
def _until_stopped() -> Iterator[threading.Event]:
    """Yield what Ctrl+C and SIGTERM set; before anybody waits for it they end the demo at once."""
    stop = _Stop()
    before = {number: signal.signal(number, stop.on_signal) for number in _SIGNALS}
    try:
        yield stop
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


_SIGNALS = (signal.SIGINT, signal.SIGTERM)


class _Stop(threading.Event):
    """An event that interrupts whoever does not wait for it."""

    def __init__(self) -> None:
        super().__init__()
        self.awaited = False

    def wait(self, timeout: float | None = None) -> bool:
        self.awaited = True
        return super().wait(timeout)

    def on_signal(self, _number: int, _frame: object) -> None:
        if not self.awaited:
            raise KeyboardInterrupt
        self.set()
