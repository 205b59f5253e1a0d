"""A signed letter with one update more: whatever it does to what is shown, it does not pass.

Shadow attacks (hide, replace, hide and replace), evil annotations, overridden objects, and what is
put where only a reader that repairs files would find it.
"""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO

import pytest
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.generic import pdf_name, pdf_string
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.fields import SigFieldSpec, append_signature_field
from pyhanko.sign.signers import PdfTimeStamper

from signing import Verdict, add_document_timestamp, add_validation_data
from signing.timestamping import Tsa
from signing.waiting import run
from tests.pki import asking
from tests.signing import by_hand, forgery
from tests.signing.by_hand import OTHER_TEXT, appended, catalog_with, compressed, row, shown
from tests.signing.forgery import Change, changed_catalog, changed_form, numbers, updated
from tests.signing.world import SIGNED_AT, leader, letter, organisation, pki, plain, verify

EMPTY = generic.DictionaryObject()


def _page(change: Callable[[generic.DictionaryObject], object]) -> Change:
    def apply(writer: IncrementalPdfFileWriter) -> None:
        page = writer.root["/Pages"]["/Kids"][0].get_object()
        change(page)
        writer.mark_update(page.container_ref)

    return apply


def _field(number: int, change: Callable[[generic.DictionaryObject], object]) -> Change:
    def apply(writer: IncrementalPdfFileWriter) -> None:
        field = writer.root["/AcroForm"]["/Fields"][number].get_object()
        change(field)
        writer.update_container(field)

    return apply


def _set(key: str, value: generic.PdfObject) -> Callable[[generic.DictionaryObject], None]:
    return lambda owner: owner.__setitem__(pdf_name(key), value)


def _looks(writer: IncrementalPdfFileWriter) -> dict[generic.NameObject, generic.PdfObject]:
    """Return an appearance that covers the letter with another text."""
    entries = {
        pdf_name("/Type"): pdf_name("/XObject"),
        pdf_name("/Subtype"): pdf_name("/Form"),
        pdf_name("/BBox"): numbers(0, 0, 300, 100),
    }
    stream = generic.StreamObject(entries, stream_data=b"BT /F1 12 Tf (0909 999) Tj ET")
    normal = generic.DictionaryObject({pdf_name("/N"): writer.add_object(stream)})
    return {pdf_name("/AP"): normal, pdf_name("/Rect"): numbers(72, 600, 400, 740)}


def _stamp_made_visible() -> bytes:
    stamped = add_document_timestamp(letter(), asking(pki().tsa, SIGNED_AT), "T")

    def show(writer: IncrementalPdfFileWriter) -> None:
        _field(-1, lambda field: field.update(_looks(writer)))(writer)

    return updated(stamped, show)


def _stamp_with_a_text() -> bytes:
    writer = IncrementalPdfFileWriter(BytesIO(letter()))
    append_signature_field(writer, SigFieldSpec("T", on_page=0, box=(72, 600, 400, 740)))
    writer.root["/AcroForm"]["/Fields"][-1].get_object().update(_looks(writer))
    stamper = PdfTimeStamper(Tsa(asking(pki().tsa, SIGNED_AT)), field_name="T")
    work = stamper.async_timestamp_pdf(writer, "sha256", bytes_reserved=20000)
    return bytes(run(work).getbuffer())


def _rubbish_called_a_stamp(writer: IncrementalPdfFileWriter) -> None:
    value = generic.DictionaryObject(
        {
            pdf_name("/Type"): pdf_name("/DocTimeStamp"),
            pdf_name("/SubFilter"): pdf_name("/ETSI.RFC3161"),
            pdf_name("/Contents"): generic.ByteStringObject(b"\x30\x03abc"),
            pdf_name("/ByteRange"): numbers(0, 1, 2, 3),
        }
    )
    append_signature_field(writer, SigFieldSpec("T", on_page=0, box=(72, 600, 400, 740)))
    field = writer.root["/AcroForm"]["/Fields"][-1].get_object()
    field.update({pdf_name("/V"): writer.add_object(value), **_looks(writer)})


def _another_widget(writer: IncrementalPdfFileWriter) -> None:
    fields = writer.root["/AcroForm"]["/Fields"]
    kid = generic.DictionaryObject(
        {
            pdf_name("/Type"): pdf_name("/Annot"),
            pdf_name("/Subtype"): pdf_name("/Widget"),
            pdf_name("/Parent"): fields.raw_get(0),
            **_looks(writer),
        }
    )
    kids = generic.ArrayObject([writer.add_object(kid)])
    _field(0, _set("/Kids", kids))(writer)


