"""Mails of ours that are not done with are found without reading through the bytes of all"""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

_NAME = "ix_outbox_undone"
_UNDONE = sa.text("state NOT IN ('sent', 'cancelled')")


def upgrade() -> None:
    op.create_index(_NAME, "outbox", ["state"], sqlite_where=_UNDONE, postgresql_where=_UNDONE)


def downgrade() -> None:
    op.drop_index(_NAME, "outbox")
