"""Scans as copying machines write them: one picture to a page, compressed in each of their ways."""

from __future__ import annotations

import struct
from io import BytesIO

from PIL import Image, ImageDraw, ImageOps

WIDTH, HEIGHT = 800, 1120


def a_scan(filter_name: str) -> bytes:
    """Return a PDF of one page, white with a black middle."""
    bits, parms = 1, f"/DecodeParms<</K -1/Columns {WIDTH}/Rows {HEIGHT}>>"
    if filter_name == "CCITTFaxDecode":
        data = _group4()
    elif filter_name == "JBIG2Decode":
        data, parms = _jbig2(), ""
    else:
        data, bits, parms = _grey(filter_name), 8, ""
    picture = (
        f"<</Type/XObject/Subtype/Image/Width {WIDTH}/Height {HEIGHT}/ColorSpace/DeviceGray"
        f"/BitsPerComponent {bits}/Filter/{filter_name}{parms}/Length {len(data)}>>"
    )
    return _pdf(picture, data)


def _sheet() -> Image.Image:
    sheet = Image.new("L", (WIDTH, HEIGHT), 255)
    ImageDraw.Draw(sheet).rectangle((200, 300, 600, 800), fill=0)
    return sheet


def _grey(filter_name: str) -> bytes:
    told = BytesIO()
    _sheet().save(told, {"DCTDecode": "JPEG", "JPXDecode": "JPEG2000"}[filter_name])
    return told.getvalue()


def _group4() -> bytes:
    """Return the sheet in Group 4 (ITU-T T.6), its black the code's black."""
    told = BytesIO()
    inverted = ImageOps.invert(_sheet()).convert("1")
    inverted.save(told, "TIFF", compression="group4", tiffinfo={278: HEIGHT})
    tags = Image.open(told).tag_v2  # type: ignore[attr-defined]
    (start,), (length,) = tags[273], tags[279]
    return told.getvalue()[start : start + length]


def _jbig2() -> bytes:
    """Return a page information and one generic region coded as Group 4 (ITU-T T.88, 7.4)."""
    region = struct.pack(">IIIIBB", WIDTH, HEIGHT, 0, 0, 0, 1) + _group4()
    page = struct.pack(">IIIIBH", WIDTH, HEIGHT, 0, 0, 0, 0)
    return b"".join(
        struct.pack(">IBBBI", number, kind, 0, 1, len(segment)) + segment
        for number, kind, segment in ((0, 48, page), (1, 38, region))
    )


def _pdf(picture: str, data: bytes) -> bytes:
    drawing = b"q 500 0 0 700 50 70 cm /I Do Q"
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R"
    parts = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        page + b"/Resources<</XObject<</I 5 0 R>>>>>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(drawing), drawing),
        picture.encode() + b"stream\n" + data + b"\nendstream",
    ]
    told, places = b"%PDF-1.7\n", b""
    for number, part in enumerate(parts, 1):
        places += b"%010d 00000 n \n" % len(told)
        told += b"%d 0 obj\n%s\nendobj\n" % (number, part)
    table = b"xref\n0 6\n0000000000 65535 f \n" + places
    end = b"trailer<</Size 6/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % len(told)
    return told + table + end


def a_photograph() -> bytes:
    """Return a picture of a sheet, as a telephone sends it."""
    told = BytesIO()
    _sheet().save(told, "PNG")
    return told.getvalue()
