"""Whether exported evidence is whole, and proves what it says: without database, without network.

What is proven: every byte is the one exported (manifest), the case's history follows from the
line before it (chain), the centre signed it all (CAdES), and all signatures, in PDFs, beside files,
around them and on mails, are what was said of them when they were judged, by the revocation data
kept with them.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Protocol

from mailbot.intake.paper import Paper
from mailbot.operations.evidence_container import (
    Container,
    ContainerError,
    manifest_of,
    pack,
    unpack,
)
from mailbot.storage.chain import Line, Linked, breaks, line_hash
from mailbot.storage.verdicts import report_from
from signing import SignatureReport, TrustStore, Verdict, verify_detached

_OBJECT = re.compile(
    rb'<asic:DataObjectReference URI="([^"<>&]+)">\s*<ds:DigestMethod[^<>]*/>\s*'
    rb"<ds:DigestValue>([A-Za-z0-9+/=]+)</ds:DigestValue>"
)
# What leaves a doubt and is no proof of a change.
_DOUBTS = frozenset(
    {"unsigned", "signature_undecided", "roots_from_file", "document_gone", "proof_gone"}
)
_DAMAGE = (KeyError, TypeError, ValueError, AttributeError, RecursionError)


class Judge(Protocol):
    """Judges signatures, as of a moment, under this trust."""

    def document(self, pdf: bytes, trust: TrustStore, at: datetime) -> SignatureReport:
        """Return what a PDF's signatures prove."""

    def mail(self, raw: bytes, trust: TrustStore, at: datetime) -> tuple[Paper, ...]:
        """Return what every signed thing of a mail proves."""


@dataclass(frozen=True, slots=True)
class Fault:
    """What speaks against the evidence: a stable code, and where."""

    code: str
    place: str = ""


@dataclass(frozen=True, slots=True)
class Judged:
    """One PDF: what was said of it then, and what is found now."""

    file: str
    name: str
    as_of: datetime
    said: SignatureReport
    found: SignatureReport


@dataclass(frozen=True, slots=True)
class Checked:
    """The whole: passed, failed, or indeterminate where something could not be settled."""

    verdict: str
    case: str
    files: int
    lines: int
    faults: tuple[Fault, ...]
    signature: SignatureReport | None = None
    documents: tuple[Judged, ...] = ()
    roots: tuple[bytes, ...] = ()


def check(data: bytes, given: TrustStore, judge: Judge, at: datetime | None = None) -> Checked:
    """Return what the evidence proves.

    Args:
        judge: reads hostile bytes elsewhere.
        given: the roots trusted here; without any, those in the evidence are taken, and that is
            told: whoever made the evidence chose them.
        at: when the centre's signature is looked at; by default when the evidence was exported.
    """
    try:
        container = unpack(data)
    except ContainerError as error:
        return Checked("failed", "", 0, 0, (Fault(str(error)),))
    try:
        return _checked(container, data, given, judge, at)
    except _DAMAGE:
        changed = tuple(_changed(container, data))
        faults = (*changed, Fault("content_unreadable"))
        return Checked("failed", "", len(container.files), 0, faults)


def _checked(
    container: Container, data: bytes, given: TrustStore, judge: Judge, at: datetime | None
) -> Checked:
    case = _read(container, "case.json")
    moment = at or datetime.fromisoformat(case["exported_at"])
    history = _read(container, "history.json")
    documents = tuple(_documents(container, given, judge))
    signature = _signature(container, given, moment)
    faults = (
        *_changed(container, data),
        *_story_faults(history, int(case["id"])),
        *_signature_faults(signature),
        *(fault for one in documents for fault in _document_faults(one)),
        *_gone(container),
    )
    own = () if given.roots else _own_roots(container)
    if own:
        faults = (*faults, Fault("roots_from_file"))
    return Checked(
        verdict=_verdict(faults),
        case=str(case["number"]),
        files=len(container.files),
        lines=sum(line["content"] is not None for line in history["lines"]),
        faults=faults,
        signature=signature,
        documents=documents,
        roots=own,
    )


def _verdict(faults: tuple[Fault, ...]) -> str:
    codes = {fault.code for fault in faults}
    if codes - _DOUBTS:
        return "failed"
    return "indeterminate" if codes else "passed"


def _changed(container: Container, data: bytes) -> Iterator[Fault]:
    """Yield every file that is not the one the manifest names."""
    named = {
        path.decode("ascii", "replace"): digest
        for path, digest in _OBJECT.findall(container.manifest)
    }
    for path in sorted(named.keys() | container.files.keys()):
        if path not in container.files:
            yield Fault("file_missing", path)
        elif path not in named:
            yield Fault("file_added", path)
        elif named[path] != _digest(container.files[path]):
            yield Fault("file_changed", path)
    if container.manifest != manifest_of(container.files, signed=bool(container.signature)):
        yield Fault("manifest_changed")
    elif pack(container) != data:
        yield Fault("container_changed")


