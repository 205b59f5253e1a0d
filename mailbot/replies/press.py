"""The press: sets a letter as PDF from the templates in config/letters/ and the faces in
config/fonts/, and says where on the paper the signature belongs.

The same letter gives the same bytes. What cannot be printed right is an error, never a wrong
letter: a face or a letter missing from it, a character without a glyph, a warning of the setter.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, Protocol

from mailbot.cases.name import clean_text
from mailbot.defaults import config_file, default_file
from mailbot.errors import os_reason
from mailbot.replies.facts import Fact, LetterError, letter_facts, printable, texts, unprintable
from mailbot.replies.font import FontError, characters, missing_vietnamese
from mailbot.replies.letter import Issuer, Letter, Numbering
from mailbot.replies.typesetter import SetType, TypeSet, set_type
from mailbot.words import say

LAYOUT = "layout.typ"
TEMPLATES = (
    LAYOUT,
    "result.typ",
    "refusal.typ",
    "supplement.typ",
    "receipt.typ",
    "apology.typ",
    "guide.typ",
    "slip.typ",
    "stamp.typ",
)
FACES = ("Tinos-Regular.ttf", "Tinos-Bold.ttf", "Tinos-Italic.ttf", "Tinos-BoldItalic.ttf")
PAGE_HEIGHT = 297 / 25.4 * 72

Box = tuple[int, int, int, int]


@dataclass(frozen=True, slots=True)
class Seal:
    """The picture of a seal (PNG), and its size in points."""

    picture: bytes
    size: int


@dataclass(frozen=True, slots=True)
class RenderedLetter:
    """A letter on paper.

    Boxes are (left, bottom, right, top) in whole points from the page's lower left corner, as PDF
    counts. `signature_box` is for the signer's hand between title and name, `seal_box` for the
    organisation's seal, covering the left third of it (NĐ 30/2020, Phụ lục I). `signature_page`
    counts from 1. A guide and a slip are not signed: all three are None.
    """

    pdf: bytes
    pages: int
    signature_page: int | None
    signature_box: Box | None
    seal_box: Box | None


class Stamp(Protocol):
    """Draws what a signature without a hand shows."""

    def __call__(self, lines: tuple[str, ...], box: Box, seal: Seal | None = None) -> bytes:
        """Return a page of PDF; see `Press.stamp`."""


# Encrypted afterwards, object by object: structure for screen readers would be most of the objects.
_ENCRYPTED = frozenset({"slip.typ"})


@dataclass(frozen=True, slots=True, eq=False)
class Press:
    """Templates, the folder of the faces, and the characters these can show, read once."""

    sources: Mapping[str, bytes]
    faces: Path
    characters: frozenset[int]
    set_type: SetType = set_type

    def render(
        self, letter: Letter, issuer: Issuer, numbering: Numbering | None = None
    ) -> RenderedLetter:
        """Return the letter as PDF; without a numbering, number and date stay open.

        Raises LetterError, in words for staff, where the letter cannot be printed right.
        """
        facts = _spell_quotations(letter_facts(letter, issuer, numbering), self.characters)
        done = self._set(letter.template, self._checked(facts), placed=True)
        return _rendered(done.pdf, json.loads(done.places))

    def stamp(self, lines: tuple[str, ...], box: Box, seal: Seal | None = None) -> bytes:
        """Return a page of PDF as large as the box, with the lines in the largest size that fits.

        It is what a signature without a hand shows: who signed, for whom, when; with the seal on
        its left, if there is one. Text too long even in the smallest readable size is a
        LetterError: it is never shrunk further.
        """
        facts: dict[str, Fact] = {
            "lines": [clean_text(line) for line in lines],
            "width": box[2] - box[0],
            "height": box[3] - box[1],
        }
        data = self._checked(facts)
        if seal is not None:
            drawn = {"size": seal.size, "picture": list(seal.picture)}
            data = json.dumps({**json.loads(data), "seal": drawn})
        return self._set("stamp.typ", data, placed=False).pdf

    def _checked(self, facts: dict[str, Fact]) -> str:
        """Return the facts as JSON; a character without a glyph is an error that names it."""
        for path, text in texts(facts):
            strange = unprintable(text, self.characters)
            if strange:
                raise LetterError(_strange_character(path, strange[0]))
        return json.dumps(facts, ensure_ascii=False)

    def _set(self, template: str, data: str, *, placed: bool) -> TypeSet:
        files = {"main": self.sources[template], LAYOUT: self.sources[LAYOUT]}
        tagged = template not in _ENCRYPTED
        done = self.set_type(files, self.faces, data, tagged=tagged, placed=placed)
        if done.fault:
            # Diagnostics may quote the letter, and a slip holds passwords: only the first line.
            raise LetterError(_setter_message(template, done.fault))
        return done


def load_press(
    letters: Path | None = None, fonts: Path | None = None, set_type: SetType = set_type
) -> Press:
    """Read templates and faces; a missing file, face or Vietnamese letter is a LetterError.

    An operator's own template stands for the packaged one, file by file; faces are ours alone.
    """
    folder = fonts or default_file("fonts")
    sources = {name: _read(_template(letters, name)) for name in TEMPLATES}
    supported = [_characters(folder / name) for name in FACES]
    return Press(MappingProxyType(sources), folder, frozenset.intersection(*supported), set_type)


@cache
def _default_press() -> Press:
    return load_press()


def render(letter: Letter, issuer: Issuer, numbering: Numbering | None = None) -> RenderedLetter:
    """Return the letter as PDF, set with the templates and faces in force."""
    return _default_press().render(letter, issuer, numbering)


def stamp(lines: tuple[str, ...], box: Box, seal: Seal | None = None) -> bytes:
    """Return what a signature without a hand shows, set with the faces in force."""
    return _default_press().stamp(lines, box, seal)


def _template(letters: Path | None, name: str) -> Path:
    return letters / name if letters else config_file(f"letters/{name}")


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        fields = {"file": path, "reason": os_reason(error)}
        raise LetterError(say("letters.template_file_unread", **fields)) from error


def _characters(path: Path) -> frozenset[int]:
    try:
        supported = characters(_read(path))
    except FontError as error:
        raise LetterError(say("letters.font_unusable", file=path.name, error=error)) from error
    missing = missing_vietnamese(supported)
    if missing:
        raise LetterError(say("letters.font_lacks", file=path.name, characters=" ".join(missing)))
    return supported


def _spell_quotations(facts: dict[str, Fact], supported: frozenset[int]) -> dict[str, Fact]:
    letter = facts["letter"]
    if not isinstance(letter, dict) or not isinstance(letter.get("defects"), list):
        return facts
    defects = [_spelled(defect, supported) for defect in letter["defects"]]  # type: ignore[union-attr]
    return facts | {"letter": letter | {"defects": defects}}


def _spelled(defect: Fact, supported: frozenset[int]) -> Fact:
    if not isinstance(defect, dict):
        return defect
    quoted = ("read", "text", "file", "place")
    return defect | {name: printable(str(defect[name]), supported) for name in quoted}


def _strange_character(path: str, char: str) -> str:
    return say("letters.character_missing", char=char, number=f"{ord(char):04X}", path=path)


def _setter_message(template: str, fault: str) -> str:
    if template == "slip.typ":
        return say("letters.template_failed", template=template)
    return say("letters.template_failed_why", template=template, reason=fault.splitlines()[0])


def _rendered(pdf: bytes, places: dict[str, Any]) -> RenderedLetter:
    pages = int(places["pages"])
    if not places["signature"]:
        return RenderedLetter(pdf, pages, None, None, None)
    (signature,) = places["signature"]
    return RenderedLetter(
        pdf, pages, int(signature["page"]), _box(signature["hand"]), _box(signature["seal"])
    )


def _box(placed: Mapping[str, float]) -> Box:
    left, top = placed["x"], PAGE_HEIGHT - placed["y"]
    right, bottom = left + placed["width"], top - placed["height"]
    return (round(left), round(bottom), round(right), round(top))
