"""Where mailboxes are made, and how their passwords reach their holders."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import AfterValidator, Field, model_validator

from mailbot.cases.address_template import ORGANISATION_FIELDS, PERSON_FIELDS, template_fault
from mailbot.settings.section import Section
from mailbot.settings.values import Domain, OptionalDatabaseUrl, fault


def _filled_from(known: frozenset[str]) -> AfterValidator:
    def check(template: str) -> str:
        found = template_fault(template, known)
        if found is not None:
            raise fault(found.code, **found.fields)
        return template

    return AfterValidator(check)


class Provisioning(Section):
    """Where mailboxes are made, and how addresses are formed."""

    host: Literal["worklist", "sql"] = "worklist"
    sql_url: OptionalDatabaseUrl = ""
    domain: Domain = "cantho.gov.vn"
    person_address: Annotated[str, _filled_from(PERSON_FIELDS)] = "{given}{initials}"
    organisation_address: Annotated[str, _filled_from(ORGANISATION_FIELDS)] = "{abbreviation}"
    quota_bytes: int = Field(2_000_000_000, ge=0)

    @model_validator(mode="after")
    def _sql_is_somewhere(self) -> Provisioning:
        if self.host == "sql" and not self.sql_url:
            raise fault("sql_host_needs_url")
        return self


class Credentials(Section):
    """How initial passwords reach their holders."""

    hand_over: Literal["auto", "passphrase", "certificate", "in_person"] = "auto"
