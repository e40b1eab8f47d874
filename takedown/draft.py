"""Confirmed cases → drafted letters: facts out of the store, files into a folder, then one transaction a letter."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from takedown.build import NO_PDF
from takedown.citing import cite_letters
from takedown.facts import SiteFacts
from takedown.grouping import Plan, plan_letters
from takedown.laying import Laid, Layer
from takedown.parts import flush_parts, put_in_place, remove_leftovers, write_part
from zhenwei.clock import now, today
from zhenwei.config import Settings
from zhenwei.errors import NotAllowed, ZhenweiError
from zhenwei.sentences import said
from zhenwei.store.accounts import get_account, roles_said
from zhenwei.store.cases import DECIDERS, get_case
from zhenwei.store.database import Store
from zhenwei.store.letters import first_version
from zhenwei.store.models import CaseRow, NoticeCaseRow, NoticeEventRow, NoticeRow
from zhenwei.types import CaseState, Notice
from zhenwei.watchlist import Watchlist

__all__ = ["as_notice", "confirmed_cases", "draft", "write_part"]

# Letters that still stand for their cases: a second draft returns them. Rejected ones do not, nor those of an earlier
# life of a case that has resurfaced and was confirmed again.
LIVE = ("draft", "edited", "approved", "numbered")
DRAFTABLE = (CaseState.CONFIRMED, CaseState.DRAFTED)
BATCH = 16  # letters that are flushed to the disk together, and lost together by a kill


def _raise(fault: ZhenweiError) -> None:
    raise fault


def draft(
    store: Store,
    settings: Settings,
    watchlist: Watchlist,
    case_ids: Sequence[int],
    by: str,
    only_recipient: str = "",
    *,
    workers: int = 1,
    tick: Callable[[int, int], None] = lambda done, total: None,
    day: date | None = None,
    pdf: bool = True,
    on_fault: Callable[[ZhenweiError], None] = _raise,
) -> list[Notice]:
    """Draft the letters that the cases call for and return them, those that existed already included.

    ``by`` names an account that may decide; empty: who confirmed the first case. ``workers`` processes gather facts and
    lay letters out; ``tick(done, total)`` tells how far it is; ``day`` is the day that the letters bear (today in
    Beijing). ``on_fault`` gets what keeps one case or letter from being drafted, and may return to go on with the
    others; by default it is raised. Raises NotAllowed (state of a case, role), NoSuch, EvidenceError (no whole
    capture), BadInput (a missing fact), WatchlistError (no office), StoreError (disk). Killed or interrupted, what is
    in the store is whole, and the next call goes on.
    """
    with store.reading() as session:
        if by:
            _may_draft(session, by)
        for case_id in dict.fromkeys(case_ids):
            _draftable(session, case_id)
    remove_leftovers(settings.letters_dir)
    cite_letters(store, settings)
    layer = Layer(settings, watchlist, day or today(), pdf)
    with layer.working(workers, len(case_ids)):
        sites = _sound(layer.gathered(store, list(dict.fromkeys(case_ids))), on_fault)
        drafter = by or (sites[0].confirmed_by if sites else "")
        notices, wanted = _wanted(store, plan_letters(sites, watchlist, only_recipient))
        made = _Recorder(store, settings, drafter, notices, lambda done: tick(done, len(wanted)))
        for laid in layer.laid(wanted, drafter):
            if isinstance(laid, ZhenweiError):
                on_fault(laid)
            else:
                made.add(laid)
        made.settle()
    cite_letters(store, settings)
    tick(len(wanted), len(wanted))
    return list(notices.values())


def _sound(found: Iterable[SiteFacts | ZhenweiError], on_fault: Callable[[ZhenweiError], None]) -> list[SiteFacts]:
    sites = []
    for site in found:
        if isinstance(site, ZhenweiError):
            on_fault(site)
        else:
            sites.append(site)
    return sites


def _wanted(store: Store, plans: Sequence[Plan]) -> tuple[dict[int, Notice], list[Plan]]:
    """Return (letters that stand already by number, what is still to be drafted)."""
    notices: dict[int, Notice] = {}
    wanted: list[Plan] = []
    with store.reading() as session:
        for plan in plans:
            standing, rest = _standing(session, plan)
            notices |= {notice.id: notice for notice in standing}
            if rest:
                wanted.append(replace(plan, sites=tuple(rest)))
    return notices, wanted


class _Recorder:
    """Puts finished folders in their places, in batches: flushed together, then one transaction a letter."""

    def __init__(
        self, store: Store, settings: Settings, by: str, notices: dict[int, Notice], tick: Callable[[int], None]
    ) -> None:
        self._store, self._letters, self._by = store, settings.letters_dir, by
        self._notices, self._tick = notices, tick
        self._waiting: list[Laid] = []
        self._done = 0
        self._told: set[str] = set()

    def add(self, laid: Laid) -> None:
        if laid.pdf_problem and laid.pdf_problem not in self._told | {NO_PDF}:
            self._told.add(laid.pdf_problem)
            print(laid.pdf_problem, file=sys.stderr)  # noqa: T201  # promised by the command: the reason is named there
        self._waiting.append(laid)
        if len(self._waiting) >= BATCH:
            self.settle()

    def settle(self) -> None:
        """Write the rows of what waits; letters of a quicker drafter are returned instead."""
        flush_parts(self._letters, [laid.part for laid in self._waiting])
        while self._waiting:
            laid = self._waiting[0]
            with self._store.transaction() as session:
                others, still = _standing(session, laid.plan)
                if len(still) == len(laid.plan.sites):
                    others = [_record(session, laid, self._by)]
                    put_in_place(laid.part, self._letters / others[0].folder)
            self._notices.update({notice.id: notice for notice in others})
            self._waiting.pop(0)
            self._done += 1
            self._tick(self._done)


def confirmed_cases(session: Session) -> list[int]:
    """Return the cases that a person confirmed and that have no letter yet."""
    query = select(CaseRow.id).where(CaseRow.state == CaseState.CONFIRMED.value).order_by(CaseRow.id)
    return list(session.scalars(query))


def _may_draft(session: Session, by: str) -> None:
    account = get_account(session, by)
    if account.disabled or account.role not in DECIDERS:
        raise NotAllowed(said("{by} 不能拟稿：账号须可用，角色须为{roles}", by=by, roles=roles_said(DECIDERS)))


def _draftable(session: Session, case_id: int) -> CaseRow:
    case = get_case(session, case_id)
    if case.state not in DRAFTABLE:
        raise NotAllowed(
            said("案件 {case} 的状态为 {state}，只为已确认（confirmed）的案件拟函", case=case_id, state=case.state)
        )
    return case


def _standing(session: Session, plan: Plan) -> tuple[list[Notice], list[SiteFacts]]:
    """Return (letters of this kind and recipient that stand, sites that none of them holds)."""
    found: dict[int, Notice] = {}
    held: set[int] = set()
    query = (
        select(NoticeRow)
        .join(NoticeCaseRow)
        .where(
            NoticeRow.recipient == plan.recipient,
            NoticeRow.kind == plan.kind.slug,
            NoticeRow.state.in_(LIVE),
            NoticeCaseRow.case_id.in_([site.case for site in plan.sites]),
        )
        .order_by(NoticeRow.id)
    )
    for row in session.scalars(query).unique():
        found[row.id] = as_notice(row)
        held |= {link.case_id for link in row.cases}
    return list(found.values()), [site for site in plan.sites if site.case not in held]


def as_notice(row: NoticeRow) -> Notice:
    """Return a row as the value that stages hand to each other; ``folder`` is relative to the letters folder."""
    cases = tuple(link.case_id for link in row.cases)
    return Notice(row.id, row.recipient, row.kind, cases, row.folder, row.state, row.number)


def _record(session: Session, laid: Laid, by: str) -> Notice:
    """Add the rows and move the cases: in the caller's transaction, in which the folder gets its place too."""
    plan = laid.plan
    row = NoticeRow(
        recipient=plan.recipient,
        office=plan.office.name,
        kind=plan.kind.slug,
        title=laid.title,
        state="draft",
        folder="",
        manifest_sha256=laid.manifest_sha256,
        drafted_by=by,
        drafted_at=now(),
    )
    row.cases = [NoticeCaseRow(case_id=site.case) for site in plan.sites]
    row.events = [NoticeEventRow(at=now(), by=by, event="drafted")]
    session.add(row)
    session.flush()
    row.folder = f"{row.id}-{plan.recipient}"
    first_version(session, row)
    for site in plan.sites:
        case = get_case(session, site.case)
        if case.state == CaseState.CONFIRMED:
            case.state = CaseState.DRAFTED.value
    session.flush()
    return as_notice(row)
