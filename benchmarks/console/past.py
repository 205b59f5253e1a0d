"""What a finished case leaves behind in the other tables, written by the database itself."""

from __future__ import annotations

from sqlalchemy import Connection, text

from mailbot.storage import facts, history

_OFFICERS = 12
# One letter, one mail, one message and an account for each case; every sixteenth asked for more.
_STATEMENTS = (
    """
    INSERT INTO letter (case_id, kind, ordinal, state, number, draft_sha, content, composed_at)
    SELECT id, CASE WHEN id % 17 = 0 THEN 'refusal' ELSE 'result' END, 1, 'signed',
        id || '/TB-STTTT', '', {nothing}, ended_at
    FROM cases WHERE state = 'answered'
    """,
    """
    INSERT INTO letter (case_id, kind, ordinal, state, number, draft_sha, content, composed_at)
    SELECT id, 'supplement', 1, 'signed', '', '', {nothing}, received_at
    FROM cases WHERE id % 16 = 0
    """,
    """
    INSERT INTO outbox (key, kind, case_id, recipients, message_id, mime, state, response,
        written_at, sent_at, probe_id)
    SELECT 'letter-' || id, 'letter', id, {nobody}, '<' || id || '@cantho.gov.vn>', :sealed, 'sent',
        '250 2.0.0 Ok', ended_at, ended_at, ''
    FROM cases WHERE state = 'answered'
    """,
    """
    INSERT INTO message (content_sha, raw_sha, size, header_only, message_id, arrived_at,
        recorded_at, disposition, taken_by, address, subject, reasons, case_id)
    SELECT {sha}, {sha}, 90000, {no}, '<' || id || '@agency.gov.vn>', received_at, received_at,
        'case', '', 'vanthu@cantho.gov.vn', 'V/v đề nghị cấp hộp thư', {nobody}, id
    FROM cases
    """,
    """
    INSERT INTO effect (op_key, case_id, row, action, address, display_name, state, reason,
        hand_over, handed_over_at, handed_over_by, intended_at, settled_at, settled_by)
    SELECT 'create-' || id, id, 0, 'create', 'nv' || id || '@cantho.gov.vn', 'Nguyễn Thị Đào',
        'done', '', CASE WHEN id % 3 = 0 THEN 'in_person' ELSE 'encrypted_pdf' END, ended_at, 'Lan',
        received_at, ended_at, 'mailbot'
    FROM cases WHERE state = 'answered'
    """,
    """
    INSERT INTO review_reason (case_id, code, blocks, first_at)
    SELECT id, CASE WHEN id % 2 = 0 THEN 'row.phone_odd' ELSE 'row.holder_known' END, {no},
        received_at
    FROM cases WHERE id % 3 = 0
    """,
)
_LINES = """
    INSERT INTO history (id, at, case_id, what, who, detail, link)
    SELECT row_number() OVER (ORDER BY at, case_id, n), at, case_id, what, who, {nothing}, '{link}'
    FROM (
        SELECT id AS case_id, n, what,
            CASE WHEN n < 3 THEN received_at ELSE ended_at END AS at,
            CASE WHEN n = 2 THEN 'Cán bộ ' || (id % {officers}) ELSE 'mailbot' END AS who
        FROM cases, (
            SELECT 1 AS n, 'opened' AS what UNION ALL SELECT 2, 'approved'
            UNION ALL SELECT 3, 'provisioned' UNION ALL SELECT 4, 'drafted'
            UNION ALL SELECT 5, 'mail_sent' UNION ALL SELECT 6, 'answered'
        ) AS deeds
    ) AS lines
"""
_WORDS = {
    "sqlite": {"nothing": "'{}'", "nobody": "'[]'", "no": "0", "sha": "printf('%064d', id)"},
    "postgresql": {
        "nothing": "CAST('{}' AS json)",
        "nobody": "CAST('[]' AS json)",
        "no": "false",
        "sha": "lpad(id::text, 64, '0')",
    },
}


def leave_behind(connection: Connection, sealed: bytes) -> None:
    """Write it for every case there is; `sealed` stands for the bytes of each mail.

    The lines of the history hang on no chain: pages show them and verify nothing.
    """
    words = _WORDS[connection.dialect.name]
    for statement in _STATEMENTS:
        given = {"sealed": sealed} if ":sealed" in statement else {}
        connection.execute(text(statement.format_map(words)), given)
    lines = _LINES.format_map(words | {"link": "0" * 64, "officers": _OFFICERS})
    count = connection.execute(text(lines)).rowcount
    facts.tell(connection, history.HEAD, f"{count} {'0' * 64}")
