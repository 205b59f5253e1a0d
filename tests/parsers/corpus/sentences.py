"""Letters with a sentence about somebody of their list: against them, or such as letters have,
also about the office and its mailboxes.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace

from tests.parsers.corpus.corpus import KINDS, Sheet, laid_out
from tests.parsers.corpus.layouts import LAYOUTS
from tests.parsers.corpus.paper import Paper
from tests.parsers.corpus.people import POSITIONS, mobile
from tests.parsers.corpus.stated import Counted

AGAINST = (
    "{title} {given} sẽ nghỉ việc từ tháng sau.",
    "Hiện nay {title} {name} chưa ký hợp đồng.",
    "Số CCCD của {title} {given} ghi chưa đúng.",
    "{title} {given} hiện đang đi học ở nước ngoài.",
    "Lưu ý: {title} {name} đã chuyển sang đơn vị khác.",
    "{name} đang bị kỷ luật, đề nghị xem xét.",
    "Hộp thư của {title} {given} đang do người khác quản lý.",
    "{title} {name} được điều động sang Sở Xây dựng.",
    "{title} {given} vừa được giải quyết chế độ BHXH một lần.",
    "Căn cứ Quyết định số 15/QĐ-SNV về việc {title} {name} nghỉ hưu;",
    "{given} nghỉ việc từ 1/11",
    "Các công chức trên do cơ quan khác trả lương.",
    "Ba Oanh nghi viec tu thang 11.",
    "Riêng trường hợp số 1 xin để lại.",
    "Thống nhất với danh sách, trừ {title} {name}.",
)
UNTHOUGHT = (
    "Bảng kèm theo gồm cả người của năm ngoái.",
    "Nhân sự của phòng Kinh tế sẽ có công văn riêng.",
    "Đang rà soát.",
    "Chờ ký",
    "Hạnh",
)
BY_CUSTOM = (
    "Đầu mối liên hệ: {title} {name}, {position}, điện thoại {phone}.",
    "Mọi chi tiết xin liên hệ {title} {given}, số điện thoại {phone}.",
    "{title} {name} mới được tiếp nhận, chưa có hộp thư điện tử công vụ.",
    "Do {title} {name} quên mật khẩu nên không đăng nhập được vào hộp thư.",
    "Đơn vị cử {title} {name}, {position}, làm đầu mối phối hợp.",
    "Nếu có vướng mắc, đề nghị trao đổi với {title} {given} để được giải đáp.",
    "Căn cứ Quyết định số 15/QĐ-SNV về việc tuyển dụng {title} {name};",
    "{title} {name} nghỉ thai sản mới đi làm lại nên quên mật khẩu.",
    "Người được đề nghị gồm: 1. {title} {name}, {position}; 2. Các cá nhân khác có tên kèm theo.",
)
OF_THE_OFFICE = (
    "Hiện nay, {count:02d} công chức không vào được hộp thư điện tử công vụ do quên mật khẩu.",
    (
        "Đơn vị đã được cấp hộp thư điện tử cho 150 viên chức, hiện nay có {count:02d} viên chức "
        "quên mật khẩu truy cập hộp thư."
    ),
    "Do không sử dụng trong thời gian dài nên các cá nhân đã quên mật khẩu.",
    (
        "Hiện nay, toàn đơn vị có hơn 1.200 cán bộ, viên chức, trong đó một số người mới được điều "
        "động chưa có hộp thư điện tử."
    ),
    (
        "Tổng số công chức, viên chức hiện có là 312 người, trong đó 301 người đã được cấp hộp thư "
        "điện tử công vụ."
    ),
    "Đến nay, phần lớn công chức của đơn vị đã có hộp thư điện tử công vụ.",
    "Mỗi cá nhân được cấp 01 hộp thư điện tử công vụ.",
    "Các cá nhân trong danh sách chưa có hộp thư điện tử công vụ.",
    "Người được cấp hộp thư cam kết thay đổi mật khẩu ngay sau khi nhận.",
    "Mọi thông tin xin trao đổi qua Văn phòng, số điện thoại {phone}.",
    (
        "Trong trường hợp có người nghỉ việc, chuyển công tác, đơn vị sẽ có văn bản đề nghị thu "
        "hồi hộp thư theo quy định."
    ),
    (
        "Theo Công văn số 512/SKHCN-CĐS ngày 02 tháng 3 năm 2026 của quý Sở, đơn vị gửi danh sách "
        "đề nghị cấp mới hộp thư điện tử (danh sách kèm theo)."
    ),
)
SENTENCES = {"flagged": (*AGAINST, *UNTHOUGHT), "clean": (*BY_CUSTOM, *OF_THE_OFFICE)}
TOLD = {
    **dict.fromkeys(UNTHOUGHT[:2], "part_unclear"),
    **dict.fromkeys(UNTHOUGHT[2:], "sentence_unclear"),
    AGAINST[-1]: "exception_stated",
    "Ba Oanh nghi viec tu thang 11.": "text_without_marks",
}


def sentences(seed: int, producer: str, verdict: str) -> Iterator[Sheet]:
    """Yield a sound request with each of these sentences behind its asking one."""
    rng = random.Random(f"{seed} {producer} sentences {verdict}")
    for sentence in SENTENCES[verdict]:
        kind = KINDS[2] if "quên" in sentence else KINDS[0]
        paper = laid_out(rng, LAYOUTS["plain"], (kind,), 4)
        told = TOLD.get(sentence, "")
        said = _said(rng, paper, sentence).drawn(size=9.0)
        yield Sheet(sentence, replace(said, must_flag=verdict == "flagged"), told)


def _said(rng: random.Random, paper: Paper, sentence: str) -> Paper:
    name = rng.choice(paper.individuals)["name"]
    title = rng.choice(("bà", "đồng chí") if " Thị " in name else ("ông", "đồng chí"))
    text = sentence.format(
        title=title,
        name=name,
        given=name.split()[-1],
        position=rng.choice(POSITIONS),
        phone=mobile(rng),
        count=len(paper.individuals),
    )
    if "{count" in sentence:
        paper = replace(paper, counted=Counted(len(paper.individuals)))
    *before, last = paper.body
    return replace(paper, body=(*before, text[:1].upper() + text[1:], last))
