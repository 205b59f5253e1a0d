"""More than one host: raw mail in the database, leases, who is there"""

import sqlalchemy as sa
from alembic import op

from mailbot.errors import SettingsError

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "raw_mail",
        sa.Column("sha", sa.String(length=64), nullable=False),
        sa.Column("raw", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("sha", name=op.f("pk_raw_mail")),
    )
    op.create_table(
        "host",
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("settings_sha", sa.String(length=64), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_host")),
    )
    op.create_table(
        "lease",
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("holder", sa.String(length=120), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_lease")),
    )


def downgrade() -> None:
    if op.get_bind().execute(sa.text("SELECT 1 FROM raw_mail LIMIT 1")).first() is not None:
        raise SettingsError("Kho lưu nằm trong cơ sở dữ liệu: không lùi được về trước bản 0002.")
    op.drop_table("lease")
    op.drop_table("host")
    op.drop_table("raw_mail")
