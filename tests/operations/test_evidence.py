"""A case's evidence in one file: complete, checked without a database, no byte changed unseen."""

from __future__ import annotations

import hashlib
import json
import ssl
import subprocess
from base64 import b64encode
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path
from xml.etree import ElementTree as ET
from zipfile import ZIP_LZMA, ZIP_STORED, ZipFile

import pytest

from mailbot.commands.evidence import exported as export_case
from mailbot.intake.message import read_message
from mailbot.intake.paper import Paper, judged_papers
from mailbot.operations.evidence_check import Checked, check
from mailbot.operations.evidence_container import (
    MANIFEST,
    MIMETYPE,
    SIGNATURE,
    Container,
    manifest_of,
    pack,
    unpack,
)
from mailbot.operations.retention import retention_of
from signing import (
    SignatureReport,
    SigningKey,
    TrustStore,
    Verdict,
    load_pkcs12,
    sign_detached,
    verify_pdf,
)
from tests.journeys.paper import TWO_RECRUITS, Letter
from tests.journeys.world import World, a_mail, a_world
from tests.pki import PASSPHRASE, TestPki
from tests.servers.mail import MailServers

LATER = datetime.now(UTC) + timedelta(days=36500)


@dataclass(frozen=True)
class Exported:
    """What was exported of one answered case, and the roots it stands on."""

    data: bytes
    raw: bytes
    letter: bytes
    trust: TrustStore
    pki: TestPki
    after_purge: bytes

    @property
    def container(self) -> Container:
        return unpack(self.data)


@pytest.fixture(scope="module")
def exported(
    mail_servers: MailServers, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Exported]:
    folder = tmp_path_factory.mktemp("world")
    folder.chmod(0o755)
    urls = f"sqlite:///{folder}/mailbot.db", f"sqlite:///{folder}/hosts.db"
    with a_world(mail_servers, *urls, folder) as world:
        letter = world.signed(Letter(sheets=(TWO_RECRUITS,)))
        raw = a_mail(("Công văn.pdf", letter))
        world.submit(raw)
        world.take_in()
        world.work()
        before = _exported(world)
        retention = replace(retention_of(world.house), clock=lambda: LATER)
        retention()
        purged = _exported(world)
        yield Exported(before, raw, letter, _roots(world), world.pki, purged)


def _exported(world: World) -> bytes:
    return export_case(world.house, world.the_case().number)[1]


def _roots(world: World) -> TrustStore:
    trust = world.house.installed_trust
    return TrustStore(roots=trust.roots, tsa_roots=trust.tsa_roots)


@dataclass(frozen=True)
class Judge:
    """Judges in this process; verdicts that are known need no second look."""

    known: dict[bytes, SignatureReport] = field(default_factory=dict)

    def document(self, pdf: bytes, trust: TrustStore, at: datetime) -> SignatureReport:
        return self.known.get(pdf) or verify_pdf(pdf, trust, at)

    def mail(self, raw: bytes, trust: TrustStore, at: datetime) -> tuple[Paper, ...]:
        if not self.known:
            return judged_papers(raw, trust, at)
        files = read_message(raw).attachments
        return tuple(
            Paper(one.name, one.sha256, self.known[one.data])
            for one in files
            if one.data in self.known
        )


def checked(data: bytes, exported: Exported, given: TrustStore | None = None) -> Checked:
    return check(data, given or exported.trust, Judge())


def codes(found: Checked) -> list[str]:
    return [one.code for one in found.faults]


def changed(exported: Exported, path: str, data: bytes | None) -> bytes:
    """Return the container with one file replaced or left out, as somebody packs it anew."""
    files = {**exported.container.files}
    if data is None:
        del files[path]
    else:
        files[path] = data
    return pack(replace(exported.container, files=files))


def signed_anew(exported: Exported, files: dict[str, bytes]) -> bytes:
    """Return the container as a forger makes it who has a key of his own."""
    forger = exported.pki.organisation("Trung tâm khác", "Sở khác")
    key = load_pkcs12(forger.pkcs12(PASSPHRASE), PASSPHRASE)
    manifest = manifest_of(files, signed=True)
    return pack(Container(files, manifest, sign_detached(manifest, key)))


