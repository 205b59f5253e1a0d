"""The card of the sender tells what was kept, and turns red where it speaks against the mail."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta

from mailbot.cases.finding import Finding, Severity
from mailbot.cases.sender_proof import MethodResult, SenderProof
from mailbot.cases.state import State
from tests.builders import NINH_KIEU, a_case
from tests.console.office import Browser, Staffed

ADDRESS = NINH_KIEU.mailbox
SOUND = SenderProof(
    address=ADDRESS,
    login=ADDRESS,
    client="10.1.2.3",
    envelope=ADDRESS,
    fields=(f"received: from [10.1.2.3] (Authenticated sender: {ADDRESS}) <x>",),
)
FORGED = replace(
    SOUND,
    login="nhanvien@cantho.gov.vn",
    reply_to="ke.xau@example.net",
    results=(
        MethodResult("spf", "softfail", "smtp.mailfrom=example.net"),
        MethodResult("dkim", "pass", "header.d=cantho.gov.vn"),
        MethodResult("dmarc", "bestguesspass"),
    ),
)
DIFFERS = Finding("sender.reply_to_differs", Severity.LOOK)


def facts(staffed: Staffed, number: str) -> dict[str, tuple[str, bool]]:
    """Return the facts of the cards: what each tells, and whether it stands in red."""
    page = Browser(staffed, "lan").get(f"/ho-so/{number}").text
    found = re.findall(r"<dt>(.*?)</dt><dd( class=\"bad\")?>(.*?)</dd>", page)
    return {name: (text, bool(bad)) for name, bad, text in found}


def test_a_sound_sender_is_told_with_login_envelope_and_what_our_server_wrote(
    staffed: Staffed,
) -> None:
    case = staffed.open(a_case(sender=SOUND))
    told = facts(staffed, case.number)
    assert told["Đăng nhập"] == (f"{ADDRESS}, đúng người gửi", False)
    assert told["Phong bì"] == (f"{ADDRESS}, đúng người gửi", False)
    assert told["Reply-To"] == ("Không đặt riêng", False)
    assert told["SPF, DKIM, DMARC"][0].startswith("Máy chủ thư không ghi kết quả")
    page = Browser(staffed, "lan").get(f"/ho-so/{case.number}").text
    assert f"{ADDRESS} · khớp danh mục cơ quan" in page
    assert (
        "received: from [10.1.2.3] (Authenticated sender: pninhkieu@cantho.gov.vn) &lt;x&gt;"
        in page
    )


def test_what_speaks_against_the_sender_stands_in_red(staffed: Staffed) -> None:
    case = staffed.open(a_case(sender=FORGED, findings=(DIFFERS,)))
    told = facts(staffed, case.number)
    assert told["Đăng nhập"] == ("nhanvien@cantho.gov.vn, khác người gửi", True)
    assert told["Reply-To"] == ("ke.xau@example.net, khác người gửi", True)
    assert told["SPF"] == ("Không đạt, mức nhẹ (smtp.mailfrom=example.net)", True)
    assert told["DKIM"] == ("Đạt (header.d=cantho.gov.vn)", False)
    assert told["DMARC"] == ("bestguesspass", True)


def test_a_sender_proven_by_no_login_may_have_another_envelope(staffed: Staffed) -> None:
    away = replace(SOUND, login="", envelope="bounce@example.net")
    case = staffed.open(a_case(sender=away))
    told = facts(staffed, case.number)
    assert told["Đăng nhập"] == ("Không qua đăng nhập vào hệ thống thư", False)
    assert told["Phong bì"] == ("bounce@example.net, khác người gửi", False)


def test_an_address_that_is_not_registered_is_told_so(staffed: Staffed) -> None:
    unknown = replace(SOUND, address="ai@example.net")
    case = staffed.open(a_case(sender=unknown, agency_code="", reply_to=""))
    assert facts(staffed, case.number)["Danh mục"] == (
        "ai@example.net không có trong danh mục",
        True,
    )


def test_a_case_whose_evidence_nobody_kept_tells_what_is_known(staffed: Staffed) -> None:
    case = staffed.open(a_case())
    told = facts(staffed, case.number)
    assert told["Danh mục"] == (NINH_KIEU.name, False)
    assert "Đăng nhập" not in told


def test_the_cases_of_the_sender_before_this_one_are_counted(staffed: Staffed) -> None:
    first = staffed.open(a_case(state=State.ANSWERED))
    assert facts(staffed, first.number)["Lịch sử"][0] == "Hồ sơ đầu tiên của cơ quan này"
    arrived = first.arrived_at + timedelta(days=1)
    second = staffed.open(a_case(arrived_at=arrived, agency_code="pcr"))
    third = staffed.open(a_case(arrived_at=arrived))
    fourth = staffed.open(a_case(arrived_at=arrived))
    assert facts(staffed, second.number)["Lịch sử"][0] == "Hồ sơ đầu tiên của cơ quan này"
    assert facts(staffed, third.number)["Lịch sử"][0] == (
        f"1 hồ sơ trước; gần nhất {first.number} ngày 23/11/2026"
    )
    assert facts(staffed, fourth.number)["Lịch sử"][0] == (
        f"2 hồ sơ trước; gần nhất {third.number} ngày 24/11/2026"
    )
