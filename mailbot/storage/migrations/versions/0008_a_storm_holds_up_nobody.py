"""A storm holds up nobody: mail of proven senders, and work on cases, go before all other mail"""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("work") as work:
        work.add_column(sa.Column("lane", sa.SmallInteger(), nullable=False, server_default="0"))


def downgrade() -> None:
    with op.batch_alter_table("work") as work:
        work.drop_column("lane")
