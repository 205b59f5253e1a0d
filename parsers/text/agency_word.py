"""The words that the names of agencies and of their units begin with."""

from __future__ import annotations

import re

from parsers.text.words import bare, markless

AGENCY = (
    r"sở|ủy ban|ubnd|phòng|trung tâm|ban|văn phòng|chi cục|trường|thanh tra|hội|đài|cảng vụ|cục|"
    r"viện|bệnh viện|trạm|đảng ủy|hội đồng|hđnd|quỹ|nhà|báo|công an|tòa án|kho bạc|liên đoàn|"
    r"liên minh|liên hiệp|bộ|tổng cục|đoàn|mặt trận|"
    r"công ty|bộ chỉ huy|thư viện|bảo tàng|khoa|hạt|đội|chi nhánh|chi hội|chi đoàn|công đoàn"
)
PART = r"tổ|khối|bộ phận|ấp|khu vực|thường trực|lãnh đạo|cụm|cơ sở"
"""What else a part of an agency begins with. Small letters with their marks, both."""

_BEGINS_AGENCY = re.compile(rf"^(?:{markless(AGENCY)})\b")
_BEGINS_UNIT = re.compile(rf"^(?:{markless(AGENCY)}|{markless(PART)})\b")


def begins_like_agency(text: str) -> bool:
    """Return whether a text begins as an agency's name does."""
    return bool(_BEGINS_AGENCY.match(bare(text)))


def begins_like_unit(text: str) -> bool:
    """Return whether a text begins as the name of an agency or of a part of one does."""
    return text[:1].isupper() and bool(_BEGINS_UNIT.match(bare(text)))
