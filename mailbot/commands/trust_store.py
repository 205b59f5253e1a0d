"""`mailbot trust list|check|add`: the trust store against the known fingerprints, and its terms."""

from __future__ import annotations

from argparse import Namespace
from dataclasses import replace
from pathlib import Path
from typing import Any

from asn1crypto import x509

from mailbot.clock import local, utc_now
from mailbot.commands.answer import PASSED, UNDECIDED, Answer
from mailbot.commands.attachments import read_file
from mailbot.commands.house import house_of, seen_house
from mailbot.commands.trust import as_json, as_text, exit_code, known_fingerprints
from mailbot.commands.verify import say_error
from mailbot.errors import BadInputError
from mailbot.house import House
from mailbot.operations.expiry import Expiry, expiries
from mailbot.storage import certificates
from mailbot.words import Words, load_words
from signing import Inventory, SigningError, TrustStore, take_inventory
from signing.inventory import TrustedCertificate
from signing.trust import read_certificates

_IN_STORE = frozenset({"root", "intermediate", "tsa_root"})


def list_store(options: Namespace) -> Answer:
    """List what the store holds, whatever its state."""
    with house_of(options) as house:
        inventory = take_inventory(house.trust, known_fingerprints(), house.clock())
        return Answer(as_json(inventory), as_text(inventory, house.words))


def check(options: Namespace) -> Answer:
    """List the store and every certificate that ends soon; code 2 where something wants a hand."""
    with seen_house(options) as (house, connection):
        inventory = take_inventory(house.trust, known_fingerprints(), house.clock())
        seen = certificates.newest_of_each(connection)
        ending = [
            one
            for one in expiries(house.trust, own_certificates(house), seen, house.clock())
            if one.role not in _IN_STORE  # the inventory itself tells of those
        ]
        text = "\n".join(
            [
                as_text(inventory, house.words),
                *(told(one, house.words) for one in ending),
            ]
        )
    value = as_json(inventory) | {"expiries": [_json(one) for one in ending]}
    return Answer(value, text, UNDECIDED if ending else exit_code(inventory))


def add(options: Namespace) -> Answer:
    """Show what a file holds, and say where it belongs: the operator's hand puts it there."""
    words = load_words()
    try:
        store = _sorted(read_certificates(read_file(options.file)))
    except SigningError as error:
        named = SigningError(error.code, file=str(options.file))
        raise BadInputError(say_error(named, words)) from error
    inventory = take_inventory(store, known_fingerprints(), utc_now())
    good = all(one.known_as and not one.remarks for one in inventory.certificates)
    if all(_is_signer(one) for one in inventory.certificates):
        where = [words.say("trust.add_signer", settings=str(options.settings))]
    else:
        where = _places(store, options.file, options.settings, words)
    lines = [as_text(_without_missing(inventory), words), "", *where]
    value = {"certificates": as_json(inventory)["certificates"], "settings": str(options.settings)}
    return Answer(value, "\n".join(lines), PASSED if good else UNDECIDED)


def _is_signer(one: TrustedCertificate) -> bool:
    """Return whether it belongs to somebody who signs, and so never into the store."""
    return any(remark.code == "no_authority" for remark in one.remarks)


def own_certificates(house: House) -> tuple[bytes, ...]:
    """Return the certificates the daemon signs with; none where people sign."""
    return tuple(key.certificate for key in house.own_keys)


def told(one: Expiry, words: Words) -> str:
    """Return a certificate that ends soon, in words."""
    day = local(one.not_after).strftime("%d/%m/%Y")
    role = words.say(f"trust.role_{one.role}")
    return words.say(f"trust.told_{one.code}", name=one.name, role=role, day=day)


def _json(one: Expiry) -> dict[str, Any]:
    return {
        "role": one.role,
        "name": one.name,
        "fingerprint": one.fingerprint,
        "not_after": one.not_after.isoformat(),
        "code": one.code,
    }


def _sorted(ders: tuple[bytes, ...]) -> TrustStore:
    """Return the certificates by what they are: one that issued itself is a root."""
    own = [x509.Certificate.load(der).self_issued for der in ders]
    return TrustStore(
        roots=tuple(der for der, itself in zip(ders, own, strict=True) if itself),
        intermediates=tuple(der for der, itself in zip(ders, own, strict=True) if not itself),
    )


def _places(store: TrustStore, file: Path, settings: Path, words: Words) -> list[str]:
    target = settings.parent / "trust" / file.name
    keys = [
        key
        for key, found in (("roots", store.roots), ("intermediates", store.intermediates))
        if found
    ]
    return [
        words.say("trust.add_copy", file=str(file), target=str(target)),
        *(
            words.say("trust.add_key", key=key, target=str(target), settings=str(settings))
            for key in keys
        ),
        *([words.say("trust.add_tsa")] if store.roots else []),
        words.say("trust.add_then"),
    ]


def _without_missing(inventory: Inventory) -> Inventory:
    """A single file lacks roots and lists by nature."""
    return replace(inventory, remarks=())
