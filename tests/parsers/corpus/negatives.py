"""Papers that ask for nothing: other letters, unrelated lists, our own words, blank forms."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace

from tests.parsers.corpus import people
from tests.parsers.corpus.corpus import KINDS, Sheet, laid_out
from tests.parsers.corpus.layouts import LAYOUTS, grid_of
from tests.parsers.corpus.paper import ADDRESSEE, LEGAL, Paper, PaperCell, PaperGrid
from tests.parsers.corpus.request import Fields, Table

LETTERS: dict[str, tuple[str, str]] = {
    "invitation": (
        "V/v mời họp triển khai hệ thống thư điện tử",
        "Sở Nội vụ trân trọng kính mời quý cơ quan cử đại diện dự họp vào ngày 12 tháng 5.",
    ),
    "report of results": (
        "V/v báo cáo kết quả sử dụng hộp thư điện tử công vụ năm 2025",
        "Đơn vị báo cáo kết quả: đã cấp mới 12 hộp thư điện tử, cấp lại mật khẩu 5 hộp thư.",
    ),
    "comment on a draft": (
        "V/v góp ý dự thảo Quy chế quản lý hộp thư điện tử",
        "Sở thống nhất với dự thảo quy chế cấp mới hộp thư điện tử do quý cơ quan xây dựng.",
    ),
    "guide": (
        "V/v hướng dẫn đề nghị cấp lại mật khẩu hộp thư điện tử",
        "Các đơn vị lập danh sách theo mẫu khi đề nghị cấp lại mật khẩu hộp thư điện tử.",
    ),
    "thanks": (
        "V/v cảm ơn sự phối hợp",
        "Đơn vị chân thành cảm ơn quý cơ quan đã hỗ trợ trong thời gian qua.",
    ),
    "upgrade notice": (
        "V/v thông báo bảo trì hệ thống thư điện tử",
        "Hệ thống thư điện tử tạm dừng từ 22 giờ ngày 10 tháng 6 để nâng cấp.",
    ),
}
LISTS: dict[str, tuple[str, str, Fields]] = {
    "training list": (
        "V/v cử cán bộ tham gia lớp bồi dưỡng",
        "DANH SÁCH CÁN BỘ THAM GIA LỚP BỒI DƯỠNG",
        {"stt": "STT", "name": "Họ và tên", "unit": "Đơn vị", "position": "Chức vụ",
         "phone": "Số điện thoại", "email": "Email", "note": "Ghi chú"},
    ),
    "pay list": (
        "V/v đề nghị nâng bậc lương thường xuyên",
        "DANH SÁCH ĐỀ NGHỊ NÂNG BẬC LƯƠNG NĂM 2026",
        {"stt": "TT", "name": "Họ và tên", "position": "Chức danh", "grade": "Hệ số",
         "note": "Ghi chú"},
    ),
    "vaccination list": (
        "V/v đăng ký tiêm vắc xin",
        "DANH SÁCH ĐĂNG KÝ TIÊM VẮC XIN",
        {"stt": "STT", "name": "Họ tên", "unit": "Đơn vị", "national_id": "Số CCCD",
         "phone": "Số điện thoại", "note": "Ghi chú"},
    ),
    "contact list": (
        "V/v cung cấp thông tin đầu mối",
        "DANH SÁCH ĐẦU MỐI LIÊN HỆ",
        {"stt": "STT", "name": "Họ và tên", "position": "Chức vụ", "phone": "Điện thoại",
         "email": "Email"},
    ),
}  # fmt: skip


def negatives(seed: int, producer: str) -> Iterator[Sheet]:
    """Yield papers that must give no request and no rows."""
    rng = random.Random(f"{seed} {producer} negative")
    for name, (subject, text) in LETTERS.items():
        yield Sheet(name, _without_rows(_some(rng), subject, (ADDRESSEE, text), ()))
    for name, (subject, title, headers) in LISTS.items():
        body = (ADDRESSEE, f"{subject.removeprefix('V/v ').capitalize()}, danh sách kèm theo.")
        grid = _list(rng, headers)
        yield Sheet(name, _without_rows(_some(rng), subject, body, (title, grid)))


def blank_forms(seed: int, producer: str) -> Iterator[Sheet]:
    """Yield the forms with a letter but no row: a request that a person must look at."""
    rng = random.Random(f"{seed} {producer} blank")
    for kind in KINDS:
        paper = laid_out(rng, LAYOUTS["plain"], (kind,), 2)
        *head, grid = paper.annex
        assert isinstance(grid, PaperGrid)
        blank = tuple(PaperCell("") for _ in grid.weights)
        empty = replace(grid, rows=(grid.rows[0], blank, blank))
        yield Sheet(
            f"blank form, {kind[0]} {kind[1]}",
            replace(paper, annex=(*head, empty), organisations=(), individuals=(), must_flag=True),
        )


def _some(rng: random.Random) -> Paper:
    return laid_out(rng, LAYOUTS["plain"], (rng.choice(KINDS),), 3)


def _without_rows(
    paper: Paper, subject: str, body: tuple[str, ...], annex: tuple[str | PaperGrid, ...]
) -> Paper:
    return replace(
        paper,
        subject=subject,
        body=(body[0], LEGAL, *body[1:]) if "thư điện tử" in subject else body,
        annex=annex,
        procedure="none",
        organisations=(),
        individuals=(),
    )


def _list(rng: random.Random, headers: Fields) -> PaperGrid:
    rows = []
    for number in range(rng.randint(2, 8)):
        name = people.person(rng)
        rows.append(
            {
                "stt": str(number + 1),
                "name": name,
                "unit": rng.choice(people.UNITS),
                "position": rng.choice(people.POSITIONS),
                "phone": people.mobile(rng),
                "national_id": people.national_id(rng),
                "email": people.mailbox(rng, name),
                "grade": f"{rng.randint(2, 6)},{rng.randint(10, 99)}",
            }
        )
    return grid_of(Table("new", "individual", tuple(rows)), headers)
