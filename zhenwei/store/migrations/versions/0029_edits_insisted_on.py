"""What a person insisted on when a change of the watchlist was saved."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("watchlist_edit", sa.Column("despite", sa.JSON(), nullable=False, server_default="{}"))


def downgrade() -> None:
    op.drop_column("watchlist_edit", "despite")
