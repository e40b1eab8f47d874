"""An index for the order of all cases, whatever their state: one walk in place of one for each state."""

from __future__ import annotations

from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_case_order", "case", ["urgency", "id", "first_seen"])


def downgrade() -> None:
    op.drop_index("ix_case_order", "case")