def test_what_was_exported_is_whole_and_proven(exported: Exported) -> None:
    found = checked(exported.data, exported)

    assert (found.verdict, found.faults) == ("passed", ())
    assert found.signature is not None
    assert found.signature.verdict is Verdict.PASSED
    assert [one.found.verdict for one in found.documents] == [Verdict.PASSED] * 2
    assert found.lines >= 4


def test_it_holds_all_the_case_rests_on(exported: Exported) -> None:
    files = exported.container.files

    assert exported.letter in files.values()
    assert any(exported.raw.split(b"\r\n\r\n", 1)[1] in data for data in files.values())
    assert any(path.startswith("mails/out/") and path.endswith(".eml") for path in files)
    assert "letters/result-1.pdf" in files
    (verdict,) = [data for path, data in files.items() if path == "verdicts/1.json"]
    material = json.loads(verdict)["material"]
    assert all(material[kind] for kind in ("roots", "certificates", "crls"))
    assert all(path in files for kind in material.values() for path in kind)
    lines = json.loads(files["history.json"])["lines"]
    assert next(one["content"]["what"] for one in lines if one["content"]) == "opened"


def test_no_national_id_stands_outside_of_what_the_agency_sent(exported: Exported) -> None:
    numbers = [row[5].encode() for row in TWO_RECRUITS.rows]
    told = [data for path, data in exported.container.files.items() if path.endswith(".json")]

    assert not [data for data in told for number in numbers if number and number in data]


def test_other_tools_find_mimetype_first_and_stored(exported: Exported) -> None:
    with ZipFile(BytesIO(exported.data)) as file:
        first = file.infolist()[0]
        names = file.namelist()
        assert file.testzip() is None

    assert (first.filename, first.compress_type, first.header_offset) == ("mimetype", ZIP_STORED, 0)
    assert exported.data[38 : 38 + len(MIMETYPE)] == MIMETYPE
    assert first.extra == b""
    assert {MANIFEST, SIGNATURE} <= set(names)


def test_every_byte_that_changes_is_found(exported: Exported) -> None:
    """A sample of all bytes, and every byte at both ends; the signature itself stands below."""
    said = {one.file: one.said for one in checked(exported.data, exported).documents}
    files = exported.container.files
    reports = {files[path]: report for path, report in said.items()}
    start = exported.data.index(exported.container.signature)
    signature = range(start, start + len(exported.container.signature))
    places = {
        *range(0, len(exported.data), 997),
        *range(120),
        *range(len(exported.data) - 600, len(exported.data)),
    }

    unseen = [
        place
        for place in sorted(places - set(signature))
        if check(_flipped(exported.data, place), exported.trust, Judge(reports)).verdict != "failed"
    ]

    assert unseen == []


def _flipped(data: bytes, place: int) -> bytes:
    return data[:place] + bytes([data[place] ^ 1]) + data[place + 1 :]


@pytest.mark.parametrize(
    ("path", "code"),
    [
        pytest.param("case.json", "file_changed", id="the case"),
        pytest.param("effects.json", "file_changed", id="what was done"),
        pytest.param("letters/result-1.pdf", "file_changed", id="our letter"),
        pytest.param("verdicts/1.json", "file_changed", id="a verdict"),
    ],
)
def test_a_changed_file_is_named(exported: Exported, path: str, code: str) -> None:
    data = exported.container.files[path].replace(b"0", b"1", 1)

    found = checked(changed(exported, path, data), exported)

    assert found.verdict == "failed"
    assert (code, path) in [(one.code, one.place) for one in found.faults]


def test_a_missing_and_an_added_file_are_named(exported: Exported) -> None:
    missing = checked(changed(exported, "effects.json", None), exported)
    added = checked(changed(exported, "letters/refusal-1.pdf", b"%PDF-"), exported)

    assert ("file_missing", "effects.json") in [(f.code, f.place) for f in missing.faults]
    assert ("file_added", "letters/refusal-1.pdf") in [(f.code, f.place) for f in added.faults]


def test_a_history_rewritten_under_a_new_signature_is_found(exported: Exported) -> None:
    files = {**exported.container.files}
    history = json.loads(files["history.json"])
    history["lines"][0]["content"]["who"] = "người khác"
    files["history.json"] = json.dumps(history).encode()

    found = checked(signed_anew(exported, files), exported)

    assert "history_line_changed" in codes(found)


