"""Whose signatures count on what comes in, and what they are checked against."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from mailbot.settings.section import Section
from mailbot.settings.values import WebUrl, fault


class Trust(Section):
    """The operator's roots and where revocation data is fetched ahead."""

    roots: tuple[Path, ...] = ()
    intermediates: tuple[Path, ...] = ()
    tsa_roots: tuple[Path, ...] = ()
    crl_files: tuple[Path, ...] = ()
    crl_urls: tuple[WebUrl, ...] = ()
    ocsp_urls: tuple[WebUrl, ...] = ()
    refresh_seconds: int = Field(3600, ge=60)
    outage_hours_before_due: int = Field(8, ge=1)


Hands = tuple[Literal["leader", "organisation"], ...]


def _with_organisation(hands: Hands) -> Hands:
    if "organisation" not in hands:
        raise fault("signatures_without_organisation")
    return hands


class Signatures(Section):
    """Whose signatures a request must carry, in the order of signing (NĐ 30/2020, Điều 32-33)."""

    letter: Annotated[Hands, AfterValidator(_with_organisation)] = ("leader", "organisation")
    annex: Annotated[Hands, AfterValidator(_with_organisation)] = ("organisation",)
