"""Which captures are to be deleted, and deleting them: what nobody needs is not kept (docs/evidence.md, 保存期限).

Open cases are never touched, nor captures that a tie between cases cites, nor the newest look at an organ's own pages.
Journals, custody logs and time stamps always stay: 网络安全法 wants logs for six months at least.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select, union
from sqlalchemy.orm import Session

from zhenwei.clock import now
from zhenwei.config import Settings
from zhenwei.evidence.journal import Journals
from zhenwei.evidence.pruning import prune_capture, remove_leftovers, size_of
from zhenwei.evidence.shared import sweep
from zhenwei.store.database import Store
from zhenwei.store.models import (
    CaseRow,
    DecisionRow,
    NightRow,
    NoticeCaseRow,
    NoticeEventRow,
    SiteRow,
    TieRow,
    VisitRow,
)
from zhenwei.store.retention_tables import PrunedCaptureRow
from zhenwei.types import CaseState

WHY = {
    "no_case": "没有立案，超过保存期限",
    "dismissed": "案件已排除，超过保存期限",
    "closed": "案件已办结，超过保存期限",
}


@dataclass(frozen=True, slots=True)
class Due:
    """A capture that is to go. ``why`` is a key of WHY."""

    visit: int
    folder: str
    manifest_sha256: str
    why: str


@dataclass(slots=True)
class Pruned:
    """What a run has done, or would do. ``bytes`` as files; ``freed`` on the disk, known afterwards only."""

    captures: int = 0
    bytes: int = 0
    objects: int = 0
    freed: int = 0
    leftovers: int = 0


def due_captures(session: Session, settings: Settings, at: datetime) -> list[Due]:
    """Return the captures whose time is over, oldest first."""
    cited = set(session.scalars(union(select(TieRow.visit_id), select(TieRow.other_visit_id))))
    cited |= _newest_of_organs(session)
    rows = session.execute(
        select(VisitRow.id, VisitRow.folder, VisitRow.manifest_sha256, VisitRow.captured_at, CaseRow.state, CaseRow.id)
        .join(SiteRow, VisitRow.site_id == SiteRow.id)
        .join(NightRow, VisitRow.night_id == NightRow.id)
        .outerjoin(CaseRow, CaseRow.site_id == SiteRow.id)
        .where(VisitRow.folder != "", NightRow.finished_at.is_not(None))
        .order_by(VisitRow.id)
    ).all()
    ended = _last_words(session)
    due = []
    for visit, folder, digest, captured, state, case in rows:
        rule, days = _rule(state, settings)
        since = captured if case is None else max(filter(None, (captured, ended.get(case))), default=None)
        if days and since is not None and since < at - timedelta(days=days) and visit not in cited:
            due.append(Due(visit, folder, digest, rule))
    return due


def prune(
    store: Store, settings: Settings, *, by: str = "zhenwei", dry_run: bool = False
) -> Iterator[tuple[Due, Pruned]]:
    """Delete what is due, yielding each capture with the sums so far; the last sums include the swept objects.

    One capture after the other: log, files, journal, then its row. Killed anywhere, the next run goes on with it.
    """
    root, done = settings.evidence_dir, Pruned()
    with store.reading() as session:
        due = due_captures(session, settings, now())
    journals = Journals(root)
    for one in due:
        if dry_run:
            size = size_of(root, one.folder)
        else:
            size = prune_capture(root, one.folder, WHY[one.why], by, journals)
            _record(store, one, size)
        done.captures, done.bytes = done.captures + 1, done.bytes + size
        yield one, done
    if not dry_run:
        done.leftovers = remove_leftovers(root)
        done.objects, done.freed = sweep(root)


def _record(store: Store, one: Due, size: int) -> None:
    with store.transaction() as session:
        session.get_one(VisitRow, one.visit).folder = ""
        session.add(
            PrunedCaptureRow(
                visit_id=one.visit, folder=one.folder, manifest_sha256=one.manifest_sha256,
                why=one.why, bytes=size, pruned_at=now(),
            )
        )  # fmt: skip


def _rule(state: str | None, settings: Settings) -> tuple[str, int]:
    """Return the rule for a case's state and its days; 0: never."""
    if state is None:
        return "no_case", settings.keep_days
    if state == CaseState.DISMISSED:
        return "dismissed", settings.keep_dismissed_days
    if state == CaseState.CLOSED:
        return "closed", settings.keep_closed_days
    return "", 0


def _last_words(session: Session) -> dict[int, datetime]:
    """Return for each case when a person last did something about it or its letters, or it was last checked.

    Taking a word back is doing something, too: what was deleted too early does not come back.
    """
    found: dict[int, datetime] = {}
    queries: Sequence[object] = (
        select(DecisionRow.case_id, func.max(DecisionRow.at)).group_by(DecisionRow.case_id),
        select(NoticeCaseRow.case_id, func.max(NoticeEventRow.at))
        .join(NoticeEventRow, NoticeEventRow.notice_id == NoticeCaseRow.notice_id)
        .group_by(NoticeCaseRow.case_id),
        select(CaseRow.id, CaseRow.checked_at).where(CaseRow.checked_at.is_not(None)),
    )
    for query in queries:
        for case, at in session.execute(query):  # type: ignore[call-overload]
            found[case] = max(at, found.get(case, at))
    return found


def _newest_of_organs(session: Session) -> set[int | None]:
    """Return the newest capture of each face of each page of the organs themselves: copies are compared with it."""
    return set(
        session.scalars(
            select(func.max(VisitRow.id))
            .join(SiteRow)
            .where(SiteRow.organ != "", VisitRow.folder != "")
            .group_by(VisitRow.url, VisitRow.profile, VisitRow.rendered)
        )
    )
