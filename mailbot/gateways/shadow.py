"""Shadow mode: a mail host and a submission server that say yes and do nothing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from mailbot.cases.account import Account, HostAnswer
from mailbot.cases.dispatch import Dispatch, Result

SENT = Dispatch(Result.SENT, "shadow: not sent")


@dataclass(frozen=True, slots=True)
class ShadowHost:
    """Answers as the real host would, as far as looking tells; changes nothing there.

    `look_up` finds an account of the real host; None where nobody can look (work list).
    """

    look_up: Callable[[str], Account | None] | None
    check_real: Callable[[], None]

    def check(self) -> None:
        """Put in order what a crash left, or raise what is wrong."""
        self.check_real()

    def create(self, account: Account, password: str) -> HostAnswer:  # noqa: ARG002
        """Say what making it would have come to."""
        taken = self.look_up is not None and self.look_up(account.address) is not None
        return HostAnswer.EXISTS if taken else HostAnswer.DONE

    def set_password(self, address: str, password: str) -> HostAnswer:  # noqa: ARG002
        """Say what setting it would have come to."""
        lacking = self.look_up is not None and self.look_up(address) is None
        return HostAnswer.NO_ACCOUNT if lacking else HostAnswer.DONE
