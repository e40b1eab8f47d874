"""All tables together: whoever compares or creates them imports this, so that none is forgotten."""

from __future__ import annotations

from zhenwei.store import (
    account_tables,
    api_tables,
    budget_tables,
    edit_tables,
    engine_tables,
    face_tables,
    front_tables,
    frontier_tables,
    letters_tables,
    looks_tables,
    models,
    note_tables,
    opinion_tables,
    outcome_tables,
    queue_tables,
    report_in_tables,
    retention_tables,
)
from zhenwei.store.base import Base

# A module with tables of its own is named here.
MODULES = (
    models,
    note_tables,
    outcome_tables,
    budget_tables,
    edit_tables,
    engine_tables,
    face_tables,
    front_tables,
    frontier_tables,
    letters_tables,
    looks_tables,
    queue_tables,
    opinion_tables,
    report_in_tables,
    retention_tables,
    account_tables,
    api_tables,
)
METADATA = Base.metadata
