"""Versions, numbers, sending and answers of letters; clocks that are done; reminders that were sent."""

from __future__ import annotations

import re

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0009"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "notice_version",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("notice_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("made", sa.String(), nullable=False),
        sa.Column("folder", sa.String(), nullable=False),
        sa.Column("manifest_sha256", sa.String(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("why", sa.String(), nullable=False),
        sa.Column("change", sa.String(), nullable=False),
        sa.Column("day", sa.Date(), nullable=True),
        sa.Column("given", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["notice_id"], ["notice.id"], name=op.f("fk_notice_version_notice_id_notice")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notice_version")),
        sa.UniqueConstraint("notice_id", "version", name=op.f("uq_notice_version_notice_id")),
    )
    op.create_table(
        "number_book",
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("code", "year", name=op.f("pk_number_book")),
    )
    op.create_table(
        "notice_number",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("notice_id", sa.Integer(), nullable=False),
        sa.Column("given", sa.String(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["notice_id"], ["notice.id"], name=op.f("fk_notice_number_notice_id_notice")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notice_number")),
        sa.UniqueConstraint("code", "year", "sequence", name=op.f("uq_notice_number_code")),
        sa.UniqueConstraint("notice_id", name=op.f("uq_notice_number_notice_id")),
    )
    op.create_table(
        "notice_dispatch",
        sa.Column("notice_id", sa.Integer(), nullable=False),
        sa.Column("sent_at", MOMENT, nullable=False),
        sa.Column("received_at", MOMENT, nullable=True),
        sa.Column("reply_by", sa.Date(), nullable=True),
        sa.Column("reply_days", sa.Integer(), nullable=False),
        sa.Column("reply_working", sa.Boolean(), nullable=False),
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("cites", sa.JSON(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["notice_id"], ["notice.id"], name=op.f("fk_notice_dispatch_notice_id_notice")),
        sa.PrimaryKeyConstraint("notice_id", name=op.f("pk_notice_dispatch")),
    )
    op.create_table(
        "notice_answer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("notice_id", sa.Integer(), nullable=False),
        sa.Column("result", sa.String(), nullable=False),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.Column("cases", sa.JSON(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["notice_id"], ["notice.id"], name=op.f("fk_notice_answer_notice_id_notice")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notice_answer")),
    )
    op.create_index(op.f("ix_notice_answer_notice_id"), "notice_answer", ["notice_id"], unique=False)
    op.create_table(
        "clock_done",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_clock_done")),
    )
    op.create_index(op.f("ix_clock_done_key"), "clock_done", ["key"], unique=False)
    op.create_table(
        "reminder_digest",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("message_id", sa.String(), nullable=False),
        sa.Column("claimed_until", MOMENT, nullable=False),
        sa.Column("sent_at", MOMENT, nullable=True),
        sa.Column("fault", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reminder_digest")),
        sa.UniqueConstraint("day", name=op.f("uq_reminder_digest_day")),
    )
    op.create_table(
        "reminder",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("digest_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["digest_id"], ["reminder_digest.id"], name=op.f("fk_reminder_digest_id_reminder_digest")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reminder")),
        sa.UniqueConstraint("key", name=op.f("uq_reminder_key")),
    )
    _carry_over()


def _carry_over() -> None:
    # Letters from before: the folder that they have is their first version.
    op.execute(
        "insert into notice_version (notice_id, version, made, folder, manifest_sha256, by, at, why, change, given) "
        "select id, 1, 'drafted', folder, manifest_sha256, drafted_by, drafted_at, '', '', number from notice"
    )
    # Numbers that people gave by hand, in the form that GB/T 9704 knows: first come, first kept.
    shape = re.compile(r"^(.{1,40})〔(\d{4})〕([1-9]\d{0,4})号$")
    rows = op.get_bind().execute(
        sa.text("select id, number, drafted_by, drafted_at from notice where number <> '' order by id")
    )
    book: dict[tuple[str, int], set[int]] = {}
    for notice, given, by, at in rows.all():
        found = shape.match(given)
        if found is None or int(found[3]) in book.get((found[1], int(found[2])), ()):
            continue
        code, year, sequence = found[1], int(found[2]), int(found[3])
        book.setdefault((code, year), set()).add(sequence)
        _add(
            "insert into notice_number (code, year, sequence, notice_id, given, day, by, at) "
            "values (:code, :year, :sequence, :notice, :given, :day, :by, :at)",
            {"code": code, "year": year, "sequence": sequence, "notice": notice, "given": given, "by": by, "at": at}
            | {"day": str(at)[:10] if str(at)[:4] == str(year) else f"{year}-12-31"},
        )
    for (code, year), taken in book.items():
        values = {"code": code, "year": year, "last": max(taken)}
        _add("insert into number_book (code, year, last) values (:code, :year, :last)", values)


def _add(statement: str, values: dict[str, object]) -> None:
    op.get_bind().execute(sa.text(statement), values)


def downgrade() -> None:
    op.drop_table("reminder")
    op.drop_table("reminder_digest")
    op.drop_table("clock_done")
    op.drop_table("notice_answer")
    op.drop_table("notice_dispatch")
    op.drop_table("notice_number")
    op.drop_table("number_book")
    op.drop_table("notice_version")
