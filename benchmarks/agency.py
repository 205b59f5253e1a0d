"""An agency that writes clean requests, each for other people, and the world they arrive in."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from itertools import count
from pathlib import Path
from typing import Any

from tests.crash.settings_file import write_settings
from tests.journeys.paper import CLERK, ECONOMY, NEW_PEOPLE, PARENT, Letter, Sheet
from tests.journeys.world import World, a_mail, a_world
from tests.servers.mail import MailServers, running_mail_servers
from tests.servers.postgres import running_postgres

UNLIMITED = {"answers_per_sender_and_hour": 10**6, "answers_per_hour": 10**6}
_FAMILIES = ("Nguyễn", "Trần", "Lê", "Phạm", "Võ", "Đặng", "Bùi", "Hồ", "Dương", "Lý")
_MIDDLES = ("Văn", "Thị", "Minh", "Ngọc", "Thanh", "Quốc", "Hữu", "Kim", "Gia", "Bảo")
_GIVEN = ("An", "Bình", "Châu", "Dung", "Giang", "Hà", "Khang", "Lan", "Nam", "Oanh")
_TITLE = "2. Yêu cầu cấp mới hộp thư điện tử đối với cá nhân:"
_people = count()
_letters = count(1)


def a_paper(world: World, rows: int) -> bytes:
    """Return a letter of one page with an annex of so many rows, signed by leader and agency."""
    people = tuple(_person(place) for place in range(1, rows + 1))
    body = Letter.body.replace("02 công chức", f"{rows:02} công chức")
    sheets = (Sheet(_TITLE, NEW_PEOPLE, people),)
    return world.signed(Letter(number=f"{next(_letters)}/UBND-VP", body=body, sheets=sheets))


def a_request(world: World, rows: int) -> bytes:
    """Return such a letter in a mail."""
    return a_mail(("Công văn.pdf", a_paper(world, rows)))


def _person(place: int) -> tuple[str, ...]:
    n = next(_people)
    second = _MIDDLES[n // 1000 % 10]
    names = (_FAMILIES[n // 100 % 10], second, _MIDDLES[n // 10 % 10], _GIVEN[n % 10])
    identity, phone = f"0920900{n:05d}", f"0901{n:06d}"
    return (str(place), " ".join(names), PARENT, ECONOMY, CLERK, identity, phone, "")


def settings_file(world: World) -> Path:
    """Write the settings of the world down, for a `mailbot run` of its own."""
    chosen = world.house.settings
    return write_settings(chosen, chosen.archive.directory.parent / "mailbot.toml")


@contextmanager
def a_bench(
    kind: str = "sqlite", servers: MailServers | None = None, **sections: Any
) -> Iterator[World]:
    """Yield a world on real servers, its database empty."""
    with ExitStack() as stack:
        servers = servers or stack.enter_context(running_mail_servers())
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="bench-")))
        folder.chmod(0o755)
        if kind == "postgresql":
            postgres = stack.enter_context(running_postgres())
            urls = postgres.database(), postgres.database()
        else:
            urls = f"sqlite:///{folder}/mailbot.db", f"sqlite:///{folder}/hosts.db"
        sections.setdefault("replies", {})
        sections["replies"] = {**UNLIMITED, **sections["replies"]}
        yield stack.enter_context(a_world(servers, *urls, folder, **sections))
