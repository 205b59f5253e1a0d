"""What the letters say, and that they are set right or not at all."""

from __future__ import annotations

import io
import json
import re
import unicodedata
from dataclasses import replace
from pathlib import Path
from typing import Any

import pdfplumber
import pypdfium2
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyhanko.pdf_utils.crypt import StandardSecurityHandler

from mailbot.cases.row import Holder, Procedure
from mailbot.defaults import default_file
from mailbot.replies.facts import LetterError, letter_facts
from mailbot.replies.letter import Credential, HandOver, Letter, Numbering, Outcome, Reason
from mailbot.replies.press import LAYOUT, PAGE_HEIGHT, RenderedLetter, load_press, render
from mailbot.replies.typesetter import set_type
from signing.plain_encryption import PlainFile
from tests.replies.builders import (
    DISPATCHED,
    EVERY_KIND,
    NUMBERED,
    a_defect,
    a_dossier,
    a_receipt,
    a_refusal,
    a_refused_row,
    a_result,
    a_row,
    a_slip,
    a_supplement,
    an_apology,
    an_issuer,
    at,
    pages_of,
    table_rows,
    text_of,
)

PRESS = load_press()
EACH_KIND = pytest.mark.parametrize(
    ("letter", "numbering"), list(EVERY_KIND.values()), ids=list(EVERY_KIND)
)
SIGNED_KINDS = pytest.mark.parametrize("kind", ["result", "refusal", "supplement", "apology"])


def set_(letter: Letter, numbering: Numbering | None = None, **issuer: Any) -> RenderedLetter:
    return PRESS.render(letter, an_issuer(**issuer), numbering)


# ---- what every letter has ----


@EACH_KIND
def test_only_tinos_is_embedded(letter: Letter, numbering: Numbering | None) -> None:
    with pdfplumber.open(io.BytesIO(set_(letter, numbering).pdf)) as document:
        faces = {char["fontname"].split("+")[1] for page in document.pages for char in page.chars}

    assert faces
    assert {face.split("-")[0] for face in faces} == {"Tinos"}


@EACH_KIND
def test_the_same_letter_gives_the_same_bytes(letter: Letter, numbering: Numbering | None) -> None:
    assert set_(letter, numbering).pdf == load_press().render(letter, an_issuer(), numbering).pdf


@EACH_KIND
def test_every_letter_claims_pdf_a(letter: Letter, numbering: Numbering | None) -> None:
    pdf = set_(letter, numbering).pdf

    assert b"<pdfaid:part>2</pdfaid:part>" in pdf
    assert b"<pdfaid:conformance>U</pdfaid:conformance>" in pdf


@EACH_KIND
def test_the_page_count_is_told(letter: Letter, numbering: Numbering | None) -> None:
    rendered = set_(letter, numbering)

    assert rendered.pages == len(pages_of(rendered.pdf))


@EACH_KIND
def test_paper_is_a4_with_the_margins_of_the_decree(
    letter: Letter, numbering: Numbering | None
) -> None:
    with pdfplumber.open(io.BytesIO(set_(letter, numbering).pdf)) as document:
        for page in document.pages:
            assert (round(page.width), round(page.height)) == (595, 842)
            chars = [char for char in page.chars if char["text"].strip()]
            inked = [*chars, *page.lines, *page.rects]
            assert min(item["x0"] for item in inked) >= 25 / 25.4 * 72
            assert max(item["x1"] for item in inked) <= (210 - 15) / 25.4 * 72 + 1
            assert max(item["bottom"] for item in inked) <= (297 - 20) / 25.4 * 72 + 1


@SIGNED_KINDS
def test_a_document_has_the_parts_of_the_decree(kind: str) -> None:
    text = text_of(set_(*EVERY_KIND[kind]).pdf)

    assert "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM" in text
    assert "Độc lập - Tự do - Hạnh phúc" in text
    assert "SỞ THÔNG TIN VÀ TRUYỀN THÔNG" in text
    assert "./." in text
    assert "Nơi nhận:" in text
    assert "- Sở Thông tin và Truyền thông (để báo cáo);" in text
    assert "- Lưu: VT, HTTT." in text
    assert "GIÁM ĐỐC" in text
    assert "Nguyễn Văn Hùng" in text


