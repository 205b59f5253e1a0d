"""The files a person may look at afterwards: letters that came in, notices and slips that left."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from mailbot.demo.mailboxes import attachments
from mailbot.demo.outcome import Outcome
from mailbot.demo.samples import Sample

REQUESTS = "thu-den"
REPLIES = "thu-tra-loi"
MAIL = "thu.eml"


def save_requests(root: Path, outcomes: tuple[Outcome, ...]) -> None:
    """Save every mail as it lies in the inbox, with its letters beside it."""
    for number, outcome in enumerate(outcomes, 1):
        if outcome.arrived is not None:
            folder = _folder(root / REQUESTS, number, outcome.sample)
            (folder / MAIL).write_bytes(outcome.arrived.raw)
            _save(folder, attachments(outcome.arrived.raw))


def save_replies(root: Path, outcomes: tuple[Outcome, ...]) -> tuple[Path, ...]:
    """Save every reply with what it carries; return the paths of the notices and their slips."""
    saved: list[Path] = []
    for number, outcome in enumerate(outcomes, 1):
        if outcome.answers:
            folder = _folder(root / REPLIES, number, outcome.sample)
            for count, mail in enumerate(outcome.answers, 1):
                (folder / f"tra-loi-{count}.eml").write_bytes(mail.raw)
        if outcome.notice is not None:
            saved += _save(folder, outcome.notice.files)
    return tuple(saved)


def _folder(parent: Path, number: int, sample: Sample) -> Path:
    folder = parent / f"{number}-{sample.name.replace('_', '-')}"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def _save(folder: Path, files: Mapping[str, bytes]) -> list[Path]:
    paths = [folder / Path(name).name for name in files]
    for path, data in zip(paths, files.values(), strict=True):
        path.write_bytes(data)
    return paths
