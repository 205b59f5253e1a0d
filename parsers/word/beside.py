"""What a docx shows beside its text, which nobody reads: remarks, notes, boxes, pictures."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from parsers.flag import Flag
from parsers.marks.remark import picture_flag, remark_flag
from parsers.ooxml import Package, text_of
from parsers.source import Place
from parsers.text.words import bare
from parsers.unread import speaks_of_list
from parsers.word.shapes import boxed_texts, has_picture
from parsers.word.styles import W

REMARKS = ("comments", "footnotes", "endnotes")
MARGINS = ("header", "footer")
URGENCY = frozenset({"khan", "thuong khan", "hoa toc"})
"""What is stamped on a letter in a box of its own."""


def beside(file: str, package: Package, body: Any) -> Iterator[Flag]:
    """Yield a flag for each remark, note and text box, for what a page's margin says of the list,
    and for a picture.
    """
    place = Place(file)
    for name in package.related(package.main, *REMARKS):
        yield from (remark_flag(text, place) for text in _remarks(package.part(name)))
    for name in package.related(package.main, *MARGINS):
        margin = package.part(name)
        texts = (text_of(margin, W), *boxed_texts(margin))
        yield from (remark_flag(text, place) for text in texts if speaks_of_list(text))
    boxes = (text for text in boxed_texts(body) if bare(text) not in URGENCY)
    yield from (remark_flag(text, place) for text in boxes)
    if has_picture(body):
        yield picture_flag(place)


def _remarks(root: Any) -> Iterator[str]:
    yield from (text for one in root if (text := text_of(one, W)))
