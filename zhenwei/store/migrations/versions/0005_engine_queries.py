"""What engines were asked, page by page, and what they answered, result by result."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "engine_query",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("night_id", sa.Integer(), nullable=False),
        sa.Column("engine", sa.String(), nullable=False),
        sa.Column("query", sa.String(), nullable=False),
        sa.Column("page", sa.Integer(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("outcome", sa.String(), nullable=False),
        sa.Column("why", sa.String(), nullable=False),
        sa.Column("shown_for", sa.String(), nullable=False),
        sa.Column("partial", sa.String(), nullable=False),
        sa.Column("total", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_engine_query_unit_id_unit")),
        sa.ForeignKeyConstraint(["night_id"], ["night.id"], name=op.f("fk_engine_query_night_id_night")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_engine_query")),
        sa.UniqueConstraint("unit_id", name=op.f("uq_engine_query_unit_id")),
    )
    op.create_index("ix_engine_query_engine_asked_at", "engine_query", ["engine", "asked_at"])
    op.create_index(op.f("ix_engine_query_night_id"), "engine_query", ["night_id"])
    op.create_table(
        "engine_result",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("query_id", sa.Integer(), nullable=False),
        sa.Column("rank", sa.Integer(), nullable=False),
        sa.Column("ad", sa.Boolean(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("url", sa.String(), nullable=False),
        sa.Column("target", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["query_id"], ["engine_query.id"], name=op.f("fk_engine_result_query_id_engine_query"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_engine_result")),
        sa.UniqueConstraint("query_id", "rank", name=op.f("uq_engine_result_query_id")),
    )


def downgrade() -> None:
    op.drop_table("engine_result")
    op.drop_table("engine_query")
