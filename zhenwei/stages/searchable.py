"""What a case is found by on the desk: its hosts, its titles, and the words that visitors of its pages read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from sqlalchemy import Select, delete, func, select
from sqlalchemy.orm import Session

from review.captured import markup_of, text_of
from zhenwei.address import unicode_host
from zhenwei.clock import now
from zhenwei.stages.desk import Desk
from zhenwei.store.assessments import IDS_AT_ONCE, latest_assessment
from zhenwei.store.database import Store
from zhenwei.store.models import AssessmentRow, CaseRow, PositionRow, VisitRow
from zhenwei.store.search import LONGEST_TEXT, make_findable, not_findable

STEP = 200  # cases a transaction
PLACE = "cases reindex"


def waiting_sites(session: Session, night_id: int) -> list[int]:
    """Return the sites whose opinions of a night are not scored yet."""
    query = select(AssessmentRow.site_id).filter_by(night_id=night_id, scored=False)
    return list(session.scalars(query.order_by(AssessmentRow.site_id)))


def make_cases_findable(session: Session, evidence: Path, sites: Sequence[int]) -> None:
    """Read the newest pages of these sites' cases, and let the search find the cases by them."""
    for start in range(0, len(sites), IDS_AT_ONCE):
        query = select(CaseRow).where(CaseRow.site_id.in_(sites[start : start + IDS_AT_ONCE]))
        for case in session.scalars(query.order_by(CaseRow.id)):
            make_findable(session, case.id, _texts(session, evidence, case))


def reindex(desk: Desk, *, again: bool = False) -> int:
    """Let the search find the cases that it does not know, or (``again``) every case anew. Returns how many.

    Each step is a transaction: whoever ends this and starts it again goes on where it was. Pages are read before the
    step's transaction begins, so that a night need not wait for the disk.
    """
    after, done = _resumed(desk.store) if again else 0, 0
    with desk.store.reading() as session:
        waiting = (
            session.scalar(select(func.count()).select_from(_waiting(session, after, again=again).subquery())) or 0
        )
    bar = desk.bar("重建检索")
    while True:
        desk.check()
        with desk.store.reading() as session:
            numbers = list(session.scalars(_waiting(session, after, again=again).limit(STEP)))
            cases = session.scalars(select(CaseRow).where(CaseRow.id.in_(numbers)).order_by(CaseRow.id))
            texts = {case.id: _texts(session, desk.settings.evidence_dir, case) for case in cases}
        with desk.store.transaction() as session:
            for case, said in texts.items():
                make_findable(session, case, said)
            if again:
                _keep_place(session, numbers[-1] if numbers else None)
        if not numbers:
            return done
        after, done = numbers[-1], done + len(texts)
        bar.update(done, max(done, waiting))


def _waiting(session: Session, after: int, *, again: bool) -> Select[int]:
    if again:
        return select(CaseRow.id).where(CaseRow.id > after).order_by(CaseRow.id)
    return not_findable(after, session.get_bind().dialect.name)


def _resumed(store: Store) -> int:
    """Return behind which case an earlier run has ended before it was done; 0 if none has."""
    with store.reading() as session:
        row = session.get(PositionRow, PLACE)
        return int(row.value.get("after", 0)) if row else 0


def _keep_place(session: Session, after: int | None) -> None:
    if after is None:
        session.execute(delete(PositionRow).where(PositionRow.source == PLACE))
    else:
        session.merge(PositionRow(source=PLACE, value={"after": after}, updated_at=now()))


def _texts(session: Session, evidence: Path, case: CaseRow) -> list[str]:
    opinion = latest_assessment(session, case.site_id)
    query = select(VisitRow).where(VisitRow.id.in_(opinion.visits if opinion else []))
    visits = list(session.scalars(query.order_by(VisitRow.rendered.desc(), VisitRow.id)))
    names = [case.site.host, unicode_host(case.site.host), case.url]
    return list(dict.fromkeys([*names, *(visit.title for visit in visits), *_pages(evidence, visits)]))


def _pages(evidence: Path, visits: Sequence[VisitRow]) -> Iterator[str]:
    """Yield the texts of the visits' pages until there is as much as is searched; damaged evidence has none."""
    length = 0
    for visit in visits:
        if length > LONGEST_TEXT:
            return
        text = text_of(markup_of(evidence, visit.folder)) if visit.folder else ""
        length += len(text)
        yield text
