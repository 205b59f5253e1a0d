"""The library's own error."""

from __future__ import annotations


class SigningError(Exception):
    """What was given cannot be used. `code` is stable, `fields` name the culprit (a file, a use).

    The codes: `file_unreadable`, `not_a_certificate`, `not_a_crl`,
    `not_an_ocsp_answer`, `wrong_passphrase`,
    `no_key`, `key_mismatch`, `key_usage_forbids`, `pdf_unreadable`, `field_taken`,
    `timestamp_unavailable`, `validation_data_missing`,
    `image_unreadable`, `token_unavailable`, `pin_refused`.
    """

    def __init__(self, code: str, **fields: str) -> None:
        self.code = code
        self.fields = fields
        told = ", ".join(f"{name}={value}" for name, value in fields.items())
        super().__init__(f"{code}: {told}" if told else code)

    def __reduce__(self) -> tuple[object, ...]:
        return _rebuild, (self.code, self.fields)


def _rebuild(code: str, fields: dict[str, str]) -> SigningError:
    return SigningError(code, **fields)
