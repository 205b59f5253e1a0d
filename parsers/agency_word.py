"""The words that the names of agencies and of their units begin with."""

from __future__ import annotations

import re

from parsers.words import bare

_AGENCY = (
    r"so|uy ban|ubnd|phong|trung tam|ban|van phong|chi cuc|truong|thanh tra|hoi|dai|cuc|vien|"
    r"benh vien|tram|dang uy|hoi dong|hdnd|quy|nha|bao|cong an|toa an|kho bac|lien doan|lien minh|"
    r"bo|tong cuc|doan|mat tran|"
    r"cong ty|bo chi huy|thu vien|bao tang|khoa|hat|doi|chi nhanh|chi hoi|chi doan|cong doan"
)
_BEGINS_AGENCY = re.compile(rf"^(?:{_AGENCY})\b")
_BEGINS_UNIT = re.compile(
    rf"^(?:{_AGENCY}|to|khoi|bo phan|ap|khu vuc|thuong truc|lanh dao|cum|co so)\b"
)


def begins_like_agency(text: str) -> bool:
    """Return whether a text begins as an agency's name does."""
    return bool(_BEGINS_AGENCY.match(bare(text)))


def begins_like_unit(text: str) -> bool:
    """Return whether a text begins as the name of an agency or of a part of one does."""
    return text[:1].isupper() and bool(_BEGINS_UNIT.match(bare(text)))