@SIGNED_KINDS
def test_number_and_date_stand_only_once_given(kind: str) -> None:
    letter, numbering = EVERY_KIND[kind]

    closed, opened = text_of(set_(letter, numbering).pdf), text_of(set_(letter).pdf)

    assert numbering is not None
    assert f"Số: {numbering.number}" in closed
    assert "Số: /" in opened
    assert "Cần Thơ, ngày tháng năm" in opened


def test_small_days_and_the_first_two_months_have_a_leading_zero() -> None:
    text = text_of(set_(a_result(), NUMBERED).pdf)

    assert "Số: 07/TB-TTCNTT" in text
    assert "Cần Thơ, ngày 05 tháng 02 năm 2026" in text


def test_a_notice_has_no_kinh_gui_and_a_dispatch_has() -> None:
    assert "Kính gửi" not in text_of(set_(a_result(), NUMBERED).pdf)
    assert "- Ủy ban nhân dân phường Cái Khế;" in text_of(set_(a_result(), NUMBERED).pdf)
    assert "Kính gửi: Ủy ban nhân dân phường Cái Khế" in text_of(set_(a_supplement()).pdf)
    assert "- Như trên;" in text_of(set_(a_supplement()).pdf)


def test_authority_stands_above_the_title() -> None:
    text = text_of(
        set_(a_result(), signer_authority="KT. GIÁM ĐỐC", signer_title="PHÓ GIÁM ĐỐC").pdf
    )

    assert text.index("KT. GIÁM ĐỐC") < text.index("PHÓ GIÁM ĐỐC") < text.index("Nguyễn Văn Hùng")


def test_pages_are_numbered_from_the_second() -> None:
    pages = pages_of(set_(a_result(*map(a_row, range(1, 61))), NUMBERED).pdf)

    assert not pages[0].startswith("1 ")
    assert [page.split()[0] for page in pages[1:]] == [str(n) for n in range(2, len(pages) + 1)]


# ---- the signature's place ----


@SIGNED_KINDS
def test_the_signature_box_is_empty_paper_between_title_and_name(kind: str) -> None:
    rendered = set_(*EVERY_KIND[kind])

    assert rendered.signature_box is not None
    assert rendered.signature_page == rendered.pages
    left, bottom, right, top = rendered.signature_box
    with pdfplumber.open(io.BytesIO(rendered.pdf)) as document:
        page = document.pages[rendered.signature_page - 1]
        column = page.crop((left - 20, 0, right + 20, page.height))
        above = [w for w in column.extract_words() if w["bottom"] <= PAGE_HEIGHT - top + 4]
        below = [w for w in column.extract_words() if w["top"] >= PAGE_HEIGHT - bottom - 4]
        inside = page.crop((left, PAGE_HEIGHT - top, right, PAGE_HEIGHT - bottom))
        assert not inside.extract_words()
    assert " ".join(w["text"] for w in above).endswith("GIÁM ĐỐC")
    assert " ".join(w["text"] for w in below).startswith("Nguyễn Văn Hùng")


def test_the_seal_covers_the_left_third_of_the_signature_in_real_size() -> None:
    rendered = set_(a_result(), NUMBERED)

    assert rendered.signature_box is not None
    assert rendered.seal_box is not None
    left, _, right, _ = rendered.signature_box
    seal_left, seal_bottom, seal_right, seal_top = rendered.seal_box
    assert seal_right == pytest.approx(left + (right - left) / 3, abs=1)
    assert seal_right - seal_left == pytest.approx(36 / 25.4 * 72, abs=1)
    assert seal_top - seal_bottom == pytest.approx(36 / 25.4 * 72, abs=1)


@pytest.mark.parametrize("rows", range(1, 45, 3))
def test_a_signature_never_stands_on_a_page_of_its_own(rows: int) -> None:
    pages = pages_of(set_(a_result(*map(a_row, range(1, rows + 1))), NUMBERED).pdf)

    assert "thông báo để Ủy ban nhân dân phường Cái Khế biết" in pages[-1]
    assert "Nguyễn Văn Hùng" in pages[-1]


