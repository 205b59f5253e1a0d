"""What the office looks after: working days, review reasons, agency changes, observations"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("cases") as batch:
        batch.add_column(sa.Column("received_at", sa.DateTime(timezone=True), nullable=True))
    op.execute("UPDATE cases SET received_at = arrived_at")
    with op.batch_alter_table("cases") as batch:
        batch.alter_column("received_at", existing_type=sa.DateTime(timezone=True), nullable=False)
    op.create_index(
        op.f("ix_cases_ended_at_id_received_at"), "cases", ["ended_at", "id", "received_at"]
    )
    for name in ("who", "what"):
        op.create_index(op.f(f"ix_history_{name}_id"), "history", [name, "id"])
    op.create_index(op.f("ix_history_at"), "history", ["at"])
    op.create_table(
        "review_reason",
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=60), nullable=False),
        sa.Column("blocks", sa.Boolean(), nullable=False),
        sa.Column("first_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["case_id"], ["cases.id"], name=op.f("fk_review_reason_case_id_cases")
        ),
        sa.PrimaryKeyConstraint("case_id", "code", name=op.f("pk_review_reason")),
    )
    op.create_index(op.f("ix_review_reason_first_at"), "review_reason", ["first_at"])
    op.create_table(
        "working_day",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("working", sa.Boolean(), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("day", name=op.f("pk_working_day")),
    )
    op.create_table(
        "working_year",
        sa.Column("year", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("year", name=op.f("pk_working_year")),
    )
    op.create_table(
        "agency_change",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=100), nullable=False),
        sa.Column("before", sa.JSON(), nullable=False),
        sa.Column("after", sa.JSON(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("proposed_by", sa.String(length=200), nullable=False),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("settled_by", sa.String(length=200), nullable=False),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agency_change")),
    )
    op.create_index(op.f("ix_agency_change_code"), "agency_change", ["code"])
    op.create_table(
        "observation",
        sa.Column("host", sa.String(length=120), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("good", sa.Boolean(), nullable=False),
        sa.Column("lines", sa.JSON(), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("host", "code", name=op.f("pk_observation")),
    )


def downgrade() -> None:
    for table in ("observation", "agency_change", "working_year", "working_day", "review_reason"):
        op.drop_table(table)
    op.drop_index(op.f("ix_history_at"), "history")
    for name in ("what", "who"):
        op.drop_index(op.f(f"ix_history_{name}_id"), "history")
    op.drop_index(op.f("ix_cases_ended_at_id_received_at"), "cases")
    with op.batch_alter_table("cases") as batch:
        batch.drop_column("received_at")
