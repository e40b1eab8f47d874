"""Keyset pages: a cursor names its list and the last row's id; nothing is counted or skipped."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy import Select
from sqlalchemy.orm import InstrumentedAttribute, Session

PAGE, MOST = 100, 500
T = TypeVar("T")


class Turn(BaseModel):
    """What every list takes. An unknown parameter is an error: a mistyped filter would return everything."""

    model_config = ConfigDict(extra="forbid")
    cursor: str
    limit: int = Field(default=PAGE, ge=1, le=MOST, description="每页条数。")


def cursor_field(kind: str) -> Any:
    """Return the field of a list's cursor: what fits the description is always taken."""
    return Field(default="", pattern=rf"^({kind}-[0-9]{{1,9}})?$", description="上一页的 next；空为从头。")


def after(cursor: str) -> int:
    """Return the id that a checked cursor stands for, 0 for none."""
    return int(cursor.rpartition("-")[2] or 0)


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """``next`` is the position after the rows, whether or not there are ``more``."""

    rows: Sequence[T]
    next: str
    more: bool


def page_of(session: Session, query: Select[T], key: InstrumentedAttribute[int], kind: str, turn: Turn) -> Page[T]:
    """Return a page of rows in the order of their ids."""
    wanted = query.where(key > after(turn.cursor)).order_by(key).limit(turn.limit + 1)
    rows = list(session.scalars(wanted))
    more, rows = len(rows) > turn.limit, rows[: turn.limit]
    last: Any = rows[-1] if rows else None
    return Page(rows, f"{kind}-{getattr(last, key.key)}" if rows else turn.cursor, more)