def _digest(data: bytes) -> bytes:
    return base64.b64encode(hashlib.sha256(data).digest())


def _story_faults(history: Mapping[str, Any], case_id: int) -> Iterator[Fault]:
    lines = history["lines"]
    for told in lines:
        if told["content"] is not None and _line_fault(told, case_id):
            yield Fault("history_line_changed", str(told["id"]))
    if lines:
        chain = (Linked(one["id"], one["hash"], one["link"]) for one in lines)
        for found in breaks(chain, int(lines[0]["id"]), history["before"]):
            yield Fault("history_broken", str(found.id))


def _line_fault(told: Mapping[str, Any], case_id: int) -> bool:
    content = told["content"]
    line = Line(
        told["id"],
        datetime.fromisoformat(content["at"]),
        content["case_id"],
        content["what"],
        content["who"],
        content["detail"],
    )
    return line.case_id != case_id or line_hash(line) != told["hash"]


def _signature(container: Container, given: TrustStore, at: datetime) -> SignatureReport | None:
    if not container.signature:
        return None
    trust = _trust(container, _read(container, "signer.json")["material"], given)
    return verify_detached(container.manifest, container.signature, trust, at)


def _signature_faults(report: SignatureReport | None) -> Iterator[Fault]:
    if report is None:
        yield Fault("unsigned")
    elif report.verdict is Verdict.INDETERMINATE:
        yield Fault("signature_undecided")
    elif report.verdict is not Verdict.PASSED:
        yield Fault("signature_failed")


def _documents(container: Container, given: TrustStore, judge: Judge) -> Iterator[Judged]:
    for path in sorted(container.files):
        if path.startswith("verdicts/"):
            told = _read(container, path)
            if not told["file"] or told.get("material_purged"):
                continue
            as_of = datetime.fromisoformat(told["judged_as_of"])
            trust = _trust(container, told["material"], given)
            yield Judged(
                file=told["file"],
                name=told["file_name"],
                as_of=as_of,
                said=report_from(told["report"]),
                found=_found(container, told, trust, as_of, judge),
            )


def _found(
    container: Container, told: Mapping[str, Any], trust: TrustStore, at: datetime, judge: Judge
) -> SignatureReport:
    """Judge a document again the way it was judged: in its mail, or by itself if it is ours."""
    if not told["mail"]:
        return judge.document(container.files[told["file"]], trust, at)
    papers = judge.mail(container.files[told["mail"]], trust, at)
    again = next((one.report for one in papers if one.sha256 == told["sha256"]), None)
    return again or SignatureReport(Verdict.UNREADABLE)


def _document_faults(one: Judged) -> Iterator[Fault]:
    if _gist(one.said) != _gist(one.found):
        yield Fault("verdict_differs", one.file)


def _gone(container: Container) -> Iterator[Fault]:
    """Yield every document that was purged before the export, or what its verdict rests on: the
    verdict alone is left.
    """
    for path in sorted(container.files):
        if path.startswith("verdicts/"):
            told = _read(container, path)
            if not told["file"]:
                yield Fault("document_gone", told["file_name"])
            elif told.get("material_purged"):
                yield Fault("proof_gone", told["file_name"])


def _gist(report: SignatureReport) -> tuple[object, ...]:
    return (
        report.verdict,
        *((s.verdict, s.reason, s.signed_at, s.certificate) for s in report.signatures),
    )


def _trust(container: Container, material: Mapping[str, Any], given: TrustStore) -> TrustStore:
    """Return what is kept, under the roots trusted here; kept ones where none were given."""

    def kept(kind: str) -> tuple[bytes, ...]:
        return tuple(container.files[path] for path in material[kind])

    return replace(
        given,
        roots=given.roots or kept("roots"),
        tsa_roots=given.tsa_roots or kept("tsa_roots"),
        intermediates=(*kept("certificates"), *given.intermediates),
        crls=(*kept("crls"), *given.crls),
        ocsps=(*kept("ocsps"), *given.ocsps),
    )


def _own_roots(container: Container) -> tuple[bytes, ...]:
    paths = dict.fromkeys(
        path
        for name in sorted(container.files)
        if name.startswith("verdicts/") or name == "signer.json"
        for path in _read(container, name)["material"]["roots"]
    )
    return tuple(container.files[path] for path in paths)


def _read(container: Container, path: str) -> Any:
    return json.loads(container.files[path])
