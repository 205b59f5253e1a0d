"""What a visible signature shows: an image (hand, seal) or a page of PDF, never text shrunk."""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO

from PIL import Image, UnidentifiedImageError
from pyhanko.pdf_utils import layout
from pyhanko.pdf_utils.content import PdfContent
from pyhanko.pdf_utils.images import PdfImage
from pyhanko.pdf_utils.layout import BoxConstraints
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.stamp import StaticStampStyle

from signing.errors import SigningError

MAX_PICTURE_BYTES = 500_000
MAX_PICTURE_PIXELS = 2000

Box = tuple[int, int, int, int]


@dataclass(frozen=True, slots=True)
class Appearance:
    """A picture (PNG with transparency, or a one-page PDF) on a page.

    `page` counts from 0, -1 is the last; `box` is `(left, bottom, right, top)` in whole points from
    the lower left corner. The picture keeps its proportions and fills the box.
    """

    page: int
    box: Box
    picture: bytes


def is_picture(data: bytes) -> bool:
    """Return whether the bytes are a PNG with transparency that is not too large to go into every
    letter: through it the text below is seen.
    """
    if len(data) > MAX_PICTURE_BYTES:
        return False
    try:
        image = Image.open(BytesIO(data), formats=("PNG",))
        image.load()
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError):
        return False
    return image.has_transparency_data and max(image.size) <= MAX_PICTURE_PIXELS


def stamp_style(appearance: Appearance) -> StaticStampStyle:
    """Return pyHanko's style for it; SigningError `image_unreadable`."""
    return StaticStampStyle(
        background=_content(appearance.picture),
        background_opacity=1.0,
        border_width=0,
        background_layout=layout.SimpleBoxLayoutRule(
            x_align=layout.AxisAlignment.ALIGN_MID,
            y_align=layout.AxisAlignment.ALIGN_MID,
            margins=layout.Margins.uniform(0),
            inner_content_scaling=layout.InnerScaling.STRETCH_TO_FIT,
        ),
    )


def _content(picture: bytes) -> PdfContent:
    if picture.startswith(b"%PDF-"):
        return _Page(picture)
    try:
        image = Image.open(BytesIO(picture))
        image.load()
    except (UnidentifiedImageError, OSError, ValueError) as error:
        raise SigningError("image_unreadable") from error
    return PdfImage(image, writer=None)


class _Page(PdfContent):
    """The first page of a PDF as a drawing; its text stays text, with its fonts."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        super().__init__()

    def render(self) -> bytes:
        page = self._ensure_writer.import_page_as_xobject(PdfFileReader(BytesIO(self._data)))
        self.resources.xobject["/Drawn"] = page
        left, bottom, right, top = (float(side) for side in page.get_object()["/BBox"])
        self.box = BoxConstraints(width=abs(right - left), height=abs(top - bottom))
        return b"/Drawn Do"
