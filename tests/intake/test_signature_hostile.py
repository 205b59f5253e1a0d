"""Hostile PDFs in the limited child process: each ends in a verdict, and soon."""

from __future__ import annotations

import time
import zlib
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from mailbot.errors import SandboxError
from mailbot.gateways.sandbox import Limits, Sandbox
from parsers import SourceFile, read_request
from signing import Verdict, verify_pdf
from tests.ages import AGES
from tests.signing.forgery import circular_field, many_fields, updated
from tests.signing.world import NOW, organisation, pki, plain, signed, trust

# What is measured is the limit of CPU; a busy machine stretches it, and must end nothing by itself.
WALL_SECONDS = AGES


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    limits = Limits(cpu_seconds=10, wall_seconds=WALL_SECONDS)
    with Sandbox(limits, preload=("signing",)) as made:
        made.run(verify_pdf, plain(), trust(), NOW)
        yield made


@pytest.fixture(scope="module")
def hurried() -> Iterator[Sandbox]:
    """Yield a sandbox for what goes on until a limit ends it."""
    limits = Limits(cpu_seconds=3, wall_seconds=WALL_SECONDS)
    with Sandbox(limits, preload=("signing",)) as made:
        yield made


def _pdf(*objects: bytes) -> bytes:
    data, offsets = b"%PDF-1.7\n", []
    for number, body in enumerate(objects, start=1):
        offsets.append(len(data))
        data += b"%d 0 obj\n%b\nendobj\n" % (number, body)
    count = len(objects) + 1
    table = b"xref\n0 %d\n0000000000 65535 f \n" % count
    table += b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    trailer = b"trailer\n<< /Size %d /Root 1 0 R >>\n" % count
    return data + table + trailer + b"startxref\n%d\n%%%%EOF\n" % len(data)


def _deep() -> bytes:
    nested = b"[" * 50_000 + b"]" * 50_000
    catalog = b"<< /Type /Catalog /Pages 2 0 R /AcroForm << /Fields " + nested + b" >> >>"
    return _pdf(catalog, b"<< /Type /Pages /Kids [] /Count 0 >>")


def _bomb_in_the_validation_data() -> bytes:
    packed = zlib.compress(b"\0" * 300_000_000, 9)
    stream = b"<< /Length %d /Filter /FlateDecode >>\nstream\n%b\nendstream" % (len(packed), packed)
    return pki().sign(
        _pdf(
            b"<< /Type /Catalog /Pages 2 0 R /DSS << /CRLs [3 0 R] >> >>",
            b"<< /Type /Pages /Kids [4 0 R] /Count 1 >>",
            stream,
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] >>",
        ),
        organisation(),
    )


def _bomb_in_the_cross_references() -> bytes:
    packed = zlib.compress(b"\1\0\0\0\0" * 20_000_000, 9)
    head = (
        b"<< /Type /XRef /Size 20000000 /W [1 3 1] /Root 1 0 R /Filter /FlateDecode /Length %d >>"
    )
    body = head % len(packed) + b"\nstream\n" + packed + b"\nendstream\nendobj\n"
    return b"%PDF-1.7\n1 0 obj\n" + body + b"startxref\n9\n%%EOF\n"


def _looping_cross_references() -> bytes:
    table = int(plain()[plain().rindex(b"startxref") + 9 :].split()[0])
    return plain().replace(b"/Root", b"/Prev %d /Root" % table)


def _signed_many_times() -> bytes:
    data = plain()
    for number in range(22):
        data = pki().sign(data, organisation(), field_name=f"Signature{number}")
    return data


def _saved_many_times() -> bytes:
    data = signed()
    for _ in range(45):
        data = updated(data, lambda writer: writer.update_root())
    return data


@pytest.mark.parametrize(
    "build",
    [
        pytest.param(lambda: many_fields(plain(), 50_000), id="50,000 fields"),
        pytest.param(_deep, id="50,000 nested arrays"),
        pytest.param(lambda: circular_field(signed()), id="a circle of fields"),
        pytest.param(_looping_cross_references, id="a circle of cross-references"),
        pytest.param(_bomb_in_the_validation_data, id="300 MB in the validation data"),
        pytest.param(lambda: b"%PDF-1.7\n" + b"/A" * 5_000_000, id="one line of 10 MB"),
        pytest.param(_signed_many_times, id="22 signatures"),
    ],
)
def test_it_ends_in_a_verdict(build: Callable[[], bytes], sandbox: Sandbox) -> None:
    data = build()
    started = time.monotonic()

    report = sandbox.run(verify_pdf, data, trust(), NOW)

    assert report.verdict is Verdict.UNREADABLE
    assert time.monotonic() - started < WALL_SECONDS / 2


def test_many_savings_are_compared_in_bounded_time(sandbox: Sandbox) -> None:
    started = time.monotonic()

    report = sandbox.run(verify_pdf, _saved_many_times(), trust(), NOW)

    assert report.verdict is Verdict.PASSED
    assert time.monotonic() - started < WALL_SECONDS / 2


def test_what_the_limits_end_does_not_hold_up_the_next(hurried: Sandbox) -> None:
    started = time.monotonic()

    with pytest.raises(SandboxError):
        hurried.run(verify_pdf, _bomb_in_the_cross_references(), trust(), NOW)
    assert hurried.run(verify_pdf, signed(), trust(), NOW).verdict is Verdict.PASSED

    assert time.monotonic() - started < WALL_SECONDS / 2


def _doubling_forms(depth: int = 25) -> bytes:
    """Return 4 kB of which each form draws the next one twice: 33 million drawings."""
    forms = []
    for number in range(depth):
        body = b"/F Do /F Do" if number < depth - 1 else b"0 0 m 9 9 l S"
        inner = b"/Resources << /XObject << /F %d 0 R >> >>" % (number + 6)
        forms.append(
            b"<< /Type /XObject /Subtype /Form /BBox [0 0 595 842] %b /Length %d >>\nstream\n%b\n"
            b"endstream" % (inner if number < depth - 1 else b"", len(body), body)
        )
    return _pdf(
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R "
        b"/Resources << /XObject << /F 5 0 R >> >> >>",
        b"<< /Length 5 >>\nstream\n/F Do\nendstream",
        *forms,
    )


def test_forms_that_draw_each_other_twice_are_ended_and_do_not_hold_up_the_next(
    sandbox: Sandbox,
) -> None:
    data, started = _doubling_forms(), time.monotonic()
    assert len(data) < 5000

    with pytest.raises(SandboxError):
        sandbox.run(read_request, [SourceFile("a.pdf", data)])
    assert sandbox.run(verify_pdf, signed(), trust(), NOW).verdict is Verdict.PASSED

    assert time.monotonic() - started < WALL_SECONDS / 2


def test_a_report_comes_back_whole(sandbox: Sandbox) -> None:
    inside: Any = sandbox.run(verify_pdf, signed(), trust(), NOW)

    assert inside == verify_pdf(signed(), trust(), NOW)
