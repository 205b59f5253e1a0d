"""Where objects are used is told from the bytes as pyHanko finds it, or left to pyHanko."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import lru_cache, partial
from io import BytesIO
from typing import Any

import pytest
import typst
from hypothesis import given, settings, strategies
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.reader import HistoricalResolver, PdfFileReader

from signing import Verdict
from signing.plain_object import NotPlainError, Ref, value_at
from signing.usages import know_usages
from tests.signing.test_accept import GOOD
from tests.signing.test_forged_updates import FORGED, HARMLESS
from tests.signing.test_reject import BAD
from tests.signing.world import leader, letter, organisation, pki, signed, verify


def _first_of(build: Callable[[], tuple[bytes, Any]]) -> bytes:
    return build()[0]


MADE: dict[str, Callable[[], bytes]] = {
    **{f"good: {name}": partial(_first_of, build) for name, build in GOOD.items()},
    **{f"bad: {name}": partial(_first_of, build) for name, (build, *_) in BAD.items()},
    **{f"forged: {name}": build for name, build in FORGED.items()},
    **{f"harmless: {name}": build for name, build in HARMLESS.items()},
}
PIECES = [
    *(b"<< >> <<>> [ ] [] [[[ ]]] /A /A#42 /P /K /Parent /Kids /Type /Pages / true null".split()),
    *(b"1 0 R,2 0 R,3 0 R,99 0 R,1 0 R/A,1 0 Rx,01 0 R,0 0 R,1  0 R,12,-3,+4,.5,7.".split(b",")),
    *(rb"-.5 1.5 1.2.3 --1 () (a) (a(b)c) (a((b))c) (\) (\)) (\7) (\101) (\400) (\x) (%".split()),
    *(b"<41> <4> <zz> %c endobj stream endstream obj".split()),
    *(b"% a comment\n", b"<4 1>", b"stream\n", b"\x00", b"\x0b", b"\r", b" ", b""),
]
fragments = strategies.lists(strategies.sampled_from([*PIECES, b" "]), max_size=12).map(b"".join)


@lru_cache
def tagged() -> bytes:
    """Return a letter with a structure for screen readers, in object streams, signed twice."""
    text = "= Danh sách\n#table(columns: 2, [An], [Bình (c)], [C], [D])\n#pagebreak()\n- Hai"
    paper = typst.compile(text.encode(), pdf_standards=["a-2a"])
    approved = pki().sign(paper, leader(), field_name="Signature1")
    return pki().sign(approved, organisation(), field_name="Signature2")


def revisions(data: bytes, *, strict: bool = True) -> Iterator[HistoricalResolver]:
    """Yield each revision of a file, read anew."""
    count = PdfFileReader(BytesIO(data), strict=strict).xrefs.total_revisions
    for number in range(min(count, 3)):
        reader = PdfFileReader(BytesIO(data), strict=strict)
        yield reader.get_historical_resolver(number)


def is_told(revision: HistoricalResolver) -> bool:
    """Return whether the usages are told without pyHanko; if so they are pyHanko's."""
    know_usages(revision)
    told = _usages(revision)
    if told is None:
        return False
    revision._indirect_object_access_cache = None
    revision._load_reverse_xref_cache()
    assert told == _usages(revision)
    return True


def _usages(revision: HistoricalResolver) -> dict[Any, Any] | None:
    return revision._indirect_object_access_cache


def crossed() -> bytes:
    """Return a file whose /P and /Parent lead elsewhere than back to where they were come from."""
    objects = [
        b"<</Type/Catalog/Pages 2 0 R/StructTreeRoot 4 0 R/Extra 7 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1/Parent 8 0 R>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Beside[3 0 R 5 0 R]>>",
        b"<</Type/StructTreeRoot/K[5 0 R 6 0 R]/P 8 0 R>>",
        b"<</Type/StructElem/P 6 0 R/Pg 3 0 R>>",
        b"<</Type/StructElem/P 7 0 R/K 0>>",
        b"<</P 8 0 R/Parent 5 0 R/At[6 0 R]>>",
        b"<</Lonely true>>",
    ]
    data, places = b"%PDF-1.7\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(data))
        data += b"%d 0 obj\n%b\nendobj\n" % (number, body)
    rows = b"".join(b"%010d 00000 n \n" % place for place in places)
    table = b"xref\n0 9\n0000000000 65535 f \n" + rows + b"trailer\n<</Size 9/Root 1 0 R>>\n"
    return data + table + b"startxref\n%d\n%%%%EOF\n" % len(data)


def all_agree(data: bytes) -> None:
    """Assert it of every revision, if pyHanko can open the file at all."""
    for strict in (True, False):
        try:
            found = list(revisions(data, strict=strict))
        except Exception:  # noqa: BLE001 - whatever a crooked file makes pyHanko raise
            continue
        for one in found:
            is_told(one)


@pytest.mark.parametrize("case", MADE)
def test_the_usages_are_those_that_pyhanko_finds(case: str) -> None:
    all_agree(MADE[case]())


@pytest.mark.parametrize("build", [signed, letter, tagged, crossed])
def test_a_usual_letter_is_told_without_pyhanko(build: Callable[[], bytes]) -> None:
    assert all(map(is_told, revisions(build())))


@settings(max_examples=40, deadline=None)
@given(
    which=strategies.sampled_from([letter, tagged]),
    position=strategies.floats(0, 1),
    length=strategies.integers(0, 30),
    extra=fragments,
)
def test_they_agree_whatever_is_changed(
    which: Callable[[], bytes], position: float, length: int, extra: bytes
) -> None:
    """The places of the objects stay as they are, so that more than the table is looked at."""
    data = which()
    at = int(position * data.index(b"startxref"))
    extra = extra[:length].ljust(length)
    all_agree(data[:at] + extra + data[at + length :])


@settings(max_examples=600, deadline=None)
@given(strategies.lists(fragments, max_size=3))
def test_any_value_is_told_as_pyhanko_reads_it(parts: list[bytes]) -> None:
    data = b"<</A[" + b" ".join(parts) + b"]>> "
    try:
        told, end = value_at(data, 0)
    except NotPlainError:
        return
    stream = BytesIO(data)
    read = generic.read_object(stream, generic.Reference(1, 0, PdfFileReader(BytesIO(letter()))))
    assert (told, end) == (shown(read), stream.tell())


def shown(value: Any) -> Any:
    """Return a value of pyHanko's as it is to be told."""
    if isinstance(value, generic.IndirectObject):
        return Ref(value.idnum, value.generation)
    if isinstance(value, generic.DictionaryObject):
        return {str(key): shown(value.raw_get(key)) for key in value}
    if isinstance(value, generic.ArrayObject):
        return [shown(value.raw_get(place)) for place in range(len(value))]
    if isinstance(value, generic.NameObject):
        return str(value)
    return int(value) if isinstance(value, generic.NumberObject) else None


def test_what_is_not_plain_is_left_to_pyhanko(monkeypatch: pytest.MonkeyPatch) -> None:
    told = verify(letter())
    monkeypatch.setattr("signing.usages.PlainRevision", _nothing_is_plain)

    assert verify(letter()) == told


def _nothing_is_plain(_revision: HistoricalResolver) -> None:
    raise NotPlainError


def test_two_signatures_are_proven_without_building_all_objects(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked: list[bool] = []
    monkeypatch.setattr(
        HistoricalResolver,
        "_load_reverse_xref_cache",
        lambda revision: asked.append(_usages(revision) is not None),
    )

    assert [one.verdict for one in verify(tagged()).signatures] == [Verdict.PASSED] * 2
    assert asked == [True]
