"""What is wrong outside, as staff reads it: the logbook's English names the part that is away."""

from __future__ import annotations

from mailbot.errors import TryLaterError

_PARTS = {
    "database": "Không dùng được cơ sở dữ liệu",
    "archive": "Không dùng được kho thư gốc",
    "backup": "Không dùng được thư mục sao lưu",
    "smtp": "Máy chủ gửi thư chưa nhận",
    "mail host": "Hệ thống hộp thư chưa nhận",
    "time stamp service": "Dịch vụ dấu thời gian chưa trả lời",
    "DNS": "Chưa tra được DNS",
}
_TO_DO = "Hãy kiểm tra cấu hình, quyền truy cập và dịch vụ đó rồi thử lại."


def in_words(error: Exception) -> str:
    """Return what an error says; where only a part is named, what to do about it too."""
    part, colon, detail = str(error).partition(": ")
    if not isinstance(error, TryLaterError) or not colon or part not in _PARTS:
        return str(error)
    return f"{_PARTS[part]} ({detail}). {_TO_DO}"
