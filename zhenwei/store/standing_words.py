"""Which of people's words stand: those that were not taken back, and that take nothing back themselves."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import aliased

from zhenwei.store.models import DecisionRow


def standing_word(until: datetime | None = None) -> ColumnElement[bool]:
    """Return the condition under which a row of decisions is somebody's word and was not undone since.

    ``until``: an undo at that moment or later is not known yet, so that a past month is counted as it was.
    """
    undo = aliased(DecisionRow)
    taken_back = select(undo.id).where(undo.undoes_id == DecisionRow.id)
    if until is not None:
        taken_back = taken_back.where(undo.at < until)
    return DecisionRow.undoes_id.is_(None) & ~taken_back.exists()


def last_standing(rows: Sequence[DecisionRow]) -> DecisionRow | None:
    """Return the word that counts among all rows of one case (oldest first), with what was shown when it was said."""
    taken_back = {row.undoes_id for row in rows}
    return next((row for row in reversed(rows) if row.undoes_id is None and row.id not in taken_back), None)
