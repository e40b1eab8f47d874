"""How much each host was asked, and when it may be asked next."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "host_budget",
        sa.Column("host", sa.String(), nullable=False),
        sa.Column("night_id", sa.Integer(), nullable=False),
        sa.Column("night_used", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("day_used", sa.Integer(), nullable=False),
        sa.Column("next_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_up", sa.String(), nullable=False),
        sa.Column("used_up_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("host", name=op.f("pk_host_budget")),
    )


def downgrade() -> None:
    op.drop_table("host_budget")
