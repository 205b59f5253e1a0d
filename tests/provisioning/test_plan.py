import re
from collections.abc import Collection
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from mailbot.cases.agency import Agency, Registry
from mailbot.cases.effect import Action
from mailbot.cases.row import Holder, Row
from mailbot.provisioning.address import AddressRule
from mailbot.provisioning.plan import Ground, Plan, plan_rows
from mailbot.words import load_words
from tests.cases.builders import (
    REGISTRY,
    SO_TU_PHAP,
    a_directory,
    a_mailbox,
    a_new_organisation,
    a_new_person,
    a_reset_person,
)

GROUND = Ground("2026-0007", SO_TU_PHAP, REGISTRY, a_directory(), AddressRule("cantho.gov.vn"))


def _plan(*rows: Row, ground: Ground = GROUND, despite: frozenset[int] = frozenset()) -> Plan:
    return plan_rows(enumerate(rows), ground, despite)


def _addresses(plan: Plan) -> list[str]:
    return [effect.address.removesuffix("@cantho.gov.vn") for effect in plan.effects]


def _codes(plan: Plan) -> list[tuple[str, int | None]]:
    return [(reason.code, reason.row) for reason in plan.reasons]


def test_new_rows_are_created_and_reset_rows_get_a_password() -> None:
    plan = _plan(a_new_person(), a_reset_person(email="HoaTT@cantho.gov.vn"))
    assert [(e.op_key, e.row, e.action, e.address, e.display_name) for e in plan.effects] == [
        ("2026-0007/0/create", 0, Action.CREATE, "annv@cantho.gov.vn", "Nguyễn Văn An"),
        ("2026-0007/1/set_password", 1, Action.SET_PASSWORD, "hoatt@cantho.gov.vn", "Trần Thị Hòa"),
    ]
    assert plan.reasons == ()


def test_two_people_of_one_name_in_one_list_get_two_addresses() -> None:
    plan = _plan(a_new_person(), a_new_person(unit="Thanh tra"))
    assert _addresses(plan) == ["annv", "annv2"]


def test_addresses_of_directory_open_plans_and_registry_are_taken() -> None:
    ground = replace(
        GROUND,
        directory=a_directory(a_mailbox(address="annv@cantho.gov.vn", agency_code="syt")),
        taken={"annv2@cantho.gov.vn"}.intersection,
    )
    assert _addresses(_plan(a_new_person(), ground=ground)) == ["annv3"]
    assert _addresses(_plan(a_new_organisation(name="Sở T P", parent_agency=""))) == ["stp2"]


def test_addresses_are_looked_for_together_as_are_the_numbers_after_one_that_is_taken() -> None:
    asked: list[set[str]] = []

    def taken(addresses: Collection[str]) -> Collection[str]:
        asked.append({address.removesuffix("@cantho.gov.vn") for address in addresses})
        return {"annv@cantho.gov.vn"}.intersection(addresses)

    names = ("Nguyễn Văn An", "Lê Thị Bình", "Võ Minh Châu")
    rows = [a_new_person(name=name) for name in names]

    assert _addresses(_plan(*rows, ground=replace(GROUND, taken=taken))) == [
        "annv2", "binhlt", "chauvm",
    ]  # fmt: skip
    assert asked == [{"annv", "binhlt", "chauvm"}, {f"annv{n}" for n in range(2, 9)}]


def test_the_search_for_a_free_number_goes_on_as_long_as_it_must() -> None:
    first = {f"annv{n}@cantho.gov.vn" for n in ("", *range(2, 30))}
    assert _addresses(_plan(a_new_person(), ground=replace(GROUND, taken=first.intersection))) == [
        "annv30"
    ]


def test_a_mailbox_that_gets_a_new_password_is_not_given_to_a_later_row() -> None:
    plan = _plan(a_reset_person(email="annv@cantho.gov.vn"), a_new_person())
    assert _addresses(plan) == ["annv", "annv2"]


def test_even_a_closed_mailbox_keeps_its_address() -> None:
    closed = a_mailbox(address="annv@cantho.gov.vn", name="Ai đó", active=False)
    plan = _plan(a_new_person(), ground=replace(GROUND, directory=a_directory(closed)))
    assert _addresses(plan) == ["annv2"]


