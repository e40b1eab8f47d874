"""From looks over time to what is believed, and when the next look is due. Pure; moments are aware, in UTC."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from detectors.standing.values import Past, Stands
from zhenwei.types import CaseState

AFTER_LETTER = (CaseState.SENT, CaseState.ANSWERED, CaseState.RESURFACED)
# After a site is believed gone: for so long, a look each so often; then the last.
TAIL = ((timedelta(days=14), timedelta(days=1)), (timedelta(days=90), timedelta(days=7)))
REST = timedelta(days=30)
# A night begins a little earlier or later than the one before; what is nearly due is due.
SLACK = timedelta(hours=6)


@dataclass(frozen=True, slots=True)
class Believed:
    """``looks``: silent looks in a row that count; ``first_down``: the first of them; ``since``: when enough had been
    seen, None while too few."""

    looks: int = 0
    first_down: datetime | None = None
    since: datetime | None = None

    @property
    def gone(self) -> bool:
        """True if the site is believed to be gone."""
        return self.since is not None


def is_gone(one: Past) -> bool:
    """True if this look says that the offence is over at the address."""
    return one.stands.gone and not one.shows


def believed(past: Sequence[Past], *, looks: int, apart: timedelta) -> Believed:
    """Return what looks (in the order of time) make believable.

    Looks closer together than ``apart`` count once. One that could not tell (barred, unclear) neither counts nor
    breaks the row; one that shows the offence starts anew.
    """
    count, first, last, since = 0, None, None, None
    for one in past:
        if one.shows or one.stands is Stands.ALIVE:
            count, first, last, since = 0, None, None, None
        elif is_gone(one):
            first = first or one.at
            if last is None or one.at - last >= apart:
                count, last = count + 1, one.at
                if count >= looks and since is None:
                    since = one.at
    return Believed(count, first, since)


def after_check(state: CaseState, *, shows: bool, gone: bool) -> CaseState:
    """Return the state after a look: ``down`` once that is believed, ``resurfaced`` when a gone site is back."""
    if state is CaseState.DOWN and shows:
        return CaseState.RESURFACED
    if state in AFTER_LETTER and gone:
        return CaseState.DOWN
    return state


def next_look(at: datetime, belief: Believed, *, every: timedelta, apart: timedelta) -> datetime:
    """Return when the next look is due after one at ``at``: soon while it is doubtful, ever rarer once it is gone."""
    if belief.since is None:
        wait = min(every, apart) if belief.looks else every
        return at + max(wait - SLACK, timedelta())
    gone_for = at - belief.since
    step = next((step for until, step in TAIL if gone_for < until), REST)
    return at + max(max(step, every) - SLACK, timedelta())