def test_a_guide_and_a_slip_are_not_signed() -> None:
    for kind in ("guide", "slip"):
        rendered = set_(*EVERY_KIND[kind])
        assert (rendered.signature_page, rendered.signature_box, rendered.seal_box) == (None,) * 3


# ---- what the kinds say ----


def test_a_result_tells_row_by_row_what_became_of_it() -> None:
    rendered = set_(
        a_result(
            a_row(1),
            a_refused_row(2, "Người dùng đã có hộp thư điện tử thành phố"),
            replace(a_refused_row(3, "Cần xác minh tên đơn vị"), outcome=Outcome.HELD),
            held_case="HS-2026-000124",
        ),
        NUMBERED,
    )

    rows = [row for row in table_rows(rendered.pdf) if row[0] in {"1", "2", "3"}]
    text = text_of(rendered.pdf)
    assert rows[0][1:4] == ["Trần Lê Hoàng Phương Uyên", "Phòng Văn hóa - Xã hội",
                            "uyentlhp@cantho.gov.vn"]  # fmt: skip
    assert rows[0][4] == "Đã cấp mới."
    assert rows[1][3:] == [
        "–",
        "Không thực hiện. Lý do: Người dùng đã có hộp thư điện tử thành phố.",
    ]
    assert rows[2][3:] == ["–", "Tách để xem xét tiếp. Lý do: Cần xác minh tên đơn vị."]
    assert "Tổng số hộp thư đề nghị: 03. Đã thực hiện: 01; không thực hiện: 01;" in text
    assert "hồ sơ số HS-2026-000124" in text


def test_both_procedures_and_both_kinds_of_holders_have_their_own_tables() -> None:
    rows = [
        a_row(1, procedure=procedure, holder=holder, hand_over=HandOver.NONE)
        for procedure in Procedure
        for holder in Holder
    ]
    dossier = a_dossier(procedures=(Procedure.NEW, Procedure.RESET))

    text = text_of(set_(a_result(*rows, dossier=dossier), NUMBERED).pdf)

    assert "Kết quả cấp mới hộp thư điện tử và cấp lại mật mã hộp thư điện tử" in text
    for title in (
        "a) Cấp mới hộp thư điện tử đối với cơ quan nhà nước, đơn vị:",
        "b) Cấp mới hộp thư điện tử đối với cá nhân:",
        "c) Cấp lại mật mã hộp thư điện tử đối với cơ quan nhà nước, đơn vị:",
        "d) Cấp lại mật mã hộp thư điện tử đối với cá nhân:",
    ):
        assert title in text


def test_how_and_when_passwords_are_handed_over_is_told() -> None:
    rendered = set_(a_result(a_row(hand_over=HandOver.IN_PERSON), collect_from=at(25, 8)))

    text = text_of(rendered.pdf)
    assert table_rows(rendered.pdf)[1][4] == "Đã cấp mới."
    assert "Người đứng tên hộp thư hoặc người được cơ quan cử" in text
    assert "kể từ 08 giờ 00 phút, ngày 25 tháng 11 năm 2026" in text
    assert "điện thoại liên hệ: 0292 3 690 888" in text
    assert "được mã hóa" not in text


def test_rows_say_how_their_password_comes_where_the_ways_differ() -> None:
    rendered = set_(a_result(a_row(1), a_row(2, hand_over=HandOver.IN_PERSON)), NUMBERED)

    rows = table_rows(rendered.pdf)
    assert rows[1][4] == "Đã cấp mới. Mật khẩu: theo phiếu bàn giao."
    assert rows[2][4] == "Đã cấp mới. Mật khẩu: nhận trực tiếp."
    assert "3. Bàn giao mật khẩu ban đầu" in text_of(rendered.pdf)


