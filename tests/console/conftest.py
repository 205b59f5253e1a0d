from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from mailbot.storage.staff import Role
from tests.console.office import Staffed, a_staffed_house


@pytest.fixture
def staffed(tmp_path: Path) -> Iterator[Staffed]:
    with a_staffed_house(tmp_path) as staffed:
        staffed.member("lan", Role.HANDLE, Role.APPROVE)
        yield staffed
