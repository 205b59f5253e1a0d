"""Shadow mode: a mail host and a submission server that say yes and do nothing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from mailbot.cases.account import Account, Confirm, HostAnswer, Wish
from mailbot.cases.dispatch import Dispatch, Result
from mailbot.cases.effect import Action

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

    def carry_out(self, wishes: Sequence[Wish], confirm: Confirm) -> tuple[HostAnswer, ...]:  # noqa: ARG002
        """Say what carrying them out would have come to."""
        return tuple(self._answer(wish) for wish in wishes)

    def _answer(self, wish: Wish) -> HostAnswer:
        creates = wish.action is Action.CREATE
        if self.look_up is None:
            return HostAnswer.DONE
        is_there = self.look_up(wish.account.address) is not None
        if is_there is not creates:
            return HostAnswer.DONE
        return HostAnswer.EXISTS if creates else HostAnswer.NO_ACCOUNT
