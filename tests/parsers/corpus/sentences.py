"""Letters with a sentence about somebody of their list: against them, or such as letters have."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace

from tests.parsers.corpus.corpus import KINDS, Sheet, laid_out
from tests.parsers.corpus.layouts import LAYOUTS
from tests.parsers.corpus.paper import Paper
from tests.parsers.corpus.people import POSITIONS, mobile

AGAINST = (
    "{title} {given} sẽ nghỉ việc từ tháng sau.",
    "Hiện nay {title} {name} chưa ký hợp đồng.",
    "Số CCCD của {title} {given} ghi chưa đúng.",
    "{title} {given} hiện đang đi học ở nước ngoài.",
    "Lưu ý: {title} {name} đã chuyển sang đơn vị khác.",
    "{name} đang bị kỷ luật, đề nghị xem xét.",
    "Hộp thư của {title} {given} đang do người khác quản lý.",
    "Riêng trường hợp số 1 xin để lại.",
    "Thống nhất với danh sách, trừ {title} {name}.",
)
BY_CUSTOM = (
    "Đầu mối liên hệ: {title} {name}, {position}, điện thoại {phone}.",
    "Mọi chi tiết xin liên hệ {title} {given}, số điện thoại {phone}.",
    "{title} {name} mới được tiếp nhận, chưa có hộp thư điện tử công vụ.",
    "Do {title} {name} quên mật khẩu nên không đăng nhập được vào hộp thư.",
    "Đơn vị cử {title} {name}, {position}, làm đầu mối phối hợp.",
    "Nếu có vướng mắc, đề nghị trao đổi với {title} {given} để được giải đáp.",
    "Người được đề nghị gồm: 1. {title} {name}, {position}; 2. Các cá nhân khác có tên kèm theo.",
)
SENTENCES = {"flagged": AGAINST, "clean": BY_CUSTOM}
TOLD = {AGAINST[-1]: "exception_stated"}


def sentences(seed: int, producer: str, verdict: str) -> Iterator[Sheet]:
    """Yield a sound request with each of these sentences behind its asking one."""
    rng = random.Random(f"{seed} {producer} sentences {verdict}")
    for sentence in SENTENCES[verdict]:
        kind = KINDS[2] if "quên" in sentence else KINDS[0]
        paper = laid_out(rng, LAYOUTS["plain"], (kind,), 4)
        told = TOLD.get(sentence, "instruction_stated") if verdict == "flagged" else ""
        said = _said(rng, paper, sentence).drawn(size=9.0)
        yield Sheet(sentence, replace(said, must_flag=bool(told)), told)


def _said(rng: random.Random, paper: Paper, sentence: str) -> Paper:
    name = rng.choice(paper.individuals)["name"]
    title = rng.choice(("bà", "đồng chí") if " Thị " in name else ("ông", "đồng chí"))
    text = sentence.format(
        title=title,
        name=name,
        given=name.split()[-1],
        position=rng.choice(POSITIONS),
        phone=mobile(rng),
    )
    *before, last = paper.body
    return replace(paper, body=(*before, text[:1].upper() + text[1:], last))
