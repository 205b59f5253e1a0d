"""Whoever was given a mailbox is found again: by telephone, and by a mark of the national ID"""

import re

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

# Telephone keys as they were made when this schema came: a later way of making them brings its own
# migration, and this one goes on doing what it did.
_NUMBER = re.compile(r"\(?\+?\d(?:[\s.()\-–]*\d)*")
_ABROAD = re.compile(r"^(?:\+|00)84|^84(?=\d{9,10}$)")
_LENGTHS = range(8, 12)

_mailbox = sa.table(
    "mailbox",
    sa.column("address", sa.String()),
    sa.column("content", sa.JSON()),
    sa.column("phone_key", sa.String()),
)


def upgrade() -> None:
    column = sa.Column("phone_key", sa.String(40), nullable=False, server_default="")
    op.add_column("mailbox", column)
    connection = op.get_bind()
    for address, box in connection.execute(sa.select(_mailbox.c.address, _mailbox.c.content)).all():
        key = _phone_key(box.get("phone", ""))
        of_mailbox = _mailbox.c.address == address
        connection.execute(sa.update(_mailbox).where(of_mailbox).values(phone_key=key))
    op.create_index("ix_mailbox_phone_key", "mailbox", ["phone_key"])
    # Marking needs the sealing key: `db upgrade` marks what is there, once the columns are.
    op.add_column("effect", sa.Column("holder_mark", sa.String(16), nullable=True))
    op.create_index("ix_effect_holder_mark", "effect", ["holder_mark"])


def _phone_key(text: str) -> str:
    found = _NUMBER.search(text)
    digits = re.sub(r"[^\d+]", "", found[0]) if found else ""
    national = "0" + _ABROAD.sub("", digits).lstrip("0")
    return national if len(national) in _LENGTHS else ""


def downgrade() -> None:
    op.drop_index("ix_effect_holder_mark", "effect")
    op.drop_column("effect", "holder_mark")
    op.drop_index("ix_mailbox_phone_key", "mailbox")
    op.drop_column("mailbox", "phone_key")
