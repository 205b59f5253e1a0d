"""The whole demo as a person runs it, and that it would tell if something went wrong."""

from __future__ import annotations

import json
import shlex
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from subprocess import PIPE
from typing import Any

import pytest

from mailbot.__main__ import main
from mailbot.clock import utc_now
from mailbot.commands import demo
from mailbot.demo.cast import NINH_KIEU
from mailbot.demo.pki import DemoPki
from mailbot.demo.slip import read_slip
from mailbot.demo.stage import cleared_stage
from mailbot.house import House
from mailbot.settings import load_settings
from mailbot.words import load_words
from signing import Verdict, verify_pdf

ENDED = {
    "clean_new": ("case", "answered", ["result"]),
    "clean_reset": ("case", "answered", ["result"]),
    "forged": ("rejected", None, []),
    "unsigned": ("case", "in_review", ["acknowledgement"]),
    "changed": ("case", "in_review", ["acknowledgement"]),
    "revoked": ("case", "in_review", ["acknowledgement"]),
    "bad_rows": ("case", "in_review", ["acknowledgement"]),
    "ordinary": ("left_alone", None, []),
}


def command(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "mailbot", *arguments]


@pytest.fixture(scope="module")
def once(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, subprocess.CompletedProcess[str]]:
    root = tmp_path_factory.mktemp("demo") / "here"
    arguments = ("demo", "--once", "--directory", str(root))
    return root, subprocess.run(command(*arguments), capture_output=True, text=True, check=False)


Once = tuple[Path, "subprocess.CompletedProcess[str]"]


def test_all_eight_mails_end_as_they_should(once: Once) -> None:
    _, ran = once
    assert ran.stderr == ""
    assert ran.returncode == 0
    assert "Cả tám thư đã được xử lý đúng như mong đợi." in ran.stdout
    assert [f"{n}✓" in ran.stdout for n in range(1, 9)] == [True] * 8


def test_the_table_tells_why_in_words(once: Once) -> None:
    _, ran = once
    text = " ".join(ran.stdout.replace("│", " ").split())
    for word in ("Bị loại", "Cần xử lý", "Đã trả lời", "Để nguyên", "Tệp không có chữ ký số."):
        assert word in text
    assert "Kết luận" in text
    assert "Hạn trả lời" in text or "Hạn trả" in text


def test_progress_is_told_before_the_table(once: Once) -> None:
    _, ran = once
    head = ran.stdout.partition("Kết luận")[0].splitlines()
    assert sum(line.endswith((".", "…")) for line in head) >= 8


def test_the_notice_is_saved_and_signed(once: Once) -> None:
    root, ran = once
    (notice,) = root.glob("thu-tra-loi/1-clean-new/Thông báo kết quả*.pdf")
    assert str(notice) in ran.stdout
    house = House(load_settings(root / "mailbot.toml"))
    report = verify_pdf(notice.read_bytes(), house.trust, utc_now())
    assert report.verdict is Verdict.PASSED


def test_the_slip_opens_with_the_agreed_passphrase_only(once: Once) -> None:
    root, _ = once
    (slip,) = root.glob("thu-tra-loi/1-clean-new/Phiếu bàn giao*.pdf")
    assert len(read_slip(slip.read_bytes(), NINH_KIEU.passphrase)) == 3
    assert read_slip(slip.read_bytes(), "") == ()


def test_passwords_stand_in_no_log(once: Once) -> None:
    root, ran = once
    (slip,) = root.glob("thu-tra-loi/1-clean-new/Phiếu bàn giao*.pdf")
    told = ran.stdout + (root / "mailbot.log").read_text("utf-8")
    for credential in read_slip(slip.read_bytes(), NINH_KIEU.passphrase):
        assert credential.password not in told


