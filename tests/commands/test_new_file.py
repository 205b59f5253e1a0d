"""A new file is there whole or not at all."""

from __future__ import annotations

import errno
import os
from pathlib import Path
from typing import Any

import pytest

from mailbot.commands.new_file import write_new
from mailbot.errors import BadInputError


def test_a_file_that_is_there_is_left_alone(tmp_path: Path) -> None:
    file = tmp_path / "notice.pdf"
    write_new(file, b"first", 0o600)
    with pytest.raises(BadInputError, match="đã có tệp này"):
        write_new(file, b"second")
    assert (file.read_bytes(), file.stat().st_mode & 0o777) == (b"first", 0o600)


def test_what_a_full_disk_cut_short_is_taken_away(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else the same command would find its own rest in the way, and half a notice be signed."""
    file = tmp_path / "notice.pdf"

    class Full:
        def __init__(self, descriptor: int, *_: Any) -> None:
            self.descriptor = descriptor

        def __enter__(self) -> Full:
            return self

        def __exit__(self, *_: object) -> None:
            os.close(self.descriptor)

        def write(self, data: bytes) -> None:
            os.write(self.descriptor, data[:2])
            raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(os, "fdopen", Full)
        with pytest.raises(BadInputError, match="hết chỗ trên đĩa"):
            write_new(file, b"whole")
    assert not file.exists()
    write_new(file, b"whole")
