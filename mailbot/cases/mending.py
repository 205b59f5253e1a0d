"""Whom a finding asks to mend something: the agency, or ourselves.

Every code a case can carry stands here, so that none is left out of a supplement request, or put
into one, by chance: a test holds the source to it. A code that an earlier version stored and this
one does not know is ours: nobody can be asked for what has no words.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

from mailbot.cases.finding import Finding, Severity


class Mending(StrEnum):
    """What a supplement request makes of a finding that is more than a note."""

    ASKED = "asked"  # a defect of the dossier: reason enough to write
    ALONG = "along"  # a look at the paper may settle it: asked where we write anyway
    OURS = "ours"  # nothing the agency could mend


# No code of these rooms is of the dossier itself.
OURS_BY_ROOM = frozenset(
    {
        "case",  # how our cases hang together, and steps of ours that failed
        "deadline",  # our working calendar
        "sender",  # whether it is the agency at all: settled before anything is asked of it
    }
)

_ASKED = {
    "list": """
        file_unsupported file_unreadable file_encrypted file_too_large file_old_word
        file_phone_picture file_archive
        unmapped_text hidden_text hidden_layer attached_file pages_change struck_text letter_twice
        drawn_otherwise shown_otherwise annotation remark picture reversed_text tracked_changes
        hidden_row rows_not_printed print_area_unclear rows_marked cells_marked cells_boxed
        row_lettered rule_colours hand_drawn hidden_sheet hidden_list
        formula_without_value number_lost_digits
        letter_missing letter_several exception_stated instruction_stated letter_draft
        number_missing date_missing agency_missing procedure_unclear procedure_differs
        procedure_unpublished count_differs count_contradicts count_parts_differ
        list_missing list_empty column_unclear column_twice column_of_another column_tells
        column_ticked column_missing
        note_unclear value_as_above name_missing name_odd national_id_missing national_id_odd
        letter_foreign
        national_id_padded national_id_old national_id_province national_id_birth national_id_sex
        birth_number birth_odd gender_odd gender_missing phone_missing phone_odd phone_several
        phone_shared unit_several email_missing email_odd email_several
        manager_missing manager_unclear manager_incomplete duplicate
        """,
    "request": """
        unreadable nested_too_deep no_attachment no_rows addressed_to_another
        letter_of_another_agency copy_has_other_rows copy_differs mail_speaks
        """,
    "manual": "paper_not_accepted",
    "row": """
        asker_other asker_ended ground_missing_new ground_missing_reset ground_other_new
        ground_other_reset
        missing_name missing_national_id missing_phone missing_unit missing_position
        missing_parent_agency missing_manager_name missing_manager_phone missing_manager_email
        missing_email name_odd national_id_malformed national_id_zero_lost national_id_cmnd
        national_id_province national_id_year phone_odd mailbox_malformed
        mailbox_outside same_national_id same_person same_name_and_phone same_organisation
        same_mailbox in_open_case
        unit_of_another unit_unknown agency_unknown agency_renamed agency_renamed_on agency_ended
        agency_ended_on
        already_has_mailbox namesake_has_mailbox similar_has_mailbox same_phone_has_mailbox
        given_before mailbox_exists
        mailbox_foreign mailbox_unknown mailbox_of_another own_mailbox mailbox_inactive
        holder_kind_differs holder_differs unit_differs unit_not_given
        """,
    "signature": """
        unsigned unreadable encrypted only_document_timestamp no_signature not_a_pdf
        pdf_unreadable too_many_revisions too_many_signers too_many_fields strict_read_failed
        hybrid_reference hash_mismatch signature_invalid format_failure byte_range_forged
        byte_range_unusual changed_after_signing data_after_end forbidden_change
        container_unreadable container_empty mail_signature_failed subfilter_unknown
        certificate_revoked issuer_revoked certificate_not_yet_valid certificate_expired
        certificate_missing chain_untrusted chain_unsuitable key_usage_unsuitable algorithm_weak
        time_unproven signed_outside_validity signed_in_future timestamp_invalid
        timestamp_imprint_weak signed_attributes_missing signature_unsuitable not_provable
        other_agency named_otherwise only_personal no_organisation organisation_not_last
        no_leader too_few_leader
        too_few_organisation wrong_order person_of_other_agency name_not_in_force
        """,
}

# Doubts of reading: the paper may be right, and the agency types the cell, row or table anew.
_ALONG = {
    "list": """
        too_many_pages scan_unsure scan_red_ink scan_unread overlapping_text turned_text
        text_overflows irregular_table legacy_encoding readers_differ
        table_unknown table_unruled list_in_sentences rows_outside_table person_unlisted
        row_unclear row_aside row_numbering row_unnumbered merged_cell line_break_unsure
        text_without_marks sentence_unclear part_unclear
        name_with_position count_unclear annex_number_differs annex_date_differs
        """,
    # A picture beside a signed list may be a mere logo.
    "request": "picture_beside",
    # The document is sound, only signed in a way that we cannot check, or by we cannot read whom.
    "signature": "office_signed white_space_after_end nobody_named",
}

_OURS = {
    # A signed scan is a valid letter, its hidden text is not read at all; recognition that is not
    # installed, and a kind of file with one reader only, are ours. The rest is mended with
    # certainty and told as a note.
    "list": """
        scan scan_text_layer ocr_missing one_reader old_workbook
        column_unknown row_split group_row name_prefix phone_zero signer_unclear
        """,
    "request": "agency_unknown",  # our registry lacks it
    # Our own typing and comparing; paper without a signature where it is accepted.
    "manual": "needs_comparison paper_only no_scan scan_has_other_rows scan_differs",
    # Our directory, its age, the addresses we give, and what our own rules leave to a person.
    "row": """
        directory_missing directory_old directory_missing_new directory_old_new no_address
        leader_asked mailbox_protected
        """,
    # What we have not fetched, do not know yet or could not compute; our own letters signed
    # elsewhere; and the mark that the government's tool puts under the organisation's signature.
    "signature": """
        revocation_unknown revocation_checked_after_expiry waited check_failed
        timestamp_untrusted sha1_timestamp_imprint signer_unknown bound_by_address
        certificate_first_seen changed_before_last_signature mail_signed mail_signature_unproven
        signed_long_ago
        changed_beyond_signing not_our_bytes
        """,
}

DECIDED = {
    f"{room}.{name}": mending
    for mending, rooms in (
        (Mending.ASKED, _ASKED),
        (Mending.ALONG, _ALONG),
        (Mending.OURS, _OURS),
    )
    for room, names in rooms.items()
    for name in names.split()
}


def mending_of(code: str) -> Mending:
    """Return who mends what a finding of this code speaks of."""
    return DECIDED.get(code, Mending.OURS)


def can_be_asked(code: str) -> bool:
    """Return whether this is a finding's code, and one the agency can mend."""
    return mending_of(code) is not Mending.OURS


def agency_findings(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Return what a supplement request lists: more than a note, not settled, and not ours."""
    return tuple(
        finding
        for finding in findings
        if finding.severity is not Severity.NOTE
        and not finding.settled_by
        and mending_of(finding.code) is not Mending.OURS
    )


def gives_reason_to_write(finding: Finding) -> bool:
    """Return whether this finding by itself is a reason to ask the agency for something."""
    return bool(agency_findings([finding])) and mending_of(finding.code) is Mending.ASKED
