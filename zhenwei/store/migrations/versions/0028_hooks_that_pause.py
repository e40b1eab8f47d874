"""Hooks that pause, what a receiver answered, and an index for the messages that were given up."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("hook", sa.Column("paused_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("hook", sa.Column("paused_by", sa.String(), nullable=False, server_default=""))
    op.add_column("outbox", sa.Column("status", sa.Integer(), nullable=False, server_default="0"))
    given_up = sa.text("outcome = 'given-up'")
    op.create_index("ix_outbox_given_up", "outbox", ["hook_id"], sqlite_where=given_up, postgresql_where=given_up)


def downgrade() -> None:
    op.drop_index("ix_outbox_given_up", "outbox")
    op.drop_column("outbox", "status")
    op.drop_column("hook", "paused_by")
    op.drop_column("hook", "paused_at")
