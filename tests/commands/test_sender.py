"""`mailbot sender` and `mailbot attachments` on files, without a database."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from mailbot.__main__ import main
from mailbot.agencies_csv import write_agencies
from mailbot.cases.agency import Registry
from mailbot.commands.attachments import attachments_json
from mailbot.commands.sender import sender_json
from mailbot.errors import BadInputError, SettingsError
from tests.intake.mails import AGENCY, AWAY, MX, OUTSIDER, REGISTRY, by_login, from_outside, letter
from tests.intake.programs import PDF, programs
from tests.intake.test_dkim_evidence import KEY_NAME, record, signed

Judge = Callable[[bytes], tuple[dict[str, Any], int]]

SETTINGS = f"""
[department]
inbox = "sotttt@cantho.gov.vn"

[evidence]
mx_host = "{MX}"
"""


@pytest.fixture
def settings(tmp_path: Path) -> Path:
    path = tmp_path / "mailbot.toml"
    path.write_text(SETTINGS, "utf-8")
    return path


@pytest.fixture
def agencies(tmp_path: Path) -> Path:
    path = tmp_path / "co-quan.csv"
    path.write_bytes(write_agencies(REGISTRY))
    return path


@pytest.fixture
def judge(
    tmp_path: Path, settings: Path, agencies: Path, capsys: pytest.CaptureFixture[str]
) -> Judge:
    def judged(raw: bytes) -> tuple[dict[str, Any], int]:
        options = ["--settings", str(settings), "--agencies", str(agencies), "--json"]
        code = main(["sender", str(mail(tmp_path, raw)), *options])
        return json.loads(capsys.readouterr().out), code

    return judged


def mail(directory: Path, raw: bytes) -> Path:
    path = directory / "thu.eml"
    path.write_bytes(raw)
    return path


@pytest.mark.parametrize(
    ("raw", "verdict", "agency", "reasons", "code"),
    [
        pytest.param(by_login(AGENCY) + letter(), "accepted", "ubnd-ninh-kieu", [], 0, id="agency"),
        pytest.param(
            from_outside() + letter(),
            "rejected",
            "ubnd-ninh-kieu",
            ["login_missing"],
            1,
            id="forged",
        ),
        pytest.param(
            by_login(OUTSIDER) + letter(OUTSIDER), "held", "", ["unknown"], 2, id="unknown"
        ),
        pytest.param(b"", "rejected", "", ["header_empty", "from_missing"], 1, id="empty file"),
        pytest.param(
            by_login("")
            + b"From: MAILER-DAEMON@x.vn\r\nContent-Type: multipart/report; boundary=b\r\n\r\n",
            "delivery_report",
            "",
            [],
            2,
            id="delivery report",
        ),
    ],
)
def test_a_mail_is_judged_with_only_the_two_sections(  # noqa: PLR0917
    judge: Judge, raw: bytes, verdict: str, agency: str, reasons: list[str], code: int
) -> None:
    answer, exit_code = judge(raw)

    assert (answer["verdict"], answer["agency"], answer["reasons"]) == (verdict, agency, reasons)
    assert len(answer["details"]) == len(reasons)
    assert exit_code == code


def test_without_json_the_reasons_are_in_words(
    tmp_path: Path, settings: Path, agencies: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = mail(tmp_path, from_outside() + letter())
    code = main(["sender", str(path), "--settings", str(settings), "--agencies", str(agencies)])

    said = capsys.readouterr().out
    assert code == 1
    assert "địa chỉ người gửi bị giả mạo" in said


def test_the_files_of_a_mail_are_listed_on_the_command_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    raw = next(one.raw for one in programs() if one.name == "zimbra")
    code = main(["attachments", str(mail(tmp_path, raw)), "--json"])

    assert code == 0
    assert [one["size"] for one in json.loads(capsys.readouterr().out)] == [len(PDF)]


def test_without_settings_nothing_is_proven(tmp_path: Path, agencies: Path) -> None:
    answer = sender_json(mail(tmp_path, by_login(AGENCY) + letter()), None, agencies)

    assert (answer["verdict"], answer["reasons"]) == ("held", ["trace_missing"])


def test_a_registry_from_elsewhere_can_be_given(tmp_path: Path, settings: Path) -> None:
    path = mail(tmp_path, by_login(AGENCY) + letter())

    answer = sender_json(path, settings, None, REGISTRY)

    assert (answer["verdict"], answer["agency_name"]) == (
        "accepted",
        "Ủy ban nhân dân quận Ninh Kiều",
    )
    assert sender_json(path, settings, None, Registry())["reasons"] == ["unknown"]


def test_dkim_keys_are_looked_up_only_where_they_are_wanted(
    tmp_path: Path, settings: Path, agencies: Path
) -> None:
    asked: list[str] = []

    def look_up(name: str) -> bytes | None:
        asked.append(name)
        return record()

    settings.write_text(SETTINGS + "dkim = true\n", "utf-8")
    away = sender_json(
        mail(tmp_path, from_outside(AWAY) + signed()), settings, agencies, look_up=look_up
    )
    own = sender_json(
        mail(tmp_path, by_login(AGENCY) + letter()), settings, agencies, look_up=look_up
    )

    assert (away["verdict"], own["verdict"]) == ("accepted", "accepted")
    assert asked == [KEY_NAME]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        pytest.param("[evidence]\nmx_hots = 'x'", "mx_hots", id="unknown key"),
        pytest.param("[evidence]\nsource = 'maybe'", "evidence.source", id="unknown source"),
        pytest.param("[evidence\n", "TOML", id="no TOML"),
    ],
)
def test_settings_that_cannot_be_used_are_told(tmp_path: Path, text: str, says: str) -> None:
    path = tmp_path / "x.toml"
    path.write_text(text, "utf-8")

    with pytest.raises(SettingsError, match=says):
        sender_json(mail(tmp_path, letter()), path, None)


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(BadInputError, match="khong-co"):
        sender_json(tmp_path / "khong-co.eml", None, None)
    with pytest.raises(BadInputError, match="khong-co"):
        attachments_json(tmp_path / "khong-co.eml")


def test_attachments_are_listed_with_their_digests(tmp_path: Path) -> None:
    raw = next(one.raw for one in programs() if one.name == "p7m file")

    container, inner = attachments_json(mail(tmp_path, raw))

    assert container["kind"] == "container"
    assert inner == {
        "name": "Công văn đề nghị cấp mới hộp thư.pdf",
        "sha256": hashlib.sha256(PDF).hexdigest(),
        "size": len(PDF),
        "kind": "inner",
        "container": container["name"],
    }


def test_a_mail_without_files_has_an_empty_list(tmp_path: Path) -> None:
    assert attachments_json(mail(tmp_path, letter())) == []
    assert attachments_json(mail(tmp_path, b"")) == []
