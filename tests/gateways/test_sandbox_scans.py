"""Pictures in the sandbox: a sound scan is read there, a hostile one ends in a finding in time."""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Iterator

import numpy as np
import pytest
from PIL import Image

from mailbot.gateways.sandbox import Limits, Sandbox
from parsers import FlagCode, RequestList, SourceFile, read_request
from tests.gateways.hostile_scans import read_scans_within
from tests.parsers.corpus.corpus import papers
from tests.parsers.corpus.scans import Scanner, scanned
from tests.parsers.corpus.typeset import typeset


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    with Sandbox(Limits(), preload=("parsers.read",), trusted=("parsers",)) as box:
        yield box


def _codes(request: RequestList) -> set[FlagCode]:
    return {flag.code for flag in request.flags}


def _png(pixels: np.ndarray) -> bytes:
    out = io.BytesIO()
    Image.fromarray(pixels).save(out, "PNG")
    return out.getvalue()


def _claims_to_be(width: int, height: int) -> bytes:
    """Return a small PNG whose head says that it is large, black and white."""
    head = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    parts = ((b"IHDR", head), (b"IDAT", zlib.compress(bytes(1000))), (b"IEND", b""))
    chunks = (
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
        for name, data in parts
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)


def test_a_scan_is_recognised_within_the_limits_of_the_sandbox(sandbox: Sandbox) -> None:
    paper = next(papers(5, most_rows=3)).paper.drawn(landscape=True, size=10.0)
    page = scanned(typeset(paper), Scanner())[1]

    read = sandbox.run(read_request, [SourceFile("quet.jpg", page)])

    assert [row.national_id for row in read.individuals] == [
        row["national_id"] for row in paper.individuals
    ]
    assert FlagCode.SCAN in _codes(read)


@pytest.mark.parametrize("side", [9_000, 60_000])
def test_a_picture_of_very_many_pixels_is_a_finding(sandbox: Sandbox, side: int) -> None:
    read = sandbox.run(read_request, [SourceFile("a.png", _claims_to_be(side, side))])

    assert _codes(read) == {FlagCode.FILE_TOO_LARGE}


def test_a_page_is_read_no_further_than_time_lasts(sandbox: Sandbox) -> None:
    paper = next(papers(5, most_rows=3)).paper.drawn(landscape=True, size=10.0)
    page = scanned(typeset(paper), Scanner(noise=2))[1]

    read = sandbox.run(read_scans_within, 0.4, page)

    assert FlagCode.SCAN_UNREAD in _codes(read)


def test_a_page_that_would_take_very_long_is_left_unread_and_says_so(sandbox: Sandbox) -> None:
    rng = np.random.default_rng(1)
    page = np.full((1400, 1000), 255, dtype=np.uint8)
    page[::30], page[:, ::30] = 0, 0
    page[rng.random(page.shape) < 0.15] = 0

    read = sandbox.run(read_scans_within, 1.0, _png(page))

    assert {FlagCode.SCAN, FlagCode.SCAN_UNREAD} <= _codes(read)
    assert not read.individuals
