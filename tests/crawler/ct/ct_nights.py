"""Whole nights of the spider of certificate logs, and what they leave."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tests.crawler.crawler_farm import Deployment
from zhenwei.store.models import UnitRow
from zhenwei.store.nights import close_night, current_night, position

DAY = 86_400_000  # milliseconds


def names(count: int, start: int = 0) -> list[str]:
    return [f"{n:08}{'z' * 32}.example" for n in range(start, start + count)]


def night(own: Deployment, *sources: str, **extra: str) -> dict[str, UnitRow]:
    """Run one whole night of the spider and return its units by source."""
    with own.store.transaction() as session:
        if (open_one := current_night(session)) is not None:
            close_night(session, open_one.id, {})
    own.plan_units("ctlog", [(source, "tonight", {}) for source in sources])
    done = own.crawl("ctlog", timeout=120, **extra)
    assert done.returncode == 0, done.stderr
    assert "Traceback" not in done.stderr, done.stderr
    latest = max(unit.night_id for unit in own.units())
    return {unit.source: unit for unit in own.units() if unit.night_id == latest}


def listed(unit: UnitRow) -> list[str]:
    return Path(unit.detail["file"]).read_text("ascii").split()


def place(own: Deployment, source: str) -> dict[str, Any]:
    with own.store.transaction() as session:
        return position(session, f"ctlog:{source}")
