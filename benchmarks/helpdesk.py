"""django-helpdesk beside us: the same mails, out of a mailbox of the same server, over TLS."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Sequence
from pathlib import Path

from tests.servers.mail import MailServers

ROOT = Path(__file__).parents[1]
FIRST, MAILBOX = "sonoivu@cantho.gov.vn", "soyte@cantho.gov.vn"


def helpdesk(servers: MailServers, mails: Sequence[bytes], files: int = 0) -> dict[str, float]:
    """Return the mean milliseconds, `cpu` and `wall`, it takes for such a mail; the first of them
    warms it up. `files`: how many attachments it must have stored in the end.
    """
    subprocess.run([ROOT / ".ci/peers"], check=True)
    for mailbox in (FIRST, MAILBOX):
        servers.empty(mailbox)
    for number, mail in enumerate(mails):
        servers.deliver(mail, MAILBOX if number else FIRST)
    asked = {
        "host": servers.host,
        "port": servers.dovecot.imaps_port,
        "first": FIRST,
        "mailbox": MAILBOX,
        "passwords": {mailbox: servers.password(mailbox) for mailbox in (FIRST, MAILBOX)},
    }
    command = [ROOT / ".venv-peers/bin/python", ROOT / "benchmarks/peers/tickets.py"]
    done = subprocess.run(
        command, input=json.dumps(asked), text=True, check=True, stdout=subprocess.PIPE
    )
    told: dict[str, float] = json.loads(done.stdout)
    if (told["mails"], told["files"]) != (len(mails) - 1, files):
        raise RuntimeError(f"{len(mails)} mails with {files} files became {told}")
    return told
