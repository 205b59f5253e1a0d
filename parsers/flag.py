"""What a person must look at in a list, and what is merely worth a note."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from parsers.source import Place

_LONG_NUMBER = re.compile(r"\d(?:[\s.-]?\d){6,}")


class FlagCode(StrEnum):
    """Every code a reading can carry; the wording stands in config/texts/vi/list.toml."""

    # Files
    FILE_UNSUPPORTED = "file_unsupported"
    FILE_UNREADABLE = "file_unreadable"
    FILE_ENCRYPTED = "file_encrypted"
    FILE_TOO_LARGE = "file_too_large"
    FILE_OLD_WORD = "file_old_word"
    FILE_PHONE_PICTURE = "file_phone_picture"
    FILE_ARCHIVE = "file_archive"
    TOO_MANY_PAGES = "too_many_pages"
    SCAN = "scan"
    SCAN_UNSURE = "scan_unsure"
    SCAN_RED_INK = "scan_red_ink"
    SCAN_UNREAD = "scan_unread"
    SCAN_TEXT_LAYER = "scan_text_layer"
    OCR_MISSING = "ocr_missing"
    UNMAPPED_TEXT = "unmapped_text"
    HIDDEN_TEXT = "hidden_text"
    HIDDEN_LAYER = "hidden_layer"
    ATTACHED_FILE = "attached_file"
    PAGES_CHANGE = "pages_change"
    STRUCK_TEXT = "struck_text"
    LETTER_TWICE = "letter_twice"
    DRAWN_OTHERWISE = "drawn_otherwise"
    SHOWN_OTHERWISE = "shown_otherwise"
    ANNOTATION = "annotation"
    REMARK = "remark"
    PICTURE = "picture"
    OVERLAPPING_TEXT = "overlapping_text"
    REVERSED_TEXT = "reversed_text"
    TURNED_TEXT = "turned_text"
    TEXT_OVERFLOWS = "text_overflows"
    IRREGULAR_TABLE = "irregular_table"
    LEGACY_ENCODING = "legacy_encoding"
    TRACKED_CHANGES = "tracked_changes"
    HIDDEN_ROW = "hidden_row"
    ROWS_NOT_PRINTED = "rows_not_printed"
    PRINT_AREA_UNCLEAR = "print_area_unclear"
    ROWS_MARKED = "rows_marked"
    CELLS_MARKED = "cells_marked"
    CELLS_BOXED = "cells_boxed"
    ROW_LETTERED = "row_lettered"
    RULE_COLOURS = "rule_colours"
    HAND_DRAWN = "hand_drawn"
    HIDDEN_SHEET = "hidden_sheet"
    HIDDEN_LIST = "hidden_list"
    FORMULA_WITHOUT_VALUE = "formula_without_value"
    NUMBER_LOST_DIGITS = "number_lost_digits"
    READERS_DIFFER = "readers_differ"
    ONE_READER = "one_reader"
    OLD_WORKBOOK = "old_workbook"
    # Letter
    LETTER_MISSING = "letter_missing"
    LETTER_SEVERAL = "letter_several"
    EXCEPTION_STATED = "exception_stated"
    INSTRUCTION_STATED = "instruction_stated"
    SENTENCE_UNCLEAR = "sentence_unclear"
    PART_UNCLEAR = "part_unclear"
    LETTER_DRAFT = "letter_draft"
    TEXT_WITHOUT_MARKS = "text_without_marks"
    NUMBER_MISSING = "number_missing"
    DATE_MISSING = "date_missing"
    AGENCY_MISSING = "agency_missing"
    SIGNER_UNCLEAR = "signer_unclear"
    PROCEDURE_UNCLEAR = "procedure_unclear"
    PROCEDURE_DIFFERS = "procedure_differs"
    PROCEDURE_UNPUBLISHED = "procedure_unpublished"
    COUNT_DIFFERS = "count_differs"
    COUNT_CONTRADICTS = "count_contradicts"
    COUNT_PARTS_DIFFER = "count_parts_differ"
    COUNT_UNCLEAR = "count_unclear"
    ANNEX_NUMBER_DIFFERS = "annex_number_differs"
    ANNEX_DATE_DIFFERS = "annex_date_differs"
    # Table
    LIST_MISSING = "list_missing"
    LIST_EMPTY = "list_empty"
    TABLE_UNKNOWN = "table_unknown"
    TABLE_UNRULED = "table_unruled"
    LIST_IN_SENTENCES = "list_in_sentences"
    ROWS_OUTSIDE_TABLE = "rows_outside_table"
    PERSON_UNLISTED = "person_unlisted"
    COLUMN_UNKNOWN = "column_unknown"
    COLUMN_UNCLEAR = "column_unclear"
    COLUMN_OF_ANOTHER = "column_of_another"
    COLUMN_TWICE = "column_twice"
    COLUMN_TELLS = "column_tells"
    COLUMN_TICKED = "column_ticked"
    COLUMN_MISSING = "column_missing"
    ROW_UNCLEAR = "row_unclear"
    ROW_ASIDE = "row_aside"
    ROW_SPLIT = "row_split"
    ROW_NUMBERING = "row_numbering"
    ROW_UNNUMBERED = "row_unnumbered"
    MERGED_CELL = "merged_cell"
    GROUP_ROW = "group_row"
    LINE_BREAK_UNSURE = "line_break_unsure"
    # Values
    NOTE_UNCLEAR = "note_unclear"
    VALUE_AS_ABOVE = "value_as_above"
    LETTER_FOREIGN = "letter_foreign"
    UNIT_SEVERAL = "unit_several"
    NAME_MISSING = "name_missing"
    NAME_ODD = "name_odd"
    NAME_PREFIX = "name_prefix"
    NAME_WITH_POSITION = "name_with_position"
    NATIONAL_ID_MISSING = "national_id_missing"
    NATIONAL_ID_ODD = "national_id_odd"
    NATIONAL_ID_PADDED = "national_id_padded"
    NATIONAL_ID_OLD = "national_id_old"
    NATIONAL_ID_PROVINCE = "national_id_province"
    NATIONAL_ID_BIRTH = "national_id_birth"
    NATIONAL_ID_SEX = "national_id_sex"
    BIRTH_NUMBER = "birth_number"
    BIRTH_ODD = "birth_odd"
    GENDER_ODD = "gender_odd"
    GENDER_MISSING = "gender_missing"
    PHONE_MISSING = "phone_missing"
    PHONE_ODD = "phone_odd"
    PHONE_SEVERAL = "phone_several"
    PHONE_SHARED = "phone_shared"
    PHONE_ZERO = "phone_zero"
    EMAIL_MISSING = "email_missing"
    EMAIL_ODD = "email_odd"
    EMAIL_SEVERAL = "email_several"
    MANAGER_MISSING = "manager_missing"
    MANAGER_UNCLEAR = "manager_unclear"
    MANAGER_INCOMPLETE = "manager_incomplete"
    DUPLICATE = "duplicate"


NOTE_CODES = frozenset(
    {
        FlagCode.PHONE_ZERO,
        FlagCode.PHONE_MISSING,
        FlagCode.NAME_PREFIX,
        FlagCode.ROW_SPLIT,
        FlagCode.MERGED_CELL,
        FlagCode.GROUP_ROW,
        FlagCode.COLUMN_UNKNOWN,
        FlagCode.HIDDEN_SHEET,
        FlagCode.SIGNER_UNCLEAR,
    }
)
"""Codes that stop nothing: what was done is certain, and `raw` shows what was read."""


@dataclass(frozen=True, slots=True)
class Flag:
    """One code with what fills its wording. National ID numbers never stand in `fields`.

    `row` is the index in the list of organisations followed by individuals; `column` the name of
    the row's field. `against` is where that stands which the place contradicts or repeats.
    """

    code: FlagCode
    fields: tuple[tuple[str, str], ...] = ()
    place: Place | None = None
    row: int | None = None
    column: str = ""
    against: Place | None = None

    @property
    def is_note(self) -> bool:
        """Return whether nobody needs to look."""
        return self.code in NOTE_CODES


def without_numbers(text: str) -> str:
    """Return the text with long numbers left out: a flag never shows a national ID."""
    return _LONG_NUMBER.sub("…", text)
