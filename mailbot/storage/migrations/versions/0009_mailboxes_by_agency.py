"""Mailboxes found by their agency, without reading the whole directory"""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

_mailbox = sa.table(
    "mailbox",
    sa.column("address", sa.String()),
    sa.column("agency_code", sa.String()),
    sa.column("content", sa.JSON()),
)


def upgrade() -> None:
    with op.batch_alter_table("mailbox") as batch:
        batch.add_column(
            sa.Column("agency_code", sa.String(length=100), nullable=False, server_default="")
        )
    connection = op.get_bind()
    for address, content in connection.execute(
        sa.select(_mailbox.c.address, _mailbox.c.content)
    ).all():
        of_mailbox = _mailbox.c.address == address
        values = {"agency_code": content["agency_code"]}
        connection.execute(sa.update(_mailbox).where(of_mailbox).values(values))
    with op.batch_alter_table("mailbox") as batch:
        batch.alter_column("agency_code", server_default=None)
        batch.create_index("ix_mailbox_agency_code", ["agency_code"])


def downgrade() -> None:
    with op.batch_alter_table("mailbox") as batch:
        batch.drop_index("ix_mailbox_agency_code")
        batch.drop_column("agency_code")
