"""Documents that no generator of ours made: the decision's forms, and PDFs of Debian's packages."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from parsers import FlagCode, SourceFile, read_request
from tests.parsers.corpus import office
from tests.parsers.corpus.decision import blank_form

DOC = Path("/usr/share/doc")
# By their package: xdvipdfmx, pdfTeX, MiKTeX, dblatex, FOP and others made them.
STRANGERS = {
    "bzip2": DOC / "bzip2/manual.pdf.gz",
    "debian-faq": DOC / "debian/FAQ/debian-faq.en.pdf.gz",
    "debian-policy": DOC / "debian-policy/policy.pdf.gz",
    "debian-policy, FHS": DOC / "debian-policy/fhs/fhs-3.0.pdf.gz",
    "fontconfig": DOC / "fontconfig/fontconfig-user.pdf.gz",
    "libreoffice": Path("/usr/lib/libreoffice/share/xpdfimport/xpdfimport_err.pdf"),
    "libtasn1-doc": DOC / "libtasn1-doc/libtasn1.pdf",
    "nettle-dev": DOC / "nettle-dev/nettle.pdf.gz",
    "shared-mime-info": DOC / "shared-mime-info/shared-mime-info-spec.pdf",
    "zlib1g-dev": DOC / "zlib1g-dev/crc-doc.1.0.pdf.gz",
}


@pytest.mark.parametrize("package", STRANGERS)
def test_a_document_of_another_make_is_read_and_no_request(package: str) -> None:
    path = STRANGERS[package]
    data = path.read_bytes()
    file = SourceFile(path.name, gzip.decompress(data) if path.suffix == ".gz" else data)

    read = read_request([file])

    assert (read.procedure, read.organisations, read.individuals) == ("none", (), ())


@pytest.fixture(scope="module")
def blank_pdfs(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    sources = {f"{name}.docx": blank_form(name) for name in ("new", "reset")}
    return office.convert_once(tmp_path_factory, "decision", sources, "pdf")


@pytest.mark.parametrize("procedure", ["new", "reset"])
@pytest.mark.parametrize("suffix", ["pdf", "docx"])
def test_the_decisions_own_form_left_blank_is_no_request(
    blank_pdfs: dict[str, bytes], procedure: str, suffix: str
) -> None:
    data = blank_pdfs[f"{procedure}.pdf"] if suffix == "pdf" else blank_form(procedure)

    read = read_request([SourceFile(f"mau.{suffix}", data)])

    assert (read.procedure, read.organisations, read.individuals) == ("none", (), ())


@pytest.mark.parametrize("procedure", ["new", "reset"])
def test_the_decisions_own_form_with_a_number_but_no_rows_goes_to_a_person(procedure: str) -> None:
    data = blank_form(procedure, number="12/SXD-VP")

    read = read_request([SourceFile("mau.docx", data)])

    assert (read.procedure, read.individuals) == (procedure, ())
    codes = {flag.code for flag in read.flags}
    assert {FlagCode.LIST_EMPTY, FlagCode.DATE_MISSING} <= codes
