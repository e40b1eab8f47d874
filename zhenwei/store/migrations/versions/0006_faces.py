"""What the profiles of a visit were shown, and why these profiles looked."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "profile_choice",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("night_id", sa.Integer(), nullable=False),
        sa.Column("site_id", sa.Integer(), nullable=False),
        sa.Column("why", sa.String(), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("profiles", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["night_id"], ["night.id"], name=op.f("fk_profile_choice_night_id_night")),
        sa.ForeignKeyConstraint(["site_id"], ["site.id"], name=op.f("fk_profile_choice_site_id_site")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_profile_choice")),
        sa.UniqueConstraint("night_id", "site_id", "why", name=op.f("uq_profile_choice_night_id")),
    )
    op.create_index(op.f("ix_profile_choice_site_id"), "profile_choice", ["site_id"])
    op.create_table(
        "face_difference",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("night_id", sa.Integer(), nullable=False),
        sa.Column("site_id", sa.Integer(), nullable=False),
        sa.Column("url", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("profiles", sa.String(), nullable=False),
        sa.Column("others", sa.String(), nullable=False),
        sa.Column("detail", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["night_id"], ["night.id"], name=op.f("fk_face_difference_night_id_night")),
        sa.ForeignKeyConstraint(["site_id"], ["site.id"], name=op.f("fk_face_difference_site_id_site")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_face_difference")),
        sa.UniqueConstraint("night_id", "site_id", "url", "kind", "profiles", name=op.f("uq_face_difference_night_id")),
    )
    op.create_index(op.f("ix_face_difference_site_id"), "face_difference", ["site_id"])


def downgrade() -> None:
    op.drop_table("face_difference")
    op.drop_table("profile_choice")
