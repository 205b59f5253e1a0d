"""Agencies as a text names them: whole, at the end of a part's name, or shortened."""

from __future__ import annotations

import re

from mailbot.cases.agency import Agency
from mailbot.cases.name import letters_key
from mailbot.intake.row_known import Surroundings, agency_key

_BETWEEN_PARTS = re.compile(r"[,;/\n]|\s[-–]\s")
# What an authority of its own begins with, letters without marks. "Bộ phận" is a part of one.
_AUTHORITY = re.compile(
    r"(?:so|uy ban nhan dan|hoi dong nhan dan|bo(?! (?:phan|chi huy))|(?:tong )?cuc|cong an|toa an|"
    r"(?:tinh|thanh|huyen|quan) uy|vien kiem sat|kho bac|bao hiem xa hoi|cong ty|ngan hang)\b"
)


def is_authority(text: str) -> bool:
    """Return whether the text begins as the name of an authority does, which is no agency's part
    unless the registry says so.
    """
    return _AUTHORITY.match(letters_key(agency_key(text))) is not None


def parts_of(text: str) -> tuple[str, ...]:
    """Return the names in a cell that holds several: `Thanh tra - Sở Tư pháp`."""
    return tuple(part for part in map(str.strip, _BETWEEN_PARTS.split(text)) if part)


def agencies_ending(text: str, around: Surroundings) -> tuple[Agency, ...]:
    """Return the agencies whose name the text is, or ends with: `Văn phòng Sở Y tế`.

    An abbreviation counts as the whole text only, for `Văn phòng UBND` may be anybody's; so does
    the name of another's unit, for every agency has a `Văn phòng`.
    """
    whole = around.called(text)
    if whole:
        return whole
    words = agency_key(text).split()
    endings = (" ".join(words[start:]) for start in range(1, len(words)))
    found = (_called_in_full(ending, around) for ending in endings)
    return next((agencies for agencies in found if agencies), ())


def is_short_for(text: str, agency: Agency) -> bool:
    """Return whether the text is how an agency's name begins, or the place it ends with:
    `UBND thành phố`, `Thành phố Cần Thơ`.
    """
    key, name = agency_key(text), agency_key(agency.name)
    is_place = " " in key and name.endswith(f" {key}")
    return bool(key) and (name.startswith(f"{key} ") or is_place)


def _called_in_full(key: str, around: Surroundings) -> tuple[Agency, ...]:
    """Return the authorities, and the asker's own agencies, of this name."""
    return tuple(
        agency
        for agency in around.agencies.get(key, ())
        if key != agency_key(agency.abbreviation)
        and (agency.code in around.family or is_authority(key))
    )
