"""The fields of a docx: text that may be another once it is opened (ECMA-376, part 1, 17.16)."""

from __future__ import annotations

from typing import Any

from parsers.word.styles import W

LASTING = frozenset(
    {"HYPERLINK", "FORMTEXT", "PAGE", "NUMPAGES", "SECTIONPAGES", "TOC", "PAGEREF", "NOTEREF"}
)
"""Fields that show what stands in the file, or nothing but a page's number."""


class Fields:
    """The fields of a body: which there are, and how much text stands where none is shown."""

    def __init__(self, body: Any) -> None:
        self.names: list[str] = []
        self.unshown = 0
        self._open: list[list[str] | None] = []
        for element in body.iter():
            self._take(element)

    @property
    def changing(self) -> list[str]:
        """Return the names of the fields that may show something else than what is stored."""
        return [name for name in self.names if name not in LASTING]

    def _take(self, element: Any) -> None:
        if element.tag == f"{W}fldSimple":
            self.names.append(_first_word(str(element.get(f"{W}instr", ""))))
        elif element.tag == f"{W}fldChar":
            self._turn(str(element.get(f"{W}fldCharType")))
        elif element.tag == f"{W}instrText" and self._open and self._open[-1] is not None:
            self._open[-1].append(element.text or "")
        elif element.tag == f"{W}t" and any(code is not None for code in self._open):
            self.unshown += len((element.text or "").strip())

    def _turn(self, kind: str) -> None:
        """Begin a field's code, end it where its result begins, or end the field."""
        if kind == "begin":
            self._open.append([])
            return
        code = self._open.pop() if self._open else None
        if code is not None:
            self.names.append(_first_word("".join(code)))
        if kind == "separate":
            self._open.append(None)


def _first_word(code: str) -> str:
    return next(iter(code.upper().split()), "")
