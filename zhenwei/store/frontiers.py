"""Which frontier a night uses: all of its workers the same one, or two of them would visit one host."""

from __future__ import annotations

from importlib.util import find_spec

from sqlalchemy import text
from sqlalchemy.orm import Session

from zhenwei.config import Settings
from zhenwei.errors import SettingsError
from zhenwei.store.frontier import Frontier
from zhenwei.store.frontier_rows import RowFrontier
from zhenwei.store.nights import position, set_position

KEY = "frontier"
ROWS, QUEUE = "rows", "pgqueuer"
_ONE_AT_A_TIME = text("SELECT pg_advisory_xact_lock(7311019)")


def frontier_of(session: Session, settings: Settings, night: int) -> Frontier:
    """Return the night's frontier, ready: PgQueuer on PostgreSQL where the night's first worker had it, else rows.

    Raises SettingsError where the night uses PgQueuer and this machine lacks it.
    """
    on_postgres = session.get_bind().dialect.name == "postgresql"
    if on_postgres:
        session.execute(_ONE_AT_A_TIME)
    can = on_postgres and find_spec("pgqueuer") is not None
    kept = position(session, KEY)
    kind = str(kept["kind"]) if kept.get("night") == night else QUEUE if can else ROWS
    if kind == QUEUE and not can:
        raise SettingsError("今晚的访问由 PgQueuer 分派，这台机器没有安装它：pip install 'zhenwei[team]'")
    if kept != {"night": night, "kind": kind}:
        set_position(session, KEY, {"night": night, "kind": kind})
    lease = max(settings.lease_seconds, 3 * settings.delay)
    frontier: Frontier = RowFrontier(lease)
    if kind == QUEUE:
        from zhenwei.store.frontier_queue import QueueFrontier  # an extra, for PostgreSQL alone

        frontier = QueueFrontier(lease)
    frontier.open(session, night)
    return frontier
