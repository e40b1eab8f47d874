"""Hosts that wait for a turn, who has which host in hand, and an index of the visits that wait."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0004"
branch_labels = None
depends_on = None

WAITING = sa.text("outcome = ''")


def upgrade() -> None:
    op.create_table(
        "turn",
        sa.Column("night_id", sa.Integer(), nullable=False),
        sa.Column("site_id", sa.Integer(), nullable=False),
        sa.Column("purpose", sa.String(), nullable=False),
        sa.Column("priority", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["night_id"], ["night.id"], name=op.f("fk_turn_night_id_night")),
        sa.ForeignKeyConstraint(["site_id"], ["site.id"], name=op.f("fk_turn_site_id_site")),
        sa.PrimaryKeyConstraint("night_id", "site_id", "purpose", name=op.f("pk_turn")),
    )
    op.create_index("ix_turn_order", "turn", ["night_id", "purpose", "priority", "site_id"])
    op.create_table(
        "hold",
        sa.Column("site_id", sa.Integer(), nullable=False),
        sa.Column("night_id", sa.Integer(), nullable=False),
        sa.Column("purpose", sa.String(), nullable=False),
        sa.Column("priority", sa.Integer(), nullable=False),
        sa.Column("worker", sa.String(), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("next_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["night_id"], ["night.id"], name=op.f("fk_hold_night_id_night")),
        sa.ForeignKeyConstraint(["site_id"], ["site.id"], name=op.f("fk_hold_site_id_site")),
        sa.PrimaryKeyConstraint("site_id", name=op.f("pk_hold")),
    )
    op.create_index(op.f("ix_hold_worker"), "hold", ["worker"])
    op.create_index(
        "ix_visit_waiting", "visit", ["night_id", "purpose", "site_id", "id"],
        sqlite_where=WAITING, postgresql_where=WAITING,
    )  # fmt: skip
    # Visits that wait while the store is brought to this version: their hosts have a turn to come.
    op.execute(
        "INSERT INTO turn (night_id, site_id, purpose, priority)"
        " SELECT DISTINCT night_id, site_id, purpose, 5 FROM visit WHERE outcome = ''"
    )


def downgrade() -> None:
    op.drop_index("ix_visit_waiting", "visit")
    op.drop_table("hold")
    op.drop_table("turn")
