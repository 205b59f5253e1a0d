"""A case's evidence in one file: complete, checked without a database, no byte changed unseen."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from io import BytesIO
from zipfile import ZIP_STORED, ZipFile

import pytest

from mailbot.commands.evidence import exported as export_case
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
from signing import TrustStore, Verdict, load_pkcs12, sign_detached, verify_pdf
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


def checked(data: bytes, exported: Exported, given: TrustStore | None = None) -> Checked:
    return check(data, given or exported.trust, verify_pdf)


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
        if check(
            _flipped(exported.data, place),
            exported.trust,
            lambda data, _trust, _at: reports.get(data, verify_pdf(b"", exported.trust, _at)),
        ).verdict
        != "failed"
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


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", b"%PDF-1.7", b"\x00" * 100])
def test_what_is_no_container_is_said(data: bytes, exported: Exported) -> None:
    assert codes(checked(data, exported)) == ["no_container"]


def test_the_signature_is_looked_at_as_of_the_export_or_as_asked(exported: Exported) -> None:
    late = datetime(2060, 1, 1, tzinfo=UTC)

    found = check(exported.data, exported.trust, verify_pdf, late)

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
