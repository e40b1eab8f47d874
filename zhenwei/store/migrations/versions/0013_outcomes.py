"""When cases were opened, figures of other offices, and public digests."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "case_opening",
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_case_opening_case_id_case")),
        sa.PrimaryKeyConstraint("case_id", name=op.f("pk_case_opening")),
    )
    op.create_index(op.f("ix_case_opening_at"), "case_opening", ["at"])
    op.create_table(
        "outcome",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("month", sa.String(), nullable=False),
        sa.Column("office", sa.String(), nullable=False),
        sa.Column("field", sa.String(), nullable=False),
        sa.Column("hundredths", sa.BigInteger(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("corrects", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["corrects"], ["outcome.id"], name=op.f("fk_outcome_corrects_outcome")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outcome")),
    )
    op.create_index(op.f("ix_outcome_month"), "outcome", ["month"])
    op.create_table(
        "public_digest",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("cases", sa.JSON(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("edits", sa.Integer(), nullable=True),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["edits"], ["public_digest.id"], name=op.f("fk_public_digest_edits_public_digest")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_public_digest")),
    )
    op.create_index(op.f("ix_public_digest_state"), "public_digest", ["state"])
    op.create_table(
        "public_digest_event",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("digest_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("event", sa.String(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["digest_id"], ["public_digest.id"], name=op.f("fk_public_digest_event_digest_id_public_digest")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_public_digest_event")),
    )
    op.create_index(op.f("ix_public_digest_event_digest_id"), "public_digest_event", ["digest_id"])


def downgrade() -> None:
    op.drop_table("public_digest_event")
    op.drop_table("public_digest")
    op.drop_table("outcome")
    op.drop_table("case_opening")
