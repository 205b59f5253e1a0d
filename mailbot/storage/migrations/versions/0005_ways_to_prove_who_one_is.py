"""Ways to prove who one is: passkeys, sessions one can tell apart, an address for our mails"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("staff") as staff:
        staff.add_column(sa.Column("email", sa.String(254), nullable=False, server_default=""))
        staff.add_column(
            sa.Column("single_keys", sa.Boolean(), nullable=False, server_default=sa.true())
        )
    with op.batch_alter_table("staff_session") as session:
        session.add_column(sa.Column("address", sa.String(60), nullable=False, server_default=""))
        session.add_column(sa.Column("agent", sa.String(200), nullable=False, server_default=""))
        session.add_column(sa.Column("sealed_totp", sa.LargeBinary(), nullable=True))
    op.create_table(
        "passkey",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("staff_id", sa.Integer(), nullable=False),
        sa.Column("credential", sa.String(length=1400), nullable=False),
        sa.Column("public_key", sa.LargeBinary(), nullable=False),
        sa.Column("sign_count", sa.BigInteger(), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_passkey_staff_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_passkey")),
        sa.UniqueConstraint("credential", name=op.f("uq_passkey_credential")),
    )
    op.create_index(op.f("ix_passkey_staff_id"), "passkey", ["staff_id"])
    op.create_table(
        "challenge",
        sa.Column("sha", sa.String(length=64), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("sha", name=op.f("pk_challenge")),
    )


def downgrade() -> None:
    op.drop_table("challenge")
    op.drop_table("passkey")
    with op.batch_alter_table("staff_session") as session:
        for name in ("sealed_totp", "agent", "address"):
            session.drop_column(name)
    with op.batch_alter_table("staff") as staff:
        for name in ("single_keys", "email"):
            staff.drop_column(name)
