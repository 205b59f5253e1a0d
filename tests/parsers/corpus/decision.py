"""The decision's own forms, word for word as Quyết định 2829/QĐ-UBND prints them, still blank."""

from __future__ import annotations

import io

import docx

from tests.parsers.corpus.request import ASKED, HEADERS, HEADINGS, TITLES

MOTTO = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc \n---------------"
GROUND = (
    "Căn cứ Quyết định số 33/2015/QĐ-UBND ngày 18 tháng 12 năm 2015 của Ủy ban nhân dân thành phố "
    "Cần Thơ về việc ban hành Quy chế quản lý, sử dụng hệ thống thư điện tử trong hoạt động của "
    "các cơ quan nhà nước;"
)


def blank_form(procedure: str, number: str = "………………..") -> bytes:
    """Return letter and annex of a procedure as one docx, with the two blank rows of each table."""
    document = docx.Document()
    head = document.add_table(rows=2, cols=2)
    head.cell(0, 0).text = "CƠ QUAN………\nĐƠN VỊ…………..\n-------"
    head.cell(0, 1).text = MOTTO
    head.cell(1, 0).text = f"Số: {number}\nV/v đề nghị {ASKED[procedure]}"
    head.cell(1, 1).text = "………………., ngày … tháng … năm ….."
    for text in (
        "Kính gửi: Sở Thông tin và Truyền thông.",
        GROUND,
        "Căn cứ …………………….",
        (
            "(Cơ quan, đơn vị) kính gửi đề nghị Sở Thông tin và Truyền thông "
            f"{ASKED[procedure]} cho ……………………………….."
        ),
        "Rất mong nhận được sự hỗ trợ của quý cơ quan./.",
        "(Đính kèm phụ lục)",
    ):
        document.add_paragraph(text)
    foot = document.add_table(rows=1, cols=2)
    foot.cell(0, 0).text = "Nơi nhận:\n- Như trên;\n- Lưu:…….."
    foot.cell(0, 1).text = "THỦ TRƯỞNG CƠ QUAN, ĐƠN VỊ\n(Ký tên, đóng dấu)"
    document.add_page_break()  # type: ignore[no-untyped-call]
    document.add_paragraph("PHỤ LỤC I")
    document.add_paragraph(TITLES[procedure])
    document.add_paragraph("(Kèm theo Công văn số …………. ngày … tháng … năm ……)")
    for shape in ("organisation", "individual"):
        document.add_paragraph(HEADINGS[procedure, shape])
        names = list(HEADERS[procedure, shape].values())
        table = document.add_table(rows=3, cols=len(names))
        table.style = "Table Grid"
        for cell, name in zip(table.rows[0].cells, names, strict=True):
            cell.text = name
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()
