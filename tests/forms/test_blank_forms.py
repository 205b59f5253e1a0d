"""The blank forms themselves: what they hold, what they check, and that they ask for nothing."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import docx
import pytest
from openpyxl import Workbook, load_workbook

from mailbot.__main__ import main
from mailbot.forms.annex import ANNEXES, Annex, Entry
from mailbot.forms.checks import rule_of
from mailbot.forms.shelf import blank_forms
from mailbot.forms.workbook import BLANK_ROWS, HEADER_ROW, blank_workbook
from parsers import SourceFile, read_request
from tests.forms.conftest import OFFICE
from tests.forms.fill import WORDS
from tests.parsers.corpus import office
from tests.parsers.corpus.request import HEADERS

SHAPES = {"organisation": "organisation", "person": "individual"}
SETTINGS = """
[department]
name = "Trung tâm Chuyển đổi số"
place = "Vị Thanh"
inbox = "cds@haugiang.gov.vn"
domains = ["haugiang.gov.vn"]
[forms]
addressee = "Sở Khoa học và Công nghệ"
system = "tỉnh Hậu Giang"
grounds = "Quyết định số 15/2026/QĐ-UBND"
[imap]
host = "mail.test"
username = "inbox"
[smtp]
host = "mail.test"
username = "inbox"
[evidence]
source = "none"
[signing]
mode = "two_step"
leader_fingerprints = ["{print}"]
organisation_fingerprints = ["{other}"]
""".replace("{print}", "ab" * 32).replace("{other}", "cd" * 32)


def sheet_of(annex: Annex) -> Any:
    return load_workbook(io.BytesIO(blank_workbook(annex, OFFICE, WORDS))).worksheets[0]


@pytest.mark.parametrize("annex", ANNEXES, ids=lambda annex: annex.code)
def test_the_columns_are_those_of_the_decision_in_its_order(annex: Annex) -> None:
    printed = list(HEADERS[annex.procedure, SHAPES[annex.holder]].values())
    if annex.procedure == "reset":  # the decision's own form says "cấp mới" here by mistake
        printed = [text.replace("đề nghị cấp mới", "đề nghị cấp lại") for text in printed]

    sheet = sheet_of(annex)

    assert [cell.value for cell in sheet[HEADER_ROW]] == printed


@pytest.mark.parametrize("annex", ANNEXES, ids=lambda annex: annex.code)
def test_every_cell_to_fill_in_is_text_so_that_no_zero_is_lost(annex: Annex) -> None:
    sheet = sheet_of(annex)

    rows = sheet.iter_rows(min_row=HEADER_ROW + 1, max_row=HEADER_ROW + BLANK_ROWS)

    assert {cell.number_format for row in rows for cell in row} == {"@"}
    columns = [sheet.column_dimensions[cell.column_letter] for cell in sheet[HEADER_ROW]]
    assert {column.number_format for column in columns} == {"@"}  # below the last blank row


@pytest.mark.parametrize("annex", ANNEXES, ids=lambda annex: annex.code)
def test_every_column_tells_in_vietnamese_what_it_wants(annex: Annex) -> None:
    checks = sheet_of(annex).data_validations.dataValidation

    assert len(checks) == len(annex.columns(WORDS)) - 1  # all but STT
    for check in checks:
        assert check.promptTitle
        assert check.prompt
        assert len(check.promptTitle) <= 32  # the limits of the file format
        assert len(check.prompt) <= 255
        assert len(check.errorTitle or "") <= 32
        assert len(check.error or "") <= 255
        assert len(check.formula1 or "") <= 255
        assert "{" not in f"{check.prompt}{check.error}{check.promptTitle}"


RULES = [
    pytest.param(Entry.NATIONAL_ID, "092085001234", True, id="12 digits"),
    pytest.param(Entry.NATIONAL_ID, "92085001234", False, id="a zero lost"),
    pytest.param(Entry.NATIONAL_ID, "0920850012345", False, id="13 digits"),
    pytest.param(Entry.NATIONAL_ID, "092.085.0012", False, id="12 characters with dots"),
    pytest.param(Entry.NATIONAL_ID, "0920850012e4", False, id="a number to a computer only"),
    pytest.param(Entry.NATIONAL_ID, "36112345 678", False, id="a space"),
    pytest.param(Entry.PHONE, "0912345678", True, id="mobile"),
    pytest.param(Entry.PHONE, "0912 345 678", True, id="mobile with spaces"),
    pytest.param(Entry.PHONE, "02923.812.785", True, id="landline with dots"),
    pytest.param(Entry.PHONE, "912345678", False, id="phone without its zero"),
    pytest.param(Entry.PHONE, "0012345678", False, id="two zeros"),
    pytest.param(Entry.PHONE, "09123456", False, id="phone too short"),
    pytest.param(Entry.PHONE, "0912345x78", False, id="a letter"),
    pytest.param(Entry.PHONE, "091234567890", False, id="phone too long"),
    pytest.param(Entry.EMAIL, "anlh@cantho.gov.vn", True, id="address"),
    pytest.param(Entry.EMAIL, "anlh@HauGiang.gov.vn", True, id="the other domain"),
    pytest.param(Entry.EMAIL, "anlh@gmail.com", False, id="a foreign address"),
    pytest.param(Entry.EMAIL, "an lh@cantho.gov.vn", False, id="an address with a space"),
    pytest.param(Entry.MANAGER, "Lê Văn An\n0912345678\nanlv@cantho.gov.vn", True, id="officer"),
    pytest.param(Entry.MANAGER, "Lê Văn An", False, id="an officer's name alone"),
]


@pytest.fixture(scope="module")
def judged(tmp_path_factory: pytest.TempPathFactory) -> dict[tuple[str, str], str]:
    """Return what a spreadsheet program says to each rule's formula."""
    book = Workbook()
    sheet: Any = book.active
    for at, (entry, text, _) in enumerate((rule.values for rule in RULES), 1):
        sheet.cell(at, 1).value = text
        sheet.cell(at, 1).data_type = "s"
        formula = rule_of(entry, f"A{at}", OFFICE.domains)  # type: ignore[arg-type]
        sheet.cell(at, 2).value = f"={formula}"
    out = io.BytesIO()
    book.save(out)
    folder = tmp_path_factory.mktemp("rules")
    shown = office.convert({"rules.xlsx": out.getvalue()}, "xlsx:Calc MS Excel 2007 XML", folder)
    values: Any = load_workbook(io.BytesIO(shown["rules.xlsx"]), data_only=True).active
    return {
        (str(rule.values[0]), str(rule.values[1])): str(values.cell(at, 2).value).upper()
        for at, rule in enumerate(RULES, 1)
    }


