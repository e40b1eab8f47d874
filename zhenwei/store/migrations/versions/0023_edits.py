"""Changes of the watchlist, counts of the front page, and the indices that those counts walk."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None

INDICES = (("decision", "at"), ("notice_dispatch", "sent_at"), ("case_standing", "gone_since"))


def upgrade() -> None:
    op.create_table(
        "front_figure",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seconds", sa.Double(), nullable=False),
        sa.Column("value", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_front_figure")),
    )
    op.create_table(
        "watchlist_edit",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("file", sa.String(), nullable=False),
        sa.Column("why", sa.String(), nullable=False),
        sa.Column("before", sa.String(), nullable=True),
        sa.Column("after", sa.String(), nullable=True),
        sa.Column("undoes", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["undoes"], ["watchlist_edit.id"], name=op.f("fk_watchlist_edit_undoes_watchlist_edit")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_watchlist_edit")),
    )
    op.create_index(op.f("ix_watchlist_edit_file"), "watchlist_edit", ["file"])
    for table, column in INDICES:
        op.create_index(op.f(f"ix_{table}_{column}"), table, [column])


def downgrade() -> None:
    for table, column in INDICES:
        op.drop_index(op.f(f"ix_{table}_{column}"), table)
    op.drop_table("watchlist_edit")
    op.drop_table("front_figure")
