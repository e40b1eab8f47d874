"""Figures of other offices: put down by people, corrected by a row beside, never over it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from zhenwei.clock import now
from zhenwei.store.outcome_tables import OutcomeRow


@dataclass(frozen=True, slots=True)
class Cell:
    """What one office says of one field of one month."""

    month: str
    office: str
    field: str


def add_outcome(
    session: Session, cell: Cell, hundredths: int, *, by: str, source: str = "", note: str = ""
) -> OutcomeRow:
    """Add a figure; a cell that has one already is corrected by the new row."""
    earlier = select(OutcomeRow).filter_by(month=cell.month, office=cell.office, field=cell.field)
    old = session.scalars(earlier.order_by(OutcomeRow.id.desc()).limit(1)).first()
    row = OutcomeRow(
        month=cell.month, office=cell.office, field=cell.field, hundredths=hundredths, source=source, note=note, by=by,
        at=now(), corrects=old.id if old else None,
    )  # fmt: skip
    session.add(row)
    session.flush()
    return row


def outcomes_of(session: Session, months: Sequence[str]) -> list[OutcomeRow]:
    """Return every row of these months, corrected ones too, the oldest first."""
    query = select(OutcomeRow).where(OutcomeRow.month.in_(months)).order_by(OutcomeRow.id)
    return list(session.scalars(query))


def standing_outcomes(rows: Sequence[OutcomeRow]) -> list[OutcomeRow]:
    """Return the rows that count: the newest of each cell, also where two people corrected the same one at once."""
    newest = {(row.month, row.office, row.field): row.id for row in sorted(rows, key=lambda row: row.id)}
    return [row for row in rows if newest[row.month, row.office, row.field] == row.id]


def offices_known(session: Session) -> list[str]:
    """Return the names under which offices have reported so far."""
    return list(session.scalars(select(OutcomeRow.office).distinct().order_by(OutcomeRow.office)))
