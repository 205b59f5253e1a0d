"""Bytes of any length encrypted piece by piece, under a key of their own which the seal wraps.

A header (mark, length of the wrapped key, wrapped key), then segments of AES-256-GCM. The nonce of
a segment is its number and whether it is the last, so none can be left out, moved or taken from
another file (STREAM, Hoang et al., CRYPTO 2015). A new seal key wraps the same key anew: the header
changes, the content stays as it lies.
"""

from __future__ import annotations

import binascii
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable, Iterable, Iterator
from io import BytesIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from mailbot.errors import TryLaterError
from mailbot.storage.seal import Seal

MARK = b"mailbot\x01"
SEGMENT = 1 << 20
_TAG = 16
_LENGTH = 2

Read = Callable[[int], bytes]


class DamagedError(TryLaterError):
    """The bytes are not what was sealed; a copy from a backup may be put in their place."""


def seal_parts(seal: Seal, parts: Iterable[bytes]) -> Iterator[bytes]:
    """Yield the header, then the sealed segments of what the parts hold together."""
    key = AESGCM.generate_key(256)
    yield _header(seal.close(key))
    cipher = AESGCM(key)
    for number, (segment, last) in enumerate(_marked(_segments(parts))):
        yield cipher.encrypt(_nonce(number, last=last), segment, MARK)


def open_parts(seal: Seal, sealed: Iterable[bytes]) -> Iterator[bytes]:
    """Yield the plain segments again; DamagedError before anything wrong is yielded."""
    pieces = iter(sealed)
    cipher = AESGCM(seal.open(wrapped_key(next(pieces, b""))))
    number = -1
    for number, (segment, last) in enumerate(_marked(pieces)):
        try:
            yield cipher.decrypt(_nonce(number, last=last), segment, MARK)
        except InvalidTag as error:
            raise DamagedError(f"archive: damaged in segment {number}") from error
    if number < 0:
        raise DamagedError("archive: nothing after the header")


def sealed_pieces(read: Read) -> Iterator[bytes]:
    """Yield what `seal_parts` yielded, out of a file that holds it all in a row."""
    start = read(len(MARK) + _LENGTH)
    yield start + read(int.from_bytes(start[len(MARK) :], "big"))
    while segment := read(SEGMENT + _TAG):
        yield segment


def seal_bytes(seal: Seal, plain: bytes) -> bytes:
    """Return the sealed form in one piece."""
    return b"".join(seal_parts(seal, (plain,)))


def open_bytes(seal: Seal, stored: bytes) -> bytes:
    """Return the plain bytes; what was stored before there was a seal comes as it is."""
    if not is_sealed(stored):
        return stored
    return b"".join(open_parts(seal, sealed_pieces(BytesIO(stored).read)))


def is_sealed(stored: bytes) -> bool:
    """Whether these bytes, or their beginning, are sealed ones."""
    return stored.startswith(MARK)


def renewed_header(seal: Seal, header: bytes) -> bytes | None:
    """Return the header under the newest key, or None where it is that already."""
    wrapped = seal.renewed(wrapped_key(header))
    return None if wrapped is None else _header(wrapped)


def wrapped_key(header: bytes) -> bytes:
    """Return the wrapped key of a header; DamagedError when it is none."""
    start, length = header[: len(MARK)], header[len(MARK) : len(MARK) + _LENGTH]
    key = header[len(MARK) + _LENGTH :]
    if start != MARK or len(key) != int.from_bytes(length, "big") or not _is_token(key):
        raise DamagedError("archive: damaged in the header")
    return key


def _is_token(key: bytes) -> bool:
    """Return whether this is the one way to write a token's bytes. Reading is lenient (RFC 4648,
    3.3 and 3.5): "+" counts as "-", "/" as "_", spare bits and foreign characters as nothing, so
    that a changed byte might still open.
    """
    try:
        return urlsafe_b64encode(urlsafe_b64decode(key)) == key
    except binascii.Error:
        return False


def _header(wrapped: bytes) -> bytes:
    return MARK + len(wrapped).to_bytes(_LENGTH, "big") + wrapped


def _nonce(number: int, *, last: bool) -> bytes:
    return number.to_bytes(11, "big") + bytes([last])


def _segments(parts: Iterable[bytes]) -> Iterator[bytes]:
    """Yield segments of full length, the rest at the end; an empty one where there is nothing."""
    kept = bytearray()
    for part in parts:
        kept += part
        while len(kept) > SEGMENT:
            yield bytes(kept[:SEGMENT])
            del kept[:SEGMENT]
    yield bytes(kept)


def _marked(pieces: Iterable[bytes]) -> Iterator[tuple[bytes, bool]]:
    """Yield each piece with whether it is the last."""
    waiting = None
    for piece in pieces:
        if waiting is not None:
            yield waiting, False
        waiting = piece
    if waiting is not None:
        yield waiting, True
