"""The templates: escaped always, with icons and the addresses of static files at hand."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from mailbot.clock import day_time, local
from mailbot.console import static_files
from mailbot.console.agency_name import shortened
from mailbot.console.typed_day import told_day
from mailbot.storage.staff import Role
from mailbot.words import say

TEMPLATES = Path(__file__).parent / "templates"


@dataclass(frozen=True, slots=True)
class Pages:
    """The templates, read when first used."""

    environment: Environment

    def render(self, name: str, facts: Mapping[str, object]) -> str:
        """Return the template filled; a fact that is missing is an error."""
        return self.environment.get_template(name).render(facts)


@cache
def load_pages() -> Pages:
    """Return the packaged templates, translated once in a process."""
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals.update(
        percent=percent,
        day_time=day_time,
        told_day=told_day,
        icon=icon,
        static=static_files.url,
        roles=_roles_told,
        initials=initials,
        shortened=shortened,
        at=_at,
    )
    return Pages(environment)


@cache
def icon(name: str, kind: str = "i") -> Markup:
    """Return an icon that says nothing to a screen reader: a word stands beside it."""
    use = Markup('<svg class="{}" aria-hidden="true"><use href="{}#{}"/></svg>')
    return use.format(kind, static_files.url("vendor/icons.svg"), name)


def _roles_told(roles: frozenset[Role]) -> str:
    return ", ".join(say(f"account.name_{role}") for role in Role if role in roles)


def _at(instant: datetime, form: str = "%H:%M %d/%m") -> str:
    return f"{local(instant):{form}}"


def initials(name: str) -> str:
    """Return the first letters of the last two words: `TM` of Nguyễn Tuấn Minh."""
    return "".join(word[0] for word in name.split()[-2:]).upper()


def percent(share: float) -> str:
    """Return a share as people write it: `98,7%`; it is never rounded up to the whole."""
    told = min(share, 0.999) if share < 1 else share
    return f"{100 * told:.1f}%".replace(".0%", "%").replace(".", ",")
