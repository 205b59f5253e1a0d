"""How staff work together: who has a case, who looks at it, notes, held decisions, the search"""

from typing import Any

import sqlalchemy as sa
from alembic import op

from mailbot.storage import case_search
from mailbot.storage.tables import Instant

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _of_a_case("claim", sa.Column("staff_id", sa.Integer(), nullable=False), key=["case_id"])
    op.create_index(op.f("ix_claim_staff_id"), "claim", ["staff_id"])
    _of_a_case(
        "viewer",
        sa.Column("staff_id", sa.Integer(), nullable=False),
        key=["case_id", "staff_id"],
    )
    _of_a_case(
        "case_note",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("who", sa.String(length=200), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        key=["id"],
    )
    op.create_index(op.f("ix_case_note_case_id"), "case_note", ["case_id"])
    _of_a_case(
        "held_decision",
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("officer", sa.String(length=200), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        key=["case_id"],
    )
    case_search.create(op.get_bind())


def _of_a_case(name: str, *columns: sa.Column[Any], key: list[str]) -> None:
    links = [("case_id", "cases")] + [
        ("staff_id", "staff") for c in columns if c.name == "staff_id"
    ]
    op.create_table(
        name,
        sa.Column("case_id", sa.Integer(), nullable=False),
        *columns,
        sa.Column("at", Instant(), nullable=False),
        *(
            sa.ForeignKeyConstraint([own], [f"{table}.id"], name=op.f(f"fk_{name}_{own}_{table}"))
            for own, table in links
        ),
        sa.PrimaryKeyConstraint(*key, name=op.f(f"pk_{name}")),
    )


def downgrade() -> None:
    case_search.drop(op.get_bind())
    for table in ("held_decision", "case_note", "viewer", "claim"):
        op.drop_table(table)
