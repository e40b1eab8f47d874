"""An index for the organs' own sites: a case's page looks them up among a million others."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None


def upgrade() -> None:
    own = sa.text("organ <> ''")
    op.create_index("ix_site_organ", "site", ["organ"], sqlite_where=own, postgresql_where=own)


def downgrade() -> None:
    op.drop_index("ix_site_organ", "site")
