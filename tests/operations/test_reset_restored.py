"""A password that was set after the copy is the one its holder has: a restore sets no other."""

from __future__ import annotations

from pathlib import Path

from mailbot.cases.state import State
from tests.journeys.reply import file_named, passwords_in
from tests.journeys.test_resets import OWN, asking
from tests.journeys.world import ASKER, a_mail
from tests.operations.lives import OFFICER, lives_in
from tests.servers.mail import MailServers


def test_a_password_set_after_the_copy_is_set_no_second_time(
    mail_servers: MailServers, tmp_path: Path
) -> None:
    with lives_in(tmp_path, mail_servers) as lives:
        lives.world.give_account(OWN[5], "mat-khau-da-quen-1")
        lives.answer(0)
        lives.back_up()
        paper = lives.world.signed(asking(*OWN))
        subject = "V/v cấp lại mật khẩu hộp thư điện tử"
        lives.world.submit(a_mail(("Công văn 50.pdf", paper), Subject=subject))
        lives.go_on()
        replies = lives.world.replies(ASKER)
        ((address, password),) = passwords_in(file_named(replies[-1], "Phiếu bàn giao")).items()

        lives.come_back()
        assert lives.type("reconcile", "--apply", *OFFICER)[0] == 0
        assert lives.type("resume", *OFFICER)[0] == 0
        lives.go_on()

        assert {case.state for case in lives.world.cases()} == {State.ANSWERED}
        assert lives.world.replies(ASKER) == replies
        assert lives.world.can_log_in(address, password)
