"""Letters of upright text placed many at once; all other text is pdfminer's to place.

pdfminer turns four corners of each letter by the matrix of its text, which is a sixth of what a
page costs it. Nearly all text is upright: there, one line's letters differ in one direction only.
"""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from pdfminer.converter import PDFPageAggregator
from pdfminer.layout import LTChar
from pdfminer.pdffont import PDFFont, PDFUnicodeNotDefined
from pdfminer.utils import Matrix, Point

Meant = tuple[str, float]  # a letter's text and its width


class Device(PDFPageAggregator):
    """pdfminer's collector of what a page shows; what it collects is the same, only faster."""

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        self._meant: dict[PDFFont, dict[int, Meant]] = defaultdict(dict)

    def render_string_horizontal(  # noqa: PLR0913, PLR0917 (as pdfminer)
        self,
        seq: Any,
        matrix: Matrix,
        pos: Point,
        font: PDFFont,
        fontsize: float,
        scaling: float,
        charspace: float,
        wordspace: float,
        rise: float,
        dxscale: float,
        *looks: Any,
    ) -> Point:
        """Place the letters of a string; return where the next one begins."""
        if not _is_upright(matrix) or not all(isinstance(o, (int, float, bytes)) for o in seq):
            self._learn(font, seq)
            size = fontsize, scaling, charspace, wordspace, rise, dxscale
            return super().render_string_horizontal(seq, matrix, pos, font, *size, *looks)
        across, _, _, _, left, _ = matrix
        (x, y), meant, add = pos, self._meant[font], self.cur_item.add
        alike = _alike(matrix, y, font, fontsize, scaling, rise, *looks)
        is_first = True
        for piece in seq:
            if not isinstance(piece, bytes):
                x -= piece * dxscale
                is_first = False
                continue
            for cid in font.decode(piece):
                if not is_first:
                    x += charspace
                is_first = False
                text, width = meant.get(cid) or self._learnt(font, cid)
                step = width * fontsize * scaling
                add(_char(alike, text, step, x * across + left, step * across))
                x += step
                if cid == 32:
                    x += wordspace
        return x, y

    def names_twice(self) -> bool:
        """Return whether a face drew one letter or figure by two codes: two shapes, maybe."""
        return any(
            len(letters) > len(set(letters))
            for meant in self._meant.values()
            for letters in [[text for text, _ in meant.values() if text.isalnum()]]
        )

    def _learn(self, font: PDFFont, seq: Any) -> None:
        for piece in seq:
            for cid in font.decode(piece) if isinstance(piece, bytes) else ():
                if cid not in self._meant[font]:
                    self._learnt(font, cid)

    def _learnt(self, font: PDFFont, cid: int) -> Meant:
        try:
            text = font.to_unichr(cid)
        except PDFUnicodeNotDefined:
            text = self.handle_undefined_char(font, cid)
        self._meant[font][cid] = found = text, font.char_width(cid)
        return found


def _is_upright(matrix: Matrix) -> bool:
    across, up, aslant, high, _, _ = matrix
    return not up and not aslant and across > 0 and high > 0


def _alike(  # noqa: PLR0913, PLR0917 (what pdfminer tells of a string)
    matrix: Matrix,
    y: float,
    font: PDFFont,
    fontsize: float,
    scaling: float,
    rise: float,
    ncs: Any,
    graphicstate: Any,
) -> dict[str, Any]:
    """Return what pdfminer says of each letter of an upright string alike."""
    base = y * matrix[3] + matrix[5]
    low = font.get_descent() * fontsize + rise
    bottom, top = sorted((matrix[3] * low + base, matrix[3] * (low + fontsize) + base))
    return {
        "matrix": (*matrix[:4], 0.0, base),
        "fontname": font.fontname,
        "ncs": ncs,
        "graphicstate": graphicstate,
        "upright": matrix[0] * matrix[3] * scaling > 0,
        "y0": bottom,
        "y1": top,
        "height": top - bottom,
        "size": top - bottom,
    }


def _char(alike: dict[str, Any], text: str, step: float, at: float, width: float) -> LTChar:
    """Return the letter as pdfminer makes it, without its way there."""
    x0, x1 = (at, width + at) if width >= 0 else (width + at, at)
    matrix = alike["matrix"]
    char = LTChar.__new__(LTChar)
    char.__dict__ = alike | {
        "_text": text,
        "matrix": (*matrix[:4], at, matrix[5]),
        "adv": step,
        "x0": x0,
        "x1": x1,
        "width": x1 - x0,
        "bbox": (x0, alike["y0"], x1, alike["y1"]),
    }
    return char
