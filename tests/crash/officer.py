"""An officer at the pages: does whatever waits there, seen anew each time, as a person would who
finds mailbot started again.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import pkcs12
from sqlalchemy import func, select

from mailbot.cases.account import Account
from mailbot.cases.state import State
from mailbot.clock import local_date
from mailbot.gateways.mail_hosts.sql import open_sql_mail_host
from mailbot.house import House
from mailbot.storage import effects
from mailbot.storage.tables import letter
from tests.console.office import SAME_SITE, Browser, Staffed
from tests.journeys.world import World
from tests.pki import PASSPHRASE, Identity, sign_detached

NAME = "lan"
REASON = "Hồ sơ chưa đúng quy định"
_SIGNATORIES = {"LanhDao": "director.p12", "CoQuan": "centre.p12"}


def give_keys(world: World, folder: Path) -> None:
    """Put leader's and clerk's keys where they have them at hand."""
    for name, who in (("director.p12", world.director), ("centre.p12", world.centre)):
        (folder / name).write_bytes(who.pkcs12(PASSPHRASE))


@dataclass
class Officer:
    """Decides every case the same way, makes mailboxes by hand, has notices numbered and signed.

    `decides` is the way to decide as it stands in the addresses of the pages.
    """

    house: House
    decides: str
    folder: Path

    def works_off(self) -> bool:
        """Do all that waits now; return whether there was anything."""
        browser = Browser(Staffed(self.house, self.house.clock()), NAME)
        deeds = (self._decide, self._carry_out, self._number, self._sign)
        done = [did for deed in deeds for did in deed(browser)]
        return bool(done)

    def _decide(self, browser: Browser) -> Iterator[bool]:
        with self.house.database.reading() as connection:
            found = self.house.cases.listed(connection, frozenset({State.IN_REVIEW}))
            held = self.house.hold.held
            waiting = [one for one in found if held.peek(connection, one.id) is None]
        for case in waiting:
            path = f"/ho-so/{case.number}/quyet-dinh/{self.decides}"
            reason = REASON if self.decides == "tu-choi" else ""
            _well(browser.post(path, version=case.version, free=reason))
            yield True

    def _carry_out(self, browser: Browser) -> Iterator[bool]:
        """Make each mailbox that is asked for, unless it was made before mailbot ended."""
        with self.house.database.reading() as connection:
            tasks = effects.for_staff(connection)
        host = open_sql_mail_host(self.house.settings.provisioning.sql_url, 0)
        for task in tasks:
            _well(browser.post(f"/viec-can-lam/{task.op_key}/mat-khau"))
            with self.house.database.reading() as connection:
                password = self.house.effects.password(connection, task.op_key)
            assert password is not None
            host.create(Account(task.address, task.display_name), password)
            _well(browser.post(f"/viec-can-lam/{task.op_key}/xong"))
            yield True
        host.close()

    def _number(self, browser: Browser) -> Iterator[bool]:
        today = local_date(self.house.clock()).isoformat()
        for letter_id in self._waiting(numbered=False):
            number = f"{self._numbered() + 1}/TB-TTCNTT"
            _well(browser.post(f"/trinh-ky/{letter_id}/so", number=number, date=today))
            yield True

    def _sign(self, browser: Browser) -> Iterator[bool]:
        for letter_id in self._waiting(numbered=True):
            draft = browser.get(f"/trinh-ky/{letter_id}/tep")
            signed = self._signed(_well(draft).content)
            _well(
                browser.client.post(
                    "/trinh-ky/nop",
                    data={"form_token": browser.form_token},
                    files=[("file", ("đã ký.pdf", signed))],
                    headers=SAME_SITE,
                )
            )
            yield True

    def _numbered(self) -> int:
        """Return how many letters have a number. Ids do not tell: a transaction that a death rolled
        back has used one up.
        """
        counted = select(func.count()).select_from(letter).where(letter.c.number != "")
        with self.house.database.reading() as connection:
            return int(connection.execute(counted).scalar_one())

    def _waiting(self, *, numbered: bool) -> Iterable[int]:
        found = self.house.letter_office.waiting()
        return [one.letter.id for one in found if bool(one.letter.number) is numbered]

    def _signed(self, draft: bytes) -> bytes:
        for field, name in _SIGNATORIES.items():
            who = _identity(self.folder / name)
            draft = sign_detached(draft, who, self.house.clock(), field)
        return draft


def _well(answer: Any) -> Any:
    """Return the answer of a page, which took what it was sent."""
    assert answer.status_code in {200, 303}, answer.text
    return answer


def _identity(path: Path) -> Identity:
    key, certificate, chain = pkcs12.load_key_and_certificates(path.read_bytes(), PASSPHRASE)
    assert isinstance(key, rsa.RSAPrivateKey)
    assert certificate is not None
    return Identity(certificate, key, tuple(chain))
