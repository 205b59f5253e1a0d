"""A mail that is there and that the server does not give is waited for: the mark would pass it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import pytest
from imapclient import IMAPClient

from mailbot.errors import TryLaterError, WithheldError
from mailbot.gateways.imap import ImapInbox
from tests.gateways.worlds import dovecot_world
from tests.servers.mail import MailServers

SECOND = 1  # of three mails
Answer = dict[int, dict[bytes, Any]]


@pytest.fixture
def box(mail_servers: MailServers) -> tuple[ImapInbox, list[int]]:
    """Return an inbox, and the UIDs of its three mails."""
    mail_servers.empty_all()
    world = dovecot_world(mail_servers)
    assert isinstance(world.inbox, ImapInbox)
    raws = (b"From: a@example.net\r\nSubject: %d\r\n\r\nx\r\n" % n for n in range(3))
    return world.inbox, [world.put(raw) for raw in raws]


def left_out(answer: Answer, uid: int) -> None:
    answer.pop(uid, None)


def nothing_in_its_place(answer: Answer, uid: int) -> None:
    if uid in answer:
        answer[uid] = dict.fromkeys(answer[uid])


@pytest.fixture
def withhold(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Have the server withhold a mail where it is asked for that."""
    real = IMAPClient.fetch

    def begin(uid: int, asked: str, how: Callable[[Answer, int], None]) -> None:
        def fetch(client: IMAPClient, uids: Sequence[int], items: Sequence[str]) -> Answer:
            answer: Answer = dict(real(client, uids, items))
            if uid in uids and any(item.startswith(asked) for item in items):
                how(answer, uid)
            return answer

        monkeypatch.setattr(IMAPClient, "fetch", fetch)

    return begin


@pytest.mark.parametrize("how", [left_out, nothing_in_its_place])
@pytest.mark.parametrize("most", [1, 20], ids=["alone", "with others"])
def test_a_mail_that_is_there_and_not_given_is_never_taken_for_gone(
    box: tuple[ImapInbox, list[int]],
    withhold: Callable[..., None],
    monkeypatch: pytest.MonkeyPatch,
    how: Callable[[Answer, int], None],
    most: int,
) -> None:
    monkeypatch.setattr("mailbot.gateways.imap.BATCH_MESSAGES", most)
    inbox, uids = box
    withhold(uids[SECOND], "BODY.PEEK[]", how)
    with inbox.open() as folder:
        fetched = folder.fetch(folder.new_messages())
        assert next(fetched).head is not None
        with pytest.raises(TryLaterError, match=f"UID {uids[SECOND]}"):
            next(fetched)


def refused(_answer: Answer, _uid: int) -> None:
    raise IMAPClient.Error("[SERVERBUG] the mail is damaged")


@pytest.mark.parametrize("how", [left_out, nothing_in_its_place, refused])
def test_a_mail_of_which_not_even_the_size_is_told_is_never_passed_over_and_holds_up_no_other(
    box: tuple[ImapInbox, list[int]],
    withhold: Callable[..., None],
    how: Callable[[Answer, int], None],
) -> None:
    inbox, uids = box
    withhold(uids[SECOND], "RFC822.SIZE", how)
    with inbox.open() as folder:
        first, second, third = folder.new_messages()
        assert [one.uid for one in (first, second, third)] == uids
        assert second.size == 0
        (given,) = folder.fetch([third])
        assert given.head is not None
        fetched = folder.fetch([first, second, third])
        assert next(fetched).head is not None
        with pytest.raises(WithheldError) as caught:
            next(fetched)
        assert caught.value.uid == uids[SECOND]


def test_a_large_mail_whose_header_is_not_given_is_never_taken_for_gone(
    box: tuple[ImapInbox, list[int]], withhold: Callable[..., None]
) -> None:
    inbox, uids = box
    withhold(uids[SECOND], "BODY.PEEK[HEADER]", nothing_in_its_place)
    with inbox.open() as folder, pytest.raises(TryLaterError, match=f"UID {uids[SECOND]}"):
        folder.header(uids[SECOND])


def test_mails_before_one_that_the_server_refuses_to_give_are_given(
    box: tuple[ImapInbox, list[int]], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else all that are fetched with it would wait for as long as it lies there."""
    inbox, uids = box
    real = IMAPClient.fetch

    def fetch(client: IMAPClient, wanted: Sequence[int], items: Sequence[str]) -> object:
        if uids[SECOND] in wanted and items[0].startswith("BODY.PEEK[]"):
            raise IMAPClient.Error("[SERVERBUG] the mail is damaged")
        return real(client, wanted, items)

    monkeypatch.setattr(IMAPClient, "fetch", fetch)
    with inbox.open() as folder:
        fetched = folder.fetch(folder.new_messages())
        assert next(fetched).head is not None
        with pytest.raises(TryLaterError, match=f"UID {uids[SECOND]}"):
            next(fetched)
