"""`mailbot evidence CASE [FILE]`, `--verify FILE`: a case's evidence in one file, and its check."""

from __future__ import annotations

import os
from argparse import Namespace
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

from mailbot.cases.case import Case
from mailbot.commands.answer import FAILED, PASSED, UNDECIDED, Answer
from mailbot.commands.attachments import read_file
from mailbot.commands.documents import named_trust, verified_in
from mailbot.commands.house import house_of
from mailbot.commands.new_file import write_new
from mailbot.commands.trust import known_fingerprints
from mailbot.commands.verify import load_trust_files, moment_of
from mailbot.commands.wording import when
from mailbot.errors import BadInputError, SandboxError
from mailbot.gateways.sandbox import Sandbox
from mailbot.house import House
from mailbot.intake.paper import Paper, judged_papers
from mailbot.operations.evidence import Evidence, known_of, sha_of
from mailbot.operations.evidence_check import Checked, Judged, check
from mailbot.settings_path import DEFAULT_PATH
from mailbot.storage import schema
from mailbot.words import Words, load_words
from signing import SignatureReport, TrustStore, read_certificate

OWNER_ONLY = 0o600  # it holds citizens' data
_CODES = {"passed": PASSED, "failed": FAILED, "indeterminate": UNDECIDED}


@dataclass(frozen=True, slots=True)
class SandboxedJudge:
    """Judges in a child process; what kills it proves nothing."""

    sandbox: Sandbox

    def document(self, pdf: bytes, trust: TrustStore, at: datetime) -> SignatureReport:
        """Return what a PDF's signatures prove."""
        return verified_in(self.sandbox, pdf, trust, at)

    def mail(self, raw: bytes, trust: TrustStore, at: datetime) -> tuple[Paper, ...]:
        """Return what every signed thing of a mail proves."""
        try:
            return self.sandbox.run(judged_papers, raw, trust, at)
        except SandboxError:
            return ()


def run(options: Namespace) -> Answer:
    """Export a case, or check an export."""
    if (options.verify is None) == (options.case is None):
        raise BadInputError(load_words().say("evidence.case_or_verify"))
    return _export(options) if options.verify is None else _check(options)


def _export(options: Namespace) -> Answer:
    with house_of(options) as house:
        schema.check(house.database)
        case, data = exported(house, options.case)
        signed = house.unattended is not None
        words = house.words
    path = options.file or Path(f"{case.number}.asice")
    write_new(path, data, OWNER_ONLY)
    value = {
        "case": case.number,
        "file": str(path),
        "sha256": sha_of(data),
        "size": len(data),
        "signed": signed,
    }
    lines = [
        words.say("evidence.exported", case=case.number, file=str(path), size=str(len(data))),
        words.say("evidence.sha256", sha=sha_of(data)),
        words.say("evidence.exported_signed" if signed else "evidence.exported_unsigned"),
    ]
    return Answer(value, "\n".join(lines))


def exported(house: House, number: str) -> tuple[Case, bytes]:
    """Return a case and its evidence; no writer waits while it is gathered and signed."""
    evidence, now = evidence_of(house), house.clock()
    with house.database.reading() as connection:
        known = known_of(connection, house.cases.find(connection, number))
    return known.case, evidence.finish(evidence.gather(known, now), now)


def evidence_of(house: House) -> Evidence:
    """Return what gathers the evidence of this house's cases."""
    signed = house.unattended is not None
    return Evidence(
        database=house.database,
        archive=house.archive,
        trust=house.trust,
        verify=partial(verified_in, house.sandbox),
        key=house.signing_key if signed else None,
        timestamper=house.ask_tsa if signed and house.settings.signing.tsa_url else None,
    )


def _check(options: Namespace) -> Answer:
    words = load_words()
    if options.settings == DEFAULT_PATH and not os.access(DEFAULT_PATH, os.R_OK):
        options.settings = None  # on another machine, or by somebody who does not run this one
    given = load_trust_files(named_trust(options), words)
    at = moment_of(options.at, words) if options.at else None
    data = read_file(options.verify)
    with Sandbox() as sandbox:
        found = check(data, given, SandboxedJudge(sandbox), at)
    value = {"file": str(options.verify), "sha256": sha_of(data), **_json(found)}
    text = _told(found, str(options.verify), sha_of(data), words)
    return Answer(value, text, _CODES[found.verdict])


def _json(found: Checked) -> dict[str, Any]:
    return {
        "verdict": found.verdict,
        "case": found.case,
        "files": found.files,
        "history_lines": found.lines,
        "reasons": [{"code": one.code, "place": one.place} for one in found.faults],
        "signature": found.signature.verdict if found.signature else None,
        "documents": [
            {
                "file": one.file,
                "name": one.name,
                "as_of": one.as_of.isoformat(),
                "said": one.said.verdict,
                "found": one.found.verdict,
            }
            for one in found.documents
        ],
        "roots": [read_certificate(der).fingerprint for der in found.roots],
    }


def _told(found: Checked, file: str, sha: str, words: Words) -> str:
    lines = [
        words.say(f"evidence.verdict_{found.verdict}", file=file, case=found.case),
        words.say("evidence.sha256", sha=sha),
        words.say("evidence.counts", files=str(found.files), lines=str(found.lines)),
    ]
    if found.signature is not None:
        signers = ", ".join(s.signer.name for s in found.signature.signatures if s.signer)
        verdict = words.say(f"signature.verdict_{found.signature.verdict}")
        lines.append(words.say("evidence.signature", signer=signers, verdict=verdict))
    lines += [_document_line(one, words) for one in found.documents]
    lines += [words.say(f"evidence.{one.code}", place=one.place) for one in found.faults]
    lines += [_root_line(der, words) for der in found.roots]
    return "\n".join(lines)


def _document_line(one: Judged, words: Words) -> str:
    verdict = words.say(f"signature.verdict_{one.found.verdict}")
    return words.say(
        "evidence.document", name=one.name, file=one.file, verdict=verdict, time=when(one.as_of)
    )


def _root_line(der: bytes, words: Words) -> str:
    signer = read_certificate(der)
    known = known_fingerprints().get(signer.fingerprint)
    code = "evidence.root_known" if known else "evidence.root"
    return words.say(
        code, name=signer.name, fingerprint=signer.fingerprint.upper(), known_as=known or ""
    )
