"""A cell whose column is known, looked at again as what it holds."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from parsers.flag import Flag, FlagCode
from parsers.ocr.address import Address
from parsers.ocr.engine import Engine, Rect, TextLine, Treatment, Word
from parsers.ocr.number import Fits, Number, fits_national_id, fits_phone
from parsers.ocr.page import Look, drawn_lines, read_area
from parsers.ocr.phrases import with_marks
from parsers.ocr.snippet import LARGER
from parsers.reading import Cell, DrawnLine
from parsers.text.words import clean
from parsers.values.doubt import is_placeholder

TREATMENTS: Mapping[str, Treatment] = {
    "stt": Treatment.DIGITS,
    "national_id": Treatment.DIGITS,
    "phone": Treatment.PHONE,
    "manager_phone": Treatment.PHONE,
    "email": Treatment.EMAIL,
    "manager_email": Treatment.EMAIL,
}
FITS: Mapping[str, Fits] = {
    "stt": bool,
    "national_id": fits_national_id,
    "phone": fits_phone,
    "manager_phone": fits_phone,
}
NAMES = frozenset({"name", "organisation", "manager_name"})
NOTHING = Number(("",))
OF_PHRASES = frozenset({"organisation", "parent_agency", "unit", "position", "note"})
MIXED = frozenset({"manager"})
NEVER_TOLD = frozenset({"national_id"})
SURE = 75.0
NUMBER_WORD = re.compile(r"\d\D*\d\D*\d\D*\d\D*\d\D*\d\D*\d")
ADDRESS_WORD = re.compile(r"@|\.(?:gov|com|vn|edu)\b")


@dataclass(frozen=True, slots=True)
class Seen:
    """A cell as its column calls for: `doubts` say why it is unsure, the rest what it holds."""

    cell: Cell
    doubts: tuple[Flag, ...]
    address: Address | None = None
    number: Number | None = None


@dataclass(frozen=True, slots=True)
class KnownCell:
    """A cell of the column `name`, to be looked at again."""

    name: str
    cell: Cell
    look: Look
    engine: Engine

    @property
    def words(self) -> tuple[TextLine, ...]:
        """Return what the first look saw."""
        return self.look.words[self.cell.place]

    @property
    def area(self) -> Rect:
        """Return where the cell stands, in pixels."""
        return self.look.areas[self.cell.place]

    def seen(self) -> Seen:
        """Return the cell as its column calls for, flagged where it is not sure."""
        plain = clean(" ".join(line.text for line in self.words))
        treatment = self._treatment(plain)
        if treatment is None and not plain:
            return Seen(self.cell, self._red())
        lines, number = self._again(treatment, plain), None
        if treatment is not None and self.name in FITS:
            lines, number = self._number(treatment, lines)
        spelled = with_marks(lines) if self.name in OF_PHRASES else lines
        drawn = drawn_lines(spelled, self.area)
        doubts = (*self._unsure(drawn, spelled, number), *self._red())
        address = self._address(drawn, plain) if treatment is Treatment.EMAIL else None
        raw = "" if spelled == lines else clean(_text(lines))
        return Seen(replace(self.cell, lines=drawn, raw=raw), doubts, address, number)

    def _treatment(self, plain: str) -> Treatment | None:
        """Return how the cell is read again, None where it holds words all the same."""
        treatment = TREATMENTS.get(self.name)
        # A running number alone is read as any sign ("?" for 7), and nobody leaves it out by one.
        is_none = self.name != "stt" and plain and is_placeholder(plain)
        return None if treatment is None or is_none or _is_word(plain, treatment) else treatment

    def _again(self, treatment: Treatment | None, plain: str) -> tuple[TextLine, ...]:
        if self.name in MIXED:
            return tuple(self._mixed(line) for line in self.words)
        if treatment is not None:
            again = self._read(treatment)
            # With the time used up nothing is read again: then the words stand, under a flag.
            again = again if again or self.engine.patience.lasts() else self.words
            return _with_capital(_trimmed(again), plain)
        return self._surer_name() if self.name in NAMES else self.words

    def _read(self, treatment: Treatment, scale: float = 1.0) -> tuple[TextLine, ...]:
        return read_area(self.look.sheet, self.area, treatment, self.engine, scale)

    def _number(
        self, treatment: Treatment, first: tuple[TextLine, ...]
    ) -> tuple[tuple[TextLine, ...], Number]:
        """Return the likeliest lines; where figures and words differ or are none, more is read."""
        looks = [first, self.words]
        read = {digits(_text(lines)) for lines in looks}
        if len(read) > 1 or read == {""}:
            looks += [self._read(treatment, LARGER), self._read(Treatment.TEXT, LARGER)]
            looks += self._with_rim(treatment) if self._is_red() else ()
        if read == {""}:
            line = self.look.sheet.densest_line(self.area)
            looks.append(read_area(self.look.sheet, line, treatment, self.engine))
        number = Number(tuple(digits(_text(lines)) for lines in looks))
        best = number.likeliest(FITS[self.name])
        if not best or not (digits(_text(self.words)) or self._is_sound(best, number)):
            return self.words, NOTHING
        index = number.readings.index(best)
        return _of_signs(looks[index], treatment), number

    def _is_sound(self, reading: str, number: Number) -> bool:
        """Return whether a number stands where words hold none: a seal's rim reads as a 1 once."""
        fits = self.name != "stt" and FITS[self.name](reading)
        return fits or number.readings.count(reading) > 1

    def _with_rim(self, treatment: Treatment) -> list[tuple[TextLine, ...]]:
        """Return what is read with a seal's rim: without it, pale figures in it are paler still."""
        sheet = replace(self.look.sheet, paper=self.look.sheet.rimmed)
        ways = (treatment, Treatment.TEXT)
        return [read_area(sheet, self.area, way, self.engine) for way in ways]

    def _surer_name(self) -> tuple[TextLine, ...]:
        """Return the name read larger, unsure where that makes a difference: a tone mark is small
        and each name is a word of the language.
        """
        larger = self._read(Treatment.TEXT, LARGER)
        if _text(larger).replace(" ", "") == _text(self.words).replace(" ", ""):
            return larger
        return tuple(_doubted(line) for line in larger or self.words)

    def _address(self, drawn: Sequence[DrawnLine], plain: str) -> Address | None:
        first = "".join(line.text for line in drawn).replace(" ", "")
        lines = _with_capital(_trimmed(self._read(Treatment.EMAIL_AGAIN)), plain)
        second = "".join(line.text for line in drawn_lines(lines, self.area)).replace(" ", "")
        return Address(first.lower(), second.lower()) if first or second else None

    def _mixed(self, line: TextLine) -> TextLine:
        """Return a line of an officer's cell with its number and address read as such."""
        return TextLine(tuple(self._word(word) for word in line.words))

    def _word(self, word: Word) -> Word:
        if ADDRESS_WORD.search(word.text):
            first, again = self._one(word, Treatment.EMAIL), Treatment.EMAIL_AGAIN
            agrees = first.text == self._one(word, again).text
        elif NUMBER_WORD.search(word.text):
            first = self._one(word, Treatment.PHONE)
            agrees = digits(first.text) == digits(word.text)
        else:
            return word
        end = word.text[-1] if word.text[-1] in ",;)" else ""
        return Word(first.text + end, word.box, first.sure if agrees else 0.0)

    def _one(self, word: Word, treatment: Treatment) -> Word:
        """Return a word read again, itself where nothing is read."""
        x0, y0, x1, y1 = word.box
        around = (x0 - 6, y0 - 6, x1 + 6, y1 + 6)
        lines = read_area(self.look.sheet, around, treatment, self.engine)
        text = "".join(line.text for line in lines).replace(" ", "").rstrip(".-/;")
        if not text:
            return word
        sure = min(found.sure for line in lines for found in line.words)
        return Word(text, word.box, sure)

    def _unsure(
        self, drawn: Sequence[DrawnLine], lines: Sequence[TextLine], number: Number | None
    ) -> tuple[Flag, ...]:
        """Flag words that were not sure, and digits that two looks saw differently."""
        text = clean(("" if self.name in TREATMENTS else " ").join(line.text for line in drawn))
        sure = min((word.sure for line in lines for word in line.words), default=100.0)
        differs = number is not None and not number.agrees
        if sure >= SURE and not differs:
            return ()
        shown = "…" if self.name in NEVER_TOLD else text
        return (Flag(FlagCode.SCAN_UNSURE, (("text", shown),), self.cell.place),)

    def _red(self) -> tuple[Flag, ...]:
        """Flag a seal or a red pen in the cell."""
        return (Flag(FlagCode.SCAN_RED_INK, place=self.cell.place),) if self._is_red() else ()

    def _is_red(self) -> bool:
        return self.look.sheet.has_red_ink(self.area)


