"""What the pages of hooks show: who is told of what, what waits for them, what failed and why."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import case, func, select
from sqlalchemy.orm import Session

from review.masking import mask
from review.outgoing.collect import PLACE
from review.outgoing.deliver import DELIVERED
from review.outgoing.events import TEST
from review.outgoing.hooks import WEB, told_of
from review.outgoing.pausing import WAS_GIVEN_UP
from zhenwei.address import defang
from zhenwei.store.api_tables import HookRow, OutboxRow
from zhenwei.store.models import PositionRow

# Messages that are looked at for what became of them, over all hooks: the newest.
LOOKED_AT = 20_000
LATEST = 50


@dataclass(frozen=True, slots=True)
class Line:
    """One hook. ``retried``: of those that wait, those that failed before; ``fault``: why the newest failed, masked."""

    id: int
    kind: str
    target: str
    events: tuple[str, ...]
    made_at: datetime
    made_by: str
    paused_at: datetime | None
    paused_by: str
    removed_at: datetime | None
    waiting: int
    retried: int
    delivered: int
    given_up: int
    fault: str
    fault_at: datetime | None


@dataclass(frozen=True, slots=True)
class Message:
    """One event for one hook. ``outcome``: delivered, given-up, removed, failed (a test), or waiting.

    ``status``: what the receiver answered last (HTTP), 0 where nothing is known of that.
    """

    key: str
    event: str
    made_at: datetime
    tries: int
    next_at: datetime | None
    ended_at: datetime | None
    outcome: str
    status: int
    fault: str

    @property
    def is_test(self) -> bool:
        """True for what a person sent to try the hook."""
        return self.event == TEST


@dataclass(frozen=True, slots=True)
class Hooks:
    """``collected_at``: when events were last looked for, by whoever delivers them."""

    live: list[Line]
    ended: list[Line]
    collected_at: datetime | None


def read_hooks(session: Session) -> Hooks:
    """Return all hooks, those that are told and those that were removed; the newest first."""
    rows = list(session.scalars(select(HookRow).order_by(HookRow.id.desc())))
    lines = _lines(session, rows)
    run = select(func.max(PositionRow.updated_at)).where(PositionRow.source.startswith(PLACE, autoescape=True))
    return Hooks(
        [line for line in lines if line.removed_at is None],
        [line for line in lines if line.removed_at is not None],
        session.scalar(run),
    )


def read_hook(session: Session, hook_id: int) -> tuple[Line, list[Message]] | None:
    """Return a hook and its newest messages, None for a number that no hook has."""
    row = session.get(HookRow, hook_id)
    if row is None:
        return None
    query = select(OutboxRow).where(OutboxRow.hook_id == hook_id).order_by(OutboxRow.id.desc()).limit(LATEST)
    return _lines(session, [row])[0], [_message(one) for one in session.scalars(query)]


def _lines(session: Session, rows: list[HookRow]) -> list[Line]:
    waiting, retried = _waiting(session)
    delivered, faults = _became(session)
    given_up = _given_up(session)
    lines = []
    for row in rows:
        fault, at = faults.get(row.id, ("", None))
        lines.append(
            Line(
                row.id, row.kind, shown(row), tuple(str(event) for event in row.events), row.created_at,
                row.created_by, row.paused_at, row.paused_by, row.removed_at, waiting[row.id], retried[row.id],
                delivered[row.id], given_up[row.id], fault, at,
            )
        )  # fmt: skip
    return lines


def shown(row: HookRow) -> str:
    """Return where a hook leads, as pages show it: no key of the receiver's, nothing that becomes a link."""
    return defang(told_of(row.target)) if row.kind == WEB else row.target


def _waiting(session: Session) -> tuple[Counter[int], Counter[int]]:
    """Count what waits, by its index: all, and of them what failed before."""
    failed = func.count(case((OutboxRow.fault != "", 1)))
    query = select(OutboxRow.hook_id, func.count(), failed).where(OutboxRow.ended_at.is_(None))
    rows = session.execute(query.group_by(OutboxRow.hook_id)).all()
    return Counter({hook: number for hook, number, _ in rows}), Counter({hook: again for hook, _, again in rows})


def _given_up(session: Session) -> Counter[int]:
    """Count what was given up, by its index."""
    query = select(OutboxRow.hook_id, func.count()).where(WAS_GIVEN_UP).group_by(OutboxRow.hook_id)
    return Counter(dict(session.execute(query).all()))


def _became(session: Session) -> tuple[Counter[int], dict[int, tuple[str, datetime | None]]]:
    """Count which of the newest messages of all hooks arrived; and why each hook's newest failure failed."""
    newest = session.scalar(select(func.max(OutboxRow.id))) or 0
    recent = OutboxRow.id > newest - LOOKED_AT
    arrived = select(OutboxRow.hook_id, func.count()).where(recent, OutboxRow.outcome == DELIVERED)
    delivered = Counter(dict(session.execute(arrived.group_by(OutboxRow.hook_id)).all()))
    last = select(func.max(OutboxRow.id)).where(recent, OutboxRow.fault != "").group_by(OutboxRow.hook_id)
    failed = session.scalars(select(OutboxRow).where(OutboxRow.id.in_(last)))
    return delivered, {row.hook_id: (mask(row.fault), row.ended_at or row.made_at) for row in failed}


def _message(row: OutboxRow) -> Message:
    over = row.ended_at is not None
    return Message(
        row.key, row.event, row.made_at, row.tries, None if over else row.next_at, row.ended_at,
        row.outcome if over else "waiting", row.status, mask(row.fault),
    )  # fmt: skip
