"""What a page draws: pdfminer's interpreter with the content read fast, and what it lays out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from pdfminer.layout import LTChar, LTContainer, LTCurve, LTPage
from pdfminer.pdfinterp import PDFPageInterpreter
from pdfminer.pdftypes import stream_value
from pdfminer.psparser import PSKeyword, keyword_name

from parsers.pdf.plumber.content import objects_of
from parsers.pdf.plumber.turn import Object
from parsers.pdf.plumber.upright import Device


@dataclass(frozen=True, slots=True)
class Drawn:
    """What is drawn on a page: its letters, and pdfplumber's objects of lines, boxes and curves.

    `ambiguous` tells that a face names two of its codes alike.
    """

    chars: list[LTChar]
    objects: dict[str, list[Object]]
    ambiguous: bool = False

    @classmethod
    def on(cls, page: Any) -> Drawn:
        """Return what a page of pdfplumber's shows; letters that are no text are left out."""
        device = _laid_out(page)
        items = list(_items(device.get_result()))
        chars = [item for item in items if isinstance(item, LTChar) and _is_text(item)]
        objects: dict[str, list[Object]] = defaultdict(list)
        for item in items:
            if isinstance(item, LTCurve):
                drawn = page.process_object(item)
                objects[drawn["object_type"]].append(drawn)
        return cls(chars, objects, device.names_twice())


def layout_of(page: Any) -> LTPage:
    """Return what pdfminer makes of a page of pdfplumber's."""
    return _laid_out(page).get_result()


def _laid_out(page: Any) -> Device:
    device = Device(page.pdf.rsrcmgr, page.page_number)
    _Interpreter(page.pdf.rsrcmgr, device).process_page(page.page_obj)
    return device


def _items(container: Any) -> Iterator[Any]:
    """Yield what a page or a figure holds, in the order it was drawn."""
    for item in container:
        if isinstance(item, LTContainer):
            yield from _items(item)
        else:
            yield item


def _is_text(char: LTChar) -> bool:
    text = char.get_text()
    return text == " " or bool(text.strip())


class _Interpreter(PDFPageInterpreter):
    """pdfminer's interpreter, asking for each operator's method once."""

    def execute(self, streams: Sequence[object]) -> None:
        """Draw the streams; one that is being drawn already is left out, as pdfminer does."""
        found = [one for one in map(stream_value, streams) if one.objid is not None]
        own = [one for one in found if one.objid not in self.parent_stream_ids]
        self.stream_ids = {one.objid for one in own if one.objid is not None}
        known: dict[PSKeyword, tuple[Callable[..., None], int] | None] = {}
        for one in objects_of(own):
            if not isinstance(one, PSKeyword):
                self.push(one)
                continue
            if one not in known:
                known[one] = self._method(one)
            self._perform(known[one])

    def _method(self, operator: PSKeyword) -> tuple[Callable[..., None], int] | None:
        """Return what draws an operator and how many operands it takes; None for an unknown one."""
        name = keyword_name(operator).replace("*", "_a").replace('"', "_w").replace("'", "_q")
        method = getattr(self, f"do_{name}", None)
        return method and (method, method.__code__.co_argcount - 1)

    def _perform(self, method: tuple[Callable[..., None], int] | None) -> None:
        if method is None:
            return
        draw, count = method
        operands = self.pop(count)
        if len(operands) == count:
            draw(*operands)