def test_a_table_repeats_its_header_and_keeps_every_row_whole() -> None:
    rendered = set_(a_result(*map(a_row, range(1, 201))), NUMBERED)

    with pdfplumber.open(io.BytesIO(rendered.pdf)) as document:
        tables = [page.extract_tables() for page in document.pages]
    found = [row for page in tables for table in page for row in table]
    assert [row[0] for row in found if row[0] != "STT"] == [str(n) for n in range(1, 201)]
    assert sum(row[0] == "STT" for row in found) == sum(bool(page) for page in tables)
    assert all(row[4] == "Đã cấp mới." for row in found if row[0] != "STT")


def test_a_long_reason_is_printed_to_its_last_word() -> None:
    reason = "Lý do rất dài " * 400 + "hết"

    rendered = set_(a_result(a_refused_row(1, reason)), NUMBERED)

    assert text_of(rendered.pdf).count("rất") + text_of(rendered.pdf).count("dài") >= 800
    assert "hết." in text_of(rendered.pdf)


def test_a_refusal_gives_reasons_their_basis_and_how_to_ask_again() -> None:
    letter = a_refusal(
        reasons=(
            Reason("Cơ quan đề nghị không thuộc đối tượng thực hiện", "Quyết định số 1, mục 2"),
            Reason("Văn bản bị thay đổi sau khi ký số."),
        ),
        resubmit=("Danh sách gửi bằng tệp Excel kèm theo chỉ để đối chiếu.",),
    )

    text = text_of(set_(letter, NUMBERED).pdf)

    assert "Về việc không thực hiện đề nghị cấp mới hộp thư điện tử" in text
    assert (
        "a) Cơ quan đề nghị không thuộc đối tượng thực hiện. Căn cứ: Quyết định số 1, mục 2."
        in text
    )
    assert "b) Văn bản bị thay đổi sau khi ký số." in text
    assert "2. Cách nộp lại hồ sơ" in text
    assert "đến địa chỉ sotttt@cantho.gov.vn" in text
    assert "Danh sách gửi bằng tệp Excel kèm theo chỉ để đối chiếu." in text


def test_a_supplement_lists_every_defect_with_what_was_read_and_what_is_expected() -> None:
    letter = a_supplement(
        a_defect(),
        a_defect(row="", column="", read="", expected="", text="Thiếu chữ ký số của cơ quan."),
    )

    rendered = set_(letter, DISPATCHED)

    rows = table_rows(rendered.pdf)
    assert rows[1] == [
        "1",
        "Dòng 5, Họ và tên",
        "Nguyễn Văn",
        "Họ tên chưa đầy đủ. Yêu cầu: Ghi đầy đủ họ và tên người dùng.",
    ]
    assert rows[2] == ["2", "Toàn bộ hồ sơ", "", "Thiếu chữ ký số của cơ quan."]
    assert "V/v đề nghị bổ sung, hoàn thiện hồ sơ cấp mới hộp thư điện tử" in text_of(rendered.pdf)


def test_the_same_defect_of_many_rows_is_told_once_with_each_rows_reading() -> None:
    alike = [a_defect(row=f"Dòng {n}", read=f"Nguyễn {n}") for n in (5, 9, 12)]
    other = a_defect(row="Dòng 7", read="Lê", text="Họ tên chưa rõ.")

    rendered = set_(a_supplement(alike[0], other, *alike[1:]), DISPATCHED)

    rows = table_rows(rendered.pdf)
    assert rows[1][:3] == [
        "1",
        "Họ và tên (3 dòng)",
        "Dòng 5: Nguyễn 5 Dòng 9: Nguyễn 9 Dòng 12: Nguyễn 12",
    ]
    assert rows[2][:3] == ["2", "Dòng 7, Họ và tên", "Lê"]
    assert len(rows) == 3


def test_the_one_file_that_all_defects_are_in_is_named_above_the_table() -> None:
    places = ("trang 2", "trang tính “DS”, ô D7")
    defects = [a_defect(row=f"Dòng {n}", place=p, file="CV 45.pdf") for n, p in enumerate(places)]

    rendered = set_(a_supplement(*defects), DISPATCHED)

    assert "Trang, ô ghi ở cột “Vị trí” là của tệp “CV 45.pdf”." in text_of(rendered.pdf)
    told = [row[1] for row in table_rows(rendered.pdf)[1:]]
    assert told == ["Dòng 0, Họ và tên trang 2", "Dòng 1, Họ và tên trang tính “DS”, ô D7"]


