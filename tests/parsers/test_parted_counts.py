"""A count that a letter parts: the parts must make it up, where they are all of it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from parsers import FlagCode, RequestList, SourceFile, read_request
from parsers.counts.parted import parts_that_differ
from tests.parsers.corpus.corpus import papers
from tests.parsers.corpus.written import written

PLAIN = next(papers(5, most_rows=6)).paper
LISTED = len(PLAIN.individuals)
ASKED = "Đơn vị kính đề nghị cấp mới hộp thư điện tử cho"


def _read(*sentences: str, below: str = "") -> RequestList:
    annex = (*PLAIN.annex, below) if below else PLAIN.annex
    body = (*PLAIN.body[:2], *sentences, PLAIN.body[-1])
    return read_request([SourceFile("a.docx", written(replace(PLAIN, body=body, annex=annex)))])


def _codes(read: RequestList) -> set[FlagCode]:
    return {flag.code for flag in read.flags}


@pytest.mark.parametrize(
    "said",
    [
        "07 công chức, trong đó 02 lãnh đạo, 04 chuyên viên",
        "07 công chức; trong đó: 02 lãnh đạo và 06 chuyên viên",
        "07 người, gồm 02 công chức và 04 viên chức",
        "07 người. Cụ thể: 02 công chức; 04 viên chức",
        "07 hộp thư, bao gồm 02 hộp thư đơn vị và 04 hộp thư cá nhân",
        "07 người, trong đó có 09 nữ công chức",
        "05 công chức và 02 viên chức, trong đó 03 lãnh đạo, 05 chuyên viên",
    ],
)
def test_parts_that_do_not_make_up_the_whole_are_quoted(said: str) -> None:
    assert parts_that_differ(f"{ASKED} {said}.")


@pytest.mark.parametrize(
    "said",
    [
        "07 công chức, trong đó 02 lãnh đạo, 05 chuyên viên",
        "07 người, trong đó có 02 lãnh đạo, 03 chuyên viên",
        "07 người, trong đó 02 lãnh đạo, 03 chuyên viên, còn lại là nhân viên",
        "07 người, trong đó 04 nữ công chức, 02 viên chức",
        "07 công chức, trong đó 02 lãnh đạo",
        "07 người, gồm 02 công chức và 05 viên chức theo danh sách 07 người đính kèm",
        "05 công chức và 02 viên chức, trong đó 03 lãnh đạo, 04 chuyên viên",
        "07 hộp thư, bao gồm 02 hộp thư đơn vị và 05 hộp thư cá nhân",
        "05 công chức và 02 viên chức, trong đó 01 lãnh đạo, 01 chuyên viên mới tuyển dụng",
        "07 người của 03 đơn vị",
    ],
)
def test_parts_that_may_be_right_are_not_quoted(said: str) -> None:
    assert not parts_that_differ(f"{ASKED} {said}.")


@pytest.mark.parametrize("apart", [", trong đó", ". Trong đó:"])
def test_a_letter_whose_parts_do_not_make_up_its_count_is_told_at_the_place(apart: str) -> None:
    whole = f"{LISTED:02} công chức"
    wrong = _read(f"{ASKED} {whole}{apart} 01 lãnh đạo, {LISTED:02} chuyên viên.")
    right = _read(f"{ASKED} {whole}{apart} 01 lãnh đạo, {LISTED - 1:02} chuyên viên.")

    (flag,) = (flag for flag in wrong.flags if flag.code is FlagCode.COUNT_PARTS_DIFFER)
    assert flag.place is not None
    assert whole in dict(flag.fields)["text"]
    assert not _codes(right)


def test_parts_alone_are_held_against_the_list() -> None:
    asked = f"{ASKED} công chức theo danh sách."

    wrong = _read(asked, f"Trong đó: 01 lãnh đạo, {LISTED:02} chuyên viên.")
    right = _read(asked, f"Trong đó: 01 lãnh đạo, {LISTED - 1:02} chuyên viên.")

    assert FlagCode.COUNT_DIFFERS in _codes(wrong)
    assert not _codes(right)


def test_a_sum_below_a_list_is_parted_too() -> None:
    read = _read(
        f"{ASKED} công chức.",
        below=f"Tổng cộng: {LISTED} người, gồm {LISTED} công chức, 01 viên chức",
    )

    assert FlagCode.COUNT_PARTS_DIFFER in _codes(read)
