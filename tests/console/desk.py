"""A console whose department has a leader and a clerk with certificates, and work on the desk."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

from mailbot.cases.case import Case, Decision, DecisionKind
from mailbot.cases.effect import Action
from mailbot.cases.state import State
from mailbot.storage import effects
from mailbot.storage.effects import Effect, EffectState
from tests.builders import MONDAY, a_case
from tests.console.office import NOON, TWO_ROWS, Staffed, a_staffed_house
from tests.pki import Identity, TestPki

SUPERIOR = "Sở Thông tin và Truyền thông"
TRUST_FILES = {
    "roots": "trust",
    "intermediates": "intermediate",
    "tsa_roots": "tsa_trust",
    "crl_files": "crl",
}
CENTRE = "Trung tâm Công nghệ thông tin và Truyền thông"


@dataclass
class Desk:
    """The house, and who signs its notices."""

    staffed: Staffed
    pki: TestPki
    director: Identity
    centre: Identity

    def signed(self, draft: bytes) -> bytes:
        """Return the draft as the leader and then the clerk sign it."""
        by_leader = self.pki.sign(draft, self.director, field_name="LanhDao")
        return self.pki.sign(by_leader, self.centre, field_name="CoQuan")

    def a_waiting_notice(self, reason: str = "Văn bản chưa ký số") -> Case:
        """Return a refused case whose notice is drafted."""
        house = self.staffed.house
        refused = Decision(DecisionKind.REFUSE, "Lan", MONDAY, (reason,))
        case = self.staffed.open(a_case(state=State.REFUSED, decision=refused))
        house.compose(case)
        return self.staffed.load(case.number)


@contextmanager
def a_desk(folder: Path, **sections: Any) -> Iterator[Desk]:
    """Yield a house of `two_step` with its certificates."""
    pki = TestPki.build(NOON - timedelta(days=1))
    centre = pki.organisation(CENTRE, SUPERIOR, email="sotttt@cantho.gov.vn")
    director = pki.person("Nguyễn Văn Thử", SUPERIOR, CENTRE)
    files = pki.write_files(folder)
    signing = {
        "mode": "two_step",
        "leader_fingerprints": [director.fingerprint],
        "organisation_fingerprints": [centre.fingerprint],
    }
    with a_staffed_house(
        folder,
        signing=signing,
        **sections,
        trust={key: [str(path) for path in files[option]] for key, option in TRUST_FILES.items()},
    ) as staffed:
        yield Desk(staffed, pki, director, centre)


def with_tasks(staffed: Staffed, hand_over: str = "in_person") -> tuple[Case, tuple[str, str]]:
    """Open a case that waits for hands; return it with the keys of its two tasks."""
    case = staffed.open(a_case(state=State.AWAITING_HANDS, rows=TWO_ROWS))
    house = staffed.house
    keys = (f"case{case.id}.row0.create", f"case{case.id}.row1.create")
    with house.database.transaction() as connection:
        for row, key in enumerate(keys):
            address = ("dao.nth@cantho.gov.vn", "de.tv@cantho.gov.vn")[row]
            wanted = Effect(
                key,
                case.id,
                row,
                Action.CREATE,
                address,
                TWO_ROWS[row].name,
                EffectState.FOR_STAFF,
            )
            house.effects.intend(connection, ((wanted, f"Mat-khau-{row}"),), staffed.now)
            effects.plan_hand_over(connection, (key,), hand_over)
    return case, keys
