"""One document of the corpus: its files, and what must be read from them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

Fields = dict[str, str]
Facts = dict[str, str | int | date | None]
"""What a letter says, by the names of `LetterHead`; "" and None are what it does not say."""


@dataclass(frozen=True)
class Document:
    """The files of one mail, and what they hold.

    `verdict` is "clean" (exact, without a flag), "either" (exact, or flagged), "flagged" (must
    carry a flag, of the code `told` where that is given; a wrong row must be told of), "review"
    (rows are proposed, right or wrong, and the document must carry a flag) or "none" (no request).
    """

    layout: str
    producer: str
    group: str
    verdict: str
    files: tuple[tuple[str, bytes], ...]
    procedure: str = "none"
    number: str = ""
    on: date | None = None
    agency: str = ""
    organisations: tuple[Fields, ...] = ()
    individuals: tuple[Fields, ...] = ()
    facts: Facts = field(default_factory=dict)
    told: str = ""

    @property
    def rows(self) -> int:
        return len(self.organisations) + len(self.individuals)

    @property
    def kind(self) -> str:
        """Return what kind of file holds the list: "pdf", "scan", "docx" or "xlsx"."""
        return "scan" if self.producer == "scanner" else self.files[-1][0].rsplit(".", 1)[-1]
