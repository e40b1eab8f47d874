"""Watched names and what has changed about them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "watched_name",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("domain", sa.String(), nullable=False),
        sa.Column("unicode", sa.String(), nullable=False),
        sa.Column("family", sa.String(), nullable=False),
        sa.Column("target", sa.String(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("first_registered_on", sa.Date(), nullable=True),
        sa.Column("first_resolved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("first_page_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_looked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("next_look_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answers", sa.JSON(), nullable=False),
        sa.Column("quiet", sa.Integer(), nullable=False),
        sa.Column("missing", sa.Integer(), nullable=False),
        sa.Column("failed", sa.Integer(), nullable=False),
        sa.Column("visit_due", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_watched_name")),
        sa.UniqueConstraint("domain", name=op.f("uq_watched_name_domain")),
    )
    op.create_index(op.f("ix_watched_name_next_look_at"), "watched_name", ["next_look_at"])
    op.create_index(op.f("ix_watched_name_state"), "watched_name", ["state"])
    op.create_table(
        "name_event",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name_id", sa.Integer(), nullable=False),
        sa.Column("night_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("what", sa.String(), nullable=False),
        sa.Column("before", sa.String(), nullable=False),
        sa.Column("after", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["name_id"], ["watched_name.id"], name=op.f("fk_name_event_name_id_watched_name")),
        sa.ForeignKeyConstraint(["night_id"], ["night.id"], name=op.f("fk_name_event_night_id_night")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_name_event")),
    )
    op.create_index(op.f("ix_name_event_name_id"), "name_event", ["name_id"])
    op.create_index(op.f("ix_name_event_night_id"), "name_event", ["night_id"])


def downgrade() -> None:
    op.drop_table("name_event")
    op.drop_table("watched_name")
