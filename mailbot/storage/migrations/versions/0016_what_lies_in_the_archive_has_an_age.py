"""What lies in the database's archive has an age, by which a crash's leavings are told from new"""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    now = sa.Column(
        "put_at", sa.DateTime(timezone=True), nullable=False, server_default=sa.func.now()
    )
    with op.batch_alter_table("raw_mail") as batch:
        batch.add_column(now)


def downgrade() -> None:
    with op.batch_alter_table("raw_mail") as batch:
        batch.drop_column("put_at")
