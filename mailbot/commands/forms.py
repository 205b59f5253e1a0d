"""`mailbot forms DIRECTORY`: the decision's blank letters and annexes for agencies."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

from mailbot.commands.answer import Answer
from mailbot.errors import BadInputError, os_reason
from mailbot.forms.office import office_of
from mailbot.forms.shelf import blank_forms
from mailbot.settings import load_settings
from mailbot.words import Words, load_words


def write_forms(options: Namespace) -> Answer:
    """Write every form; a file that is there already is left alone unless told otherwise."""
    words, settings = load_words(), load_settings(options.settings)
    forms = blank_forms(office_of(settings.department, settings.forms), words)
    paths = _paths(options.directory, forms, words, replace=options.replace)
    for path, content in paths.items():
        _write(path, content, words)
    value = {"directory": str(options.directory), "files": [path.name for path in paths]}
    lines = [
        words.say("forms.written", count=str(len(paths)), directory=str(options.directory)),
        *(f"  {path.name}" for path in paths),
    ]
    return Answer(value, "\n".join(lines))


def _paths(
    directory: Path, forms: dict[str, bytes], words: Words, *, replace: bool
) -> dict[Path, bytes]:
    if directory.exists() and not directory.is_dir():
        raise BadInputError(words.say("forms.not_a_directory", directory=str(directory)))
    paths = {directory / name: content for name, content in forms.items()}
    there = next((path for path in paths if path.exists()), None)
    if there is not None and not replace:
        raise BadInputError(words.say("forms.exists", file=str(there)))
    return paths


def _write(path: Path, content: bytes, words: Words) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    except OSError as error:
        fields = {"file": str(path), "reason": os_reason(error)}
        raise BadInputError(words.say("forms.not_written", **fields)) from error