def test_a_line_taken_out_of_the_history_is_found(exported: Exported) -> None:
    files = {**exported.container.files}
    history = json.loads(files["history.json"])
    del history["lines"][1]
    files["history.json"] = json.dumps(history).encode()

    assert "history_broken" in codes(checked(signed_anew(exported, files), exported))


def test_a_verdict_that_was_never_given_is_found(exported: Exported) -> None:
    files = {**exported.container.files}
    told = json.loads(files["verdicts/1.json"])
    told["report"]["verdict"] = "failed"
    files["verdicts/1.json"] = json.dumps(told).encode()

    found = checked(signed_anew(exported, files), exported)

    assert "verdict_differs" in codes(found)


def test_under_other_roots_nothing_is_proven(exported: Exported) -> None:
    stranger = TestPki.build(slot="foreign-")
    given = TrustStore(roots=(stranger.root.der,), tsa_roots=(stranger.tsa_root.der,))

    assert checked(exported.data, exported, given).verdict == "failed"


def test_without_roots_of_ones_own_the_evidences_are_taken_and_that_is_told(
    exported: Exported,
) -> None:
    found = checked(exported.data, exported, TrustStore())

    assert (found.verdict, codes(found)) == ("indeterminate", ["roots_from_file"])
    assert found.roots == exported.trust.roots


def test_unsigned_evidence_says_so(exported: Exported) -> None:
    files = exported.container.files
    found = checked(pack(Container(files, manifest_of(files, signed=False), b"")), exported)

    assert (found.verdict, codes(found)) == ("indeterminate", ["unsigned"])


def _not_unpacking() -> bytes:
    out = BytesIO()
    with ZipFile(out, "w", ZIP_LZMA) as box:
        box.writestr("mimetype", "application/vnd.etsi.asic-e+zip")
    packed, options = bytearray(out.getvalue()), 30 + len("mimetype") + 4
    packed[options : options + 5] = b"\xff" * 5
    return bytes(packed)


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", b"%PDF-1.7", b"\x00" * 100, _not_unpacking()])
def test_what_is_no_container_is_said(data: bytes, exported: Exported) -> None:
    assert codes(checked(data, exported)) == ["no_container"]


def test_the_signature_is_looked_at_as_of_the_export_or_as_asked(exported: Exported) -> None:
    late = datetime(2060, 1, 1, tzinfo=UTC)

    found = check(exported.data, exported.trust, Judge(), late)

    assert "signature_failed" in codes(found) or "signature_undecided" in codes(found)


def test_a_changed_signature_is_found_or_says_the_very_same(exported: Exported) -> None:
    """Names of issuers mean the same in capitals; nothing else may change in the signature."""
    told = checked(exported.data, exported).signature
    unseen = []
    for place in range(0, len(exported.container.signature), 23):
        signature = _flipped(exported.container.signature, place)
        found = checked(pack(replace(exported.container, signature=signature)), exported)
        if found.verdict == "passed" and found.signature != told:
            unseen.append(place)

    assert unseen == []


def test_what_a_verdict_rests_on_outlives_the_mail(exported: Exported) -> None:
    found = checked(exported.after_purge, exported)
    material = [path for path in unpack(exported.after_purge).files if path.startswith("material/")]

    assert (found.verdict, codes(found)) == ("indeterminate", ["document_gone"])
    assert len(material) >= 4


def _signed_beside_and_as_mail(world: World) -> bytes:
    """Return a mail with a workbook signed beside, all of it signed by S/MIME too."""
    key = load_pkcs12(world.organisation.pkcs12(b"x"), b"x")
    letter, sheet = world.signed(Letter(sheets=(TWO_RECRUITS,))), b"PK\x03\x04 a workbook"
    raw = a_mail(("Công văn.pdf", letter), ("ds.xlsx", sheet), ("ds.xlsx.p7s", _p7s(sheet, key)))
    head, _, body = raw.partition(b"\r\n\r\n")
    lines = head.split(b"\r\n")
    own = [line for line in lines if not line.lower().startswith((b"content-", b"mime-"))]
    inner = b"\r\n".join(line for line in lines if line.lower().startswith(b"content-"))
    entity = inner + b"\r\n\r\n" + body.removesuffix(b"\r\n")
    signature = b64encode(_p7s(entity, key))
    return b"\r\n".join(
        [
            *own,
            b"MIME-Version: 1.0",
            b'Content-Type: multipart/signed; protocol="application/pkcs7-signature";',
            b' micalg="sha-256"; boundary="outer"',
            b"",
            b"--outer",
            entity,
            b"--outer",
            b'Content-Type: application/pkcs7-signature; name="smime.p7s"',
            b"Content-Transfer-Encoding: base64",
            b"",
            *(signature[place : place + 76] for place in range(0, len(signature), 76)),
            b"--outer--",
            b"",
        ]
    )


