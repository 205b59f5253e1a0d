"""What mostly waits is begun first, and what is dear to make is made once."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.longest_first import WAITING, place
from tests.made_once import made_once

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize("start", WAITING)
def test_what_mostly_waits_is_there(start: str) -> None:
    assert (ROOT / start).exists()


def test_what_mostly_waits_is_begun_before_all_else() -> None:
    quick, waiting = "tests/cases/test_fold.py::test_a", f"{WAITING[-1]}::test_b"

    assert sorted([quick, waiting, f"{WAITING[0]}::test_c"], key=place) == [
        f"{WAITING[0]}::test_c",
        waiting,
        quick,
    ]


def test_what_is_dear_is_made_once_for_all_workers(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[Path] = []

    def make(folder: Path) -> None:
        made.append(folder)
        (folder / "a.pdf").write_bytes(b"%PDF")

    monkeypatch.setenv("PYTEST_XDIST_WORKER", "gw1")
    for worker in ("gw0", "gw1"):
        folder = made_once(_factory_in(tmp_path / worker), "dear", make)
        assert (folder / "a.pdf").read_bytes() == b"%PDF"

    assert made == [tmp_path / "dear"]


def test_what_a_failure_has_left_is_made_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("PYTEST_XDIST_WORKER", raising=False)

    def fail(folder: Path) -> None:
        (folder / "half").touch()
        raise OSError("disk full")

    with pytest.raises(OSError, match="disk full"):
        made_once(_factory_in(tmp_path), "dear", fail)
    folder = made_once(_factory_in(tmp_path), "dear", lambda folder: (folder / "whole").touch())

    assert [path.name for path in folder.iterdir()] == ["whole"]


def _factory_in(folder: Path) -> pytest.TempPathFactory:
    folder.mkdir(exist_ok=True)
    return pytest.TempPathFactory(
        given_basetemp=None, retention_count=0, retention_policy="all", trace=lambda *_: None,
        basetemp=folder, _ispytest=True,
    )  # fmt: skip
