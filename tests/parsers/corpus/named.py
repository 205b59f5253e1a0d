"""People named outside the table: some are asked for, others only sign or are to be called."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import replace

from tests.parsers.corpus import people
from tests.parsers.corpus.corpus import KINDS, Sheet, inline, laid_out
from tests.parsers.corpus.layouts import LAYOUTS
from tests.parsers.corpus.layouts_rows import inserted
from tests.parsers.corpus.paper import Paper, PaperCell, PaperGrid
from tests.parsers.corpus.traps import trap

Change = Callable[[random.Random, Paper], Paper]
BESIDE: dict[str, Change] = {}
OFFICES = ("Văn phòng", "Phòng Tổ chức - Hành chính", "Phòng Nội vụ")
PLACES = ("chuyên viên", "Chuyên viên", "văn thư", "kế toán")


def beside(make: Change) -> Change:
    """Register a way of naming people who are asked for in no way: nobody need look."""
    BESIDE[make.__name__.replace("_", " ")] = make
    return make


def named_beside(seed: int, producer: str) -> Iterator[Sheet]:
    """Yield each way once, to be read as if nobody were named there."""
    rng = random.Random(f"{seed} {producer} named beside")
    for name, make in BESIDE.items():
        paper = laid_out(rng, LAYOUTS["plain"], (rng.choice((KINDS[0], KINDS[2])),), 6)
        yield Sheet(name, make(rng, paper.drawn(size=9.0)))


def _grid(paper: Paper) -> PaperGrid:
    return next(part for part in paper.annex if isinstance(part, PaperGrid))


def _below(paper: Paper, *parts: str | PaperGrid) -> Paper:
    return replace(paper, annex=(*paper.annex, *parts))


def _said(paper: Paper, *sentences: str) -> Paper:
    """Return the paper with these paragraphs before the letter's last one."""
    return replace(paper, body=(*paper.body[:-1], *sentences, paper.body[-1]))


def _in_last_row(paper: Paper, *cells: PaperCell) -> Paper:
    grid = _grid(paper)
    taken = sum(cell.wide for cell in cells)
    row = (*cells, *(PaperCell("") for _ in grid.weights[taken:]))
    return replace(paper, annex=(*paper.annex[:-1], inserted(grid, len(grid.rows), row)))


def _names(rng: random.Random, *head: str, count: int = 2) -> PaperGrid:
    """Return a table of names and offices alone, under this header or none."""
    rows = [(people.person(rng), rng.choice(OFFICES)) for _ in range(count)]
    texts = ([head] if head else []) + rows
    return PaperGrid((30.0, 30.0), tuple(tuple(map(PaperCell, row)) for row in texts), bool(head))


@trap
def somebody_numbered_below(rng: random.Random, paper: Paper) -> Paper:
    number = len(_grid(paper).rows)
    return _below(paper, f"{number}. {people.person(rng)}, {rng.choice(PLACES)}")


@trap
def somebody_more_below(rng: random.Random, paper: Paper) -> Paper:
    begin = rng.choice(("Và bà", "Và ông", "Thêm", "Bổ sung:", "Bổ sung đồng chí", "-", "+"))
    return _below(paper, f"{begin} {people.person(rng)} – {rng.choice(OFFICES)}")


@trap
def somebody_alone_below(rng: random.Random, paper: Paper) -> Paper:
    return _below(paper, people.person(rng))


@trap
def somebody_below_within_the_letter(rng: random.Random, paper: Paper) -> Paper:
    number = len(_grid(paper).rows)
    line = f"{number}. {people.person(rng)}, {rng.choice(PLACES)} {rng.choice(OFFICES)}"
    return _below(inline(paper).drawn(size=8.0), line)


@trap
def names_in_a_second_table(rng: random.Random, paper: Paper) -> Paper:
    return _below(paper, "Danh sách bổ sung:", _names(rng))


@trap
def a_name_in_a_second_table(rng: random.Random, paper: Paper) -> Paper:
    return _below(paper, "Bổ sung", _names(rng, count=1))


@trap
def names_under_two_headers(rng: random.Random, paper: Paper) -> Paper:
    return _below(paper, "Danh sách bổ sung:", _names(rng, "Họ và tên", "Phòng, ban"))


@trap
def names_in_a_table_of_the_letter(rng: random.Random, paper: Paper) -> Paper:
    paper = inline(paper).drawn(size=8.0)
    return replace(paper, annex=(_names(rng, "Họ và tên", "Đơn vị"), *paper.annex))


@trap
def somebody_in_a_sentence(rng: random.Random, paper: Paper) -> Paper:
    one, office = people.person(rng), rng.choice(OFFICES)
    return _said(
        paper,
        rng.choice(
            (
                f"Đồng thời, đề nghị quý Sở cấp hộp thư cho ông {one}, chuyên viên {office}.",
                f"Ngoài danh sách trên, đơn vị còn có bà {one}, chuyên viên {office}.",
                f"Đề nghị quý Sở bổ sung thêm {one} ({office}) vào danh sách được cấp.",
                f"Riêng đồng chí {one}, {office}, cũng đề nghị được cấp trong đợt này.",
                f"Căn cứ nhu cầu công tác, đơn vị đề nghị cấp thêm cho bà {one} – {office}.",
            )
        ),
    )


@trap
def somebody_in_a_row_of_the_sum(rng: random.Random, paper: Paper) -> Paper:
    cells = (PaperCell("Cộng"), PaperCell(people.person(rng)), PaperCell(rng.choice(OFFICES)))
    return _in_last_row(paper, *cells[: rng.choice((2, 3))])


