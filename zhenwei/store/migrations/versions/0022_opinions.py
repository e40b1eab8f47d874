"""Second opinions, and decisions that take another back."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("decision") as table:
        table.add_column(sa.Column("state_before", sa.String(), nullable=False, server_default=""))
        table.add_column(sa.Column("undoes_id", sa.Integer(), nullable=True))
    with op.batch_alter_table("decision") as table:
        table.alter_column("state_before", existing_type=sa.String(), server_default=None)
        table.create_foreign_key(op.f("fk_decision_undoes_id_decision"), "decision", ["undoes_id"], ["id"])
        table.create_unique_constraint(op.f("uq_decision_undoes_id"), ["undoes_id"])
    op.create_table(
        "opinion_request",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("asked_by", sa.String(), nullable=False),
        sa.Column("asked_of", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("question", sa.String(), nullable=False),
        sa.Column("verdict_shown", sa.String(), nullable=False),
        sa.Column("impersonation_shown", sa.Double(), nullable=False),
        sa.Column("sale_shown", sa.Double(), nullable=False),
        sa.Column("ended", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_opinion_request_case_id_case")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_opinion_request")),
    )
    for column in ("case_id", "asked_by", "asked_of"):
        op.create_index(op.f(f"ix_opinion_request_{column}"), "opinion_request", [column])
    op.create_table(
        "opinion",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("request_id", sa.Integer(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("word", sa.String(), nullable=False),
        sa.Column("why", sa.String(), nullable=False),
        sa.Column("verdict_shown", sa.String(), nullable=False),
        sa.Column("impersonation_shown", sa.Double(), nullable=False),
        sa.Column("sale_shown", sa.Double(), nullable=False),
        sa.ForeignKeyConstraint(
            ["request_id"], ["opinion_request.id"], name=op.f("fk_opinion_request_id_opinion_request")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_opinion")),
        sa.UniqueConstraint("request_id", "by", name=op.f("uq_opinion_request_id")),
    )


def downgrade() -> None:
    op.drop_table("opinion")
    op.drop_table("opinion_request")
    with op.batch_alter_table("decision") as table:
        table.drop_constraint(op.f("uq_decision_undoes_id"), type_="unique")
        table.drop_constraint(op.f("fk_decision_undoes_id_decision"), type_="foreignkey")
        table.drop_column("undoes_id")
        table.drop_column("state_before")
