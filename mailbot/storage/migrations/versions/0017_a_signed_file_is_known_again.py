"""A signed file is known again, whatever letter it comes with"""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("verdict", sa.Column("mark", sa.String(128), nullable=False, server_default=""))
    op.create_index("ix_verdict_mark", "verdict", ["mark"])


def downgrade() -> None:
    op.drop_index("ix_verdict_mark", "verdict")
    op.drop_column("verdict", "mark")
