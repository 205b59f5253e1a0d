"""The Vietnamese wording of codes, from config/texts/vi/."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from string import Formatter

from mailbot.cases.finding import Finding, Place
from mailbot.defaults import OVERRIDES, default_file

_FOLDER = "texts/vi"
_PLACE = re.compile(r"at line (?P<line>\d+), column (?P<column>\d+)")
_BY_CODE = {"grounds": "manual.ground_", "procedure": "case.procedure_"}
"""Facts of a letter that are read as codes, and how the texts of these begin."""

_FIELDS_BY_CODE = {"lettering": "flag.lettering_"}
"""The same of fields of a finding."""


@dataclass(frozen=True, slots=True)
class Words:
    """Texts by `<file>.<key>`, e.g. `sender.unknown`; `{name}` marks a field."""

    texts: Mapping[str, str]

    def say(self, code: str, /, **fields: object) -> str:
        """Return the wording of a code. An unknown code is a KeyError: a bug, caught by a test."""
        return self.texts[code].format_map(_Fields(fields))

    def finding(self, finding: Finding) -> str:
        """Return what a finding says to the officer; of one that an earlier version stored, and
        this one does not know, that it is there.
        """
        if not self.knows(finding):
            return self.say("flag.of_another_version", code=finding.code)
        return self.flagged(finding.code, finding.column, finding.fields)

    def flagged(self, code: str, column: str, fields: Mapping[str, str]) -> str:
        """Return what is said of a column or a fact of the letter, which `{what}` names."""
        known = self.texts.get(f"letters.column_{column}", self.texts["flag.unnamed"])
        coded = _BY_CODE.get(column)
        said = {
            name: self._named(coded, text) if coded else self.field(name, text)
            for name, text in fields.items()
        }
        return self.say(code, **{"what": known} | said)

    def field(self, name: str, text: str) -> str:
        """Return what a field of a finding says, one that is read as codes in words."""
        coded = _FIELDS_BY_CODE.get(name)
        return self._named(coded, text) if coded else text

    def _named(self, coded: str, codes: str) -> str:
        return ", ".join(self.texts.get(f"{coded}{one}", one) for one in codes.split(","))

    def knows(self, finding: Finding) -> bool:
        """Return whether there are words for what it says: only then may a letter speak of it."""
        return finding.code in self.texts

    def place(self, place: Place | None) -> str:
        """Return where in its file something stands: page, sheet and cell, cell of a table, or
        paragraph.
        """
        if place is None:
            return ""
        if place.page is not None:
            return self.say("place.page", page=place.page)
        line, dot, column = place.cell.partition(".")
        if dot:
            return self.say("place.table_cell", table=place.sheet, line=line, column=column)
        if place.file.lower().endswith(".docx"):
            return place.sheet or place.paragraph  # the readers' own names
        named = "place.cell" if place.cell else "place.sheet"
        return self.say(named, sheet=place.sheet, cell=place.cell) if place.sheet else ""


def say(code: str, /, **fields: object) -> str:
    """Return the wording of a code in the installed texts: for what is told where no words are
    handed on, such as an error deep below the page or command that shows it.
    """
    return load_words().say(code, **fields)


class _Fields(dict[str, object]):
    def __missing__(self, key: str) -> str:
        return "…"


def load_words(directory: Path | None = None) -> Words:
    """Return the texts of a directory, read once; a file's name is the first part of its codes.

    Without a directory: the packaged texts, each replaced where the operator words it otherwise;
    SettingsError where a file of theirs cannot be used.
    """
    return _read((directory,) if directory else (default_file(_FOLDER), OVERRIDES / _FOLDER))


@cache
def _read(folders: tuple[Path, ...]) -> Words:
    ours, *others = folders
    texts: dict[str, str] = {}
    for path in sorted(ours.glob("*.toml")):
        texts |= _texts_of(path)
    for path in (path for folder in others for path in _readable(folder)):
        try:
            texts |= {key: _sayable(key, text) for key, text in _texts_of(path).items()}
        except (OSError, ValueError) as error:
            raise _unusable(path, error, Words(texts)) from error
    return Words(texts)


def _readable(folder: Path) -> list[Path]:
    """Return the files of an operator's folder. Who may not look into it is told in our words."""
    try:
        return sorted(folder.glob("*.toml"))
    except PermissionError:
        return []


def _texts_of(path: Path) -> dict[str, str]:
    read = tomllib.loads(path.read_text("utf-8-sig"))
    return {f"{path.stem}.{key}": text for key, text in read.items()}


def _sayable(key: str, text: str) -> str:
    """Return the text; ValueError names the key of one with a brace alone, or of what is none."""
    try:
        _ = [*Formatter().parse(text)]
    except (TypeError, ValueError) as error:
        raise ValueError(key) from error
    return text


def _unusable(path: Path, error: Exception, words: Words) -> Exception:
    """Return the error, in the words there are without this file."""
    from mailbot.errors import SettingsError  # noqa: PLC0415 (errors are worded from here)

    told = _PLACE.search(str(error))
    where = words.say("settings.toml_at", **told.groupdict()) if told else str(error)
    return SettingsError(words.say("settings.no_texts", file=path, reason=where))
