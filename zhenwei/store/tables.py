"""All tables together: whoever compares or creates them imports this, so that none is forgotten."""

from __future__ import annotations

from zhenwei.store import (
    budget_tables,
    engine_tables,
    face_tables,
    frontier_tables,
    letters_tables,
    looks_tables,
    models,
    outcome_tables,
    report_in_tables,
    retention_tables,
)
from zhenwei.store.base import Base

# A module with tables of its own is named here.
MODULES = (
    models,
    outcome_tables,
    budget_tables,
    engine_tables,
    face_tables,
    frontier_tables,
    letters_tables,
    looks_tables,
    report_in_tables,
    retention_tables,
)
METADATA = Base.metadata
