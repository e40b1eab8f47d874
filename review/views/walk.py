"""A case and those tied to it, as a graph of which a person walks from one to the next."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import or_, select
from sqlalchemy.orm import Session, joinedload

from detectors.operators.kinds import name_of
from review.views.names import host_name
from zhenwei.store.cases import get_case
from zhenwei.store.models import CaseRow, TieRow

MOST_CASES = 60  # around one case; whoever wants more walks on
MOST_TIES = 600


@dataclass(frozen=True, slots=True)
class Node:
    """A case; ``host`` is defanged and holds nothing invisible."""

    case: int
    host: str
    state: str
    verdict: str


@dataclass(frozen=True, slots=True)
class Link:
    """All reasons that tie two cases, by their kind's name; ``strong`` if one of them is."""

    one: int
    other: int
    kinds: tuple[str, ...]
    strong: bool


@dataclass(frozen=True, slots=True)
class Neighbourhood:
    """``more``: there are cases tied to this one beyond those here."""

    case: int
    nodes: list[Node]
    links: list[Link]
    more: bool


def neighbourhood(session: Session, case_id: int) -> Neighbourhood:
    """Return a case, the cases tied to it (those with strong ties first), and the ties among all of them.

    Raises NoSuch.
    """
    case = get_case(session, case_id)
    own = select(TieRow).where(or_(TieRow.case_id == case.id, TieRow.other_id == case.id))
    ties = list(session.scalars(own.order_by(TieRow.strength, TieRow.id).limit(MOST_TIES)))
    others = list(dict.fromkeys(tie.other_id if tie.case_id == case.id else tie.case_id for tie in ties))
    ids = [case.id, *(other for other in others if other != case.id)][: MOST_CASES + 1]
    among = select(TieRow).where(TieRow.case_id.in_(ids[1:]), TieRow.other_id.in_(ids[1:]))
    near = set(ids)
    kept = [tie for tie in ties if {tie.case_id, tie.other_id} <= near]
    kept += session.scalars(among.order_by(TieRow.strength, TieRow.id).limit(MOST_TIES))
    rows = session.scalars(select(CaseRow).where(CaseRow.id.in_(ids)).options(joinedload(CaseRow.site)))
    nodes = [Node(row.id, host_name(row.site.host).shown, row.state, row.verdict) for row in rows]
    return Neighbourhood(case.id, nodes, _links(kept), len(others) > MOST_CASES or len(ties) == MOST_TIES)


def _links(ties: list[TieRow]) -> list[Link]:
    between: dict[tuple[int, int], list[TieRow]] = {}
    for tie in ties:
        if tie.case_id != tie.other_id:
            between.setdefault((tie.case_id, tie.other_id), []).append(tie)
    return [
        Link(one, other, tuple(dict.fromkeys(name_of(tie.kind)[:40] for tie in rows)), _strong(rows))
        for (one, other), rows in between.items()
    ]


def _strong(rows: list[TieRow]) -> bool:
    return any(tie.strength == "strong" for tie in rows)
