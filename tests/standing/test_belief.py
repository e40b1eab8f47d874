"""What looks over time make believable, and when the next is due."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from detectors.standing.belief import Believed, after_check, believed, next_look
from detectors.standing.values import Past, Stands
from zhenwei.types import CaseState

NOON = datetime(2026, 11, 20, 4, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
S = Stands


def past(*looks: tuple[float, Stands]) -> list[Past]:
    """(days since the first look, what it saw)"""
    return [Past(NOON + DAY * days, stands) for days, stands in looks]


@pytest.mark.parametrize(
    ("looks", "count", "first", "since"),
    [
        ([], 0, None, None),
        ([(0, S.ALIVE)], 0, None, None),
        ([(0, S.DOWN)], 1, 0, None),
        ([(0, S.DOWN), (1, S.DOWN)], 2, 0, None),
        ([(0, S.DOWN), (1, S.DOWN), (2, S.DOWN)], 3, 0, 2),
        ([(0, S.DOWN), (1, S.PARKED), (2, S.SEIZED)], 3, 0, 2),  # gone in whatever way
        ([(0, S.CHANGED), (1, S.CHANGED), (2, S.CHANGED)], 3, 0, 2),
        ([(0, S.DOWN), (0.1, S.DOWN), (0.2, S.DOWN)], 1, 0, None),  # within one evening
        ([(0, S.DOWN), (1, S.BARRED), (2, S.DOWN), (3, S.UNCLEAR), (4, S.DOWN)], 3, 0, 4),  # the doubtful do not count
        ([(0, S.BARRED), (1, S.BARRED), (2, S.BARRED), (3, S.UNCLEAR)], 0, None, None),  # refused to us is never down
        ([(0, S.DOWN), (1, S.DOWN), (2, S.ALIVE), (3, S.DOWN)], 1, 3, None),
        ([(0, S.DOWN), (1, S.DOWN), (2, S.DOWN), (3, S.ALIVE)], 0, None, None),
        ([(0, S.DOWN), (1, S.DOWN), (2, S.DOWN), (9, S.DOWN)], 4, 0, 2),  # believed since the third
    ],
)
def test_what_is_believed(
    looks: list[tuple[float, Stands]], count: int, first: float | None, since: float | None
) -> None:
    belief = believed(past(*looks), looks=3, apart=12 * HOUR)
    moment = [None if day is None else NOON + DAY * day for day in (first, since)]
    assert belief == Believed(count, *moment)


def test_an_address_that_leads_on_to_the_offence_is_not_gone() -> None:
    leads = [Past(NOON + DAY * n, Stands.MOVED, shows=True) for n in range(5)]
    elsewhere = [Past(NOON + DAY * n, Stands.MOVED) for n in range(5)]
    assert not believed(leads, looks=3, apart=HOUR).gone
    assert believed(elsewhere, looks=3, apart=HOUR).gone


@pytest.mark.parametrize(
    ("state", "shows", "gone", "then"),
    [
        (CaseState.SENT, True, False, CaseState.SENT),
        (CaseState.SENT, False, False, CaseState.SENT),  # too few looks: it may only be slow
        (CaseState.SENT, False, True, CaseState.DOWN),
        (CaseState.ANSWERED, False, True, CaseState.DOWN),
        (CaseState.CONFIRMED, False, True, CaseState.CONFIRMED),  # no letter yet: nothing was achieved
        (CaseState.DRAFTED, False, True, CaseState.DRAFTED),
        (CaseState.DOWN, False, True, CaseState.DOWN),
        (CaseState.DOWN, False, False, CaseState.DOWN),  # barred or unclear: not back
        (CaseState.DOWN, True, False, CaseState.RESURFACED),
        (CaseState.RESURFACED, False, True, CaseState.DOWN),
        (CaseState.DISMISSED, True, False, CaseState.DISMISSED),
    ],
)
def test_what_a_check_makes_of_a_case(state: CaseState, shows: bool, gone: bool, then: CaseState) -> None:
    assert after_check(state, shows=shows, gone=gone) is then


@pytest.mark.parametrize(
    ("belief", "hours"),
    [
        (Believed(), 18),  # tomorrow night, which may begin a little earlier
        (Believed(1, NOON), 6),
        (Believed(3, NOON, NOON), 18),
        (Believed(9, NOON, NOON - 13 * DAY), 18),
        (Believed(9, NOON, NOON - 15 * DAY), 7 * 24 - 6),
        (Believed(9, NOON, NOON - 89 * DAY), 7 * 24 - 6),
        (Believed(9, NOON, NOON - 91 * DAY), 30 * 24 - 6),
    ],
)
def test_looks_grow_rarer_once_a_site_is_gone(belief: Believed, hours: float) -> None:
    assert next_look(NOON, belief, every=DAY, apart=12 * HOUR) == NOON + hours * HOUR


def test_a_slower_rhythm_is_never_hurried() -> None:
    assert next_look(NOON, Believed(3, NOON, NOON), every=10 * DAY, apart=HOUR) == NOON + 10 * DAY - 6 * HOUR
    assert next_look(NOON, Believed(), every=timedelta(), apart=HOUR) == NOON