def _another_catalog(writer: IncrementalPdfFileWriter) -> None:
    page = writer.root["/Pages"]["/Kids"][0]
    other = generic.DictionaryObject({key: page.raw_get(key) for key in page})
    other[pdf_name("/Contents")] = writer.add_object(
        generic.StreamObject(stream_data=b"BT (0909 999) Tj ET")
    )
    kids = generic.ArrayObject([writer.add_object(other)])
    pages = {"/Type": pdf_name("/Pages"), "/Count": generic.NumberObject(1), "/Kids": kids}
    tree = generic.DictionaryObject({pdf_name(key): one for key, one in pages.items()})
    root = generic.DictionaryObject({key: writer.root.raw_get(key) for key in writer.root})
    root[pdf_name("/Pages")] = writer.add_object(tree)
    writer.trailer["/Root"] = writer.add_object(root)


def _signature_left_out(writer: IncrementalPdfFileWriter) -> None:
    form = writer.root["/AcroForm"]
    form["/Fields"] = generic.ArrayObject([form["/Fields"].raw_get(1)])
    writer.update_container(form)


def _hidden_extensions(writer: IncrementalPdfFileWriter) -> None:
    writer.root["/Extensions"] = writer.add_object(generic.StreamObject(stream_data=b"0909 999"))
    writer.update_root()


def _in_place_of_the_text(kind: str, content: bytes) -> bytes:
    """Return the letter whose text is also a piece of validation data, and then replaced by it."""
    number = shown(letter())
    store = b"<</Type/DSS/%s[%d 0 R]>>" % (kind.encode(), number)
    stream = b"<</Length %d>>\nstream\n%s\nendstream" % (len(content), content)
    return appended(letter(), {number: stream, **catalog_with(letter(), "/DSS", store)})


def _in_an_object_stream(*named: int) -> bytes:
    page = by_hand.first_page(letter())
    other = by_hand.written(page.get_object()).replace(b"/Contents", b"/Unshown")
    return compressed(
        letter(),
        {**catalog_with(letter(), "/DSS", b"<</Type/DSS>>"), page.idnum: other},
        {by_hand.read(letter()).root_ref.idnum, *named},
        stream=17,
        table=18,
    )


def _twice_in_the_table(first: str) -> bytes:
    number = shown(letter())
    old = by_hand.place_of(letter(), number)

    def table(places: dict[int, int]) -> bytes:
        rows = [row(number, old), row(number, places[number])]
        return b"".join(rows if first == "old" else reversed(rows))

    return appended(letter(), {number: OTHER_TEXT}, table=table)


def _between_comments() -> bytes:
    hidden = b"%d%%a\n0%%b\nobj\n%s\nendobj\n" % (shown(letter()), OTHER_TEXT)
    return appended(letter(), {}, before=hidden)


def _back_to_the_signed_table() -> bytes:
    forged = updated(letter(), forgery.other_text)
    return forged + b"startxref\n%d\n%%%%EOF\n" % by_hand.table_of(by_hand.read(letter()))


