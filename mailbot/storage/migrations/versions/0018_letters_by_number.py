"""Whether a number was given in a year is found without reading all letters"""

from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_letter_number", "letter", ["number"])


def downgrade() -> None:
    op.drop_index("ix_letter_number", "letter")
