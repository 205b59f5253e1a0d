"""What tests write lies in memory only where there is room, and is not left there."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

import pytest

from tests import in_memory


def test_without_room_it_lies_on_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert not in_memory.has_room(tmp_path / "none")
    monkeypatch.setattr(in_memory, "ENOUGH_BYTES", 1)
    assert in_memory.has_room(tmp_path)
    monkeypatch.setattr(in_memory, "ENOUGH_BYTES", 1 << 60)
    assert not in_memory.has_room(tmp_path)


def test_what_runs_have_left_that_are_over_goes(tmp_path: Path) -> None:
    over, running = (tmp_path / f"{in_memory.NAME}{pid}" for pid in (1 << 30, os.getpid()))
    for folder in (over, running, tmp_path / "of another"):
        folder.mkdir()
        (folder / "file").touch()
    in_memory.clear_up(tmp_path)
    assert {path.name for path in tmp_path.iterdir()} == {running.name, "of another"}


def test_where_there_is_room_this_very_run_writes_to_memory(tmp_path: Path) -> None:
    folder = os.environ.get("TMPDIR", "")
    if Path(folder).name.startswith(in_memory.NAME):
        assert {tempfile.gettempdir()} == {folder}
        assert tmp_path.is_relative_to(folder)
    else:
        assert not tmp_path.is_relative_to(in_memory.MEMORY)
