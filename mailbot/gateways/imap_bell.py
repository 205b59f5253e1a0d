"""Waiting in IMAP's IDLE (RFC 2177) until the server says something."""

from __future__ import annotations

import select
import ssl
import time

from imapclient import IMAPClient


def wait_in_idle(client: IMAPClient, seconds: float) -> bool:
    """Return whether the server told of a change before the time was over; its errors are raised.

    imapclient's own `idle_check` is not used: on a dead connection it returns nothing, at once and
    for ever, and it cuts lines that have come only half. Here only the arrival is watched for; the
    lines are read by `idle_done`, which waits for whole ones and finds out that a server is gone.
    """
    if was_told(client):
        return True
    client.idle()
    _wait_for_bytes(client, time.monotonic() + seconds)
    heard = client.idle_done()[1]
    return any(response[0] != b"OK" for response in heard)


def was_told(client: IMAPClient) -> bool:
    """Return whether a mail was told of in the answer to an earlier command, and forget it.

    A server tells once: what came with the last SEARCH or FETCH, IDLE does not repeat.
    """
    told: list[object] = client._imap.response("EXISTS")[1]  # noqa: SLF001 - imaplib keeps it there
    return told != [None]


def _wait_for_bytes(client: IMAPClient, end: float) -> None:
    """Return once there is something to read, the connection has ended, or the time is over."""
    connection = client.socket()
    timeout = connection.gettimeout()
    connection.settimeout(0)
    try:
        while not _readable(client):
            left = end - time.monotonic()
            if left <= 0:
                return
            poll = select.poll()
            poll.register(connection, select.POLLIN)
            poll.poll(left * 1000)
    finally:
        connection.settimeout(timeout)


def _readable(client: IMAPClient) -> bool:
    """Return whether bytes wait in our own buffer, where poll does not see them, or on the line.

    The end of the connection counts: reading tells of it.
    """
    try:
        client._imap.file.peek(1)  # noqa: SLF001 - only the buffer knows
    except ssl.SSLWantReadError:
        return False
    return True
