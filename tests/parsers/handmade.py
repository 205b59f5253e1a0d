"""A request written by hand, and the ways to put it on paper that the corpus does not know."""

from __future__ import annotations

from html import escape

HEAD = ("UBND THÀNH PHỐ CẦN THƠ", "TRƯỜNG CAO ĐẲNG NGHỀ CẦN THƠ")
MOTTO = ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc")
NUMBER, DATE = "287/CĐN-TCHC", "Cần Thơ, ngày 09 tháng 10 năm 2026"
SUBJECT = "V/v xin cấp hộp thư điện tử công vụ cho viên chức mới"
ADDRESS = "Kính gửi: Sở Khoa học và Công nghệ thành phố Cần Thơ."
ASKING = (
    "Thực hiện Quyết định số 2829/QĐ-UBND của Ủy ban nhân dân thành phố, Trường Cao đẳng nghề Cần "
    "Thơ kính đề nghị quý Sở cấp mới hộp thư điện tử cho 03 (ba) viên chức vừa được tuyển dụng "
    "(danh sách kèm theo)."
)
BODY = (ASKING, "Trân trọng kính chào./.")
RECIPIENTS = ("Nơi nhận:", "- Như trên;", "- BGH (để b/c);", "- Lưu: VT, TCHC.")
TITLES, NAME = ("KT. HIỆU TRƯỞNG", "PHÓ HIỆU TRƯỞNG"), "Đặng Quốc Hưng"
ANNEX = (
    "DANH SÁCH VIÊN CHỨC ĐỀ NGHỊ CẤP MỚI HỘP THƯ ĐIỆN TỬ",
    f"(Kèm theo Công văn số {NUMBER} ngày 09 tháng 10 năm 2026)",
)
COLUMNS = ("TT", "Họ và tên", "Đơn vị", "Chức vụ", "Số CCCD", "Điện thoại", "Ghi chú")
WIDTHS = (26, 110, 96, 72, 86, 72, 62)
"""In points, together the width of an A4 page between margins of 35."""

ROWS = (
    ("1", "Quách Thị Mỹ Ngân", "Khoa Điện - Điện tử", "Giảng viên", "092195000147",
     "0916 220 415", ""),
    ("2", "Âu Dương Hoài Phúc", "Phòng Đào tạo", "Chuyên viên", "094088009932",
     "0939 004 771", "Chuyển từ ĐH Tây Đô"),
    ("3", "Thạch Thị Sa Oanh", "Khoa Cơ khí", "Giảng viên", "086190012008",
     "0363 871 220", ""),
)  # fmt: skip
FIELDS = ("stt", "name", "unit", "position", "national_id", "phone", "note")
EXPECTED = [
    dict(zip(FIELDS, row, strict=True))
    | {"procedure": "new", "phone": row[5].replace(" ", ""), "parent_agency": "", "email": ""}
    for row in ROWS
]


def html_letter() -> str:
    """Return the letter as an old web page: no style sheet, tables with attributes."""
    head = "".join(
        f'<td width="50%" align="center" valign="top">{cell}</td>'
        for cell in (f"{HEAD[0]}<br><b>{HEAD[1]}</b>", f"<b>{MOTTO[0]}<br>{MOTTO[1]}</b>")
    )
    below = (
        f'<td align="center">Số: {NUMBER}<br>{SUBJECT}</td><td align="center"><i>{DATE}</i></td>'
    )
    body = "".join(f"<p>{escape(text)}</p>" for text in (ADDRESS, *BODY))
    foot = (
        f'<td width="50%" valign="top">{"<br>".join(RECIPIENTS)}</td>'
        f'<td width="50%" align="center"><b>{"<br>".join(TITLES)}<br><br><br>{NAME}</b></td>'
    )
    return _page(
        f'<table width="100%" border="0"><tr>{head}</tr><tr>{below}</tr></table>{body}'
        f'<table width="100%" border="0"><tr>{foot}</tr></table>{_html_annex()}'
    )


def _html_annex() -> str:
    titles = "".join(f"<center><b>{text}</b></center>" for text in ANNEX)
    head = "".join(f'<td bgcolor="#eeeeee" align="center"><b>{one}</b></td>' for one in COLUMNS)
    rows = "".join(f"<tr>{''.join(f'<td>{one}</td>' for one in row)}</tr>" for row in ROWS)
    return f'{titles}<table border="1" cellspacing="0" width="100%"><tr>{head}</tr>{rows}</table>'


def _page(body: str) -> str:
    return (
        '<html><head><meta http-equiv="Content-Type" content="text/html; charset=utf-8"></head>'
        f'<body><font face="Tinos" size="2">{body}</font></body></html>'
    )


def modern_page() -> str:
    """Return the letter as a page of today: no table at all, boxes laid out as grids."""
    style = (
        "@page{size:A4;margin:16mm} body{font:11pt Tinos} .two{display:grid;"
        "grid-template-columns:1fr 1fr;text-align:center} .list{display:grid;grid-template-columns:"
        "1fr 4fr 4fr 3fr 4fr 3fr 3fr;border:.4pt solid;break-before:page;font-size:9pt}"
        ".list>div{border:.4pt solid;padding:2pt} .annex{text-align:center}"
    )
    cells = "".join(f"<div>{one}</div>" for row in (COLUMNS, *ROWS) for one in row)
    body = "".join(f"<p>{text}</p>" for text in (ADDRESS, *BODY))
    return (
        f'<!doctype html><meta charset="utf-8"><style>{style}</style>'
        f'<div class="two"><div>{HEAD[0]}<br><b>{HEAD[1]}</b></div><div>{"<br>".join(MOTTO)}</div>'
        f"<div>Số: {NUMBER}<br>{SUBJECT}</div><div><i>{DATE}</i></div></div>{body}"
        f'<div class="two"><div style="text-align:left">{"<br>".join(RECIPIENTS)}</div>'
        f"<div>{'<br>'.join(TITLES)}<br><br>{NAME}</div></div>"
        f'<div class="annex">{"<br>".join(ANNEX)}</div><div class="list">{cells}</div>'
    )


