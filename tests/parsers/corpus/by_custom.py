"""What offices write by custom and no person need look at: numbers, names and printed headings."""

from __future__ import annotations

import random
from dataclasses import replace

from tests.parsers.corpus.annexed import annexed_to
from tests.parsers.corpus.named import beside
from tests.parsers.corpus.paper import Paper

ISSUED = (
    "(Ban hành kèm theo Quyết định số 33/2015/QĐ-UBND ngày 18 tháng 12 năm 2015 của Ủy ban nhân "
    "dân thành phố)"
)
OF_THE_FORM = (
    ("PHỤ LỤC I", ISSUED),
    ("Mẫu số 01", ISSUED),
    ("Mẫu số 02", "(Ban hành kèm theo Quyết định số 1250/QĐ-UBND ngày 20 tháng 5 năm 2023)"),
)


@beside
def a_signer_called_as_agencies_begin(rng: random.Random, paper: Paper) -> Paper:
    name = rng.choice(("Trương Văn Tùng", "Trương Thị Bé Sáu", "Đoàn Thị Hồng Nhung"))
    return replace(paper, signature=replace(paper.signature, name=name))


@beside
def the_heading_that_the_form_has(rng: random.Random, paper: Paper) -> Paper:
    own = annexed_to(paper.number, paper.on)
    return replace(paper, annex=(*rng.choice(OF_THE_FORM), *(p for p in paper.annex if p != own)))


@beside
def a_number_of_the_party(rng: random.Random, paper: Paper) -> Paper:
    digits = paper.number.split("/")[0]
    number = f"{digits}-CV/{rng.choice(('ĐU', 'TĐTN-VP', 'BTV'))}"
    annex = (
        part.replace(paper.number, number) if isinstance(part, str) else part
        for part in paper.annex
    )
    return replace(paper, number=number, annex=tuple(annex))
