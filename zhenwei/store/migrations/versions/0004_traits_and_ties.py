"""What ties sites of one operator, why cases are tied, and what became of the groups."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "trait",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("site_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("value", sa.String(), nullable=False),
        sa.Column("visit_id", sa.Integer(), nullable=True),
        sa.Column("first_seen", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_seen", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["site_id"], ["site.id"], name=op.f("fk_trait_site_id_site")),
        sa.ForeignKeyConstraint(["visit_id"], ["visit.id"], name=op.f("fk_trait_visit_id_visit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_trait")),
        sa.UniqueConstraint("site_id", "kind", "value", name=op.f("uq_trait_site_id")),
    )
    op.create_index("ix_trait_kind_value", "trait", ["kind", "value"])
    op.create_table(
        "tie",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("other_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("value", sa.String(), nullable=False),
        sa.Column("strength", sa.String(), nullable=False),
        sa.Column("visit_id", sa.Integer(), nullable=True),
        sa.Column("other_visit_id", sa.Integer(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_tie_case_id_case")),
        sa.ForeignKeyConstraint(["other_id"], ["case.id"], name=op.f("fk_tie_other_id_case")),
        sa.ForeignKeyConstraint(["visit_id"], ["visit.id"], name=op.f("fk_tie_visit_id_visit")),
        sa.ForeignKeyConstraint(["other_visit_id"], ["visit.id"], name=op.f("fk_tie_other_visit_id_visit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tie")),
        sa.UniqueConstraint("case_id", "other_id", "kind", "value", name=op.f("uq_tie_case_id")),
    )
    op.create_index(op.f("ix_tie_other_id"), "tie", ["other_id"])
    op.create_table(
        "operator_event",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("night_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("operator", sa.String(), nullable=False),
        sa.Column("what", sa.String(), nullable=False),
        sa.Column("other", sa.String(), nullable=False),
        sa.Column("cases", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["night_id"], ["night.id"], name=op.f("fk_operator_event_night_id_night")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_operator_event")),
    )
    op.create_index(op.f("ix_operator_event_operator"), "operator_event", ["operator"])
    op.create_index(op.f("ix_operator_event_other"), "operator_event", ["other"])


def downgrade() -> None:
    op.drop_table("operator_event")
    op.drop_table("tie")
    op.drop_table("trait")
