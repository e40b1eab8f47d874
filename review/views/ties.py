"""What ties a case to others of one operator, for a person who has to believe it or not."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from detectors.operators.kinds import name_of, shown
from review.views.names import HostName, host_name
from zhenwei.store.operators import ties_of

MOST_TIES = 100


@dataclass(frozen=True, slots=True)
class TieView:
    """One reason. ``visit`` and ``other_visit`` are the captures that show the value here and in the other case."""

    other: int
    host: HostName
    state: str
    kind: str
    value: str
    strong: bool
    visit: int | None
    other_visit: int | None
    since: datetime


def tie_views(session: Session, case_id: int) -> list[TieView]:
    """Return the reasons, strong ones first; personal values masked."""
    return [
        TieView(
            other=tie.other,
            host=host_name(tie.host),
            state=tie.state,
            kind=name_of(tie.kind),
            value=shown(tie.kind, tie.value),
            strong=tie.strong,
            visit=tie.visit,
            other_visit=tie.other_visit,
            since=tie.made_at,
        )
        for tie in ties_of(session, case_id, MOST_TIES)
    ]
