"""Confirmed cases → drafted letters: facts out of the store, files into a folder, then one transaction a letter."""

from __future__ import annotations

import hashlib
import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from takedown.build import MANIFEST, Built, build
from takedown.facts import SiteFacts
from takedown.gather import gather
from takedown.grouping import Plan, plan_letters
from zhenwei.clock import now, today
from zhenwei.config import Settings
from zhenwei.errors import NotAllowed, StoreError
from zhenwei.pool import pool
from zhenwei.store.accounts import get_account
from zhenwei.store.cases import DECIDERS, get_case
from zhenwei.store.database import Store
from zhenwei.store.letters import first_version
from zhenwei.store.models import CaseRow, NoticeCaseRow, NoticeEventRow, NoticeRow
from zhenwei.types import CaseState, Notice
from zhenwei.watchlist import Watchlist

# Letters that still stand for their cases: a second draft returns them. Rejected ones do not, nor those of an earlier
# life of a case that has resurfaced and was confirmed again.
LIVE = ("draft", "edited", "approved", "numbered")
# Fewer letters than this are laid out in this process.
WORTH_A_POOL = 4
DRAFTABLE = (CaseState.CONFIRMED, CaseState.DRAFTED)


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
) -> list[Notice]:
    """Draft the letters that the cases call for and return them, those that existed already included.

    ``by`` names an account that may decide; empty: who confirmed the first case. ``workers`` processes lay letters
    out; ``tick(done, total)`` tells how far it is. Raises NotAllowed (state of a case, role), NoSuch, EvidenceError
    (no whole capture), BadInput (a missing fact), WatchlistError (no office), StoreError (disk).
    """
    with store.transaction() as session:
        if by:
            _may_draft(session, by)
        cases = [_draftable(session, case_id) for case_id in dict.fromkeys(case_ids)]
        sites = [gather(session, case, watchlist, settings.evidence_dir) for case in cases]
    drafter = by or (sites[0].confirmed_by if sites else "")
    notices: dict[int, Notice] = {}
    wanted: list[Plan] = []
    for plan in plan_letters(sites, watchlist, only_recipient):
        with store.transaction() as session:
            standing, rest = _standing(session, plan)
        notices |= {notice.id: notice for notice in standing}
        if rest:
            wanted.append(replace(plan, sites=tuple(rest)))
    for number, (plan, built) in enumerate(zip(wanted, _laid_out(wanted, watchlist, drafter, workers), strict=True)):
        tick(number, len(wanted))
        notices |= {notice.id: notice for notice in _keep(store, settings, plan, built, drafter)}
    tick(len(wanted), len(wanted))
    return list(notices.values())


def _laid_out(plans: Sequence[Plan], watchlist: Watchlist, by: str, workers: int) -> Iterator[Built]:
    """Yield the files of each plan, in order; several at once where that is worth the start of a process."""
    day = today()
    if workers < 2 or len(plans) < WORTH_A_POOL:
        yield from (build(plan, watchlist, by, day) for plan in plans)
        return
    with pool(workers, _settle, (watchlist, by, day)) as processes:
        yield from processes.map(_build_here, plans)


_here: list[tuple[Watchlist, str, date]] = []


def _settle(watchlist: Watchlist, by: str, day: date) -> None:
    _here[:] = [(watchlist, by, day)]


def _build_here(plan: Plan) -> Built:
    watchlist, by, day = _here[0]
    return build(plan, watchlist, by, day)


def confirmed_cases(session: Session) -> list[int]:
    """Return the cases that a person confirmed and that have no letter yet."""
    query = select(CaseRow.id).where(CaseRow.state == CaseState.CONFIRMED.value).order_by(CaseRow.id)
    return list(session.scalars(query))


def _may_draft(session: Session, by: str) -> None:
    account = get_account(session, by)
    if account.disabled or account.role not in DECIDERS:
        raise NotAllowed(f"{by} 不能拟稿：账号须可用，角色须为 {'、'.join(DECIDERS)} 之一")


def _draftable(session: Session, case_id: int) -> CaseRow:
    case = get_case(session, case_id)
    if case.state not in DRAFTABLE:
        raise NotAllowed(f"案件 {case_id} 的状态为 {case.state}，只为已确认（confirmed）的案件拟函")
    return case


def _keep(store: Store, settings: Settings, plan: Plan, built: Built, by: str) -> list[Notice]:
    """Put a letter's folder in place and its rows into the store; letters of a quicker drafter are returned instead."""
    if built.pdf_problem:
        print(built.pdf_problem, file=sys.stderr)  # noqa: T201  # promised by the command: the reason is named there
    part = write_part(settings.letters_dir, built.files)
    try:
        with store.transaction() as session:
            others, still = _standing(session, plan)
            if len(still) != len(plan.sites):
                return others
            return [_record(session, plan, built, by, settings.letters_dir, part)]
    finally:
        shutil.rmtree(part, ignore_errors=True)


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


def _record(session: Session, plan: Plan, built: Built, by: str, letters: Path, part: Path) -> Notice:
    """Add the rows, put the folder in place under the new number, move the cases: in the caller's transaction."""
    row = NoticeRow(
        recipient=plan.recipient,
        office=plan.office.name,
        kind=plan.kind.slug,
        title=built.title,
        state="draft",
        folder="",
        manifest_sha256=hashlib.sha256(built.files[MANIFEST]).hexdigest(),
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
    _put_in_place(part, letters / row.folder)
    return as_notice(row)


def write_part(letters: Path, files: Mapping[str, bytes]) -> Path:
    """Write the files into a hidden folder beside the letters. Raises StoreError if the disk refuses."""
    part = letters
    try:
        letters.mkdir(parents=True, exist_ok=True)
        part = Path(tempfile.mkdtemp(prefix=".draft-", dir=letters))
        for name, data in files.items():
            with (part / name).open("xb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
    except OSError as error:
        if part != letters:
            shutil.rmtree(part, ignore_errors=True)
        raise StoreError(f"无法将函件写入 {letters}：{error.strerror or error}") from error
    return part


def _put_in_place(part: Path, folder: Path) -> None:
    try:
        if folder.exists():
            shutil.rmtree(folder)  # left by a run that was killed before its rows were written
        part.chmod(0o750)  # a temporary folder is its maker's alone; the office's group reads letters
        part.rename(folder)
    except OSError as error:
        raise StoreError(f"无法写入 {folder}：{error.strerror or error}") from error