def test_who_has_a_mailbox_gets_no_second_one_but_a_reason() -> None:
    plan = _plan(a_new_person(name="Trần Thị Hoà"), a_new_person())
    assert _codes(plan) == [("row.already_has_mailbox", 0)]
    assert plan.reasons[0].fields["address"] == "hoatt@cantho.gov.vn"
    assert _addresses(plan) == ["annv"]


def test_an_officer_can_grant_a_namesake_a_mailbox_all_the_same() -> None:
    plan = _plan(a_new_person(name="Trần Thị Hòa"), despite=frozenset({0}))
    assert _addresses(plan) == ["hoatt2"]


def test_a_namesake_in_another_unit_is_another_person() -> None:
    assert _addresses(_plan(a_new_person(name="Trần Thị Hòa", unit="Thanh tra"))) == ["hoatt2"]


def test_an_organisation_that_has_a_mailbox_is_told_so() -> None:
    box = a_mailbox(
        address="pcc3@cantho.gov.vn", holder=Holder.ORGANISATION, name="Phòng Công chứng số 3"
    )
    plan = _plan(a_new_organisation(), ground=replace(GROUND, directory=a_directory(box)))
    assert _codes(plan) == [("row.already_has_mailbox", 0)]


def test_an_organisation_is_called_by_its_abbreviation() -> None:
    assert _addresses(_plan(a_new_organisation())) == ["pccs3"]


def test_a_unit_elsewhere_of_the_same_name_lends_no_abbreviation() -> None:
    elsewhere = Agency("x", "Phòng Công chứng số 3", superior_code="syt", abbreviation="khac")
    own = replace(elsewhere, code="y", superior_code="stp", abbreviation="pcc3")
    for units, address in (((elsewhere,), "pccs3"), ((elsewhere, own), "pcc3")):
        ground = replace(GROUND, registry=Registry((*REGISTRY.agencies, *units)))
        assert _addresses(_plan(a_new_organisation(), ground=ground)) == [address]


def test_a_name_without_letters_a_missing_mailbox_and_a_repeated_one_have_reasons() -> None:
    plan = _plan(
        a_new_person(name="李"), a_reset_person(email=""), a_reset_person(), a_reset_person()
    )
    assert _codes(plan) == [
        ("row.no_address", 0),
        ("row.mailbox_missing", 1),
        ("row.same_mailbox_twice", 3),
    ]


def test_planning_again_gives_the_same_keys() -> None:
    rows = (a_new_person(), a_reset_person())
    later = replace(GROUND, taken={"annv@cantho.gov.vn"}.intersection)
    keys = [[e.op_key for e in _plan(*rows, ground=g).effects] for g in (GROUND, later)]
    assert keys[0] == keys[1]


def test_every_reason_has_a_wording() -> None:
    words = load_words()
    plan = _plan(
        a_new_person(name="Trần Thị Hòa"), a_new_person(name="李"), a_reset_person(email="")
    )
    texts = [words.finding(reason) for reason in plan.reasons]
    assert "hoatt@cantho.gov.vn" in texts[0]
    assert all("…" not in text for text in texts)


NAMES = st.sampled_from(["Nguyễn Văn An", "Ngô Vinh Ân", "Trần Thị Hòa", "An", "李"]) | st.text(
    max_size=20
)
ROWS = st.lists(
    st.builds(a_new_person, name=NAMES, unit=st.sampled_from(["Văn phòng Sở", "Thanh tra", ""]))
    | st.builds(a_new_organisation, name=NAMES)
    | st.builds(a_reset_person, email=st.sampled_from(["a@x.vn", "A@x.vn", "b@x.vn", ""])),
    max_size=12,
)


@given(ROWS)
def test_every_row_gets_one_effect_or_one_reason_and_no_address_is_given_twice(
    rows: list[Row],
) -> None:
    plan = _plan(*rows)
    outcome = [effect.row for effect in plan.effects] + [reason.row for reason in plan.reasons]
    addresses = [effect.address for effect in plan.effects]

    assert sorted(outcome, key=str) == sorted(range(len(rows)), key=str)
    assert len(set(addresses)) == len(addresses)
    assert len({effect.op_key for effect in plan.effects}) == len(plan.effects)
    assert all(re.fullmatch(r"[a-z0-9._-]+@[a-z.]+", address) for address in addresses)
    assert _plan(*rows) == plan
