"""Letters that count otherwise than their list, and annexes of another letter."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import timedelta

from tests.parsers.corpus.annexed import annexed_rarely, annexed_to
from tests.parsers.corpus.paper import Paper, dated
from tests.parsers.corpus.request import ASKED
from tests.parsers.corpus.stated import ASIDE, RARE, USUAL, in_words
from tests.parsers.corpus.traps import trap


@trap
def letter_counts_more(_: random.Random, paper: Paper) -> Paper:
    body = tuple(text.replace(" cho ", " cho 41 (bốn mươi mốt) công chức, ") for text in paper.body)
    return replace(paper, body=body)


def _saying(paper: Paper, *sentences: str, about: str = "") -> Paper:
    """Return the paper with a body that asks for its list and says this."""
    asking = f"Đơn vị kính đề nghị {ASKED[paper.procedure]}{about}."
    return replace(paper, body=(*paper.body[:2], asking, *sentences, paper.body[-1]))


@trap
def letter_counts_more_in_rare_words(rng: random.Random, paper: Paper) -> Paper:
    return _saying(paper, about=f" cho {rng.choice(('41', '1.003'))} {rng.choice(RARE)}")


@trap
def letter_counts_more_in_a_sentence(rng: random.Random, paper: Paper) -> Paper:
    number = len(paper.individuals) + rng.choice((1, 2))
    said = f"{number:02d} {rng.choice((*USUAL, *RARE))}"
    sentence = rng.choice((*ASIDE, "Số người đề nghị: {counted}.")).format(counted=said)
    return _saying(paper, sentence)


@trap
def letter_counts_without_a_noun(rng: random.Random, paper: Paper) -> Paper:
    number = len(paper.individuals) + 1
    label = rng.choice(("Số người đề nghị", "Số lượng tài khoản đề nghị", "Tổng số"))
    return _saying(paper, f"{label}: {number:02d} ({in_words(number)}).")


@trap
def letter_counts_two_ways(rng: random.Random, paper: Paper) -> Paper:
    """The sentence that asks is right, the other is not."""
    number = len(paper.individuals)
    about = f" cho {number:02d} {rng.choice(USUAL)}"
    return _saying(paper, f"Danh sách có {number + 1:02d} {rng.choice(RARE)}.", about=about)


@trap
def letter_says_that_it_is_no_request(rng: random.Random, paper: Paper) -> Paper:
    said = ("Công văn này chỉ để báo cáo, không yêu cầu thực hiện.", "(Bản này gửi để góp ý)",
            "Đơn vị sẽ gửi danh sách chính thức sau.",
            "Công văn số 250/CV-VP ngày 01/10/2025 không còn giá trị.")  # fmt: skip
    return _saying(paper, rng.choice(said))


@trap
def letter_asks_for_an_address_of_no_row(rng: random.Random, paper: Paper) -> Paper:
    said = ("Đề nghị cấp hộp thư vanphong.pmtb@cantho.gov.vn cho Văn phòng.",
            "Hộp thư đề nghị tạo theo mẫu ho.ten@cantho.gov.vn.")  # fmt: skip
    return _saying(paper, rng.choice(said))


@trap
def letter_gives_somebody_another_number(_: random.Random, paper: Paper) -> Paper:
    name = paper.individuals[0]["name"]
    return _saying(paper, f"Số điện thoại của {name} là 0916220416.")


@trap
def letter_counts_in_its_subject(_: random.Random, paper: Paper) -> Paper:
    subject = f"{paper.subject} cho {len(paper.individuals) + 1:02d} viên chức"
    return replace(_saying(paper), subject=subject)


@trap
def letter_counts_a_range(rng: random.Random, paper: Paper) -> Paper:
    number = len(paper.individuals)
    form = rng.choice(
        ("{0:02d}-{1:02d}", "từ {0:02d} đến {1:02d}", "khoảng {1:02d}", "hơn {1:02d}")
    )
    said = form.format(number - 1, number)
    return _saying(paper, about=f" cho {said} {rng.choice((*USUAL, *RARE))}")


@trap
def a_line_counts_more(rng: random.Random, paper: Paper) -> Paper:
    number = len(paper.individuals) + 1
    line = rng.choice(("(Danh sách có {0:02d} người)", "Số lượng: {0:02d} viên chức"))
    return replace(paper, annex=(*paper.annex[:-1], line.format(number), paper.annex[-1]))


def _annexed_to(paper: Paper, heading: str) -> Paper:
    own = annexed_to(paper.number, paper.on)
    return replace(paper, annex=tuple(heading if part == own else part for part in paper.annex))


@trap
def annex_of_another_letter(_: random.Random, paper: Paper) -> Paper:
    return _annexed_to(paper, annexed_to(paper.number, paper.on, "9" + paper.number))


@trap
def annex_of_another_letter_in_rare_words(_: random.Random, paper: Paper) -> Paper:
    return _annexed_to(paper, annexed_rarely(paper.number, paper.on, "9" + paper.number))


@trap
def annex_of_another_day(_: random.Random, paper: Paper) -> Paper:
    day = dated(paper.on - timedelta(days=3))
    return _annexed_to(paper, f"(Kèm theo Công văn số {paper.number} {day})")
