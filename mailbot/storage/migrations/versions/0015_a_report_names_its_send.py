"""Each send of a mail has an id of its own: a delivery report tells which one it speaks of"""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    column = sa.Column("envelope_id", sa.String(16), nullable=False, server_default="")
    op.add_column("outbox", column)


def downgrade() -> None:
    op.drop_column("outbox", "envelope_id")
