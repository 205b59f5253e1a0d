"""Any byte, anywhere outside the container, and the file no longer passes."""

from __future__ import annotations

from hypothesis import given, settings, strategies

from signing import Verdict, load_pkcs12, sign_pdf
from tests.pki import asking
from tests.signing import forgery
from tests.signing.world import SIGNED_AT, letter, organisation, pki, plain, signed, trust, verify

WORK = settings(max_examples=120, deadline=None)


def _outside(data: bytes, position: float) -> int:
    """Return a position outside the last signature's container."""
    _, first, second, length = forgery.byte_range(data)
    chosen = int(position * (first + length - 1))
    return chosen if chosen < first else chosen - first + second


@WORK
@given(strategies.floats(0, 1), strategies.integers(1, 255))
def test_a_changed_byte_never_passes(position: float, flip: int) -> None:
    changed = bytearray(signed())
    changed[_outside(signed(), position)] ^= flip

    assert verify(bytes(changed)).verdict is not Verdict.PASSED


@WORK
@given(strategies.floats(0, 1), strategies.integers(1, 255))
def test_a_changed_byte_of_a_letter_with_two_signatures_never_passes(
    position: float, flip: int
) -> None:
    changed = bytearray(letter())
    changed[_outside(letter(), position)] ^= flip

    assert verify(bytes(changed)).verdict is not Verdict.PASSED


@WORK
@given(strategies.floats(0, 1), strategies.binary(min_size=1, max_size=40))
def test_inserted_bytes_never_pass(position: float, extra: bytes) -> None:
    data = signed()
    at = _outside(data, position)

    assert verify(data[:at] + extra + data[at:]).verdict is not Verdict.PASSED


@WORK
@given(strategies.binary(min_size=1, max_size=200))
def test_appended_bytes_never_pass(extra: bytes) -> None:
    assert verify(signed() + extra).verdict is not Verdict.PASSED


@WORK
@given(strategies.floats(0, 0.999))
def test_a_cut_file_never_passes(position: float) -> None:
    assert verify(signed()[: int(position * len(signed()))]).verdict is not Verdict.PASSED


@WORK
@given(strategies.integers(0, 5000), strategies.integers(1, 255))
def test_a_changed_byte_inside_the_container_never_gives_another_signer(
    position: int, flip: int
) -> None:
    data = signed()
    _, first, second, _ = forgery.byte_range(data)
    changed = bytearray(data)
    changed[first + 1 + position % (second - first - 2)] ^= flip

    report = verify(bytes(changed))

    for signature in report.signatures:
        if signature.verdict is Verdict.PASSED:
            assert signature.certificate == organisation().der


@settings(max_examples=150, deadline=None)
@given(strategies.binary(max_size=2000))
def test_any_bytes_give_a_verdict(data: bytes) -> None:
    assert verify(b"%PDF-1.7\n" + data, trust()).verdict is Verdict.UNREADABLE


def test_a_stamped_signature_survives_no_change_either() -> None:
    key_data = organisation().pkcs12(b"x")

    stamped = sign_pdf(
        plain(),
        load_pkcs12(key_data, b"x"),
        field_name="S",
        signed_at=SIGNED_AT,
        timestamper=asking(pki().tsa, SIGNED_AT),
    )
    for position in range(0, len(plain()), 97):
        changed = bytearray(stamped)
        changed[position] ^= 0x20
        assert verify(bytes(changed)).verdict is not Verdict.PASSED
