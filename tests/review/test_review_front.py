"""The front page: figures from rows, nights in words, charts with their numbers behind them."""

from __future__ import annotations

import os
import socket
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from review.figures.count import count_all
from review.figures.elsewhere import Elsewhere
from review.figures.keeper import LONG, Keeper
from review.figures.keeping import keep
from review.figures.spans import spans_of
from review.figures.weeks import week_of
from review.views.night import read_night
from tests.review.review_desk import MOMENT, Made, ServedDesk, make_case
from zhenwei.clock import now
from zhenwei.config import Settings
from zhenwei.errors import StoreError
from zhenwei.store.database import Store
from zhenwei.store.front_tables import FigureRow
from zhenwei.store.letters_tables import DispatchRow
from zhenwei.store.looks_tables import StandingRow
from zhenwei.store.models import DecisionRow, NightRow, NoticeCaseRow, NoticeRow
from zhenwei.store.outcome_tables import CaseOpeningRow
from zhenwei.watchlist.clocks import load_clocks

AT = datetime(2026, 11, 22, 12, tzinfo=UTC)


def fill(store: Store, settings: Settings) -> None:
    """Make three cases: one confirmed, sent and down; one first confirmed, then dismissed; one on hold."""
    with store.transaction() as session:
        ids = [make_case(session, settings, Made(host=f"s{n}.example")).case for n in range(3)]
        for n, case in enumerate(ids):
            session.add(CaseOpeningRow(case_id=case, at=MOMENT - timedelta(weeks=n)))
        words = ((0, "confirmed"), (1, "confirmed"), (1, "dismissed"), (2, "hold"))
        for at, (case, word) in enumerate(words):
            session.add(
                DecisionRow(
                    case_id=ids[case], by="analyst", at=MOMENT + timedelta(minutes=at), word=word, why="w",
                    verdict_shown="counterfeit_site", impersonation_shown=0.0, sale_shown=0.0,
                    rules_shown=["P001", f"P00{case + 2}"],
                )
            )  # fmt: skip
        letter = NoticeRow(
            recipient="police", office="x", kind="k", title="t", state="sent", folder="f", drafted_by="a",
            drafted_at=MOMENT,
        )  # fmt: skip
        letter.cases = [NoticeCaseRow(case_id=ids[0])]
        session.add(letter)
        session.flush()
        session.add(DispatchRow(notice_id=letter.id, sent_at=MOMENT, by="a", at=MOMENT, cites=[]))
        session.add(StandingRow(case_id=ids[0], standing="down", gone_since=MOMENT + timedelta(days=1, hours=12)))


@pytest.fixture
def counted(store: Store, settings: Settings) -> dict[str, Any]:
    fill(store, settings)
    with store.reading() as session:
        return count_all(session, load_clocks(None), AT)


def test_weeks_run_from_monday_in_beijing() -> None:
    assert week_of(datetime(2026, 11, 15, 16, 1, tzinfo=UTC)).isoformat() == "2026-11-16"
    assert week_of(datetime(2026, 11, 15, 15, 59, tzinfo=UTC)).isoformat() == "2026-11-09"


def test_what_is_counted_of_a_week(counted: dict[str, Any]) -> None:
    assert len(counted["weeks"]) == 26
    assert counted["weeks"][-1] == {"from": "2026-11-16", "found": 1, "confirmed": 2, "referred": 1, "down": 1}
    assert [week["found"] for week in counted["weeks"][-4:]] == [0, 1, 1, 1]


def test_the_newest_clear_word_counts(counted: dict[str, Any]) -> None:
    rules = counted["precision"]["rules"]
    assert rules == [["P001", 1, 1], ["P002", 1, 0], ["P003", 0, 1]], "hold says nothing, a corrected word neither"
    assert counted["precision"]["sources"] == [["lookalikes", 1, 1]]


def test_how_long_a_site_lasted(counted: dict[str, Any]) -> None:
    assert counted["spans"]["n"] == 1
    assert counted["spans"]["bands"] == [0, 1, 0, 0, 0, 0, 0]
    assert counted["spans"]["months"] == [["2026-11", 1, 1.5]]
    assert counted["cases"] == {"new": 3}


def test_spans_in_bands() -> None:
    spans = spans_of({"2026-01": [0.5, 1.0, 2.0], "2026-02": [400.0]})
    assert spans["bands"] == [2, 1, 0, 0, 0, 0, 1]
    assert (spans["median"], spans["n"]) == (1.5, 4)
    assert spans_of({})["median"] == 0.0


