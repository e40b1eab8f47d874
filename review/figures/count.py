"""All that the front page has counted for it, as one value for the store."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from review.figures.keeping import APART
from review.figures.precision import count_precision
from review.figures.spans import count_spans
from review.figures.weeks import count_weeks
from review.views.clocks import count_clocks
from takedown.clocks import Stand
from takedown.reminders import REMINDED
from zhenwei.store.models import CaseRow, NoticeRow
from zhenwei.store.nights import current_night, unit_progress
from zhenwei.store.visits import outcome_counts
from zhenwei.watchlist.clocks import Clocks

# The list of clocks, which its own page shows where counting takes long.
CLOCKS = "clocks"


@dataclass(frozen=True, slots=True)
class Counting:
    """``count_all`` with the clocks of a deployment, in a form that goes over to another process."""

    clocks: Clocks

    def __call__(self, session: Session, at: datetime) -> dict[str, Any]:
        """Count everything."""
        return count_all(session, self.clocks, at)


def count_all(session: Session, clocks: Clocks, at: datetime) -> dict[str, Any]:
    """Count everything. On a million cases this takes seconds, which is why its result is kept."""
    ticking = count_clocks(session, clocks, at)
    return {
        "weeks": count_weeks(session, at),
        "spans": count_spans(session, at),
        "precision": count_precision(session),
        "cases": _by_state(session, CaseRow.state),
        "letters": _by_state(session, NoticeRow.state),
        "clocks": _short(ticking),
        "running": _running(session),
        APART: {CLOCKS: ticking},
    }


def _by_state(session: Session, state: Any) -> dict[str, int]:
    return {str(value): int(count) for value, count in session.execute(select(state, func.count()).group_by(state))}


def _short(clocks: Mapping[str, Any]) -> dict[str, Any]:
    """Return of the counted clocks what the front page shows: how many stand how, the few longest overdue,
    and the letter that is due next."""
    return {
        "counts": {stand.value: clocks["counts"][stand.value] for stand in REMINDED},
        "over": [
            {
                "name": row["name"], "what": row["what"], "due": row["due"], "days": -(row["left"] or 0),
                "number": row["number"], "office": row["office"], "notice": row["notice"],
                "cases": list(row["cases"][:3]),
            }
            for row in clocks["over"]
        ],
        "running": clocks["counts"][Stand.RUNNING.value],
        "next": clocks["next"],
    }  # fmt: skip


def _running(session: Session) -> dict[str, Any]:
    """Return how far the night that runs has come; empty if none does."""
    night = current_night(session)
    if night is None:
        return {}
    units, all_units = unit_progress(session, night.id)
    visits = {outcome or "waiting": count for outcome, count in outcome_counts(session, night.id).items()}
    return {"night": night.id, "units": units, "all_units": all_units, "visits": visits}
