"""The inbox over IMAP (RFC 3501), read without leaving a trace: EXAMINE and BODY.PEEK only."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import count
from typing import Any

from imapclient import IMAPClient, imap_utf7
from pydantic import SecretStr

from mailbot.cases.inbox import Fetched, FolderState, Listed
from mailbot.clock import local_date, utc_now
from mailbot.errors import SettingsError, TryLaterError, WithheldError
from mailbot.gateways.imap_bell import wait_in_idle, was_told
from mailbot.gateways.imap_connection import ImapAccount, hang_up, was_refused
from mailbot.settings import Imap
from mailbot.words import say

PART_BYTES = 1 << 20
HEADER_BYTES = (128 << 10) + 1
BATCH_MESSAGES = 20
LIST_MESSAGES = 500
SEARCH_MESSAGES = 50_000
_NO_MAILS = frozenset({b"\\noselect", b"\\nonexistent"})


@dataclass(frozen=True, slots=True)
class InboxCheck:
    """What `check-config` tells of the mailbox; `percent_full` is None where it may grow, or the
    server does not say (RFC 9208).
    """

    messages: int
    idle: bool
    sent_folder: bool
    percent_full: int | None


@dataclass(frozen=True, slots=True)
class ImapInbox:
    """How to get at the mailbox; every `open` is a connection of its own, for one thread."""

    settings: Imap
    secret: Callable[[], SecretStr]

    @contextmanager
    def open(self, folder: str = "") -> Iterator[OpenFolder]:
        """Open the folder (the inbox by default) to read. After an error in it, open anew and
        compare `uidvalidity`: only then do UIDs known before still count.
        """
        account = ImapAccount(self.settings, self.secret)
        client = account.connect()
        try:
            yield OpenFolder(account, client, _examined(account, client, folder))
        finally:
            hang_up(client)

    def other_folders(self) -> tuple[str, ...]:
        """Return the names of all folders of the account that hold mails, without the inbox. One
        that is no name as RFC 3501 has it (§5.1.3) is told as the server writes it; none opens it.
        """
        with self.open() as opened, opened.account.translated(say("mail.doing_list_folders")):
            # One name that cannot be decoded would hide all others.
            opened.client.folder_encode = False
            told = opened.client.list_folders()
        with_mails = (name for flags, _, name in told if _NO_MAILS.isdisjoint(map(_lower, flags)))
        inbox = self.settings.folder.lower()
        return tuple(sorted({one for one in map(_named, with_mails) if one.lower() != inbox}))

    def check(self, sent_folder: str = "Sent") -> InboxCheck:
        """Log in, open the inbox and read the newest mail's header, or raise what is wrong."""
        with self.open() as opened:
            with opened.account.translated(say("mail.doing_read")):
                newest = opened.client.search(["*"]) if opened.state.messages else []
            for uid in newest:
                opened.header(uid)
            with opened.account.translated(say("mail.doing_list_folders")):
                has_sent = bool(opened.client.folder_exists(sent_folder))
            return InboxCheck(opened.state.messages, opened.can_idle, has_sent, opened.percent_full)


