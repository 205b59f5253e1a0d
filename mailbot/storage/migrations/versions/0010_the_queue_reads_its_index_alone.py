"""The index of open cases holds all that the queue sorts and counts"""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

_NAME = "ix_cases_open_due"
_OPEN = sa.text("state NOT IN ('answered', 'closed')")


def upgrade() -> None:
    _make("due_at", "id", "state", "version", "number", "agency_code")


def downgrade() -> None:
    _make("due_at")


def _make(*columns: str) -> None:
    op.drop_index(_NAME, "cases")
    op.create_index(_NAME, "cases", columns, sqlite_where=_OPEN, postgresql_where=_OPEN)