def test_a_certificate_that_is_not_revoked_after_all_makes_the_demo_fail(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(DemoPki, "revoke", lambda *_: None)
    code = main(["demo", "--once", "--json", "--directory", str(tmp_path / "demo")])
    told = capsys.readouterr()
    value = json.loads(told.out)
    assert code == 1
    assert value["as_expected"] is False
    assert [mail["name"] for mail in value["mails"] if mail["faults"]] == ["revoked"]
    others = {
        mail["name"]: (mail["disposition"], mail["state"], _replies(mail))
        for mail in value["mails"]
        if mail["name"] != "revoked"
    }
    assert others == {name: end for name, end in ENDED.items() if name != "revoked"}
    assert "Dọn thư mục" in told.err


def _replies(mail: dict[str, Any]) -> list[str]:
    """Return the replies; before an answer an acknowledgement may have left, or not."""
    return [one for one in mail["replies"] if mail["state"] != "answered" or one == "result"]


def test_a_directory_with_other_things_in_it_is_left_as_it_is(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "luan-van.docx").write_bytes(b"x")
    assert main(["demo", "--once", "--directory", str(tmp_path)]) == 2
    assert "dữ liệu khác" in capsys.readouterr().err
    assert [path.name for path in tmp_path.iterdir()] == ["luan-van.docx"]


@dataclass
class Running:
    """A demo that keeps running, with the commands it says to try."""

    root: Path
    process: subprocess.Popen[str]
    commands: tuple[list[str], ...]


@pytest.fixture
def running(tmp_path: Path) -> Iterator[Running]:
    root = tmp_path / "demo"
    arguments = command("demo", "--directory", str(root))
    with subprocess.Popen(arguments, stdout=PIPE, stderr=PIPE, text=True) as process:
        assert process.stdout is not None
        lines = []
        for line in process.stdout:
            lines.append(line)
            if " check-config " in line:
                break
        told = "".join(lines).rpartition("Ở một cửa sổ khác")[2].splitlines()[1:]
        yield Running(root, process, tuple(_arguments(line) for line in told))
        process.kill()


def _arguments(line: str) -> list[str]:
    """Return what stands after the program's name."""
    words = shlex.split(line)
    program = next(index for index, word in enumerate(words) if word.endswith("mailbot"))
    return words[program + 1 :]


def test_every_command_it_says_to_try_works_and_ctrl_c_ends_it(
    running: Running, capsys: pytest.CaptureFixture[str]
) -> None:
    assert {words[0] for words in running.commands} >= {
        "cases", "mails", "show", "explain", "approve", "supplement", "inspect", "verify",
    }  # fmt: skip
    for words in running.commands:
        main([*words, "--json"])
        assert "error" not in json.loads(capsys.readouterr().out), words
    settings = ["--settings", str(running.root / "mailbot.toml"), "--json"]
    decided = {words[0]: words[1] for words in running.commands}
    assert _comes_to(decided["approve"], "answered", settings, capsys)
    assert _comes_to(decided["supplement"], "awaiting_supplement", settings, capsys)
    main(["tasks", *settings])
    waits = json.loads(capsys.readouterr().out)
    assert len(waits["to_do"]) == 2
    assert len(waits["to_hand_over"]) >= 1
    main(["doctor", "--deep", *settings])
    ill = {one["code"] for one in json.loads(capsys.readouterr().out) if not one["good"]}
    assert ill <= {"calendar"}  # from December on it asks for the days off of the next year

    running.process.send_signal(signal.SIGINT)

    assert running.process.wait(30) == 0
    assert running.process.stderr is not None
    assert running.process.stderr.read() == ""


def _comes_to(
    case: str, state: str, settings: list[str], capsys: pytest.CaptureFixture[str]
) -> bool:
    for _ in range(60):
        main(["show", case, *settings])
        if json.loads(capsys.readouterr().out)["state"] == state:
            return True
        time.sleep(0.5)
    return False


def test_a_second_demo_does_not_take_the_directory_of_a_running_one(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with cleared_stage(tmp_path, load_words()):
        assert main(["demo", "--once", "--directory", str(tmp_path)]) == 2
    assert "đang dùng thư mục" in capsys.readouterr().err


def test_without_the_extra_it_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(demo, "find_spec", lambda name: None if name == "pymap" else object())
    assert main(["demo", "--once"]) == 2
    assert "mailbot[demo]" in capsys.readouterr().err
