"""The commands. Each is described in `commands/usage.py` and imported only when it is called."""

from __future__ import annotations

import errno
import json
import os
import sys
from argparse import Namespace
from contextlib import suppress
from importlib import import_module
from io import TextIOWrapper

from mailbot.commands.answer import KEY_REFUSED, UNDECIDED, Answer
from mailbot.commands.usage import UsageError, parse
from mailbot.errors import KeyRefusedError, MailbotError, in_words, os_reason
from mailbot.words import say


class _UnsaidError(MailbotError):
    """What a command answers could not be printed; it has done its work."""

    code = "unsaid"


def main(argv: list[str] | None = None) -> int:
    """Run one command and return its exit code."""
    arguments = sys.argv[1:] if argv is None else argv
    as_json = "--json" in arguments
    _let_any_file_be_named()
    try:
        options = parse(arguments)
        answer = _run(options)
        _say(answer, as_json=as_json)
        if answer.when_said is not None:
            answer.when_said()
        code = answer.code
    except _UnsaidError as error:
        code = _say_error(error.code, in_words(error), as_json=False)
    except KeyRefusedError as error:
        _say_error(error.code, in_words(error), as_json=as_json)
        code = KEY_REFUSED
    except (MailbotError, UsageError) as error:
        code = _say_error(error.code, in_words(error), as_json=as_json)
    except KeyboardInterrupt:
        code = 130
    except BrokenPipeError:
        _close_screen()
        code = UNDECIDED
    except Exception as error:  # the last line of defence: never a traceback full of data
        if "--debug" in arguments:
            raise
        code = _say_error("bug", _unforeseen(error), as_json=as_json)
    return code


def _run(options: Namespace) -> Answer:
    module, function = options.run.split(":")
    answer: Answer = getattr(import_module(f"mailbot.commands.{module}"), function)(options)
    return answer


def _say(answer: Answer, *, as_json: bool) -> None:
    text = json.dumps(answer.value, ensure_ascii=False, indent=2) if as_json else answer.text
    try:
        _print(f"{text}\n" if text else "")
    except BrokenPipeError:
        raise
    except OSError as error:
        raise _UnsaidError(say("outside.not_said", reason=os_reason(error))) from error


def _say_error(code: str, message: str, *, as_json: bool) -> int:
    if as_json:
        error = {"error": {"code": code, "message": message}}
        with suppress(OSError):
            _print(json.dumps(error, ensure_ascii=False) + "\n")
            return UNDECIDED
    if sys.stderr is not None:
        sys.stderr.write(f"mailbot: {message}\n")
    return UNDECIDED


def _let_any_file_be_named() -> None:
    """Print bytes of a name that are no UTF-8 as `\\udcff`, which JSON reads back."""
    if isinstance(sys.stdout, TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")


def _print(text: str) -> None:
    if sys.stdout is None:  # closed by who called us
        raise OSError(errno.EBADF, os.strerror(errno.EBADF))
    try:
        sys.stdout.write(text)
        sys.stdout.flush()
    except OSError:
        _close_screen()
        raise


def _close_screen() -> None:
    """Let nothing more reach it: what is left to be written would fail again at the very end."""
    with suppress(OSError), open(os.devnull, "wb") as nowhere:  # noqa: PTH123 (a device)
        os.dup2(nowhere.fileno(), sys.stdout.fileno())


def _unforeseen(error: Exception) -> str:
    return say("outside.unforeseen", kind=type(error).__name__)


if __name__ == "__main__":
    sys.exit(main())
