"""The evidence of one case: everything it rests on, as the files of one container."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from pydantic import TypeAdapter
from sqlalchemy import Connection

from mailbot.cases.case import Case
from mailbot.intake.message import read_message
from mailbot.operations.evidence_container import Container, manifest_of, pack
from mailbot.storage import effects, history, letters, messages, outbox, verdicts
from mailbot.storage.any_archive import AnyArchive
from mailbot.storage.chain import START, Line, line_hash
from mailbot.storage.database import Database
from mailbot.storage.messages import Stored
from mailbot.storage.verdicts import KeptVerdict, Shas, material_of, report_json
from signing import Key, SignatureReport, TrustStore, material_for, sign_detached

FORMAT = 1
_case = TypeAdapter(Case)
_KINDS = {"roots": "cer", "tsa_roots": "cer", "certificates": "cer", "crls": "crl", "ocsps": "ors"}

Files = dict[str, bytes]
Verify = Callable[[bytes, TrustStore, datetime], SignatureReport]


@dataclass(frozen=True, slots=True)
class Known:
    """What the database knows of a case at one moment; `lines` are the numbers of its history."""

    case: Case
    mails: tuple[Stored, ...]
    verdicts: tuple[KeptVerdict, ...]
    files: Files
    lines: tuple[int, ...]


def known_of(connection: Connection, case: Case) -> Known:
    """Return what is known of the case, in one short transaction."""
    return Known(
        case=case,
        mails=messages.of_case(connection, case.id),
        verdicts=verdicts.of_case(connection, case.id),
        files={
            **_letters(connection, case),
            **_outgoing(connection, case),
            **_done(connection, case),
        },
        lines=history.numbers_of(connection, case.id),
    )


@dataclass(frozen=True, slots=True)
class Evidence:
    """Gathers what a case rests on. `key` signs it where the daemon has one; else nobody does."""

    database: Database
    archive: AnyArchive
    trust: TrustStore
    verify: Verify
    key: Key | None
    timestamper: Callable[[bytes], bytes] | None = None

    def gather(self, known: Known, now: datetime) -> Files:
        """Return what is kept of the case, as files by path.

        The archive and others' lines of the history are read piece by piece: no writer waits.
        """
        return {
            **self._incoming(known.mails),
            **self._verdicts(known.verdicts),
            **known.files,
            "case.json": _json({"format": FORMAT, "exported_at": now, **_told(known.case)}),
            "history.json": _json(self._segment(known)),
        }

    def finish(self, gathered: Files, now: datetime) -> bytes:
        """Return the container: our own letters are verified, the whole is signed."""
        files = {**gathered}
        for path, data in gathered.items():
            if path.startswith("letters/") and path.endswith(".pdf") and "-draft" not in path:
                files |= self._own_verdict(path, data, now)
        if self.key is None:
            return pack(Container(files, manifest_of(files, signed=False), b""))
        files |= self._signer(self.key)
        manifest = manifest_of(files, signed=True)
        signature = sign_detached(manifest, self.key, signed_at=now, timestamper=self.timestamper)
        return pack(Container(files, manifest, signature))

    def _signer(self, key: Key) -> Files:
        """Return what our own certificate rests on."""
        rests = material_for(key.certificate, self.trust)
        stamps = [material_for(der, self.trust) for der in self.trust.tsa_roots]
        material, shas = _held(
            TrustStore(
                roots=tuple(der for der in self.trust.roots if der in rests.certificates),
                intermediates=tuple(dict.fromkeys((*rests.certificates, *key.chain))),
                tsa_roots=self.trust.tsa_roots,
                crls=tuple(dict.fromkeys((*rests.crls, *(c for s in stamps for c in s.crls)))),
                ocsps=rests.ocsps,
            )
        )
        return {**material, "signer.json": _json({"material": _material_paths(shas)})}

    def _incoming(self, mails: tuple[Stored, ...]) -> Files:
        """Return every mail with its attachments, delivery reports among them."""
        files: Files = {}
        for mail in mails:
            files[f"mails/in/{mail.id}.json"] = _json(_mail_facts(mail))
            if not mail.raw_sha:
                continue  # its time was over; the history has its hash
            raw = self.archive.get(mail.raw_sha)
            files[f"mails/in/{mail.id}.eml"] = raw
            for number, one in enumerate(read_message(raw).attachments, start=1):
                path = f"mails/in/{mail.id}/{number}.{_suffix(one.name)}"
                files[path] = one.data
        return files

    def _verdicts(self, judged: tuple[KeptVerdict, ...]) -> Files:
        files: Files = {}
        of_mail: dict[int, dict[str, str]] = {}
        for kept in judged:
            paths = of_mail.setdefault(kept.message_id, self._paths(kept.message_id))
            files |= self._material(kept.material)
            number = sum(path.startswith("verdicts/") for path in files) + 1
            told = _verdict(kept, paths.get(kept.file_sha, ""))
            files[f"verdicts/{number}.json"] = _json(told)
        return files

    def _paths(self, message_id: int) -> dict[str, str]:
        """Return where each attachment of the mail lies, by its SHA-256."""
        with self.database.reading() as connection:
            sha = messages.load(connection, message_id).raw_sha
        raw = self.archive.get(sha) if sha else b""
        return {
            one.sha256: f"mails/in/{message_id}/{number}.{_suffix(one.name)}"
            for number, one in enumerate(read_message(raw).attachments, start=1)
        }

    def _material(self, shas: Shas) -> Files:
        return {
            _material_path(kind, sha): self.archive.get(sha)
            for kind in _KINDS
            for sha in getattr(shas, kind)
        }

    def _segment(self, known: Known) -> dict[str, Any]:
        """Return the chain from the case's first line to its last; others' by their hash only."""
        if not known.lines:
            return {"before": START, "lines": []}
        first, last = known.lines[0], known.lines[-1]
        before, told = START, []
        for line, link in history.lines(self.database, max(1, first - 1)):
            if line.id > last:
                break
            if line.id < first:
                before = link
                continue
            content = _line(line) if line.case_id == known.case.id else None
            told.append({"id": line.id, "hash": line_hash(line), "link": link, "content": content})
        return {"before": before, "lines": told}

    def _own_verdict(self, path: str, signed: bytes, now: datetime) -> Files:
        """Return what our own letter's signatures prove as of now, and what that rests on."""
        report = self.verify(signed, self.trust, now)
        material, shas = _held(material_of(report, self.trust))
        name = path.removeprefix("letters/")
        kept = KeptVerdict(0, sha_of(signed), name, now, report, shas)
        return {**material, f"verdicts/{name}.json": _json(_verdict(kept, path))}


