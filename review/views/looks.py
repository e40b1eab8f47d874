"""What became of a case's site: where it stands, every look in the order of time, and the addresses it moved to."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from detectors.operators.kinds import name_of, shown
from review.masking import mask
from review.views.names import HostName, host_name
from zhenwei.store.looks import case_of_site, looks_of, moves_from, moves_to
from zhenwei.store.looks_tables import LookRow, MoveRow, StandingRow
from zhenwei.store.models import CaseRow

MOST_LOOKS = 60


@dataclass(frozen=True, slots=True)
class LookLine:
    """One look. ``resolvers``: (server, what it said, addresses)."""

    at: datetime | None
    standing: str
    why: str
    event: str
    resolvers: list[tuple[str, str, str]]
    folder: str
    visit: int | None


@dataclass(frozen=True, slots=True)
class MoveLine:
    """A move to (or from) another site; ``case`` is 0 for a site without one. ``how``: http, meta, script or a kind."""

    case: int
    host: HostName
    url: str
    how: str
    value: str
    at: datetime
    visit: int | None


@dataclass(frozen=True, slots=True)
class Becoming:
    """``looks``: the newest first and at most MOST_LOOKS."""

    standing: str
    why: str
    last_alive: datetime | None
    alive_visit: int | None
    first_down: datetime | None
    gone_since: datetime | None
    next_look: datetime | None
    looks: list[LookLine]
    moved_to: list[MoveLine]
    moved_from: list[MoveLine]


def becoming_of(session: Session, case: CaseRow) -> Becoming | None:
    """Return what became of a case's site, or None if nothing is known of that."""
    row = session.get(StandingRow, case.id)
    looks = looks_of(session, case.id)[-MOST_LOOKS:]
    to = [_move(m, case_of_site(session, m.site_id), m.site.host) for m in moves_from(session, case.id)]
    come = [_move(m, m.case_id, m.case.site.host) for m in moves_to(session, case.site_id)]
    if row is None and not (looks or to or come):
        return None
    return Becoming(
        standing=row.standing if row else "",
        why=mask(row.why) if row else "",
        last_alive=row.last_alive if row else None,
        alive_visit=row.alive_visit_id if row else None,
        first_down=row.first_down if row else None,
        gone_since=row.gone_since if row else None,
        next_look=row.next_look_at if row else None,
        looks=[_line(look) for look in reversed(looks)],
        moved_to=to,
        moved_from=come,
    )


def _line(look: LookRow) -> LookLine:
    told = [(str(a["server"]), str(a["says"]), "、".join(map(str, a["addresses"]))) for a in look.answers]
    visit = int(look.visits[0]) if look.visits and look.folder else None
    return LookLine(look.at, look.standing, mask(look.why), look.event, told, look.folder, visit)


def _move(move: MoveRow, case: int, host: str) -> MoveLine:
    value = move.value if move.how in ("http", "refresh", "meta", "script") else shown(move.how, move.value)
    return MoveLine(case, host_name(host), move.url, name_of(move.how), value, move.at, move.visit_id)
