"""How a case ended stands in its row, and what pages count has its index"""

import re
import unicodedata
from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

_OPEN = sa.text("state NOT IN ('answered', 'closed')")
_FOR_STAFF = sa.text("state = 'for_staff'")
_TO_HAND_OVER = sa.text("state = 'done' AND hand_over = 'in_person' AND handed_over_at IS NULL")
_SUPPLEMENT = sa.text("kind = 'supplement'")
_QUEUE = ("due_at", "id", "state", "version", "number", "agency_code")
_KEYS = ("agency_code", "procedure", "channel", "outcome")
_HOW_IT_ENDED = """
    UPDATE cases SET
        outcome = CASE WHEN state = 'closed' THEN 'closed' WHEN
            (SELECT kind FROM letter WHERE case_id = cases.id AND kind IN ('result', 'refusal')
             AND letter.state != 'withdrawn' ORDER BY id DESC LIMIT 1) = 'refusal'
            THEN 'refused' ELSE 'granted' END,
        timing = CASE WHEN state = 'closed' THEN '' WHEN ended_at > due_at THEN 'late'
            WHEN {ended_on} = {due_on} THEN 'on_day' ELSE 'early' END,
        by_itself = state = 'answered'
            AND NOT EXISTS (SELECT 1 FROM review_reason WHERE case_id = cases.id)
    WHERE state IN ('answered', 'closed')
"""
_LOCAL_DAY = {
    "sqlite": "date({}, '+7 hours')",
    "postgresql": "CAST({} AT TIME ZONE 'Asia/Ho_Chi_Minh' AS date)",
}
_mailbox = sa.table(
    "mailbox",
    sa.column("address", sa.String()),
    sa.column("content", sa.JSON()),
    sa.column("holder", sa.String()),
    sa.column("protected", sa.Boolean()),
    sa.column("active", sa.Boolean()),
    sa.column("words", sa.Text()),
)


def upgrade() -> None:
    _cases()
    _mailboxes()
    _index("ix_effect_for_staff", "effect", ["intended_at"], _FOR_STAFF)
    _index("ix_effect_to_hand_over", "effect", ["settled_at"], _TO_HAND_OVER)
    _index("ix_letter_supplement", "letter", ["composed_at"], _SUPPLEMENT)


def downgrade() -> None:
    op.drop_index("ix_letter_supplement", "letter")
    op.drop_index("ix_effect_to_hand_over", "effect")
    op.drop_index("ix_effect_for_staff", "effect")
    with op.batch_alter_table("mailbox") as batch:
        for name in ("holder", "protected", "active", "words"):
            batch.drop_column(name)
    op.drop_index("ix_cases_received", "cases")
    op.drop_index("ix_cases_ended", "cases")
    op.drop_index("ix_cases_open_due", "cases")
    for name in ("outcome", "timing", "by_itself"):
        op.drop_column("cases", name)
    _index("ix_cases_open_due", "cases", _QUEUE, _OPEN)
    op.create_index("ix_cases_ended_at_id_received_at", "cases", ["ended_at", "id", "received_at"])


def _index(name: str, table: str, columns: Sequence[str], where: sa.TextClause) -> None:
    op.create_index(name, table, columns, sqlite_where=where, postgresql_where=where)


def _cases() -> None:
    # Not as a batch: SQLite would copy the whole table, sealed content included.
    for name, length, default in (("outcome", 8, "open"), ("timing", 6, "")):
        column = sa.Column(name, sa.String(length), nullable=False, server_default=default)
        op.add_column("cases", column)
    op.add_column(
        "cases", sa.Column("by_itself", sa.Boolean(), nullable=False, server_default=sa.false())
    )
    connection = op.get_bind()
    day = _LOCAL_DAY[connection.dialect.name]
    days = {"ended_on": day.format("ended_at"), "due_on": day.format("due_at")}
    connection.execute(sa.text(_HOW_IT_ENDED.format_map(days)))
    op.drop_index("ix_cases_open_due", "cases")
    also = ("received_at", "procedure", "channel")
    _index("ix_cases_open_due", "cases", (*_QUEUE, *also), _OPEN)
    op.drop_index("ix_cases_ended_at_id_received_at", "cases")
    counted = ("ended_at", "id", "received_at", "due_at", *_KEYS, "timing", "by_itself")
    op.create_index("ix_cases_ended", "cases", counted)
    op.create_index("ix_cases_received", "cases", ("received_at", "id", *_KEYS))


def _mailboxes() -> None:
    for name, kind, default in (
        ("holder", sa.String(16), ""),
        ("protected", sa.Boolean(), sa.false()),
        ("active", sa.Boolean(), sa.true()),
        ("words", sa.Text(), ""),
    ):
        column = sa.Column(name, kind, nullable=False, server_default=default)
        op.add_column("mailbox", column)
    connection = op.get_bind()
    for address, box in connection.execute(sa.select(_mailbox.c.address, _mailbox.c.content)).all():
        told = [box.get(name, "") for name in ("name", "unit", "position", "phone")]
        values = {
            "holder": box["holder"],
            "protected": box.get("protected", False),
            "active": box.get("active", True),
            "words": _search_key(address, *told),
        }
        of_mailbox = _mailbox.c.address == address
        connection.execute(sa.update(_mailbox).where(of_mailbox).values(values))


def _search_key(*texts: str) -> str:
    """Return the folded words as the search looked for them when this schema came."""
    decomposed = unicodedata.normalize("NFD", " ".join(texts).lower().replace("đ", "d"))
    plain = "".join(char for char in decomposed if not unicodedata.combining(char))
    words = re.sub(r"[^a-z0-9]+", " ", plain).split()
    return " " + " ".join(dict.fromkeys(words))
