"""The queue: stored urgency, its indices, the search, saved filters."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0013"
branch_labels = None
depends_on = None

URGENCY = (
    "CAST(ROUND(CASE verdict WHEN 'counterfeit_site' THEN 10 WHEN 'certificate_sale' THEN 9 WHEN 'hijacked_site' THEN 8"
    " WHEN 'unclear' THEN 5 WHEN 'benign' THEN 1 WHEN 'official' THEN 1 ELSE 5 END"
    " * (10 * (CASE WHEN impersonation >= sale THEN impersonation ELSE sale END)"
    " + 2.5 * (CASE WHEN impersonation >= sale THEN sale ELSE impersonation END))) AS INTEGER)"
)
INDICES = {
    "ix_case_queue": ("case", ["state", "urgency", "id", "first_seen", "verdict", "target"]),
    "ix_case_queue_verdict": ("case", ["state", "verdict", "urgency", "id", "first_seen"]),
    "ix_case_queue_target": ("case", ["state", "target", "urgency", "id", "first_seen", "verdict"]),
    "ix_case_target": ("case", ["target"]),
    "ix_case_first_seen": ("case", ["first_seen"]),
    "ix_lead_source_site": ("lead", ["source", "site_id"]),
    "ix_decision_by": ("decision", ["by", "case_id"]),
}


def upgrade() -> None:
    # SQLite adds no stored column to a table that is there; the indices store it anyway.
    kept = True if op.get_bind().dialect.name == "postgresql" else None
    op.add_column("case", sa.Column("urgency", sa.Integer(), sa.Computed(URGENCY, persisted=kept), nullable=True))
    for name, (table, columns) in INDICES.items():
        op.create_index(name, table, columns)
    op.create_table(
        "saved_filter",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("query", sa.String(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_saved_filter")),
        sa.UniqueConstraint("account", "name", name=op.f("uq_saved_filter_account")),
    )
    if op.get_bind().dialect.name == "sqlite":
        # Which page holds a word is all that is asked: no places, no lengths, hence a third of the size.
        op.execute(
            "CREATE VIRTUAL TABLE case_search USING fts5"
            "(words, detail=none, columnsize=0, tokenize='unicode61 remove_diacritics 0')"
        )
    else:
        op.execute(
            'CREATE TABLE case_search (case_id integer NOT NULL REFERENCES "case" (id), words tsvector NOT NULL,'
            " CONSTRAINT pk_case_search PRIMARY KEY (case_id))"
        )
        op.execute("CREATE INDEX ix_case_search_words ON case_search USING gin (words)")


def downgrade() -> None:
    op.execute("DROP TABLE case_search")
    op.drop_table("saved_filter")
    for name, (table, _columns) in INDICES.items():
        op.drop_index(name, table)
    op.drop_column("case", "urgency")
