"""Counting figures and putting them into the store."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from time import monotonic
from typing import Any

from sqlalchemy.orm import Session

from zhenwei.clock import now
from zhenwei.store.database import Store
from zhenwei.store.front_tables import FigureRow

NAME = "front"
# A key of the counts: what is kept under it, by name, has rows of its own, for it is longer than the front page needs.
APART = "apart"

Count = Callable[[Session, datetime], dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Kept:
    """Figures, when they were counted, and how many seconds that took."""

    at: datetime
    value: dict[str, Any]
    seconds: float = 0.0


def keep(store: Store, count: Count) -> Kept:
    """Count now and keep the result. Reads first, then writes one row: a night is not held up."""
    at, began = now(), monotonic()
    with store.reading() as session:
        value = count(session, at)
    spent = round(monotonic() - began, 3)
    apart: dict[str, dict[str, Any]] = value.pop(APART, {})
    with store.transaction() as session:
        for name, one in {NAME: value, **apart}.items():
            session.merge(FigureRow(name=name, at=at, seconds=spent, value=one))
    return Kept(at, value, spent)
