"""What the operating system says reaches people in Vietnamese."""

from __future__ import annotations

import errno
from pathlib import Path

import pytest

from mailbot.commands.attachments import read_file
from mailbot.errors import BadInputError, os_reason


def test_a_file_that_is_not_there_is_told_in_vietnamese(tmp_path: Path) -> None:
    with pytest.raises(BadInputError, match="không có tệp hoặc thư mục này"):
        read_file(tmp_path / "không có.pdf")


def test_a_directory_in_a_files_place_is_told_in_vietnamese(tmp_path: Path) -> None:
    with pytest.raises(BadInputError, match="đây là một thư mục"):
        read_file(tmp_path)


def test_a_rare_reason_stays_as_the_system_says_it() -> None:
    assert os_reason(OSError(errno.ENOTTY, "Inappropriate ioctl")) == "Inappropriate ioctl"
    assert os_reason(OSError()) == "OSError"
