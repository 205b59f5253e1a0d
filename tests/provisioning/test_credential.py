import pytest

from mailbot.provisioning.credential import (
    DIGITS,
    LOWER,
    UPPER,
    HandOver,
    hand_over_method,
    initial_password,
)

PASSWORDS = [initial_password() for _ in range(500)]


def test_every_password_has_four_classes_and_readable_groups() -> None:
    for password in PASSWORDS:
        groups = password.split("-")
        assert [len(group) for group in groups] == [4, 4, 4, 4]
        letters = set("".join(groups))
        assert letters & set(UPPER)
        assert letters & set(LOWER)
        assert letters & set(DIGITS)


def test_no_password_has_a_letter_people_confuse() -> None:
    assert not set("0Oo1lIi5Ss2Zz8B6GQDjJuvwVW") & set("".join(PASSWORDS))


def test_no_two_passwords_are_alike_and_every_letter_occurs() -> None:
    assert len(set(PASSWORDS)) == len(PASSWORDS)
    assert set("".join(PASSWORDS)) == set(UPPER + LOWER + DIGITS + "-")


@pytest.mark.parametrize(
    ("wanted", "has_passphrase", "certificate_encrypts", "method"),
    [
        pytest.param("auto", True, True, HandOver.PASSPHRASE, id="passphrase where one is agreed"),
        pytest.param("auto", False, True, HandOver.IN_PERSON, id="else in person"),
        pytest.param("passphrase", False, True, HandOver.IN_PERSON, id="none agreed"),
        pytest.param("certificate", True, True, HandOver.CERTIFICATE, id="the certificate"),
        pytest.param("certificate", True, False, HandOver.IN_PERSON, id="its key may not"),
        pytest.param("in_person", True, True, HandOver.IN_PERSON, id="in person"),
    ],
)
def test_the_way_of_handing_over(
    wanted: str, has_passphrase: bool, certificate_encrypts: bool, method: HandOver
) -> None:
    chosen = hand_over_method(
        wanted,
        has_passphrase=has_passphrase,
        certificate_encrypts=certificate_encrypts,
        recipients=["stp@cantho.gov.vn"],
        reset_addresses=["annv@cantho.gov.vn"],
    )
    assert chosen is method


@pytest.mark.parametrize("wanted", ["auto", "passphrase", "certificate", "in_person"])
def test_nothing_is_sent_to_a_mailbox_that_was_just_reset(wanted: str) -> None:
    chosen = hand_over_method(
        wanted,
        has_passphrase=True,
        certificate_encrypts=True,
        recipients=["ubnd@cantho.gov.vn", "STP@cantho.gov.vn"],
        reset_addresses=["annv@cantho.gov.vn", "stp@cantho.gov.vn"],
    )
    assert chosen is HandOver.IN_PERSON