def test_several_files_are_numbered_above_the_table() -> None:
    defects = [
        a_defect(place="trang 2", file="CV 45.pdf"),
        a_defect(row="", column="", read="", place="trang 1", file="Danh sách.pdf"),
        a_defect(row="", column="", read="", text="Thiếu chữ ký số."),
    ]

    rendered = set_(a_supplement(*defects), DISPATCHED)

    assert "(1) “CV 45.pdf”; (2) “Danh sách.pdf”." in text_of(rendered.pdf)
    told = [row[1] for row in table_rows(rendered.pdf)[1:]]
    assert told == ["Dòng 5, Họ và tên tệp (1), trang 2", "tệp (2), trang 1", "Toàn bộ hồ sơ"]


def test_the_same_defect_of_many_rows_tells_the_place_of_each() -> None:
    alike = [a_defect(row=f"Dòng {n}", read="x", place=f"trang {n}") for n in (5, 9, 12)]

    told = table_rows(set_(a_supplement(*alike), DISPATCHED).pdf)[1][2]

    assert told == "Dòng 5 (trang 5): x Dòng 9 (trang 9): x Dòng 12 (trang 12): x"


def test_a_supplement_tells_of_the_list_that_goes_along() -> None:
    said = "danh sách điền sẵn nội dung đã đọc"

    assert said in text_of(set_(a_supplement(list_enclosed=True)).pdf)
    assert said not in text_of(set_(a_supplement()).pdf)


def test_a_receipt_says_when_it_came_and_when_the_result_is_due() -> None:
    rendered = set_(a_receipt())

    text = text_of(rendered.pdf)
    papers = [row[1] for row in table_rows(rendered.pdf)[1:]]
    assert papers == [component.name for component in a_receipt().components]
    assert "GIẤY TIẾP NHẬN HỒ SƠ VÀ HẸN TRẢ KẾT QUẢ" in text
    for fact in (
        "HS-2026-000123",
        "Ủy ban nhân dân phường Cái Khế",
        "phường Cái Khế, thành phố Cần Thơ",
        "0292 3 812 785",
        "ubndcaikhe@cantho.gov.vn",
        "02 ngày làm việc",
        "09 giờ 12 phút, ngày 23 tháng 11 năm 2026",
        "17 giờ 00 phút, ngày 26 tháng 11 năm 2026",
        "Lê Thị Mai",
        "Sổ theo dõi hồ sơ, số thứ tự: 123",
    ):
        assert fact in text, fact


def test_an_apology_names_the_missed_deadline_the_cause_and_the_new_time() -> None:
    text = text_of(set_(an_apology(), DISPATCHED).pdf)

    assert "17 giờ 00 phút, ngày 26 tháng 11 năm 2026" in text
    assert "máy chủ thư điện tử của thành phố ngừng hoạt động" in text
    assert "17 giờ 00 phút, ngày 27 tháng 11 năm 2026" in text
    assert "xin lỗi" in text


def test_the_guide_is_one_page_and_names_the_webmail() -> None:
    rendered = set_(*EVERY_KIND["guide"])

    assert rendered.pages == 1
    assert "https://mail.cantho.gov.vn" in text_of(rendered.pdf)


def test_a_slip_gives_each_holder_address_and_password() -> None:
    slip = a_slip(
        Credential("Thạch Sơn", "sont@cantho.gov.vn", "aB3-dE5f-Gh7k", "Văn phòng"),
        Credential("Lê Ngọc Ánh", "anhln@cantho.gov.vn", "fi2-ffl9-Zz8w"),
    )

    text = text_of(set_(slip).pdf)

    for fact in ("Thạch Sơn", "sont@cantho.gov.vn", "aB3-dE5f-Gh7k", "fi2-ffl9-Zz8w"):
        assert fact in text


# ---- what must never be printed ----


