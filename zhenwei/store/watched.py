"""Watched names and their history. Call these in the transaction of the unit or visit that saw what they write."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from zhenwei.address import unicode_host
from zhenwei.clock import now
from zhenwei.errors import NoSuch
from zhenwei.sentences import said
from zhenwei.store.models import NameEventRow, WatchedNameRow
from zhenwei.watching import NOTHING_KNOWN, Change, Known, NameState, Records, Says, Seen, Shown, Step, after_look
from zhenwei.watching import after_visits as step_of_visits

# A night begins at the same hour every day and takes its time: a look is due a few hours early, not a night late.
EARLY = timedelta(hours=6)


def watched(session: Session, domain: str) -> WatchedNameRow | None:
    """Return the row of a name (ASCII), or None."""
    return session.scalars(select(WatchedNameRow).filter_by(domain=domain)).first()


def get_watched(session: Session, domain: str) -> WatchedNameRow:
    """Return the row of a name. Raises NoSuch."""
    row = watched(session, domain)
    if row is None:
        raise NoSuch(
            said("没有监测域名 {domain}（用 zhenwei watch list 查看全部，用 zhenwei watch add 加入）", domain=domain)
        )
    return row


def watch(
    session: Session, domain: str, source: str, *, family: str = "", target: str = ""
) -> tuple[WatchedNameRow, bool]:
    """Return the row of a name and whether it is new. A new one is due at once; a known one keeps what it has."""
    row = watched(session, domain)
    if row is not None:
        return row, False
    moment = now()
    row = WatchedNameRow(
        domain=domain, unicode=unicode_host(domain), family=family, target=target, source=source,
        state=NameState.UNKNOWN.value, added_at=moment, next_look_at=moment, answers={}, quiet=0, missing=0, failed=0,
        visit_due=False,
    )  # fmt: skip
    session.add(row)
    session.flush()
    return row, True


def known_of(row: WatchedNameRow) -> Known:
    """Return what is known of a name as the state machine takes it."""
    return Known(NameState(row.state), Records.from_json(row.answers), row.quiet, row.missing, row.failed)


def save_look(
    session: Session,
    night: int | None,
    domain: str,
    seen: Seen,
    *,
    family: str = "",
    target: str = "",
    free_before: bool = False,
) -> Step:
    """Write down one look at a name over the DNS, and return what followed from it.

    A variant that nobody holds gets no row: of millions, only those that live (or that somebody asked for) are kept.
    ``free_before`` says that an earlier look at a name without a row had found it free.
    """
    row = watched(session, domain)
    if row is None:
        blank = Known(NameState.UNREGISTERED) if free_before else NOTHING_KNOWN
        step = after_look(blank, seen)
        if seen.says not in (Says.EMPTY, Says.ADDRESS):
            return step
        row, _ = watch(session, domain, "lookalikes", family=family, target=target)
    else:
        step = after_look(known_of(row), seen)
    moment = now()
    _write(session, row, step, night, moment)
    row.last_looked_at = moment
    # A failed look leaves a visit due that an earlier one asked for.
    row.visit_due = step.visit or (row.visit_due and seen.says is Says.FAILED)
    if seen.records.addresses and seen.says is Says.ADDRESS:
        row.first_resolved_at = row.first_resolved_at or moment
    note_registration(row, seen.registered_on)
    return step


def save_shown(session: Session, night: int, row: WatchedNameRow, shown: Shown, at: datetime) -> Step | None:
    """Write down what a night's visits saw under a name. Doing it again changes nothing."""
    step = step_of_visits(known_of(row), shown)
    if step is not None:
        _write(session, row, step, night, at)
        if step.known.state is NameState.PAGE:
            row.first_page_at = row.first_page_at or at
            row.first_resolved_at = row.first_resolved_at or at
    return step


def note_registration(row: WatchedNameRow, registered_on: date | None) -> None:
    """Keep the earliest date of registration that any source gave."""
    if registered_on is not None and (row.first_registered_on is None or registered_on < row.first_registered_on):
        row.first_registered_on = registered_on


def _write(session: Session, row: WatchedNameRow, step: Step, night: int | None, moment: datetime) -> None:
    known = step.known
    row.state, row.answers = known.state.value, known.records.to_json()
    row.quiet, row.missing, row.failed = known.quiet, known.missing, known.failed
    row.next_look_at = moment + timedelta(days=step.days) - EARLY
    session.add_all(
        NameEventRow(name_id=row.id, night_id=night, at=moment, what=e.what.value, before=e.before, after=e.after)
        for e in step.events
    )


def visits_planned(session: Session, host: str) -> None:
    """Note that the visit which a watched name asked for is planned; call it in the transaction of the plan."""
    row = watched(session, host)
    if row is not None:
        row.visit_due = False


def due_names(session: Session) -> list[WatchedNameRow]:
    """Return the names whose next look has come, the longest due first."""
    query = select(WatchedNameRow).where(WatchedNameRow.next_look_at <= now())
    return list(session.scalars(query.order_by(WatchedNameRow.next_look_at, WatchedNameRow.id)))


def watched_domains(session: Session) -> set[str]:
    """Return every watched name: the sweep over the variants passes them by."""
    return set(session.scalars(select(WatchedNameRow.domain)))


def list_watched(
    session: Session, *, states: Iterable[str] = (), target: str = "", due: bool = False
) -> list[WatchedNameRow]:
    """Return watched names by name; ``states`` empty means all."""
    query = select(WatchedNameRow).order_by(WatchedNameRow.domain)
    if wanted := list(states):
        query = query.where(WatchedNameRow.state.in_(wanted))
    if target:
        query = query.where(WatchedNameRow.target == target)
    if due:
        query = query.where(WatchedNameRow.next_look_at <= now())
    return list(session.scalars(query))


def history(session: Session, domain: str) -> list[NameEventRow]:
    """Return the events of a name, the oldest first; none if it is not watched."""
    query = select(NameEventRow).join(WatchedNameRow).where(WatchedNameRow.domain == domain)
    return list(session.scalars(query.order_by(NameEventRow.id)))


def event_counts(session: Session, night: int) -> dict[str, int]:
    """Return how many events of each kind a night brought, in the order of zhenwei.watching.Change."""
    rows = session.execute(
        select(NameEventRow.what, func.count()).filter_by(night_id=night).group_by(NameEventRow.what)
    )
    counts = {what: int(count) for what, count in rows}
    return {change.value: counts[change.value] for change in Change if change.value in counts}
