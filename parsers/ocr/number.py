"""A number as several looks read it, and which of the readings is the likeliest."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from parsers.values.national_id import read_national_id
from parsers.values.phone import read_phone

Fits = Callable[[str], bool]


@dataclass(frozen=True, slots=True)
class Number:
    """One number as each look read it, the look that is trusted most first; "" for nothing."""

    readings: tuple[str, ...]

    @property
    def agrees(self) -> bool:
        """Return whether all looks read the same."""
        return len(set(self.readings)) == 1

    def likeliest(self, fits: Fits = bool) -> str:
        """Return a reading that fits, rather one that more looks read; none is made up."""
        read = [reading for reading in self.readings if reading]
        return max(read, key=lambda reading: (fits(reading), read.count(reading)), default="")


def fits_national_id(reading: str) -> bool:
    """Return whether a reading has the structure of a national ID number."""
    return not read_national_id(reading, None).doubts


def fits_phone(reading: str) -> bool:
    """Return whether a reading is a telephone number."""
    return not read_phone(reading).doubts


def running(numbers: Sequence[Number]) -> tuple[str, ...]:
    """Return the running numbers of a list from top to bottom.

    Where looks differ, the reading that the number above or the one below calls for is taken.
    """
    found = [number.likeliest() for number in numbers]
    for index, number in enumerate(numbers):
        if not number.agrees:
            found[index] = number.likeliest(_called_for(found, index).__contains__)
    return tuple(found)


def _called_for(found: Sequence[str], index: int) -> set[str]:
    above, below = found[index - 1] if index else "0", found[index + 1 : index + 2]
    after = {str(int(above) + 1)} if above.isdecimal() else set()
    return after | {str(int(number) - 1) for number in below if number.isdecimal()}
