"""What our own mail server wrote about a mail: the evidence by which its sender was judged."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class MethodResult:
    """What one method found: `dkim`, `pass`, and about what, such as `header.d=cantho.gov.vn`."""

    method: str
    result: str
    about: str = ""


@dataclass(frozen=True, slots=True)
class SenderProof:
    """The evidence as it stood when the mail was judged; all of it is kept, none computed again.

    `address` is the one From address, `reply_to` where answers were asked to go. `login` is the
    account that handed the mail in and `client` its machine, "" for none; `envelope` is the
    envelope sender, "" for the null path, None where it was not written once. `fields` are the
    header fields that our servers wrote, as they stand in the mail.
    """

    address: str = ""
    reply_to: str = ""
    login: str = ""
    client: str = ""
    envelope: str | None = None
    results: tuple[MethodResult, ...] = ()
    fields: tuple[str, ...] = ()

    def of_method(self, method: str) -> tuple[MethodResult, ...]:
        """Return what this method found."""
        return tuple(one for one in self.results if one.method == method)


UNPROVEN = SenderProof()
