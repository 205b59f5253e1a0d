"""What a command prints may not arrive: the disk is full, the reader gone, a name no text."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import IO

import pytest

from mailbot.commands.answer import UNDECIDED

MAILBOT = [sys.executable, "-m", "mailbot"]
TIME = ["deadline", "2026-11-23T09:00"]
NONSENSE = ["deadline", "gestern"]


def run(arguments: list[str], stdout: int | IO[bytes]) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [*MAILBOT, *arguments], stdout=stdout, stderr=subprocess.PIPE, check=False
    )


@pytest.mark.parametrize("form", [[], ["--json"]])
def test_on_a_full_disk_a_command_says_so_once(form: list[str]) -> None:
    with Path("/dev/full").open("wb") as full:
        done = run([*TIME, *form], full)
    assert done.returncode == UNDECIDED
    assert done.stderr.decode() == (
        "mailbot: Lệnh đã chạy nhưng không in được kết quả: hết chỗ trên đĩa.\n"
    )


def test_on_a_full_disk_an_error_is_told_all_the_same() -> None:
    with Path("/dev/full").open("wb") as full:
        done = run([*NONSENSE, "--json"], full)
    assert done.returncode == UNDECIDED
    assert done.stderr.decode().startswith("mailbot: ")
    assert len(done.stderr.splitlines()) == 1


@pytest.mark.parametrize("arguments", [TIME, [*TIME, "--json"], [*NONSENSE, "--json"]])
def test_where_nobody_reads_on_nothing_more_is_said(arguments: list[str]) -> None:
    read, write = os.pipe()
    os.close(read)
    with os.fdopen(write, "wb") as nobody:
        done = run(arguments, nobody)
    assert done.returncode == UNDECIDED
    assert b"Traceback" not in done.stderr
    assert b"ignored" not in done.stderr


@pytest.mark.parametrize("arguments", [TIME, [*TIME, "--json"], [*NONSENSE, "--json"], NONSENSE])
@pytest.mark.parametrize("closed", [">&-", ">&- 2>&-"])
def test_where_there_is_no_screen_at_all_there_is_no_traceback(
    arguments: list[str], closed: str
) -> None:
    script = ["sh", "-c", f'"$@" {closed}', "sh", *MAILBOT, *arguments]
    done = subprocess.run(script, capture_output=True, check=False)
    assert done.returncode == UNDECIDED
    assert done.stdout == b""
    assert b"Traceback" not in done.stderr
    assert done.stderr.startswith(b"mailbot: ") is (closed == ">&-")


@pytest.mark.parametrize("form", [[], ["--json"]])
def test_a_name_that_is_no_text_is_printed_as_what_reads_back(
    form: list[str], tmp_path: Path
) -> None:
    name = os.fsencode(tmp_path) + b"/c\xf4ng v\xe3n.pdf"
    Path(os.fsdecode(name)).touch()
    done = run(["verify", os.fsdecode(name), *form], subprocess.PIPE)
    assert done.returncode == UNDECIDED
    assert done.stderr == b""
    if form:
        assert os.fsencode(json.loads(done.stdout)["file"]) == name
    else:
        assert rb"c\udcf4ng v\udce3n.pdf" in done.stdout
