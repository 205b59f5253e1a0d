"""Phrases of the administration, by which words that only lack the right marks are mended."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from parsers.ocr.engine import TextLine, Word
from parsers.text.words import bare

# Pairs of words whose letters no other pair has: a hook reads as an acute in a coarse scan. Names
# of people and places are none of them ("văn hóa" beside "Văn Hòa", "văn thư" beside "Văn Thụ").
PHRASES = (
    "bảo hiểm", "bảo vệ", "chăn nuôi", "chất lượng", "chi cục", "chuyên viên", "chứng thực",
    "công chức", "công nghệ", "công thương", "công trình", "dân tộc", "dịch vụ", "dự án",
    "đào tạo", "đăng ký", "đất đai", "địa chính", "đô thị", "giám đốc", "giáo dục",
    "giao thông", "hành chính", "hộ tịch", "hợp đồng", "kế hoạch", "kế toán", "khen thưởng",
    "khoa học", "kiểm dịch", "kiểm định", "kiểm lâm", "kiểm soát", "kiểm tra", "kỹ thuật",
    "lao động", "mật khẩu", "môi trường", "nhân viên", "nội vụ", "nông nghiệp", "pháp chế",
    "phó trưởng", "phục vụ", "quản lý", "quy hoạch", "tài chính", "thông tin", "thống kê",
    "thủy lợi", "thủy sản", "tiếp nhận", "tổ chức", "tổng hợp", "trung tâm", "trưởng phòng",
    "truyền thông", "tuyển dụng", "tư pháp", "ủy ban", "vận tải", "viên chức", "xã hội",
    "xây dựng", "y tế",
)  # fmt: skip
PAIRS = {bare(phrase): tuple(phrase.split()) for phrase in PHRASES}
AROUND = ".,;:()-"


def with_marks(lines: Sequence[TextLine]) -> tuple[TextLine, ...]:
    """Return the lines with the words of known phrases marked as they are; those are unsure."""
    words = [word for line in lines for word in line.words]
    mended = list(words)
    for index, (first, second) in enumerate(pairwise(words)):
        pair = PAIRS.get(f"{_core(first)} {_core(second)}")
        if pair is not None:
            mended[index] = _marked(mended[index], pair[0])
            mended[index + 1] = _marked(mended[index + 1], pair[1])
    left = iter(mended)
    return tuple(TextLine(tuple(next(left) for _ in line.words)) for line in lines)


def _core(word: Word) -> str:
    return bare(word.text.strip(AROUND))


def _marked(word: Word, known: str) -> Word:
    """Return the word spelled like the known one, its capitals and what stands around it kept."""
    core = word.text.strip(AROUND)
    if core.lower() == known or len(core) != len(known):
        return word
    spelled = "".join(k.upper() if c.isupper() else k for c, k in zip(core, known, strict=True))
    return replace(word, text=word.text.replace(core, spelled), sure=0.0)
