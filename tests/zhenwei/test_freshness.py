"""One rule for all sources: what it told against what it usually tells."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from zhenwei.stages.freshness import State, health, number
from zhenwei.store.database import Store
from zhenwei.store.models import SourceRow
from zhenwei.store.nights import close_night, finish_unit, open_night, plan_units, waiting_units
from zhenwei.store.sources import all_sources, moment

NOW = datetime(2026, 11, 22, 2, tzinfo=UTC)
DAY = timedelta(days=1)


def row(**values: Any) -> SourceRow:
    plain: dict[str, Any] = {
        "spider": "feeds", "source": "x", "kind": "plain", "night_id": 1, "units": 1, "answered": 1, "amount": 1000,
        "history": [], "silent_nights": 0, "asked_at": NOW, "answered_at": NOW, "changed_at": NOW, "dated_at": None,
        "stale_days": None, "behind": 0, "why": "",
    }  # fmt: skip
    return SourceRow(**plain | values)


@pytest.mark.parametrize(
    ("values", "state", "said"),
    [
        ({}, State.OK, ""),
        ({"amount": 500, "history": [1000, 900]}, State.OK, ""),
        ({"amount": 1200, "history": [4038]}, State.SHRUNK, "只有 1 200 个域名，不到平时 4 038 的一半"),
        (
            {"amount": 49, "history": [1, 100, 100], "spider": "search"},
            State.SHRUNK,
            "只有 49 条结果，不到平时 100 的一半",
        ),
        ({"amount": 3, "history": [1000], "spider": "ctlog"}, State.OK, ""),
        ({"amount": 0}, State.EMPTY, "是空的"),
        ({"amount": 0, "history": [7, 7]}, State.EMPTY, "是空的，平时有 7 个域名"),
        ({"changed_at": NOW - 3 * DAY}, State.OK, ""),
        ({"changed_at": NOW - 4 * DAY}, State.STALE, "已 4 天没有变化"),
        ({"changed_at": NOW - 4 * DAY, "stale_days": 0}, State.OK, ""),
        ({"changed_at": NOW - 4 * DAY, "stale_days": 7}, State.OK, ""),
        ({"dated_at": NOW - 800 * DAY}, State.STALE, "内容停在 2024-09-13，已过 800 天"),
        ({"dated_at": NOW - 800 * DAY, "history": [1000]}, State.OK, ""),  # its names did change since last night
        ({"dated_at": NOW - 9 * DAY, "changed_at": None, "spider": "ctlog", "amount": 0}, State.STALE, "内容停在"),
        ({"spider": "ctlog", "behind": 90_000, "amount": 50_000}, State.BEHIND, "落后 90 000 条，一夜只读到 50 000 条"),
        ({"spider": "ctlog", "behind": 10, "amount": 50_000}, State.OK, ""),
        ({"answered": 0, "why": "HTTP 503"}, State.ERROR, "没有应答（HTTP 503）"),
        ({"answered": 0, "silent_nights": 2, "why": "HTTP 503"}, State.SILENT, "连续 3 夜没有应答（HTTP 503）"),
        ({"why": "a.gz：损坏"}, State.PARTIAL, "部分读不出来（a.gz：损坏）"),
        ({"units": 0, "answered": 0, "amount": 5}, State.OK, ""),
    ],
)
def test_what_is_said_of_a_source(values: dict[str, Any], state: State, said: str) -> None:
    found = health(row(**values), NOW, 3)
    assert found.state is state
    assert said in found.said
    assert bool(found.said) is (state is not State.OK)


@pytest.mark.parametrize(
    ("value", "wanted"),
    [
        ("2026-11-22T02:00:00+00:00", NOW),
        ("2026-11-22T10:00:00+08:00", NOW),
        ("2026-11-22T02:00:00", NOW),
        (NOW.timestamp(), NOW),
        (int(NOW.timestamp() * 1000), NOW),
        ("", None),
        (None, None),
        ("yesterday", None),
        (True, None),
        (10**30, None),
    ],
)
def test_moments_as_spiders_put_them_down(value: object, wanted: datetime | None) -> None:
    assert moment(value) == wanted


def test_groups_of_three() -> None:
    assert [number(n) for n in (0, 999, 1000, 12_345_678)] == ["0", "999", "1 000", "12 345 678"]


def end(store: Store, outcomes: list[str], looked_at: int = 0, spider: str = "search", **detail: Any) -> None:
    """Run a night in which the units of one source end as given."""
    with store.transaction() as session:
        night = open_night(session).id
        plan_units(session, night, spider, [("s", str(n), {}) for n in range(len(outcomes))])
        for unit, outcome in zip(waiting_units(session, night, spider), outcomes, strict=True):
            finish_unit(session, unit.id, outcome, looked_at=looked_at, detail=detail)
            finish_unit(session, unit.id, outcome, looked_at=looked_at, detail=detail)  # ended once all the same
        close_night(session, night, {})


def only(store: Store) -> SourceRow:
    with store.reading() as session:
        (found,) = all_sources(session)
        return found


def test_nights_are_counted_as_their_units_end(store: Store) -> None:
    end(store, ["results", "nothing", "blocked"], 10)
    found = only(store)
    assert (found.units, found.answered, found.amount, found.history) == (3, 2, 20, [])
    end(store, ["blocked", "error"], why="安全验证")
    end(store, ["error"], why="HTTP 503")
    found = only(store)
    assert (found.units, found.answered, found.history, found.silent_nights, found.why) == (1, 0, [20], 1, "HTTP 503")
    end(store, ["results"], 7)
    end(store, ["results"], 8)
    found = only(store)
    assert (found.amount, found.history, found.silent_nights, found.why) == (8, [20, 7], 0, "")


def test_our_own_work_is_no_source(store: Store) -> None:
    for spider in ("plan", "screen", "lookalikes"):
        end(store, ["results"], 7, spider)
    with store.reading() as session:
        assert all_sources(session) == []