def test_figures_are_kept_and_counted_anew_when_old(store: Store) -> None:
    asked = []

    def count(_session: object, at: datetime) -> dict[str, Any]:
        asked.append(at)
        return {"n": len(asked)}

    keeper = Keeper(store, count)
    first = keeper.figures()
    assert first is not None
    assert first.value == {"n": 1}
    keeper.figures()
    keeper.close()
    assert len(asked) == 1, "what is fresh is not counted again"
    with store.transaction() as session:
        session.get_one(FigureRow, "front").at = now() - timedelta(hours=1)
    old = keeper.figures()
    assert old is not None
    assert old.value == {"n": 1}, "nobody waits for the counting"
    keeper.close()
    fresh = keeper.figures()
    assert fresh is not None
    assert fresh.value == {"n": 2}
    assert keep(store, count).value == {"n": 3}


def count_in_another(_session: object, _at: datetime) -> dict[str, Any]:
    """Count as ``Elsewhere`` does: known by its name, for it is called in another process."""
    return {"process": os.getpid()}


def fail_in_another(_session: object, _at: datetime) -> dict[str, Any]:
    """Count, but not there."""
    raise StoreError("x")


def hang_in_another(_session: object, _at: datetime) -> dict[str, Any]:
    """Count for ever, once it was said that it began."""
    with socket.create_connection(("127.0.0.1", int(os.environ["TOLD_WHEN_BEGUN"]))) as told:
        told.recv(1)
    return {}


def aged(store: Store) -> None:
    """Keep figures that are old and took long to count."""
    with store.transaction() as session:
        session.merge(FigureRow(name="front", at=now() - timedelta(days=1), seconds=LONG + 1, value={"process": 0}))


@pytest.mark.parametrize(("count", "here"), [(count_in_another, False), (fail_in_another, True)])
def test_what_takes_long_is_counted_in_a_process_of_its_own(
    store: Store, count: Callable[[object, datetime], dict[str, Any]], here: bool
) -> None:
    aged(store)
    # Where that fails, this process counts.
    url = store.engine.url.render_as_string(hide_password=False)
    keeper = Keeper(store, count_in_another, Elsewhere(url, count))
    keeper.figures()
    assert keeper._thread is not None
    keeper._thread.join()
    kept = keeper.figures()
    assert kept is not None
    assert (kept.value["process"] == os.getpid()) is here
    assert kept.value["process"] != 0
    keeper.close()


def test_a_desk_that_ends_ends_the_counting(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    aged(store)
    url = store.engine.url.render_as_string(hide_password=False)
    keeper = Keeper(store, count_in_another, Elsewhere(url, hang_in_another))
    with socket.create_server(("127.0.0.1", 0)) as listening:
        monkeypatch.setenv("TOLD_WHEN_BEGUN", str(listening.getsockname()[1]))
        keeper.figures()
        begun, _address = listening.accept()
        with begun:
            keeper.close()
    kept = keeper.apart("front")
    assert kept is not None
    assert kept.value == {"process": 0}, "neither there nor here was it counted to its end"


NIGHTS: list[tuple[dict[str, Any], float, str, list[str]]] = [
    ({}, 1, "finished", []),
    ({}, 40, "late", []),
    ({"sources": {"search:baidu": {"results": 3, "found": 9}}}, 1, "finished", []),
    ({"sources": {"search:baidu": {"results": 1, "blocked": 2, "found": 9}}}, 1, "finished", ["blocked"]),
    ({"sources": {"search:baidu": {"nothing": 2, "found": 0}}}, 1, "finished", ["no_lead"]),
    ({"sources": {"search:baidu": "?"}, "weak": ["x"], "visits": 3, "warnings": "w"}, 1, "finished", []),
    ({"weak": {"feeds:x": {"state": "shrunk"}}}, 1, "finished", ["weak_shrunk"]),
]


@pytest.mark.parametrize(("summary", "hours", "state", "marks"), NIGHTS)
def test_a_night_in_words(store: Store, summary: dict[str, Any], hours: float, state: str, marks: list[str]) -> None:
    with store.transaction() as session:
        begun = AT - timedelta(hours=hours)
        session.add(NightRow(id=1, started_at=begun, finished_at=begun + timedelta(minutes=30), summary=summary))
    with store.reading() as session:
        night = read_night(session, {}, AT)
    assert night is not None
    assert night.state == state
    assert [mark for source in night.troubled for mark, _ in source.marks] == marks
    assert night.minutes == 30


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[ServedDesk]:
    with ServedDesk(tmp_path) as served:
        yield served


def test_the_page_says_it_in_words(desk: ServedDesk) -> None:
    fill(desk.store, desk.settings)
    client = desk.client("viewer")
    text = client.get("/").text
    for said in (
        "本周：",
        "P001",
        "以监管部门名称作网站名",
        "50%（1/2）",
        "形近域名",
        "半数在 1.5 天以内",
        "待办",
        "统计截至",
    ):
        assert said in text, said
    assert text.count("data-chart=") == 4
    assert text.count("<details open data-numbers>") == 4, "without script the numbers are there"
    english = client.get("/?lang=en").text
    assert "Precision per rule" in english
    assert "A regulator&#39;s name as the name of the site" in english
