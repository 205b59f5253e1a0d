"""A slip tells which process holds it, so that what a dead one held waits for no lease"""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("work", sa.Column("owner", sa.String(16), nullable=False, server_default=""))


def downgrade() -> None:
    op.drop_column("work", "owner")
