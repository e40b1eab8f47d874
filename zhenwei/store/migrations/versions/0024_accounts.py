"""Sessions, attempts to log in, forced changes of passwords, identities of a provider, and the audit log."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None

ONLY_ADDED = "audit rows are only added"


def upgrade() -> None:
    with op.batch_alter_table("account") as table:
        table.add_column(sa.Column("must_change", sa.Boolean(), nullable=False, server_default=sa.false()))
        table.add_column(sa.Column("identity", sa.String(), nullable=True))
        table.add_column(sa.Column("last_login_at", sa.DateTime(timezone=True), nullable=True))
    with op.batch_alter_table("account") as table:
        table.alter_column("must_change", existing_type=sa.Boolean(), server_default=None)
        table.create_unique_constraint(op.f("uq_account_identity"), ["identity"])
    op.create_table(
        "desk_session",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("address", sa.String(), nullable=False),
        sa.Column("way", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_desk_session_account_id_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_desk_session")),
    )
    op.create_index(op.f("ix_desk_session_account_id"), "desk_session", ["account_id"])
    op.create_index(op.f("ix_desk_session_seen_at"), "desk_session", ["seen_at"])
    op.create_table(
        "login_try",
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("kind", "key", name=op.f("pk_login_try")),
    )
    op.create_index(op.f("ix_login_try_since"), "login_try", ["since"])
    _audit()


def _audit() -> None:
    words = ("who", "kind", "act", "about", "detail", "address", "previous", "digest")
    op.create_table(
        "audit",
        sa.Column("n", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        *(sa.Column(name, sa.String(), nullable=False) for name in words),
        sa.PrimaryKeyConstraint("n", name=op.f("pk_audit")),
    )
    op.create_index(op.f("ix_audit_at"), "audit", ["at"])
    op.create_index(op.f("ix_audit_about"), "audit", ["about"])
    op.create_index("ix_audit_who_n", "audit", ["who", "n"])
    op.create_index("ix_audit_kind_n", "audit", ["kind", "n"])
    if op.get_bind().dialect.name == "sqlite":
        for act in ("update", "delete"):
            op.execute(
                f"create trigger audit_no_{act} before {act} on audit begin select raise(abort, '{ONLY_ADDED}'); end"
            )
        return
    op.execute(
        "create function audit_only_added() returns trigger language plpgsql as "
        f"$$ begin raise exception '{ONLY_ADDED}'; end $$"
    )
    op.execute(
        "create trigger audit_only_added before update or delete or truncate on audit "
        "for each statement execute function audit_only_added()"
    )


def downgrade() -> None:
    op.drop_table("audit")
    if op.get_bind().dialect.name != "sqlite":
        op.execute("drop function audit_only_added()")
    op.drop_table("login_try")
    op.drop_table("desk_session")
    with op.batch_alter_table("account") as table:
        table.drop_constraint(op.f("uq_account_identity"), type_="unique")
        for column in ("must_change", "identity", "last_login_at"):
            table.drop_column(column)
