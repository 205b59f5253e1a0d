"""Whether the title of a group of rows tells by custom whose rows they are, or which procedure's.

Any other may say that they wait, or are not sure: a person reads it.
"""

from __future__ import annotations

import re

from parsers.custom.understood import is_understood
from parsers.meaning.procedure import headed_procedure
from parsers.text.agency_word import begins_like_unit
from parsers.text.words import bare, clean, markless

_ORDER = re.compile(r"^\W*(?:[IVX]+|\d+(?:\.\d+)*|[A-Za-z])[.):/]\s*")
_NOTE = re.compile(r"^\W*(?:\*|ghi chu\b|luu y\b)", re.IGNORECASE)
_COUNTED = (
    r"\d{1,4} (?:người|hộp thư|tài khoản|trường hợp|đơn vị|cá nhân|công chức|viên chức|cán bộ)"
)
_COUNT = re.compile(rf"\W*{_COUNTED}\W*$", re.IGNORECASE)
_PLACE = re.compile(
    r"^(?:xã|phường|thị trấn|thị xã|quận|huyện|thành phố|tỉnh|ấp|khu vực|thôn)(?: \w+){1,4}$"
)
_KIND = re.compile(
    markless(
        r"\b(?:tên|các|nhóm|danh sách|đối với|cơ quan|đơn vị|cá nhân|tổ chức|khối|cấp|thuộc|"
        r"trực thuộc|chuyên môn|chính quyền|quản lý|đoàn thể|phân hiệu|điểm|trưởng|phó|và|"
        rf"gồm|có|tất cả|tổng số|số lượng|chốt|ấn định|đề nghị|{_COUNTED}|\d{{1,4}})\b"
    )
)


def is_by_custom(title: str) -> bool:
    """Return whether a title names a unit, a place, a procedure, or a kind of people or units."""
    plain = _COUNT.sub("", _ORDER.sub("", clean(title)))
    if _NOTE.match(bare(plain) or plain) or _PLACE.match(plain.lower()):
        return True
    if headed_procedure(plain) or begins_like_unit(plain):
        return True
    said = (plain, _KIND.sub(" ", bare(plain)).strip(" -/.,"))
    words = plain.split()
    proper = len(words) > 1 and all(map(str.istitle, words))
    return proper or any(is_understood(one, kind) for one in said for kind in ("new", "reset"))