def test_a_slip_is_written_so_plainly_that_it_is_encrypted_from_its_bytes() -> None:
    handler = StandardSecurityHandler.build_from_pw("abc", "abc", pdf_mac=False)
    slip = set_(a_slip()).pdf

    with pypdfium2.PdfDocument(PlainFile(slip).encrypted(handler), password="abc") as document:
        told = document[0].get_textpage().get_text_bounded()
        assert (
            document.get_metadata_value("Title") == "Phiếu bàn giao mật khẩu, hồ sơ HS-2026-000123"
        )
    assert "kV7-mQ2x-Rt9p" in told


@pytest.mark.parametrize(
    ("read", "shown"),
    [
        pytest.param("092090012345", "*********345", id="CCCD"),
        pytest.param("92090012345", "********345", id="a zero lost"),
        pytest.param("092 090 012 345", "*** *** *** 345", id="in groups"),
        pytest.param("0920900123 (10 chữ số)", "*******123 (10 chữ số)", id="with a remark"),
    ],
)
def test_a_national_id_number_in_a_defect_is_masked(read: str, shown: str) -> None:
    rendered = set_(a_supplement(a_defect(column="Số CMND/CCCD", read=read)))

    assert table_rows(rendered.pdf)[1][2] == shown


@pytest.mark.parametrize("number", ["092090012345", "362123456", "092.090.012.345"])
def test_a_letter_with_a_national_id_number_is_not_set(number: str) -> None:
    with pytest.raises(LetterError, match=r"số định danh .* letter\.rows\[0\]\.reason") as caught:
        set_(a_result(a_refused_row(1, f"Trùng số {number}")))

    assert number not in str(caught.value)


def test_a_password_is_not_in_the_repr_of_a_credential() -> None:
    assert "geheim" not in repr(Credential("A", "a@cantho.gov.vn", "geheim"))


def test_a_setter_error_of_a_slip_does_not_quote_it(tmp_path: Path) -> None:
    press = _press_with(tmp_path, "slip.typ", '#import "layout.typ": *\n#panic(facts)')

    with pytest.raises(LetterError) as caught:
        press.render(a_slip(), an_issuer())

    assert "kV7" not in str(caught.value)
    assert caught.value.__cause__ is None


# ---- hostile text ----


@pytest.mark.parametrize(
    "text",
    [
        "#panic()",
        '#read("/etc/passwd")',
        "*đậm* _nghiêng_ `mã` $x^2$ <nhan> @tham-chieu",
        "= Tiêu đề",
        "- mục",
        "\\u{202} \\ #sys.inputs",
        "[nội dung] {1 + 1} \"nháy\" 'đơn' -- --- ...",
        "https://vi.du.vn // ghi chú /* khối */",
        "{issuer} %s {{x}}",
    ],
)
def test_markup_in_data_is_printed_as_it_stands(text: str) -> None:
    rendered = set_(a_result(a_row(name=text)), NUMBERED)

    printed = table_rows(rendered.pdf)[1][1]
    assert printed.replace(" ", "") == text.replace(" ", "")


@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=60))
@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
def test_any_text_is_printed_whole_or_refused_by_name(text: str) -> None:
    try:
        rendered = set_(a_result(a_row(name=text, unit="Đơn vị")), NUMBERED)
    except LetterError as error:
        refused = str(error)
    else:
        refused = ""
        assert rendered.pages == 1
    assert refused == "" or "U+" in refused or "số định danh" in refused


SIGNS = st.text(alphabet="#[](){}*_`$\\\"'/@<>=-+~^&;:.,!? aĐ\n", max_size=80)


@given(st.lists(SIGNS, min_size=8, max_size=8))
@settings(max_examples=10, deadline=None, suppress_health_check=list(HealthCheck))
def test_signs_of_markup_survive_in_every_column(signs: list[str]) -> None:
    rows = [
        replace(a_refused_row(number, f"{text}x"), unit=text + "|")
        for number, text in enumerate(signs, start=1)
    ]

    printed = table_rows(set_(a_result(*rows), NUMBERED).pdf)

    told = {row[0]: row for row in printed}
    for number, text in enumerate(signs, start=1):
        row = told[str(number)]
        assert row[2].replace(" ", "") == "".join(text.split()) + "|"
        assert row[4].replace(" ", "") == "Khôngthựchiện.Lýdo:" + "".join(f"{text}x.".split())


