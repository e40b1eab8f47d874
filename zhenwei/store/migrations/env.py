"""Alembic's environment: the connection comes from zhenwei.store.database, never from a file."""

from __future__ import annotations

from typing import Any, Literal

from alembic import context

from zhenwei.store.queue_tables import comparable
from zhenwei.store.tables import METADATA
from zhenwei.store.types import Moment


def _render(kind: str, item: Any, _autogen: Any) -> str | Literal[False]:
    """Write plain SQL types into migrations, so that they never import our models."""
    if kind == "type" and isinstance(item, Moment):
        return "sa.DateTime(timezone=True)"
    return False


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=METADATA,
    render_item=_render,
    include_object=comparable,
    render_as_batch=True,
)
context.run_migrations()
