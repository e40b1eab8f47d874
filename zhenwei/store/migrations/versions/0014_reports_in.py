"""Reports that came in, their receipts, and a reporter's identity under a permission of its own."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "report_day",
        sa.Column("day", sa.String(), nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("day", name=op.f("pk_report_day")),
    )
    op.create_table(
        "report_batch",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(), nullable=True),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("reports", sa.Integer(), nullable=False),
        sa.Column("skipped", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report_batch")),
        sa.UniqueConstraint("number", name=op.f("uq_report_batch_number")),
    )
    op.create_index(op.f("ix_report_batch_sha256"), "report_batch", ["sha256"])
    _reports()
    _people()


def _reports() -> None:
    op.create_table(
        "report_in",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("batch_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("line", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("reference", sa.String(), nullable=False),
        sa.Column("reported_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("account", sa.String(), nullable=False),
        sa.Column("sameness", sa.String(), nullable=False),
        sa.Column("repeats_id", sa.Integer(), nullable=True),
        sa.Column("repeats_by", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["batch_id"], ["report_batch.id"], name=op.f("fk_report_in_batch_id_report_batch")),
        sa.ForeignKeyConstraint(["repeats_id"], ["report_in.id"], name=op.f("fk_report_in_repeats_id_report_in")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report_in")),
        sa.UniqueConstraint("batch_id", "position", name=op.f("uq_report_in_batch_id")),
    )
    op.create_index("ix_report_in_source_reference", "report_in", ["source", "reference"])
    op.create_index(op.f("ix_report_in_sameness"), "report_in", ["sameness"])
    op.create_index(op.f("ix_report_in_repeats_id"), "report_in", ["repeats_id"])
    op.create_table(
        "report_address",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("report_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("url", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("lead_id", sa.Integer(), nullable=False),
        sa.Column("known", sa.String(), nullable=False),
        sa.Column("earlier_id", sa.Integer(), nullable=True),
        sa.Column("case_id", sa.Integer(), nullable=True),
        sa.Column("earlier_lead_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["report_id"], ["report_in.id"], name=op.f("fk_report_address_report_id_report_in")),
        sa.ForeignKeyConstraint(["lead_id"], ["lead.id"], name=op.f("fk_report_address_lead_id_lead")),
        sa.ForeignKeyConstraint(["earlier_id"], ["report_in.id"], name=op.f("fk_report_address_earlier_id_report_in")),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_report_address_case_id_case")),
        sa.ForeignKeyConstraint(["earlier_lead_id"], ["lead.id"], name=op.f("fk_report_address_earlier_lead_id_lead")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report_address")),
    )
    for column in ("report_id", "key", "lead_id"):
        op.create_index(op.f(f"ix_report_address_{column}"), "report_address", [column])


def _people() -> None:
    op.create_table(
        "reporter_look",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("why", sa.String(), nullable=False),
        sa.Column("outcome", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reporter_look")),
    )
    op.create_index(op.f("ix_reporter_look_number"), "reporter_look", ["number"])
    op.create_table(
        "permission",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("given", sa.Boolean(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_permission")),
    )
    op.create_index(op.f("ix_permission_account"), "permission", ["account"])
    with op.batch_alter_table("reporter") as table:
        table.alter_column("lead_id", existing_type=sa.Integer(), nullable=True)
        table.add_column(sa.Column("report_id", sa.Integer(), nullable=True))
        table.add_column(sa.Column("sealed", sa.Boolean(), nullable=False, server_default=sa.false()))
        table.add_column(sa.Column("told_at", sa.DateTime(timezone=True), nullable=True))
    # What was told before counts from the day on which its lead came in.
    op.execute("update reporter set told_at = (select first_seen from lead where lead.id = reporter.lead_id)")
    with op.batch_alter_table("reporter") as table:
        table.alter_column("told_at", existing_type=sa.DateTime(timezone=True), nullable=False)
        table.alter_column("sealed", existing_type=sa.Boolean(), server_default=None)
        table.create_foreign_key(op.f("fk_reporter_report_id_report_in"), "report_in", ["report_id"], ["id"])
        table.create_unique_constraint(op.f("uq_reporter_report_id"), ["report_id"])
    op.create_index(op.f("ix_reporter_told_at"), "reporter", ["told_at"])


def downgrade() -> None:
    op.drop_index(op.f("ix_reporter_told_at"), "reporter")
    op.execute("delete from reporter where lead_id is null or sealed")
    with op.batch_alter_table("reporter") as table:
        table.drop_constraint(op.f("uq_reporter_report_id"), type_="unique")
        table.drop_constraint(op.f("fk_reporter_report_id_report_in"), type_="foreignkey")
        for column in ("report_id", "sealed", "told_at"):
            table.drop_column(column)
        table.alter_column("lead_id", existing_type=sa.Integer(), nullable=False)
    for name in ("permission", "reporter_look", "report_address", "report_in", "report_batch", "report_day"):
        op.drop_table(name)