FORGED: dict[str, Callable[[], bytes]] = {
    # Shown over the letter.
    "a time stamp of the document made visible": _stamp_made_visible,
    "a time stamp of the document that shows a text": _stamp_with_a_text,
    "rubbish that calls itself a time stamp": lambda: updated(letter(), _rubbish_called_a_stamp),
    "one more widget of a signature": lambda: updated(letter(), _another_widget),
    "a signature moved over the text": lambda: updated(
        letter(), _field(0, _set("/Rect", numbers(0, 0, 595, 842)))
    ),
    "a signature hidden": lambda: updated(
        letter(), _field(0, _set("/F", generic.NumberObject(2)))
    ),
    "a signature taken out of the form": lambda: updated(letter(), _signature_left_out),
    "the text of the form's fields in white": lambda: updated(
        letter(), changed_form("/DA", pdf_string("/Helv 0 Tf 1 1 1 rg"))
    ),
    "fields that reckon": lambda: updated(letter(), changed_form("/CO", generic.ArrayObject())),
    "flags of the form": lambda: updated(
        letter(), changed_form("/SigFlags", generic.NumberObject(0))
    ),
    # The page itself.
    "layers to switch": lambda: updated(letter(), changed_catalog("/OCProperties", EMPTY)),
    "the page turned": lambda: updated(
        letter(), _page(_set("/Rotate", generic.NumberObject(180)))
    ),
    "the page cropped": lambda: updated(letter(), _page(_set("/CropBox", numbers(0, 0, 9, 9)))),
    "an action of the page": lambda: updated(letter(), _page(_set("/AA", EMPTY))),
    "the page without its signatures' widgets": lambda: updated(
        letter(), _page(_set("/Annots", generic.ArrayObject()))
    ),
    "another font under the text": lambda: appended(
        letter(), {by_hand.font(letter()): b"<</Type/Font/Subtype/Type1/BaseFont/ZapfDingbats>>"}
    ),
    "another text under the old number": lambda: appended(
        letter(), {shown(letter()): OTHER_TEXT}
    ),
    "the text freed": lambda: appended(
        letter(), {}, table=lambda _: row(shown(letter()), 0, 1, b"f")
    ),
    "the text in a later generation": lambda: appended(
        letter(), {}, table=lambda _: row(shown(letter()), len(letter()), 1),
        before=b"%d 1 obj\n%s\nendobj\n" % (shown(letter()), OTHER_TEXT),
    ),
    "another catalog with other pages": lambda: updated(letter(), _another_catalog),
    # Overridden under a pretext.
    "a certificate in place of the text": lambda: _in_place_of_the_text("Certs", pki().root.der),
    "a certificate, then another text": lambda: _in_place_of_the_text(
        "Certs", pki().root.der + b"\nBT /F1 12 Tf (0909 999) Tj ET"
    ),
    "a revocation list in place of the text": lambda: _in_place_of_the_text(
        "CRLs", pki().crls()[0]
    ),
    "document information in place of the text": lambda: appended(
        letter(), {shown(letter()): OTHER_TEXT}, trailer=b"/Info %d 0 R" % shown(letter())
    ),
    "a table in place of the text": lambda: compressed(
        letter(), {}, set(), table=shown(letter())
    ),
    "an object stream in place of the text": lambda: compressed(
        letter(), {999: b"null"}, {999}, stream=shown(letter())
    ),
    "another page in an object stream": lambda: _in_an_object_stream(
        by_hand.first_page(letter()).idnum
    ),
    # Where only a reader that repairs files would look.
    "another page in an object stream that names it not": _in_an_object_stream,
    "the text twice in the table, the old place first": lambda: _twice_in_the_table("old"),
    "the text twice in the table, the new place first": lambda: _twice_in_the_table("new"),
    "another text between comments": _between_comments,
    "another text, then back to the signed table": _back_to_the_signed_table,
    # What the catalog says of the document as a whole.
    "an earlier version of PDF": lambda: updated(
        letter(), changed_catalog("/Version", pdf_name("/1.0"))
    ),
    "a version that is none": lambda: updated(letter(), changed_catalog("/Version", EMPTY)),
    "a stream among the extensions": lambda: updated(letter(), _hidden_extensions),
    "attachments": lambda: updated(letter(), changed_catalog("/Collection", EMPTY)),
    "scripts": lambda: updated(letter(), changed_catalog("/Names", EMPTY)),
    "another language": lambda: updated(letter(), changed_catalog("/Lang", pdf_string("en"))),
    "rights of its own": lambda: updated(letter(), changed_catalog("/Perms", EMPTY)),
    "encryption": lambda: appended(
        letter(), {}, trailer=b"/Encrypt <</Filter/Standard/V 4/R 4/P -1/StmF/Identity>>"
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", FORGED)
def test_no_forged_update_passes(case: str) -> None:
    report = verify(FORGED[case]())

    assert report.verdict in {Verdict.FAILED, Verdict.UNREADABLE}, report.reasons


def _with_extensions(writer: IncrementalPdfFileWriter) -> None:
    level = {"/BaseVersion": pdf_name("/1.7"), "/ExtensionLevel": generic.NumberObject(8)}
    adobe = generic.DictionaryObject({pdf_name(key): one for key, one in level.items()})
    writer.root["/Extensions"] = generic.DictionaryObject({pdf_name("/ADBE"): adobe})
    writer.update_root()


def _signed_with_other_fonts() -> bytes:
    approved = pki().sign(plain(), leader(), field_name="Signature1")
    stamped = updated(approved, changed_form("/DA", pdf_string("/Helv 0 Tf 0 g")))
    return pki().sign(stamped, organisation(), field_name="Signature2")


HARMLESS: dict[str, Callable[[], bytes]] = {
    "saved once more": lambda: appended(letter(), {}),
    "a later version of PDF": lambda: updated(
        letter(), changed_catalog("/Version", pdf_name("/2.0"))
    ),
    "extensions as tools for validation data write them": lambda: updated(
        letter(), _with_extensions
    ),
    "validation data, then a comment of its tool": lambda: _commented(
        add_validation_data(letter(), (), pki().crls())
    ),
    "a font for the stamp, under the last signature": _signed_with_other_fonts,
}


def _commented(data: bytes) -> bytes:
    """Return the PDF with a comment before its last pointer, as iText writes one."""
    at = data.rindex(b"startxref")
    return data[:at] + b"%iText-7.1.16\n" + data[at:]


@pytest.mark.parametrize("case", HARMLESS)
def test_what_shows_nothing_else_passes(case: str) -> None:
    report = verify(HARMLESS[case]())

    assert report.verdict is Verdict.PASSED, report.reasons