def test_a_character_without_a_glyph_is_an_error_that_names_it() -> None:
    with pytest.raises(LetterError, match=r"“中” \(U\+4E2D\) tại letter\.rows\[0\]\.name"):
        set_(a_result(a_row(name="Trần 中")))


@pytest.mark.parametrize("hidden", ["\u202e", "\u2066", "\u00ad", "\x07"])
def test_a_hidden_character_is_an_error_too(hidden: str) -> None:
    with pytest.raises(LetterError, match=f"U\\+{ord(hidden):04X}"):
        set_(a_result(a_row(name=f"Trần{hidden}Văn")))


def test_what_was_read_is_quoted_with_strange_characters_spelled_out() -> None:
    rendered = set_(a_supplement(a_defect(read="Trần 中\u202e")))

    assert table_rows(rendered.pdf)[1][2] == "Trần [U+4E2D][U+202E]"


def test_names_and_texts_quoted_in_a_defect_are_spelled_out_too() -> None:
    strange = a_defect(text="Dòng “中”.", place="trang tính “中”", file="中.pdf")

    rendered = set_(a_supplement(strange))

    assert "của tệp “[U+4E2D].pdf”" in text_of(rendered.pdf)
    assert table_rows(rendered.pdf)[1][1] == "Dòng 5, Họ và tên trang tính “[U+4E2D]”"
    assert table_rows(rendered.pdf)[1][3].startswith("Dòng “[U+4E2D]”.")


def test_decomposed_vietnamese_is_printed_as_one_letter() -> None:
    rendered = set_(
        a_result(a_row(name="Nguye\u0302\u0303n Hu\u031b\u0303u Phu\u031bo\u031b\u0301c"))
    )

    assert table_rows(rendered.pdf)[1][1] == "Nguyễn Hữu Phước"


def test_a_long_word_is_wrapped_inside_its_cell_and_copies_out_whole() -> None:
    address = "nguyenthithanhtam.vanphonguybannhandan-caikhe_2026@cantho.gov.vn"

    rendered = set_(a_result(a_row(address=address)))

    with pdfplumber.open(io.BytesIO(rendered.pdf)) as document:
        (table,) = document.pages[0].find_tables()
        cell = table.rows[1].cells[3]
        assert cell is not None
        left, _, right, _ = cell
        words = [
            w for w in document.pages[0].extract_words() if w["x0"] >= left and w["x1"] <= right
        ]
    assert address in "".join(word["text"] for word in words)


# ---- a wrong house ----


def test_no_character_is_wider_than_the_templates_take_it_for() -> None:
    """By that bound a word is left whole without being measured."""
    signs = "".join(map(chr, sorted(PRESS.characters)))
    every = "".join(char for char in signs if not unicodedata.category(char).startswith("C"))
    main = """
        #import "layout.typ": *
        #set text(font: "Tinos", size: 10pt, ligatures: false, fallback: false)
        #let faces = (("regular", "normal"), ("bold", "normal"), ("regular", "italic"))
        #context for char in facts.every.replace(regex(chu-la), "").codepoints() {
          for (weight, style) in (..faces, ("bold", "italic")) {
            let width = measure(text(weight: weight, style: style, char)).width
            assert(width <= rong-nhat(char, 10pt), message: char + repr(width))
          }
        }"""

    sources = {"main": main.encode(), LAYOUT: PRESS.sources[LAYOUT]}
    facts = json.dumps(letter_facts(a_result(), an_issuer(), NUMBERED) | {"every": every})
    done = set_type(sources, PRESS.faces, facts, tagged=False, placed=False)

    assert done.fault == ""


def test_a_missing_face_is_an_error_at_start(tmp_path: Path) -> None:
    for face in default_file("fonts").glob("*.ttf"):
        if face.name != "Tinos-Italic.ttf":
            (tmp_path / face.name).write_bytes(face.read_bytes())

    with pytest.raises(LetterError, match=r"Tinos-Italic\.ttf"):
        load_press(fonts=tmp_path)