def sha_of(data: bytes) -> str:
    """Return the SHA-256 in hex."""
    return hashlib.sha256(data).hexdigest()


def _letters(connection: Connection, case: Case) -> Files:
    files: Files = {}
    for letter in letters.of_case(connection, case.id):
        path = f"letters/{letter.kind}-{letter.ordinal}"
        facts = {
            "kind": letter.kind,
            "state": letter.state,
            "number": letter.number,
            "dated_on": letter.dated_on,
            "composed_at": letter.composed_at,
        }
        files[f"{path}.json"] = _json(facts)
        if letter.draft:
            files[f"{path}-draft.pdf"] = letter.draft
        if letter.signed:
            files[f"{path}.pdf"] = letter.signed
    return files


def _outgoing(connection: Connection, case: Case) -> Files:
    files: Files = {}
    for mail in outbox.of_case(connection, case.id):
        files[f"mails/out/{mail.id}.eml"] = mail.mime
        facts = {
            "kind": mail.kind,
            "recipients": mail.recipients,
            "message_id": mail.message_id,
            "state": mail.state,
            "response": mail.response,
            "written_at": mail.written_at,
            "sent_at": mail.sent_at,
        }
        files[f"mails/out/{mail.id}.json"] = _json(facts)
    return files


def _told(case: Case) -> dict[str, Any]:
    """Return the case as it stands with its decision."""
    told: dict[str, Any] = _case.dump_python(case, mode="json")
    for row in told["rows"]:
        row.pop("national_id")  # it stands in the signed letter, and nowhere else
    return told


def _done(connection: Connection, case: Case) -> Files:
    done = [
        {
            "row": one.row,
            "action": one.action,
            "address": one.address,
            "state": one.state,
            "reason": one.reason,
            "hand_over": one.hand_over,
            "handed_over_at": one.handed_over_at,
            "settled_at": one.settled_at,
            "settled_by": one.settled_by,
        }
        for one in effects.of_case(connection, case.id)
    ]
    return {"effects.json": _json(done)}


def _line(line: Line) -> dict[str, Any]:
    return {
        "at": line.at,
        "case_id": line.case_id,
        "what": line.what,
        "who": line.who,
        "detail": dict(line.detail),
    }


def _verdict(kept: KeptVerdict, path: str) -> dict[str, Any]:
    return {
        "file": path,
        "mail": f"mails/in/{kept.message_id}.eml" if kept.message_id else "",
        "file_name": kept.file_name,
        "sha256": kept.file_sha,
        "judged_as_of": kept.judged_as_of,
        "report": report_json(kept.report),
        "material": _material_paths(kept.material),
        "material_purged": kept.material.purged,
    }


def _held(rests: TrustStore) -> tuple[Files, Shas]:
    """Return the bytes by their paths, and the names that lead to them."""
    held = {
        "roots": rests.roots,
        "tsa_roots": rests.tsa_roots,
        "certificates": rests.intermediates,
        "crls": rests.crls,
        "ocsps": rests.ocsps,
    }
    files = {_material_path(kind, sha_of(der)): der for kind, ders in held.items() for der in ders}
    shas = {kind: tuple(map(sha_of, ders)) for kind, ders in held.items()}
    return files, replace(Shas(), **shas)  # type: ignore[arg-type]


def _material_paths(shas: Shas) -> dict[str, list[str]]:
    return {kind: [_material_path(kind, sha) for sha in getattr(shas, kind)] for kind in _KINDS}


def _material_path(kind: str, sha: str) -> str:
    return f"material/{sha}.{_KINDS[kind]}"


def _mail_facts(mail: Stored) -> dict[str, Any]:
    return {
        "message_id": mail.message_id,
        "arrived_at": mail.arrived_at,
        "disposition": mail.disposition,
        "address": mail.address,
        "subject": mail.subject,
        "header_only": mail.header_only,
        "taken_by": mail.taken_by,
        "content_sha256": mail.content_sha,
    }


def _suffix(name: str) -> str:
    """Return the file's ending where it is a plain one: theirs never makes a path of ours."""
    ending = name.rpartition(".")[2].lower()
    return ending if ending.isascii() and ending.isalnum() and len(ending) <= 5 else "bin"


def _json(value: Any) -> bytes:
    text = json.dumps(value, ensure_ascii=False, indent=1, default=_plain)
    return f"{text}\n".encode("utf-8", "surrogatepass")


def _plain(value: object) -> str:
    if isinstance(value, datetime):
        return value.isoformat()
    return str(value)
