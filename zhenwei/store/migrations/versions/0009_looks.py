"""Looks at the sites of cases over time, where each stands, and to where sites have moved."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "look",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("night_id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("answers", sa.JSON(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("standing", sa.String(), nullable=False),
        sa.Column("cause", sa.String(), nullable=False),
        sa.Column("why", sa.String(), nullable=False),
        sa.Column("shows", sa.Boolean(), nullable=False),
        sa.Column("event", sa.String(), nullable=False),
        sa.Column("moved_to", sa.String(), nullable=False),
        sa.Column("visits", sa.JSON(), nullable=False),
        sa.Column("folder", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["night_id"], ["night.id"], name=op.f("fk_look_night_id_night")),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_look_case_id_case")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_look")),
        sa.UniqueConstraint("night_id", "case_id", name=op.f("uq_look_night_id")),
    )
    op.create_index(op.f("ix_look_case_id"), "look", ["case_id"])
    op.create_table(
        "case_standing",
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("standing", sa.String(), nullable=False),
        sa.Column("why", sa.String(), nullable=False),
        sa.Column("last_alive", sa.DateTime(timezone=True), nullable=True),
        sa.Column("alive_visit_id", sa.Integer(), nullable=True),
        sa.Column("first_down", sa.DateTime(timezone=True), nullable=True),
        sa.Column("gone_since", sa.DateTime(timezone=True), nullable=True),
        sa.Column("next_look_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_case_standing_case_id_case")),
        sa.ForeignKeyConstraint(["alive_visit_id"], ["visit.id"], name=op.f("fk_case_standing_alive_visit_id_visit")),
        sa.PrimaryKeyConstraint("case_id", name=op.f("pk_case_standing")),
    )
    op.create_index(op.f("ix_case_standing_next_look_at"), "case_standing", ["next_look_at"])
    op.create_table(
        "move",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("site_id", sa.Integer(), nullable=False),
        sa.Column("url", sa.String(), nullable=False),
        sa.Column("how", sa.String(), nullable=False),
        sa.Column("value", sa.String(), nullable=False),
        sa.Column("visit_id", sa.Integer(), nullable=True),
        sa.Column("night_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_move_case_id_case")),
        sa.ForeignKeyConstraint(["site_id"], ["site.id"], name=op.f("fk_move_site_id_site")),
        sa.ForeignKeyConstraint(["visit_id"], ["visit.id"], name=op.f("fk_move_visit_id_visit")),
        sa.ForeignKeyConstraint(["night_id"], ["night.id"], name=op.f("fk_move_night_id_night")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_move")),
        sa.UniqueConstraint("case_id", "site_id", "how", name=op.f("uq_move_case_id")),
    )
    op.create_index(op.f("ix_move_site_id"), "move", ["site_id"])
    op.create_index(op.f("ix_move_night_id"), "move", ["night_id"])


def downgrade() -> None:
    op.drop_table("move")
    op.drop_table("case_standing")
    op.drop_table("look")
