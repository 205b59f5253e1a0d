"""The letter's facts, in the wordings people use."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import replace
from datetime import date

import docx
import pypdfium2
import pytest

from parsers import FlagCode, Place, RequestList, SourceFile, read_request
from parsers.counts.counted import Counts, number_of, read_counts
from parsers.meaning.procedure import named_procedures
from parsers.pdf.fast import read_fast
from parsers.reading import Line
from parsers.text.words import clean
from tests.parsers.asserts import rows_read
from tests.parsers.corpus.booked import BookLook, booked
from tests.parsers.corpus.corpus import papers
from tests.parsers.corpus.paper import Paper, PaperGrid
from tests.parsers.corpus.typeset import typeset
from tests.parsers.corpus.written import written

PLAIN = next(papers(5, most_rows=6)).paper.drawn(landscape=True, size=10.0)


@pytest.mark.parametrize(
    ("text", "counts"),
    [
        ("đề nghị cấp mới hộp thư cho 06 (sáu) công chức", Counts(6)),
        ("cho sáu cán bộ, công chức mới tuyển dụng", Counts(6)),
        ("cấp lại mật khẩu cho 06 người", Counts(6)),
        ("theo danh sách 06 cán bộ đính kèm", Counts(6)),
        ("cấp mới 12 (mười hai) hộp thư điện tử cho cá nhân", Counts(12)),
        ("cho 02 đơn vị và 05 cá nhân", Counts(5, 2)),
        ("cho 05 viên chức của 02 đơn vị trực thuộc", Counts(5)),
        ("cho hai mươi lăm viên chức", Counts(25)),
        ("cho 06 (năm) công chức", Counts(6, None, "06 (năm) công chức")),
        ("cho 06 (sáu) giáo viên", Counts(6)),
        ("cho 01 lãnh đạo và 02 chuyên viên", Counts(3)),
        ("cho 06 người, trong đó 02 công chức và 04 viên chức", Counts(6)),
        ("cấp mới 06 hộp thư điện tử cho 06 cá nhân", Counts(6)),
        ("cấp mới 06 hộp thư điện tử công vụ", Counts(rows=6)),
        ("cấp 02 hộp thư cho phòng A, 01 hộp thư cho phòng B", Counts(rows=3)),
        ("cấp mới hộp thư theo danh sách, số lượng: 06", Counts(rows=6)),
        ("cho một số cán bộ mới từ cơ quan khác chuyển đến", Counts()),
        ("trong năm cơ quan tiếp nhận cán bộ", Counts()),
        ("đề nghị cấp hộp thư cho năm cán bộ", Counts(5)),
        ("theo Quyết định số 33/2015/QĐ-UBND", Counts()),
    ],
)
def test_how_many_is_read_in_figures_and_in_words(text: str, counts: Counts) -> None:
    assert read_counts(text) == counts


@pytest.mark.parametrize(
    ("words", "number"),
    [
        ("mười", 10), ("mười lăm", 15), ("hai mươi mốt", 21), ("một trăm linh năm", 105),
        ("chín", 9), ("hai ba", None),
    ],
)  # fmt: skip
def test_a_number_in_words_is_understood(words: str, number: int | None) -> None:
    assert number_of(words) == number


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("V/v đề nghị cấp mới hộp thư điện tử thành phố Cần Thơ", {"new"}),
        ("V/v tạo tài khoản thư điện tử công vụ cho công chức", {"new"}),
        ("V/v cấp lại mật mã hộp thư điện tử", {"reset"}),
        ("V/v reset mật khẩu email công vụ", {"reset"}),
        ("V/v khôi phục mật khẩu hộp thư điện tử hộp thư điện tử", {"reset"}),
        ("V/v cấp mới và cấp lại mật khẩu hộp thư điện tử", {"new", "reset"}),
        ("V/v hủy bỏ hộp thư điện tử của công chức nghỉ hưu", {"cancel"}),
        ("V/v thu hồi tài khoản thư điện tử", {"cancel"}),
        ("V/v thay đổi thông tin hộp thư điện tử", {"change"}),
        ("V/v thay đổi mật khẩu hộp thư điện tử", {"reset"}),
        ("V/v vô hiệu hóa hộp thư điện tử", {"cancel"}),
        ("V/v tạm dừng hoạt động hộp thư công vụ", {"cancel"}),
        ("V/v chuyển hộp thư điện tử của công chức sang đơn vị mới", {"change"}),
        ("V/v bàn giao hộp thư điện tử", {"change"}),
        ("V/v chuyển văn bản qua hộp thư điện tử", set()),
        ("V/v quản lý, sử dụng hộp thư điện tử", set()),
        ("V/v báo cáo sử dụng thư điện tử", set()),
    ],
)
def test_the_procedure_is_known_by_meaning(text: str, asked: set[str]) -> None:
    assert named_procedures(text) == asked


def _read(paper: Paper) -> RequestList:
    return read_request([SourceFile("a.pdf", typeset(paper))])


def _codes(read: RequestList) -> set[FlagCode]:
    return {flag.code for flag in read.flags}


def _saying(sentence: str) -> Paper:
    body = (PLAIN.body[0], f"Đơn vị kính đề nghị {sentence}.", PLAIN.body[-1])
    return replace(PLAIN, body=body)


@pytest.mark.parametrize(
    ("reason", "ground"),
    [
        pytest.param("của đơn vị theo chế độ đó", "", id="no ground, words that look like one"),
        pytest.param("vì hộp thư cũ hay đầy", "other", id="a ground the decision does not know"),
        pytest.param("do thay thiết bị", "other", id="another"),
    ],
)
def test_a_ground_is_taken_from_words_with_their_marks(reason: str, ground: str) -> None:
    read = _read(_saying(f"cấp mới hộp thư điện tử {reason}"))

    assert read.letter.ground == ground


def test_a_count_that_agrees_with_the_list_is_no_matter() -> None:
    count = len(PLAIN.individuals)
    read = _read(_saying(f"cấp mới hộp thư điện tử cho {count:02d} công chức mới tuyển dụng"))

    assert read.flags == ()
    assert read.letter.counted_people == count
    assert read.letter.counted == f"{count:02d} công chức"


@pytest.mark.parametrize(
    ("sentence", "code"),
    [
        ("cấp mới hộp thư điện tử cho 99 công chức", FlagCode.COUNT_DIFFERS),
        ("cấp mới hộp thư điện tử cho chín mươi chín công chức", FlagCode.COUNT_DIFFERS),
        ("cấp mới hộp thư điện tử cho 06 (năm) công chức", FlagCode.COUNT_CONTRADICTS),
        ("cấp mới hộp thư, trừ trường hợp số thứ tự 2", FlagCode.EXCEPTION_STATED),
        ("cấp mới 99 hộp thư điện tử", FlagCode.COUNT_DIFFERS),
        ("cấp mới hộp thư điện tử theo danh sách. Tổng số: 99 (chín mươi chín) giáo viên",
         FlagCode.COUNT_DIFFERS),
        ("chỉ cấp mới hộp thư cho người đứng đầu danh sách", FlagCode.INSTRUCTION_STATED),
    ],
)  # fmt: skip
def test_a_letter_at_odds_with_its_list_or_itself_goes_to_a_person(
    sentence: str, code: FlagCode
) -> None:
    paper = _saying(sentence)

    (flag,) = (flag for flag in _read(paper).flags if flag.code is code)

    assert flag.place == _place_of("Đơn vị kính đề nghị", paper)


def test_a_sentence_that_asks_for_something_else_than_the_list_goes_to_a_person() -> None:
    read = _read(_saying("cấp lại mật khẩu hộp thư điện tử cho các công chức"))

    assert FlagCode.PROCEDURE_DIFFERS in _codes(read)


def test_a_subject_at_odds_with_the_list_goes_to_a_person() -> None:
    read = _read(replace(_saying("xem xét"), subject="V/v cấp lại mật khẩu hộp thư điện tử"))

    (flag,) = (flag for flag in read.flags if flag.code is FlagCode.PROCEDURE_DIFFERS)
    assert flag.place == read.letter.places["subject"]
    assert flag.against == read.individuals[0].place


def _place_of(beginning: str, paper: Paper) -> Place:
    """Return where the line stands that begins so."""
    lines = read_fast(SourceFile("a.pdf", typeset(paper))).blocks
    return next(
        line.place
        for line in lines
        if isinstance(line, Line) and clean(line.text).startswith(beginning)
    )


@pytest.mark.parametrize(
    ("line", "codes"),
    [
        ("(Kèm theo Công văn số …………. ngày … tháng … năm ……)", set()),
        ("(Kèm theo Công văn số      /      ngày    tháng    năm 2026)", set()),
        ("(Kèm theo Công văn số 999/ABC-VP ngày 01 tháng 01 năm 2020)",
         {FlagCode.ANNEX_NUMBER_DIFFERS, FlagCode.ANNEX_DATE_DIFFERS}),
        ("(Đính kèm Công văn số 999/ABC-VP ngày 01/01/2020)",
         {FlagCode.ANNEX_NUMBER_DIFFERS, FlagCode.ANNEX_DATE_DIFFERS}),
        ("(Ban hành kèm theo Tờ trình số: 999/TTr-ABC)", {FlagCode.ANNEX_NUMBER_DIFFERS}),
        ("(Kèm Công văn số 999/ABC-VP)", {FlagCode.ANNEX_NUMBER_DIFFERS}),
        ("(Gửi kèm Công văn của Sở Tư pháp số 999/ABC-VP)", {FlagCode.ANNEX_NUMBER_DIFFERS}),
        ("(Kèm theo Công văn đề nghị số 999/ABC-VP)", {FlagCode.ANNEX_NUMBER_DIFFERS}),
        ("Danh sách cán bộ kèm theo Công văn số 999/ABC-VP", {FlagCode.ANNEX_NUMBER_DIFFERS}),
        ("(Kèm theo Công văn số      /ABC-VP ngày 01 tháng 01 năm 2020)",
         {FlagCode.ANNEX_DATE_DIFFERS}),
        ("(Kèm theo Công văn ngày 01/01/2020)", {FlagCode.ANNEX_DATE_DIFFERS}),
    ],
)  # fmt: skip
def test_an_annex_of_another_letter_is_told_and_a_blank_one_is_none(
    line: str, codes: set[FlagCode]
) -> None:
    annex = tuple(
        line if isinstance(part, str) and part.startswith("(Kèm") else part for part in PLAIN.annex
    )

    read = _read(replace(PLAIN, annex=annex))
    assert _codes(read) == codes
    spoken_of = {FlagCode.ANNEX_NUMBER_DIFFERS: "number", FlagCode.ANNEX_DATE_DIFFERS: "date"}
    for flag in read.flags:
        assert flag.against == read.letter.places[spoken_of[flag.code]]


def test_what_the_form_is_called_after_goes_to_a_person_with_its_list() -> None:
    asked = "đề nghị cấp mới, thay đổi, hủy bỏ hộp thư điện tử"
    body = (PLAIN.body[0], f"Đơn vị kính {asked} như phụ lục.", PLAIN.body[-1])
    annex = ("PHỤ LỤC", f"DANH SÁCH {asked.upper()}", *PLAIN.annex[-1:])

    read = _read(replace(PLAIN, subject=f"V/v {asked}", body=body, annex=annex))

    assert read.procedure == "change"
    assert FlagCode.PROCEDURE_UNPUBLISHED in _codes(read)
    assert len(read.individuals) == len(PLAIN.individuals)


@pytest.mark.parametrize(
    ("asked", "procedure"),
    [("hủy bỏ hộp thư điện tử", "cancel"), ("thay đổi thông tin hộp thư điện tử", "change")],
)
def test_change_and_cancel_go_to_a_person_with_their_list_read(asked: str, procedure: str) -> None:
    sheets = papers(5, most_rows=4)
    reset = next(sheet.paper for sheet in sheets if sheet.paper.procedure == "reset")
    titles = ["PHỤ LỤC I", f"DANH SÁCH ĐỀ NGHỊ {asked.upper()}", reset.annex[-1]]
    body = (reset.body[0], f"Đơn vị kính đề nghị {asked} của các cá nhân sau.", reset.body[-1])
    paper = replace(reset, subject=f"V/v {asked}", body=body, annex=tuple(titles))

    read = _read(paper.drawn(landscape=True, size=10.0))

    assert read.procedure == procedure
    assert FlagCode.PROCEDURE_UNPUBLISHED in _codes(read)
    names = [row["name"] for row in rows_read(read, "organisation") + rows_read(read, "individual")]
    assert names == [row["name"] for row in (*reset.organisations, *reset.individuals)]


@pytest.mark.parametrize(
    "written", ["ngày 05 tháng 3 năm 2026", "ngày 5/3/2026", "05/03/2026", "ngày 05-03-2026"]
)
def test_the_date_is_read_in_every_form(written: str) -> None:
    assert _read(PLAIN.drawn(dated=written)).letter.date == date(2026, 3, 5)


def test_both_facts_and_rows_are_found_where_the_list_stands_in_the_letter_itself() -> None:
    paper = replace(PLAIN, annex=tuple(part for part in PLAIN.annex if not isinstance(part, str)))

    read = _read(paper.drawn(landscape=False, size=9.0))

    assert rows_read(read, "individual") == list(paper.individuals)
    assert read.letter.number == paper.number


@pytest.mark.parametrize(
    ("lines", "addressee"),
    [
        pytest.param(["Kính gửi: Sở Nội vụ."], "Sở Nội vụ", id="one"),
        pytest.param(
            ["Kính gửi:", "- Ủy ban nhân dân thành phố;", "- Sở Thông tin và Truyền thông.", "Căn"],
            "Ủy ban nhân dân thành phố; Sở Thông tin và Truyền thông",
            id="two in a list",
        ),
        pytest.param(
            ["Kính gửi: Trung tâm Công nghệ thông tin và", "truyền thông thành phố.", "Căn cứ"],
            "Trung tâm Công nghệ thông tin và truyền thông thành phố",
            id="wrapped",
        ),
        pytest.param(
            ["Kính gửi: Sở Nội vụ", "Ủy ban nhân dân phường đề nghị Sở Thông tin và Truyền thông"],
            "Sở Nội vụ",
            id="without a full stop",
        ),
        pytest.param(["Kính gửi:", "Căn cứ Quyết định"], "", id="nobody"),
    ],
)
def test_a_letter_tells_all_whom_it_addresses(lines: list[str], addressee: str) -> None:
    document, out = docx.Document(), io.BytesIO()
    for line in ("UBND PHƯỜNG CÁI KHẾ", "Số: 12/UBND-VX", *lines):
        document.add_paragraph(line)
    document.add_paragraph("Đề nghị cấp mới hộp thư điện tử cho 02 công chức.")
    document.save(out)

    head = read_request([SourceFile("a.docx", out.getvalue())]).letter

    assert head.addressee == addressee
    assert "addressee" in head.places


@pytest.mark.parametrize("about", ["V/v", "Về việc", "v/v"])
@pytest.mark.parametrize("write", [typeset, written])
def test_a_subject_is_its_own_cell_and_not_the_date_beside_it(
    about: str, write: Callable[[Paper], bytes]
) -> None:
    paper = replace(PLAIN, subject=f"{about} đề nghị cấp mới hộp thư điện tử")
    name = "a.docx" if write is written else "a.pdf"

    assert read_request([SourceFile(name, write(paper))]).letter.subject == paper.subject


def test_a_subject_among_paragraphs_ends_before_the_date() -> None:
    document, out = docx.Document(), io.BytesIO()
    for text in ("Số: 12/UBND-VX", "V/v cấp mới hộp thư", "Cần Thơ, ngày 05 tháng 3 năm 2026"):
        document.add_paragraph(text)
    document.add_paragraph("Kính gửi: Sở Nội vụ.")
    document.save(out)

    letter = read_request([SourceFile("a.docx", out.getvalue())]).letter

    assert letter.subject == "V/v cấp mới hộp thư"


def test_two_letters_in_one_mail_go_to_a_person() -> None:
    other = next(papers(6, most_rows=4)).paper.drawn(landscape=True, size=10.0)
    without = replace(other, annex=tuple(p for p in other.annex if "Kèm theo" not in str(p)))

    read = read_request(
        [SourceFile("a.pdf", typeset(PLAIN)), SourceFile("b.pdf", typeset(without))]
    )

    assert FlagCode.LETTER_SEVERAL in _codes(read)


@pytest.mark.parametrize(
    "sentence",
    [
        "Riêng trường hợp số thứ tự 2 đề nghị không cấp.",
        "Danh sách như trên, trừ ông Nguyễn Văn An đã chuyển công tác.",
    ],
)
def test_a_letter_that_leaves_somebody_out_goes_to_a_person(sentence: str) -> None:
    assert FlagCode.EXCEPTION_STATED in _codes(_read(replace(PLAIN, body=(*PLAIN.body, sentence))))


def _without_letter() -> SourceFile:
    whole, rest, out = (
        pypdfium2.PdfDocument(typeset(PLAIN)),
        pypdfium2.PdfDocument.new(),
        io.BytesIO(),
    )
    rest.import_pages(whole, range(1, len(whole)))
    rest.save(out)
    return SourceFile("a.pdf", out.getvalue())


@pytest.mark.parametrize(
    ("list_alone", "begin"),
    [
        (_without_letter, Place("a.pdf", 1)),
        (lambda: SourceFile("a.xlsx", booked(PLAIN, BookLook())), Place("a.xlsx", sheet="Sheet")),
    ],
)
def test_a_missing_letter_is_missed_where_its_list_begins(
    list_alone: Callable[[], SourceFile], begin: Place
) -> None:
    read = read_request([list_alone()])

    (flag,) = (flag for flag in read.flags if flag.code is FlagCode.LETTER_MISSING)
    assert flag.place == begin
    assert len(read.individuals) == len(PLAIN.individuals) > 0


def test_an_empty_list_is_shown_where_it_stands() -> None:
    header_alone = tuple(
        replace(part, rows=part.rows[:1]) if isinstance(part, PaperGrid) else part
        for part in PLAIN.annex
    )

    read = _read(replace(PLAIN, annex=header_alone))

    (flag,) = (flag for flag in read.flags if flag.code is FlagCode.LIST_EMPTY)
    assert flag.place is not None
    assert (flag.place.page, bool(flag.place.box)) == (2, True)
