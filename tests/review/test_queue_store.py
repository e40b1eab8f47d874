"""Which cases the queue shows and in which order, asked each way (few fetched and sorted; along the index; near)."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from zhenwei.store import queue
from zhenwei.store.database import Store
from zhenwei.store.leads import add_lead, site_for
from zhenwei.store.models import CaseRow, DecisionRow
from zhenwei.store.queue import Place, Wanted, different, find_cases
from zhenwei.store.search import make_findable
from zhenwei.types import CaseState, Lead, Verdict

START = datetime(2026, 10, 1, tzinfo=UTC)
WORDS = ("特种作业操作证", "安全生产考试", "login page", "办证 包过")


def fill(store: Store, count: int = 120) -> None:
    made = random.Random(7)
    with store.transaction() as session:
        for number in range(count):
            host = f"s{number}.example"
            add_lead(session, Lead(f"http://{host}/", made.choice(("baidu", "feeds")), "why"))
            case = CaseRow(
                site_id=site_for(session, host).id, url=f"http://{host}/", state=made.choice(list(CaseState)).value,
                verdict=made.choice(list(Verdict)).value, impersonation=made.randrange(0, 101, 10),
                sale=made.randrange(0, 101, 10), target=made.choice(("", "mem", "mohrss")),
                operator=made.choice(("", "op-1")), first_seen=START + timedelta(days=number), last_seen=START,
            )  # fmt: skip
            session.add(case)
            session.flush()
            make_findable(session, case.id, [WORDS[number % 4], host])
            if number % 5 == 0:
                session.add(
                    DecisionRow(
                        case_id=case.id, by="li", at=START, word="hold", why="w", verdict_shown="unclear",
                        impersonation_shown=1, sale_shown=1,
                    )
                )  # fmt: skip


def said(wanted: Wanted) -> Callable[[CaseRow], bool]:
    """Return the same question asked in Python."""

    def fits(case: CaseRow) -> bool:
        number = int(case.site.host.removesuffix(".example")[1:])
        return (
            case.state in wanted.states
            and wanted.verdict in ("", case.verdict)
            and (wanted.targets is None or case.target in wanted.targets)
            and wanted.source in ("", *(lead.source for lead in case.site.leads))
            and wanted.operator in ("", case.operator)
            and (wanted.since is None or case.first_seen >= wanted.since)
            and (wanted.until is None or case.first_seen < wanted.until)
            and (not wanted.mine or number % 5 == 0)
            and (not wanted.words or wanted.words in WORDS[number % 4])
        )

    return fits


QUESTIONS = [
    Wanted(),
    Wanted(states=("new", "resurfaced")),
    Wanted(states=("new",), verdict="counterfeit_site"),
    Wanted(targets=("mem", "mohrss")),
    Wanted(targets=()),
    Wanted(states=("hold", "sent"), targets=("mem",), verdict="unclear"),
    Wanted(source="feeds"),
    Wanted(source="nobody"),
    Wanted(operator="op-1", states=("new",)),
    Wanted(since=START + timedelta(days=30), until=START + timedelta(days=60)),
    Wanted(mine="li"),
    Wanted(words="作业操作"),
    Wanted(words="证", mine="li", source="baidu"),
    Wanted(words="包过", since=START + timedelta(days=50), verdict="certificate_sale"),
]


# What stands otherwise in the module: each leads to another way, and all ways to the same pages.
WAYS: dict[str, dict[str, Any]] = {
    "as it is": {},
    "along the index": {"NARROW": -1, "FEW": -1},
    "few, by what is asked": {"NARROW": -1},
    "among the next, which hold them": {"NARROW": -1, "_is_near": lambda *_: True, "NEAR": 60},
    "among the next, too few of them": {"NARROW": -1, "_is_near": lambda *_: True, "NEAR": 5},
}


@pytest.mark.parametrize("otherwise", WAYS.values(), ids=WAYS)
def test_pages_forth_and_back_hold_what_is_asked_for_in_order(
    store: Store, otherwise: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in otherwise.items():
        monkeypatch.setattr(queue, name, value)
    fill(store)
    with store.reading() as session:
        cases = list(session.scalars(select(CaseRow)))
        for wanted in QUESTIONS:
            fits = sorted(filter(said(wanted), cases), key=lambda case: (case.urgency, case.id), reverse=True)
            seen, place, more = [], None, True
            while more:
                found = find_cases(session, wanted, place, 7)
                assert found.total in (None, len(fits)), wanted
                seen += found.places
                place, more = (seen[-1] if seen else None), found.more
            assert [one.case for one in seen] == [case.id for case in fits], wanted
            if len(seen) > 14:
                back = find_cases(session, wanted, Place(seen[9].urgency, seen[9].case, back=True), 7)
                assert (back.places, back.more) == (seen[2:9], True)


def test_urgency_is_right_however_a_row_is_written(store: Store) -> None:
    fill(store, 3)
    with store.transaction() as session:
        case = session.get_one(CaseRow, 1)
        case.verdict, case.impersonation, case.sale = "certificate_sale", 20, 80
        session.flush()
        assert case.urgency == 9 * (800 + 50)


def test_many_organs_are_asked_together(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    fill(store)
    wanted = Wanted(targets=("mem", "mohrss"))
    with store.reading() as session:
        apart = find_cases(session, wanted, None, 50).places
        monkeypatch.setattr(queue, "MOST_BRANCHES", 1)
        assert find_cases(session, wanted, None, 50).places == apart


def test_different_values(store: Store) -> None:
    with store.reading() as session:
        assert different(session, CaseRow.target) == []
    fill(store)
    with store.reading() as session:
        assert different(session, CaseRow.target) == ["mem", "mohrss"]
