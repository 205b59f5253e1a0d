"""How agencies of the demo sign: the leader's hand first, the organisation's seal over it.

Law: Nghị định 30/2020/NĐ-CP, Điều 32-33 and Phụ lục I (what a signature shows, and where).
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import datetime, timedelta
from io import BytesIO

from cryptography.hazmat.primitives.serialization import Encoding
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader

from mailbot.clock import local
from mailbot.demo.cast import CITY, Cast
from mailbot.demo.paper import Paper, set_mark
from mailbot.demo.pki import DemoIdentity, DemoPki
from signing import Appearance, SigningKey, sign_pdf

_ANNEX_BOX_MM = (52, 12)  # width, height; top right of the first page
_LANDSCAPE_MM = (297, 210)

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Signatories:
    """The two who sign for one agency."""

    agency: Cast
    leader: DemoIdentity
    organisation: DemoIdentity

    def sign(self, paper: Paper, at: datetime) -> bytes:
        """Return the letter signed by the leader, then by the organisation."""
        assert paper.place is not None
        hand = Appearance(
            paper.place.page,
            paper.place.hand,
            _hand(self.agency.chairman),
        )
        seal = Appearance(
            paper.place.page,
            paper.place.seal,
            set_mark(mark="seal", around=self.agency.name.upper()),
        )
        approved = sign_pdf(
            paper.pdf,
            _key(self.leader),
            field_name="LanhDao",
            signed_at=at - timedelta(minutes=20),
            appearance=hand,
        )
        return sign_pdf(
            approved,
            _key(self.organisation),
            field_name="VanThu",
            signed_at=at,
            appearance=seal,
        )

    def sign_annex(self, paper: Paper, symbol: str, at: datetime) -> bytes:
        """Return an annex in a file of its own with the organisation's signature, top right."""
        width, height = _ANNEX_BOX_MM
        lines = (symbol, f"{local(at):%d/%m/%Y}; {local(at):%H:%M:%S}; +07:00")
        mark = set_mark(mark="annex", lines=lines, width=width, height=height)
        return sign_pdf(
            paper.pdf,
            _key(self.organisation),
            field_name="VanThu",
            signed_at=at,
            appearance=Appearance(0, _top_right(width, height), mark),
        )


def signatories(pki: DemoPki, agency: Cast) -> Signatories:
    """Return fresh identities of the government's profile for the agency."""
    return Signatories(
        agency,
        leader=pki.person(agency.chairman, CITY, agency.name, email=agency.mailbox),
        organisation=pki.organisation(agency.name, CITY, email=agency.mailbox),
    )


def replace_page(signed: bytes, other: bytes, page: int) -> bytes:
    """Return the signed PDF with one page painted anew from another: what a forger does."""
    writer = IncrementalPdfFileWriter(BytesIO(signed))
    drawn = writer.import_page_as_xobject(PdfFileReader(BytesIO(other)), page_ix=page)
    target, _ = writer.find_page_for_modification(page)
    painting = writer.add_object(generic.StreamObject(stream_data=b"q /Moi Do Q"))
    resources = generic.DictionaryObject(
        {generic.pdf_name("/XObject"): generic.DictionaryObject({generic.pdf_name("/Moi"): drawn})}
    )
    contents = target.get_object()
    contents[generic.pdf_name("/Contents")] = painting
    contents[generic.pdf_name("/Resources")] = resources
    writer.mark_update(target)
    output = BytesIO()
    writer.write(output)
    return output.getvalue()


def _key(identity: DemoIdentity) -> SigningKey:
    chain = tuple(one.public_bytes(Encoding.DER) for one in identity.chain)
    return SigningKey(identity.der, chain, identity.key)


def _hand(name: str) -> bytes:
    """Return a signature drawn in one stroke, always the same for a name."""
    points = _strokes(name)
    around = [points[0], *points, points[-1]]
    bends = [
        (_towards(a, b, c), _towards(d, c, b), c)
        for a, b, c, d in zip(around, around[1:], around[2:], around[3:], strict=False)
    ]
    return set_mark(mark="hand", start=points[0], bends=bends)


def _strokes(name: str) -> list[Point]:
    """Return the points the pen passes in a frame of 50 by 25 mm: up and down, then a long tail."""
    pen = random.Random(name)  # noqa: S311 - a drawing
    points = [(5.0, 18.0)]
    for step in range(8):
        x = 8 + step * 3.4 + pen.uniform(-1.5, 1.0)
        points.append((x, pen.uniform(4, 10) if step % 2 == 0 else pen.uniform(14, 19)))
    return [*points, (40.0, pen.uniform(8, 12)), (47.0, pen.uniform(14, 17)), (22.0, 21.0)]


def _towards(before: Point, here: Point, after: Point) -> Point:
    """Return the control point beside `here` of a smooth curve (Catmull-Rom)."""
    return (here[0] + (after[0] - before[0]) / 6, here[1] + (after[1] - before[1]) / 6)


def _top_right(width: float, height: float) -> tuple[int, int, int, int]:
    right, top = _LANDSCAPE_MM[0] - 12, _LANDSCAPE_MM[1] - 6
    points = [side / 25.4 * 72 for side in (right - width, top - height, right, top)]
    return (round(points[0]), round(points[1]), round(points[2]), round(points[3]))