@trap
def somebody_behind_the_sum(rng: random.Random, paper: Paper) -> Paper:
    text = f"Cộng: {people.person(rng)}, {rng.choice(PLACES)}"
    return _in_last_row(paper, PaperCell(text, wide=len(_grid(paper).weights)))


@trap
def somebody_in_a_merged_row(rng: random.Random, paper: Paper) -> Paper:
    begin = rng.choice(("", "Bổ sung: ", "Và ", "- "))
    text = f"{begin}{people.person(rng)}, {rng.choice(PLACES)}"
    return _in_last_row(paper, PaperCell(text, wide=len(_grid(paper).weights)))


@trap
def an_id_in_parts_in_a_sentence(rng: random.Random, paper: Paper) -> Paper:
    number = people.national_id(rng)
    sign = rng.choice((" ", ".", "-"))
    parted = sign.join((number[:3], number[3:6], number[6:9], number[9:]))
    return _said(paper, f"Đề nghị cấp thêm hộp thư cho người có số căn cước {parted}.")


@trap
def an_old_id_in_a_sentence(rng: random.Random, paper: Paper) -> Paper:
    number = rng.choice(("362.123.456", "362 123 456", "362123456"))
    return _said(paper, f"Trường hợp thứ bảy có số CMND {number} cũng đề nghị được cấp.")


@beside
def who_made_the_list(rng: random.Random, paper: Paper) -> Paper:
    one = people.person(rng)
    return _below(
        paper,
        *rng.choice(
            (
                ("NGƯỜI LẬP BIỂU", "(Ký, ghi rõ họ tên)", one),
                ("Người lập biểu", one),
                (f"Người lập biểu: {one}",),
                (f"Người lập: {one} - chuyên viên {rng.choice(OFFICES)}",),
                ("LÃNH ĐẠO ĐƠN VỊ", one.upper()),
            )
        ),
    )


@beside
def signatures_below_the_list(rng: random.Random, paper: Paper) -> Paper:
    (one, *marks), (other, *more) = rng.choice(
        (
            (("NGƯỜI LẬP BIỂU",), ("THỦ TRƯỞNG ĐƠN VỊ",)),
            (("Người lập bảng", "(Ký, ghi rõ họ tên)"), ("Hiệu trưởng", "(Ký tên, đóng dấu)")),
            (("CÁN BỘ TỔNG HỢP",), ("KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC")),
        )
    )
    made, signed = people.person(rng), people.person(rng)
    return _below(paper, one, *marks, made, other, *more, signed)


@beside
def whom_to_call(rng: random.Random, paper: Paper) -> Paper:
    one, office, phone = people.person(rng), rng.choice(OFFICES), people.landline(rng)
    return _said(
        paper,
        rng.choice(
            (
                f"Mọi vướng mắc xin liên hệ ông {one}, chuyên viên {office}, điện thoại {phone}.",
                f"Thông tin liên hệ: bà {one} – {office}, điện thoại: {phone}.",
                f"Đầu mối phối hợp: {one}, {office}, số điện thoại {phone}.",
                f"Đơn vị cử đồng chí {one}, {office}, làm đầu mối phối hợp thực hiện.",
                f"Giao ông {one}, chuyên viên {office}, phối hợp với quý Sở trong quá trình cấp.",
            )
        ),
    )


@beside
def people_of_the_grounds(rng: random.Random, paper: Paper) -> Paper:
    one = people.person(rng)
    appointed = (
        "Căn cứ Quyết định số 125/QĐ-SNV ngày 02 tháng 3 năm 2026 của Giám đốc Sở Nội vụ về việc "
        f"điều động, bổ nhiệm ông {one} giữ chức vụ Giám đốc;"
    )
    directed = (
        f"Thực hiện ý kiến chỉ đạo của đồng chí {one}, Phó Chủ tịch Ủy ban nhân dân thành phố, về "
        "việc sử dụng hộp thư điện tử công vụ;"
    )
    ground = rng.choice((appointed, directed))
    return replace(paper, body=(*paper.body[:2], ground, *paper.body[2:]))


@beside
def who_gets_a_copy(rng: random.Random, paper: Paper) -> Paper:
    one, other = people.person(rng), people.person(rng)
    called = rng.choice((f"- Ông {one} (để b/c);", f"- Đ/c {one}, Phó Chủ tịch (để b/c);"))
    copies = f"Nơi nhận:\n- Như trên;\n{called}\n- {other}, Phó Giám đốc;\n- Lưu: VT."
    return replace(paper, signature=replace(paper.signature, copies=copies))


@beside
def somebody_of_the_list(rng: random.Random, paper: Paper) -> Paper:
    one = rng.choice(paper.individuals)["name"]
    return _said(
        paper,
        f"Trong số đó, ông {one} được tiếp nhận theo Quyết định số 125/QĐ-SNV ngày 02 tháng 3 "
        "năm 2026 của Giám đốc Sở Nội vụ.",
    )


@beside
def a_school_called_after_somebody(rng: random.Random, paper: Paper) -> Paper:
    school = rng.choice(("Lê Hồng Phong", "Phan Văn Trị", "Nguyễn Thị Minh Khai"))
    titles = ("TRƯỜNG TRUNG HỌC PHỔ THÔNG", school.upper())
    said = f"Danh sách gồm viên chức của Trường Trung học phổ thông {school}."
    return _said(replace(paper, annex=(*titles, *paper.annex)), said)
