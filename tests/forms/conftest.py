"""The blank forms filled in by a clerk, and what LibreOffice makes of them, once for all tests."""

from __future__ import annotations

import random
from dataclasses import dataclass

import pytest

from mailbot.cases.row import Holder, Procedure
from mailbot.forms.annex import ANNEXES, Annex
from mailbot.forms.office import Office
from mailbot.forms.shelf import blank_forms
from tests.forms.fill import WORDS, fill_annex, fill_letter, fill_workbook
from tests.parsers.corpus import office
from tests.parsers.corpus.request import Request, a_request

OFFICE = Office(
    addressee="Sở Thông tin và Truyền thông",
    system="thành phố Cần Thơ",
    grounds="Quyết định số 33/2015/QĐ-UBND ngày 18 tháng 12 năm 2015 của Ủy ban nhân dân thành "
    "phố Cần Thơ về việc ban hành Quy chế quản lý, sử dụng hệ thống thư điện tử trong hoạt động "
    "của các cơ quan nhà nước",
    legal_basis="Quyết định số 2829/QĐ-UBND ngày 27 tháng 11 năm 2023 của Chủ tịch Ủy ban nhân "
    "dân thành phố Cần Thơ",
    place="Cần Thơ",
    inbox="sotttt@cantho.gov.vn",
    domains=("cantho.gov.vn", "haugiang.gov.vn"),
    author="Trung tâm Công nghệ thông tin và Truyền thông",
)
SEED = 412
ROWS = 17  # more than the blank rows of any form
SHAPES = {Holder.ORGANISATION: "organisation", Holder.PERSON: "individual"}


@dataclass(frozen=True)
class Filled:
    """One form with what was typed into it: the native file, and the PDF of it."""

    request: Request
    native: bytes
    pdf: bytes


def request_of(annexes: list[Annex], rng: random.Random, count: int = ROWS) -> Request:
    kinds = [(str(annex.procedure), SHAPES[annex.holder], count) for annex in annexes]
    return a_request(rng, kinds)


@pytest.fixture(scope="session")
def filled(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Filled]:
    """Return by name: `letter-new` (annex and instructions inside), `docx-new_person`,
    `xlsx-new_person` with `cover-new_person`, the letter each annex goes with.
    """
    rng = random.Random(SEED)
    forms = blank_forms(OFFICE, WORDS)
    requests: dict[str, Request] = {}
    files: dict[str, bytes] = {}
    for procedure in Procedure:
        both = [Annex(procedure, holder) for holder in Holder]
        form = forms[WORDS.say(f"forms.file_letter_{procedure}")]
        for name, annexes in (
            (f"letter-{procedure}", both),
            (f"letter-{procedure}-people", both[1:]),
        ):
            requests[name] = request_of(annexes, rng)
            with_guide = annexes is both
            files[f"{name}.docx"] = fill_letter(form, requests[name], with_guide=with_guide)
    for annex in ANNEXES:
        request = request_of([annex], rng)
        letter = forms[WORDS.say(f"forms.file_letter_{annex.procedure}")]
        bare = Request(**{f: getattr(request, f) for f in _FACTS}, tables=request.tables)
        name = WORDS.say(f"forms.file_{annex.code}")
        for kind in ("docx", "xlsx", "cover"):
            requests[f"{kind}-{annex.code}"] = bare
        files[f"docx-{annex.code}.docx"] = fill_annex(forms[f"{name}.docx"], request)
        files[f"xlsx-{annex.code}.xlsx"] = fill_workbook(forms[f"{name}.xlsx"], annex, request)
        files[f"cover-{annex.code}.docx"] = fill_letter(letter, _without_rows(request))
    pdfs = office.convert_once(tmp_path_factory, "forms", files, "pdf")
    return {
        stem: Filled(requests[stem], data, pdfs[f"{stem}.pdf"])
        for stem, data in ((name.rpartition(".")[0], data) for name, data in files.items())
    }


_FACTS = ("superior", "agency", "agency_in_text", "number", "on")


def _without_rows(request: Request) -> Request:
    tables = tuple(type(t)(t.procedure, t.shape, ()) for t in request.tables)
    return Request(**{f: getattr(request, f) for f in _FACTS}, tables=tables)
