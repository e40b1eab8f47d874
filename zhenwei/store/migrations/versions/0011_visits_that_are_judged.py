"""Which visits an assessment of their night rests on, so that what waits to be judged is found at once."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("visit", sa.Column("judged", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.create_index(
        "ix_visit_to_judge",
        "visit",
        ["night_id", "site_id"],
        sqlite_where=sa.text("judged = 0 and outcome <> ''"),
        postgresql_where=sa.text("not judged and outcome <> ''"),
    )


def downgrade() -> None:
    op.drop_index("ix_visit_to_judge", "visit")
    op.drop_column("visit", "judged")