@dataclass(frozen=True, slots=True)
class OpenFolder:
    """An open folder. Any TryLaterError ends it: leave the block and open again."""

    account: ImapAccount
    client: IMAPClient
    state: FolderState

    @property
    def can_idle(self) -> bool:
        """Whether the server rings when mail comes (RFC 2177)."""
        with self.account.translated(say("mail.doing_ask_capabilities")):
            return bool(self.client.has_capability("IDLE"))

    @property
    def percent_full(self) -> int | None:
        """How much of its room the mailbox has used, in octets or in mails; None where it may grow,
        or the server does not say (RFC 9208).
        """
        with self.account.translated(say("mail.doing_ask_capabilities")):
            if not self.client.has_capability("QUOTA"):
                return None
            _, told = self.client.get_quota_root(self.account.settings.folder)
        return max((one.usage * 100 // one.limit for one in told if one.limit), default=None)

    def new_messages(self, last_uid: int = 0, since: date | None = None) -> tuple[Listed, ...]:
        """Return the mails after `last_uid` in order of UID, nothing of them downloaded yet.

        Args:
            since: local date; mail the server received before it is left out.
        """
        criteria = ["UID", f"{last_uid + 1}:*", *_received_since(since)]
        with self.account.translated(say("mail.doing_find_new")):
            # Without this the server may go on showing the folder as it was.
            self.client.noop()
            was_told(self.client)  # the search finds what was told of up to here
            windows = _windows(self.state.messages)
            found = {uid for window in windows for uid in self.client.search([window, *criteria])}
        # `n:*` always names the newest mail, even one before n.
        uids = sorted(uid for uid in found if uid > last_uid)
        listed = self._listed(uids)
        return tuple(
            one for one in listed if since is None or local_date(one.internal_date) >= since
        )

    def fetch(self, listed: Sequence[Listed]) -> Iterator[Fetched]:
        """Yield the mails, several in one exchange while they are small; mind the size cap first.

        One that was taken away meanwhile comes as None, not silently; WithheldError at one that
        is there and that the server does not give, or tells nothing of.
        """
        for batch in _batches(listed, self.account.settings.batch_bytes):
            uids = [one.uid for one in batch if one.size]
            answers = self._fetched_together(uids) if len(uids) > 1 else {}
            for uid, size in ((one.uid, one.size) for one in batch):
                if not size:
                    raise _withheld(uid)
                head: bytes | None = answers.get(uid, {}).get(b"BODY[]")
                yield self._fetched_in_parts(uid) if head is None else Fetched(uid, head)

    def fetch_into(self, uid: int, write: Callable[[bytes], object]) -> bool:
        """Write one mail, however large, part by part; False if it was taken away."""
        written = False
        for part in self._parts(uid):
            write(part)
            written = True
        return written

    def header(self, uid: int) -> bytes | None:
        """Return the header of a mail too large to fetch, at most 128 kB and one byte of it."""
        answer = self._fetch([uid], f"BODY.PEEK[HEADER]<0.{HEADER_BYTES}>")
        header: bytes | None = answer.get(uid, {}).get(b"BODY[HEADER]<0>")
        if header is None:
            self._must_be_gone([uid])
        return header

    def holding(self, message_id: str) -> tuple[int, ...]:
        """Return the UIDs of mails with exactly this Message-ID."""
        # SEARCH finds parts of a text, too.
        return tuple(uid for uid, found in self.bearing(message_id) if found == message_id)

    def bearing(
        self, part: str, since: date | None = None, last_uid: int = 0
    ) -> tuple[tuple[int, str], ...]:
        """Return UID and Message-ID of mails after `last_uid` whose Message-ID has this part, in
        order of UID; with `since`, mail of much earlier is not looked at.
        """
        with self.account.translated(say("mail.doing_find_message")):
            self.client.noop()
            windows = _windows(self.state.messages)
            after = ["UID", f"{last_uid + 1}:*"] if last_uid else []
            wanted = [*after, *_received_since(since), "HEADER", "Message-ID", part]
            found = {uid for window in windows for uid in self.client.search([window, *wanted])}
        # `n:*` always names the newest mail, even one before n.
        fields = sorted(self.id_fields(sorted(uid for uid in found if uid > last_uid)).items())
        return tuple(
            (uid, field.partition(b":")[2].strip().decode("latin-1")) for uid, field in fields
        )

    def id_fields(self, uids: Sequence[int]) -> dict[int, bytes]:
        """Return the header field Message-ID of those of these mails that are there."""
        found: dict[int, bytes] = {}
        for start in range(0, len(uids), LIST_MESSAGES):
            some = uids[start : start + LIST_MESSAGES]
            answers = self._fetch(some, "BODY.PEEK[HEADER.FIELDS (MESSAGE-ID)]")
            for uid, answer in answers.items():
                found[uid] = answer[b"BODY[HEADER.FIELDS (MESSAGE-ID)]"]
        return found

    def wait_for_bell(self, seconds: float) -> bool:
        """Return True as soon as the server says that something changed, False after so long.

        Only a bell: look for new mail afterwards, and now and then without it. Use at most 5
        minutes, or network equipment forgets the connection.
        """
        with self.account.translated(say("mail.doing_wait")):
            return wait_in_idle(self.client, seconds)

    def interrupt(self) -> None:
        """End whatever waits on this connection, from another thread; it raises TryLaterError."""
        hang_up(self.client)

    def _listed(self, uids: Sequence[int]) -> Iterator[Listed]:
        for start in range(0, len(uids), LIST_MESSAGES):
            some = uids[start : start + LIST_MESSAGES]
            told = {uid: self._one_listed(uid, one) for uid, one in self._told(some).items()}
            left = self._still_there([uid for uid in some if told.get(uid) is None])
            unknown = {uid: Listed(uid, 0, utc_now()) for uid in left}
            yield from (one for uid in some if (one := told.get(uid) or unknown.get(uid)))

    def _told(self, uids: Sequence[int]) -> Mapping[int, Mapping[bytes, Any]]:
        """Return size and date of those of which the server tells them. Where it refuses one, half
        and half are asked for, so that the others cost few questions.
        """
        try:
            return self._fetch(uids, "RFC822.SIZE", "INTERNALDATE")
        except TryLaterError as error:
            if not was_refused(error):
                raise
        half = len(uids) // 2
        return {**self._told(uids[:half]), **self._told(uids[half:])} if half else {}

    def _one_listed(self, uid: int, answer: Mapping[bytes, Any]) -> Listed | None:
        received: datetime | None = answer.get(b"INTERNALDATE")
        size = answer.get(b"RFC822.SIZE")
        if received is None or size is None:
            return None
        with self.account.translated(say("mail.doing_list_mails")):
            return Listed(uid, int(size), received.astimezone(UTC))

    def _fetched_together(self, uids: Sequence[int]) -> Mapping[int, Mapping[bytes, Any]]:
        """Return what the server gives of them at once; nothing where it refuses one of them: each
        is then asked for by itself, so that those before it do not wait for it.
        """
        try:
            return self._fetch(uids, "BODY.PEEK[]")
        except TryLaterError as error:
            if not was_refused(error):
                raise
            return {}

    def _fetched_in_parts(self, uid: int) -> Fetched:
        parts = self._parts(uid)
        try:
            head = next(parts, None)
        except TryLaterError as error:
            if not was_refused(error):
                raise
            raise _withheld(uid) from error
        if head is None:
            self._must_be_gone([uid])
        is_all = head is None or len(head) < PART_BYTES
        return Fetched(uid, head, () if is_all else parts)

    def _parts(self, uid: int) -> Iterator[bytes]:
        """Yield the mail part by part, all but the last of full length; nothing of one that was
        taken away, and TryLaterError if that happens between two parts.
        """
        for offset in count(0, PART_BYTES):
            answer = self._fetch([uid], f"BODY.PEEK[]<{offset}.{PART_BYTES}>")
            part = answer.get(uid, {}).get(b"BODY[]<%d>" % offset)
            if part is None and offset:
                raise TryLaterError(say("mail.gone_while_fetched", uid=uid))
            if part is not None:
                yield part
            if part is None or len(part) < PART_BYTES:
                return

    def _must_be_gone(self, uids: Sequence[int]) -> None:
        """Raise WithheldError where one of these, of which the server told nothing, is there."""
        if left := self._still_there(uids):
            raise _withheld(min(left))

    def _still_there(self, uids: Sequence[int]) -> Sequence[int]:
        if not uids:
            return ()
        with self.account.translated(say("mail.doing_find_new")):
            self.client.noop()
            left: Sequence[int] = self.client.search(["UID", ",".join(map(str, uids))])
            return left

    def _fetch(self, uids: Sequence[int], *items: str) -> Mapping[int, Mapping[bytes, Any]]:
        with self.account.translated(say("mail.doing_fetch")):
            try:
                answer: Mapping[int, Mapping[bytes, Any]] = self.client.fetch(uids, items)
            except IMAPClient.AbortError:
                raise
            except IMAPClient.Error:
                # A mail was taken away while we looked (RFC 5530, EXPUNGEISSUED).
                self.client.noop()
                answer = self.client.fetch(uids, items)
            return answer


def _withheld(uid: int) -> WithheldError:
    return WithheldError(say("mail.not_given", uid=uid), uid)


def _examined(account: ImapAccount, client: IMAPClient, folder: str) -> FolderState:
    name = folder or account.settings.folder
    try:
        with account.translated(say("mail.doing_open")):
            said = client.select_folder(name, readonly=True)
            was_told(client)
    except TryLaterError as error:
        if not was_refused(error):
            raise
        key = "" if folder else "imap.folder: "
        raise SettingsError(
            say("mail.no_folder", key=key, name=name, username=account.settings.username)
        ) from error
    with account.translated(say("mail.doing_open")):
        return FolderState(
            int(said[b"UIDVALIDITY"]), int(said.get(b"UIDNEXT", 0)), int(said[b"EXISTS"])
        )


def _received_since(since: date | None) -> list[Any]:
    """Return the search for it, a day more: the server compares dates in its own time zone."""
    return [] if since is None else ["SINCE", since - timedelta(days=1)]


def _named(name: bytes | str) -> str:
    try:
        named: str = imap_utf7.decode(name)
    except ValueError:
        return name.decode("latin-1") if isinstance(name, bytes) else name
    return named


def _lower(flag: bytes) -> bytes:
    return flag.lower()


def _windows(messages: int) -> Iterator[str]:
    """Return sequence numbers in sets whose answer fits into a line (imaplib reads 1 MB at most);
    the last one is open for what has come since.
    """
    starts = range(1, max(messages, 1) + 1, SEARCH_MESSAGES)
    for start in starts[:-1]:
        yield f"{start}:{start + SEARCH_MESSAGES - 1}"
    yield f"{starts[-1]}:*"


def _batches(listed: Iterable[Listed], most_bytes: int) -> Iterator[list[Listed]]:
    """Group mails so that a group holds few bytes; a large one stands alone."""
    batch: list[Listed] = []
    size = 0
    for one in listed:
        if batch and (size + one.size > most_bytes or len(batch) == BATCH_MESSAGES):
            yield batch
            batch, size = [], 0
        batch.append(one)
        size += one.size
    if batch:
        yield batch
