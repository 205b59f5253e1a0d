"""Long content sealed in pieces: raw mail in rows of moderate size, drafts found by their hash

Going back: content that is sealed by then must be laid open before (`mailbot reseal --open`).
"""

import hashlib

import sqlalchemy as sa
from alembic import op

from mailbot.errors import SettingsError

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

_letter = sa.table(
    "letter",
    sa.column("id", sa.Integer()),
    sa.column("draft", sa.LargeBinary()),
    sa.column("draft_sha", sa.String()),
    sa.column("signed", sa.LargeBinary()),
)
_outbox = sa.table("outbox", sa.column("mime", sa.LargeBinary()))
_raw_mail = sa.table("raw_mail", sa.column("piece", sa.Integer()))
_MARK = sa.literal(b"mailbot\x01", sa.LargeBinary())


def upgrade() -> None:
    with op.batch_alter_table("raw_mail") as batch:
        batch.add_column(sa.Column("piece", sa.Integer(), nullable=False, server_default="0"))
        batch.drop_constraint("pk_raw_mail", type_="primary")
        batch.create_primary_key("pk_raw_mail", ["sha", "piece"])
    with op.batch_alter_table("raw_mail") as batch:
        batch.alter_column("piece", server_default=None)
    with op.batch_alter_table("letter") as batch:
        batch.add_column(
            sa.Column("draft_sha", sa.String(length=64), nullable=False, server_default="")
        )
    _note_hashes()
    with op.batch_alter_table("letter") as batch:
        batch.alter_column("draft_sha", server_default=None)
        batch.create_index("ix_letter_draft_sha", ["draft_sha"])


def _note_hashes() -> None:
    connection = op.get_bind()
    drafted = sa.select(_letter.c.id).where(_letter.c.draft.is_not(None))
    for letter_id in connection.execute(drafted).scalars().all():
        of_letter = _letter.c.id == letter_id
        draft = connection.execute(sa.select(_letter.c.draft).where(of_letter)).scalar_one()
        sha = hashlib.sha256(draft).hexdigest()
        connection.execute(sa.update(_letter).where(of_letter).values(draft_sha=sha))


def downgrade() -> None:
    if _is_sealed(op.get_bind()):
        raise SettingsError("Kho lưu còn niêm phong; hãy chạy 'mailbot reseal --open' trước.")
    with op.batch_alter_table("letter") as batch:
        batch.drop_index("ix_letter_draft_sha")
        batch.drop_column("draft_sha")
    with op.batch_alter_table("raw_mail") as batch:
        batch.drop_constraint("pk_raw_mail", type_="primary")
        batch.drop_column("piece")
        batch.create_primary_key("pk_raw_mail", ["sha"])


def _is_sealed(connection: sa.Connection) -> bool:
    """Return whether mails, letters or drafts lie sealed; of a SQLite database's mails, which lie
    in files, its letters tell.
    """
    pieces = sa.select(_raw_mail.c.piece).where(_raw_mail.c.piece > 0)
    contents = (
        sa.select(column).where(sa.func.substr(column, 1, 8) == _MARK)
        for column in (_letter.c.draft, _letter.c.signed, _outbox.c.mime)
    )
    return any(connection.execute(one.limit(1)).first() is not None for one in (pieces, *contents))