def _p7s(data: bytes, key: SigningKey) -> bytes:
    return sign_detached(data, key)


def test_signatures_beside_files_and_on_mails_are_judged_again_too(
    mail_servers: MailServers, tmp_path: Path
) -> None:
    tmp_path.chmod(0o755)
    urls = f"sqlite:///{tmp_path}/mailbot.db", f"sqlite:///{tmp_path}/hosts.db"
    with a_world(mail_servers, *urls, tmp_path) as world:
        world.submit(_signed_beside_and_as_mail(world))
        world.take_in()
        world.work()
        assert "signature.mail_signed" in {one.code for one in world.the_case().findings}
        data, roots = _exported(world), _roots(world)

    found = check(data, roots, Judge())

    judged = {one.name: (one.said.verdict, one.found.verdict) for one in found.documents}
    passed = (Verdict.PASSED, Verdict.PASSED)
    assert {name: judged[name] for name in ("Công văn.pdf", "ds.xlsx", "smime.p7s")} == {
        "Công văn.pdf": passed,
        "ds.xlsx": passed,
        "smime.p7s": passed,
    }
    assert found.verdict == "passed"

    container = unpack(data)
    files = {
        path: one.replace(b"PK\x03\x04 a workbook", b"PK\x03\x04 a WORKBOOK")
        for path, one in container.files.items()
    }
    (eml,) = [path for path in files if path.endswith(".eml") and "/in/" in path]
    files[eml] = files[eml].replace(b64encode(b"PK\x03\x04 a workbook"), b64encode(b"other"))
    forged = pack(Container(files, manifest_of(files, signed=False), b""))
    assert "verdict_differs" in codes(check(forged, roots, Judge()))


def test_openssl_verifies_the_signature_of_the_container(
    exported: Exported, tmp_path: Path
) -> None:
    """Another tool, without a line of ours: `openssl cms` (Debian's package openssl)."""
    with ZipFile(BytesIO(exported.data)) as file:
        file.extractall(tmp_path)
    pem = tmp_path / "roots.pem"
    chain = (*exported.trust.roots, exported.pki.intermediate.der)
    pem.write_text("".join(map(ssl.DER_cert_to_PEM_cert, chain)))
    command = [
        "openssl", "cms", "-verify", "-binary", "-inform", "DER", "-cades", "-purpose", "any",
        "-in", SIGNATURE, "-content", MANIFEST, "-CAfile", str(pem), "-out", "verified",
    ]  # fmt: skip

    good = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert good.returncode == 0, good.stderr
    manifest = tmp_path / MANIFEST
    manifest.write_bytes(manifest.read_bytes().replace(b"case.json", b"cake.json"))
    bad = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert bad.returncode != 0


def test_the_manifest_names_the_digest_of_every_file_in_the_words_of_the_standard(
    exported: Exported,
) -> None:
    """ETSI EN 319 162-1 §4.4.3 and Annex A.4: read as XML by a reader that is not ours."""
    asic = "{http://uri.etsi.org/02918/v1.2.1#}"
    ds = "{http://www.w3.org/2000/09/xmldsig#}"
    root = ET.fromstring(exported.container.manifest)

    assert root.tag == f"{asic}ASiCManifest"
    reference, *objects = list(root)
    assert (reference.tag, reference.get("URI")) == (f"{asic}SigReference", SIGNATURE)
    assert {one.tag for one in objects} == {f"{asic}DataObjectReference"}
    assert {one.get("URI"): one.findtext(f"{ds}DigestValue") for one in objects} == {
        path: b64encode(hashlib.sha256(data).digest()).decode()
        for path, data in exported.container.files.items()
    }