def rich_text(*, annexed: bool = True) -> str:
    """Return the letter as RTF, the way a mail merge of another program writes it."""
    paragraphs = (
        f"{HEAD[0]}\t{MOTTO[0]}",
        f"{HEAD[1]}\t{MOTTO[1]}",
        f"Số: {NUMBER}\t{DATE}",
        SUBJECT,
        ADDRESS,
        *BODY,
        *(f"{left}\t{right}" for left, right in zip(RECIPIENTS, (*TITLES, "", NAME), strict=True)),
    )
    text = "".join(rf"\pard\tx5200 {_rtf(one)}\par " for one in paragraphs)
    titles = "".join(rf"\pard\qc {_rtf(one)}\par " for one in ANNEX)
    rows = "".join(_rtf_row(row) for row in (COLUMNS, *ROWS))
    annex = rf"\page {titles}{rows}" if annexed else ""
    return (
        r"{\rtf1\ansi\deff0{\fonttbl{\f0 Tinos;}}\paperw11906\paperh16838\margl700\margr700"
        rf"\f0\fs20 {text}{annex}\pard }}"
    )


def _rtf_row(cells: tuple[str, ...]) -> str:
    side = "".join(rf"\clbrdr{one}\brdrs\brdrw10" for one in "tlbr")
    ends, at = "", 0
    for width in WIDTHS:
        at += width * 20
        ends += rf"{side}\cellx{at}"
    filled = "".join(rf"\pard\intbl {_rtf(cell)}\cell " for cell in cells)
    return rf"\trowd {ends}{filled}\row "


def _rtf(text: str) -> str:
    signs = {"\t": r"\tab ", "{": r"\{", "}": r"\}"}
    return "".join(
        signs.get(char, char) if ord(char) < 128 else rf"\u{ord(char)}?" for char in text
    )


def flat_sheet() -> str:
    """Return the annex as a flat OpenDocument sheet, its cells text."""
    cells = "".join(f"<table:table-row>{_sheet_cells(row)}</table:table-row>"
                    for row in ((ANNEX[0],), (ANNEX[1],), COLUMNS, *ROWS))  # fmt: skip
    columns = "".join(f'<table:table-column table:style-name="w{width}"/>' for width in WIDTHS)
    styles = "".join(
        f'<style:style style:name="w{width}" style:family="table-column">'
        f'<style:table-column-properties style:column-width="{0.9 * width:.1f}pt"/></style:style>'
        for width in sorted(set(WIDTHS))
    ) + (
        '<style:style style:name="ruled" style:family="table-cell"><style:table-cell-properties '
        'fo:border="0.5pt solid #000000" fo:wrap-option="wrap"/></style:style>'
    )
    names = "urn:oasis:names:tc:opendocument:xmlns"
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document xmlns:office="{names}:office:1.0" '
        f'xmlns:table="{names}:table:1.0" xmlns:text="{names}:text:1.0" office:version="1.2" '
        f'xmlns:style="{names}:style:1.0" xmlns:fo="{names}:xsl-fo-compatible:1.0" '
        'office:mimetype="application/vnd.oasis.opendocument.spreadsheet">'
        f"<office:automatic-styles>{styles}</office:automatic-styles><office:body>"
        f'<office:spreadsheet><table:table table:name="Danh sách">{columns}{cells}'
        "</table:table></office:spreadsheet></office:body></office:document>"
    )


def _sheet_cells(row: tuple[str, ...]) -> str:
    ruled = ' table:style-name="ruled"' if len(row) > 1 else ""
    return "".join(
        f'<table:table-cell{ruled} office:value-type="string"><text:p>{escape(text)}</text:p>'
        "</table:table-cell>"
        for text in row
    )


def plain_word() -> dict[str, str]:
    """Return the parts of a docx of four elements: no styles, its foot parted by tabs."""
    w = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    lines = (
        *HEAD,
        f"Số: {NUMBER}",
        SUBJECT,
        DATE,
        ADDRESS,
        *BODY,
        *(f"{left}\t{right}" for left, right in zip(RECIPIENTS, (*TITLES, "", NAME), strict=True)),
        *ANNEX,
    )
    rows = "".join(f"<w:tr>{''.join(map(_word_cell, row))}</w:tr>" for row in (COLUMNS, *ROWS))
    grid = "".join(f'<w:gridCol w:w="{width * 20}"/>' for width in WIDTHS)
    body = (
        "".join(map(_word_line, lines))
        + f"<w:tbl><w:tblPr/><w:tblGrid>{grid}</w:tblGrid>{rows}</w:tbl>"
    )
    package = "http://schemas.openxmlformats.org/package/2006"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"
    main = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    return {
        "[Content_Types].xml": f'<Types xmlns="{package}/content-types"><Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/word/document.xml" ContentType="{main}"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{package}/relationships"><Relationship Id="a" '
        f'Type="{office}" Target="word/document.xml"/></Relationships>',
        "word/document.xml": f'<w:document xmlns:w="{w}"><w:body>{body}</w:body></w:document>',
    }


def _word_line(text: str) -> str:
    parts = "<w:tab/>".join(f"<w:t>{escape(part)}</w:t>" for part in text.split("\t"))
    return f"<w:p><w:r>{parts}</w:r></w:p>"


def _word_cell(text: str) -> str:
    return f"<w:tc><w:tcPr/>{_word_line(text)}</w:tc>"
