"""The commands. Each is described in `commands/usage.py` and imported only when it is called."""

from __future__ import annotations

import json
import sys
from argparse import Namespace
from importlib import import_module

from mailbot.commands.answer import KEY_REFUSED, UNDECIDED, Answer
from mailbot.commands.usage import UsageError, parse
from mailbot.errors import KeyRefusedError, MailbotError, in_words
from mailbot.words import say


def main(argv: list[str] | None = None) -> int:
    """Run one command and return its exit code."""
    arguments = sys.argv[1:] if argv is None else argv
    as_json = "--json" in arguments
    try:
        options = parse(arguments)
        answer = _run(options)
        _say(answer, as_json=as_json)
        if answer.when_said is not None:
            answer.when_said()
    except KeyRefusedError as error:
        _say_error(error.code, in_words(error), as_json=as_json)
        return KEY_REFUSED
    except (MailbotError, UsageError) as error:
        return _say_error(error.code, in_words(error), as_json=as_json)
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        return UNDECIDED
    except Exception as error:  # the last line of defence: never a traceback full of data
        if "--debug" in arguments:
            raise
        return _say_error("bug", _unforeseen(error), as_json=as_json)
    return answer.code


def _run(options: Namespace) -> Answer:
    module, function = options.run.split(":")
    answer: Answer = getattr(import_module(f"mailbot.commands.{module}"), function)(options)
    return answer


def _say(answer: Answer, *, as_json: bool) -> None:
    text = json.dumps(answer.value, ensure_ascii=False, indent=2) if as_json else answer.text
    if text:
        sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def _say_error(code: str, message: str, *, as_json: bool) -> int:
    if as_json:
        error = {"error": {"code": code, "message": message}}
        sys.stdout.write(json.dumps(error, ensure_ascii=False) + "\n")
    else:
        sys.stderr.write(f"mailbot: {message}\n")
    return UNDECIDED


def _unforeseen(error: Exception) -> str:
    return say("outside.unforeseen", kind=type(error).__name__)


if __name__ == "__main__":
    sys.exit(main())
