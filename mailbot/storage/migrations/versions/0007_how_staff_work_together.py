"""How staff work together: who has a case, who looks at it, notes, held decisions, the search"""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

# `detail=none`: whether a word is there, not where. Vietnamese syllables have at most 7 letters.
_FTS = "CREATE VIRTUAL TABLE {} USING fts5(words, detail=none, prefix='1 2 3 4 5 6')"
_VECTORS = "CREATE TABLE {} (case_id integer PRIMARY KEY REFERENCES cases (id), words tsvector)"


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
    _search()


def _of_a_case(name: str, *columns: sa.Column[Any], key: list[str]) -> None:
    links = [("case_id", "cases")] + [
        ("staff_id", "staff") for c in columns if c.name == "staff_id"
    ]
    op.create_table(
        name,
        sa.Column("case_id", sa.Integer(), nullable=False),
        *columns,
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        *(
            sa.ForeignKeyConstraint([own], [f"{table}.id"], name=op.f(f"fk_{name}_{own}_{table}"))
            for own, table in links
        ),
        sa.PrimaryKeyConstraint(*key, name=op.f(f"pk_{name}")),
    )


def _search() -> None:
    """Make what the search looks into, in the way of each engine."""
    for name in ("search_open", "search_ended"):
        if op.get_bind().dialect.name == "sqlite":
            op.execute(_FTS.format(name))
        else:
            op.execute(_VECTORS.format(name))
            op.execute(f"CREATE INDEX ix_{name}_words ON {name} USING gin (words)")


def downgrade() -> None:
    for table in ("search_open", "search_ended"):
        op.execute(f"DROP TABLE {table}")
    for table in ("held_decision", "case_note", "viewer", "claim"):
        op.drop_table(table)