def _text(lines: Sequence[TextLine]) -> str:
    return " ".join(line.text for line in lines)


def digits(text: str) -> str:
    """Return nothing but the digits of a text."""
    return re.sub(r"\D", "", text)


def _of_signs(lines: Sequence[TextLine], treatment: Treatment) -> tuple[TextLine, ...]:
    """Return the lines with no other signs than a treatment knows: words hold any."""
    _, signs = treatment.value
    kept = [
        [
            replace(word, text="".join(sign for sign in word.text if sign in signs))
            for word in line.words
        ]
        for line in lines
    ]
    return tuple(
        TextLine(filled) for words in kept if (filled := tuple(word for word in words if word.text))
    )


def _doubted(line: TextLine) -> TextLine:
    return TextLine(tuple(replace(word, sure=0.0) for word in line.words))


def _trimmed(lines: Sequence[TextLine]) -> tuple[TextLine, ...]:
    """Return the lines without the dots that grain makes at the end of the last."""
    if not lines:
        return ()
    *before, word = lines[-1].words
    last = replace(word, text=word.text.rstrip(".-_/;") or word.text)
    return (*lines[:-1], TextLine((*before, last)))


def _with_capital(lines: tuple[TextLine, ...], plain: str) -> tuple[TextLine, ...]:
    """Return the lines with the capital an address may begin with: it is none of its signs."""
    first = plain[:1].lower()
    if not lines or not plain[:1].isupper() or lines[0].text[:1] == first:
        return lines
    if lines[0].text[:3] != plain[1:4]:
        return lines
    word, *rest = lines[0].words
    return (TextLine((replace(word, text=first + word.text), *rest)), *lines[1:])


def _is_word(plain: str, treatment: Treatment) -> bool:
    """Return whether a cell of numbers or addresses holds neither, but words."""
    letters, digits = sum(map(str.isalpha, plain)), sum(map(str.isdigit, plain))
    if treatment is Treatment.EMAIL:
        foreign = sum(not char.isascii() for char in plain)
        return "@" not in plain and foreign >= 2
    return letters > 3 and letters > digits