@pytest.mark.parametrize(("entry", "text", "allowed"), RULES)
def test_a_workbook_judges_what_is_typed_in(
    judged: dict[tuple[str, str], str], entry: Entry, text: str, allowed: bool
) -> None:
    assert judged[str(entry), text] in ({"TRUE", "1"} if allowed else {"FALSE", "0"})


def test_only_a_wrong_id_number_is_refused_everything_else_is_asked_about() -> None:
    checks = {
        check.errorTitle: check.errorStyle
        for annex in ANNEXES
        for check in sheet_of(annex).data_validations.dataValidation
        if check.type == "custom"
    }

    assert checks == {
        "Số căn cước chưa đúng": "stop",
        "Xem lại số điện thoại": "warning",
        "Xem lại địa chỉ hộp thư": "warning",
        "Chưa đủ thông tin": "warning",
    }


@pytest.mark.parametrize("name", sorted(blank_forms(OFFICE, WORDS)))
def test_a_blank_form_asks_for_nothing(name: str) -> None:
    read = read_request([SourceFile(name, blank_forms(OFFICE, WORDS)[name])])

    assert (read.organisations, read.individuals) == ((), ())
    assert not {"recruited", "founded", "forgotten"} & set(read.letter.grounds)


def test_the_command_writes_every_form_with_the_names_of_the_settings(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    settings, folder = tmp_path / "mailbot.toml", tmp_path / "mau" / "2026"
    settings.write_text(SETTINGS, "utf-8")

    assert main(["forms", str(folder), "--settings", str(settings), "--json"]) == 0

    files = json.loads(capsys.readouterr().out)["files"]
    assert sorted(files) == sorted(path.name for path in folder.iterdir())
    assert len(files) == 10
    letter = docx.Document(str(folder / files[0]))
    text = "\n".join(paragraph.text for paragraph in letter.paragraphs)
    assert "Kính gửi: Sở Khoa học và Công nghệ." in text
    assert "Căn cứ Quyết định số 15/2026/QĐ-UBND;" in text
    assert "DANH SÁCH YÊU CẦU CẤP MỚI THƯ ĐIỆN TỬ TỈNH HẬU GIANG" in text
    assert letter.tables[0].cell(1, 1).text == "Vị Thanh, ngày …… tháng …… năm ………"
    assert "cds@haugiang.gov.vn" in text


def test_forms_that_are_there_are_not_overwritten_unasked(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    settings, folder = tmp_path / "mailbot.toml", tmp_path / "mau"
    settings.write_text(SETTINGS, "utf-8")
    call = ["forms", str(folder), "--settings", str(settings)]
    main(call)
    mine = next(folder.glob("*cá nhân.xlsx"))
    mine.write_bytes(b"my own")

    assert main(call) == 2
    assert mine.read_bytes() == b"my own"
    assert "--replace" in capsys.readouterr().err
    assert main([*call, "--replace"]) == 0
    assert mine.read_bytes() != b"my own"
