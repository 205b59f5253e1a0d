"""A copy that is brought back does nothing by itself that may have been done after it was made."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

from mailbot.__main__ import main
from mailbot.house import House
from mailbot.operations.doctor import checks
from mailbot.operations.doctor_deep import DEEP_LOOKS
from mailbot.settings import load_settings
from mailbot.storage import switches
from tests.crash.requests import a_request
from tests.crash.settings_file import write_settings
from tests.journeys.world import ASKER, World, a_world_in
from tests.readers import share_readers
from tests.servers.mail import INBOX, MailServers


def answer(world: World, number: int) -> None:
    world.submit(a_request(world, number))
    world.take_in()
    world.work()


def test_what_was_answered_after_the_copy_is_not_answered_again(
    mail_servers: MailServers, tmp_path: Path
) -> None:
    copies = {"receipt_copy": INBOX.replace("@", "+outbox@")}
    with a_world_in(tmp_path, mail_servers, smtp=copies) as world:
        settings = write_settings(world.house.settings, tmp_path / "mailbot.toml")
        answer(world, 0)
        kept = tmp_path / "kept"
        assert main(["backup", str(kept), "--settings", str(settings)]) == 0
        answer(world, 1)
        assert len(world.replies()) == 2
        world.house.close()
        (tmp_path / "mailbot.db").rename(tmp_path / "lost.db")

        (copy,) = kept.glob("*.db")
        assert main(["restore", str(copy), "--settings", str(settings)]) == 0
        with closing(House(load_settings(settings))) as world.house:
            share_readers(world.house)
            world.house.prepare()
            world.take_in()
            world.work()
            told = [one.detail for one in checks(world.house, DEEP_LOOKS) if not one.good]
            with world.house.database.transaction() as connection:
                paused_by = switches.paused_by(connection)

            assert [case.number[-1] for case in world.cases()] == ["1"]
            assert len(world.replies(ASKER)) == 2, "the second was not answered again"
            assert paused_by.startswith("mailbot restore: khôi phục từ")
            assert any("đã gửi mà sổ thư đi không có" in detail for detail in told)