def test_a_missing_template_is_an_error_at_start(tmp_path: Path) -> None:
    with pytest.raises(LetterError, match=r"layout\.typ"):
        load_press(letters=tmp_path)


def test_a_template_that_asks_for_another_face_is_an_error(tmp_path: Path) -> None:
    press = _press_with(
        tmp_path, "guide.typ", '#import "layout.typ": *\n#show: trang.with("x")\n'
        '#set text(font: "Arial")\nXin chào'
    )  # fmt: skip

    with pytest.raises(LetterError, match=r"guide\.typ"):
        press.render(EVERY_KIND["guide"][0], an_issuer())


def test_a_broken_template_is_an_error_in_words(tmp_path: Path) -> None:
    press = _press_with(tmp_path, "result.typ", '#import "layout.typ": *\n#khong-co')

    with pytest.raises(LetterError, match=r"Không dựng được văn bản theo mẫu result\.typ"):
        press.render(a_result(), an_issuer())


def test_templates_never_evaluate_data_nor_fetch_packages() -> None:
    for path in default_file("letters").glob("*.typ"):
        source = path.read_text("utf-8")
        assert "eval(" not in source
        assert "@preview" not in source


def test_no_template_lets_a_semicolon_be_eaten() -> None:
    """After `#name`, `]` or `}` the setter takes ";" for the end of code and prints none."""
    for path in default_file("letters").glob("*.typ"):
        assert not re.findall(r"(?:#[\w.-]+|[\])}]);", path.read_text("utf-8"))


def test_the_press_in_force_sets_letters() -> None:
    assert render(a_result(), an_issuer(), NUMBERED).pdf == set_(a_result(), NUMBERED).pdf


def _press_with(folder: Path, name: str, source: str) -> Any:
    for path in default_file("letters").glob("*.typ"):
        (folder / path.name).write_bytes(path.read_bytes())
    (folder / name).write_text(source, "utf-8")
    return load_press(letters=folder)


# ---- what a signature shows ----

SIGNED_BY = (
    "Ký bởi: Trung tâm Công nghệ thông tin và Truyền thông",
    "Email: sotttt@cantho.gov.vn",
    "Cơ quan: Sở Thông tin và Truyền thông, thành phố Cần Thơ",
    "Thời gian ký: 25.11.2026 08:15:30 +07:00",
)


@pytest.mark.parametrize("box", [(356, 107, 497, 178), (0, 0, 240, 60), (10, 20, 112, 122)])
def test_a_stamp_shows_every_line_whole_inside_its_box(box: tuple[int, int, int, int]) -> None:
    pdf = PRESS.stamp(SIGNED_BY, box)

    with pdfplumber.open(io.BytesIO(pdf)) as document:
        (page,) = document.pages
        chars = [char for char in page.chars if char["text"].strip()]
        assert (page.width, page.height) == (box[2] - box[0], box[3] - box[1])
        assert min(char["x0"] for char in chars) >= 0
        assert max(char["x1"] for char in chars) <= page.width
        assert min(char["top"] for char in chars) >= 0
        assert max(char["bottom"] for char in chars) <= page.height
        assert 6 <= min(char["size"] for char in chars) <= 10
    assert all(line in text_of(pdf) for line in SIGNED_BY)


def test_a_stamp_that_cannot_be_read_in_its_box_is_an_error() -> None:
    with pytest.raises(LetterError, match="khung chữ ký quá nhỏ"):
        PRESS.stamp(SIGNED_BY, (0, 0, 40, 20))


def test_a_file_carries_the_date_of_issue() -> None:
    with pdfplumber.open(io.BytesIO(set_(a_result(), NUMBERED).pdf)) as document:
        assert document.metadata["CreationDate"].startswith("D:20260205")
        assert document.metadata["Title"] == "Thông báo kết quả, hồ sơ HS-2026-000123"
        assert document.metadata["Author"] == "Trung tâm Công nghệ thông tin và Truyền thông"
