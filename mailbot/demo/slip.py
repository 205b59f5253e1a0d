"""What an agency reads on the password slip, once it has opened it with its passphrase."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

import pypdfium2

_ADDRESS = re.compile(r"Địa chỉ hộp thư:\s*(\S+@\S+)")
_PASSWORD = re.compile(r"Mật khẩu ban đầu:\s*(\S+)")


@dataclass(frozen=True, slots=True)
class Credential:
    """One mailbox and its initial password."""

    address: str
    password: str = field(repr=False)


def read_slip(data: bytes, passphrase: str) -> tuple[Credential, ...]:
    """Return the mailboxes on the slip; nothing where the passphrase does not open it."""
    try:
        document = pypdfium2.PdfDocument(data, password=passphrase)
    except pypdfium2.PdfiumError:
        return ()
    try:
        text = "\n".join(page.get_textpage().get_text_range() for page in document)
    finally:
        document.close()
    return tuple(
        Credential(address, password)
        for address, password in zip(_ADDRESS.findall(text), _PASSWORD.findall(text), strict=True)
    )
