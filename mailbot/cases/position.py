"""Positions: which of them lead an agency, whose mailboxes are always for a person to decide."""

from __future__ import annotations

import re

from mailbot.cases.name import clean_text, without_marks

_LEADERS = re.compile(
    r"(?:uv\w*[,.;]? *)?(?:(?:pho|p\.|quyen|q\.) *)*"
    r"(?:(?:tong )?(?:chu tich|bi thu|giam doc|(?:chi )?cuc truong|vien truong|hieu truong)"
    r"|truong ban|chanh van phong|chanh thanh tra|chi huy truong|truong cong an|tong bien tap"
    r"|thu truong|thuong truc|lanh dao|p?(?:ct|gd|bt))\b"
)


def is_leader(position: str) -> bool:
    """Return whether a position leads an agency: chairman, secretary, director, their deputies."""
    return bool(_LEADERS.match(without_marks(clean_text(position)).lower()))
