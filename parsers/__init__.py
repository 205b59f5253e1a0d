"""Attachment bytes in, the request they make out: `read_request`.

Every cell keeps its place. Nothing here knows mail, cases or the console; what a person must look
at comes out as flags, whose wording the caller has.
"""

from parsers.flag import NOTE_CODES, Flag, FlagCode
from parsers.read import read_request
from parsers.request import IndividualRow, LetterHead, OrganisationRow, RequestList
from parsers.source import Place, ReadError, SourceFile

__all__ = [
    "NOTE_CODES",
    "Flag",
    "FlagCode",
    "IndividualRow",
    "LetterHead",
    "OrganisationRow",
    "Place",
    "ReadError",
    "RequestList",
    "SourceFile",
    "read_request",
]
