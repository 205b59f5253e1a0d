from __future__ import annotations

from base64 import urlsafe_b64decode
from collections.abc import Callable, Iterator
from io import BytesIO
from itertools import count

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailbot.errors import SettingsError
from mailbot.storage.seal import new_key, seal_from
from mailbot.storage.sealed_bytes import (
    MARK,
    SEGMENT,
    DamagedError,
    open_bytes,
    open_parts,
    renewed_header,
    seal_bytes,
    seal_parts,
    sealed_pieces,
    wrapped_key,
)

SEAL = seal_from(new_key())
LONG = bytes(range(256)) * (3 * SEGMENT // 256) + b"rest"


def pieces_of(sealed: bytes) -> list[bytes]:
    return list(sealed_pieces(BytesIO(sealed).read))


@pytest.mark.parametrize(
    "plain", [b"", b"x", LONG[:SEGMENT], LONG[: SEGMENT + 1], LONG], ids=lambda p: str(len(p))
)
def test_what_was_sealed_opens_again_whatever_its_length(plain: bytes) -> None:
    sealed = seal_bytes(SEAL, plain)
    assert len(plain) < 8 or plain[:8] not in sealed
    assert open_bytes(SEAL, sealed) == plain


def test_the_cut_of_the_parts_leaves_no_trace() -> None:
    cut = [LONG[start : start + 777_777] for start in range(0, len(LONG), 777_777)]
    assert [len(piece) for piece in seal_parts(SEAL, cut)] == [
        len(piece) for piece in seal_parts(SEAL, [LONG])
    ]
    assert b"".join(open_parts(SEAL, seal_parts(SEAL, cut))) == LONG


@given(st.integers(min_value=0), st.integers(min_value=1, max_value=255))
def test_no_byte_can_change_unseen(at: int, by: int) -> None:
    sealed = bytearray(seal_bytes(SEAL, b"one request for a mailbox"))
    # A changed mark is no sealed content at all: it comes back as it lies, and no hash fits it.
    at = 8 + at % (len(sealed) - 8)
    sealed[at] ^= by
    with pytest.raises((DamagedError, SettingsError)):
        open_bytes(SEAL, bytes(sealed))


def a_token(plain: bytes) -> bytes:
    """Return the plain bytes sealed as a token that has both characters of urlsafe Base64."""
    tokens = (SEAL.close(plain) for _ in count())
    return next(token for token in tokens if b"-" in token and b"_" in token)


def headed(key: bytes) -> bytes:
    return MARK + len(key).to_bytes(2, "big") + key


def with_spare_bits(key: bytes) -> bytes:
    """Return the key with its last character changed in the bits that stand for nothing."""
    alphabet = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
    bare = key.rstrip(b"=")
    other = alphabet[alphabet.index(bare[-1]) + 1]
    return bare[:-1] + bytes([other]) + key[len(bare) :]


@pytest.mark.parametrize(
    "write",
    [
        pytest.param(lambda key: key.replace(b"-", b"+", 1), id="plus for minus"),
        pytest.param(lambda key: key.replace(b"_", b"/", 1), id="slash for underscore"),
        pytest.param(with_spare_bits, id="spare bits"),
        pytest.param(lambda key: key[:20] + b"\n" + key[20:], id="a character of no meaning"),
        pytest.param(lambda key: key + b"=", id="more padding"),
    ],
)
def test_a_wrapped_key_is_written_in_one_way_alone(write: Callable[[bytes], bytes]) -> None:
    # A token of this length ends in padding; one around a key of 32 bytes has no spare bits.
    token = a_token(b"short")
    other = write(token)
    assert other != token
    assert urlsafe_b64decode(other) == urlsafe_b64decode(token)

    assert wrapped_key(headed(token)) == token
    with pytest.raises(DamagedError):
        wrapped_key(headed(other))


@pytest.mark.parametrize(("was", "put"), [(b"-", b"+"), (b"_", b"/")])
def test_content_whose_key_is_written_otherwise_is_damaged(was: bytes, put: bytes) -> None:
    sealed = (pieces_of(seal_bytes(SEAL, b"one request")) for _ in count())
    header, *rest = next(one for one in sealed if was in one[0])
    with pytest.raises(DamagedError):
        open_bytes(SEAL, b"".join((header.replace(was, put, 1), *rest)))


@pytest.mark.parametrize(
    "order",
    [
        pytest.param([0, 1, 2], id="the end is missing"),
        pytest.param([0, 1, 3, 2], id="two changed places"),
        pytest.param([0, 1, 1, 2, 3], id="one twice"),
        pytest.param([0, 2, 3], id="one left out"),
        pytest.param([0], id="all missing"),
        pytest.param([], id="nothing at all"),
    ],
)
def test_no_segment_can_be_left_out_or_moved(order: list[int]) -> None:
    pieces = list(seal_parts(SEAL, [LONG[: 2 * SEGMENT + 5]]))
    with pytest.raises(DamagedError):
        _ = b"".join(open_parts(SEAL, [pieces[number] for number in order]))


def test_a_segment_of_another_file_does_not_fit() -> None:
    one, other = (list(seal_parts(SEAL, [LONG[:10]])) for _ in range(2))
    with pytest.raises(DamagedError):
        _ = b"".join(open_parts(SEAL, [one[0], other[1]]))


def test_nothing_is_held_whole_while_it_is_sealed_and_opened() -> None:
    taken = 0

    def parts() -> Iterator[bytes]:
        nonlocal taken
        for _ in range(8):
            taken += 1
            yield LONG[:SEGMENT]

    opened = open_parts(SEAL, seal_parts(SEAL, parts()))
    next(opened)
    assert taken <= 4


def test_a_new_key_changes_the_header_and_then_the_old_one_opens_nothing() -> None:
    old, new = new_key(), new_key()
    both = seal_from(f"{new}\n{old}")
    header, *rest = pieces_of(seal_bytes(seal_from(old), LONG))

    renewed = renewed_header(both, header)

    assert renewed is not None
    assert b"".join(open_parts(seal_from(new), [renewed, *rest])) == LONG
    assert renewed_header(both, renewed) is None
    with pytest.raises(SettingsError, match="seal-key"):
        next(open_parts(seal_from(old), [renewed, *rest]))
