"""The key of a mail of ours is told by its Message-ID, to whoever holds the seal key."""

from __future__ import annotations

import pytest

from mailbot.replies.post import own_token
from mailbot.replies.sent_copy import key_of
from mailbot.storage.seal import Seal, new_key, seal_from

OLD, NEW = new_key(), new_key()
SEAL = seal_from(OLD)


def sent_as(key: str, seal: Seal = SEAL) -> str:
    token = own_token(key)
    return f"<{token}.{seal.mark(token)}@cantho.gov.vn>"


@pytest.mark.parametrize(
    "key",
    [
        "result/HS-2026-00001/1",
        "result/HS-2026-123456/2/copy1",
        "refusal/HS-2026-00001/1",
        "supplement/HS-2026-00001/3",
        "apology/HS-2026-00001/1",
        "receipt/HS-2026-00001/0",
        "resend/HS-2026-00001",
        "ack/0123456789abcdef01234567",
        "oversize/0123456789abcdef01234567",
        "staff/digest/20261130/4",
        "staff/near/20261130T0830/4",
        "staff/system/observed_disk/20261130/4",
    ],
)
def test_every_key_is_read_back_as_it_was_given(key: str) -> None:
    assert key_of(sent_as(key), SEAL) == key


def test_a_mark_of_an_older_key_is_known() -> None:
    assert key_of(sent_as("resend/HS-2026-00001"), seal_from(f"{NEW}\n{OLD}")) is not None


@pytest.mark.parametrize(
    "message_id",
    [
        pytest.param(sent_as("resend/HS-2026-00001", seal_from(NEW)), id="another key's mark"),
        pytest.param("<out.resend.hs-2026-00001@cantho.gov.vn>", id="no mark"),
        pytest.param(sent_as("something/else"), id="a key nobody gives"),
        pytest.param("", id="nothing"),
    ],
)
def test_what_is_not_ours_has_no_key(message_id: str) -> None:
    assert key_of(message_id, SEAL) is None
